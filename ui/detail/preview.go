package detail

import (
	"time"

	"glimpse/model"
	"glimpse/ui/theme"
)

// NewPreview makes the screen that stands beside a list and shows the image
// under its cursor, as the list knows it.
func NewPreview(look *theme.Theme) *Screen { return &Screen{look: look} }

// SetImage shows another image, or none if it is nil. The same record again
// costs nothing.
func (s *Screen) SetImage(image *model.Image, now time.Time) {
	known := image == s.source
	if known && (image == nil || s.image.UpdatedAt.Equal(image.UpdatedAt) && s.image.Status == image.Status) {
		return
	}
	s.source = image
	s.image, s.now = model.Image{}, now
	if image != nil {
		s.image = *image
	}
	if !known {
		s.window.Top = 0
	}
	s.arrange()
	if image == nil {
		s.lines = nil
	}
}

// Scroll scrolls by lines.
func (s *Screen) Scroll(lines int) { s.scroll(lines) }
