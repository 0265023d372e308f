package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	modellist "glimpse/model/list"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// run carries out a line of commands: what the screen in front does by that
// name, or else a command.
func (a *App) run(wanted intent.Run) tea.Cmd {
	line := strings.TrimLeft(wanted.Line, " :")
	if press, binding, named := action.Named(a.bindings(), line); named {
		return tea.Batch(a.commands.Add(line), a.act(press, binding))
	}
	read, err := command.Parse(a.options.Aliases.Expand(line))
	if err != nil {
		return a.Notice.Fail(a.Theme.Cells.ShowString(a.wrongLine(line, err)))
	}
	return tea.Batch(a.commands.Add(line), a.runCommand(read))
}

// runLine carries out the line that a key stands for: a command, one that an alias
// stands for, or what the screen in front does by that name.
func (a *App) runLine(line string) tea.Cmd {
	read, err := command.Parse(a.options.Aliases.Expand(line))
	if err == nil {
		return a.runCommand(read)
	}
	line = strings.TrimLeft(line, " :")
	if press, binding, named := action.Named(a.bindings(), line); named {
		return a.act(press, binding)
	}
	return a.Notice.Fail(a.Theme.Cells.ShowString(a.wrongLine(line, err)))
}

// runCommand carries a command out, from the screen on which it makes sense.
func (a *App) runCommand(read command.Command) tea.Cmd {
	leaves, toList := true, false
	switch read.(type) {
	case nil, command.Theme, command.Jobs, command.Log:
		leaves = false
	case command.Cloud, command.Undo, command.Export, command.LoadAll:
	case command.Change:
		// In detail it is about that image.
		_, holds := a.Layers.Top().(interface{ Targets() []*model.Image })
		toList = !holds
	default:
		toList = true
	}
	if leaves && a.Layers.Behind(a.Layers.Top()) != nil {
		return a.Notice.Say("a form waits beneath this preview with what was typed; esc goes back to it, with nothing sent")
	}
	switch read.(type) {
	case nil, command.Theme, command.Cloud:
	default:
		if a.browse.Images() == nil {
			return a.Notice.Say("there is no list of images yet")
		}
	}
	if toList {
		a.Layers.Base(a.Home)
	}
	return a.doCommand(read)
}

// doCommand does what a command asks for. Without arguments, a change opens the
// form.
func (a *App) doCommand(read command.Command) tea.Cmd { //nolint:funlen // one case a command
	switch read := read.(type) {
	case nil:
		return nil
	case command.Theme:
		return a.setTheme(theme.Name(read.Name))
	case command.Cloud:
		return a.do(either(read.Name == "", intent.PickCloud{}, intent.Connect{Cloud: read.Name}))
	case command.Project:
		return a.do(intent.PickProject{Name: read.Name})
	case command.Region:
		place := a.clouds.Place()
		return a.do(either(read.Name == "", intent.PickRegion{},
			intent.Connect{Cloud: place.Cloud, Region: read.Name, Project: place.Project}))
	case command.Filter:
		return a.do(intent.SetTerms{Terms: read.Terms})
	case command.Sort:
		return a.do(intent.SetSort{Keys: read.Keys})
	case command.Search:
		return a.do(intent.Search{Text: read.Text, Done: true})
	case command.Columns:
		return a.do(intent.SetColumns{Names: read.Names})
	case command.LoadAll:
		return a.do(intent.LoadAll{Then: intent.Notify{Text: "all images of the query are loaded"}})
	case command.Refresh:
		return a.do(a.browse.Images().Refresh())
	case command.RefreshEvery:
		return a.browse.SetRefresh(read.Every)
	case command.Pending:
		return a.do(a.browse.Pending())
	case command.Duplicates:
		by := modellist.SameName
		if read.ByChecksum {
			by = modellist.SameChecksum
		}
		return a.do(intent.LoadAll{Then: intent.Duplicates{By: by}})
	case command.Attention:
		return a.do(intent.OpenAttention{})
	case command.Overview:
		return a.browse.Overview(read.Keys)
	case command.MarkAll:
		return a.do(intent.LoadAll{Then: intent.MarkShown{}})
	case command.MarkNone:
		return a.do(a.browse.Images().Unmark())
	case command.MarkInvert:
		return a.do(a.browse.Images().Invert())
	case command.Mark:
		return a.browse.MarkWhere(read.Terms)
	case command.Export:
		return a.do(intent.Export{Format: read.Format, File: read.File})
	case command.View:
		return a.do(either(read.Name == "", intent.OpenViews{}, intent.OpenView{Name: read.Name}))
	case command.SaveView:
		return a.do(intent.SaveView{Name: read.Name})
	case command.Jobs:
		return a.do(intent.OpenJobs{})
	case command.Log:
		return a.do(intent.OpenLog{})
	case command.Undo:
		return a.do(intent.Undo{})
	case command.Set:
		return a.do(either(read.IsEmpty(), intent.Edit{Tab: intent.Attributes}, intent.ToChange(read)))
	case command.Tag:
		return a.do(either(len(read.Add)+len(read.Remove) == 0, intent.Edit{Tab: intent.Tags}, intent.ToChange(read)))
	case command.Property:
		return a.do(either(read.IsEmpty(), intent.Edit{Tab: intent.Properties}, intent.ToChange(read)))
	case command.Share:
		return a.do(either(read.IsEmpty(), intent.EditMembers{}, intent.ToChange(read)))
	case command.Create:
		return a.do(either(read.IsEmpty(), intent.NewImage{}, intent.ToChange(read)))
	case command.Change:
		return a.do(intent.ToChange(read))
	default:
		return a.Unhandled(read)
	}
}

// either returns the first intent where something holds, and else the other.
func either(holds bool, first, other intent.Intent) intent.Intent {
	if holds {
		return first
	}
	return other
}

// setTheme changes the colours.
func (a *App) setTheme(name theme.Name) tea.Cmd {
	if !slices.Contains(theme.Names(), name) {
		return a.Notice.Fail("there is no theme called " + a.Theme.Cells.ShowString(string(name)))
	}
	a.choice.Name = name
	a.restyle()
	return nil
}
