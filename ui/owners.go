package ui

import (
	"context"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/problem"
)

// projectIndex are projects by the names that stand for one alone.
type projectIndex struct {
	ids   map[string]string
	names []string // in the order of the alphabet
}

func indexProjects(projects map[string]text.Untrusted) projectIndex {
	index := projectIndex{ids: make(map[string]string, len(projects))}
	twice := map[string]bool{}
	for id, name := range projects {
		if !query.IsProjectName(name.Raw()) {
			continue
		}
		if _, known := index.ids[name.Raw()]; known {
			twice[name.Raw()] = true
		}
		index.ids[name.Raw()] = id
	}
	for name := range twice {
		delete(index.ids, name)
	}
	index.names = slices.Sorted(maps.Keys(index.ids))
	return index
}

// values returns the values that are offered for a field: those in use, and
// owners by the names of their projects, with those of all projects that are
// known after them.
func (a *App) values(field query.Field) []string {
	inUse := a.words.Values(field)
	if field != ownerField {
		return inUse
	}
	offered, seen := make([]string, 0, len(inUse)+len(a.facts.index.names)), make(map[string]bool, len(inUse))
	for _, id := range inUse {
		name := a.projectName(text.Of(id)).Raw()
		if a.facts.index.ids[name] != id {
			name = id
		}
		offered, seen[name] = append(offered, name), true
	}
	for _, name := range a.facts.index.names {
		if !seen[name] {
			offered = append(offered, name)
		}
	}
	return offered
}

// wordsInUse are what queries are completed with.
func (a *App) wordsInUse() query.Known {
	known := a.words.Known()
	known.Values = a.values
	return known
}

// otherNameOf returns the name of the project of an id, or the id of the
// project of a name, as far as it is known without asking.
func (a *App) otherNameOf(owner string) string {
	if name := a.projectName(text.Of(owner)); !name.IsEmpty() {
		return name.Raw()
	}
	return a.facts.index.ids[owner]
}

// withIDs returns a query that takes ids of known projects for ids, also those
// that do not look like one.
func (a *App) withIDs(wanted query.Query) query.Query {
	ids := map[string]string{}
	for _, value := range wanted.NamedProjects().Names {
		if name := a.projectName(text.Of(value)); !name.IsEmpty() || value == a.about.ProjectID.Raw() {
			ids[value] = value
		}
	}
	wanted.Projects = wanted.Projects.And(query.Projects{IDs: ids})
	return wanted
}

// learnProjects takes the names of projects that were learned, beside those
// that are known.
func (a *App) learnProjects(names map[string]text.Untrusted) {
	projects := maps.Clone(a.facts.Projects)
	if projects == nil {
		projects = make(map[string]text.Untrusted, len(names)+1)
	}
	maps.Copy(projects, names)
	if own := a.about; !own.ProjectID.IsEmpty() && !own.Project.IsEmpty() {
		projects[own.ProjectID.Raw()] = own.Project
	}
	a.facts.Projects, a.facts.index = projects, indexProjects(projects)
}

// projectsFoundMsg answers which projects were meant by their names.
type projectsFoundMsg struct {
	ticket   ticket
	projects query.Projects
	err      error
	// then does what was asked for; front is what had the keys at that time.
	then  func(query.Projects) tea.Cmd
	front any
}

// findProjects looks up the projects that something names before it is done.
// owners are taken for ids where no project has such a name. Where the user goes
// on to something else meanwhile, it is not done.
func (a *App) findProjects(named query.NamedProjects, owners []string, then func(query.Projects) tea.Cmd) tea.Cmd {
	a.planning = a.ticket()
	msg := projectsFoundMsg{ticket: a.planning, then: then, front: a.front()}
	session := a.session
	return tea.Batch(a.notice.say("looking up the project"), func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), connectWithin)
		defer cancel()
		msg.projects, msg.err = session.FindProjects(ctx, named, owners)
		return msg
	})
}

// front is what has the keys: a dialog, or the screen that is seen.
func (a *App) front() any {
	if dialog := a.layers.dialog(); dialog != nil {
		return dialog
	}
	return a.top()
}

// projectsFound goes on with what named projects.
func (a *App) projectsFound(msg projectsFoundMsg) tea.Cmd {
	if msg.ticket != a.planning {
		return nil
	}
	a.planning = 0
	a.notice.clear()
	if msg.front != a.front() {
		return a.notice.say("nothing was done: something else was opened while the project was looked up")
	}
	if msg.err != nil {
		said := a.theme.Cells.ShowString(problem.Of(msg.err).Sentence)
		if editor, open := a.layers.dialog().(failing); open {
			editor.Fail(said)
			return nil
		}
		return a.notice.fail(said)
	}
	a.learnIDs(msg.projects)
	return msg.then(msg.projects)
}

// learnIDs takes the names that were looked up.
func (a *App) learnIDs(found query.Projects) {
	names := make(map[string]text.Untrusted, len(found.IDs))
	for name, id := range found.IDs {
		if name != id && a.projectName(text.Of(id)).IsEmpty() {
			names[id] = text.Of(name)
		}
	}
	if len(names) > 0 {
		a.learnProjects(names)
	}
}
