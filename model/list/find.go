package list

import "glimpse/model"

// Find returns the last known record of an image that is loaded or marked, or
// nil.
func (l *List) Find(id model.ImageID) *model.Image {
	if e := l.byID[id]; e != nil {
		return l.store.Words().Unpack(e.Image)
	}
	if away := l.marks.away[id]; away != nil {
		return l.store.Words().Unpack(away.Image)
	}
	return nil
}
