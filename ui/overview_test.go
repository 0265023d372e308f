package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/uitest"
)

func TestTheOverviewCountsTheWholeQuery(t *testing.T) {
	t.Parallel()
	s := newStub(500)
	d := start(t, options(s), 120, 40)
	shows(t, d, "200 loaded, more")
	d.Keys("o")
	shows(t, d, "Overview by owner", "500 images ·", "VALUE", "IMAGES", "SIZE ↓", "15% ■")
	hides(t, d, "loaded, more")
	// Other keys are counted from memory.
	calls := s.calls.Load()
	d.Keys("right")
	shows(t, d, "Overview by size", "1 to 5 GiB")
	d.Keys("left", "left", "tab", "s")
	shows(t, d, "Overview by visibility, then status", "IMAGES ↓", "VALUE")
	if got := s.calls.Load(); got != calls {
		t.Errorf("%d calls were made to count what is known", got-calls)
	}
	d.Keys("esc")
	shows(t, d, "500 images", "newest first")
	d.Keys("o") // by what it was last
	shows(t, d, "Overview by visibility, then status")
}

func TestAValueOfTheOverviewIsFilteredBy(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(300)), 120, 40)
	enters(d, "filter status=active")
	enters(d, "overview os_distro")
	shows(t, d, "[os_distro]", "ubunt")
	d.Keys("enter")
	shows(t, d, "status=active  os_distro=", "newest first")
	hides(t, d, "Overview")
	enters(d, "overview self")
	shows(t, d, `"self" cannot be a column`)
}

func TestTheOverviewIsExported(t *testing.T) {
	t.Parallel()
	s := newStub(50)
	d := start(t, options(s), 120, 40)
	enters(d, "overview status,owner")
	enters(d, "export csv counts.csv")
	shows(t, d, "exported the overview of 50 images to", "Overview by status, then owner")
	var got *backend.Overview
	s.set(func() { got = s.overview })
	if got == nil || got.Total.Images != 50 || got.By.Name() != "status" || got.Within.Name() != "owner" || len(got.Groups) == 0 {
		t.Errorf("exported was %+v", got)
	}
}

// held is a screen on which what was begun goes on only with Release.
func held(t *testing.T, s *stub) *uitest.Driver {
	t.Helper()
	d := start(t, options(s), 120, 40)
	shows(t, d, "200 loaded, more")
	d.Hold = true
	return d
}

func TestWhatIsCountedWhileAnotherScreenIsSeenIsShownAfterIt(t *testing.T) {
	t.Parallel()
	d := held(t, newStub(500))
	d.Keys("o")
	shows(t, d, "counting 0 of 200")
	enters(d, "jobs")
	shows(t, d, "Overview by owner › Jobs")
	d.Release()
	d.Keys("esc")
	shows(t, d, "Overview by owner", "500 images ·")
	hides(t, d, "so far", "that are loaded")
}

func TestTheOverviewCountsWhatIsLoadedWhereTheRestCannotBeRead(t *testing.T) {
	t.Parallel()
	s := newStub(2000)
	s.failFrom = 1400
	d := held(t, s)
	d.Keys("o")
	for len(d.Held) > 0 {
		d.Step()
	}
	shows(t, d, "1,400 images ·", "the rest could not be read (ctrl+l tries again)")
	s.set(func() { s.failFrom = 0 })
	d.Keys("ctrl+l")
	for len(d.Held) > 0 {
		d.Step()
	}
	shows(t, d, "2,000 images ·")
}

func TestTheOverviewCountsAgainOnceASearchHasSettled(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, "//^ubu.*amd64$/")
	d.Keys("enter", "o")
	d.Hold = false
	d.Release()
	shows(t, d, "750 images ·", "of those shown: //^ubu")
}

func TestTheOverviewTakesNothingFromALoadThatWasBegunBefore(t *testing.T) {
	t.Parallel()
	d := held(t, newStub(500))
	d.Keys("a", "o")
	d.Release()
	d.Keys("esc")
	shows(t, d, "500 marked")

	d = held(t, newStub(500))
	d.Keys("ctrl+l", "o", "esc")
	d.Release()
	shows(t, d, "500 images")

	d = held(t, newStub(500))
	d.Keys("o", "esc")
	d.Release()
	shows(t, d, "loaded, more")
}

func TestAnOverviewThatIsNotCountedYetIsNotExported(t *testing.T) {
	t.Parallel()
	s := newStub(500)
	d := held(t, s)
	d.Keys("o")
	enters(d, "export csv counts.csv")
	shows(t, d, "nothing is counted yet; export again when the numbers are there")
	d.Release()
	if s.overview != nil {
		t.Errorf("exported was %+v", s.overview)
	}
}

// The rows have no room for bytes; what stands under the cursor says them, and all of a
// value that its column cuts.
func TestTheOverviewSaysBytesExactly(t *testing.T) {
	t.Parallel()
	s := newStub(3)
	for i, size := range []int64{1 << 40, 5, 3 << 30} {
		s.images[i].Size, s.images[i].Owner = size, text.Of(fmt.Sprintf("owner-%d-%s", i%2, strings.Repeat("x", 40)))
		s.images[i].Status = model.StatusActive
	}
	d := start(t, options(s), 80, 24)
	enters(d, "overview owner")
	shows(t, d, "3 images · 1.0 TiB (1,102,732,853,253 bytes)", "owner-0-xxxx", "xxxx · 2 images · 1.0 TiB (1,102,732,853,248 bytes)")
	d.Keys("j")
	shows(t, d, "xxxx · 1 image · 5 bytes")
	enters(d, "overview owner,status")
	d.Keys("g", "j")
	shows(t, d, "xxx · active · 2 images · 1.0 TiB (1,102,732,853,248 bytes)")
	s.set(func() { s.images = nil })
	enters(d, "filter name~nothing")
	enters(d, "overview owner")
	shows(t, d, "0 images · 0 bytes")
}
