package triage

import (
	"strings"

	"glimpse/model"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/message"
	"glimpse/ui/problem"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// above are the lines before the first image: the counts, what was looked at, a reason
// that its column cuts, the titles of the columns.
const above = 4

// lead is the room at the left of the columns: a mark, a sign and a blank.
const lead = 3

// The columns.
const (
	columnCause = iota
	columnName
	columnWhen
	columnReason
	columnOwner
)

func columns() []table.Column {
	return []table.Column{
		columnCause: {Title: "CAUSE", Min: 13, Width: 13, Core: true},
		columnName:  {Title: "NAME", Min: 18, Width: 28, Rank: 2, Core: true, Flex: true, Middle: true},
		columnWhen:  {Title: "WHEN", Min: 7, Width: 7, Core: true},
		// The reason is what one looks for here: the owner has what room it leaves.
		columnReason: {Title: "REASON", Min: 30, Width: 60, Core: true, Flex: true},
		columnOwner:  {Title: "OWNER", Min: 12, Width: 18, Rank: 3},
	}
}

// causes are the words of the causes, for one image and for the count of several.
var causes = map[model.Cause]struct{ word, several string }{
	model.FailedImport:  {"failed import", "failed imports"},
	model.Stuck:         {"stuck", "stuck"},
	model.Killed:        {"killed", "killed"},
	model.PendingDelete: {"to be deleted", "to be deleted"},
	model.Deactivated:   {"deactivated", "deactivated"},
	model.Unreadable:    {"unreadable", "unreadable"},
	model.Well:          {"well again", "well again"},
}

func (s *Screen) style(cause model.Cause) theme.Style {
	switch cause {
	case model.FailedImport, model.Killed, model.Unreadable:
		return s.theme.Bad
	case model.Well:
		return s.theme.Good
	default:
		return s.theme.Warn
	}
}

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	if len(s.lines) == 0 {
		return s.instead().View(s.theme, s.width, s.height)
	}
	placed := table.Layout(columns(), s.width-lead-1)
	lines := make([]string, 0, s.height)
	lines = append(lines, s.counts(), s.covered(), s.whole(placed), s.headings(placed))
	first, end := s.rows.Visible()
	for i := first; i < end; i++ {
		lines = append(lines, s.row(i, placed))
	}
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return strings.Join(lines[:s.height], "\n")
}

// counts says how many images there are of each cause.
func (s *Screen) counts() string {
	found := map[model.Cause]int{}
	for _, l := range s.lines {
		found[l.cause]++
	}
	var out strings.Builder
	room := s.width - 3
	out.WriteString("  ")
	for _, cause := range append(model.Causes(), model.Well) {
		count := found[cause]
		if count == 0 {
			continue
		}
		said := format.Count(count) + " " + causes[cause].several
		if count == 1 {
			said = "1 " + causes[cause].word
		}
		if room -= s.theme.Cells.Width(said) + 3; room < 0 {
			break
		}
		s.style(cause).Write(&out, said)
		out.WriteString("   ")
	}
	return strings.TrimRight(out.String(), " ")
}

// covered says what was looked at.
func (s *Screen) covered() string {
	read := format.Images(s.reading.Read)
	said, style := "The whole cloud, regardless of the list's filters: "+read+" read", s.theme.Muted
	switch {
	case s.reading.Err != nil:
		report := problem.Of(s.reading.Err)
		said, style = "Only "+read+" read ("+s.theme.Keys.For("everywhere", action.Refresh)+" tries again): "+
			s.theme.Cells.ShowString(report.Sentence), s.theme.Bad
	case !s.reading.ByStatus:
		said = read + " read so far, by their status" + s.theme.Glyphs.Ellipsis
	case !s.reading.Done:
		said = "Looking for more failed imports: " + read + " read" + s.theme.Glyphs.Ellipsis
	}
	return "  " + style.Render(s.theme.Cells.Cut(said, s.width-3))
}

// whole says the reason of the image under the cursor where its column cuts it.
func (s *Screen) whole(placed []table.Placed) string {
	at := s.rows.Cursor()
	if at >= len(s.lines) {
		return ""
	}
	reason := s.reason(s.lines[at])
	for _, column := range placed {
		if column.Index == columnReason && s.theme.Cells.Width(reason) > column.Wide {
			return "  " + s.theme.Text.Render(s.theme.Cells.Cut(reason, s.width-3))
		}
	}
	return ""
}

func (s *Screen) headings(placed []table.Placed) string {
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		cells[i] = table.Cell{Text: column.Title, Style: s.theme.Heading}
	}
	var out strings.Builder
	out.WriteString(strings.Repeat(" ", lead))
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	return out.String()
}

