package plan_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/patch/patchtest"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// TestAnImageIsLeftOutWhereTheValueThatDecidesIsUnknown plans each command on
// images of which something is unknown. An empty reason is an image that is
// changed.
func TestAnImageIsLeftOutWhereTheValueThatDecidesIsUnknown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line    string
		unknown model.Attribute
		want    plan.Reason
	}{
		{"delete", model.AttrProtected, plan.UnknownProtection},
		{"delete", model.AttrStatus, plan.UnknownStatus},
		{"delete", model.AttrOwner, ""},
		{"delete", model.AttrVisibility, ""},
		{"delete", model.AttrSize, ""},
		{"deactivate", model.AttrStatus, plan.UnknownStatus},
		{"reactivate", model.AttrStatus, plan.UnknownStatus},
		{"deactivate", model.AttrProtected, ""},
		{"set disk_format=raw", model.AttrStatus, plan.UnknownStatus},
		{"set name=x", model.AttrStatus, ""},
		{"protect", model.AttrProtected, ""},
		{"unprotect", model.AttrProtected, ""},
		{"hide", model.AttrHidden, ""},
		{"unhide", model.AttrHidden, ""},
		{"set visibility=private", model.AttrVisibility, ""},
		{"set min_disk=0", model.AttrMinDisk, ""},
		{"set owner=p2", model.AttrOwner, ""},
		{"tag +new", model.AttrTags, ""},
		{"tag +new -gold", model.AttrTags, ""},
		{"tag -unseen", model.AttrTags, plan.UnknownTags},
		{"tag +new -unseen", model.AttrTags, plan.UnknownTags},
		{"tag +gold", model.AttrTags, plan.AsWanted},
		{"property a=b", model.AttrProtected, ""},
	} {
		image := imageOf("1", unknown(test.unknown))
		if strings.HasPrefix(test.line, "set disk_format") {
			image.DiskFormat = text.Of("qcow2")
		}
		planned, err := plan.New(parsed(t, test.line), []*model.Image{image}, noID)
		if err != nil {
			t.Fatal(err)
		}
		var got plan.Reason
		if len(planned.LeftOut) > 0 {
			got = planned.LeftOut[0].Reason
		}
		if got != test.want || len(planned.Steps)+len(planned.LeftOut) != 1 {
			t.Errorf("%s where %s is unknown: left out because %q, want %q", test.line, test.unknown, got, test.want)
		}
		for i := range planned.Steps {
			for _, shown := range planned.Steps[i].Shown {
				if shown.Unknown != (shown.Name == test.unknown.String()) || shown.Unknown && shown.Value != nil && shown.Name != "tags" {
					t.Errorf("%s where %s is unknown shows %+v", test.line, test.unknown, shown)
				}
			}
		}
	}
	broken := imageOf("1")
	broken.Faults = []model.Fault{{Reason: "the rest of it is no JSON"}}
	for _, line := range []string{"tag +x", "property ?os_distro=x", "delete"} {
		planned, err := plan.New(parsed(t, line), []*model.Image{broken}, noID)
		if err != nil || len(planned.Steps) > 0 || planned.LeftOut[0].Reason != plan.Unreadable {
			t.Errorf("%s of a record that breaks off: %+v, %v", line, planned, err)
		}
	}
}

// TestWhatBecomesUnknownBeforeItIsSent decides steps on an image as it is now.
func TestWhatBecomesUnknownBeforeItIsSent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line       string
		shown, now func(*model.Image)
		want       plan.Decision
		why        plan.Reason
	}{
		{"delete", nothing, unknown(model.AttrProtected), plan.Conflict, plan.Changed},
		{"delete", nothing, unknown(model.AttrVisibility), plan.Conflict, plan.Changed},
		{"delete", unknown(model.AttrOwner), nothing, plan.Conflict, plan.Changed},
		{"delete", unknown(model.AttrOwner), unknown(model.AttrOwner), plan.Send, ""},
		{"deactivate", nothing, unknown(model.AttrStatus), plan.NotAllowed, plan.UnknownStatus},
		{"protect", nothing, unknown(model.AttrProtected), plan.Conflict, plan.Changed},
		{"protect", unknown(model.AttrProtected), nothing, plan.Send, ""},
		{"protect", unknown(model.AttrProtected), protected, plan.NoChange, ""},
		{"unprotect", unknown(model.AttrProtected), unknown(model.AttrProtected), plan.Send, ""},
	} {
		planned, err := plan.New(parsed(t, test.line), []*model.Image{imageOf("1", test.shown)}, noID)
		if err != nil || len(planned.Steps) != 1 {
			t.Fatalf("%s: %+v, %v", test.line, planned, err)
		}
		got := planned.Steps[0].Reconcile(imageOf("1", test.now))
		if got.Decision != test.want || got.Reason != test.why {
			t.Errorf("%s: decision %d because %q, want %d because %q", test.line, got.Decision, got.Reason, test.want, test.why)
		}
	}
	protectedNow := plan.Step{Kind: plan.Delete}
	if got := protectedNow.Reconcile(imageOf("1", unknown(model.AttrProtected))); got.Decision != plan.NotAllowed {
		t.Errorf("a deletion that shows nothing: %+v", got)
	}
}

func nothing(*model.Image) {}

// TestNoWayBackIsMadeOfWhatWasUnknown: an undo would send null, or take a tag
// away that was there before.
func TestNoWayBackIsMadeOfWhatWasUnknown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		image := images.Draw(t, "image")
		attribute := rapid.SampledFrom(patchtest.Writable()).Draw(t, "attribute")
		unknown(attribute)(&image)
		planned, err := plan.New(commands.Draw(t, "command"), []*model.Image{&image}, noID)
		if err != nil {
			t.Skip("nothing to plan")
		}
		for i := range planned.Steps {
			decided := planned.Steps[i].Reconcile(&image)
			if decided.Inverse == nil {
				continue
			}
			if decided.Inverse.Patch.Check() != nil {
				t.Fatalf("the way back is %v", decided.Inverse.Patch)
			}
			for _, operation := range decided.Inverse.Patch {
				if operation.Field == attribute.String() {
					t.Fatalf("the way back gives %s, which was unknown, the value %v", attribute, operation.Value)
				}
			}
			if attribute == model.AttrTags && decided.Step.Kind == plan.Retag {
				t.Fatalf("the way back changes tags of which some were unknown: %+v", decided.Inverse)
			}
		}
	})
}
