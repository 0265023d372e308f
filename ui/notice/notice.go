// Package notice is the line of messages above the footer.
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
	last   string
	failed bool
	// After returns the command that sends a message later.
	After func(wait time.Duration, msg tea.Msg) tea.Cmd
}

// Last returns the last notice, also when it is no longer shown.
func (l *Line) Last() string { return l.last }

// Text returns the notice, or nothing, and whether it tells of something that
// did not work.
func (l *Line) Text() (text string, failed bool) { return l.text, l.failed }

// Say shows a text, which must be the program's own or escaped.
func (l *Line) Say(text string) tea.Cmd {
	l.id++
	l.text, l.last, l.failed = text, text, false
	return l.After(Shown, ExpiredMsg{ID: l.id})
}

// Fail shows a text on what did not work. It stays until the next key.
func (l *Line) Fail(text string) tea.Cmd {
	l.id++
	l.text, l.last, l.failed = text, text, true
	return nil
}

// Keep takes what is told elsewhere for the last notice, so that all of it can be read.
func (l *Line) Keep(text string) { l.last = text }

// Expire takes the notice with an id away.
func (l *Line) Expire(id int) {
	if id == l.id {
		l.text = ""
	}
}

// Clear takes whatever notice there is away: the user went on.
func (l *Line) Clear() { l.text = "" }
