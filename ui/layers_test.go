package ui_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// arrivals are the answers that open a dialog or a screen by themselves: what
// asks for each, and what is then seen of it.
var arrivals = []struct {
	name  string
	setup func(s *stub)
	asks  func(f *flow)
	shows string
	// dropped says that it does not wait: the user went on, and asks again.
	dropped bool
}{
	{
		name: "a file of an export is there", setup: func(s *stub) { s.exported = &backend.Export{} },
		asks: func(f *flow) { f.command("export csv all.csv") }, shows: "Replace a file?",
	},
	{
		name: "a file of an export that loads the rest first is there", setup: func(s *stub) {
			s.exported = &backend.Export{}
			s.images = uitest.Images(450)
		},
		asks: func(f *flow) {
			f.Keys("space", "m")
			f.command("export csv all.csv")
		},
		shows: "Replace a file?",
	},
	{
		name: "an earlier job is not finished", setup: func(s *stub) { s.clouds = append(s.clouds, backend.Cloud{Name: "other"}) },
		asks: func(f *flow) {
			f.changes.unfinished = left()[:1]
			f.command("cloud other")
			f.Step() // it is connected
			f.Step() // into a batch
			f.Step() // and into the one within
			unfinished := f.Held[len(f.Held)-1]
			f.Held = f.Held[:len(f.Held)-1]
			f.Step() // and its first page is read
			f.Held = append(f.Held, unfinished)
		},
		shows: "An earlier job is not finished",
	},
	{
		name: "the clouds are read", setup: func(s *stub) { s.clouds = append(s.clouds, backend.Cloud{Name: "other"}) },
		asks: func(f *flow) { f.Keys("c", "esc") }, shows: "Work in", dropped: true,
	},
	{
		name: "the undo is planned", asks: func(f *flow) { f.Keys("u") }, shows: "images › Preview", dropped: true,
	},
	{
		name: "a project has no such name", setup: func(s *stub) {
			s.projects = []model.Project{{ID: text.Of("p1"), Name: text.Of("demo"), Enabled: true}}
		},
		asks: func(f *flow) { f.command("project nowhere") }, shows: "Work in", dropped: true,
	},
	{
		name: "a project is found", setup: func(s *stub) {
			s.projects = []model.Project{{ID: text.Of("p1"), Name: text.Of("demo"), Enabled: true}}
		},
		asks: func(f *flow) { f.command("project demo") }, shows: "connecting", dropped: true,
	},
}

// drafts are the places in which something is typed or chosen, with keys that
// open and fill them and what is then seen. The last key of each leaves it.
var drafts = []struct {
	name, keys, shows string
	leave             []string
}{
	{"tags", "t d r a f t", "draft", []string{"esc", "D"}},
	{"attributes", "e d r a f t", "draft", []string{"esc", "D"}},
	{"properties", "P", "os_distro", []string{"esc"}},
	{"new image", "n d r a f t", "draft", []string{"esc", "D"}},
	{"filter", "f", "Filter", []string{"esc"}},
	{"sort", "s", "Sort", []string{"esc"}},
	{"columns", "C", "Columns", []string{"esc"}},
	{"search", "/ d r a f t", "/draft", []string{"esc"}},
	{"command", ": d r a f t", ":draft", []string{"esc"}},
	{"view name", "S d r a f t", "save view: draft", []string{"esc"}},
	{"help", "?", "Keys", []string{"esc"}},
	{"copy", "y", "Copy", []string{"esc"}},
	{"saved views", "'", "view", []string{"esc"}},
}

// TestWhatOpensByItselfTakesNeitherThePlaceNorTheKeys opens every editor while
// each kind of answer is awaited, and lets the answer arrive in the middle of a
// word.
func TestWhatOpensByItselfTakesNeitherThePlaceNorTheKeys(t *testing.T) {
	t.Parallel()
	for _, arrival := range arrivals {
		for _, draft := range drafts {
			t.Run(arrival.name+" over "+draft.name, func(t *testing.T) {
				t.Parallel()
				f := changing(t, 8, func(s *stub) {
					if arrival.setup != nil {
						arrival.setup(s)
					}
				})
				f.changes.undo = undoOf(1, 2, 3)
				f.Hold = true
				arrival.asks(f)
				f.Hold = false
				late := f.Held
				f.Held = nil
				f.Keys(strings.Fields(draft.keys)...)
				f.shows(draft.shows)
				before := seen(f.Driver)
				for _, cmd := range late {
					f.runs(cmd)
				}
				f.passes(time.Minute) // whatever comes up has been there for long
				f.shows(draft.shows)
				// Behind a search the list goes on counting.
				if after := seen(f.Driver); draft.name != "search" && body(after) != body(before) {
					t.Fatalf("what was open has changed:\n%s\nbefore:\n%s", after, before)
				}
				if !arrival.dropped {
					f.shows("a question waits")
				}
				f.Keys(draft.leave...)
				if arrival.dropped {
					f.hides(arrival.shows)
					return
				}
				f.shows(arrival.shows)
			})
		}
	}
}

