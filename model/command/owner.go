package command

import (
	"slices"

	"glimpse/model/query"
)

// owner is the attribute that holds the id of a project.
var owner, _ = attributeNamed("owner")

// NamedProject returns the project that a command gives images to, where it is
// named and so has to be looked up: the service knows owners by their ids
// alone.
func NamedProject(c Command) (name string, named bool) {
	for _, one := range attributesOf(c) {
		value, _ := one.Value.(string)
		if one.Field == owner.field && query.IsProjectName(value) {
			return value, true
		}
	}
	return "", false
}

// WithOwner returns a command that gives images to the project of an id in the
// place of the one that it names.
func WithOwner(c Command, id string) Command {
	attributes := slices.Clone(attributesOf(c))
	for i := range attributes {
		if attributes[i].Field == owner.field {
			attributes[i].Value = id
		}
	}
	switch c := c.(type) {
	case Set:
		c.Assignments = attributes
		return c
	case Create:
		c.Attributes = attributes
		return c
	default:
		return c
	}
}

func attributesOf(c Command) []Assignment {
	switch c := c.(type) {
	case Set:
		return c.Assignments
	case Create:
		return c.Attributes
	default:
		return nil
	}
}
