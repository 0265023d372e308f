package ui

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/prompt"
	"glimpse/ui/theme"
)

// typeCommand opens the line in which a command is typed.
func (a *App) typeCommand(wanted intent.TypeCommand) tea.Cmd {
	known := a.known()
	a.Layers.Show(prompt.New(a.Theme, prompt.Options{
		Sign: ":", Title: "Command", Hint: "a command; tab completes, ↑ brings back what was typed before", Start: wanted.Start,
		Complete: func(line string, cursor int) []prompt.Candidate {
			return candidates(command.Complete(line, cursor, known))
		},
		Notice:  commandNotice,
		Enter:   func(line string) intent.Intent { return intent.All{intent.Close{}, intent.Run{Line: line}} },
		History: a.commands.Lines,
	}))
	return nil
}

// commandNotice says what is wrong with a line, or doubtful. While a word is being typed,
// that it is not yet a command is no news; once it is entered it is.
func commandNotice(line string) prompt.Notice {
	read, err := command.Parse(line)
	if err == nil {
		return prompt.Notice{Text: command.Doubt(read)}
	}
	late := !strings.Contains(strings.TrimLeft(line, " :"), " ")
	return prompt.Notice{Text: wrongLine(err), Wrong: true, Late: late}
}

// wrongLine says what is wrong with a line, and where the commands are listed.
func wrongLine(err error) string {
	var wrong *command.Error
	if errors.As(err, &wrong) && wrong.Unknown && wrong.Expected == "" {
		return wrong.Problem + "; expected one of those that tab and ? list"
	}
	return err.Error()
}

func candidates(completions []query.Completion) []prompt.Candidate {
	out := make([]prompt.Candidate, len(completions))
	for i, c := range completions {
		out[i] = prompt.Candidate{Text: c.Text, Start: c.Start, End: c.End, Help: c.Help}
	}
	return out
}

// known is what commands are completed with.
func (a *App) known() command.Known {
	changes, _ := a.Changes()
	known := command.Known{Known: a.WordsInUse(), Columns: list.Columns(), Changes: changes != nil}
	for _, name := range theme.Names() {
		known.Themes = append(known.Themes, string(name))
	}
	for _, view := range a.browse.Views() {
		known.Views = append(known.Views, view.Name)
	}
	for _, cloud := range a.clouds.Clouds() {
		known.Clouds = append(known.Clouds, cloud.Name)
	}
	for _, project := range a.clouds.Projects() {
		known.Projects = append(known.Projects, project.Name.Raw())
	}
	known.Regions = a.About.Regions
	return known
}

// run carries out a line of commands.
func (a *App) run(wanted intent.Run) tea.Cmd {
	read, err := command.Parse(wanted.Line)
	if err != nil {
		return a.Notice.Fail(a.Theme.Cells.ShowString(wrongLine(err)))
	}
	return tea.Batch(a.commands.Add(strings.TrimLeft(wanted.Line, " :")), a.runCommand(read))
}

// leaves reports whether a command goes away from what is seen.
func leaves(read command.Command) bool {
	switch read.(type) {
	case nil, command.Theme, command.Act, command.Jobs, command.Log:
		return false
	default:
		return true
	}
}

// runCommand carries out a command that needs no list of images.
func (a *App) runCommand(read command.Command) tea.Cmd {
	if a.Layers.Behind(a.Layers.Top()) != nil && leaves(read) {
		return a.Notice.Say("an editor waits beneath this preview with what was typed; esc goes back to it, with nothing sent")
	}
	switch read := read.(type) {
	case nil:
		return nil
	case command.Cloud:
		if read.Name == "" {
			return a.do(intent.PickCloud{})
		}
		return a.do(intent.Connect{Cloud: read.Name})
	case command.Theme:
		return a.setTheme(theme.Name(read.Name))
	case command.Act:
		return a.actNamed(read.Name)
	}
	if a.browse.Images() == nil {
		return a.Notice.Say("there is no list of images yet")
	}
	switch read := read.(type) {
	case command.Jobs:
		return a.do(intent.OpenJobs{})
	case command.Log:
		return a.do(intent.OpenLog{})
	case command.Change:
		return a.runChange(read)
	}
	a.Layers.Base(a.Home)
	return a.runOnList(read)
}

