package list

import (
	"strconv"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/human"
	marks "glimpse/ui/status"
	"glimpse/ui/table"
)

// column is one column of the list: how much room it wants, what it shows,
// and by what it sorts.
type column struct {
	table.Column
	// field is what it sorts by.
	field query.Field
	// descending says that the first press sorts the largest or latest first.
	descending bool
	// cell returns what is shown of an image in a width.
	cell func(s *Screen, image *model.Image, width int) table.Cell
}

// usual are the columns in their order on screen. The rank says which give
// way on a narrow terminal: the name, status, visibility, size and age never
// do.
func usual() []column {
	return []column{
		name(24, 38),
		status(1),
		visibility(1),
		size(1),
		format(2),
		created(14, 3),
		updated(14, 5),
		tags(24, 4),
		owner(32, 7),
		id(6),
	}
}

// wide are the columns of the wide table: as many of them as there is room
// for, each no wider than it must be.
func wide() []column {
	return []column{
		name(20, 20),
		status(1),
		visibility(1),
		size(1),
		format(2),
		created(9, 1),
		updated(9, 5),
		flag("PROTECTED", model.AttrProtected, 6),
		flag("HIDDEN", model.AttrHidden, 7),
		amount("MIN DISK", model.AttrMinDisk, " GiB", 8),
		amount("MIN RAM", model.AttrMinRAM, " MiB", 9),
		tags(14, 10),
		owner(12, 4),
		id(3),
	}
}

func name(least, width int) column {
	return column{
		Column: table.Column{Title: "NAME", Min: least, Width: width, Core: true, Flex: true},
		field:  query.AttributeField(model.AttrName), cell: nameCell,
	}
}

func status(rank int) column {
	return column{
		Column: table.Column{Title: "STATUS", Min: 13, Width: 13, Rank: rank, Core: true},
		field:  query.AttributeField(model.AttrStatus), cell: statusCell,
	}
}

func visibility(rank int) column {
	return column{
		Column: table.Column{Title: "VISIBILITY", Min: 10, Width: 10, Rank: rank, Core: true},
		field:  query.AttributeField(model.AttrVisibility), cell: wordCell(model.AttrVisibility),
	}
}

func size(rank int) column {
	return column{
		Column: table.Column{Title: "SIZE", Min: 8, Width: 8, Rank: rank, Core: true, Right: true},
		field:  query.AttributeField(model.AttrSize), descending: true, cell: sizeCell(model.AttrSize),
	}
}

func format(rank int) column {
	return column{
		Column: table.Column{Title: "FORMAT", Min: 6, Width: 6, Rank: rank},
		field:  query.AttributeField(model.AttrDiskFormat), cell: wordCell(model.AttrDiskFormat),
	}
}

func created(width, rank int) column {
	return column{
		Column: table.Column{Title: "CREATED", Min: 9, Width: width, Rank: rank, Core: true},
		field:  query.AttributeField(model.AttrCreatedAt), descending: true, cell: ageCell(model.AttrCreatedAt),
	}
}

func updated(width, rank int) column {
	return column{
		Column: table.Column{Title: "UPDATED", Min: 9, Width: width, Rank: rank},
		field:  query.AttributeField(model.AttrUpdatedAt), descending: true, cell: ageCell(model.AttrUpdatedAt),
	}
}

func tags(width, rank int) column {
	return column{
		Column: table.Column{Title: "TAGS", Min: 14, Width: width, Rank: rank, Flex: true},
		field:  query.AttributeField(model.AttrTags), descending: true, cell: tagsCell,
	}
}

func owner(width, rank int) column {
	return column{
		Column: table.Column{Title: "OWNER", Min: 12, Width: width, Rank: rank},
		field:  query.AttributeField(model.AttrOwner), cell: ownerCell,
	}
}

func id(rank int) column {
	return column{
		Column: table.Column{Title: "ID", Min: 36, Width: 36, Rank: rank},
		field:  query.AttributeField(model.AttrID), cell: mutedCell(model.AttrID),
	}
}

func flag(title string, attribute model.Attribute, rank int) column {
	return column{
		Column: table.Column{Title: title, Min: len(title), Width: len(title), Rank: rank},
		field:  query.AttributeField(attribute), descending: true, cell: flagCell(attribute),
	}
}

