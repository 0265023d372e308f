package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/detail"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// states are what the program is in between screens: at work, cut off, in
// parts unreadable, on another terminal. Each is made from the list on.
var states = []struct {
	name string
	make func(t *testing.T, s *stub, o *ui.Options) func(d *uitest.Driver)
}{
	{"connecting", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			d.Keys("c")
			d.Hold = true
			d.Keys("enter")
		}
	}},
	{"loading", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			d.Keys("c")
			d.Hold = true
			d.Keys("enter")
			connecting := d.Held
			d.Held = nil
			d.Send(connecting[0]())
		}
	}},
	{"loading-another-query", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			d.Hold = true
			enters(d, "filter status=active tag=gold")
		}
	}},
	{"loading-all", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			d.Hold = true
			d.Keys("a")
		}
	}},
	{"cut-off", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			s.set(func() {
				s.page = trouble{kind: remote.Unreachable, sentence: "no answer from the service", advice: "is the VPN up?", request: "req-12"}
			})
			d.Keys("G")
		}
	}},
	{"refreshed", func(_ *testing.T, s *stub, o *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			s.set(func() { s.images[3].MinRAM = 9999 })
			d.Keys("ctrl+r")
		}
	}},
	{"duplicates", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) { enters(d, "duplicates") }
	}},
	{"duplicates-older", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.images = s.images[:23]
		return func(d *uitest.Driver) {
			enters(d, "duplicates")
			d.Keys("j", "j", "j", "A")
		}
	}},
	{"regions", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.connect = &remote.RegionRequiredError{Regions: []string{"east", "west"}}
		return func(*uitest.Driver) {}
	}},
	{"projects", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		places := withPlaces()
		s.projects, s.about = places.projects, places.about
		return func(d *uitest.Driver) { d.Keys("c", "tab") }
	}},
	{"projects-refused", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.projectsErr = trouble{kind: remote.Forbidden, sentence: "you are not authorized to perform identity:list_projects", request: "req-9"}
		return func(d *uitest.Driver) { d.Keys("c", "tab") }
	}},
	{"mistake", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			d.Keys(":")
			types(d, "filter status=active size>=big")
		}
	}},
	{"detail-extras", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.extras = &detail.Extras{
			Members: []model.Member{
				{Project: text.Of("p1"), Status: model.MemberPending}, {Project: text.Of("p2"), Status: model.MemberAccepted},
			},
			Tasks: []model.Task{{
				Type: text.Of("api_image_import"), Status: model.TaskFailure, Message: text.Of("no space on ceph"), UpdatedAt: uitest.Now.Add(-time.Hour),
			}},
			Names: map[string]text.Untrusted{"p1": text.Of("team blue"), uitest.Image(4).Owner.Raw(): text.Of("operations")},
		}
		return func(d *uitest.Driver) { d.Keys("j", "j", "j", "j", "enter", "G") }
	}},
	{"detail-extras-refused", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.extras = &detail.Extras{
			MembersErr: trouble{kind: remote.Forbidden, sentence: "not for you"}, TasksErr: remote.NotOffered,
		}
		return func(d *uitest.Driver) { d.Keys("j", "j", "j", "j", "enter", "G") }
	}},
	{"detail-searched", func(*testing.T, *stub, *ui.Options) func(*uitest.Driver) {
		return func(d *uitest.Driver) {
			d.Keys("enter", "/")
			types(d, "hash")
		}
	}},
	{"detail-failed", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.image = trouble{kind: remote.Unreachable, sentence: "no answer from the service", request: "req-13"}
		return func(d *uitest.Driver) { d.Keys("enter") }
	}},
	{"odd", func(_ *testing.T, s *stub, _ *ui.Options) func(*uitest.Driver) {
		s.images[2].Faults = []model.Fault{{Field: text.Of("size"), Reason: "is no number"}}
		s.images[2].Name = text.Of("evil\x1b[2J\u202ename")
		return func(d *uitest.Driver) { d.Keys("j", "j", "enter") }
	}},
	{"ascii", func(_ *testing.T, s *stub, o *ui.Options) func(*uitest.Driver) {
		o.Theme = theme.Choice{Name: theme.Mono, ASCII: true}
		s.images[2].Name = text.Of("größe")
		return func(d *uitest.Driver) { d.Keys("space", "p") }
	}},
	{"ascii-question", func(_ *testing.T, s *stub, o *ui.Options) func(*uitest.Driver) {
		slowly(s)
		o.Theme, o.Now = theme.Choice{Name: theme.Mono, ASCII: true}, s.now
		return func(d *uitest.Driver) { d.Keys("4") }
	}},
}

func TestStates(t *testing.T) {
	t.Parallel()
	for _, state := range states {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
			name := fmt.Sprintf("state-%s-%dx%d", state.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := newStub(500)
				o := options(s)
				reach := state.make(t, s, &o)
				d := start(t, o, size[0], size[1])
				reach(d)
				fits(t, name, d.View(), size[0], size[1])
				if got := strings.Count(d.View(), "\n") + 1; got != size[1] {
					t.Errorf("the frame has %d lines of %d", got, size[1])
				}
				uitest.Golden(t, name, uitest.Draw(t, d.View(), size[0], size[1]))
			})
		}
	}
}

// TestNothingIsLostWhileTheTerminalIsTooSmall sizes a terminal down and up
// again, as a window manager does.
func TestNothingIsLostWhileTheTerminalIsTooSmall(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(500)), 120, 40)
	d.Keys("j", "j", "space", "j", "space", "/")
	types(d, "debian")
	before := d.View()
	for _, size := range [][2]int{{79, 24}, {10, 3}, {1, 1}, {0, 0}, {500, 200}, {120, 40}} {
		d.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
	}
	if after := d.View(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}
