package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// grace is how long a dialog that opened by itself takes no key: whoever was
// typing has not seen it yet.
const grace = 500 * time.Millisecond

// layers is everything that is open, the last in front: screens, which fill
// the body, and dialogs, each of which lies over what is behind it. The last
// one has the keys. There is always a screen.
type layers struct {
	open []layer
	// waiting are the dialogs that came up by themselves while the user was
	// at something else, the oldest first.
	waiting []overlay
	// unseen is the dialog in front where it opened by itself, and until when
	// it takes no key.
	unseen overlay
	until  time.Time
	// after returns the command that sends a message later.
	after func(wait time.Duration, msg tea.Msg) tea.Cmd
}

// graceOverMsg says that a dialog which opened by itself takes keys from now
// on, so that the footer shows them.
type graceOverMsg struct{}

// layer is a screen or a dialog; the other is nil.
type layer struct {
	screen screen
	dialog overlay
}

// screen returns the screen that is seen.
func (l *layers) screen() screen {
	for _, one := range slices.Backward(l.open) {
		if one.screen != nil {
			return one.screen
		}
	}
	return nil
}

// screens returns every screen, the one that is seen last.
func (l *layers) screens() []screen {
	all := make([]screen, 0, len(l.open))
	for _, one := range l.open {
		if one.screen != nil {
			all = append(all, one.screen)
		}
	}
	return all
}

// dialog returns the dialog in front, or nil where that is a screen.
func (l *layers) dialog() overlay {
	if len(l.open) == 0 {
		return nil
	}
	return l.open[len(l.open)-1].dialog
}

// behind returns the dialog that the screen in front lies on, or nil.
func (l *layers) behind(front screen) overlay {
	at := slices.IndexFunc(l.open, func(one layer) bool { return one.screen == front })
	if at < 1 {
		return nil
	}
	return l.open[at-1].dialog
}

// unsaved returns the editor in which something was typed, wherever it is open,
// or nil.
func (l *layers) unsaved() overlay {
	for _, one := range slices.Backward(l.open) {
		if editor, edits := one.dialog.(interface{ Unsaved() bool }); edits && editor.Unsaved() {
			return one.dialog
		}
	}
	return nil
}

func (l *layers) push(s screen)        { l.open = append(l.open, layer{screen: s}) }
func (l *layers) pushDialog(d overlay) { l.open = append(l.open, layer{dialog: d}) }

// pop takes away what is in front. The last screen stays.
func (l *layers) pop() {
	last := len(l.open) - 1
	if l.open[last].screen == nil || len(l.screens()) > 1 {
		l.open = l.open[:last]
	}
}

// reset puts screens in the place of all others. The dialogs in front of them
// stay where they are: somebody types there.
func (l *layers) reset(screens ...screen) {
	front := len(l.open)
	for front > 0 && l.open[front-1].dialog != nil {
		front--
	}
	open := make([]layer, len(screens), len(screens)+len(l.open)-front)
	for i, s := range screens {
		open[i].screen = s
	}
	l.open = append(open, l.open[front:]...)
}

// remove takes a screen away wherever it is, and the dialog that it lies on.
func (l *layers) remove(s screen) {
	at := slices.IndexFunc(l.open, func(one layer) bool { return one.screen == s })
	if at < 0 {
		return
	}
	from := at
	if from > 0 && l.open[from-1].dialog != nil {
		from--
	}
	l.open = slices.Delete(l.open, from, at+1)
}

// backTo takes away what lies in front of the screen that a test finds, if
// there is one.
func (l *layers) backTo(found func(screen) bool) {
	for i, one := range slices.Backward(l.open) {
		if one.screen != nil && found(one.screen) {
			l.open = l.open[:i+1]
			return
		}
	}
}

// offer takes a dialog that nobody asked for just now: its answer arrived, or
// something was left unfinished. It opens in front where the user is at
// nothing else, and takes no key at first; otherwise it waits until then.
func (l *layers) offer(d overlay, engaged bool, now time.Time) (opened bool) {
	if engaged || l.dialog() != nil || len(l.waiting) > 0 {
		l.waiting = append(l.waiting, d)
		return false
	}
	l.openUnseen(d, now)
	return true
}

// admit opens the dialog that has waited longest, if the user is at nothing
// else any more, and returns it.
func (l *layers) admit(engaged bool, now time.Time) overlay {
	if len(l.waiting) == 0 || engaged || l.dialog() != nil {
		return nil
	}
	first := l.waiting[0]
	l.waiting = slices.Delete(l.waiting, 0, 1)
	l.openUnseen(first, now)
	return first
}

func (l *layers) openUnseen(d overlay, now time.Time) {
	l.pushDialog(d)
	l.unseen, l.until = d, now.Add(grace)
}

// takesKeys reports whether what is in front has been there for long enough to
// have been seen, if it opened by itself.
func (l *layers) takesKeys(now time.Time) bool {
	return l.unseen == nil || l.dialog() != l.unseen || !now.Before(l.until)
}
