package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/keymap"
	"glimpse/ui/list"
	"glimpse/ui/terminal"
)

// wheelLines is how far one notch of the mouse wheel goes.
const wheelLines = 3

// bindings returns the keys that hold just now, the nearest first: those of
// the dialog in front alone, or else those of the screen that is seen.
// This is the one place in which the keys of the configuration take effect.
func (a *App) bindings() []action.Group {
	front := a.Layers.Dialog()
	if front == nil {
		return a.withKeys(a.Layers.Top().Bindings())
	}
	if _, isHelp := front.(*dialog.Help); isHelp {
		return a.options.Keys.Apply(front.Bindings())
	}
	return a.withKeys(front.Bindings())
}

func (a *App) withKeys(groups []action.Group) []action.Group {
	groups = a.options.Keys.Apply(groups)
	for i, group := range groups {
		if group.Scope == keymap.Own {
			for _, binding := range group.Bindings {
				command, _ := a.options.Keys.Command(binding.Action)
				groups[i] = groups[i].Disable(binding.Action, a.own.Refusal(command))
			}
		}
	}
	return action.WithHelp(groups, a.options.Keys.Everywhere(action.Help))
}

// key turns a key into an action and hands it to who is concerned. A key that
// cannot act says why.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	pressed := msg.String()
	press, binding, bound := action.Match(a.bindings(), pressed)
	said, _ := a.Notice.Text()
	if a.options.Keys.Means(pressed, action.Message) && !a.areas.small {
		return a.showMessage()
	}
	a.Notice.Clear()
	switch {
	case bound && press.Action == action.Quit:
		return a.do(intent.Quit{})
	case a.options.Keys.Means(pressed, action.Suspend):
		return terminal.Suspend()
	case !a.Layers.TakesKeys(a.Now):
		return nil
	case a.areas.small:
		// Nothing else can be seen, so nothing else is done.
		if bound && press.Action == action.Leave {
			return a.do(intent.Quit{})
		}
		return nil
	case bound && press.Action == action.Back && a.Work.Busy() && !a.prompting():
		return a.Work.Cancel()
	case !bound && a.Layers.Typing() != nil:
		return a.do(a.Layers.Typing().Type(msg))
	case !bound:
		if msg.Text == "" {
			return nil
		}
		return a.Notice.Say(a.Theme.Cells.ShowString(pressed) + " does nothing here; " + a.wayOut())
	case binding.DisabledReason != "" && press.Action == action.Back && said != "":
		return nil // it ended the message
	}
	return a.act(press, binding)
}

// showMessage shows the whole of the last message.
func (a *App) showMessage() tea.Cmd {
	if a.Notice.Last() == "" {
		return a.Notice.Say("there was no message yet")
	}
	if _, open := a.Layers.Dialog().(*dialog.Message); !open {
		a.Layers.Show(dialog.NewMessage(a.Theme, a.Notice.Last()))
	}
	return nil
}

// helpKey names the key of the help.
func (a *App) helpKey() string { return a.Theme.Keys.For("everywhere", action.Help) }

// wayOut says where the keys are listed.
func (a *App) wayOut() string {
	if menu, asks := a.Layers.Dialog().(*dialog.Menu); asks && menu.Ways() != "" {
		return menu.Ways()
	}
	if a.Layers.Dialog() != nil {
		return a.helpKey() + " lists the keys, esc closes this"
	}
	return a.helpKey() + " lists the keys"
}

// act does what a key or its name asks for, or says why that cannot be done: by
// the line of commands that the key stands for, or by who is in front.
func (a *App) act(press action.Press, binding action.Binding) tea.Cmd {
	switch {
	case binding.DisabledReason != "":
		return a.Notice.Say(binding.DisabledReason)
	case press.Action == action.Quit:
		return a.do(intent.Quit{})
	case press.Action == action.Message:
		return a.showMessage()
	case binding.Line != "":
		return a.runLine(binding.Line)
	}
	if command, own := a.options.Keys.Command(press.Action); own {
		if command.Line != "" {
			return a.runLine(command.Line)
		}
		return a.do(intent.RunOwn{Name: command.Name})
	}
	if front := a.Layers.Dialog(); front != nil {
		if _, isHelp := front.(*dialog.Help); !isHelp && press.Action == action.Help {
			a.Layers.Show(dialog.NewHelp(a.Theme, a.bindings()))
			return nil
		}
		return a.do(front.Act(press))
	}
	switch press.Action {
	case action.Help:
		a.help()
		return nil
	case action.Command:
		return a.do(intent.TypeCommand{})
	default:
		return a.do(a.Layers.Top().Act(press))
	}
}

// help lists the live keys, what the signs of the list mean where it is seen,
// and the commands.
func (a *App) help() {
	changes, _ := a.Changes()
	sections := []dialog.Section{dialog.Commands(changes != nil, a.bindings()), dialog.Language()}
	if len(a.options.Aliases) > 0 {
		sections = append(sections, dialog.Aliases(a.Theme, a.options.Aliases))
	}
	if _, onList := a.Layers.Top().(*list.Screen); onList {
		sections = append([]dialog.Section{dialog.Signs(a.Theme)}, sections...)
	}
	a.Layers.Show(dialog.NewHelp(a.Theme, a.bindings(), sections...))
}

// paste hands on what was pasted. Where no text is typed it does nothing: what
// is pasted must not act as keys.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	a.Notice.Clear()
	switch text := a.Layers.Typing(); {
	case a.areas.small || !a.Layers.TakesKeys(a.Now):
		return nil
	case text != nil:
		return a.do(text.Paste(msg.Content))
	default:
		return a.Notice.Say("nothing to paste into here; " + a.Theme.Keys.For("list", action.Search) + " begins a search, " +
			a.Theme.Keys.For("everywhere", action.Command) + " a command")
	}
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
	if front := a.Layers.Dialog(); front != nil {
		front.Wheel(lines)
		return nil
	}
	return a.do(a.Layers.Top().Wheel(lines))
}

func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	y := msg.Y - a.areas.top
	if msg.Button != tea.MouseLeft || a.Layers.Dialog() != nil || a.areas.small || y < 0 || y >= a.areas.body {
		return nil
	}
	return a.do(a.Layers.Top().Click(msg.X, y))
}
