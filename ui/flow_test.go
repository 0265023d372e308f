package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/remote"
	"glimpse/model/text"
	made "glimpse/model/uses"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/uitest"
)

// shows fails the test unless the screen shows every text.
func shows(t *testing.T, d *uitest.Driver, texts ...string) {
	t.Helper()
	screen := uitest.Draw(t, d.View(), 120, 40).Text()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			t.Errorf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// hides fails the test if the screen shows one of the texts.
func hides(t *testing.T, d *uitest.Driver, texts ...string) {
	t.Helper()
	screen := uitest.Draw(t, d.View(), 120, 40).Text()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			t.Errorf("the screen shows %q:\n%s", text, screen)
		}
	}
}

func TestTheOnlyCloudIsConnectedToWithoutAsking(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	o := options(s)
	o.Cloud, o.Pick, o.Region = "", true, "RegionOne"
	d := start(t, o, 120, 40)
	shows(t, d, "ubuntu-24.04-server-amd64", "5 images", "project admin", "region RegionOne")
	if !slices.Equal(s.asked, []string{"demo/RegionOne"}) {
		t.Errorf("connected to %v", s.asked)
	}
}

func TestOneOfSeveralCloudsIsPicked(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	s.clouds = append(s.clouds, backend.Cloud{Name: "prod", Summary: "https://prod.example:5000/v3"}, backend.Cloud{Name: "lab"})
	o := options(s)
	o.Cloud, o.Pick = "", true
	d := start(t, o, 120, 40)
	shows(t, d, "Choose a cloud", "prod", "https://prod.example:5000/v3", "lab")
	if len(s.asked) != 0 {
		t.Errorf("connected to %v before a cloud was chosen", s.asked)
	}
	d.Keys("esc")
	shows(t, d, "this is the first screen; q quits")
	d.Keys("j", "enter")
	shows(t, d, "5 images")
	if !slices.Equal(s.asked, []string{"prod/"}) {
		t.Errorf("connected to %v", s.asked)
	}
}

func TestARegionIsPickedWhereSeveralAreLeft(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	s.connect = &remote.RegionRequiredError{Regions: []string{"east", "west"}}
	d := start(t, options(s), 120, 40)
	shows(t, d, "Choose a region", "east", "west")
	s.set(func() { s.connect = nil })
	d.Keys("j", "enter")
	shows(t, d, "5 images")
	if !slices.Equal(s.asked, []string{"demo/", "demo/west"}) {
		t.Errorf("connected to %v", s.asked)
	}
}

func TestAFailedConnectionSaysWhatToDoAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	s.connect = trouble{kind: remote.Unauthorized, sentence: "the password of admin was refused", advice: "set it in clouds.yaml", request: "req-7"}
	d := start(t, options(s), 120, 40)
	shows(t, d, "Could not sign in to demo", "The password of admin was refused.", "Set it in clouds.yaml.", "request id req-7", "ctrl+r")
	hides(t, d, "raw error text", "connecting…")
	s.set(func() { s.connect = nil })
	d.Keys("ctrl+r")
	shows(t, d, "5 images")
}

func TestSwitchingTheCloudKeepsTheOldOneUntilTheNewIsThere(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	s.clouds = append(s.clouds, backend.Cloud{Name: "prod"})
	d := start(t, options(s), 120, 40)
	d.Keys("c", "G")
	s.set(func() { s.connect = trouble{kind: remote.Unreachable, sentence: "no route to prod"} })
	d.Keys("enter")
	shows(t, d, "No answer from prod", "No route to prod.")
	if s.closed.Load() != 0 {
		t.Error("the old session was closed before there was a new one")
	}
	d.Keys("esc")
	shows(t, d, "5 images", "ubuntu-24.04-server-amd64")
	s.set(func() { s.connect = nil })
	d.Keys("c", "G", "enter")
	shows(t, d, "5 images")
	if s.closed.Load() != 1 {
		t.Errorf("%d sessions were closed, want the old one", s.closed.Load())
	}
}

func TestALateConnectionIsReleased(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	app := ui.NewWithoutTimers(options(s))
	held := uitest.NewDriver(t, app, 120, 40)
	held.Hold = true
	s.clouds = append(s.clouds, backend.Cloud{Name: "prod"})
	held.Keys("c")
	held.Release() // the clouds
	held.Keys("G", "enter")
	first := held.Held
	held.Held = nil
	held.Keys("c")
	held.Release() // the clouds again: the first connection is given up
	for _, cmd := range first {
		held.Send(cmd())
	}
	held.Release()
	if s.closed.Load() != 1 {
		t.Errorf("%d sessions were closed, want the late one", s.closed.Load())
	}
	shows(t, held, "[Cloud]")
}

