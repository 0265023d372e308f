package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/dialog"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/list"
	"glimpse/ui/review"
)

// wheelLines is how far one notch of the mouse wheel goes.
const wheelLines = 3

// bindings returns the keys that hold just now, the nearest first: those of
// the overlay alone, or else those of the screen that is seen.
func (a *App) bindings() []keys.Group {
	if front := a.layers.dialog(); front != nil {
		return front.Bindings()
	}
	return a.top().Bindings()
}

// key turns a key into an action and hands it to who is concerned. A key that
// cannot act says why.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	pressed := msg.String()
	press, binding, bound := keys.Match(a.bindings(), pressed)
	a.notice.clear()
	switch {
	case bound && press.Action == keys.Quit:
		return a.do(intent.Quit{})
	case !a.layers.takesKeys(a.now):
		return nil
	case a.areas.small:
		// Nothing else can be seen, so nothing else is done.
		if bound && press.Action == keys.Leave {
			return a.do(intent.Quit{})
		}
		return nil
	case !bound && a.typing() != nil:
		return a.do(a.typing().Type(msg))
	case !bound:
		if msg.Text == "" {
			return nil
		}
		return a.notice.say(a.theme.Cells.ShowString(pressed) + " does nothing here; " + a.wayOut())
	case binding.Why != "":
		return a.notice.say(binding.Why)
	}
	return a.act(press)
}

// wayOut says where the keys are listed.
func (a *App) wayOut() string {
	if menu, asks := a.layers.dialog().(*dialog.Menu); asks && menu.Ways() != "" {
		return menu.Ways()
	}
	if a.layers.dialog() != nil {
		return "the keys stand below, esc leaves"
	}
	return "? lists the keys"
}

func (a *App) act(press keys.Press) tea.Cmd {
	if front := a.layers.dialog(); front != nil {
		if _, edits := front.(*edit.Pane); edits && press.Action == keys.Help {
			a.show(dialog.NewHelp(a.theme, front.Bindings()))
			return nil
		}
		return a.do(front.Act(press))
	}
	switch press.Action {
	case keys.Help:
		a.help()
		return nil
	case keys.Command:
		return a.do(intent.TypeCommand{})
	case keys.Suspend:
		return withOwnTitle(tea.Suspend)
	default:
		return a.do(a.top().Act(press))
	}
}

// help lists the live keys, what the signs of the list mean where it is seen,
// and the commands.
func (a *App) help() {
	changes, _ := a.changes()
	sections := []dialog.Section{dialog.Commands(changes != nil), dialog.Language()}
	if _, onList := a.top().(*list.Screen); onList {
		sections = append([]dialog.Section{dialog.Signs(a.theme)}, sections...)
	}
	a.show(dialog.NewHelp(a.theme, a.top().Bindings(), sections...))
}

// typing returns where text is typed: the overlay, or the screen that asks for
// a word, if there is one.
func (a *App) typing() typist {
	if front := a.layers.dialog(); front != nil {
		text, _ := front.(typist)
		return text
	}
	if screen, asks := a.top().(interface {
		typist
		Typing() bool
	}); asks && screen.Typing() {
		return screen
	}
	return nil
}

// paste hands on what was pasted. Where no text is typed it does nothing: what
// is pasted must not act as keys.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	a.notice.clear()
	switch text := a.typing(); {
	case a.areas.small || !a.layers.takesKeys(a.now):
		return nil
	case text != nil:
		return a.do(text.Paste(msg.Content))
	default:
		return a.notice.say("nothing to paste into here; / begins a search, : a command")
	}
}

// show opens a dialog that the user asked for, in front of everything.
func (a *App) show(o overlay) {
	o.SetSize(a.areas.width, a.areas.height)
	a.layers.pushDialog(o)
}

// offer opens a dialog that came up by itself, or lets it wait while the user
// is at something else than the screen that it is about, if it is about one.
func (a *App) offer(o overlay, about screen) tea.Cmd {
	o.SetSize(a.areas.width, a.areas.height)
	engaged := a.engaged() && (about != a.top() || a.typing() != nil)
	if a.layers.offer(o, engaged, a.now) {
		return a.layers.after(grace, graceOverMsg{})
	}
	return a.notice.say("a question waits until you leave this")
}

// openWaiting opens what waits, once the user is at nothing else.
func (a *App) openWaiting() tea.Cmd {
	opened := a.layers.admit(a.engaged(), a.now)
	if opened == nil {
		return nil
	}
	opened.SetSize(a.areas.width, a.areas.height)
	return a.layers.after(grace, graceOverMsg{})
}

// wentOn reports whether the user is at something else by now than at the
// screen from which something was asked for.
func (a *App) wentOn(from screen) bool { return a.layers.dialog() != nil || a.top() != from }

// engaged reports whether a question over the screen that is seen would take
// the keys from what the user is at: a word that is typed, or a decision.
func (a *App) engaged() bool {
	_, previews := a.top().(*review.Screen)
	return previews || a.typing() != nil
}

func (a *App) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	var lines int
	switch msg.Button {
	case tea.MouseWheelUp:
		lines = -wheelLines
	case tea.MouseWheelDown:
		lines = wheelLines
	default:
		return nil
	}
	if front := a.layers.dialog(); front != nil {
		front.Wheel(lines)
		return nil
	}
	return a.do(a.top().Wheel(lines))
}

func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	y := msg.Y - a.areas.top
	if msg.Button != tea.MouseLeft || a.layers.dialog() != nil || a.areas.small || y < 0 || y >= a.areas.body {
		return nil
	}
	return a.do(a.top().Click(msg.X, y))
}
