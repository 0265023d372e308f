package ui

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
)

// NewWithoutTimers makes an App whose notices stay, for tests that run every
// command to its end.
func NewWithoutTimers(options Options) *App {
	a := New(options)
	a.notice.expiry = func(int) tea.Cmd { return nil }
	a.retry.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	a.auto.after = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		a.auto.waiting = msg
		return nil
	}
	a.layers.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	a.watch.after = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		looks.Store(a, msg)
		return nil
	}
	return a
}

// Seen says that a dialog which opened by itself has been seen.
func Seen(a *App) { a.layers.unseen = nil }

// looks are the messages that Apps wait for to look at their jobs again.
var looks sync.Map

// JobsDue returns the message that the next look at the jobs waits for, and
// forgets it; nil is that none is awaited.
func JobsDue(a *App) tea.Msg {
	msg, _ := looks.LoadAndDelete(a)
	return msg
}

// RetryDue returns the message that the next attempt waits for, or nil.
func RetryDue(a *App) tea.Msg { return a.retry.waiting }

// RefreshDue returns the message that the automatic refresh waits for.
func RefreshDue(a *App) tea.Msg { return a.auto.waiting }

// NoticeExpired returns the message that ends the nth notice.
func NoticeExpired(n int) tea.Msg { return noticeExpiredMsg{id: n} }

// Shown returns the query that the header tells.
func Shown(a *App) query.Query { return a.images.Query() }
