// Package status tells the state of an image by a shape and a colour, for the
// word that stands beside them, and by signs what may be done with it.
package status

import (
	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/theme"
)

// Mark returns the shape and the style that stand for an image's status.
func Mark(theme *theme.Theme, image *model.Image) (shape string, style theme.Style) {
	switch image.Status {
	case model.StatusActive:
		if image.ImportFailed() {
			return theme.Glyphs.Fault, theme.Warn
		}
		return theme.Glyphs.Active, theme.Good
	case model.StatusQueued:
		if image.ImportFailed() {
			return theme.Glyphs.Fault, theme.Bad
		}
		return theme.Glyphs.Queued, theme.Muted
	case model.StatusSaving, model.StatusUploading, model.StatusImporting:
		return theme.Glyphs.Pending, theme.Busy
	case model.StatusDeactivated:
		return theme.Glyphs.Off, theme.Warn
	case model.StatusKilled, model.StatusDeleted, model.StatusPendingDelete:
		return theme.Glyphs.Dead, theme.Bad
	default:
		return theme.Glyphs.Unknown, theme.Bad
	}
}

// Access are the signs of what may be done with an image; each is empty where it does not
// hold.
type Access struct {
	// Hidden and Protected say that the image is. Foreign says that it is another
	// project's, which shares it or not.
	Hidden, Protected, Foreign string
}

// AccessTo returns the signs of an image for the user's own project; one without an id
// knows none that is another's.
func AccessTo(theme *theme.Theme, image *model.Image, own text.Untrusted) (signs Access) {
	if image.Hidden {
		signs.Hidden = theme.Glyphs.Hidden
	}
	if image.Protected {
		signs.Protected = theme.Glyphs.Protected
	}
	switch {
	case own.IsEmpty() || image.Owner == own || !image.Has(model.AttrOwner):
	case image.Visibility == model.VisibilityShared:
		signs.Foreign = theme.Glyphs.Shared
	default:
		signs.Foreign = theme.Glyphs.Foreign
	}
	return signs
}
