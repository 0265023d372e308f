package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/connect"
	"glimpse/ui/detail"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/review"
)

// do carries an intent out: it hands it to the part of the program that is
// asked, which changes the App, or returns the command that does what takes
// time.
func (a *App) do(wanted intent.Intent) tea.Cmd {
	switch wanted := wanted.(type) {
	case nil:
		return nil
	case intent.All:
		return a.doAll(wanted)
	case intent.ForShell:
		return a.doShell(wanted)
	case intent.ForClouds:
		return a.doClouds(wanted)
	case intent.ForBrowse:
		return a.doBrowse(wanted)
	case intent.ForImage:
		return a.doImage(wanted)
	case intent.ForChange:
		return a.doChange(wanted)
	case intent.ForJobs:
		return a.doJobs(wanted)
	default:
		return a.unhandled(wanted)
	}
}

// unhandled says that nothing carries an intent out: a fault of the program,
// which a test of the groups finds before a user does.
func (a *App) unhandled(wanted intent.Intent) tea.Cmd {
	return a.notice.fail(fmt.Sprintf("a fault of glimpse: nothing carries out %T", wanted))
}

func (a *App) doShell(wanted intent.ForShell) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Close:
		return a.close()
	case intent.Quit:
		return a.quit(wanted)
	case intent.Tell:
		return a.notice.say(wanted.Text)
	case intent.Write:
		return a.write(wanted)
	case intent.TypeCommand:
		return a.typeCommand(wanted)
	case intent.Run:
		return a.run(wanted)
	case intent.TypeSearch:
		return a.typeSearch(wanted)
	case intent.Search:
		return a.search(wanted)
	default:
		return a.unhandled(wanted)
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
