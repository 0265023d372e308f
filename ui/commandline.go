package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/overview"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/prompt"
	"glimpse/ui/theme"
)

// typeCommand opens the line in which a command is typed.
func (a *App) typeCommand(wanted intent.TypeCommand) tea.Cmd {
	known := a.known()
	a.Folders.Begin()
	a.volumes.session, a.sources.session = nil, nil // they may have changed
	a.Layers.Show(prompt.New(a.Theme, prompt.Options{
		Sign: ":", Title: "Command", Hint: "a command; " + a.Theme.Keys.For("line", action.Next) + " completes, " +
			a.Theme.Keys.For("line", action.Older) + " brings back what was typed before", Start: wanted.Start,
		Complete: func(line string, cursor int) []prompt.Candidate {
			known.Volumes, known.Sources = a.volumes.offered(), a.sources.offered(line)
			return append(candidates(a.complete(line, cursor, known)), a.fileNames(line, cursor)...)
		},
		Changed: a.needs,
		Notice: func(line string) prompt.Notice {
			notice := a.commandNotice(line)
			// What the line was opened with is not a mistake of the one who types.
			notice.Late = notice.Late || line == wanted.Start
			return notice
		},
		Enter:   func(line string) intent.Intent { return intent.All{intent.Close{}, intent.Run{Line: line}} },
		History: a.commands.Lines,
	}))
	return a.do(a.needs(wanted.Start))
}

// complete returns how a line of commands may go on: the commands, and then
// what the screen in front does by name.
func (a *App) complete(line string, cursor int, known command.Known) []query.Completion {
	return append(command.Complete(line, cursor, known), action.Complete(a.options.Keys.Apply(a.Layers.Top().Bindings()), line, cursor)...)
}

// commandNotice says what is wrong with a line, or doubtful. While a word is being typed,
// that it is not yet a command is no news; once it is entered it is.
func (a *App) commandNotice(line string) prompt.Notice {
	typed := strings.TrimLeft(line, " :")
	read, err := command.Parse(a.options.Aliases.Expand(line))
	if err == nil {
		return prompt.Notice{Text: command.Doubt(read)}
	}
	// What another screen does by that name is answered when it is entered.
	_, own := a.options.Keys.Command(action.ID(typed))
	if _, _, named := action.Named(action.All(), typed); named || own {
		return prompt.Notice{}
	}
	return prompt.Notice{Text: a.wrongLine(typed, err), Wrong: true, Late: !strings.Contains(typed, " ")}
}

// wrongLine says what is wrong with a line, and where the commands are listed.
func (a *App) wrongLine(line string, err error) string {
	var wrong *command.Error
	if !errors.As(err, &wrong) || !wrong.Unknown {
		return err.Error()
	}
	name, argument, _ := strings.Cut(line, " ")
	if binding, known := action.Find(action.All(), action.ID(name)); known {
		switch {
		case argument == "":
			return "that cannot be done here"
		case binding.Choices == nil:
			return name + " takes nothing after it"
		default:
			return name + " takes one of: " + strings.Join(binding.Choices, ", ")
		}
	}
	if meant := command.Suggest(name, action.Names(action.All())...); meant != "" {
		return wrong.Problem + "; expected " + meant
	}
	return wrong.Problem + "; expected one of those that " + a.Theme.Keys.For("line", action.Next) + " lists"
}

func candidates(completions []query.Completion) []prompt.Candidate {
	out := make([]prompt.Candidate, len(completions))
	for i, c := range completions {
		out[i] = prompt.Candidate{Text: c.Text, Start: c.Start, End: c.End, Help: c.Help}
	}
	return out
}

// onlyTarget returns the image that a command would be about, if it is one alone.
func (a *App) onlyTarget() *model.Image {
	if targets := a.Selection(); targets.Len() == 1 {
		return targets.Image(0)
	}
	return nil
}

// known is what commands are completed with.
func (a *App) known() command.Known {
	changes, _ := a.Changes()
	known := command.Known{Known: a.WordsInUse(), Columns: list.Columns(), Aliases: a.options.Aliases, Changes: changes != nil}
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
	for _, key := range overview.Keys() {
		known.Overview = append(known.Overview, key.Name())
	}
	schema := &a.Facts.Schema
	known.DiskFormats = raw(schema.Values(model.AttrDiskFormat))
	known.ContainerFormats = raw(schema.Values(model.AttrContainerFormat))
	only := a.onlyTarget()
	if only != nil {
		known.TargetTags = raw(only.Tags)
		for i := range only.Properties {
			known.TargetProperties = append(known.TargetProperties, only.Properties[i].Key.Raw())
		}
	}
	for i := range a.Facts.Stores {
		store := &a.Facts.Stores[i]
		if store.ReadOnly {
			continue
		}
		known.Stores = append(known.Stores, store.ID.Raw())
		if only != nil && only.IsIn(store.ID.Raw()) {
			known.StoresWith = append(known.StoresWith, store.ID.Raw())
		}
	}
	known.Regions, known.OtherRegions = a.About.Regions, a.About.OtherRegions
	return known
}

func raw(texts []text.Untrusted) []string {
	all := make([]string, len(texts))
	for i := range texts {
		all[i] = texts[i].Raw()
	}
	return all
}
