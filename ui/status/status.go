// Package status tells the state of an image by a shape and a colour, for the
// word that stands beside them.
package status

import (
	"glimpse/model"
	"glimpse/ui/theme"
)

// Mark returns the shape and the style that stand for an image's status.
func Mark(look *theme.Theme, image *model.Image) (shape string, style theme.Style) {
	switch image.Status {
	case model.StatusActive:
		if image.ImportFailed() {
			return look.Glyphs.Fault, look.Warn
		}
		return look.Glyphs.Active, look.Good
	case model.StatusQueued:
		return look.Glyphs.Queued, look.Muted
	case model.StatusSaving, model.StatusUploading, model.StatusImporting:
		return look.Glyphs.Pending, look.Busy
	case model.StatusDeactivated:
		return look.Glyphs.Off, look.Warn
	case model.StatusKilled, model.StatusDeleted, model.StatusPendingDelete:
		return look.Glyphs.Dead, look.Bad
	default:
		return look.Glyphs.Unknown, look.Bad
	}
}
