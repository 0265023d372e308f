package ui

import tea "charm.land/bubbletea/v2"

// notice is the line that the footer shows for a while instead of the keys.
// It has an id so that the end of an older one does not wipe a newer.
type notice struct {
	id   int
	text string
	// failed says that the text tells of something that did not work.
	failed bool
	// expiry returns the command that ends a notice after a while; tests
	// replace it by one that does not wait.
	expiry func(id int) tea.Cmd
}

// say shows a text, which must be the program's own or escaped.
func (n *notice) say(text string) tea.Cmd {
	n.id++
	n.text, n.failed = text, false
	return n.expiry(n.id)
}

// fail shows a text on what did not work. It stays until the next key.
func (n *notice) fail(text string) tea.Cmd {
	n.id++
	n.text, n.failed = text, true
	return nil
}

// expire takes the notice with an id away.
func (n *notice) expire(id int) {
	if id == n.id {
		n.text = ""
	}
}

// clear takes whatever notice there is away: the user went on.
func (n *notice) clear() { n.text = "" }
