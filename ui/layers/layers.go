// Package layers holds what is open on the screen, one thing in front of
// another: who is seen, who has the keys, and what waits until the user is at
// nothing else.
package layers

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// Screen fills the body: it acts on actions, answers with intents and draws
// itself in the room that it was given.
type Screen interface {
	SetSize(width, height int)
	Act(press action.Press) intent.Intent
	Wheel(lines int) intent.Intent
	Click(x, y int) intent.Intent
	Bindings() []action.Group
	View() string
}

// Dialog lies over a screen and gets the keys before it.
type Dialog interface {
	// SetSize gives it the size of the terminal without the line of messages.
	SetSize(width, height int)
	Act(press action.Press) intent.Intent
	Wheel(lines int)
	Bindings() []action.Group
	View() (lines []string, wide int)
}

// TextInput is a dialog or a screen in which text is typed: it gets the keys
// that are none of its bindings, and what is pasted.
type TextInput interface {
	Type(key tea.KeyPressMsg) intent.Intent
	Paste(text string) intent.Intent
}

// BottomDocked is a dialog that stands at the foot of the screen, in place of
// the footer, instead of in the middle.
type BottomDocked interface{ Docked() bool }

// Dirty is a dialog in which something may have been typed that would be lost.
type Dirty interface{ Unsaved() bool }

// ErrorSink is an editor that can be told why its change cannot be planned.
type ErrorSink interface{ Fail(why string) }

// Grace is how long a dialog that opened by itself takes no key: whoever was
// typing has not seen it yet.
const Grace = 500 * time.Millisecond

// GraceOverMsg says that a dialog which opened by itself takes keys from now
// on, so that the footer shows them.
type GraceOverMsg struct{}

// Stack is everything that is open, the last in front: screens, which fill the
// body, and dialogs, each of which lies over what is behind it. The last one
// has the keys. It is read and changed by Update and View alone.
type Stack struct {
	open []layer
	// waiting are the dialogs that came up by themselves while the user was at
	// something else, the oldest first.
	waiting []Dialog
	// unseen is the dialog in front where it opened by itself, and until when
	// it takes no key.
	unseen Dialog
	until  time.Time

	width, height, body int
}

// layer is a screen or a dialog; the other is nil.
type layer struct {
	screen Screen
	dialog Dialog
}

// Resize gives everything that is open its room: the screens so many lines of
// the terminal, the dialogs all of them but that of messages.
func (s *Stack) Resize(width, height, body int) {
	s.width, s.height, s.body = width, height, body
	for _, one := range s.open {
		s.size(one)
	}
}

func (s *Stack) size(one layer) {
	if one.screen != nil {
		one.screen.SetSize(s.width, s.body)
	} else {
		one.dialog.SetSize(s.width, max(0, s.height-1))
	}
}

// Top returns the screen that is seen, or nil before there is one.
func (s *Stack) Top() Screen {
	for _, one := range slices.Backward(s.open) {
		if one.screen != nil {
			return one.screen
		}
	}
	return nil
}

// Screens returns every screen, the one that is seen last.
func (s *Stack) Screens() []Screen {
	all := make([]Screen, 0, len(s.open))
	for _, one := range s.open {
		if one.screen != nil {
			all = append(all, one.screen)
		}
	}
	return all
}

// Dialog returns the dialog in front, or nil where that is a screen.
func (s *Stack) Dialog() Dialog {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1].dialog
}

// Dialogs returns the dialogs that lie over the screen that is seen, the one in
// front last.
func (s *Stack) Dialogs() []Dialog {
	front := len(s.open)
	for front > 0 && s.open[front-1].dialog != nil {
		front--
	}
	dialogs := make([]Dialog, 0, len(s.open)-front)
	for _, one := range s.open[front:] {
		dialogs = append(dialogs, one.dialog)
	}
	return dialogs
}

// Behind returns the dialog that a screen lies on, or nil.
func (s *Stack) Behind(front Screen) Dialog {
	at := s.indexOf(front)
	if at < 1 {
		return nil
	}
	return s.open[at-1].dialog
}

func (s *Stack) indexOf(screen Screen) int {
	return slices.IndexFunc(s.open, func(one layer) bool { return one.screen == screen })
}

// Unsaved returns the dialog in which something was typed that would be lost,
// wherever it is open, or nil.
func (s *Stack) Unsaved() Dialog {
	for _, one := range slices.Backward(s.open) {
		if editor, edits := one.dialog.(Dirty); edits && editor.Unsaved() {
			return one.dialog
		}
	}
	return nil
}

