package list

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/uses"
	"glimpse/ui/format"
	"glimpse/ui/table"
)

// ShowUses takes what was made from the images of the cloud; nil is that it is
// being asked.
func (s *Screen) ShowUses(found *uses.Found) { s.uses = found }

// WantsUses reports whether a column shows what was made from images.
func (s *Screen) WantsUses() bool {
	return slices.ContainsFunc(s.columns, func(c column) bool { return c.used })
}

// usesColumn returns the column that counts what was made from each image.
func (s *Screen) usesColumn(name string) column {
	width := len("unknown")
	return column{
		Column: table.Column{Title: strings.ToUpper(name), Min: width, Width: width, Right: true},
		field:  query.PropertyField(name), used: true, cell: usesCell(name == query.ColumnVolumes),
	}
}

func usesCell(volumes bool) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		if s.uses == nil {
			return table.Cell{Text: s.theme.Glyphs.Ellipsis, Style: s.theme.Muted}
		}
		count, other := s.uses.Count(image.ID)
		answer := &s.uses.Servers
		if volumes {
			count, answer = other, &s.uses.Volumes
		}
		switch {
		case answer.Reach == uses.Nowhere:
			return table.Cell{Text: "unknown", Style: s.theme.Warn}
		case count == 0:
			return none(s)
		}
		return table.Cell{Text: format.Count(count)}
	}
}
