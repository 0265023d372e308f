package list

import (
	"cmp"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/model/remote"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/message"
	"glimpse/ui/problem"
	"glimpse/ui/status"
	"glimpse/ui/table"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// View draws the screen in exactly the lines that it was given.
func (s *Screen) View() string {
	if s.width <= 0 || s.height <= 0 {
		return ""
	}
	if s.list.Len() == 0 {
		return s.instead().View(s.theme, s.width, s.height)
	}
	var out strings.Builder
	out.Grow(s.height * (s.width + 64))
	s.writeHeading(&out)
	cells := make([]table.Cell, len(s.placed))
	begin, end, ranging := s.list.Range()
	first, last := s.window.Visible(s.lines())
	for line := first; line < last; line++ {
		out.WriteByte('\n')
		row, heads := s.rowAt(line)
		if heads != nil {
			s.writeGroup(&out, heads)
			continue
		}
		s.writeRow(&out, row, cells, ranging && begin <= row && row <= end)
	}
	for range s.window.Height - (last - first) {
		out.WriteByte('\n')
	}
	if s.failedBelow() {
		out.WriteByte('\n')
		s.writeFailure(&out)
	}
	return out.String()
}

// writeHeading writes the titles of the columns. The one that the list is
// sorted by has an arrow.
func (s *Screen) writeHeading(out *strings.Builder) {
	sorted := s.shownBy()
	cells := make([]table.Cell, len(s.placed))
	for i, placed := range s.placed {
		column := s.columns[placed.Index]
		cells[i] = table.Cell{Text: placed.Title, Style: s.theme.Heading}
		if s.filters(&column) {
			cells[i] = table.Cell{Text: s.theme.Cells.Cut(placed.Title, placed.Wide), Style: s.theme.Accent}
			if room := placed.Wide - s.theme.Cells.Width(placed.Title); room > 0 {
				cells[i].Text += filteredSign[max(len(filteredSign)-room, 0):]
			}
		}
		if column.field != sorted.Field {
			continue
		}
		arrow := s.theme.Glyphs.Ascending
		if sorted.Descending {
			arrow = s.theme.Glyphs.Descending
		}
		title := s.theme.Cells.Cut(placed.Title, placed.Wide-1-s.theme.Cells.Width(arrow))
		cells[i] = table.Cell{Text: title + " " + arrow, Style: s.theme.Accent}
		if s.theme.Cells.Width(title) < len(placed.Title) {
			cells[i].Text = s.theme.Cells.Cut(placed.Title, placed.Wide-s.theme.Cells.Width(arrow)) + arrow
		}
	}
	out.WriteString(textwidth.Blank(leadWidth))
	table.WriteRow(out, s.theme.Cells, s.placed, cells)
}

// filteredSign stands behind the title of a column that the query filters by, as
// far as there is room: the title itself is worth more, and has the colour too.
const filteredSign = " ="

// filters reports whether the query filters by what a column shows.
func (s *Screen) filters(c *column) bool {
	return slices.ContainsFunc(s.query.Terms, func(term query.Term) bool {
		return slices.Contains(columnKinds, term.Field.Kind) && (&column{field: term.Field}).name() == c.name()
	})
}

// writeRow writes one row; cells is room for its cells, ranged reports whether the
// row is in the range that is being marked.
func (s *Screen) writeRow(out *strings.Builder, index int, cells []table.Cell, ranged bool) {
	row := s.list.Row(index)
	for i, placed := range s.placed {
		cells[i] = s.columns[placed.Index].cell(s, row.Image, placed.Wide)
		if row.Stale {
			cells[i].Style = s.theme.Muted
		}
	}
	s.find(cells)
	chosen := s.chosenSign(row.Marked, ranged)
	sign, style := s.sign(row.Image, row.Changed)
	if index == s.list.Cursor() {
		table.WriteBar(out, s.theme.Cells, chosen+sign+s.access(row.Image)+" ", s.placed, cells, s.width, s.theme.Cursor)
		return
	}
	if chosen == " " {
		out.WriteString(chosen)
	} else {
		s.theme.Strong.Write(out, chosen)
	}
	style.Write(out, sign)
	access := s.access(row.Image)
	if access == noAccess {
		out.WriteString(noAccess)
	} else {
		s.theme.Local.Write(out, access)
	}
	out.WriteByte(' ')
	table.WriteRow(out, s.theme.Cells, s.placed, cells)
}

// find marks in the cells what the search found.
func (s *Screen) find(cells []table.Cell) {
	by := s.list.Narrowing()
	if by.Search.IsEmpty() {
		return
	}
	for i, placed := range s.placed {
		if s.columns[placed.Index].searched() {
			cells[i].Found, cells[i].FoundStyle = by.Search.Ranges(cells[i].Text), s.theme.Match
		}
	}
}

// searched reports whether a search looks at what a column shows.
func (c *column) searched() bool {
	switch c.field.Kind {
	case query.FieldTag:
		return true
	case query.FieldAttribute:
		return slices.Contains(searchedAttributes, c.field.Attribute)
	default:
		return false
	}
}

var searchedAttributes = []model.Attribute{
	model.AttrName, model.AttrID, model.AttrStatus, model.AttrVisibility, model.AttrDiskFormat, model.AttrContainerFormat, model.AttrOwner,
}

// chosenSign returns the sign of a row that is marked, or about to be.
func (s *Screen) chosenSign(marked, ranged bool) string {
	switch {
	case marked:
		return s.theme.Glyphs.Marked
	case ranged:
		return s.theme.Glyphs.Range
	}
	return " "
}

// sign returns the sign before a row: what is odd about it, or that the
// refresh changed it.
func (s *Screen) sign(image *model.Image, changed bool) (string, theme.Style) {
	if outcome, known := s.outcomes[image.ID]; known {
		return s.outcomeSign(outcome)
	}
	switch {
	case image.IsIncomplete():
		return s.theme.Glyphs.Fault, s.theme.Bad
	case changed:
		return s.theme.Glyphs.Changed, s.theme.Busy
	default:
		return " ", theme.Style{}
	}
}

// noAccess is what stands before an image of one's own that is neither hidden nor
// protected.
const noAccess = "   "

// access returns three letters: whether the image is hidden, whether it is
// protected, and whether it is another project's.
func (s *Screen) access(image *model.Image) string {
	signs := status.AccessTo(s.theme, image, s.project)
	return cmp.Or(signs.Hidden, " ") + cmp.Or(signs.Protected, " ") + cmp.Or(signs.Foreign, " ")
}

// writeFailure writes the line below the rows that tells why there are no
// more of them.
func (s *Screen) writeFailure(out *strings.Builder) {
	report := problem.Of(s.list.Err())
	line := problem.Sentence(s.theme.Cells.ShowString(report.Sentence))
	hint := "  " + s.theme.Keys.For("everywhere", action.Refresh) + " tries again"
	if s.again != "" {
		hint = "  " + s.again + ", " + s.theme.Keys.For("everywhere", action.Refresh) + " at once"
	}
	room := s.width - s.theme.Cells.Width(hint) - 2
	out.WriteByte(' ')
	s.theme.Bad.Write(out, s.theme.Cells.Cut(line, room))
	s.theme.Key.Write(out, hint)
}

// instead returns what is shown where there is no row: loading, failed,
// forbidden, no image at all and nothing that matches are five things.
func (s *Screen) instead() message.Panel {
	switch {
	case s.list.Count().Listed > 0:
		return s.nothingShown()
	case s.list.Err() != nil:
		return s.failure()
	case !s.list.Count().Complete:
		return s.reading()
	case len(s.query.Terms) > 0:
		return s.nothingMatches()
	}
	return message.Panel{
		Title: "No images",
		Text:  []string{"The image service of " + s.place + " answered, and has no image that this project may see."},
		Hints: []message.Hint{
			{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "look again"},
			{Key: s.theme.Keys.For("list", action.SwitchCloud), Label: "switch to another cloud"},
			{Key: s.theme.Keys.For("everywhere", action.Leave), Label: "quit"},
		},
	}
}

// nothingShown reports whether images are loaded, and the narrowing leaves all of
// them out.
func (s *Screen) nothingShown() message.Panel {
	count := s.list.Count()
	p := message.Panel{
		Title: "Nothing is shown",
		Style: s.theme.Warn,
		Text:  []string{"None of the " + format.Counted(count.Listed, "loaded image", "loaded images") + " matches:", ""},
	}
	searching := s.list.Pending() == list.Filtering
	if searching {
		p.Title, p.Style = "Searching", s.theme.Text
		p.Text[0] = "Nothing found yet in " + format.Images(count.Listed) + ", and not all are looked at:"
	}
	parts := s.Narrowed()
	if s.list.Narrowing().Duplicates != list.NoDuplicates && len(parts) == 1 {
		p.Title, parts = "No duplicates", nil
		p.Text = []string{"Of " + format.Counted(count.Listed, "loaded image", "loaded images") + " " + s.shareText() + "."}
	}
	for _, part := range parts {
		p.Text = append(p.Text, "   "+part)
	}
	switch {
	case searching:
		p.Hints = append(p.Hints, message.Hint{Key: "esc", Label: "stop"})
		return p
	case s.all:
		p.Text = append(p.Text, "", "The rest is being read"+s.theme.Glyphs.Ellipsis)
	case !count.Complete:
		p.Text = append(p.Text, "", "There are more images, which have not been looked at.")
		p.Hints = append(p.Hints, message.Hint{Key: s.theme.Keys.For("list", action.LoadAll), Label: "load the rest"})
	}
	p.Hints = append(p.Hints,
		message.Hint{Key: "esc", Label: "show all that are loaded"},
		message.Hint{Key: s.theme.Keys.For("list", action.Search), Label: "search for something else"})
	return p
}

func (s *Screen) failure() message.Panel {
	report := problem.Of(s.list.Err())
	again := message.Hint{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "try again"}
	cloud := message.Hint{Key: s.theme.Keys.For("list", action.SwitchCloud), Label: "switch to another cloud"}
	quit := message.Hint{Key: s.theme.Keys.For("everywhere", action.Leave), Label: "quit"}
	switch report.Kind {
	case remote.Forbidden:
		return message.OfProblem(s.theme, "Not allowed to list the images of "+s.place, report, cloud, again, quit)
	case remote.Unauthorized:
		return message.OfProblem(s.theme, "Not signed in to "+s.place, report, again, cloud, quit)
	default:
		p := message.OfProblem(s.theme, "The images of "+s.place+" could not be read", report, again, cloud, quit)
		if s.again != "" {
			p.Text = append(p.Text, "", problem.Sentence(s.again))
		}
		return p
	}
}

func (s *Screen) reading() message.Panel {
	p := message.Panel{
		Title: "Reading the images of " + s.place + s.theme.Glyphs.Ellipsis,
		Style: s.theme.Busy,
		Hints: []message.Hint{
			{Key: s.theme.Keys.For("list", action.SwitchCloud), Label: "switch to another cloud"},
			{Key: s.theme.Keys.For("everywhere", action.Leave), Label: "quit"},
		},
	}
	if read := s.list.Count().Read; read > 0 {
		p.Text = []string{format.Count(read) + " read, and none of them matches so far."}
	}
	return p
}

// localTerms names the terms that this side evaluates.
func (s *Screen) localTerms() string {
	var local []string
	for _, term := range s.split.Terms {
		if term.Evaluator != query.Server {
			local = append(local, s.termText(term))
		}
	}
	if len(local) == 1 {
		return "the local filter " + local[0]
	}
	return "the local filters " + strings.Join(local, " ")
}

func (s *Screen) nothingMatches() message.Panel {
	p := message.Panel{Title: "Nothing matches", Style: s.theme.Warn}
	p.Text = append(p.Text, "No image of "+s.place+" matches all of:", "")
	for _, term := range s.split.Terms {
		p.Text = append(p.Text, "   "+s.termText(term))
	}
	for _, term := range s.split.Terms {
		if meant := term.Term.Meant(); meant != "" {
			taken := s.theme.Cells.ShowString(term.Term.Field.Property)
			p.Text = append(p.Text, "", taken+" is read as a property. Did you mean "+meant+"?")
		}
	}
	if read := s.list.Count().Read; read > 0 {
		p.Text = append(p.Text, "",
			"The service matched "+format.Count(read)+"; none passed "+s.localTerms()+".")
	}
	p.Text = append(p.Text, "", "Upper and lower case count, except with ~. Hidden images are listed with hidden=both only.")
	p.Hints = []message.Hint{
		{Key: s.theme.Keys.For("list", action.Filter), Label: "change the filters"},
		{Key: s.theme.Keys.For("list", action.ClearFilters), Label: "clear them"},
		{Key: s.theme.Keys.For("list", action.Earlier), Label: "back to the query before"},
		{Key: s.theme.Keys.For("everywhere", action.Refresh), Label: "look again"},
	}
	return p
}
