package planpreview_test

import (
	"fmt"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
	"glimpse/ui/uitest"
)

// loaded is a place that knows the first images only.
func loaded(count int) planpreview.Place {
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
		"! As far as known, among them: 2 public, which every project of the cloud can use; 1 community; 1 protected.",
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
	p.Steps[1].Image = uitest.Image(2).ID
	newUser(t, p, loaded(0)).shows("None of them is loaded", "As far as known, among them: 2 public").shows("public      ?")
}

func TestAnUndoSaysWhatTheJobMayNotHaveChanged(t *testing.T) {
	t.Parallel()
	p := undoing(3)
	newUser(t, p, place()).hides("not known whether")
	p.Steps[1].Unsure = true
	p.Steps = append(p.Steps[:2:2], p.Steps[1], p.Steps[2]) // two steps of one image
	newUser(t, p, place()).shows("! It is not known whether the job changed 1 of them: what it did not change is left alone.")
	one := undoing(1)
	one.Steps[0].Unsure = true
	newUser(t, one, place()).shows("! It is not known whether the job changed it: if it did not, it is left alone.")
}

func TestImagesWhoseDataIsComingInAreCounted(t *testing.T) {
	t.Parallel()
	at, image := place(), uitest.Image(1)
	at.Image = func(model.ImageID) *model.Image { return &image }
	one, several := "It is still importing or saving: that may overwrite this change.", "3 of them still importing or saving: that may overwrite"
	for _, status := range []model.Status{model.StatusSaving, model.StatusUploading, model.StatusImporting} {
		image.Status = status
		newUser(t, tagging(1), at).shows(one)
		newUser(t, changing(3), at).shows(several)
		newUser(t, deleting(3), at).hides("importing")
	}
	image.Status, image.Properties = model.StatusQueued, nil
	newUser(t, changing(3), at).hides("importing")
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

func TestWhatIsLeftOutRightBelowIsToldOnce(t *testing.T) {
	t.Parallel()
	whole := tagging(99)
	whole.LeftOut = nil
	p := whole.Only([]model.ImageID{whole.Steps[1].Image, whole.Steps[2].Image})
	const said = "97 left out: they are not marked"
	if got := strings.Count(newUser(t, &p, place()).shows(said).text(), said); got != 1 {
		t.Errorf("told %d times", got)
	}
	p.LeftOut = p.LeftOut[:2] // so few are named there
	newUser(t, &p, place()).shows("2 left out: they are not marked", whole.Steps[0].Name.Raw())
}

func TestAnImageWithoutDataIsUsedByNobody(t *testing.T) {
	t.Parallel()
	image := uitest.Image(1)
	image.Visibility = model.VisibilityShared
	at := place()
	at.Image = func(model.ImageID) *model.Image { return &image }
	const used = "It is shared: its members, if it has any, can use it."
	newUser(t, deleting(2), at).shows(used, "visibility  shared").hides("shared      yes")
	image.Status = model.StatusQueued
	newUser(t, deleting(2), at).shows("visibility  shared").hides("members")
}

// setting is a plan that sets one attribute of images.
func setting(count int, attribute model.Attribute, value string) *plan.Plan {
	p := &plan.Plan{Title: "set"}
	for i := range count {
		p.Steps = append(p.Steps, plan.Step{
			Image: uitest.Image(i).ID, Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(attribute, value)},
			Shown: []patch.Field{{Name: attribute.String(), Set: true, Value: fmt.Sprint("was ", i)}},
		})
	}
	return p
}

