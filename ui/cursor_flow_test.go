package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

// under returns the name of the image under the cursor.
func (f *flow) under() string {
	f.t.Helper()
	f.Keys("enter")
	title := strings.Split(uitest.Draw(f.t, f.View(), 120, 40).Text(), "\n")[1]
	f.Keys("esc")
	return title
}

// TestTheCursorIsOnTheFirstDuplicate: they stand in another order than the list, so
// that where the cursor was says nothing.
func TestTheCursorIsOnTheFirstDuplicate(t *testing.T) {
	t.Parallel()
	twice := func(s *stub) {
		for i := range s.images {
			s.images[i].Name = text.Of("single-" + string(rune('a'+i%26)) + string(rune('a'+i/26)))
		}
		for _, i := range []int{20, 40, 220, 240} {
			s.images[i].Name = text.Of([]string{"a-pair", "b-pair"}[i/20%2])
		}
	}
	for _, test := range []struct {
		name string
		keys []string
		want string
	}{
		{"from further down", []string{"pgdown"}, "a-pair"},
		{"from one of them", []string{"pgdown", "g"}, "a-pair"},
	} {
		f := changing(t, 300, twice)
		f.Keys(test.keys...)
		f.command("duplicates")
		f.shows("4 images share 2 names")
		if got := f.under(); !strings.Contains(got, test.want) {
			t.Errorf("%s: the cursor is on %s", test.name, got)
		}
		f.Keys("j", "j", "j")
		if got := f.under(); !strings.Contains(got, "b-pair") {
			t.Errorf("%s: the last is %s", test.name, got)
		}
		f.Keys("esc")
		if got := f.under(); !strings.Contains(got, "b-pair") {
			t.Errorf("%s: the end of the duplicates moves the cursor to %s", test.name, got)
		}
	}
}

// TestTheCursorStaysWhereTheUserMovesItWhileDuplicatesAreLookedFor: what is asked for
// takes every page, and the user reads on meanwhile.
func TestTheCursorStaysWhereTheUserMovesItWhileDuplicatesAreLookedFor(t *testing.T) {
	t.Parallel()
	f := changing(t, 300, func(s *stub) {
		s.images[1].Name, s.images[2].Name = text.Of("b-pair"), text.Of("b-pair")
		s.images[290].Name, s.images[291].Name = text.Of("a-pair"), text.Of("a-pair")
	})
	f.Hold = true
	f.command("duplicates")
	f.Keys("j", "j")
	f.Hold = false
	f.Release()
	f.shows("share")
	if got := f.under(); !strings.Contains(got, "b-pair") {
		t.Errorf("the cursor is on %s", got)
	}
}

func TestWhatIsShownBesideMarksIsSaid(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) { s.images[1].Name = s.images[0].Name })
	f.command("duplicates")
	f.Keys("space", "m")
	f.shows("only marked: 1 image")
	f.Keys("m")
	f.shows("all duplicates again: 2 images")
	f.hides("only marked")
	f.Keys("esc", "m", "m")
	f.shows("all images again")
	f.Keys("/")
	f.types("ubuntu")
	f.Keys("enter", "m", "m")
	f.shows("all that the search finds again: ")
	f.hides("only marked")
}

// TestTheFilterThatHidesANewImageIsClearedAtIt creates one that the filter leaves out.
func TestTheFilterThatHidesANewImageIsClearedAtIt(t *testing.T) {
	t.Parallel()
	for name, hide := range map[string]func(f *flow){
		"filter": func(f *flow) { f.command("filter name=" + uitest.Image(1).Name.Raw()) },
		"search": func(f *flow) {
			f.Keys("/")
			f.types("ubuntu")
			f.Keys("enter")
		},
	} {
		f := changing(t, 8)
		f.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
		hide(f)
		f.command("create name=base")
		f.Keys("ctrl+s")
		f.stub.set(func() {
			made := uitest.Image(3)
			made.ID, made.Name = f.changes.jobs[0].Plan.Steps[0].Image, text.Of("base")
			f.stub.images = append(f.stub.images, made)
		})
		f.becomes(job.Done)
		f.shows("created base; the " + name + " hides it: F clears that and goes to it")
		f.Keys("k", "F")
		if got := f.under(); !strings.Contains(got, "base") {
			t.Errorf("%s: the cursor is on %s", name, got)
		}
	}
}
