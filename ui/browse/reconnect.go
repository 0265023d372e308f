package browse

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/remote"
	"glimpse/ui/format"
	"glimpse/ui/problem"
)

// waits are how long it is waited before a list that could not be read for
// want of a connection is asked for again; the last one is repeated.
var waits = [...]time.Duration{2 * time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second}

// reconnection tries again by itself what a lost connection has stopped.
type reconnection struct{ serial, attempt int }

// retryDueMsg says that it is time to try again, if the serial still counts.
type retryDueMsg struct{ serial int }

// begin returns how long to wait for the next attempt, and what then comes.
func (r *reconnection) begin() (wait time.Duration, due retryDueMsg) {
	wait = waits[min(r.attempt, len(waits)-1)]
	r.attempt++
	r.serial++
	return wait, retryDueMsg{serial: r.serial}
}

// end forgets what is waited for: there was an answer, or the user went on.
func (r *reconnection) end() {
	r.serial++
	r.attempt = 0
}

// cutOff reports whether a failure is one that passes by itself.
func cutOff(err error) bool {
	kind := problem.Of(err).Kind
	return kind == remote.Unreachable || kind == remote.Busy
}

// pageFailed takes why a page could not be read. Where the connection was
// lost, the page is asked for again after a while.
func (f *Feature) pageFailed(msg pageMsg) tea.Cmd {
	again := ""
	var cmd tea.Cmd
	if cutOff(msg.err) {
		wait, due := f.retry.begin()
		cmd = f.ctx.After(wait, due)
		again = "trying again in " + format.Duration(wait)
	}
	f.images.Fail(msg.ticket, msg.err, again)
	return cmd
}

// retryDue asks again for what a lost connection has stopped.
func (f *Feature) retryDue(msg retryDueMsg) tea.Cmd {
	if msg.serial != f.retry.serial || f.images == nil || !f.images.Failed() {
		return nil
	}
	return f.ctx.Do(f.images.Refresh())
}
