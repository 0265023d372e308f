package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/human"
)

// LeastRefresh is the shortest time between two refreshes: a list is many
// requests' worth of work for a service.
const LeastRefresh = 2 * time.Second

// autoRefresh reads the list anew every so often. It is off while every is
// zero, and then costs nothing.
type autoRefresh struct {
	every  time.Duration
	serial int
	// after returns the command that answers with a message after a while;
	// tests replace it by one that does not wait.
	after func(wait time.Duration, msg tea.Msg) tea.Cmd
	// waiting is the message that is waited for, for tests.
	waiting tea.Msg
}

// refreshDueMsg tells that it is time to refresh, if the serial still counts.
type refreshDueMsg struct{ serial int }

func waitFor(wait time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(wait, func(time.Time) tea.Msg { return msg })
}

// set changes how often it is refreshed; zero ends it.
func (r *autoRefresh) set(every time.Duration) tea.Cmd {
	r.every = every
	if every > 0 {
		r.every = max(every, LeastRefresh)
	}
	return r.next()
}

// next waits for the next refresh. What was waited for before is forgotten.
func (r *autoRefresh) next() tea.Cmd {
	r.serial++
	if r.every == 0 {
		return nil
	}
	return r.after(r.every, refreshDueMsg{serial: r.serial})
}

// text says how often it is refreshed, or nothing.
func (r *autoRefresh) text() string {
	if r.every == 0 {
		return ""
	}
	return "refreshed every " + human.Duration(r.every)
}

// setRefresh changes how often the list is refreshed.
func (a *App) setRefresh(every time.Duration) tea.Cmd {
	next := a.auto.set(every)
	said := "the list is refreshed with ctrl+r only"
	if text := a.auto.text(); text != "" {
		said = "the list is " + text
	}
	return tea.Batch(next, a.notice.say(said))
}

// refreshDue refreshes the list, unless it is being read anyway or its last
// reading failed: that is shown until the user tries again.
func (a *App) refreshDue(msg refreshDueMsg) tea.Cmd {
	if msg.serial != a.auto.serial || a.auto.every == 0 {
		return nil
	}
	next := a.auto.next()
	if a.images == nil || a.images.Busy() {
		return next
	}
	return tea.Batch(next, a.do(a.images.Refresh()))
}
