package uictx

import (
	"context"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/layers"
	"glimpse/ui/problem"
)

// OwnerField is where the ids of projects stand in a query.
var OwnerField = query.AttributeField(model.AttrOwner)

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

// Values returns the values that are offered for a field: those in use, and
// owners by the names of their projects, with those of all projects that are
// known after them.
func (c *Context) Values(field query.Field) []string {
	inUse := c.inUse(field)
	if field != OwnerField {
		return inUse
	}
	offered, seen := make([]string, 0, len(inUse)+len(c.owners.names)), make(map[string]bool, len(inUse))
	for _, id := range inUse {
		name := c.ProjectName(text.Of(id)).Raw()
		if c.owners.ids[name] != id {
			name = id
		}
		offered, seen[name] = append(offered, name), true
	}
	for _, name := range c.owners.names {
		if !seen[name] {
			offered = append(offered, name)
		}
	}
	return offered
}

// OtherNameOf returns the name of the project of an id, or the id of the
// project of a name, as far as it is known without asking.
func (c *Context) OtherNameOf(owner string) string {
	if name := c.ProjectName(text.Of(owner)); !name.IsEmpty() {
		return name.Raw()
	}
	return c.owners.ids[owner]
}

// SeenIDs returns the ids of those names that stand for one project alone, as far as this
// session has met them.
func (c *Context) SeenIDs(names []string) map[string]string {
	ids := map[string]string{}
	for _, name := range names {
		if id := c.owners.ids[name]; id != "" {
			ids[name] = id
		}
	}
	return ids
}

// WithIDs returns a query that takes ids of known projects for ids, also those
// that do not look like one, and knows the project of the connection.
func (c *Context) WithIDs(wanted query.Query) query.Query {
	ids := map[string]string{}
	for _, value := range wanted.NamedProjects().Names {
		if name := c.ProjectName(text.Of(value)); !name.IsEmpty() || value == c.About.ProjectID.Raw() {
			ids[value] = value
		}
	}
	wanted.Projects = wanted.Projects.And(query.Projects{IDs: ids, Own: c.About.ProjectID.Raw()})
	return wanted
}

// LearnProjects takes the names of projects that were learned, beside those
// that are known.
func (c *Context) LearnProjects(names map[string]text.Untrusted) {
	projects := maps.Clone(c.Facts.Projects)
	if projects == nil {
		projects = make(map[string]text.Untrusted, len(names)+1)
	}
	maps.Copy(projects, names)
	if own := c.About; !own.ProjectID.IsEmpty() && !own.Project.IsEmpty() {
		projects[own.ProjectID.Raw()] = own.Project
	}
	c.Facts.Projects, c.owners = projects, indexProjects(projects)
}

// findWithin is how long looking up projects may take altogether.
const findWithin = 2 * time.Minute

// remember keeps the names of projects that are known of a cloud for its next session:
// what another of its entries has shown is known, whoever may look it up.
func (c *Context) remember() {
	identity := c.About.Identity
	if identity.IsEmpty() {
		return
	}
	c.LearnProjects(c.seen[identity])
	if c.seen == nil {
		c.seen = map[text.Untrusted]map[string]text.Untrusted{}
	}
	c.seen[identity] = c.Facts.Projects
}

// ProjectsFoundMsg answers which projects were meant by their names.
type ProjectsFoundMsg struct {
	ticket   Ticket
	projects query.Projects
	err      error
	// then does what was asked for; front is what had the keys at that time.
	then  func(query.Projects) tea.Cmd
	front any
}

// FindProjects looks up the projects that something names before it is done.
// owners are taken for ids where no project has such a name. Where the user goes
// on to something else meanwhile, it is not done.
func (c *Context) FindProjects(named query.NamedProjects, owners []string, then func(query.Projects) tea.Cmd) tea.Cmd {
	c.finding = c.Ticket()
	msg := ProjectsFoundMsg{ticket: c.finding, then: then, front: c.front()}
	session := c.Session
	named.Seen = c.SeenIDs(named.Names)
	looking := "looking up the project"
	if named.Uses {
		looking = "asking what uses the images"
	}
	return tea.Batch(c.Notice.Say(looking), func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), findWithin)
		defer cancel()
		msg.projects, msg.err = session.FindProjects(ctx, named, owners)
		return msg
	})
}

// front is what has the keys: a dialog, or the screen that is seen.
func (c *Context) front() any {
	if dialog := c.Layers.Dialog(); dialog != nil {
		return dialog
	}
	return c.Layers.Top()
}

// ProjectsFound goes on with what named projects.
func (c *Context) ProjectsFound(msg ProjectsFoundMsg) tea.Cmd {
	if msg.ticket != c.finding {
		return nil
	}
	c.finding = 0
	c.Notice.Clear()
	if msg.front != c.front() {
		return c.Notice.Say("nothing was done: something else was opened while the project was looked up")
	}
	if msg.err != nil {
		said := c.DisplayString(WhyNotFound(msg.err))
		if editor, open := c.Layers.Dialog().(layers.ErrorSink); open {
			c.Notice.Keep(said)
			editor.Fail(said)
			return nil
		}
		return c.Notice.Fail(said)
	}
	c.LearnIDs(msg.projects)
	return msg.then(msg.projects)
}

// WhyNotFound says why a project was not found, and what to do. The text is foreign.
func WhyNotFound(err error) string {
	said := problem.Of(err).Sentence
	if advice := remote.Advice(err); advice != "" {
		said += "; " + advice
	}
	return said
}

// LearnIDs takes the names that were looked up.
func (c *Context) LearnIDs(found query.Projects) {
	names := make(map[string]text.Untrusted, len(found.IDs))
	for name, id := range found.IDs {
		if name != id && c.ProjectName(text.Of(id)).IsEmpty() {
			names[id] = text.Of(name)
		}
	}
	if len(names) > 0 {
		c.LearnProjects(names)
	}
}
