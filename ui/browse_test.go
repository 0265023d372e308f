package ui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/uitest"
)

// types presses a key for every character.
func types(d *uitest.Driver, text string) {
	for _, char := range text {
		name := string(char)
		if char == ' ' {
			name = "space"
		}
		d.Keys(name)
	}
}

func TestASearchNarrowsWhileItIsTypedAndSaysWhatIsNotLoaded(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(500)), 120, 40)
	d.Keys("/")
	types(d, "windows !eval")
	shows(t, d, "0 of 200 images that are loaded", "ctrl+l loads the rest")
	for range len(" !eval") {
		d.Keys("backspace")
	}
	shows(t, d, "25 of 200 loaded, more", "/windows")
	hides(t, d, "debian-13-genericcloud")
	d.Keys("ctrl+l")
	shows(t, d, "63 of 500 images")
	d.Keys("enter", "j")
	shows(t, d, "63 of 500 images", "/windows")
	hides(t, d, "words in any order")
	d.Keys("esc")
	shows(t, d, "500 images", "debian-13-genericcloud")
}

func TestAWrongExpressionIsToldWhileItIsTyped(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(20)), 120, 40)
	d.Keys("/")
	types(d, "/(cirros")
	shows(t, d, "the regular expression is not finished or wrong")
	d.Keys("enter")
	shows(t, d, "the regular expression is not finished or wrong") // it cannot be entered
	types(d, "|alpine)/")
	shows(t, d, "4 of 20 images")
	d.Keys("esc")
	shows(t, d, "20 images")
}

func TestEscGoesBackOneStepAtATime(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Keys("1") // by name
	shows(t, d, "by name")
	d.Keys("space", "m", "/")
	types(d, "a")
	d.Keys("enter", "v")
	shows(t, d, "only marked", "/a", "a range begins here")
	d.Keys("esc")
	shows(t, d, "range ended; nothing was marked", "/a")
	d.Keys("esc")
	hides(t, d, "/a")
	shows(t, d, "only marked")
	d.Keys("esc")
	hides(t, d, "only marked")
	d.Keys("esc")
	shows(t, d, "by name", "no search to end")
	d.Keys("esc", "[")
	shows(t, d, "newest first")
	d.Keys("[")
	shows(t, d, "this is the first query of the session; q quits")
	d.Keys("]")
	shows(t, d, "by name")
}

func TestMarksSurviveSearchAndSortAndAreAlwaysCounted(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Keys("space", "space", "j", "v", "j", "v")
	shows(t, d, "4 marked", "✓  p  ubuntu-24.04", "✓     debian-13")
	d.Keys("/")
	types(d, "cirros")
	d.Keys("enter")
	shows(t, d, "4 marked, 4 not shown")
	d.Keys("a")
	shows(t, d, "9 marked, 4 not shown", "9 images are marked")
	d.Keys("i")
	shows(t, d, "4 marked, 4 not shown")
	d.Keys("esc", "m")
	shows(t, d, "only marked", "4 of 40 images")
	hides(t, d, "cirros")
	d.Keys("m", "1")
	shows(t, d, "4 marked")
	d.Keys("U")
	hides(t, d, "4 marked")
}

func TestMarkingAllLoadsTheRestFirst(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(950)), 120, 40)
	shows(t, d, "200 loaded, more")
	d.Keys("a")
	shows(t, d, "950 images", "950 marked")
}

// Scrolling reads page by page. Who wants all lets the session read several at once,
// and another query ends what is read.
func TestOnlyWhoWantsAllPagesReadsThemSideBySide(t *testing.T) {
	t.Parallel()
	world := newStub(950)
	d := start(t, options(world), 120, 40)
	d.Keys("G", "G")
	if n := world.all.Load(); n != 0 {
		t.Errorf("scrolling asked for all pages %d times", n)
	}
	d.Keys("ctrl+l")
	shows(t, d, "950 images")
	if world.all.Load() == 0 {
		t.Error("loading all did not ask for all pages")
	}
	ended := world.ended.Load()
	d.Keys("ctrl+r")
	if world.ended.Load() != ended+1 {
		t.Errorf("%d walks were ended by the next one", world.ended.Load()-ended)
	}
}

