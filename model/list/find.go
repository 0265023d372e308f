package list

import "glimpse/model"

// Find returns the last known record of an image that is loaded or marked, or
// nil.
func (l *List) Find(id model.ImageID) *model.Image {
	if e := l.byID[id]; e != nil {
		image := l.store.copied(e)
		return &image
	}
	if kept := l.marks.byID[id]; kept != nil {
		image := *kept
		return &image
	}
	return nil
}
