package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/ui/backend"
	"glimpse/ui/requestlog"
	"glimpse/ui/typeahead"
	"glimpse/ui/uitest"
)

// writable is a backend whose sessions can change images, up to the preview.
type writable struct{ *stub }

func (w writable) Connect(ctx context.Context, target backend.Target) (backend.Session, error) {
	session, err := w.stub.Connect(ctx, target)
	if err != nil {
		return nil, err
	}
	return writableSession{session.(*stubSession)}, nil
}

type writableSession struct{ *stubSession }

func (writableSession) Changes() backend.Changes { return planning{} }

// planning plans, and has carried nothing out.
type planning struct{ backend.Changes }

func (planning) NewID() string                         { return "3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11" }
func (planning) Jobs() []job.Progress                  { return nil }
func (planning) Records(int) []model.Image             { return nil }
func (planning) Writes() []requestlog.Entry            { return nil }
func (planning) Unfinished() ([]job.Unfinished, error) { return nil, nil }

func seen(d *uitest.Driver) string { return ansi.Strip(d.View()) }

func TestEachEditorOpensOnWhatIsMarkedAndLeadsToThePreviewAndBack(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, keys, title, preview string
	}{
		{"tags", "t z z enter", "Edit ubuntu-24.04-server-amd64 · 1 change", "+zz"},
		{"tags of the marked", "space space t z z", "Edit 2 images · 1 change", "+zz"},
		{"attributes", "e z z", "Edit ubuntu-24.04-server-amd64 · 1 change", "amd64zz"},
		{"properties", "P down enter z z", "Edit ubuntu-24.04-server-amd64 · 1 change", "x86_64zz"},
		{"a new image", "n z z", "New image · 1 change", "zz"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := start(t, options(writable{newStub(20)}), 100, 30)
			d.Keys(strings.Fields(test.keys)...)
			if !strings.Contains(seen(d), test.title) {
				t.Fatalf("%q is not shown:\n%s", test.title, seen(d))
			}
			d.Keys("ctrl+s")
			if !strings.Contains(seen(d), "Preview") || !strings.Contains(seen(d), test.preview) {
				t.Fatalf("no preview of %q:\n%s", test.preview, seen(d))
			}
			d.Keys("esc")
			if !strings.Contains(seen(d), test.title) {
				t.Fatalf("the editor did not come back:\n%s", seen(d))
			}
			for range 3 {
				if d.Keys("esc"); strings.Contains(seen(d), "Discard your changes?") {
					break
				}
			}
			if d.Keys("D"); strings.Contains(seen(d), test.title) || d.Quit {
				t.Errorf("the editor was not left:\n%s", seen(d))
			}
		})
	}
}

func TestAKeyIsRenamedOnManyImagesEachKeepingItsValue(t *testing.T) {
	t.Parallel()
	d := start(t, options(writable{newStub(20)}), 120, 40)
	d.Keys("space", "space", "space", "P", "d", "i", "s", "t", "r", "o", "down", "r", "x", "enter", "ctrl+s")
	screen := seen(d)
	for _, want := range []string{"Preview", "os_distro->os_distrox", "3 images"} {
		if !strings.Contains(screen, want) {
			t.Errorf("%q is not shown:\n%s", want, screen)
		}
	}
}

func TestTheHelpOfAnEditorLeavesWhatWasTyped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, keys, help, footer, lists, typed string }{
		{"a tag that is typed", "t z ?", "f1", "f1 more", "add the tag", "z?"},
		{"the list of tags", "t z enter down", "?", "? more", "remove from all", "+z"},
		{"the list of properties", "P down", "?", "? more", "change the key", "os_distro"},
		{"a value that is typed", "P down enter ?", "f1", "f1 more", "keep the value", "x86_64?"},
		{"a row of choices", "e x tab", "?", "? more", "the next choice", "amd64x"},
		{"a field that is typed", "e ?", "f1", "f1 more", "to the next field", "amd64?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := start(t, options(writable{newStub(20)}), 100, 40)
			d.Keys(strings.Fields(test.keys)...)
			before := seen(d)
			if !strings.Contains(before, test.footer) || !strings.Contains(before, test.typed) {
				t.Fatalf("%q and %q are not shown:\n%s", test.footer, test.typed, before)
			}
			if d.Keys(test.help); !strings.Contains(seen(d), test.lists) || !strings.Contains(seen(d), "Keys") {
				t.Fatalf("%q is not in the help:\n%s", test.lists, seen(d))
			}
			for _, closing := range []string{"esc", "q", "?"} {
				if d.Keys(closing); seen(d) != before {
					t.Errorf("%s did not bring the editor back as it was:\n%s", closing, seen(d))
				}
				d.Keys(test.help)
			}
		})
	}
	d := start(t, options(writable{newStub(20)}), 100, 40)
	if d.Keys("t", "z", "f1", "ctrl+c"); d.Quit {
		t.Error("out of the help, quitting loses what was typed without a word")
	}
}