func (a *App) runOnList(read command.Command) tea.Cmd {
	switch read := read.(type) {
	case command.Filter:
		return a.do(intent.SetTerms{Terms: read.Terms})
	case command.Sort:
		return a.do(intent.SetSort{Keys: read.Keys})
	case command.Search:
		return a.do(intent.Search{Text: read.Text, Done: true})
	case command.Columns:
		return a.do(intent.SetColumns{Names: read.Names})
	case command.LoadAll:
		return a.do(intent.LoadAll{Then: intent.Tell{Text: "all images of the query are loaded"}})
	case command.Refresh:
		return a.do(a.browse.Images().Refresh())
	case command.RefreshEvery:
		return a.browse.SetRefresh(read.Every)
	case command.Pending:
		return a.do(a.browse.Pending())
	case command.Duplicates:
		return a.do(intent.LoadAll{Then: intent.Duplicates{}})
	case command.SaveView:
		return a.do(intent.SaveView{Name: read.Name})
	case command.Export:
		return a.do(intent.Export{Format: read.Format, File: read.File})
	default:
		return a.runGoing(read)
	}
}

// runGoing goes to something that has a name, or lets the user choose it.
func (a *App) runGoing(read command.Command) tea.Cmd {
	switch read := read.(type) {
	case command.View:
		if read.Name == "" {
			return a.do(intent.OpenViews{})
		}
		return a.do(intent.OpenView{Name: read.Name})
	case command.Project:
		return a.do(intent.PickProject{Name: read.Name})
	case command.Region:
		if read.Name == "" {
			return a.do(intent.PickRegion{})
		}
		return a.do(intent.Connect{Cloud: a.clouds.Place().Cloud, Region: read.Name, Project: a.clouds.Place().Project})
	default:
		return a.runOnMarks(read)
	}
}

func (a *App) runOnMarks(read command.Command) tea.Cmd {
	switch read := read.(type) {
	case command.MarkAll:
		return a.do(intent.LoadAll{Then: intent.MarkShown{}})
	case command.MarkNone:
		return a.do(a.browse.Images().Unmark())
	case command.MarkInvert:
		return a.do(a.browse.Images().Invert())
	case command.Mark:
		return a.browse.MarkWhere(read.Terms)
	default:
		return nil
	}
}

// runChange carries out a command that changes images. Without arguments it
// opens the editor. In detail it is about that image.
func (a *App) runChange(read command.Change) tea.Cmd {
	if _, undoes := read.(command.Undo); undoes {
		return a.do(intent.Undo{})
	}
	if _, holds := a.Layers.Top().(interface{ Targets() []*model.Image }); !holds {
		a.Layers.Base(a.Home)
	}
	editor := func(empty bool, editor intent.Editor) tea.Cmd {
		if empty {
			return a.do(intent.Edit{Editor: editor})
		}
		return a.do(intent.Change{Command: read})
	}
	switch read := read.(type) {
	case command.Set:
		return editor(len(read.Assignments) == 0, intent.EditAttributes)
	case command.Tag:
		return editor(len(read.Add)+len(read.Remove) == 0, intent.EditTags)
	case command.Property:
		return editor(read.IsEmpty(), intent.EditProperties)
	case command.Create:
		return editor(len(read.Attributes)+len(read.Tags)+len(read.Properties) == 0, intent.NewImage)
	default:
		return a.do(intent.Change{Command: read})
	}
}

// actNamed has the screen that is seen do what it does by a key: that of the
// name, whichever key it has there.
func (a *App) actNamed(name string) tea.Cmd {
	act, _ := action.OfCommand(name)
	binding, bound := action.Find(a.bindings(), act)
	switch {
	case act == action.Quit:
		return a.do(intent.Quit{})
	case !bound:
		return a.Notice.Say("that cannot be done here")
	case binding.DisabledReason != "":
		return a.Notice.Say(binding.DisabledReason)
	}
	return a.act(action.Press{Action: act})
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
