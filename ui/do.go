package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/dialog"
	"glimpse/ui/format"
	"glimpse/ui/intent"
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
		return a.clouds.Do(wanted)
	case intent.ForBrowse:
		return a.browse.Do(wanted)
	case intent.ForImage:
		return a.image.Do(wanted)
	case intent.ForChange:
		return a.change.Do(wanted)
	case intent.ForJobs:
		return a.jobs.Do(wanted)
	default:
		return a.Unhandled(wanted)
	}
}

func (a *App) doShell(wanted intent.ForShell) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Close:
		return a.close()
	case intent.Quit:
		return a.quit(wanted)
	case intent.Notify:
		return a.Notice.Say(wanted.Text)
	case intent.Write:
		return a.write(wanted)
	case intent.ReadFolder:
		return a.readFolder(wanted.Folder)
	case intent.ReadVolumes:
		return a.readVolumes()
	case intent.ReadSources:
		return a.readSources(wanted.Region)
	case intent.TypeCommand:
		return a.typeCommand(wanted)
	case intent.Run:
		return a.run(wanted)
	case intent.RunOwn:
		return a.own.Run(wanted)
	case intent.TypeSearch:
		return a.typeSearch(wanted)
	case intent.Search:
		return a.search(wanted)
	default:
		return a.Unhandled(wanted)
	}
}

func (a *App) doAll(all intent.All) tea.Cmd {
	commands := make([]tea.Cmd, 0, len(all))
	for _, each := range all {
		commands = append(commands, a.do(each))
	}
	return tea.Batch(commands...)
}

// quit leaves the program. Where a job is under way or something was typed in
// an editor it asks first.
func (a *App) quit(wanted intent.Quit) tea.Cmd {
	if editor := a.Layers.Unsaved(); editor != nil {
		if a.warned == editor {
			return tea.Quit // a question would take the editor's place
		}
		a.warned = editor
		also := ""
		if a.Busy() {
			also = ", and a job is running"
		}
		return a.Notice.Say("your changes here would be lost" + also + ": ctrl+c again quits anyway")
	}
	if !a.Busy() || wanted.Force {
		return tea.Quit
	}
	if question, asked := a.Layers.Dialog().(*dialog.Question); asked && question == a.leaving {
		return tea.Quit // asked for twice
	}
	said := a.Theme.Cells.ShowString(a.jobs.Current().Title) + " is running. " + format.Leaving(a.jobs.Current().Plan, "next time")
	a.leaving = dialog.NewDestructiveQuestion(a.Theme, "Quit in the middle of a job?", said, intent.Quit{Force: true})
	a.Layers.Show(a.leaving)
	return nil
}

// close takes away what is in front, with what it waited for. The last screen
// stays.
func (a *App) close() tea.Cmd {
	if a.Layers.Dialog() != nil {
		a.Layers.Pop()
		return nil
	}
	if len(a.Layers.Screens()) == 1 {
		return nil
	}
	left := a.Layers.Top()
	a.Layers.Pop()
	a.image.Leave(left)
	a.clouds.Leave(left)
	return a.change.Leave(left)
}
