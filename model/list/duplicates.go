package list

import (
	"slices"

	"glimpse/model"
	"glimpse/model/sortkey"
	"glimpse/model/text"
)

// Duplicates is what several images have the same of where only those are shown.
type Duplicates uint8

// What is looked for. The zero value looks for no duplicates.
const (
	NoDuplicates Duplicates = iota
	SameName
	// SameChecksum compares the os_hash_value of images, and the checksum of those
	// that have none.
	SameChecksum
)

// Of returns what is compared of an image; nothing belongs to no group.
func (d Duplicates) Of(image *model.Image) text.Untrusted {
	switch {
	case d == SameName:
		return image.Name
	case d == SameChecksum && image.HashValue.IsEmpty():
		return image.Checksum
	case d == SameChecksum:
		return image.HashValue
	default:
		return text.Untrusted{}
	}
}

// appendKey appends what puts the images of a group together, the newest first.
func (d Duplicates) appendKey(key []byte, image *model.Image) []byte {
	key = sortkey.AppendText(key, d.Of(image).Raw())
	begin := len(key)
	key = sortkey.AppendNumber(key, image.CreatedAt.Unix())
	key = sortkey.AppendNumber(key, int64(image.CreatedAt.Nanosecond()))
	sortkey.Reverse(key[begin:])
	return sortkey.AppendText(key, image.ID.Raw())
}

// duplicate returns the image of an entry as far as duplicates are looked for in it.
func (l *List) duplicate(e *entry) *model.Image {
	if l.narrow.by.Duplicates == SameName {
		return l.store.listed(e.record)
	}
	return l.store.read(e.record)
}

// Group is a run of rows that are duplicates of each other.
type Group struct {
	// First is the index of its first row, End of the one behind its last.
	First, End int
	// Bytes is what they take together, as far as it is known.
	Bytes int64
	// Owners are those of the group in the order of its rows, MostOwners at most.
	Owners []text.Untrusted
}

// MostOwners is how many owners of a group are kept.
const MostOwners = 8

// Groups returns the groups of the rows that are shown, in their order; none where
// no duplicates are looked for, or not all are found yet.
func (l *List) Groups() []Group { return l.narrow.groups }

// grouping finds the groups among entries that are in order.
type grouping struct {
	rows   []*entry
	at     int
	groups []Group
	last   text.Untrusted // what the images of the last group have the same
}

// stepGroups looks at the next n entries, and reports whether all have been looked
// at.
func (l *List) stepGroups(g *grouping, n int) bool {
	for end := min(len(g.rows), g.at+n); g.at < end; g.at++ {
		image := l.duplicate(g.rows[g.at])
		if has := l.narrow.by.Duplicates.Of(image); g.at == 0 || has != g.last {
			g.groups = append(g.groups, Group{First: g.at})
			g.last = has
		}
		group := &g.groups[len(g.groups)-1]
		group.End = g.at + 1
		if size, known := image.Number(model.AttrSize); known {
			group.Bytes += size
		}
		if len(group.Owners) < MostOwners && !slices.Contains(group.Owners, image.Owner) {
			group.Owners = append(group.Owners, image.Owner)
		}
	}
	return g.at == len(g.rows)
}

// MarkOlder marks of each group the images that are older than its newest active
// one, or than its newest where none is active, and takes the marks of the others
// away. One of which it is not known when it was created is not marked. It waits as
// [List.MarkShown] does.
func (l *List) MarkOlder() {
	l.onceShown(func() {
		for _, group := range l.narrow.groups {
			rows := l.narrow.shown[group.First:group.End]
			kept := max(0, slices.IndexFunc(rows, func(e *entry) bool { return l.store.listed(e.record).Status == model.StatusActive }))
			for i, e := range rows {
				l.marks.set(e, i > kept && l.store.listed(e.record).Has(model.AttrCreatedAt))
			}
		}
	})
}
