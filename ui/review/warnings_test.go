package review_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/review"
	"glimpse/ui/uitest"
)

// loaded is a place that knows the first images only.
func loaded(count int) review.Place {
	at := place()
	known := map[model.ImageID]*model.Image{}
	for i := range count {
		image := uitest.Image(i)
		known[image.ID] = &image
	}
	at.Image = func(id model.ImageID) *model.Image { return known[id] }
	return at
}

func TestWhatIsNotLoadedIsNotPassedOver(t *testing.T) {
	t.Parallel()
	newUser(t, undoing(9), loaded(9)).hides("not loaded", "As far as known")
	newUser(t, undoing(9), loaded(3)).press("enter").shows(
		"! 6 of them are not loaded: their owners and visibility are not known here; those of 3 are.",
		"! As far as known, among them: 2 public, which every project of the cloud uses; 1 community; 1 protected.",
		"! As far as known, 2 of them belong to other projects:", "?                 ?           ?",
	)
	newUser(t, undoing(9), loaded(0)).shows("! None of them is loaded: their owners and visibility are not known here.").
		hides("Among", "As far as known", "belong to")
	newUser(t, undoing(1), loaded(0)).shows("! It is not loaded: its owner and visibility are not known here.", "  not loaded")
	// A deletion keeps what a person knows an image by; only the size is not known.
	newUser(t, deleting(10), loaded(0)).hides("not loaded").shows("public", "?")
	// The way back of one field knows that field, and nothing else.
	p := &plan.Plan{Title: "undo hide", Steps: []plan.Step{{
		Image: uitest.Image(1).ID, Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrVisibility, "private")},
		Shown: []patch.Field{{Name: "visibility", Set: true, Value: "public"}},
	}}}
	p.Steps = append(p.Steps, p.Steps[0])
	newUser(t, p, loaded(0)).shows("None of them is loaded", "As far as known, among them: 2 public").shows("public      ?")
}

func TestImagesWhoseDataIsComingInAreCounted(t *testing.T) {
	t.Parallel()
	at, image := place(), uitest.Image(1)
	at.Image = func(model.ImageID) *model.Image { return &image }
	one, several := "Its data is coming in: the service may undo the change when that ends.", "Data is coming in for 3 of them: the service may undo"
	for _, status := range []model.Status{model.StatusSaving, model.StatusUploading, model.StatusImporting} {
		image.Status = status
		newUser(t, tagging(1), at).shows(one)
		newUser(t, changing(3), at).shows(several)
		newUser(t, deleting(3), at).hides("coming in")
	}
	image.Status, image.Properties = model.StatusQueued, nil
	newUser(t, changing(3), at).hides("coming in")
	image.Properties = []model.Property{{Key: text.Of("os_glance_import_task"), Value: text.Of("t")}}
	newUser(t, changing(3), at).shows(several)
}

func TestWhatIsLeftOutIsToldAboveTheChanges(t *testing.T) {
	t.Parallel()
	p := deleting(500)
	newUser(t, p, place()).shows("more ↓", "\n 100 left out: they are protected\n")
	// Few of them are named; each reason has its line.
	p.LeftOut = p.LeftOut[:3]
	p.LeftOut[1].Name = text.Of("")
	p.LeftOut = append(p.LeftOut, plan.LeftOut{Image: uitest.Image(1).ID, Name: text.Of("one"), Reason: plan.NotMarked})
	newUser(t, p, place()).shows("\n 3 left out: they are protected – ubuntu-24.04-server-amd64, (no name), ", "\n 1 left out: it is not marked – one\n")
	// Where nothing is sent it is the whole text.
	newUser(t, empty(), place()).hides("\n 3 left out")
}