func TestPagesAreReadAheadOfTheCursor(t *testing.T) {
	t.Parallel()
	s := newStub(1000)
	d := start(t, options(s), 120, 40)
	shows(t, d, "200 loaded, more")
	for range 6 {
		d.Keys("pgdown")
	}
	shows(t, d, "300 loaded, more")
	for range 40 {
		d.Keys("G")
	}
	shows(t, d, "1,000 images")
	calls := s.calls.Load()
	d.Keys("g", "G", "j", "k", "pgup", "ctrl+u", "ctrl+d")
	if s.calls.Load() != calls {
		t.Error("moving about in a complete list asked the service")
	}
}

func TestAFailedPageKeepsTheRowsAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStub(1000)
	d := start(t, options(s), 120, 40)
	s.set(func() { s.page = trouble{kind: remote.Busy, sentence: "the service answered 503"} })
	d.Keys("G")
	shows(t, d, "200 loaded, more", "The service answered 503.", "trying again in 2s, ctrl+r at once", "alpine")
	s.set(func() { s.page = nil })
	d.Keys("ctrl+r", "G")
	shows(t, d, "00 loaded, more")
	hides(t, d, "503", "200 loaded")
}

func TestLoadingEmptyNothingMatchesFailedAndForbiddenAreFiveScreens(t *testing.T) {
	t.Parallel()
	query := "name~debian size>=1TiB"
	for _, test := range []struct {
		name  string
		stub  func() *stub
		query string
		want  []string
	}{
		{"no image at all", func() *stub { return newStub(0) }, "", []string{"No images", "ctrl+r", "switch to another cloud"}},
		{"nothing matches", func() *stub { return newStub(30) }, query, []string{"Nothing matches", "name~debian", "size>=1TiB", "change the filters"}},
		{"a mistyped key", func() *stub { return newStub(30) }, "statu=active", []string{"Nothing matches", "statu is read as a property. Did you mean status?"}},
		{"failed", func() *stub {
			s := newStub(5)
			s.page = trouble{kind: remote.Unreachable, sentence: "connection reset"}
			return s
		}, "", []string{"could not be read", "Connection reset.", "try again"}},
		{"forbidden", func() *stub {
			s := newStub(5)
			s.page = trouble{kind: remote.Forbidden, sentence: "get_images is not allowed"}
			return s
		}, "", []string{"Not allowed to list the images of demo", "Another role or project is needed", "switch to another cloud"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := options(test.stub())
			o.Query = parse(t, test.query, "")
			shows(t, start(t, o, 120, 40), test.want...)
		})
	}
	t.Run("loading, with nothing to show yet", func(t *testing.T) {
		t.Parallel()
		d := start(t, options(newStub(5)), 120, 40)
		d.Keys("c")
		d.Hold = true
		d.Keys("enter")
		connecting := d.Held
		d.Held = nil
		shows(t, d, "Connecting to demo…", "connecting…", "esc", "back to the images")
		d.Send(connecting[0]())
		shows(t, d, "Reading the images of demo…", "reading images…")
		hides(t, d, "0 images", "No images")
	})
	t.Run("loading", func(t *testing.T) {
		t.Parallel()
		app := ui.NewWithoutTimers(options(newStub(5)))
		d := uitest.NewDriver(t, app, 120, 40)
		d.Hold = true
		d.Keys("ctrl+r")
		shows(t, d, "reading more…")
		d.Release()
		hides(t, d, "reading")
	})
}

func TestTheHeaderTellsServerAndLocalTermsApart(t *testing.T) {
	t.Parallel()
	o := options(newStub(500))
	o.Query = parse(t, "visibility=public name~ubuntu", "name:asc")
	d := start(t, o, 120, 40)
	shows(t, d, "visibility=public  name~ubuntu (local)", "by name ↑")
}

func TestDetailShowsTheRecordReadAnew(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	d := start(t, options(s), 120, 40)
	s.set(func() { s.images[1].MinDisk = 77 })
	d.Keys("j", "enter")
	shows(t, d, "debian-13-genericcloud", "77 GiB", "329 MiB (345,112,576 bytes)", "hw_machine_type", "q35", "gold", "2026-11-20")
	d.Keys("tab")
	shows(t, d, `"name": "debian-13-genericcloud"`)
	d.Keys("tab", "y", "i")
	if want := uitest.Image(1).ID.Raw(); d.Copied != want {
		t.Errorf("copied %q, want %q", d.Copied, want)
	}
	d.Keys("q")
	shows(t, d, "5 images", "+    debian-13-genericcloud")
	d.Keys("q")
	if !d.Quit {
		t.Error("q on the list quits")
	}
}