func amount(title string, attribute model.Attribute, unit string, rank int) column {
	return column{
		Column: table.Column{Title: title, Min: 9, Width: 9, Rank: rank, Right: true},
		field:  query.AttributeField(attribute), descending: true, cell: unitCell(attribute, unit),
	}
}

func nameCell(s *Screen, image *model.Image, _ int) table.Cell {
	switch {
	case len(image.Faults) > 0 && image.Name.IsEmpty():
		return table.Cell{Text: "unreadable record", Style: s.look.Bad}
	case image.Unknown.Has(model.AttrName):
		return unknown(s, image, model.AttrName)
	}
	if image.Name.IsEmpty() {
		return table.Cell{Text: "(no name)", Style: s.look.Muted}
	}
	return table.Cell{Text: s.look.Cells.Show(image.Name)}
}

// statusCell tells the status by a shape, the service's word and a colour.
func statusCell(s *Screen, image *model.Image, _ int) table.Cell {
	shape, style := marks.Mark(s.look, image)
	if image.Status.IsEmpty() {
		return table.Cell{Text: shape + " unknown", Style: style}
	}
	return table.Cell{Text: shape + " " + s.look.Cells.Show(image.Status.Untrusted), Style: style}
}

// none is what a column shows for a property that is not set.
func none(s *Screen) table.Cell { return table.Cell{Text: s.look.Glyphs.Dash, Style: s.look.Muted} }

// unknown is what a column shows for an attribute without a value that is
// known: null is another thing than what could not be read.
func unknown(s *Screen, image *model.Image, attribute model.Attribute) table.Cell {
	if image.Unknown.Has(attribute) {
		return table.Cell{Text: "unknown", Style: s.look.Warn}
	}
	return none(s)
}

func wordCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		value, ok := image.Text(attribute)
		if !ok || value.IsEmpty() {
			return unknown(s, image, attribute)
		}
		return table.Cell{Text: s.look.Cells.Show(value)}
	}
}

func mutedCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, width int) table.Cell {
		cell := wordCell(attribute)(s, image, width)
		if image.Has(attribute) {
			cell.Style = s.look.Muted
		}
		return cell
	}
}

// ownerCell tells the owner by its name where that is known, and by its id
// where that is what a search found.
func ownerCell(s *Screen, image *model.Image, width int) table.Cell {
	cell := mutedCell(model.AttrOwner)(s, image, width)
	if s.names == nil {
		return cell
	}
	name := s.names(image.Owner)
	if sought := s.list.Narrowing().Search; name.IsEmpty() || !sought.IsEmpty() && len(sought.Ranges(cell.Text)) > 0 {
		return cell
	}
	cell.Text = s.look.Cells.Show(name)
	return cell
}

func sizeCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		bytes, ok := image.Number(attribute)
		if !ok {
			return unknown(s, image, attribute)
		}
		return table.Cell{Text: human.Size(bytes)}
	}
}

func unitCell(attribute model.Attribute, unit string) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		number, ok := image.Number(attribute)
		if !ok || number == 0 {
			return unknown(s, image, attribute)
		}
		return table.Cell{Text: strconv.FormatInt(number, 10) + unit}
	}
}

func flagCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		if set, ok := image.Bool(attribute); ok && set {
			return table.Cell{Text: "yes"}
		}
		return unknown(s, image, attribute)
	}
}

func ageCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, width int) table.Cell {
		at, ok := image.Time(attribute)
		if !ok {
			return unknown(s, image, attribute)
		}
		return table.Cell{Text: age(s.now, at, width), Style: s.look.Muted}
	}
}

// longAge is the width from which on an age is written out.
const longAge = 14

func age(now, at time.Time, width int) string {
	if width >= longAge {
		return human.Age(now, at)
	}
	return human.ShortAge(now, at)
}

func tagsCell(s *Screen, image *model.Image, width int) table.Cell {
	var line strings.Builder
	if image.Unknown.Has(model.AttrTags) {
		if len(image.Tags) == 0 {
			return unknown(s, image, model.AttrTags)
		}
		line.WriteString("some unknown, ")
	}
	for i, tag := range image.Tags {
		if line.Len() > width {
			break
		}
		if i > 0 {
			line.WriteString(" ")
		}
		line.WriteString(s.look.Cells.Show(tag))
	}
	return table.Cell{Text: line.String(), Style: s.look.Tag}
}