// body is a screen without its last lines, where notices stand, and without
// what the header says of what is under way.
func body(screen string) string {
	lines := strings.Split(screen, "\n")
	return strings.Join(lines[2:len(lines)-2], "\n")
}

// runs runs a command that was held, and what comes of it.
func (f *flow) runs(cmd tea.Cmd) {
	f.t.Helper()
	f.Held = []tea.Cmd{cmd}
	f.Release()
}

func TestAQuestionThatOpensByItselfTakesNoKeyAtFirst(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) { s.exported = &backend.Export{} })
	f.Hold = true
	f.command("export csv all.csv")
	f.Hold = false
	f.Release()
	f.shows("Replace a file?", "its keys work in a moment")
	for _, key := range []string{"y", "enter", "esc", "D", "q"} {
		f.Keys(key)
		f.shows("Replace a file?")
	}
	if f.stub.exported.Replace {
		t.Fatal("a key that was meant for the list replaced a file")
	}
	f.passes(time.Second)
	f.Keys("esc")
	f.hides("Replace a file?")
}

// TestTheFileThatIsReplacedGetsWhatWasChosenForIt changes the query while the
// question whether to replace a file waits.
func TestTheFileThatIsReplacedGetsWhatWasChosenForIt(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) { s.exported = &backend.Export{} })
	f.Hold = true
	f.command("export csv all.csv")
	f.Keys(":")
	f.types("filter name~cirros")
	f.Hold = false
	f.Release()
	f.Keys("enter")
	f.shows("Replace a file?", "name~cirros")
	f.passes(time.Second)
	f.Keys("y", "enter")
	if got := f.stub.exported; !got.Replace || len(got.Selection.Terms) != 0 {
		t.Errorf("exported %+v, want all images", got)
	}
}

// TestKeysInOnePacketGoWhereTheyWerePressed presses the next key before the
// answer to the one before is there: the choice of a cloud is open by then, and
// no editor opens over it or under it.
func TestKeysInOnePacketGoWhereTheyWerePressed(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) { s.clouds = append(s.clouds, backend.Cloud{Name: "other"}) })
	f.Hold = true
	f.Keys("c", "t")
	f.shows("Work in", "reading the clouds")
	f.Hold = false
	f.Release()
	f.shows("Work in", "other")
	f.hides("Edit")
	f.Keys("esc")
	f.shows("8 images")
	f.hides("Work in", "Edit")
}

func TestWhatIsTypedWhileConnectingIsKept(t *testing.T) {
	t.Parallel()
	s := newStub(8)
	app := ui.NewWithoutTimers(options(s))
	d := uitest.NewDriver(t, app, 120, 40)
	d.Hold = true
	d.Keys("ctrl+r")
	d.Keys("c")
	d.Release()
	d.Hold = false
	d.Release()
	d.Keys("esc")
	d.Hold = true
	types(d, ":cloud demo")
	d.Keys("enter")
	types(d, ":filter name~cirros")
	d.Hold = false
	d.Release()
	shows(t, d, ":filter name~cirros", "8 images")
}

func TestUnplannableUndoIsToldAndNothingElse(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.changes.undoErr = errors.New("the journal is gone")
	f.Hold = true
	f.Keys("u", "t")
	f.types("draft")
	f.Hold = false
	f.Release()
	f.shows("draft")
	f.started(0)
}

func TestWhatLiesBehindADialogIsDimmedAndAMessageIsNotCovered(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
		d := start(t, options(newStub(100)), size[0], size[1])
		d.Keys("y")
		lines := strings.Split(d.View(), "\n")
		if want := theme.Muted.Render(ansi.Strip(lines[1])); lines[1] != want || !strings.Contains(lines[0], theme.Brand.Render(" glimpse ")) {
			t.Errorf("%v: the header is\n%q\n%q", size, lines[0], lines[1])
		}
		// The rows above the menu, and left of it where it does not fill the screen.
		top := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "╭") })
		for _, line := range lines[2:top] {
			if line != theme.Muted.Render(ansi.Strip(line)) {
				t.Errorf("%v: %q is not dimmed", size, line)
			}
		}
		if left, _, _ := strings.Cut(ansi.Strip(lines[top]), "╭"); size[0] < 140 && left != "" {
			t.Errorf("%v: %q is left of the menu", size, left)
		}
		d.Keys("esc", "?", "Z")
		lines = strings.Split(ansi.Strip(d.View()), "\n")
		last := len(lines) - 1
		if !strings.Contains(lines[last-1], "does nothing here") || !strings.HasPrefix(strings.TrimSpace(lines[last-2]), "╰") {
			t.Errorf("%v: the help is not above the message\n%s", size, strings.Join(lines[last-3:], "\n"))
		}
	}
}
