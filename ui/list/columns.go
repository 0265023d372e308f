package list

import (
	"math/bits"
	"strconv"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/format"
	marks "glimpse/ui/status"
	"glimpse/ui/table"
	"glimpse/ui/textwidth"
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
	// added reports that nobody chose it: it is there because the query looks at it.
	added bool
	// used reports that it counts what was made from images, which no order goes by.
	used bool
}

// room is what a column gets in a table; without a width it is not in it. The
// rank says which give way on a narrow terminal.
type room struct{ least, width, rank int }

// declared is a column as it is declared, once for both tables.
type declared struct {
	title     string
	attribute model.Attribute
	property  string // in place of an attribute
	// core columns never give way, flex columns take what room is left, middle ones
	// are cut in the middle.
	core, flex, right, middle bool
	descending                bool
	cell                      func(s *Screen, image *model.Image, width int) table.Cell
	// usual is its room in the usual table, wide in the wide one: as many columns
	// as there is room for, each no wider than it must be.
	usual, wide room
	// extra is what it takes besides where there is ample room.
	extra int
}

// columns are those that have a place in a table, in their order on screen.
var columns = []declared{
	{
		title: "NAME", attribute: model.AttrName, cell: nameCell, core: true, flex: true, middle: true,
		usual: room{24, 31, 0}, wide: room{20, 20, 0},
	},
	{
		title: "STATUS", attribute: model.AttrStatus, cell: statusCell, core: true,
		usual: room{13, 13, 1}, wide: room{13, 13, 1},
	},
	{
		title: "VISIBILITY", attribute: model.AttrVisibility, cell: wordCell(model.AttrVisibility), core: true,
		usual: room{10, 10, 2}, wide: room{10, 10, 2},
	},
	{
		title: "SIZE", attribute: model.AttrSize, cell: sizeCell(model.AttrSize), core: true, right: true, descending: true,
		usual: room{sizeWide, sizeWide, 2}, wide: room{sizeWide, sizeWide, 2}, extra: barWide,
	},
	{
		title: "FORMAT", attribute: model.AttrDiskFormat, cell: wordCell(model.AttrDiskFormat),
		usual: room{6, 6, 2}, wide: room{6, 6, 2},
	},
	{
		title: "DISTRO", property: propertyDistro, cell: distroCell,
		wide: room{12, 14, 6},
	},
	{
		title: "CREATED", attribute: model.AttrCreatedAt, cell: ageCell(model.AttrCreatedAt), core: true, descending: true,
		usual: room{9, 9, 3}, wide: room{9, 9, 2},
	},
	{
		title: "UPDATED", attribute: model.AttrUpdatedAt, cell: ageCell(model.AttrUpdatedAt), descending: true,
		usual: room{9, 9, 6}, wide: room{9, 9, 5},
	},
	{
		title: "PROTECTED", attribute: model.AttrProtected, cell: flagCell(model.AttrProtected), descending: true,
		wide: room{9, 9, 6},
	},
	{
		title: "HIDDEN", attribute: model.AttrHidden, cell: flagCell(model.AttrHidden), descending: true,
		wide: room{6, 6, 7},
	},
	{
		title: "MIN DISK", attribute: model.AttrMinDisk, cell: unitCell(model.AttrMinDisk, " GiB"), right: true, descending: true,
		wide: room{9, 9, 8},
	},
	{
		title: "MIN RAM", attribute: model.AttrMinRAM, cell: unitCell(model.AttrMinRAM, " MiB"), right: true, descending: true,
		wide: room{9, 9, 9},
	},
	{
		title: "TAGS", attribute: model.AttrTags, cell: tagsCell, flex: true, descending: true,
		usual: room{14, 14, 4}, wide: room{14, 14, 10},
	},
	{
		title: "OWNER", attribute: model.AttrOwner, cell: ownerCell,
		usual: room{12, 12, 7}, wide: room{12, 12, 4},
	},
	{
		title: "TYPE", property: model.PropertyImageType, cell: kindCell,
		usual: room{8, 8, 5}, wide: room{8, 8, 8},
	},
	{
		title: "ID", attribute: model.AttrID, cell: mutedCell(model.AttrID),
		usual: room{36, 36, 8}, wide: room{36, 36, 3},
	},
}

// usual are the columns that are seen first.
func usual() []column { return placedIn(func(d *declared) room { return d.usual }) }

// wide are the columns of the wide table.
func wide() []column { return placedIn(func(d *declared) room { return d.wide }) }

// placedIn returns the columns that have room in a table.
func placedIn(of func(*declared) room) []column {
	var placed []column
	for i := range columns {
		d := &columns[i]
		given := of(d)
		if given.width == 0 {
			continue
		}
		placed = append(placed, column{
			Column: table.Column{
				Title: d.title, Min: given.least, Width: given.width, Rank: given.rank,
				Core: d.core, Flex: d.flex, Right: d.right, Middle: d.middle, Extra: d.extra,
			},
			field: d.field(), descending: d.descending, cell: d.cell,
		})
	}
	return placed
}

