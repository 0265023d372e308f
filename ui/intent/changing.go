package intent

import (
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/keys"
)

// Changing returns what an action that changes images asks for, or nil where it
// is none: anyOf reports whether something holds for one of the images that it is
// about.
func Changing(action keys.Action, anyOf func(holds func(*model.Image) bool) bool) Intent {
	choose := func(first bool, one, other command.Command) Intent {
		if first {
			return Change{Command: one}
		}
		return Change{Command: other}
	}
	switch action {
	case keys.ToggleActive:
		// Of several images, what makes all of them alike and is safer comes
		// first.
		usable := anyOf(func(i *model.Image) bool {
			return i.Status != model.StatusDeactivated || i.Unknown.Has(model.AttrStatus)
		})
		return choose(usable, command.Deactivate{}, command.Reactivate{})
	case keys.ToggleHidden:
		return choose(anyOf(isNot(model.AttrHidden)), command.Hide{}, command.Unhide{})
	case keys.ToggleProtected:
		return choose(anyOf(isNot(model.AttrProtected)), command.Protect{}, command.Unprotect{})
	default:
		return changes[action]
	}
}

// isNot reports of an image whether a flag of it is not set, or unknown: what
// makes sure of it is sent then.
func isNot(flag model.Attribute) func(*model.Image) bool {
	return func(image *model.Image) bool {
		set, known := image.Bool(flag)
		return !known || !set
	}
}

// changes are the actions that ask for the same whatever the images are.
var changes = map[keys.Action]Intent{
	keys.EditAttributes: Edit{Editor: EditAttributes},
	keys.EditTags:       Edit{Editor: EditTags},
	keys.EditProperties: Edit{Editor: EditProperties},
	keys.NewImage:       Edit{Editor: NewImage},
	keys.Delete:         Change{Command: command.Delete{}},
	keys.Undo:           Undo{},
	keys.Jobs:           OpenJobs{},
	keys.WriteLog:       OpenLog{},
}