func TestAnImageThatIsGoneLeavesTheList(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	d := start(t, options(s), 120, 40)
	s.set(func() { s.image = trouble{kind: remote.NotFound, sentence: "no image found with this id"} })
	d.Keys("j", "enter")
	shows(t, d, "The image is gone", "debian-13-genericcloud", "No image found with this id.")
	d.Keys("tab")
	shows(t, d, "the record could not be read; ctrl+r tries again")
	d.Keys("esc")
	shows(t, d, "4 images")
	hides(t, d, "debian-13")
}

func TestTheAnswerForAnImageThatWasLeftIsDropped(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	d := start(t, options(s), 120, 40)
	d.Hold = true
	d.Keys("enter")
	late := d.Held
	d.Held = nil
	d.Keys("esc", "j", "enter")
	awaited := d.Held
	d.Held = late
	d.Release()
	shows(t, d, "images › debian-13-genericcloud", "reading the image…")
	d.Held = awaited
	d.Release()
	hides(t, d, "reading the image")
}

// Whoever looks at something else until the image is there finds it read all the same.
func TestTheAnswerForAnImageIsShownBeneathAnotherScreen(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	s.extras = &detail.Extras{Names: map[string]text.Untrusted{uitest.Image(1).Owner.Raw(): text.Of("operations")}}
	s.uses = usesOf(made.Answer{Reach: made.Everywhere})
	for _, key := range []string{"J", "L"} {
		d := start(t, options(s), 120, 40)
		d.Keys("j")
		d.Hold = true
		d.Keys("enter", key)
		d.Release()
		d.Keys("esc")
		shows(t, d, "images › debian-13-genericcloud", "operations", "2 servers and 1 volume use it")
		hides(t, d, "reading the image", "being read")
	}
}

func TestSortingByAColumnAsksTheUserWhereItTakesLong(t *testing.T) {
	t.Parallel()
	s := newStub(2000)
	s.pageTakes = 2 * time.Second
	o := options(s)
	o.Now = s.now
	app := ui.NewWithoutTimers(o)
	d := uitest.NewDriver(t, app, 120, 40)
	enters(d, "filter name~debian")
	d.Keys("4")
	shows(t, d, "Read all images?", "by size ↓ (local)")
	ui.Seen(app)
	d.Keys("n")
	hides(t, d, "Read all images?")
	shows(t, d, "newest first", "name~debian") // only the order is dropped
	d.Keys("4")
	shows(t, d, "Read all images?")
	ui.Seen(app)
	d.Keys("enter")
	shows(t, d, "by size ↓ (local)", "250 images", "SIZE ↓")
	calls := s.calls.Load()
	d.Keys("4")
	shows(t, d, "by size ↑", "250 images")
	if s.calls.Load() != calls {
		t.Error("all images are loaded, and the service was asked to sort them")
	}
}

// Another filter is about all of its images, and not about the duplicates among those
// of the one before.
func TestAnotherFilterEndsTheDuplicates(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	enters(d, "duplicates")
	shows(t, d, "duplicate names")
	enters(d, "sort created:asc")
	shows(t, d, "duplicate names")
	enters(d, "filter name~debian")
	hides(t, d, "duplicate names")
	shows(t, d, "5 images")
}

// Who is at something else is not asked, and what is read anew later is not an order
// that somebody waits for.
func TestOnlyWhoWaitsForAnOrderIsAskedAboutIt(t *testing.T) {
	t.Parallel()
	s := newStub(2000)
	s.pageTakes = 2 * time.Second
	o := options(s)
	o.Now = s.now
	d := start(t, o, 120, 40)
	d.Hold = true
	d.Keys("4", "f")
	for range 15 {
		d.Release()
	}
	d.Hold = false
	shows(t, d, "Filter")
	d.Keys("esc")
	hides(t, d, "Read all images?")
	shows(t, d, "by size ↓ (local)", "2,000 images")
	d.Keys("ctrl+r")
	hides(t, d, "Read all images?")
	shows(t, d, "2,000 images")
}

func TestAnOrderThatIsQuicklyMadeIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(500)), 120, 40)
	d.Keys("4")
	hides(t, d, "Read all images?")
	shows(t, d, "by size ↓ (local)", "500 images")
}

