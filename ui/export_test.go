package ui

import (
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/layers"
	"glimpse/ui/notice"
)

// NewWithoutTimers makes an App whose notices stay, in which half a second passes at
// once, and whose other timers wait until
// a test asks for what they would send, for tests that run every command to its
// end.
func NewWithoutTimers(options Options) *App {
	a := New(options)
	a.After = func(wait time.Duration, msg tea.Msg) tea.Cmd {
		if wait == layers.Grace {
			return func() tea.Msg { return msg }
		}
		timers.Store(timer{a, fmt.Sprintf("%T", msg)}, msg)
		return nil
	}
	return a
}

// timers are the messages that Apps wait for, by their types.
var timers sync.Map

type timer struct {
	app *App
	msg string
}

func due(a *App, kind string) tea.Msg {
	msg, _ := timers.LoadAndDelete(timer{a, kind})
	return msg
}

// JobsDue returns the message that the next look at the jobs waits for, and
// forgets it; nil is that none is awaited.
func JobsDue(a *App) tea.Msg { return due(a, "jobs.DueMsg") }

// LeftGoingDue returns the message that the next look at the images waits for with which
// the service goes on after their job, or nil.
func LeftGoingDue(a *App) tea.Msg { return due(a, "jobs.leftGoingMsg") }

// RetryDue returns the message that the next attempt waits for, or nil.
func RetryDue(a *App) tea.Msg { return due(a, "browse.retryDueMsg") }

// RefreshDue returns the message that the automatic refresh waits for.
func RefreshDue(a *App) tea.Msg { return due(a, "browse.refreshDueMsg") }

// NoticeExpired returns the message that ends the nth notice.
func NoticeExpired(n int) tea.Msg { return notice.ExpiredMsg{ID: n} }

// Shown returns the query that the header tells.
func Shown(a *App) query.Query { return a.browse.Images().Query() }

// Seen lets the time pass in which a dialog that opened by itself takes no key.
func Seen(a *App) {
	now := a.options.Now
	a.options.Now = func() time.Time { return now().Add(layers.Grace) }
	a.Now = a.options.Now()
}

// Bindings returns what the keys do just now.
func Bindings(a *App) []action.Group { return a.bindings() }
