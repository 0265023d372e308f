package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/connect"
	"glimpse/ui/detail"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/review"
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
		return a.quit(wanted)
	case intent.Write:
		return a.write(wanted)
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

// quit leaves the program. Where a job is under way or something was typed in
// an editor it asks first.
func (a *App) quit(wanted intent.Quit) tea.Cmd {
	if editor := a.layers.unsaved(); editor != nil {
		if a.warned == editor {
			return tea.Quit // a question would take the editor's place
		}
		a.warned = editor
		also := ""
		if a.busy() {
			also = ", and a job is under way"
		}
		return a.notice.say("what was typed here would be lost" + also + ": ctrl+c again quits all the same")
	}
	if !a.busy() || wanted.Anyway {
		return tea.Quit
	}
	if question, asked := a.layers.dialog().(*dialog.Question); asked && question == a.leaving {
		return tea.Quit // asked for twice
	}
	said := a.theme.Cells.ShowString(a.watch.current.Title) +
		" is under way. What is on its way ends; the rest can be finished at the next start."
	a.leaving = dialog.NewDestructiveQuestion(a.theme, "Quit in the middle of a job?", said, intent.Quit{Anyway: true})
	a.show(a.leaving)
	return nil
}

// ticket gives out the next ticket.
func (a *App) ticket() ticket {
	a.last++
	return a.last
}

// close takes the overlay or the screen on top away, with what it waited for.
// The last screen stays.
func (a *App) close() tea.Cmd {
	if a.layers.dialog() != nil {
		a.layers.pop()
		return nil
	}
	switch a.top().(type) {
	case *review.Screen:
		finishes := a.change.finishes != ""
		a.leavePlan()
		a.change.finishes = ""
		if finishes {
			return a.notice.say(decideLater)
		}
		return nil
	case *detail.Screen:
		a.cancelImage()
		a.cancelExtras()
		a.reading, a.extras = 0, 0
	case *connect.Screen:
		a.cancelConnect()
		a.connecting = 0
	}
	a.layers.pop()
	return nil
}
