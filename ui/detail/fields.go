package detail

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/human"
	"glimpse/ui/panel"
	"glimpse/ui/problem"
	"glimpse/ui/status"
	"glimpse/ui/theme"
)

// twoColumns is the width from which on properties stand beside attributes.
const twoColumns = 118

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

// sections are all attributes of the API that hold a value for people; the
// links (self, file, schema) and locations are in the raw record.
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
		{"Hashes", []model.Attribute{model.AttrChecksum, model.AttrHashAlgorithm, model.AttrHashValue}},
	}
}

// fieldLines draws the image by theme.
func (s *Screen) fieldLines() []string {
	room := s.width - 2
	top := s.alerts(room)
	var left, right *column
	if s.width >= twoColumns {
		left = &column{look: s.look, width: (room - 4) / 2}
		right = &column{look: s.look, width: room - 4 - left.width}
	} else {
		left = &column{look: s.look, width: room}
		right = left
	}
	for _, section := range sections() {
		left.title(section.title, "")
		for _, attribute := range section.attributes {
			value, style := s.attribute(attribute)
			left.field(attribute.String(), keyWidth, value, style)
		}
	}
	s.tags(right)
	s.properties(right)
	s.writeExtras(left)
	lines := top
	if left == right {
		lines = append(lines, left.lines...)
	} else {
		lines = append(lines, beside(left, right)...)
	}
	for i := range lines {
		if lines[i] != "" {
			lines[i] = " " + lines[i]
		}
	}
	return lines
}

// alerts draws what must be seen first: that the record could not be read
// again, and what in it could not be decoded.
func (s *Screen) alerts(room int) []string {
	c := &column{look: s.look, width: room}
	if s.err != nil {
		report := problem.Of(s.err)
		title := "The image could not be read again; this is what the list knew of it"
		if s.gone() {
			title = "The image is gone; this is what the list knew of it"
		}
		c.styled(s.look.Bad, title)
		c.styled(theme.Style{}, panel.Sentence(s.look.Cells.ShowString(report.Sentence)))
		c.styled(s.look.Muted, s.look.Cells.ShowString(panel.Sentence(report.Advice)))
		if !report.Request.IsEmpty() {
			c.styled(s.look.Muted, "request id "+s.look.Cells.Show(report.Request))
		}
		c.lines = append(c.lines, "")
	}
	if len(s.image.Faults) > 0 {
		c.styled(s.look.Bad, "Parts of this record could not be read")
		for _, fault := range s.image.Faults {
			what := s.look.Cells.Show(fault.Field)
			if what == "" {
				what = "the record"
			}
			c.styled(theme.Style{}, what+": "+s.look.Cells.ShowString(fault.Reason))
		}
		c.lines = append(c.lines, "")
	}
	if s.image.ImportFailed() {
		c.styled(s.look.Warn, "The last import of data failed for some stores; see os_glance_failed_import")
		c.lines = append(c.lines, "")
	}
	return c.lines
}

// attribute returns the exact value of an attribute, with what helps to read
// it.
func (s *Screen) attribute(attribute model.Attribute) (string, theme.Style) {
	image := &s.image
	if !image.Has(attribute) {
		return "not set", s.look.Muted
	}
	switch attribute.Kind() {
	case model.KindBytes:
		number, _ := image.Number(attribute)
		return human.ExactSize(number), theme.Style{}
	case model.KindGiB, model.KindMiB:
		number, _ := image.Number(attribute)
		unit := " GiB"
		if attribute.Kind() == model.KindMiB {
			unit = " MiB"
		}
		return strconv.FormatInt(number, 10) + unit, theme.Style{}
	case model.KindTime:
		at, _ := image.Time(attribute)
		return human.Time(at) + ", " + human.Age(s.now, at), theme.Style{}
	case model.KindBool:
		if set, _ := image.Bool(attribute); set {
			return "yes", s.look.Strong
		}
		return "no", theme.Style{}
	default:
		return s.word(attribute)
	}
}

func (s *Screen) word(attribute model.Attribute) (string, theme.Style) {
	value, _ := s.image.Text(attribute)
	shown := s.look.Cells.Show(value)
	switch attribute {
	case model.AttrStatus:
		shape, style := status.Mark(s.look, &s.image)
		return shape + " " + shown, style
	case model.AttrName:
		return shown, s.look.Strong
	case model.AttrOwner:
		return s.project(value), theme.Style{}
	default:
		if shown == "" {
			return "empty", s.look.Muted
		}
		return shown, theme.Style{}
	}
}

// tags draws the tags in the order of their names: the service keeps none.
func (s *Screen) tags(c *column) {
	c.title("Tags", human.Count(len(s.image.Tags)))
	if len(s.image.Tags) == 0 {
		c.styled(s.look.Muted, "none")
		return
	}
	shown := make([]string, len(s.image.Tags))
	for i, tag := range s.image.Tags {
		shown[i] = quoted(s.look.Cells.Show(tag))
	}
	slices.Sort(shown)
	line := ""
	for _, tag := range shown {
		if line != "" && s.look.Cells.Width(line)+2+s.look.Cells.Width(tag) > c.width {
			c.styled(s.look.Tag, line)
			line = ""
		}
		if line != "" {
			line += "  "
		}
		line += tag
	}
	c.styled(s.look.Tag, line)
}

// quoted puts a tag that holds blanks or nothing in quotes, so that one tag
// cannot be taken for two.
func quoted(tag string) string {
	if tag == "" || strings.Contains(tag, " ") {
		return `"` + tag + `"`
	}
	return tag
}

// properties draws the properties in the order of their keys.
func (s *Screen) properties(c *column) {
	properties := slices.Clone(s.image.Properties)
	slices.SortFunc(properties, func(a, b model.Property) int { return strings.Compare(a.Key.Raw(), b.Key.Raw()) })
	c.title("Properties", human.Count(len(properties)))
	if len(properties) == 0 {
		c.styled(s.look.Muted, "none")
		return
	}
	width := keyWidth
	for _, property := range properties {
		width = max(width, min(maxKeyWidth, 2+s.look.Cells.Width(s.look.Cells.Show(property.Key))))
	}
	width = min(width, c.width/2)
	for _, property := range properties {
		value, style := s.value(property)
		c.field(s.look.Cells.Show(property.Key), width, value, style)
	}
}

func (s *Screen) value(property model.Property) (string, theme.Style) {
	switch {
	case property.Null:
		return "null", s.look.Muted
	case property.Value == text.Untrusted{}:
		return "empty", s.look.Muted
	default:
		return s.look.Cells.Show(property.Value), theme.Style{}
	}
}

// beside puts two columns next to each other.
func beside(left, right *column) []string {
	lines := make([]string, max(len(left.lines), len(right.lines)))
	for i := range lines {
		if i < len(left.lines) {
			lines[i] = left.lines[i]
		}
		if i < len(right.lines) && right.lines[i] != "" {
			used := 0
			if i < len(left.lines) {
				used = left.used[i]
			}
			lines[i] += fmt.Sprintf("%*s", left.width+4-used, "") + right.lines[i]
		}
	}
	return lines
}
