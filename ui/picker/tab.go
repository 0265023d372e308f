package picker

import (
	"slices"

	"glimpse/model/search"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Choice is one of the things to choose from. Its texts are foreign and are
// escaped when drawn.
type Choice struct {
	Name    string
	Summary string
	// Current reports whether it is the one in use.
	Current bool
	// Color is the name of its colour, such as that of a cloud, or empty.
	Color string
	// Intent is what choosing it asks for.
	Intent intent.Intent
}

// Tab is one list of choices. Its own words, which are the program's, tell
// what there is while there are no choices.
type Tab struct {
	// Title names the tab, and is unique on its screen. Text stands above the
	// choices.
	Title, Text string
	Choices     []Choice
	// Reading says what is under way, such as "reading the projects"; empty is
	// nothing.
	Reading string
	// Err is why the choices could not be read.
	Err error
	// Empty is said where there is nothing to choose from.
	Empty string
	// Ask is asked for when the tab is first shown, and again where the user
	// wants what failed tried again: it brings the choices, by
	// [Screen.SetTab]. Nil is a tab that has them.
	Ask intent.Intent
}

// state is a tab with where the user is in it.
type state struct {
	Tab
	asked bool

	searched  string
	searchErr error
	sought    search.Search
	found     []int         // which choices hold what is looked for
	rows      listview.List // of those
}

func newState(tab Tab) *state {
	s := &state{}
	s.take(tab)
	return s
}

// take takes a tab's choices anew. The cursor stays on the choice of the same
// name, or goes to the one in use, and what is looked for stays.
func (s *state) take(tab Tab) {
	name := s.name()
	s.Tab = tab
	s.find()
	row := s.rowOf(name, s.rows.Cursor())
	if name == "" {
		row = slices.IndexFunc(s.found, func(at int) bool { return s.Choices[at].Current })
	}
	s.rows.Place(row, len(s.found), s.rows.Height())
}

// rowOf returns the row of the choice of a name, or another where it is not
// among those found.
func (s *state) rowOf(name string, otherwise int) int {
	if row := slices.IndexFunc(s.found, func(at int) bool { return s.Choices[at].Name == name }); row >= 0 {
		return row
	}
	return otherwise
}

// name returns the name of the choice under the cursor, or nothing.
func (s *state) name() string {
	if under := s.under(); under != nil {
		return under.Name
	}
	return ""
}

// under returns the choice under the cursor, or nil where there is none.
func (s *state) under() *Choice {
	if s.rows.IsEmpty() {
		return nil
	}
	return &s.Choices[s.found[s.rows.Cursor()]]
}

// lookFor narrows the choices to those that hold a text. The cursor stays on its
// choice if that holds it, and else goes to the first. A text that cannot be
// read as a search leaves what was found before.
func (s *state) lookFor(text string) {
	sought, err := search.Parse(text)
	s.searched, s.searchErr = text, err
	if err != nil {
		return
	}
	name := s.name()
	s.sought = sought
	s.find()
	s.rows.Place(s.rowOf(name, 0), len(s.found), s.rows.Height())
}

func (s *state) find() {
	s.found = s.found[:0]
	for i := range s.Choices {
		choice := &s.Choices[i]
		if s.sought.IsEmpty() || s.sought.MatchText(choice.Name+" "+choice.Summary+" "+choice.Color) {
			s.found = append(s.found, i)
		}
	}
}

// nothing says why there is no choice that could be taken, or is empty.
func (s *state) nothing(theme *theme.Theme) string {
	switch {
	case len(s.found) > 0:
		return ""
	case s.Reading != "":
		return "not yet: " + s.Reading
	case s.Err != nil:
		return "they could not be read; " + theme.Keys.For("everywhere", action.Refresh) + " tries again"
	case len(s.Choices) > 0:
		return "nothing holds these words; esc shows all again"
	case s.Empty != "":
		return s.Empty
	default:
		return "there is nothing to choose from"
	}
}
