package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/text"
)

// footer returns what the last line says in 80 columns.
func (f *flow) footer() string {
	f.t.Helper()
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	lines := strings.Split(ansi.Strip(f.View()), "\n")
	return lines[len(lines)-1]
}

func TestTheFooterOffersNoUndoOfADeletion(t *testing.T) {
	t.Parallel()
	f := changing(t, 3)
	f.Keys("j", "D", "ctrl+s", "y", "enter")
	f.becomes(job.Done)
	for _, keys := range [][]string{nil, {"J"}, {"enter"}, {"enter"}} {
		f.Keys(keys...)
		if got := f.footer(); strings.Contains(got, "undo") {
			t.Errorf("after %v undo is offered: %q", keys, got)
		}
	}
}

// TestTheFooterOfANarrowScreenHasWhatIsNext: in 80 columns there is room for few keys,
// and they are those that one needs in that place and state.
func TestTheFooterOfANarrowScreenHasWhatIsNext(t *testing.T) {
	t.Parallel()
	ended := func(f *flow) {
		f.command("mark all")
		f.command("tag +zz")
		f.Keys("ctrl+s")
		f.becomes(job.Done, job.Done, job.Done)
		f.Keys("J", "enter")
	}
	deactivated := func(s *stub) {
		for i := range s.images {
			s.images[i].Status = model.StatusDeactivated
		}
	}
	twice := func(s *stub) { s.images[1].Name = s.images[0].Name }
	for _, test := range []struct {
		name   string
		before func(s *stub)
		do     func(f *flow)
		has    []string
	}{
		{"the list", nil, func(*flow) {}, []string{"enter open", "/ search", "f filter", "space mark", "e edit", "y copy", "q quit"}},
		{"marks", nil, func(f *flow) { f.Keys("space") }, []string{"e edit", "t tags", "x deactivate", "D delete", "y copy", "U unmark"}},
		{"a deactivated image", deactivated, func(f *flow) { f.Keys("enter") }, []string{"e edit", "x reactivate", "D delete", "y copy"}},
		{"after a job", nil, func(f *flow) {
			f.command("tag +zz")
			f.Keys("ctrl+s")
			f.becomes(job.Done)
		}, []string{"u undo", "J jobs", "e edit", "/ search"}},
		{"after an undo", nil, func(f *flow) {
			f.changes.undo = undoOf(1)
			f.Keys("u", "ctrl+s")
			f.becomes(job.Done)
		}, []string{"u undo", "J jobs", "e edit", "/ search"}},
		{"duplicates", twice, func(f *flow) { f.command("duplicates") }, []string{"space mark", "A mark older", "e edit"}},
		{"a report", nil, ended, []string{"enter details", "space mark", "f list", "u undo", "e export", "o outcome"}},
		{"a report with marks", nil, func(f *flow) {
			ended(f)
			f.Keys("space")
		}, []string{"space mark", "f list", "u undo marked", "e export", "U unmark"}},
		{"what needs attention", deactivated, func(f *flow) { f.Keys("!") }, []string{"enter open", "space mark", "x reactivate", "D delete", "e edit"}},
		{"what needed attention", deactivated, func(f *flow) {
			f.Keys("!", "x", "ctrl+s")
			f.becomes(job.Done)
			f.Keys("j")
		}, []string{"enter open", "space mark", "x reactivate", "D delete", "u undo", "J jobs"}},
		{"an image without data", func(s *stub) {
			for i := range s.images {
				s.images[i].Status = model.StatusQueued
			}
		}, func(f *flow) { f.Keys("enter") }, []string{"I data in", "D delete", "e edit"}},
		{"a failed import", func(s *stub) {
			s.images[0].Status = model.StatusQueued
			s.images[0].Properties = []model.Property{{Key: text.Of(model.PropertyFailedImport), Value: text.Of("fs")}}
		}, func(f *flow) { f.Keys("!") }, []string{"enter open", "I data in", "D delete"}},
		{"the form", nil, func(f *flow) { f.Keys("e") }, []string{"ctrl+n next tab", "enter next", "ctrl+u clear", "esc close"}},
		{"the preview", nil, func(f *flow) { f.command("tag +zz") }, []string{"ctrl+s send", "tab requests", "S save", "y copy", "esc back"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := changing(t, 3, func(s *stub) {
				if test.before != nil {
					test.before(s)
				}
			})
			test.do(f)
			got := f.footer()
			for _, want := range test.has {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in %q", want, got)
				}
			}
			if strings.Contains(got, "I data in") && strings.Contains(got, "activate") {
				t.Errorf("what its status does not allow is offered: %q", got)
			}
			if !strings.HasSuffix(got, " more") {
				t.Errorf("the rest is not offered at the end of %q", got)
			}
		})
	}
}

// TestTheFooterOfAnothersImageOffersNoChangeFirst: who is no administrator can do little
// with an image of another project but look at it and download it.
func TestTheFooterOfAnothersImageOffersNoChangeFirst(t *testing.T) {
	t.Parallel()
	for role, changes := range map[string]bool{"member": false, "admin": true, "": true} {
		f := changing(t, 3, func(s *stub) {
			s.about.ProjectID, s.images[0].Owner = text.Of(ownProject), text.Of(otherProject)
			if role != "" {
				s.about.Roles = []text.Untrusted{text.Of("reader"), text.Of(role)}
			}
		})
		f.Keys("enter")
		got := f.footer()
		if strings.Contains(got, "e edit") != changes || strings.Contains(got, "D delete") != changes {
			t.Errorf("as %q: %q", role, got)
		}
		if !changes && !strings.Contains(got, "d download") {
			t.Errorf("as %q: %q", role, got)
		}
	}
}

// TestTheFooterSaysHowARangeEnds has begun one and moved on, which takes the message away
// that said so.
func TestTheFooterSaysHowARangeEnds(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	f.Keys("v", "j")
	if got := f.footer(); !strings.Contains(got, "v mark range") || !strings.Contains(got, "esc cancel") {
		t.Errorf("the footer is %q", got)
	}
	f.Keys("v")
	if got := f.footer(); strings.Contains(got, "range") {
		t.Errorf("the footer is %q after the range", got)
	}
}
