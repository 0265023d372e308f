package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/connect"
	"glimpse/ui/detail"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/list"
)

// do carries an intent out: it changes the App, or returns the command that
// does what takes time.
func (a *App) do(wanted intent.Intent) tea.Cmd {
	switch wanted := wanted.(type) {
	case nil:
		return nil
	case intent.All:
		return a.doAll(wanted)
	case intent.Fetch:
		return a.fetch(wanted)
	case intent.SetSort:
		return a.setSort(wanted)
	case intent.OpenImage:
		return a.openImage(wanted)
	case intent.ReadImage:
		return a.readImage(wanted)
	case intent.Connect:
		return a.connectTo(wanted)
	case intent.Reconnect:
		return a.reconnect()
	case intent.PickCloud:
		return a.askClouds(false)
	case intent.Close:
		return a.close()
	case intent.Quit:
		return tea.Quit
	case intent.Copy:
		return a.copy(wanted)
	case intent.Tell:
		return a.notice.say(wanted.Text)
	}
	return nil
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
	return tea.Batch(copyText(wanted.Text), said)
}

// ticket gives out the next ticket.
func (a *App) ticket() ticket {
	a.last++
	return a.last
}

// setSort shows the images in another order: from memory if all of them are
// loaded, from the service if it can give the order, and otherwise, if the
// user wants that, by reading all of them.
func (a *App) setSort(wanted intent.SetSort) tea.Cmd {
	sorted := a.images.Query()
	sorted.Sort = wanted.Keys
	split, err := sorted.Split(a.now)
	switch {
	case err != nil:
		return a.notice.say(a.theme.Cells.ShowString(err.Error()))
	case a.images.Reorder(sorted, split):
		return nil
	case split.SortLocal && !wanted.Anyway:
		wanted.Anyway = true
		key := a.theme.Cells.ShowString(list.SortName(wanted.Keys[0]))
		text := "The service cannot sort reliably by " + key + ", so every image has to be read to sort them here. So far: " +
			a.images.CountText() + "."
		a.show(dialog.NewQuestion(a.theme, "Read all images?", text, wanted))
		return nil
	}
	return a.do(a.images.Begin(sorted, split))
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
		a.reading = 0
	case *connect.Screen:
		a.cancelConnect()
		a.connecting = 0
	}
	a.screens = a.screens[:len(a.screens)-1]
	return nil
}
