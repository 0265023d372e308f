package list

// Loaded returns the images that are loaded, shown or not, as they are known now.
func (l *List) Loaded() Selection {
	loaded := Selection{records: make([]*record, 0, len(l.rows)+len(l.old)), words: l.store.Words()}
	for _, e := range l.all() {
		loaded.records = append(loaded.records, e.record)
	}
	return loaded
}

// Shown returns the images that are shown, as they are known now.
func (l *List) Shown() Selection {
	shown := Selection{records: make([]*record, l.Len()), words: l.store.Words()}
	for i := range shown.records {
		shown.records[i] = l.at(i).record
	}
	return shown
}
