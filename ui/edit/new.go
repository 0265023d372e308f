package edit

import (
	"glimpse/model/command"
	"glimpse/ui/theme"
)

// NewImage makes the editor of an image that there is not yet.
func NewImage(look *theme.Theme, known Known) *Pane {
	fields := newFields(look, nil, &known)
	tags := newTags(look, nil, &known)
	properties := newProperties(look, nil, &known)
	return &Pane{
		look: look, title: "New image", parts: []part{fields, tags, properties}, names: []string{"Attributes", "Tags", "Properties"},
		command: func() command.Command {
			return command.Create{
				Attributes: fields.form.assignments(), Tags: tags.set.command().Add, Properties: properties.set.command().Set,
			}
		},
	}
}