func (s *Screen) row(i int, placed []table.Placed) string {
	l := s.lines[i]
	cells := make([]table.Cell, len(placed))
	for at, column := range placed {
		switch column.Index {
		case columnCause:
			cells[at] = table.Cell{Text: causes[l.cause].word, Style: s.style(l.cause)}
		case columnName:
			cells[at] = s.name(l.image)
		case columnWhen:
			cells[at] = table.Cell{Text: s.ago(l), Style: s.theme.Muted}
		case columnReason:
			cells[at].Text = s.reason(l)
		case columnOwner:
			cells[at] = table.Cell{Text: s.owner(l.image), Style: s.theme.Muted}
		}
	}
	chosen, sign := " ", s.sign(l.image)
	if s.marked[l.image.ID] {
		chosen = s.theme.Glyphs.Marked
	}
	var out strings.Builder
	if i == s.rows.Cursor() {
		table.WriteBar(&out, s.theme.Cells, chosen+sign+" ", placed, cells, s.width, s.theme.Cursor)
		return out.String()
	}
	s.theme.Strong.Write(&out, chosen)
	s.theme.Busy.Write(&out, sign)
	out.WriteByte(' ')
	table.WriteRow(&out, s.theme.Cells, placed, cells)
	return out.String()
}

// sign says that a job is about an image, or was.
func (s *Screen) sign(image *model.Image) string {
	if _, known := s.outcomes[image.ID]; known {
		return s.theme.Glyphs.Changed
	}
	return " "
}

func (s *Screen) name(image *model.Image) table.Cell {
	if image.Name.IsEmpty() {
		return table.Cell{Text: s.theme.Cells.Show(image.ID.Untrusted), Style: s.theme.Muted}
	}
	return table.Cell{Text: s.theme.Cells.Show(image.Name)}
}

// ago is how long ago that was since when an image needs attention.
func (s *Screen) ago(l line) string {
	at, known := s.when(l)
	if !known {
		return s.theme.Glyphs.Dash
	}
	return strings.TrimSuffix(format.ShortAge(s.now, at), " ago")
}

func (s *Screen) owner(image *model.Image) string {
	if name := s.names(image.Owner); !name.IsEmpty() {
		return s.theme.Cells.Show(name)
	}
	return s.theme.Cells.Show(image.Owner)
}

// reason says why an image needs attention; of a failed import, in the words of
// the service.
func (s *Screen) reason(l line) string {
	switch l.cause {
	case model.FailedImport:
		failure, known := s.failures[l.image.ID]
		if !failure.Message.IsEmpty() {
			return `"` + s.theme.Cells.Show(failure.Message) + `"`
		}
		stores, _ := l.image.Property(model.PropertyFailedImport)
		said := `import failed in store "` + s.theme.Cells.Show(stores) + `"`
		if known {
			said += ": no reason kept"
		}
		return said
	case model.Stuck:
		return "still " + s.theme.Cells.Show(l.image.Status.Untrusted)
	case model.Killed:
		return "the upload failed"
	case model.PendingDelete:
		return "waits to be removed by the service"
	case model.Deactivated:
		return "its data is locked; " + s.theme.Keys.For("change", action.ToggleActive) + " reactivates it"
	case model.Unreadable:
		for _, fault := range l.image.Faults {
			return strings.TrimSpace(s.theme.Cells.Show(fault.Field) + " " + s.theme.Cells.ShowString(fault.Reason))
		}
		return "the service left attributes out"
	default:
		return ""
	}
}

// instead is what is shown where there is no image.
func (s *Screen) instead() message.Panel {
	back := message.Hint{Key: "esc", Label: "back to the images"}
	again := message.Hint{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "look again"}
	switch {
	case s.reading.Err != nil:
		return message.OfProblem(s.theme, "The images could not be read", problem.Of(s.reading.Err), again, back)
	case !s.reading.Done:
		return message.Panel{
			Title: "Looking for what needs attention" + s.theme.Glyphs.Ellipsis, Style: s.theme.Busy,
			Text: []string{format.Images(s.reading.Read) + " read so far."}, Hints: []message.Hint{back},
		}
	default:
		return message.Panel{
			Title: "Nothing needs attention", Style: s.theme.Good,
			Text: []string{
				"No import failed, nothing is stuck, killed, deactivated or about to be deleted,",
				"and every record could be read: " + format.Images(s.reading.Read) + " of the whole cloud.",
			},
			Hints: []message.Hint{again, back},
		}
	}
}
