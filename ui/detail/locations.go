package detail

import (
	"strconv"

	"glimpse/ui/format"
)

// layLocations lays out where the data of the image is, where the service shows that.
// A password in a URL is not shown, and what is copied has none either.
func (s *Screen) layLocations(c *column) {
	locations, shown := s.image.Locations()
	if !shown || len(locations) == 0 {
		return
	}
	c.title("Locations", format.Count(len(locations)))
	for i := range locations {
		one := &locations[i]
		at := one.Shown()
		c.field(keyWidth, item{
			id: "location " + strconv.Itoa(i), name: s.theme.Cells.Show(one.Store), nameStyle: s.theme.Muted,
			value: s.theme.Cells.Show(at), valueStyle: s.theme.Text, label: "location", copied: at,
		})
	}
}