func TestWhatMarkingAllWouldLoadCanBeGivenUp(t *testing.T) {
	t.Parallel()
	d := uitest.NewDriver(t, ui.NewWithoutTimers(options(newStub(950))), 120, 40)
	d.Hold = true
	d.Keys("a")
	onePage := func() {
		held := d.Held
		d.Held = nil
		for _, cmd := range held {
			d.Send(cmd())
		}
	}
	onePage()
	shows(t, d, "reading all images", "300 loaded, more")
	d.Keys("esc")
	onePage()
	shows(t, d, "400 loaded, more")
	hides(t, d, "marked", "reading all images")
	if len(d.Held) != 0 {
		t.Error("it goes on")
	}
}

func TestThePreviewFollowsTheCursor(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Keys("p")
	shows(t, d, "Access")
	for _, step := range []struct {
		key   string
		image int
	}{{"j", 1}, {"j", 2}, {"k", 1}, {"G", 39}} {
		d.Keys(step.key)
		shows(t, d, "│ Image", uitest.Image(step.image).CreatedAt.Format("2006-01-02"))
	}
	d.Keys("g", "/")
	types(d, "fedora")
	shows(t, d, uitest.Image(4).CreatedAt.Format("2006-01-02"))
	d.Keys("esc")
	d.Send(tea.WindowSizeMsg{Width: 90, Height: 30})
	shows(t, d, "── Details ──", "Access")
	d.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
	shows(t, d, "Access")
	d.Keys("}", "p")
	hides(t, d, "Access")
}

func TestTheDetailsStandUnderANarrowList(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 80, 24)
	d.Keys("p")
	rule := func() int {
		return slices.IndexFunc(uitest.Draw(t, d.View(), 80, 24).Lines, func(line string) bool { return strings.HasPrefix(line, "─── Details ") })
	}
	// The header and the heading take three lines.
	if rule() < 3+8 {
		t.Errorf("the rule stands in line %d\n%s", rule(), d.View())
	}
	shows(t, d, "more ↓")
	d.Keys("}")
	shows(t, d, "more ↑")
	d.Keys("G")
	shows(t, d, uitest.Image(39).ID.Display(), "more ↓")
	d.Keys("/")
	types(d, "nowhere")
	if rule() >= 0 {
		t.Errorf("details of nothing are shown\n%s", d.View())
	}
	d.Keys("esc")
	if rule() < 0 {
		t.Error("the details did not come back")
	}
	d.Keys("a") // a line of commands, which begins at the list
	if got := strings.Count(d.View(), "\n") + 1; got != 24 {
		t.Errorf("the screen has %d lines", got)
	}
}

func TestTheImageBesideIsReachedFromTheDetail(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(3)), 120, 40)
	d.Keys("enter", "]")
	shows(t, d, "images › debian-13-genericcloud")
	d.Keys("[", "[")
	shows(t, d, "images › ubuntu-24.04", "this is the first image of the list")
	d.Keys("]", "]", "]")
	shows(t, d, "images › rocky-9.6-minimal", "this is the last image that is loaded")
	d.Keys("esc")
	shows(t, d, "3 images")
}

// shelf keeps views in memory.
type shelf struct {
	saved []backend.View
	err   error
}

func (s *shelf) Save(_ context.Context, view backend.View, _ bool) error {
	if s.err == nil {
		s.saved = append(s.saved, view)
	}
	return s.err
}

func TestAViewIsSavedAndOpened(t *testing.T) {
	t.Parallel()
	kept := &shelf{}
	o := options(newStub(40))
	o.Query = parse(t, "status=active", "name:asc")
	o.Views, o.Columns = kept, []string{"name", "os_distro", "min_disk"}
	d := start(t, o, 120, 40)
	shows(t, d, "NAME ↑", "DISTRO", "MIN DISK")
	d.Keys("S")
	types(d, "3 all by name")
	shows(t, d, "saves: status=active, by name:asc")
	d.Keys("enter")
	shows(t, d, "saved the view all by name; '3 opens it")
	if len(kept.saved) != 1 || kept.saved[0].Number != 3 || strings.Join(kept.saved[0].Columns, ",") != "name,os_distro,min_disk" {
		t.Errorf("saved %+v", kept.saved)
	}
	d.Keys("F", "S")
	types(d, "all by name")
	d.Keys("enter")
	shows(t, d, "Replace a view?", "status=active")
	d.Keys("enter") // No is chosen
	if len(kept.saved) != 1 {
		t.Errorf("enter alone saved %+v", kept.saved)
	}
	d.Keys("S")
	types(d, "12 x")
	shows(t, d, "a view's number is from 1 to 9, not 12")
	d.Keys("esc")
	kept.err = errors.New("the disk is full")
	d.Keys("S")
	types(d, "other")
	d.Keys("enter")
	shows(t, d, "the view was not saved: the disk is full")
}

