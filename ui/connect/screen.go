// Package connect is the screen while a connection is made, and after that
// failed.
package connect

import (
	"glimpse/model/remote"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/message"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
)

// Screen shows how connecting goes.
type Screen struct {
	theme *theme.Theme
	what  string
	cloud string
	first bool // nothing lies behind this screen
	err   error

	width, height int
}

// New makes the screen of connecting to a cloud, named in words and escaped;
// without a name, the one of reading which clouds there are. first says that
// no other screen lies behind it, so that there is no way back.
func New(theme *theme.Theme, cloud string, first bool) *Screen {
	s := &Screen{theme: theme, cloud: cloud, first: first, what: "Reading the configuration"}
	if cloud != "" {
		s.what = "Connecting to " + cloud
	}
	return s
}

// Fail takes the reason why it cannot be done.
func (s *Screen) Fail(err error) { s.err = err }

// Retry says that it is tried again.
func (s *Screen) Retry() { s.err = nil }

// Doing returns what is under way, in words, or nothing.
func (s *Screen) Doing() string {
	if s.err != nil {
		return ""
	}
	return "connecting"
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) { s.width, s.height = width, height }

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Refresh:
		return intent.Reconnect{}
	case action.Leave:
		if s.first {
			return intent.Quit{}
		}
		return intent.Close{}
	case action.Back:
		return intent.Close{}
	default:
		return nil
	}
}

// Wheel does nothing: there is nothing to scroll.
func (s *Screen) Wheel(int) intent.Intent { return nil }

// Click does nothing: there is nothing to point at.
func (s *Screen) Click(int, int) intent.Intent { return nil }

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	everywhere := action.Everywhere()
	if s.first {
		quits := s.theme.Keys.For("everywhere", action.Leave) + " quits"
		everywhere = everywhere.Disable(action.Back, "this is the first screen; "+quits).Relabel(action.Leave, "quit", "quit")
	} else {
		everywhere = everywhere.Relabel(action.Leave, "back", "back to the images").Relabel(action.Back, "", "back to the images")
	}
	if s.err == nil {
		everywhere = everywhere.Disable(action.Refresh, "it is under way")
	} else {
		everywhere = everywhere.Relabel(action.Refresh, "try again", "try again what failed")
	}
	return []action.Group{action.Connecting(), everywhere}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.err == nil {
		p := message.Panel{
			Title: s.what + s.theme.Glyphs.Ellipsis, Style: s.theme.Busy,
			Hints: []message.Hint{{Key: s.theme.Keys.For("connecting", action.SwitchCloud), Label: "choose another cloud"}, s.leave()},
		}
		return p.View(s.theme, s.width, s.height)
	}
	hints := []message.Hint{
		{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "try again"},
		{Key: s.theme.Keys.For("connecting", action.SwitchCloud), Label: "choose another cloud"},
		s.leave(),
	}
	title := "The configuration could not be read"
	report := problem.OfConnecting(s.err)
	if s.cloud != "" {
		title = titleFor(report.Kind) + s.cloud
	}
	return message.OfProblem(s.theme, title, report, hints...).View(s.theme, s.width, s.height)
}

func (s *Screen) leave() message.Hint {
	if s.first {
		return message.Hint{Key: s.theme.Keys.For("everywhere", action.Leave), Label: "quit"}
	}
	return message.Hint{Key: "esc", Label: "back to the images"}
}

// titleFor returns the beginning of the title for a kind of failure.
func titleFor(kind remote.Kind) string {
	switch kind {
	case remote.Unauthorized:
		return "Could not sign in to "
	case remote.Forbidden:
		return "Not allowed to use "
	case remote.Unreachable:
		return "No answer from "
	default:
		return "Could not connect to "
	}
}
