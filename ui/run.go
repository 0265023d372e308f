package ui

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/list"
	"glimpse/ui/prompt"
	"glimpse/ui/theme"
)

// typeCommand opens the line in which a command is typed.
func (a *App) typeCommand(wanted intent.TypeCommand) tea.Cmd {
	known := a.known()
	a.show(prompt.New(a.theme, prompt.Options{
		Sign: ":", Title: "Command", Hint: "a command; tab completes, ↑ brings back what was typed before", Start: wanted.Start,
		Complete: func(line string, cursor int) []prompt.Candidate {
			return candidates(command.Complete(line, cursor, known))
		},
		Notice:  commandNotice,
		Enter:   func(line string) intent.Intent { return intent.All{intent.Close{}, intent.Run{Line: line}} },
		History: a.commands.lines,
	}))
	return nil
}

// commandNotice says what is wrong with a line, or doubtful. While a word is being typed,
// that it is not yet a command is no news; once it is entered it is.
func commandNotice(line string) prompt.Notice {
	read, err := command.Parse(line)
	var wrong *command.Error
	if !errors.As(err, &wrong) {
		return prompt.Notice{Text: command.Doubt(read)}
	}
	if !strings.Contains(strings.TrimLeft(line, " :"), " ") {
		return prompt.Notice{Text: wrong.Error(), Wrong: true, Late: true}
	}
	return prompt.Notice{Text: wrong.Error(), Wrong: true}
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
	changes, _ := a.changes()
	known := command.Known{Known: a.wordsInUse(), Columns: list.Columns(), Changes: changes != nil}
	for _, name := range theme.Names() {
		known.Themes = append(known.Themes, string(name))
	}
	for _, view := range a.views {
		known.Views = append(known.Views, view.Name)
	}
	for _, cloud := range a.clouds {
		known.Clouds = append(known.Clouds, cloud.Name)
	}
	for _, project := range a.projects {
		known.Projects = append(known.Projects, project.Name.Raw())
	}
	known.Regions = a.about.Regions
	return known
}

// run carries out a line of commands.
func (a *App) run(wanted intent.Run) tea.Cmd {
	read, err := command.Parse(wanted.Line)
	if err != nil {
		return a.notice.fail(a.theme.Cells.ShowString(err.Error()))
	}
	return tea.Batch(a.commands.add(strings.TrimLeft(wanted.Line, " :")), a.runCommand(read))
}

// leaves tells whether a command goes away from what is seen.
func leaves(read command.Command) bool {
	switch read.(type) {
	case nil, command.Theme, command.Press, command.Jobs, command.Log:
		return false
	default:
		return true
	}
}

// runCommand carries out a command that needs no list of images.
func (a *App) runCommand(read command.Command) tea.Cmd {
	if a.layers.behind(a.top()) != nil && leaves(read) {
		return a.notice.say("an editor waits beneath this preview with what was typed; esc goes back to it, with nothing sent")
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
	case command.Press:
		return a.press(read.Key)
	}
	if a.images == nil {
		return a.notice.say("there is no list of images yet")
	}
	if info, known := command.Describe(command.Format(read)); known && info.OfChanges {
		return a.runChange(read)
	}
	a.base()
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
		return a.do(a.images.Refresh())
	case command.RefreshEvery:
		return a.setRefresh(read.Every)
	case command.Pending:
		return a.do(intent.SetTerms{Terms: a.pending()})
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
		return a.do(intent.Connect{Cloud: a.place.Cloud, Region: read.Name, Project: a.place.Project})
	default:
		return a.runOnMarks(read)
	}
}

func (a *App) runOnMarks(read command.Command) tea.Cmd {
	switch read := read.(type) {
	case command.MarkAll:
		return a.do(intent.LoadAll{Then: intent.MarkShown{}})
	case command.MarkNone:
		return a.do(a.images.Unmark())
	case command.MarkInvert:
		return a.do(a.images.Invert())
	case command.Mark:
		return a.markWhere(a.withIDs(query.Query{Terms: read.Terms, Projects: a.images.Query().Projects}))
	default:
		return nil
	}
}

// markWhere marks the loaded images that belong to a query.
func (a *App) markWhere(wanted query.Query) tea.Cmd {
	if named := wanted.NamedProjects(); !named.IsEmpty() {
		return a.findProjects(named, a.words.Values(ownerField), func(found query.Projects) tea.Cmd {
			wanted.Projects = wanted.Projects.And(found)
			return a.markWhere(wanted)
		})
	}
	split, err := wanted.Split(a.now)
	if err != nil {
		return a.notice.fail(a.theme.Cells.ShowString(err.Error()))
	}
	return a.do(a.images.MarkWhere(split.Match))
}

// runChange carries out a command that changes images, or shows what was
// changed. Without arguments it opens the editor. In detail it is about that
// image.
func (a *App) runChange(read command.Command) tea.Cmd {
	switch read.(type) {
	case command.Undo:
		return a.do(intent.Undo{})
	case command.Jobs:
		return a.do(intent.OpenJobs{})
	case command.Log:
		return a.do(intent.OpenLog{})
	}
	if _, holds := a.top().(interface{ Targets() []*model.Image }); !holds {
		a.base()
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

// press does what a key does in the screen that is seen.
func (a *App) press(key string) tea.Cmd {
	pressed, binding, bound := keys.Match(a.bindings(), key)
	switch {
	case !bound:
		return a.notice.say("that cannot be done here")
	case binding.Why != "":
		return a.notice.say(binding.Why)
	}
	return a.act(pressed)
}

// setTheme changes the colours.
func (a *App) setTheme(name theme.Name) tea.Cmd {
	if !slices.Contains(theme.Names(), name) {
		return a.notice.fail("there is no theme called " + a.theme.Cells.ShowString(string(name)))
	}
	a.choice.Name = name
	a.restyle()
	return nil
}
