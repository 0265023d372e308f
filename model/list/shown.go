package list

// Shown returns the images that are shown, as they are known now.
func (l *List) Shown() Selection {
	shown := Selection{records: make([]*record, l.Len()), names: l.store.names}
	for i := range shown.records {
		shown.records[i] = l.at(i).record
	}
	return shown
}
