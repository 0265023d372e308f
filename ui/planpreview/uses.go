package planpreview

import (
	"glimpse/model/uses"
	"glimpse/ui/problem"
	"glimpse/ui/usedby"
)

// Withdrawn returns the images that the plan takes away from who uses them.
func (s *Survey) Withdrawn() []uses.Image { return s.withdrawn }

// SetUsage takes what uses them, before the preview is shown.
func (s *Survey) SetUsage(said usedby.Sentence) { s.usage = said }

// ShowUsage takes what uses the images that the plan takes away, once the services
// have told.
func (s *Screen) ShowUsage(said usedby.Sentence) {
	s.usage = said
	s.SetSize(s.width, s.height)
}

// inUse says that servers or volumes use images that are taken away.
func (s *Screen) inUse() string {
	if !s.usage.InUse {
		return ""
	}
	return s.used()
}

// notInUse says that nothing is known to use them, or why nothing is known.
func (s *Screen) notInUse() string {
	if s.usage.InUse || s.usage.Text == "" {
		return ""
	}
	return s.used()
}

// used says what uses them. Where other images are changed as well, it says of
// which it speaks.
func (s *Screen) used() string {
	said := s.theme.Cells.ShowString(s.usage.Text)
	if len(s.withdrawn) < s.images {
		said = "those that are deleted, deactivated or hidden: " + said
	}
	if s.usage.Asking {
		return problem.Sentence(said + s.theme.Glyphs.Ellipsis)
	}
	return problem.Sentence(said)
}
