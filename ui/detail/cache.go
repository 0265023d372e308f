package detail

import (
	"glimpse/ui/format"
)

// layCache lays out what the service's image cache has of the image, where there is
// one that tells.
func (s *Screen) layCache(c *column) {
	if s.extras.Cache == nil {
		return
	}
	c.title("Image cache", "")
	cached, queued := s.extras.Cache.Of(s.image.ID)
	switch {
	case cached != nil:
		said := "cached, served " + format.Count(int(cached.Hits)) + " times"
		switch cached.Hits {
		case 0:
			said = "cached, not served from there yet"
		case 1:
			said = "cached, served once"
		}
		if cached.Hits > 0 && !cached.LastAccessed.IsZero() {
			said += ", last " + format.Age(s.now, cached.LastAccessed)
		}
		c.paragraph(s.theme.Good, said)
	case queued:
		c.paragraph(s.theme.Busy, "queued: it is cached when the service's cacher runs next")
	default:
		c.paragraph(s.theme.Muted, "not cached")
	}
}
