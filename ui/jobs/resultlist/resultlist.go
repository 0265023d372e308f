// Package resultlist is a list of what became of images, of which one can be shown
// in full in the list's place: what the report of a job and the log of what was
// written have in common.
package resultlist

import (
	"glimpse/model/search"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/table"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Items are what a Screen shows, by their numbers.
type Items struct {
	// Total returns how many items there are, Count how many are shown, At the one
	// in a row, and Place the row of an item, or where it would be.
	Total, Count func() int
	At, Place    func(int) int
	// Match finds the items that [Screen.Sought] finds; an empty one finds all.
	Match func()
	// Head returns the lines above the titles of the columns, HeadLines of them.
	Head      func() []string
	HeadLines int
	// Columns are the columns of the list, Row what they have of an item.
	Columns func() []table.Column
	Row     func(item int, placed []table.Placed) Row
	// None says why no item is shown.
	None func() string
	// Detail returns the lines of all that is known of an item.
	Detail func(item int) []string
}

// Row is an item as a line of the list: a shape, and a cell for each column.
type Row struct {
	Shape string
	Style theme.Style
	Cells []table.Cell
	// Marked reports whether it has the sign of a mark.
	Marked bool
}

// Screen is such a list. What has the items embeds it.
type Screen struct {
	theme *theme.Theme
	items Items
	texts Texts

	// cursor is the item under the cursor: the cursor belongs to it, whatever
	// becomes of its place.
	cursor int
	list   listview.List

	sought    search.Search
	searched  string
	searchErr error

	// open reports whether one item is shown in place of the list, in lines of
	// which the window below shows some.
	open   bool
	lines  []string
	scroll listview.Window

	width, height int
}

// Texts are what a Screen says of its items.
type Texts struct {
	// First and Last are said at the ends of the list.
	First, Last string
	// Searches says what a search looks at, NotFound that it found nothing.
	Searches, NotFound string
	// Label is the room of the names of fields.
	Label int
}

// New makes the screen of items.
func New(theme *theme.Theme, items Items, texts Texts) Screen {
	return Screen{theme: theme, items: items, texts: texts}
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.Arrange()
}

// Arrange takes in that the items or what is known of them has changed. The
// cursor goes to one that is shown, unless one is open: that one stays.
func (s *Screen) Arrange() {
	if s.open {
		s.lines = s.items.Detail(s.cursor)
		s.scrollBy(0)
		return
	}
	s.moveTo(s.items.Place(s.cursor))
}

// Cursor returns the item under the cursor, and whether it is shown in full.
func (s *Screen) Cursor() (item int, open bool) { return s.cursor, s.open }

// SetCursor puts the cursor on an item.
func (s *Screen) SetCursor(item int) {
	s.cursor = item
	s.Arrange()
}

// moveTo moves the cursor to a row of what is shown, or to the nearest. Where
// none is shown, the cursor's item is kept.
func (s *Screen) moveTo(row int) {
	s.list.Place(row, s.items.Count(), max(1, s.height-s.items.HeadLines-1))
	if !s.list.IsEmpty() {
		s.cursor = s.items.At(s.list.Cursor())
	}
}

func (s *Screen) scrollBy(lines int) {
	s.scroll.Height = max(1, s.height)
	s.scroll = s.scroll.Scroll(lines, len(s.lines))
}

// Search narrows the list to the items that have the words; with nothing to look
// for it shows all again.
func (s *Screen) Search(line string) {
	parsed, err := search.Parse(line)
	s.searched, s.searchErr = line, err
	if err != nil {
		return
	}
	s.sought = parsed
	s.items.Match()
	s.Arrange()
}

// Searched returns what is looked for, as it was typed.
func (s *Screen) Searched() string { return s.searched }

// Sought returns what is looked for, read.
func (s *Screen) Sought() *search.Search { return &s.sought }

// SearchNote says how much was found, or what is wrong with the text.
func (s *Screen) SearchNote() (note string, wrong bool) {
	switch count := s.items.Count(); {
	case s.searchErr != nil:
		return s.searchErr.Error(), true
	case s.sought.IsEmpty():
		return s.texts.Searches, false
	case count == 0:
		return s.texts.NotFound, false
	default:
		return format.Count(count) + " of " + format.Count(s.items.Total()), false
	}
}

// Act carries out an action of the list and returns what is asked for.
func (s *Screen) Act(act action.ID) intent.Intent {
	switch act {
	case action.Leave:
		if s.open {
			s.Back()
			return nil
		}
		return intent.Close{}
	case action.NextImage:
		return s.neighbour(1)
	case action.PreviousImage:
		return s.neighbour(-1)
	case action.Search:
		return intent.TypeSearch{}
	default:
		if s.open {
			s.scrollBy(s.scroll.Distance(act, len(s.lines)))
		} else {
			s.moveTo(s.list.Cursor() + s.list.Distance(act))
		}
		return nil
	}
}

// Back takes one thing back, the item that is open or the search, and reports
// whether there was one.
func (s *Screen) Back() bool {
	switch {
	case s.open:
		s.open = false
		s.Arrange()
	case s.searched != "":
		s.Search("")
	default:
		return false
	}
	return true
}

// Open shows the item under the cursor in full, if there is one.
func (s *Screen) Open() {
	if s.items.Count() > 0 {
		s.open = true
		s.scroll.Top = 0
		s.Arrange()
	}
}

// neighbour shows the item after or before in the list. One that is no longer
// shown there is between two others.
func (s *Screen) neighbour(by int) intent.Intent {
	count := s.items.Count()
	if !s.open || count == 0 {
		return nil
	}
	row := s.items.Place(s.cursor)
	if here := row < count && s.items.At(row) == s.cursor; here || by < 0 {
		row += by
	}
	switch {
	case row < 0:
		return intent.Notify{Text: s.texts.First}
	case row >= count:
		return intent.Notify{Text: s.texts.Last}
	}
	s.moveTo(row)
	s.Open()
	return nil
}

// Wheel scrolls what is open, or moves the cursor.
func (s *Screen) Wheel(lines int) intent.Intent {
	if s.open {
		s.scrollBy(lines)
	} else {
		s.moveTo(s.list.Cursor() + lines)
	}
	return nil
}

// Click moves the cursor to an item, and opens the one under the cursor.
func (s *Screen) Click(_, y int) intent.Intent {
	if s.open {
		return nil
	}
	again := s.list.Click(y - s.items.HeadLines - 1)
	s.moveTo(s.list.Cursor())
	if again {
		s.Open()
	}
	return nil
}

// Position says where the cursor is, or how far down the item that is open.
func (s *Screen) Position() string {
	at, of := s.list.Position()
	if s.open {
		at, of = s.scroll.Position(len(s.lines))
	}
	return format.Position("line", at, of)
}

// Everywhere returns the keys of every screen, with the reason why nothing is
// read again here.
func Everywhere(unread string) action.Group {
	return action.Everywhere().Relabel(action.Leave, "back", "back").Relabel(action.Back, "", "one step back").
		Disable(action.Refresh, unread)
}
