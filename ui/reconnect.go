package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/human"
	"glimpse/ui/problem"
)

// waits are how long it is waited before a list that could not be read for
// want of a connection is asked for again; the last one is repeated.
var waits = [...]time.Duration{2 * time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second}

// reconnection tries again by itself what a lost connection has stopped.
type reconnection struct {
	serial, attempt int
	after           func(wait time.Duration, msg tea.Msg) tea.Cmd
	// waiting is the message that is waited for, for tests.
	waiting tea.Msg
}

// retryDueMsg tells that it is time to try again, if the serial still counts.
type retryDueMsg struct{ serial int }

// begin waits for the next attempt, and says how long.
func (r *reconnection) begin() (cmd tea.Cmd, wait time.Duration) {
	wait = waits[min(r.attempt, len(waits)-1)]
	r.attempt++
	r.serial++
	r.waiting = retryDueMsg{serial: r.serial}
	return r.after(wait, r.waiting), wait
}

// end forgets what is waited for: there was an answer, or the user went on.
func (r *reconnection) end() {
	r.serial++
	r.attempt, r.waiting = 0, nil
}

// cutOff tells that a failure is one that passes by itself.
func cutOff(err error) bool {
	kind := problem.Of(err).Kind
	return kind == problem.Unreachable || kind == problem.Busy
}

// pageFailed takes why a page could not be read. Where the connection was
// lost, the page is asked for again after a while.
func (a *App) pageFailed(msg pageMsg) tea.Cmd {
	again := ""
	var cmd tea.Cmd
	if cutOff(msg.err) {
		var wait time.Duration
		cmd, wait = a.retry.begin()
		again = "trying again in " + human.Duration(wait)
	}
	a.images.Fail(msg.ticket, msg.err, again)
	return cmd
}

// retryDue asks again for what a lost connection has stopped.
func (a *App) retryDue(msg retryDueMsg) tea.Cmd {
	if msg.serial != a.retry.serial || a.images == nil || !a.images.Failed() {
		return nil
	}
	return a.do(a.images.Refresh())
}