func TestTheListRefreshesItselfOnlyWhereThatIsAskedFor(t *testing.T) {
	t.Parallel()
	s := newStub(40)
	o := options(s)
	o.Refresh = time.Second
	app := ui.NewWithoutTimers(o)
	d := uitest.NewDriver(t, app, 120, 40)
	before := s.calls.Load()
	s.set(func() { s.images[3].MinRAM = 9999 })
	d.Send(ui.RefreshDue(app))
	if s.calls.Load() == before {
		t.Error("the list was not refreshed")
	}
	shows(t, d, "+    windows-server")
	hides(t, d, "+ ubuntu", "+ debian")
	if quiet := ui.NewWithoutTimers(options(newStub(4))); ui.RefreshDue(quiet) != nil {
		t.Error("a refresh is waited for although none was asked for")
	}
}

func TestAPasteIsTextOrNothing(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Send(tea.PasteMsg{Content: "q\x1b"})
	shows(t, d, "nothing to paste into here", "40 images")
	d.Keys("/")
	d.Send(tea.PasteMsg{Content: "cirros\n"})
	shows(t, d, "/cirros", "5 of 40 images")
	if d.Quit {
		t.Error("a paste quit the program")
	}
}

func TestFiltersAndOrderAreChosenInPanes(t *testing.T) {
	t.Parallel()
	s := newStub(40)
	d := start(t, options(s), 120, 40)
	d.Keys("f", "tab", "G", "g", "j", "j", "tab")
	shows(t, d, "Filter", "status")
	d.Keys("space", "ctrl+s")
	hides(t, d, "─ Filter")
	shows(t, d, "status=")
	d.Keys("s", "j", "space", "enter")
	hides(t, d, "newest first")
	if got := len(s.selected); got != 2 {
		t.Errorf("the service was asked %d times; all images were loaded when they were sorted", got)
	}
	d.Keys("f", "ctrl+u")
	types(d, "size>>")
	d.Keys("enter")
	shows(t, d, "─ Filter", "expected")
	d.Keys("esc")
	shows(t, d, "status=")
}

func TestALostConnectionIsTriedAgainByItself(t *testing.T) {
	t.Parallel()
	s := newStub(500)
	app := ui.NewWithoutTimers(options(s))
	d := uitest.NewDriver(t, app, 120, 40)
	s.set(func() { s.page = trouble{kind: remote.Unreachable, sentence: "no answer from the service"} })
	d.Keys("G")
	shows(t, d, "No answer from the service.", "trying again in 2s, ctrl+r at once", "debian-13-genericcloud")
	first := ui.RetryDue(app)
	d.Send(first)
	shows(t, d, "trying again in 5s")
	calls := s.calls.Load()
	d.Send(first) // it is no longer waited for
	if s.calls.Load() != calls {
		t.Error("an attempt that was given up was made")
	}
	s.set(func() { s.page = nil })
	d.Send(ui.RetryDue(app))
	hides(t, d, "No answer", "trying again")
	shows(t, d, "300 loaded, more")
	if ui.RetryDue(app) != nil {
		t.Error("it goes on trying")
	}
}

func TestARefusalIsNotTriedAgainByItself(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	s.page = trouble{kind: remote.Forbidden, sentence: "you are not authorized"}
	app := ui.NewWithoutTimers(options(s))
	uitest.NewDriver(t, app, 120, 40)
	if ui.RetryDue(app) != nil {
		t.Error("what is forbidden is asked for again")
	}
}

func TestTwoMarkedImagesAreCompared(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Keys("=")
	shows(t, d, "mark 2 to 20 images to compare them; 0 are marked")
	d.Keys("space", "space", "=")
	shows(t, d, "ubuntu-24.04-server-amd64", "debian-13-genericcloud", "≠ os_distro", "tag lts", "– not set")
	hides(t, d, "hw_disk_bus")
	d.Keys("tab")
	shows(t, d, "hw_disk_bus")
	d.Keys("esc")
	shows(t, d, "2 marked")
	d.Keys("U", "space", "=")
	shows(t, d, "mark 2 to 20 images to compare them; 1 is marked")
}