func TestWhatOthersWillSeeIsWarnedOfFirst(t *testing.T) {
	t.Parallel()
	public := setting(3, model.AttrVisibility, "public")
	first := func(u *user) string { return strings.TrimSpace(strings.Split(u.text(), "\n")[3]) }
	for want, p := range map[string]*plan.Plan{
		"! All 3 of them become public: every project of the cloud will see them.":          public,
		"! 3 of them become public: every project of the cloud will see them.":              {Steps: append(tagging(4).Steps[3:], public.Steps...)},
		"! It becomes public: every project of the cloud will see it.":                      {Steps: public.Steps[:1]},
		"! 1 of them becomes public: every project of the cloud will see it.":               {Steps: append(tagging(4).Steps[3:], public.Steps[0])},
		"! All 2 of them become community images: every project of the cloud may use them.": setting(2, model.AttrVisibility, "community"),
	} {
		if got := first(newUser(t, p, production())); got != want {
			t.Errorf("first is said %q, not %q", got, want)
		}
	}
	made := creating()
	made.Steps[0].New = append(made.Steps[0].New, patch.Field{Name: "visibility", Set: true, Value: "public"})
	newUser(t, made, place()).shows("! It becomes public:")
	mixed := &plan.Plan{Steps: append(deleting(2).Steps, public.Steps...)}
	if got := first(newUser(t, mixed, place())); !strings.Contains(got, "This cannot be undone") {
		t.Errorf("of a deletion is said %q", got)
	}
	newUser(t, setting(3, model.AttrVisibility, "private"), place()).hides("become")
}

func TestOneNameForSeveralImagesIsNoted(t *testing.T) {
	t.Parallel()
	newUser(t, setting(3, model.AttrName, "base "), place()).shows(`3 of them will have one name: "base ".`)
	newUser(t, setting(1, model.AttrName, "base"), place()).hides("one name")
	two := &plan.Plan{Steps: append(setting(2, model.AttrName, "a").Steps, setting(3, model.AttrName, "b").Steps...)}
	newUser(t, two, place()).shows("5 of them will share 2 names.")
	// A name that is given to one only is its own, and no name is none.
	own := &plan.Plan{Steps: append(setting(1, model.AttrName, "a").Steps, setting(1, model.AttrName, "b").Steps...)}
	newUser(t, own, place()).hides("share", "one name")
	newUser(t, setting(3, model.AttrName, ""), place()).hides("one name")
}

// unread is a place where something of every image could not be read.
func unread(attributes ...model.Attribute) planpreview.Place {
	at := place()
	at.Image = func(id model.ImageID) *model.Image {
		for i := range 20 {
			if image := uitest.Image(i); image.ID == id {
				for _, attribute := range attributes {
					image.Unknown = image.Unknown.With(attribute)
				}
				image.Size, image.Protected, image.Owner, image.Visibility = 0, false, text.Untrusted{}, model.Visibility{}
				image.Status = model.Status{}
				return &image
			}
		}
		return nil
	}
	return at
}

func TestWhatIsUnknownOfALoadedImageIsSaid(t *testing.T) {
	t.Parallel()
	at := unread(model.AttrOwner, model.AttrVisibility, model.AttrProtected, model.AttrSize, model.AttrStatus)
	newUser(t, deleting(2), at).shows("owner       unknown", "size        unknown", "visibility  unknown", "protected   unknown",
		"! Unknown, as the service sent nothing that can be read: the owner or the visibility; whether it is protected").hides("not loaded")
	newUser(t, changing(3), at).shows("the owner or the visibility of 3; whether it is protected of", "The status of 3 is unknown").hides("not loaded")
	newUser(t, tagging(1), at).shows("Its status is unknown: an import that is still running")
	newUser(t, deleting(4), unread()).hides("unknown")
	newUser(t, deleting(4), unread(model.AttrSize)).shows("unknown").hides("is protected: ")
	sized := unread(model.AttrSize)
	lookUp := sized.Image
	sized.Image = func(id model.ImageID) *model.Image {
		image := lookUp(id)
		if image != nil && id != uitest.Image(1).ID {
			image.Unknown, image.Size = 0, 1<<20
		}
		return image
	}
	newUser(t, deleting(4), sized).shows("Image data deleted: 2.0 MiB, and 1 image of")
	p := &plan.Plan{Title: "protect", Steps: []plan.Step{{
		Image: uitest.Image(1).ID, Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrProtected, true)},
		Shown: []patch.Field{{Name: "protected", Set: true, Unknown: true}},
	}}, LeftOut: []plan.LeftOut{{Image: uitest.Image(2).ID, Reason: plan.UnknownProtection}}}
	newUser(t, p, place()).shows("unknown → true", "1 left out: whether it is protected is unknown")
}
