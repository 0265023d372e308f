package ui_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// troubled returns a stub on which some images need attention, one of them
// behind the first page.
func troubled(images int) *stub {
	s := newStub(images)
	failed := model.Property{Key: text.Of("os_glance_failed_import"), Value: text.Of("fs")}
	for i := range s.images {
		s.images[i].Status, s.images[i].Properties = model.StatusActive, nil
	}
	last := len(s.images) - 1
	s.images[last].Properties = []model.Property{failed}
	s.images[last].Name = text.Of("the-failed-one")
	s.images[3].Status = model.StatusDeactivated
	s.images[4].Status = model.StatusKilled
	s.images[5].Faults = []model.Fault{{Field: text.Of("size"), Reason: "is no number"}}
	return s
}

func TestWhatNeedsAttentionIsFoundInTheWholeCloud(t *testing.T) {
	t.Parallel()
	s := troubled(450)
	d := start(t, options(s), 120, 40)
	enters(d, "filter name~nothing")
	shows(t, d, "Nothing matches")
	d.Keys("!")
	shows(t, d, "Needs attention", "1 failed import   1 killed   1 deactivated   1 unreadable", "450 images read",
		"the-failed-one", `"HTTP Error 404: Not Found`, "the upload failed", "size is no number")
	// The failed import is the first.
	d.Keys("enter")
	shows(t, d, "Needs attention › the-failed-one", "Import")
	d.Keys("esc", "j", "enter")
	shows(t, d, "The upload failed")
	d.Keys("esc", "esc")
	shows(t, d, "Nothing matches", "name~nothing")
}

func TestKeysThatChangeActOnWhatNeedsAttention(t *testing.T) {
	t.Parallel()
	s := troubled(60)
	writes(s)
	d := start(t, options(s), 120, 40)
	d.Keys("!", "space", "space", "D")
	shows(t, d, "Delete 2 images")
	d.Keys("esc")
	shows(t, d, "Needs attention", "✓  failed import")
	d.Keys("U", "j", "x")
	shows(t, d, "Deactivate 1 image")
}

func TestALookThatFailsSaysSoAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := troubled(60)
	d := start(t, options(s), 120, 40)
	s.set(func() { s.page = trouble{kind: remote.Unreachable, sentence: "connection refused"} })
	d.Keys("!")
	shows(t, d, "The images could not be read", "Connection refused")
	s.set(func() { s.page = nil })
	d.Keys("ctrl+r")
	shows(t, d, "1 failed import")
	if !strings.Contains(d.View(), "60 images read") {
		t.Error("it is not said what was read")
	}
}

func TestWhereNothingNeedsAttentionItSaysSo(t *testing.T) {
	t.Parallel()
	s := newStub(30)
	for i := range s.images {
		s.images[i].Status, s.images[i].Properties = model.StatusActive, nil
	}
	d := start(t, options(s), 120, 40)
	d.Keys("!")
	shows(t, d, "Nothing needs attention", "30 images of the whole cloud")
}

func TestAFailureWithoutAReasonSaysThatNoneIsKept(t *testing.T) {
	t.Parallel()
	s := troubled(60)
	last := &s.images[len(s.images)-1]
	s.noTasks = map[model.ImageID]bool{last.ID: true}
	d := start(t, options(s), 120, 40)
	d.Keys("!")
	shows(t, d, `import failed in store "fs": no reason kept`)
}
