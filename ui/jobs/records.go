package jobs

import (
	"glimpse/model"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
)

// recordsAtOnce is how many records are shown between two keys: the last look at a job of
// 100,000 images brings all of them within seconds.
const recordsAtOnce = 500

// takeRecords shows what the service has told of images after they were changed: besides
// the change itself when that was, and what others have changed since. It reports whether
// there was any, and whether there may be more.
func (f *Feature) takeRecords(changes backend.Changes) (some, rest bool) {
	records := changes.Records(recordsAtOnce)
	for i := range records {
		f.images.Renew(&records[i])
		f.showBeneath(&records[i])
	}
	return len(records) > 0, len(records) == recordsAtOnce
}

// showBeneath shows a record in the details that are open beneath what is seen: those that
// are seen read their image by themselves.
func (f *Feature) showBeneath(image *model.Image) {
	for _, s := range f.ctx.Layers.Screens() {
		if shown, isDetail := s.(*detail.Screen); isDetail && s != f.ctx.Layers.Top() && shown.ID() == image.ID {
			shown.Show(image, f.ctx.Now)
		}
	}
}