// Typing returns where text is typed: in the dialog in front, or in the screen,
// if that asks for a word; otherwise nil.
func (s *Stack) Typing() TextInput {
	if front := s.Dialog(); front != nil {
		text, _ := front.(TextInput)
		return text
	}
	if screen, asks := s.Top().(interface {
		TextInput
		Typing() bool
	}); asks && screen.Typing() {
		return screen
	}
	return nil
}

// WentOn reports whether the user is at something else by now than at the
// screen from which something was asked for.
func (s *Stack) WentOn(from Screen) bool { return s.Dialog() != nil || s.Top() != from }

// Push opens a screen in front of everything.
func (s *Stack) Push(screen Screen) {
	s.open = append(s.open, layer{screen: screen})
	s.size(s.open[len(s.open)-1])
}

// Show opens a dialog that the user asked for in front of everything.
func (s *Stack) Show(dialog Dialog) {
	s.open = append(s.open, layer{dialog: dialog})
	s.size(s.open[len(s.open)-1])
}

// Pop takes away what is in front. The last screen stays.
func (s *Stack) Pop() {
	last := len(s.open) - 1
	if s.open[last].screen == nil || len(s.Screens()) > 1 {
		s.open = s.open[:last]
	}
}

// Base takes everything away but one screen, which may be nil. One that is open has
// its room already.
func (s *Stack) Base(screen Screen) {
	if at := s.indexOf(screen); screen != nil && at >= 0 {
		s.open = append(s.open[:0], s.open[at])
		return
	}
	s.open = s.open[:0]
	if screen != nil {
		s.Push(screen)
	}
}

// Reset puts screens in the place of all others. The dialogs in front of them
// stay where they are: somebody types there. A nil screen is left out.
func (s *Stack) Reset(screens ...Screen) {
	front := len(s.open)
	for front > 0 && s.open[front-1].dialog != nil {
		front--
	}
	dialogs := slices.Clone(s.open[front:])
	s.open = s.open[:0]
	for _, screen := range screens {
		if screen != nil {
			s.Push(screen)
		}
	}
	s.open = append(s.open, dialogs...)
}

// Remove takes a screen away wherever it is, and the dialog that it lies on.
func (s *Stack) Remove(screen Screen) {
	at := s.indexOf(screen)
	if at < 0 {
		return
	}
	from := at
	if from > 0 && s.open[from-1].dialog != nil {
		from--
	}
	s.open = slices.Delete(s.open, from, at+1)
}

// BackTo takes away what lies in front of the screen that a test finds, if
// there is one.
func (s *Stack) BackTo(found func(Screen) bool) {
	for i, one := range slices.Backward(s.open) {
		if one.screen != nil && found(one.screen) {
			s.open = s.open[:i+1]
			return
		}
	}
}

// Offer takes a dialog that nobody asked for just now: its answer arrived, or
// something was left unfinished. It opens in front where the user is at nothing
// else, and takes no key at first; otherwise it waits until then. It reports
// whether it opened.
func (s *Stack) Offer(dialog Dialog, engaged bool, now time.Time) (opened bool) {
	if engaged || s.Dialog() != nil || len(s.waiting) > 0 {
		s.waiting = append(s.waiting, dialog)
		return false
	}
	s.showUnseen(dialog, now)
	return true
}

// Admit opens the dialog that has waited longest, if the user is at nothing
// else any more, and reports whether there is one.
func (s *Stack) Admit(engaged bool, now time.Time) (opened bool) {
	if len(s.waiting) == 0 || engaged || s.Dialog() != nil {
		return false
	}
	first := s.waiting[0]
	s.waiting = slices.Delete(s.waiting, 0, 1)
	s.showUnseen(first, now)
	return true
}

// Waiting returns how many dialogs wait.
func (s *Stack) Waiting() int { return len(s.waiting) }

// ForgetWaiting drops the dialogs that wait: they are about something that is
// no more.
func (s *Stack) ForgetWaiting() { s.waiting = nil }

func (s *Stack) showUnseen(dialog Dialog, now time.Time) {
	s.Show(dialog)
	s.unseen, s.until = dialog, now.Add(Grace)
}

// TakesKeys reports whether what is in front has been there for long enough to
// have been seen, if it opened by itself.
func (s *Stack) TakesKeys(now time.Time) bool {
	return s.unseen == nil || s.Dialog() != s.unseen || !now.Before(s.until)
}
