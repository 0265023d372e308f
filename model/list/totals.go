package list

// The bytes of the images are kept as images come, change and go: they are asked
// for with every frame.

// bytes returns what the data of the image takes, as far as that is known.
func (r *record) bytes() int64 { return r.Size() }

// Bytes returns what the images of the list take, as far as their sizes are
// known.
func (l *List) Bytes() int64 {
	if l.uses.belongs != nil {
		return l.uses.bytes
	}
	return l.bytes
}

// MarkedBytes returns what the marked images take, those that are not loaded
// among them.
func (l *List) MarkedBytes() int64 { return l.marks.bytes }

// enter counts the bytes of a new entry; known is the one whose place it takes,
// or nil.
func (l *List) enter(e, known *entry) {
	l.bytes += e.bytes()
	if known == nil {
		return
	}
	l.bytes -= known.bytes()
	if e.marked {
		l.marks.bytes += e.bytes() - known.bytes()
	}
}
