package typeahead

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Finder looks for a row of a list by the beginning of its name. A key begins
// it, because in a list the letters are keys of their own. The zero value looks
// for nothing.
type Finder struct {
	on   bool
	word Word
	from int
}

// Begin takes the keys that follow for the beginning of a name. row is where
// the cursor is.
func (f *Finder) Begin(row int) { *f = Finder{on: true, from: row} }

// End ends the search.
func (f *Finder) End() { *f = Finder{} }

// On reports whether keys are the beginning of a name.
func (f *Finder) On() bool { return f.on }

// From returns the row where the cursor was in the beginning.
func (f *Finder) From() int { return f.from }

// Typed returns what was typed of the name.
func (f *Finder) Typed() string { return f.word.Typed() }

// Type takes a key that was pressed at that time, and returns the row that is
// meant among those of the names, or says why there is none. What it says holds
// what was typed and must be made fit to be shown.
func (f *Finder) Type(key tea.KeyPressMsg, now time.Time, names []string, row int) (to int, said string) {
	var found bool
	switch {
	case key.Text != "":
		to, found = f.word.Type(key.Text, now, names, row)
	case key.Code == tea.KeyBackspace && f.word.Typed() != "":
		to, found = f.word.Erase(now, names, row)
	default:
		return row, ""
	}
	if !found {
		said = "nothing here begins with " + strconv.Quote(f.word.Typed())
	}
	return to, said
}