func TestColumnsAreChosenInAPane(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Keys("C", "j", "space", "+")
	types(d, "hw_disk_bus")
	d.Keys("enter", "K", "K", "K", "K", "K", "K", "K", "K", "K", "enter")
	shows(t, d, "hw_disk_bus", "virtio")
	hides(t, d, "STATUS")
	d.Keys("C", "r")
	shows(t, d, "STATUS")
	hides(t, d, "hw_disk_bus")
	d.Keys("C", "+")
	d.Send(tea.PasteMsg{Content: "os_version"})
	d.Keys("esc", "esc")
	hides(t, d, "os_version")
}

func TestASavedViewIsOpenedByItsNumber(t *testing.T) {
	t.Parallel()
	o := options(newStub(40))
	o.SavedViews = []backend.View{{Name: "live", Number: 2, Query: parse(t, "status=active", "name:asc")}, {Name: "rest", Query: parse(t, "status!=active", "")}}
	d := start(t, o, 120, 40)
	d.Keys("'")
	shows(t, d, "Saved views", "status=active", "name:asc", "rest")
	d.Keys("2")
	shows(t, d, "view live", "by name", "status=active")
	enters(d, "view")
	d.Keys("down", "enter")
	shows(t, d, "view rest", "status!=active")
	empty := start(t, options(newStub(4)), 120, 40)
	empty.Keys("'")
	shows(t, empty, "S")
	hides(t, empty, "rest")
}

func TestTheDetailIsSearched(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(4)), 100, 24)
	d.Keys("enter", "/")
	types(d, "hw_")
	shows(t, d, "2 fields", "hw_machine_type")
	d.Keys("enter", "n")
	d.Keys("n")
	shows(t, d, "around the end: 2 found", "hw_disk_bus")
	d.Keys("N", "esc")
	shows(t, d, "images ›")
	d.Keys("n")
	shows(t, d, "nothing is searched for")
	d.Keys("esc")
	shows(t, d, "4 images")
}

func TestTheDetailTellsMembersTasksAndTheOwnersName(t *testing.T) {
	t.Parallel()
	s := newStub(8)
	s.extras = &detail.Extras{
		Members: []model.Member{
			{Project: text.Of("p1"), Status: model.MemberPending}, {Project: text.Of("p2"), Status: model.MemberAccepted},
		},
		Tasks: []model.Task{{
			Type: text.Of("api_image_import"), Status: model.TaskFailure, Message: text.Of("no space on ceph"), UpdatedAt: uitest.Now.Add(-time.Hour),
		}},
		Names: map[string]text.Untrusted{"p1": text.Of("team blue"), uitest.Image(4).Owner.Raw(): text.Of("operations")},
	}
	d := start(t, options(s), 120, 50)
	screen := func() string { return uitest.Draw(t, d.View(), 120, 50).Text() }
	d.Keys("j", "j", "j", "j", "enter")
	for _, want := range []string{"operations", "Members 2", "pending           team blue  p1", "accepted          p2", "Tasks 1", "failure           api_image_import, 1 hour ago", "no space on ceph"} {
		if !strings.Contains(screen(), want) {
			t.Errorf("%q is not shown:\n%s", want, screen())
		}
	}
	d.Keys("esc")
	s.set(func() {
		s.extras = &detail.Extras{
			MembersErr: trouble{kind: remote.Forbidden, sentence: "not for you"}, TasksErr: remote.NotOffered,
		}
	})
	d.Keys("enter")
	for _, want := range []string{"this user may not read this: not for you", "this service is too old to list the tasks of an image"} {
		if !strings.Contains(screen(), want) {
			t.Errorf("%q is not shown:\n%s", want, screen())
		}
	}
}

// TestAFilterIsNoLongerCountedOnceItsPaneIsClosed closes the pane while the images are
// walked over: the counting ends, and keeps neither them nor the processor.
func TestAFilterIsNoLongerCountedOnceItsPaneIsClosed(t *testing.T) {
	t.Parallel()
	for name, closes := range map[string]bool{"open": false, "closed": true} {
		d := uitest.NewDriver(t, ui.NewWithoutTimers(options(newStub(6))), 120, 40)
		d.Keys("f")
		d.Hold = true
		d.Keys("x")
		if closes {
			d.Hold = false
			d.Keys("ctrl+s")
		}
		counted := false
		for _, held := range d.Held {
			counted = counted || fmt.Sprintf("%T", held()) == "browse.matchedMsg"
		}
		if counted == closes {
			t.Errorf("%s: counted %t:\n%s", name, counted, uitest.Draw(t, d.View(), 120, 40).Text())
		}
	}
}
