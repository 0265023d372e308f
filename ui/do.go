package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/connect"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
)

// do carries an intent out: it changes the App, or returns the command that
// does what takes time. What is about the cloud is carried out by doPlace, what
// is about the query by doQuery, what is about the look and the panes by
// doLook.
func (a *App) do(wanted intent.Intent) tea.Cmd {
	switch wanted := wanted.(type) {
	case nil:
		return nil
	case intent.All:
		return a.doAll(wanted)
	case intent.Fetch:
		return a.fetch(wanted)
	case intent.OpenImage:
		return a.openImage(wanted)
	case intent.ReadImage:
		return a.readAgain(wanted)
	case intent.Close:
		return a.close()
	case intent.Quit:
		return tea.Quit
	case intent.Copy:
		return a.copy(wanted)
	case intent.Tell:
		return a.notice.say(wanted.Text)
	default:
		return a.doPlace(wanted)
	}
}

func (a *App) doAll(all intent.All) tea.Cmd {
	commands := make([]tea.Cmd, 0, len(all))
	for _, each := range all {
		commands = append(commands, a.do(each))
	}
	return tea.Batch(commands...)
}

func (a *App) copy(wanted intent.Copy) tea.Cmd {
	said := a.notice.say("copied the " + wanted.What + " " + a.theme.Cells.ShowString(wanted.Text))
	return tea.Batch(copyText(wanted.Text, a.through), said)
}

// ticket gives out the next ticket.
func (a *App) ticket() ticket {
	a.last++
	return a.last
}

// close takes the overlay or the screen on top away, with what it waited for.
// The last screen stays.
func (a *App) close() tea.Cmd {
	switch {
	case a.overlay != nil:
		a.overlay = nil
		return nil
	case len(a.screens) == 1:
		return nil
	}
	switch a.top().(type) {
	case *detail.Screen:
		a.cancelImage()
		a.cancelExtras()
		a.reading, a.extras = 0, 0
	case *connect.Screen:
		a.cancelConnect()
		a.connecting = 0
	}
	a.screens = a.screens[:len(a.screens)-1]
	return nil
}
