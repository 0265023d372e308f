package browse

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/format"
)

// leastRefresh is the shortest time between two refreshes: a list is many
// requests' worth of work for a service.
const leastRefresh = 2 * time.Second

// autoRefresh reads the list anew every so often. It is off while every is
// zero, and then costs nothing.
type autoRefresh struct {
	every  time.Duration
	serial int
}

// refreshDueMsg says that it is time to refresh, if the serial still counts.
type refreshDueMsg struct{ serial int }

// setEvery changes how often the list is refreshed; zero ends it.
func (f *Feature) setEvery(every time.Duration) tea.Cmd {
	f.auto.every = every
	if every > 0 {
		f.auto.every = max(every, leastRefresh)
	}
	return f.nextRefresh()
}

// nextRefresh waits for the next refresh. What was waited for before is
// forgotten.
func (f *Feature) nextRefresh() tea.Cmd {
	f.auto.serial++
	if f.auto.every == 0 {
		return nil
	}
	return f.ctx.After(f.auto.every, refreshDueMsg{serial: f.auto.serial})
}

// text says how often it is refreshed, or nothing.
func (r *autoRefresh) text() string {
	if r.every == 0 {
		return ""
	}
	return "refreshed every " + format.Duration(r.every)
}

// SetRefresh changes how often the list is refreshed, and says so.
func (f *Feature) SetRefresh(every time.Duration) tea.Cmd {
	next := f.setEvery(every)
	said := "the list is refreshed with " + f.ctx.Theme.Keys.For("everywhere", action.Refresh) + " only"
	if text := f.auto.text(); text != "" {
		said = "the list is " + text
	}
	return tea.Batch(next, f.ctx.Notice.Say(said))
}

// refreshDue refreshes the list, unless it is being read anyway or its last
// reading failed: that is shown until the user tries again.
func (f *Feature) refreshDue(msg refreshDueMsg) tea.Cmd {
	if msg.serial != f.auto.serial || f.auto.every == 0 {
		return nil
	}
	next := f.nextRefresh()
	if f.images == nil || f.images.Busy() {
		return next
	}
	return tea.Batch(next, f.ctx.Do(f.images.Refresh()))
}
