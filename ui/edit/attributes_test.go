package edit_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
)

func queued(name string) *model.Image {
	return made(name, func(image *model.Image) { image.Status = model.StatusQueued })
}

func TestOnlyWhatWasChangedOfTheAttributesIsAskedFor(t *testing.T) {
	t.Parallel()
	one := made("web", func(image *model.Image) {
		image.Visibility, image.Protected, image.MinDisk = model.VisibilityPrivate, false, 10
	})
	other := made("db", func(image *model.Image) {
		image.Visibility, image.Protected, image.MinDisk = model.VisibilityPublic, false, 10
	})
	for _, test := range []struct {
		name string
		of   []*model.Image
		keys []string
		want string
	}{
		{"nothing", []*model.Image{one}, nil, ""},
		{"a name", []*model.Image{one}, []string{"2"}, "set name=web2"},
		{"typed and taken back by hand", []*model.Image{one}, []string{"2", "backspace"}, ""},
		{"typed and taken back by a key", []*model.Image{one}, []string{"2", "3", "ctrl+x"}, ""},
		{"an empty name", []*model.Image{one}, []string{"ctrl+u"}, `set name=""`},
		{"a word by the arrows", []*model.Image{one}, []string{"tab", "left"}, "set visibility=shared"},
		{"a word by space", []*model.Image{one}, []string{"down", "space"}, "set visibility=public"},
		{"a word round to itself", []*model.Image{one}, []string{"tab", "right", "right", "right", "right"}, ""},
		{"a word by its letter", []*model.Image{one}, []string{"tab", "c"}, "set visibility=community"},
		{"a letter that the word begins with", []*model.Image{one}, []string{"tab", "p"}, ""},
		{"another word of the same letter", []*model.Image{one}, []string{"tab", "p", "u"}, "set visibility=public"},
		{"a word that there is not", []*model.Image{one}, []string{"tab", "p", "u", "b", "x"}, ""},
		{"a letter too many taken back", []*model.Image{one}, []string{"tab", "p", "u", "x", "backspace"}, "set visibility=public"},
		{"every letter taken back", []*model.Image{one}, []string{"tab", "c", "backspace"}, ""},
		{"another field begins anew", []*model.Image{one}, []string{"tab", "c", "tab", "t"}, "set visibility=community protected=true"},
		{"an arrow begins anew", []*model.Image{one}, []string{"tab", "s", "right", "c"}, "set visibility=community"},
		{"yes for true", []*model.Image{one}, []string{"tab", "tab", "y", "down", "t"}, "set protected=true hidden=true"},
		{"a number", []*model.Image{one}, []string{"tab", "tab", "tab", "tab", "0"}, "set min_disk=100"},
		{"a number with a unit", []*model.Image{one}, []string{"tab", "tab", "tab", "tab", "G", "i", "B", "tab", "ctrl+u", "2", "G", "i", "B"}, "set min_ram=2048"},
		{"backwards round to the last, which is refused", []*model.Image{one}, []string{"shift+tab", "x"}, ""},
		{"several, untouched", []*model.Image{one, other}, []string{"tab", "tab"}, ""},
		{"several, another name for all", []*model.Image{one, other}, []string{"x"}, "set name=x"},
		{"several, what differs can be left again", []*model.Image{one, other}, []string{"x", "backspace"}, ""},
		{"several, one of their own values", []*model.Image{one, other}, []string{"tab", "c", "right", "right"}, "set visibility=private"},
		{"several, round to different again", []*model.Image{one, other}, []string{"tab", "left", "right"}, ""},
		{"several, common values", []*model.Image{one, other}, []string{"tab", "tab", "t", "pause", "f"}, ""},
		{
			"formats while queued",
			[]*model.Image{queued("q")},
			[]string{"up", "up", "o", "up", "v"},
			"set disk_format=vmdk container_format=ovf",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onAttributes, edit.Known{}, test.of...)
			if got := u.press(test.keys...).changed(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestWhatTheImagesHoldIsShown(t *testing.T) {
	t.Parallel()
	newUser(t, onAttributes, edit.Known{}, images(1)...).sees(
		"Edit ubuntu-24.04-server-amd64", "name              ubuntu-24.04-server-amd64",
		"visibility        public", "min_disk          0", "GiB", "MiB", "only while queued ", "set by the service alone", "590 MiB",
	)
	u := newUser(t, onAttributes, edit.Known{}, images(5)...).sees(
		"Edit 5 images", "name               differs (5 values)", "hidden            false", "visibility        differs (3 values)",
	)
	u.press("tab").sees("public (2), community (2), shared (1)", "each stays as it is")
	u.press("c").sees("for all, was 3 values", "1 change")
}

func TestAnImageIsMadePublicOnPurposeAndTheRowSaysWhoSeesIt(t *testing.T) {
	t.Parallel()
	const said = "every project of the cloud will see it"
	shared := made("a", func(image *model.Image) { image.Visibility = model.VisibilityShared })
	u := newUser(t, onAttributes, edit.Known{}, shared).press("tab", "P")
	if tell, ok := u.asked.(intent.Notify); !ok || !strings.Contains(tell.Text, "lower case") || u.pane.Unsaved() {
		t.Errorf("P answers %#v", u.asked)
	}
	u.press("pause", "p").sees("< private >").misses(said)
	u.press("u").sees("< public >", said)
	u.press("tab").sees(said)
	if got := u.changed(); got != "set visibility=public" {
		t.Errorf("got %q", got)
	}
	// Where they differ as well, and in a new image.
	private := made("b", func(image *model.Image) { image.Visibility = model.VisibilityPrivate })
	newUser(t, onAttributes, edit.Known{}, shared, private).press("tab", "p").sees("< private >").misses(said)
	newUser(t, newImage, edit.Known{}).press("tab", "right", "left", "p", "u").sees(said)
	u = newUser(t, onAttributes, edit.Known{}, made("c", func(image *model.Image) { image.Visibility = model.VisibilityPublic })).press("tab", "c", "left")
	u.sees("< public >").misses(said)
}

func TestAnAttributeThatTheServiceKeepsSaysWhy(t *testing.T) {
	t.Parallel()
	known := edit.Known{NoAdmin: true, Project: func(string) string { return "payroll" }}
	u := newUser(t, onAttributes, known, images(1)...).sees("payroll (0000", "mostly for administrators")
	u.press("shift+tab", "shift+tab").sees("cannot be changed: only while queued; this image is active")
	u.press("x")
	if tell, ok := u.asked.(intent.Notify); !ok || !strings.Contains(tell.Text, "only while queued") {
		t.Errorf("typing answers %#v", u.asked)
	}
	if u.press("right"); !strings.Contains(u.why, "only while queued") {
		t.Errorf("right says %q", u.why)
	}
	u.pane.Paste("qcow2")
	if u.pane.Unsaved() {
		t.Error("something was pasted into it")
	}
	mixed := newUser(t, onAttributes, edit.Known{}, queued("a"), images(1)[0])
	mixed.press("shift+tab").sees("not all are")
}

func TestAWrongAttributeIsMarkedWhileItIsTypedAndHoldsThePreview(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, typed string
		field       int
		want        []string
	}{
		{"a number that is none", "x", 4, []string{"! min_disk", "expected: 0 to"}},
		{"a number that is too large", "9999999999", 5, []string{"! min_ram", "expected: 0 to"}},
		{"a size that is not whole", "10GB", 4, []string{"! min_disk", "10GB is no whole number of GiB; expected"}},
		{"a number below zero", "-1", 4, []string{"! min_disk"}},
		{"a name that is too long", strings.Repeat("n", 256), 0, []string{"! name", "at most 255"}},
		{"a name of four bytes", "🐧", 0, []string{"! name", "four bytes"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onAttributes, edit.Known{}, images(1)...)
			for range test.field {
				u.press("tab")
			}
			u.press("ctrl+u")
			u.pane.Paste(test.typed)
			u.sees(test.want...)
			u.press("shift+tab", "shift+tab")
			if got := u.changed(); got != "" {
				t.Errorf("asked for %q", got)
			}
			u.sees(test.want[0], "expected")
			if u.press("ctrl+u", "ctrl+x").changed() != "" {
				t.Error("the cursor did not go to the field")
			}
			if u.misses("!"); !strings.Contains(u.why, "no change was made") {
				t.Errorf("ctrl+s says %q", u.why)
			}
		})
	}
}

func TestEnterGoesThroughTheFieldsToThePreview(t *testing.T) {
	t.Parallel()
	u := newUser(t, onAttributes, edit.Known{}, images(1)...).types("x")
	for range 6 {
		if u.press("enter"); u.asked != nil {
			t.Fatalf("asked for %#v", u.asked)
		}
	}
	if u.press("enter"); u.asked == nil {
		t.Errorf("enter on the last field that can be changed does nothing:\n%s", u.screen())
	}
}

func TestLeavingAsksOnceSomethingWasTyped(t *testing.T) {
	t.Parallel()
	u := newUser(t, onAttributes, edit.Known{}, images(1)...)
	if u.press("esc"); u.asked != intent.Intent(intent.Close{}) {
		t.Fatalf("nothing was typed, and esc asked for %#v", u.asked)
	}
	u.types("x")
	if u.press("esc"); u.asked != nil {
		t.Fatalf("esc asked for %#v", u.asked)
	}
	u.sees("Discard your changes?")
	if u.press("esc"); u.asked != nil {
		t.Fatalf("a second esc asked for %#v", u.asked)
	}
	u.sees("amd64x").misses("Discard your changes?")
	if u.press("esc", "x"); u.asked == intent.Intent(intent.Close{}) {
		t.Error("another key left")
	}
	u.sees("amd64x").misses("Discard your changes?", "amd64xx")
	// What means something elsewhere must not discard anything here.
	for _, key := range []string{"y", "n", "q", "d", "enter", "ctrl+s", "tab"} {
		if u.press("esc", key); u.asked == intent.Intent(intent.Close{}) || !u.pane.Unsaved() {
			t.Errorf("%s asked for %#v", key, u.asked)
		}
		u.sees("amd64x").misses("Discard your changes?")
	}
	u.press("esc").sees("D discard · esc keep editing")
	if u.press("D"); u.asked != intent.Intent(intent.Close{}) {
		t.Errorf("D asked for %#v", u.asked)
	}
}

func TestWhatWasTypedSurvivesFailuresAndSizes(t *testing.T) {
	t.Parallel()
	u := newUser(t, onAttributes, edit.Known{}, images(1)...).types("x")
	want := u.changed()
	u.pane.Fail("the service is gone")
	u.sees("the service is gone", "amd64x").misses("shows all of it")
	u.pane.Fail(strings.Repeat("for a reason that takes its time to tell, ", 8) + "ask an administrator")
	u.sees("ctrl+o shows all of it").misses("ask an administrator")
	u.pane.Fail("the service is gone")
	for _, size := range [][2]int{{1, 1}, {200, 50}, {20, 3}, {80, 24}} {
		u.pane.SetSize(size[0], size[1])
		u.screen()
	}
	if got := u.changed(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	u.misses("the service is gone")
}

func TestANameWithControlsIsEditedElsewhere(t *testing.T) {
	t.Parallel()
	odd := made("x", func(image *model.Image) { image.Name = text.Of("two\nlines\x1b[2J") })
	u := newUser(t, onAttributes, edit.Known{}, odd).sees("two␊lines␛[2J")
	if u.press("x"); u.pane.Unsaved() {
		t.Fatal("a key changed it")
	}
	u.press("ctrl+e")
	own, ok := u.asked.(intent.EditText)
	if !ok || own.Text != "two\nlines\x1b[2J" || own.Name != "name" {
		t.Fatalf("asked for %#v", u.asked)
	}
	if own.Done("two\nlines\x1b[2J"); u.pane.Unsaved() {
		t.Error("nothing was changed, and something is")
	}
	if own.Done("one line"); u.changed() != `set name="one line"` {
		t.Errorf("got %q", u.changed())
	}
	if got := u.press("ctrl+x").changed(); got != "" {
		t.Errorf("ctrl+x leaves %q", got)
	}
	if got := u.press("ctrl+u").types("new").changed(); got != "set name=new" {
		t.Errorf("got %q", got)
	}
}

func TestAnImageWhoseDataIsComingInIsWarnedOf(t *testing.T) {
	t.Parallel()
	saving := made("s", func(image *model.Image) { image.Status = model.StatusSaving })
	for name, construct := range constructors {
		if name == "new" {
			continue
		}
		newUser(t, construct, edit.Known{}, saving).sees("! still importing or saving: that may overwrite")
		newUser(t, construct, edit.Known{}, saving, images(1)[0]).sees("! 1 still importing or saving: ")
		newUser(t, construct, edit.Known{}, images(2)...).misses("importing")
	}
}
