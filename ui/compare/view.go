package compare

import (
	"strings"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

const (
	// lead are the cells before the names of fields, leastNames and mostNames their
	// room, gap what stands before each image.
	lead, leastNames, mostNames, gap = 3, 20, 32, 2
	// least is how wide an image is at least where there are more than two.
	least = 24
	// headLines is how many lines stand above the fields.
	headLines = 6
)

// roomForNames is what the names of the fields take: a quarter of the width at most, so
// that the images keep theirs.
func (s *Screen) roomForNames() int {
	room := leastNames
	for i := range s.rows {
		room = max(room, s.theme.Cells.Width(s.theme.Cells.ShowString(s.rows[i].name)))
	}
	return max(leastNames, min(room, mostNames, (s.width-lead)/4))
}

// side is the width of an image.
func (s *Screen) side() int { return (s.width-lead-s.names)/s.shown() - gap }

// shown is how many images there is room for.
func (s *Screen) shown() int {
	return min(len(s.images), max(2, (s.width-lead-s.names)/(least+gap)))
}

// arrange makes the lines anew.
func (s *Screen) arrange() {
	s.names = s.roomForNames()
	s.sides.Resize(len(s.images), s.shown())
	s.lines = nil
	if s.side() < 1 {
		return
	}
	for i := range s.rows {
		if s.all || s.rows[i].differs() {
			s.lines = append(s.lines, s.draw(&s.rows[i])...)
		}
	}
	if s.onlyOwn() && !s.all {
		same := s.theme.Cells.Cut("Everything else is the same.", s.width-lead)
		s.lines = append(s.lines, "", textwidth.Blank(lead)+s.theme.Good.Render(same))
	}
	s.scroll(0)
}

// draw draws a row on as many lines as its longest value needs. Where the images
// differ, a sign says so beside the colour.
func (s *Screen) draw(r *row) []string {
	measurer, side := s.theme.Cells, s.side()
	name := measurer.Wrap(measurer.ShowString(r.name), s.names)
	first, end := s.sides.Visible()
	values := make([][]string, 0, end-first)
	height := len(name)
	for _, v := range r.values[first:end] {
		wrapped := measurer.Wrap(s.showIn(r, v), side)
		values, height = append(values, wrapped), max(height, len(wrapped))
	}
	style, sign := s.theme.Muted, " "
	if r.differs() {
		style, sign = s.theme.Warn, s.theme.Glyphs.Differs
	}
	lines := make([]string, height)
	for i := range lines {
		texts := make([]string, len(values))
		for j := range values {
			texts[j] = at(values[j], i)
		}
		if i > 0 {
			sign = " "
		}
		lines[i] = s.line(style, sign, at(name, i), texts, func(int) theme.Style { return style })
	}
	return lines
}

func at(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

// line draws one line: a sign, the name of a field, and a text of each image that
// is visible.
func (s *Screen) line(style theme.Style, sign, name string, texts []string, of func(column int) theme.Style) string {
	var out strings.Builder
	out.WriteByte(' ')
	style.Write(&out, sign)
	out.WriteByte(' ')
	s.theme.Muted.Write(&out, s.theme.Cells.Left(name, s.names))
	for i, text := range texts {
		out.WriteString(textwidth.Blank(gap))
		if i < len(texts)-1 {
			text = s.theme.Cells.Left(text, s.side())
		}
		of(i).Write(&out, text)
	}
	return out.String()
}

func (s *Screen) show(v value) string {
	switch {
	case v.unknown:
		return "unknown"
	case !v.set:
		return s.theme.Glyphs.Dash + " not set"
	case v.text == "":
		return "empty"
	}
	return s.theme.Cells.ShowString(v.text)
}

// shortID is how much of the id of a project stands beside its name.
const shortID = 9

// showIn is show for the value of a row: a project has its name.
func (s *Screen) showIn(r *row, v value) string {
	shown := s.show(v)
	if r.name != model.AttrOwner.String() || s.project == nil || !v.set || v.text == "" {
		return shown
	}
	name := s.project(text.Of(v.text))
	if name.IsEmpty() {
		return shown
	}
	return s.theme.Cells.Show(name) + " (" + s.theme.Cells.Cut(shown, shortID) + ")"
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	lines := make([]string, 0, s.height+headLines)
	if s.side() >= 1 {
		lines = append(lines, s.heading()...)
	}
	first, end := s.window.Visible(len(s.lines))
	lines = append(lines, s.lines[first:end]...)
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

// heading says what the images are, which is the newest and which the largest.
func (s *Screen) heading() []string {
	measurer, side := s.theme.Cells, s.side()
	first, end := s.sides.Visible()
	each := func(of func(image int) string) []string {
		texts := make([]string, 0, end-first)
		for i := first; i < end; i++ {
			texts = append(texts, measurer.Cut(of(i), side))
		}
		return texts
	}
	id := func(i int) string { return measurer.CutMiddle(measurer.Show(s.images[i].ID.Untrusted), side) }
	plain := func(int) theme.Style { return theme.Style{} }
	best := func(of []bool) func(int) theme.Style {
		return func(column int) theme.Style {
			if of[first+column] {
				return s.theme.Good
			}
			return theme.Style{}
		}
	}
	return []string{
		s.nameLine(first, end),
		s.line(s.theme.Muted, " ", "id", each(id), plain),
		s.line(s.theme.Muted, " ", "created", each(s.age), best(s.newest)),
		s.line(s.theme.Muted, " ", "size", each(s.sizeOf), best(s.largest)),
		s.line(s.theme.Muted, " ", "tags", each(s.tags), plain),
		s.more(first, end),
	}
}

// nameLine draws the names of the images, the chosen one as under a cursor.
func (s *Screen) nameLine(first, end int) string {
	var out strings.Builder
	out.WriteString(textwidth.Blank(lead))
	s.theme.Heading.Write(&out, s.theme.Cells.Left(format.Count(s.Differences())+" differ", s.names))
	for i := first; i < end; i++ {
		style, pointer := s.theme.Heading, " "
		if i == s.sides.Cursor() {
			style, pointer = s.theme.Cursor, s.theme.Glyphs.Pointer
		}
		out.WriteString(" " + pointer)
		style.Write(&out, s.theme.Cells.Left(s.theme.Cells.CutMiddle(s.nameOf(i), s.side()), s.side()))
	}
	return out.String()
}

func (s *Screen) age(i int) string {
	image := &s.images[i]
	switch {
	case s.gone[i]:
		return "deleted"
	case !image.Has(model.AttrCreatedAt):
		return s.theme.Glyphs.Dash
	}
	return format.Age(s.now, image.CreatedAt) + s.superlative(s.newest[i], "newer", "newest")
}

func (s *Screen) sizeOf(i int) string {
	bytes, known := size(&s.images[i])
	if !known {
		return s.theme.Glyphs.Dash
	}
	return format.Size(bytes) + s.superlative(s.largest[i], "larger", "largest")
}

// superlative says what an image is more than the others.
func (s *Screen) superlative(holds bool, ofTwo, ofMany string) string {
	switch {
	case !holds:
		return ""
	case len(s.images) == 2:
		return " " + s.theme.Glyphs.Dot + " " + ofTwo
	default:
		return " " + s.theme.Glyphs.Dot + " " + ofMany
	}
}

func (s *Screen) tags(i int) string {
	if len(s.images[i].Tags) == 0 {
		return s.theme.Glyphs.Dash
	}
	shown := make([]string, len(s.images[i].Tags))
	for j, tag := range s.images[i].SortedTags() {
		shown[j] = s.theme.Cells.Show(tag)
	}
	return strings.Join(shown, ", ")
}

// more says which of the images are visible, where not all are.
func (s *Screen) more(first, end int) string {
	if end-first == len(s.images) {
		return ""
	}
	said := "images " + format.Count(first+1) + " to " + format.Count(end) + " of " + format.Count(len(s.images))
	return textwidth.Blank(lead) + s.theme.Accent.Render(s.theme.Cells.Cut(said, s.width-lead))
}
