package plan

import (
	"glimpse/model"
	"glimpse/model/command"
)

// New plans what one command does, as [Compose] does for several.
func New(wanted command.Command, images []*model.Image, newID func() string) (Plan, error) {
	return Compose([]command.Command{wanted}, images, newID)
}
