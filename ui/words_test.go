package ui_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/uitest"
)

// onLastPages gives the images of the last pages a distribution that no other has.
func onLastPages(images []model.Image) {
	for i := len(images) - 7; i < len(images); i++ {
		images[i].Properties = []model.Property{{Key: text.Of("os_distro"), Value: text.Of("rhcos")}}
		images[i].Tags = []text.Untrusted{text.Of("late")}
	}
}

// Completion knows what no page holds that was loaded, and how often it is used. It is
// read when a value is first completed, and not again.
func TestCompletionKnowsTheWholeCloud(t *testing.T) {
	t.Parallel()
	s := newStub(2000)
	s.pageTakes = 1 // the clock counts pages
	onLastPages(s.images)
	d := start(t, options(writable{s}), 120, 40)
	loaded := s.passed.Load()
	d.Keys(":")
	types(d, "filter os_d")
	if got := s.passed.Load(); got != loaded {
		t.Errorf("a key was completed, and %d more pages were read", got-loaded)
	}
	types(d, "istro=rh")
	shows(t, d, "rhcos", " 7 images")
	read := s.passed.Load()
	if read == loaded {
		t.Error("a value was completed, and no more pages were read")
	}
	d.Keys("esc")
	d.Keys(":")
	types(d, "tag +la")
	shows(t, d, "late", " 7 images")
	d.Keys("esc", "f")
	types(d, "tag=la")
	shows(t, d, "late  7 images")
	if got := s.passed.Load(); got != read {
		t.Errorf("the words are known, and %d more pages were read", got-read)
	}
}

// Where all images are loaded their words need no reading, and what was read is relied
// on for a while only.
func TestWordsOfWhatIsLoadedNeedNoReading(t *testing.T) {
	t.Parallel()
	s := newStub(20)
	s.pageTakes = 1
	onLastPages(s.images)
	o := options(writable{s})
	now := uitest.Now
	o.Now = func() time.Time { return now }
	d := uitest.NewDriver(t, ui.NewWithoutTimers(o), 120, 40)
	loaded := s.passed.Load()
	counts := func(want int) {
		t.Helper()
		d.Keys(":")
		types(d, "filter os_distro=rh")
		shows(t, d, "rhcos", " "+fmt.Sprint(want)+" images")
		d.Keys("esc")
	}
	counts(7)
	if got := s.passed.Load(); got != loaded {
		t.Errorf("all images are loaded, and %d pages were read", got-loaded)
	}
	now = now.Add(time.Hour)
	s.images = s.images[:18]
	d.Keys("ctrl+r")
	counts(5)
}

// Words that could not be read are asked for again after a while, and nothing is said of
// it. What is offered follows while it is seen.
func TestWordsThatCannotBeReadAreThoseThatAreLoaded(t *testing.T) {
	t.Parallel()
	s := newStub(2000)
	onLastPages(s.images)
	s.images[0].Properties = []model.Property{{Key: text.Of("os_distro"), Value: text.Of("rhel")}}
	o := options(writable{s})
	now := uitest.Now
	o.Now = func() time.Time { return now }
	d := uitest.NewDriver(t, ui.NewWithoutTimers(o), 120, 40)
	s.page = errors.New("no answer")
	d.Keys(":")
	types(d, "filter os_distro=r")
	shows(t, d, "rhel")
	hides(t, d, "no answer", "rhcos")
	s.page = nil
	types(d, "h")
	hides(t, d, "rhcos")
	now = now.Add(time.Minute)
	d.Keys("backspace")
	shows(t, d, "rhel", "rhcos", " 7 images")
}

// How many of the loaded images a filter finds is told while it is typed, and whether
// these are all.
func TestTheFilterPaneCountsMatches(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(2000)), 120, 40)
	d.Keys("f")
	shows(t, d, "200 of 200 loaded match")
	types(d, "name~debian")
	shows(t, d, "25 of 200 loaded match")
	types(d, " name~")
	hides(t, d, "loaded match")
	d.Keys("esc", "esc")
	d.Keys("ctrl+l", "f")
	types(d, "name~debian")
	shows(t, d, "250 of 2,000 images match")
	types(d, " visibility=community")
	hides(t, d, "images match") // the service lists more of those than were asked for
}
