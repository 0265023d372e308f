package intent

import (
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/action"
)

// Changing returns what an action that turns a flag of images asks for, or nil
// where it is none: anyOf reports whether something holds for one of the images that it is
// about.
func Changing(act action.ID, anyOf func(holds func(*model.Image) bool) bool) Intent {
	choose := func(first bool, one, other command.Command) Intent {
		if first {
			return ToChange(one)
		}
		return ToChange(other)
	}
	switch act {
	case action.ToggleActive:
		// Of several images, what makes all of them alike and is safer comes
		// first.
		usable := anyOf(func(i *model.Image) bool {
			return i.Status != model.StatusDeactivated || i.Unknown.Has(model.AttrStatus)
		})
		return choose(usable, command.Deactivate{}, command.Reactivate{})
	case action.ToggleHidden:
		return choose(anyOf(isNot(model.AttrHidden)), command.Hide{}, command.Unhide{})
	case action.ToggleProtected:
		return choose(anyOf(isNot(model.AttrProtected)), command.Protect{}, command.Unprotect{})
	default:
		return nil
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

// Labelled returns bindings that change images with labels for one image: what its status
// does not allow has none.
func Labelled(changes action.Group, image *model.Image) action.Group {
	switch image.Status {
	case model.StatusActive:
		return changes
	case model.StatusDeactivated:
		return changes.Relabel(action.ToggleActive, "reactivate", "reactivate: the image can be used again")
	default:
		return changes.Unlabel(action.ToggleActive)
	}
}
