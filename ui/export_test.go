package ui

import tea "charm.land/bubbletea/v2"

// NewWithoutTimers makes an App whose notices stay, for tests that run every
// command to its end.
func NewWithoutTimers(options Options) *App {
	a := New(options)
	a.notice.expiry = func(int) tea.Cmd { return nil }
	return a
}

// NoticeExpired returns the message that ends the nth notice.
func NoticeExpired(n int) tea.Msg { return noticeExpiredMsg{id: n} }
