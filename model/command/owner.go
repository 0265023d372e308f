package command

import (
	"slices"

	"glimpse/model/query"
)

// owner is the attribute that holds the id of a project.
var owner, _ = attributeNamed("owner")

// NamedProjects returns the projects that commands name, each once, and that so
// have to be looked up: the service knows projects by their ids alone.
func NamedProjects(commands ...Command) []string {
	var names []string
	for _, c := range commands {
		for _, project := range projectsOf(c) {
			if query.IsProjectName(project) && !slices.Contains(names, project) {
				names = append(names, project)
			}
		}
	}
	return names
}

// PerhapsIDs returns those of the named projects that are ids where no project has
// such a name: members that are removed. The service takes any text for the id of one.
func PerhapsIDs(commands ...Command) []string {
	var ids []string
	for _, c := range commands {
		if share, isShare := c.(Share); isShare {
			ids = append(ids, share.Remove...)
		}
	}
	return ids
}

// WithProjects returns a command with the ids of projects in the place of their
// names. own is the project of the connection, which answers a share where no
// other one is named.
func WithProjects(c Command, ids map[string]string, own string) Command {
	switch c := c.(type) {
	case Set:
		c.Assignments = withOwner(c.Assignments, ids)
		return c
	case Create:
		c.Attributes = withOwner(c.Attributes, ids)
		return c
	case Share:
		c.Add, c.Remove = idsOf(c.Add, ids), idsOf(c.Remove, ids)
		return c
	case Answer:
		if c.Project == "" {
			c.Project = own
		}
		c.Project = idOf(c.Project, ids)
		return c
	default:
		return c
	}
}

// projectsOf returns the projects that a command has to do with, by name or id.
func projectsOf(c Command) []string {
	var projects []string
	switch c := c.(type) {
	case Set:
		projects = ownersOf(c.Assignments)
	case Create:
		projects = ownersOf(c.Attributes)
	case Share:
		projects = slices.Concat(c.Add, c.Remove)
	case Answer:
		projects = []string{c.Project}
	}
	return projects
}

func ownersOf(attributes []Assignment) []string {
	var owners []string
	for _, one := range attributes {
		if value, isText := one.Value.(string); isText && one.Field == owner.field {
			owners = append(owners, value)
		}
	}
	return owners
}

func withOwner(attributes []Assignment, ids map[string]string) []Assignment {
	attributes = slices.Clone(attributes)
	for i := range attributes {
		if value, isText := attributes[i].Value.(string); isText && attributes[i].Field == owner.field {
			attributes[i].Value = idOf(value, ids)
		}
	}
	return attributes
}

// idsOf returns ids in the place of names, each once.
func idsOf(projects []string, ids map[string]string) []string {
	var out []string
	for _, project := range projects {
		if id := idOf(project, ids); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func idOf(project string, ids map[string]string) string {
	if id, known := ids[project]; known {
		return id
	}
	return project
}
