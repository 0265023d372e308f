// Package picker is the screen that lets the user choose one of several: a
// cloud, a project or a region, each in a tab of its own.
package picker

import (
	"slices"

	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// Screen is one or several lists of choices, of which one is seen.
type Screen struct {
	theme *theme.Theme
	title string
	tabs  []*state
	at    int
	first bool // nothing lies behind this screen

	width, height int
}

// New makes a screen that asks for one of the choices. first says that no
// other screen lies behind it, so that there is no way back.
func New(theme *theme.Theme, title, text string, first bool, choices []Choice) *Screen {
	return NewTabs(theme, title, first, Tab{Title: title, Text: text, Choices: choices})
}

// NewTabs makes a screen with a list of choices in each tab, the first of which
// is seen. What the tab that is seen asks for is returned by [Screen.Begin].
func NewTabs(theme *theme.Theme, title string, first bool, tabs ...Tab) *Screen {
	s := &Screen{theme: theme, title: title, first: first}
	for _, tab := range tabs {
		s.tabs = append(s.tabs, newState(tab))
	}
	if len(s.tabs) == 0 {
		s.tabs = []*state{newState(Tab{})}
	}
	return s
}

// Begin returns what the tab that is seen asks for, once.
func (s *Screen) Begin() intent.Intent {
	tab := s.tab()
	if tab.asked || tab.Ask == nil {
		return nil
	}
	tab.asked = true
	return tab.Ask
}

// SetTab takes the choices of the tab of that title, or why there are none.
// The cursor and what is looked for stay. An unknown title changes nothing.
func (s *Screen) SetTab(tab Tab) {
	for _, known := range s.tabs {
		if known.Title == tab.Title {
			known.take(tab)
		}
	}
	s.resize()
}

// Show goes to the tab of that title, if there is one, and returns what it
// asks for.
func (s *Screen) Show(title string) intent.Intent {
	if at := slices.IndexFunc(s.tabs, func(tab *state) bool { return tab.Title == title }); at >= 0 {
		return s.show(at)
	}
	return nil
}

func (s *Screen) show(at int) intent.Intent {
	s.at = at
	s.resize()
	return s.Begin()
}

func (s *Screen) tab() *state { return s.tabs[s.at] }

// Doing returns what is under way in the tab that is seen, in words, or
// nothing.
func (s *Screen) Doing() string { return s.tab().Reading }

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.resize()
}

// Select puts the cursor on the choice with a name, if there is one.
func (s *Screen) Select(name string) {
	tab := s.tab()
	tab.rows.MoveTo(tab.rowOf(name, tab.rows.Cursor()))
}

// Search narrows the tab that is seen to the choices that hold a text.
func (s *Screen) Search(text string) {
	s.tab().lookFor(text)
	s.resize()
}

// Searched returns what is looked for in the tab that is seen.
func (s *Screen) Searched() string { return s.tab().searched }

// SearchNote says how many choices were found, or what is wrong with the text.
func (s *Screen) SearchNote() (note string, wrong bool) {
	tab := s.tab()
	switch {
	case tab.searchErr != nil:
		return tab.searchErr.Error(), true
	case tab.sought.IsEmpty():
		return "shows only what holds the words", false
	case len(tab.found) == 0:
		return tab.nothing(s.theme), false
	}
	return format.Count(len(tab.found)) + " of " + format.Count(len(tab.Choices)), false
}

// resize gives the rows of the tab that is seen their room.
func (s *Screen) resize() {
	tab := s.tab()
	tab.rows.Resize(len(tab.found), max(1, s.height-above))
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	tab := s.tab()
	switch press.Action {
	case action.Choose:
		return s.choose()
	case action.Next:
		return s.show((s.at + 1) % len(s.tabs))
	case action.Previous:
		return s.show((s.at - 1 + len(s.tabs)) % len(s.tabs))
	case action.Search:
		return intent.TypeSearch{}
	case action.Refresh:
		if tab.Err != nil {
			return tab.Ask
		}
	case action.Back:
		if !tab.sought.IsEmpty() {
			s.Search("")
			return nil
		}
		return intent.Close{}
	case action.Leave:
		if s.first {
			return intent.Quit{}
		}
		return intent.Close{}
	default:
		tab.rows.Act(press.Action)
	}
	return nil
}

func (s *Screen) choose() intent.Intent {
	under := s.tab().under()
	if under == nil {
		return intent.Notify{Text: s.tab().nothing(s.theme)}
	}
	return under.Intent
}

// Wheel moves the cursor by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.tab().rows.Move(lines)
	return nil
}

// Click moves the cursor to a choice, and takes the one under the cursor; on
// the title of a tab it goes there.
func (s *Screen) Click(x, y int) intent.Intent {
	if over := s.tabAt(x); y == titleLine && over >= 0 {
		return s.show(over)
	}
	if s.tab().rows.Click(y - above) {
		return s.choose()
	}
	return nil
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	tab := s.tab()
	own := action.Picker().Disable(action.Choose, tab.nothing(s.theme))
	searching := action.Searchable()
	switch {
	case len(tab.Choices) == 0:
		searching = searching.Disable(action.Search, "there is nothing to search")
	case len(tab.Choices) <= tab.rows.Height() && tab.sought.IsEmpty():
		// What is seen whole needs no word on it in the footer.
		searching = searching.Relabel(action.Search, "", searching.Bindings[0].Help)
	}
	groups := []action.Group{own, searching}
	if len(s.tabs) > 1 {
		next := s.tabs[(s.at+1)%len(s.tabs)].Title
		groups = append(groups, action.Tabs().Relabel(action.Next, next, "the next tab"))
	}
	return append(groups, action.Moving().Relabel(action.Bottom, "", "to the last"), s.everywhere())
}

// everywhere returns the ways out, and how to try again what failed.
func (s *Screen) everywhere() action.Group {
	tab := s.tab()
	actions := []action.ID{action.Help, action.Back, action.Leave, action.Quit}
	if tab.Err != nil && tab.Ask != nil {
		actions = append(actions, action.Refresh)
	}
	everywhere := action.Everywhere().Only(actions...).Relabel(action.Refresh, "try again", "try again what failed")
	if s.first {
		everywhere = everywhere.Relabel(action.Leave, "quit", "quit")
	} else {
		everywhere = everywhere.Relabel(action.Leave, "back", "back, without a choice")
	}
	switch {
	case !tab.sought.IsEmpty():
		return everywhere.Relabel(action.Back, "show all", "show all the choices again")
	case s.first:
		return everywhere.Disable(action.Back, "this is the first screen; "+s.theme.Keys.For("everywhere", action.Leave)+" quits")
	default:
		return everywhere.Relabel(action.Back, "", "back, without a choice")
	}
}
