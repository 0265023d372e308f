// Package notice is the line that the footer shows for a while instead of the
// keys.
package notice

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Shown is how long a notice is shown: long enough to read one line.
const Shown = 5 * time.Second

// ExpiredMsg ends the notice with an id, if it is still shown.
type ExpiredMsg struct{ ID int }

// Line holds one notice at most. It has an id so that the end of an older one
// does not wipe a newer.
type Line struct {
	id     int
	text   string
	failed bool
	// After returns the command that sends a message later.
	After func(wait time.Duration, msg tea.Msg) tea.Cmd
}

// Text returns the notice, or nothing, and whether it tells of something that
// did not work.
func (l *Line) Text() (text string, failed bool) { return l.text, l.failed }

// Say shows a text, which must be the program's own or escaped.
func (l *Line) Say(text string) tea.Cmd {
	l.id++
	l.text, l.failed = text, false
	return l.After(Shown, ExpiredMsg{ID: l.id})
}

// Fail shows a text on what did not work. It stays until the next key.
func (l *Line) Fail(text string) tea.Cmd {
	l.id++
	l.text, l.failed = text, true
	return nil
}

// Expire takes the notice with an id away.
func (l *Line) Expire(id int) {
	if id == l.id {
		l.text = ""
	}
}

// Clear takes whatever notice there is away: the user went on.
func (l *Line) Clear() { l.text = "" }
