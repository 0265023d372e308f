package detail

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

// twoColumns is the width from which on properties stand beside attributes;
// twoLow is that of details of at most lowHeight lines, which have no other room.
const (
	twoColumns = 118
	twoLow     = 76
	lowHeight  = 22
)

// two reports whether properties stand beside attributes.
func (s *Screen) two() bool {
	return s.width >= twoColumns || s.compact && s.width >= twoLow && s.height <= lowHeight
}

// keyWidth is the room of an attribute's name, and the least of a property's;
// maxKeyWidth is the most of the latter.
const (
	keyWidth    = 18
	maxKeyWidth = 30
)

// section is a theme under which attributes are shown.
type section struct {
	title      string
	attributes []model.Attribute
}

// sections are the attributes of the API that hold a value for people, but for
// the hashes and the locations; the links (self, file, schema) are in the raw
// record.
func sections() []section {
	return []section{
		{"Image", []model.Attribute{model.AttrName, model.AttrID, model.AttrStatus}},
		{"Access", []model.Attribute{model.AttrVisibility, model.AttrOwner, model.AttrProtected, model.AttrHidden}},
		{"Data", []model.Attribute{
			model.AttrSize, model.AttrVirtualSize, model.AttrDiskFormat, model.AttrContainerFormat,
			model.AttrStores, model.AttrDirectURL,
		}},
		{"Needs", []model.Attribute{model.AttrMinDisk, model.AttrMinRAM}},
		{"Dates", []model.Attribute{model.AttrCreatedAt, model.AttrUpdatedAt}},
	}
}

// hashes are last where there is one column: nobody looks for them first.
func hashes() section {
	return section{"Hashes", []model.Attribute{model.AttrChecksum, model.AttrHashAlgorithm, model.AttrHashValue}}
}

// layFields lays out the image by theme.
func (s *Screen) layFields() {
	if s.compact && s.source == nil {
		return
	}
	room := max(1, s.width-2*margin)
	head := &column{theme: s.theme, width: room, items: &s.items}
	s.alerts(head)
	left := &column{theme: s.theme, width: room, base: len(head.lines), items: &s.items}
	right := left
	if s.two() {
		left.width = (room - gap - margin) / 2
		right = &column{theme: s.theme, number: 1, width: room - gap - margin - left.width, base: left.base, items: &s.items}
	}
	themes := sections()
	if right != left && s.compact {
		// In half the width a name and an id take more lines than they need.
		for _, attribute := range s.known(themes[0].attributes) {
			head.field(keyWidth, s.attribute(attribute))
		}
		head.blank()
		themes = themes[1:]
		left.base, right.base = len(head.lines), len(head.lines)
	}
	for _, section := range themes {
		s.section(left, section)
	}
	if right != left {
		s.section(left, hashes())
	}
	s.tags(right)
	s.properties(right)
	if !s.compact {
		s.layUses(right)
	}
	if right == left {
		s.section(left, hashes())
	}
	if !s.compact {
		s.layExtras(right)
	}
	s.head = head.lines
	s.columns, s.widths = [][]line{left.lines}, []int{left.width}
	if right != left {
		s.columns, s.widths = append(s.columns, right.lines), append(s.widths, right.width)
	}
}

// section lays out the attributes of a theme.
func (s *Screen) section(c *column, one section) {
	shown := s.known(one.attributes)
	if len(shown) == 0 {
		return
	}
	c.title(one.title, "")
	for _, attribute := range shown {
		c.field(keyWidth, s.attribute(attribute))
	}
}

// known leaves out of what stands beside a list what is not set.
func (s *Screen) known(attributes []model.Attribute) []model.Attribute {
	if !s.compact {
		return attributes
	}
	return slices.DeleteFunc(slices.Clone(attributes), s.image.Null.Has)
}

// tags lays out the tags in the order of their names, each on a line of its
// own where the cursor can be on it: the service keeps no order.
func (s *Screen) tags(c *column) {
	tags := s.image.SortedTags()
	c.title("Tags", format.Count(len(tags)))
	switch {
	case s.image.Unknown.Has(model.AttrTags) && len(tags) == 0:
		c.paragraph(s.theme.Warn, "unknown")
		return
	case s.image.Unknown.Has(model.AttrTags):
		c.paragraph(s.theme.Warn, "some are unknown; known are:")
	case len(tags) == 0:
		c.paragraph(s.theme.Muted, "none")
		return
	}
	if s.compact {
		s.flow(c, tags)
		return
	}
	for _, each := range tags {
		c.field(0, item{
			id: "tag " + each.Raw(), value: quoted(s.theme.Cells.Show(each)), valueStyle: s.theme.Tag,
			label: "tag", copied: each,
		})
	}
}

// flow writes tags one after the other, none of them across two lines unless
// it is longer than one.
func (s *Screen) flow(c *column, tags []tag) {
	text := ""
	for _, each := range tags {
		shown := quoted(s.theme.Cells.Show(each))
		if text != "" && s.theme.Cells.Width(text)+2+s.theme.Cells.Width(shown) > c.width {
			c.paragraph(s.theme.Tag, text)
			text = ""
		}
		if text != "" {
			text += "  "
		}
		text += shown
	}
	c.paragraph(s.theme.Tag, text)
}

// quoted puts a tag that holds blanks or nothing in quotes, so that one tag
// cannot be taken for two.
func quoted(shown string) string {
	if shown == "" || strings.Contains(shown, " ") {
		return `"` + shown + `"`
	}
	return shown
}

// properties lays out the properties in the order of their keys.
func (s *Screen) properties(c *column) {
	properties := slices.Clone(s.image.Properties)
	slices.SortFunc(properties, func(a, b model.Property) int { return strings.Compare(a.Key.Raw(), b.Key.Raw()) })
	c.title("Properties", format.Count(len(properties)))
	if len(properties) == 0 {
		c.paragraph(s.theme.Muted, "none")
		return
	}
	room := keyWidth
	for _, property := range properties {
		room = max(room, min(maxKeyWidth, 2+s.theme.Cells.Width(s.theme.Cells.Show(property.Key))))
	}
	for _, property := range properties {
		c.field(room, s.property(property))
	}
}

func (s *Screen) property(property model.Property) item {
	one := item{
		id: "property " + property.Key.Raw(), name: s.theme.Cells.Show(property.Key), nameStyle: s.theme.Muted,
		value: s.theme.Cells.Show(property.Value), copied: property.Value,
	}
	one.label = one.name
	switch {
	case property.Null:
		one.value, one.valueStyle, one.label = "null", s.theme.Muted, ""
	case property.Value.IsEmpty():
		one.value, one.valueStyle, one.label = "empty", s.theme.Muted, ""
	default:
		one.valueStyle = theme.Style{}
	}
	return one
}