// What is loaded answers a narrower filter, another order and the filter's end; the
// service is asked behind, for a page, where that is all it takes.
func TestWhatIsLoadedIsNotReadAgain(t *testing.T) {
	t.Parallel()
	s := newStub(2000)
	s.pageTakes = 1 // the clock counts pages
	d := start(t, options(s), 120, 40)
	d.Keys("4")
	shows(t, d, "by size ↓ (local)", "2,000 images")
	pages := s.passed.Load()
	enters(d, "filter name~debian")
	shows(t, d, "250 images", "name~debian", "by size ↓")
	enters(d, "filter name~debian tag=gold")
	shows(t, d, "250 images", "name~debian")
	d.Keys("[")
	shows(t, d, "250 images", "name~debian")
	d.Keys("F")
	shows(t, d, "2,000 images")
	if got := s.passed.Load(); got != pages {
		t.Errorf("all images are loaded, and %d more pages were asked for", got-pages)
	}
	enters(d, "sort created:desc")
	d.Hold = true
	enters(d, "filter status=active")
	shows(t, d, "status=active", "1,845 images", "reading more") // from memory, and refreshed behind
	d.Release()
	d.Hold = false
	shows(t, d, "1,845 images")
	if got := s.passed.Load() - pages; got != 2 {
		t.Errorf("a filter of the service was refreshed by %d pages, want what a screen and those after it show", got)
	}
	d.Keys("ctrl+r")
	pages = s.passed.Load()
	d.Keys("F") // what is remembered is not relied on after that
	if s.passed.Load() == pages {
		t.Error("after a refresh all images are still those from before")
	}
}

func TestGoingBackToAQueryAsksTheServiceForIt(t *testing.T) {
	t.Parallel()
	s := newStub(40) // one page: every query is complete
	d := start(t, options(s), 120, 40)
	enters(d, "filter name~debian")
	shows(t, d, "5 images", "name~debian")
	hides(t, d, "cirros")
	d.Keys("[")
	shows(t, d, "40 images", "cirros")
	d.Keys("]")
	shows(t, d, "5 images", "name~debian")
	hides(t, d, "cirros")
	enters(d, "sort name:asc")
	calls := s.calls.Load()
	d.Keys("[")
	shows(t, d, "5 images", "newest first")
	if s.calls.Load() != calls {
		t.Error("only the order differs, and the service was asked")
	}
}

func TestAKeyThatCannotActSaysWhy(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(0)), 120, 40)
	const nothing = "no search to end; [ goes to the query before, q quits"
	d.Keys("esc")
	shows(t, d, nothing)
	d.Keys("esc") // ends the message
	hides(t, d, nothing)
	for key, want := range map[string]string{
		"enter": "there is no image under the cursor",
		"Z":     "Z does nothing here; ? lists the keys",
	} {
		d.Keys(key)
		shows(t, d, want)
	}
}

func TestANoticeEndsByItsID(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(5)), 120, 40)
	d.Keys("U", "[")
	d.Send(ui.NoticeExpired(1))
	shows(t, d, "this is the first query")
	d.Send(ui.NoticeExpired(2))
	hides(t, d, "this is the first query")
}

func TestHelpListsTheLiveKeysAndNothingElse(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(5)), 120, 40)
	d.Keys("?")
	shows(t, d, "sort by that column; again to reverse", "mark or unmark, and move down", "ctrl+l")
	d.Keys("esc", "enter", "?")
	shows(t, d, "the record as the service sent it", "back to the list")
	hides(t, d, "sort by that column")
	d.Keys("?")
	hides(t, d, "back to the list")
}

func TestTheMouseMovesOpensSortsAndScrolls(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(50)), 120, 40)
	click := func(x, y int) { d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(5, 6) // the header takes three lines, the titles one
	click(5, 6)
	shows(t, d, "images › rocky-9.6-minimal")
	d.Keys("esc")
	d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	d.Keys("enter")
	shows(t, d, "images › snapshot of db-prod-03")
	d.Keys("esc")
	click(7, 3)
	shows(t, d, "by name ↑")
	click(5, 0)
	click(500, 500)
	shows(t, d, "50 images")
}

func TestUpdateAndViewNeverCallTheBackend(t *testing.T) {
	t.Parallel()
	s := newStub(1000)
	app := ui.NewWithoutTimers(options(s))
	d := uitest.NewDriver(t, app, 120, 40)
	d.Hold = true
	calls := s.calls.Load()
	d.Keys("j", "G", "pgdown", "4", "y", "esc", "1", "w", "enter", "tab", "ctrl+r", "q", "ctrl+r", "?", "esc", "c", "5", "6")
	d.Send(tea.WindowSizeMsg{Width: 200, Height: 60})
	_ = d.View()
	if got := s.calls.Load(); got != calls {
		t.Errorf("%d calls came from Update or View; commands alone may call", got-calls)
	}
	if len(d.Held) == 0 {
		t.Error("none of these keys made a command")
	}
}

func TestClosingReleasesTheSession(t *testing.T) {
	t.Parallel()
	s := newStub(5)
	app := ui.NewWithoutTimers(options(s))
	uitest.NewDriver(t, app, 80, 24)
	app.Close()
	app.Close()
	if s.closed.Load() != 1 {
		t.Errorf("the session was closed %d times", s.closed.Load())
	}
}