func (d *declared) field() query.Field {
	if d.property != "" {
		return query.PropertyField(d.property)
	}
	return query.AttributeField(d.attribute)
}

func nameCell(s *Screen, image *model.Image, _ int) table.Cell {
	switch {
	case len(image.Faults) > 0 && image.Name.IsEmpty():
		return table.Cell{Text: "unreadable record", Style: s.theme.Bad}
	case image.Unknown.Has(model.AttrName):
		return unknown(s, image, model.AttrName)
	}
	if image.Name.IsEmpty() {
		return table.Cell{Text: "(no name)", Style: s.theme.Muted}
	}
	return table.Cell{Text: s.theme.Cells.Show(image.Name)}
}

// statusCell shows the status by a shape, the service's word and a colour.
func statusCell(s *Screen, image *model.Image, _ int) table.Cell {
	shape, style := marks.Mark(s.theme, image)
	if image.Status.IsEmpty() {
		return table.Cell{Text: shape + " unknown", Style: style}
	}
	return table.Cell{Text: shape + " " + s.theme.Cells.Show(image.Status.Untrusted), Style: style}
}

// none is what a column shows for a property that is not set.
func none(s *Screen) table.Cell { return table.Cell{Text: s.theme.Glyphs.Dash, Style: s.theme.Muted} }

// unknown is what a column shows for an attribute without a value that is
// known: null is another thing than what could not be read.
func unknown(s *Screen, image *model.Image, attribute model.Attribute) table.Cell {
	if image.Unknown.Has(attribute) {
		return table.Cell{Text: "unknown", Style: s.theme.Warn}
	}
	return none(s)
}

func wordCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		value, ok := image.Text(attribute)
		if !ok || value.IsEmpty() {
			return unknown(s, image, attribute)
		}
		return table.Cell{Text: s.theme.Cells.Show(value)}
	}
}

func mutedCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, width int) table.Cell {
		cell := wordCell(attribute)(s, image, width)
		if image.Has(attribute) {
			cell.Style = s.theme.Muted
		}
		return cell
	}
}

// ownerCell shows the owner by its name where that is known, and by its id
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
	cell.Text = s.theme.Cells.Show(name)
	return cell
}

// kindCell distinguishes snapshots of servers from images.
func kindCell(_ *Screen, image *model.Image, _ int) table.Cell {
	if image.IsSnapshot() {
		return table.Cell{Text: "snapshot"}
	}
	return table.Cell{Text: "image"}
}

// The properties that say what system is on an image.
const propertyDistro, propertyVersion = "os_distro", "os_version"

// distroCell shows the distribution with its version, which is how people call a
// system, unless the version has a column of its own.
func distroCell(s *Screen, image *model.Image, width int) table.Cell {
	cell := propertyCell(propertyDistro)(s, image, width)
	distro, named := image.Property(propertyDistro)
	version, versioned := image.Property(propertyVersion)
	if named && versioned && !distro.IsEmpty() && !s.versioned {
		cell.Text += " " + s.theme.Cells.Show(version)
	}
	return cell
}

func sizeCell(attribute model.Attribute) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, wide int) table.Cell {
		bytes, ok := image.Number(attribute)
		size, bar := table.Cell{Text: format.Size(bytes)}, " "+s.theme.Glyphs.Levels[level(bytes)]
		if !ok {
			size, bar = unknown(s, image, attribute), textwidth.Blank(barWide)
		}
		if wide >= sizeWide+barWide {
			size.Text += bar
		}
		return size
	}
}

// sizeWide are the cells of a size, and barWide those of the bar behind it.
const sizeWide, barWide = 8, 2

// level returns how high the bar of a size is: 0 for less than 64 MiB, and one more for
// each size four times as large, up to 7 from 256 GiB on.
func level(bytes int64) int {
	const least = 26 // bits of 64 MiB
	return min((bits.Len64(uint64(max(0, bytes))>>least)+1)/2, 7)
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
		return table.Cell{Text: age(s.now, at, width), Style: s.theme.Muted}
	}
}

// longAge is the width from which on an age is written out.
const longAge = 14

func age(now, at time.Time, width int) string {
	if width >= longAge {
		return format.Age(now, at)
	}
	return format.ShortAge(now, at)
}

func tagsCell(s *Screen, image *model.Image, width int) table.Cell {
	var line strings.Builder
	if image.Unknown.Has(model.AttrTags) {
		if len(image.Tags) == 0 {
			return unknown(s, image, model.AttrTags)
		}
		line.WriteString("some unknown, ")
	}
	for i, tag := range image.SortedTags() {
		if line.Len() > width {
			break
		}
		if i > 0 {
			line.WriteString(" ")
		}
		line.WriteString(s.theme.Cells.Show(tag))
	}
	return table.Cell{Text: line.String(), Style: s.theme.Tag}
}
