// Package status tells the state of an image by a shape and a colour, for the
// word that stands beside them.
package status

import (
	"glimpse/model"
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
