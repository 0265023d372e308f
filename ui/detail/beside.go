package detail

import (
	"slices"
	"time"

	"glimpse/model"
	"glimpse/ui/theme"
)

// NewBeside makes the screen that stands beside a list or under it, and shows the image
// under its cursor, as the list knows it: without a cursor of its own, and
// without what is not set.
func NewBeside(theme *theme.Theme) *Screen { return &Screen{theme: theme, compact: true} }

// ages is how old what is said of times may get.
const ages = time.Minute

// SetImage shows another image, or none if it is nil. The same record again
// costs nothing.
func (s *Screen) SetImage(image *model.Image, now time.Time) {
	known := image == s.source
	if known && (image == nil || s.showsAll(image) && now.Sub(s.now) < ages) {
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
}

// showsAll reports whether a record is the one that is shown: the service changes
// updated_at with every change, but tells it in whole seconds, so what changes
// by itself within one is looked at, too.
func (s *Screen) showsAll(image *model.Image) bool {
	return s.image.UpdatedAt.Equal(image.UpdatedAt) && s.image.Status == image.Status && s.image.Name == image.Name &&
		s.image.Hidden == image.Hidden && s.image.Protected == image.Protected && s.image.Visibility == image.Visibility &&
		s.image.Null == image.Null && s.image.Unknown == image.Unknown &&
		slices.Equal(s.image.Tags, image.Tags) && slices.Equal(s.image.Properties, image.Properties)
}

// Scroll scrolls by lines.
func (s *Screen) Scroll(lines int) { s.scroll(lines) }

// More reports whether there are lines above the visible ones and below them.
func (s *Screen) More() (above, below bool) { return s.window.More(s.lines) }