func TestAnEditorDoesNotOpenWhereNothingCanBeChanged(t *testing.T) {
	t.Parallel()
	frozen := newStub(20)
	frozen.about.ReadOnly = true
	for _, key := range []string{"t", "e", "P", "n"} {
		d := start(t, options(writable{frozen}), 100, 30)
		if d.Keys(key); !strings.Contains(seen(d), "read-only") || strings.Contains(seen(d), "ctrl+s") {
			t.Errorf("%s:\n%s", key, seen(d))
		}
		empty := start(t, options(writable{newStub(0)}), 100, 30)
		if empty.Keys(key); key != "n" && strings.Contains(seen(empty), "ctrl+s") {
			t.Errorf("%s without images:\n%s", key, seen(empty))
		}
	}
}

func TestACommandThatAddsATagWithACommaSaysSo(t *testing.T) {
	t.Parallel()
	d := start(t, options(writable{newStub(4)}), 100, 30)
	d.Keys(":", "t", "a", "g", "space", "+", "a", ",", "b")
	if !strings.Contains(seen(d), "one tag with a comma in it; enter each tag by itself") {
		t.Errorf("it is not said:\n%s", seen(d))
	}
}

func TestQuittingOutOfAnEditorAsksOnceMore(t *testing.T) {
	t.Parallel()
	d := start(t, options(writable{newStub(4)}), 100, 30)
	d.Keys("t", "z", "ctrl+c")
	if d.Quit || !strings.Contains(seen(d), "would be lost") || !strings.Contains(seen(d), "Edit") {
		t.Fatalf("the program ended, or the editor:\n%s", seen(d))
	}
	d.Keys("ctrl+c")
	if !d.Quit {
		t.Error("asked for twice, the program goes on")
	}
	untouched := start(t, options(writable{newStub(4)}), 100, 30)
	untouched.Keys("t", "ctrl+c")
	if !untouched.Quit {
		t.Error("an editor in which nothing was typed holds the program up")
	}
}

func TestACommandDoesNotTakeAnEditorBeneathThePreviewAway(t *testing.T) {
	t.Parallel()
	d := start(t, options(writable{newStub(4)}), 100, 30)
	d.Keys("t", "z", "enter", "ctrl+s")
	enters(d, "filter clear")
	if !strings.Contains(seen(d), "Preview") || !strings.Contains(seen(d), "a form waits beneath") {
		t.Fatalf("the preview is gone:\n%s", seen(d))
	}
	d.Keys("esc")
	if !strings.Contains(seen(d), "Edit ubuntu-24.04-server-amd64 · 1 change") {
		t.Errorf("what was typed is gone:\n%s", seen(d))
	}
}

func TestAWordTypedIntoAChoiceIsSearchedAsAWholeUntilAPause(t *testing.T) {
	t.Parallel()
	now := uitest.Now
	o := options(writable{newStub(3)})
	o.Now = func() time.Time { return now }
	d := start(t, o, 100, 30)
	d.Keys(strings.Fields("n up up up up b a r e")...)
	if !strings.Contains(seen(d), "< bare >") {
		t.Fatalf("bare is not chosen:\n%s", seen(d))
	}
	if d.Keys("a"); !strings.Contains(seen(d), "< ") || strings.Contains(seen(d), "< ami >") ||
		!strings.Contains(seen(d), `no container_format begins with "barea"`) {
		t.Errorf("a letter that is too much goes to another choice:\n%s", seen(d))
	}
	now = now.Add(typeahead.Pause)
	if d.Keys("a"); !strings.Contains(seen(d), "< ami >") {
		t.Errorf("after a pause a word does not begin anew:\n%s", seen(d))
	}
}

// What may be typed as a tag stays readable in 80 columns beside what was typed already.
func TestTheHintForTagsFitsANarrowForm(t *testing.T) {
	t.Parallel()
	f := changing(t, 3)
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	f.Keys("space", "space", "t")
	f.types("+zz")
	f.Keys("enter")
	f.shows("quotes around a tag with blanks or signs; at most 255 characters ", "+zz ")
}
