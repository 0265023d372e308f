// Package writelog is the screen with everything that was written in this
// session: each image that a request was sent for, what became of it, and the
// service's name for the request.
package writelog

import (
	"slices"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/search"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Entry is one write.
type Entry struct {
	// At is when its outcome was known.
	At    time.Time
	Image model.ImageID
	// Name is the image's name when the change was shown.
	Name text.Untrusted
	// Request says what was sent, in a line such as "PATCH visibility".
	Request text.Untrusted
	Outcome job.Outcome
	// Reason is why, where there is something to tell; RequestID the service's
	// name for the last request.
	Reason, RequestID text.Untrusted
}

// Screen is the log, the newest first. What is drawn costs what is visible.
type Screen struct {
	look    *theme.Theme
	entries []Entry // the oldest first
	// shown are the entries that the search finds, the oldest first; all of
	// them where nothing is looked for.
	shown []int
	// cursor is the entry under the cursor. It follows the newest one while it
	// is there.
	cursor int
	list   listview.List

	sought    search.Search
	searched  string
	searchErr error

	// detail reports whether one entry is shown in place of the list.
	detail bool
	lines  []string
	scroll listview.Window

	width, height int
}

// New makes the screen of entries, the oldest first, which it keeps.
func New(look *theme.Theme, entries []Entry) *Screen {
	s := &Screen{look: look}
	s.SetEntries(entries)
	return s
}

// SetEntries takes the log anew, the oldest first: what it held before, and
// what came since. The cursor stays on its write, unless it is on the newest.
func (s *Screen) SetEntries(entries []Entry) {
	newest := s.cursor >= len(s.entries)-1
	from := len(s.entries)
	if len(entries) < from {
		from, s.shown, newest = 0, nil, true
	}
	s.entries = entries
	if !s.sought.IsEmpty() {
		s.find(from)
	}
	if newest && !s.detail {
		s.cursor = max(0, len(entries)-1)
	}
	s.settle()
}

// settle puts the cursor on a write that is shown, unless one is open.
func (s *Screen) settle() {
	s.cursor = max(0, min(s.cursor, len(s.entries)-1))
	if s.detail {
		s.write()
		return
	}
	s.moveTo(s.row(s.cursor))
}

// Title returns the title for the header.
func (s *Screen) Title() string { return "Write log" }

// Position tells how far down the screen is, for the header: nothing where all
// of it is visible.
func (s *Screen) Position() (percent int, scrolls bool) {
	if s.detail {
		return s.scroll.Position(len(s.lines))
	}
	return s.list.Position()
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.settle()
}

// count returns how many writes are shown.
func (s *Screen) count() int {
	if s.sought.IsEmpty() {
		return len(s.entries)
	}
	return len(s.shown)
}

// at returns the entry in a row, from the newest on.
func (s *Screen) at(row int) int {
	row = s.count() - 1 - row
	if s.sought.IsEmpty() {
		return row
	}
	return s.shown[row]
}

// row returns the row of an entry, or where it would be.
func (s *Screen) row(entry int) int {
	if s.sought.IsEmpty() {
		return s.count() - 1 - entry
	}
	older, _ := slices.BinarySearch(s.shown, entry)
	return max(0, s.count()-1-older)
}

// moveTo moves the cursor to a row, or to the nearest. Where no write is shown,
// the one under the cursor is kept.
func (s *Screen) moveTo(row int) {
	s.list.Place(row, s.count(), max(1, s.height-above))
	if !s.list.IsEmpty() {
		s.cursor = s.at(s.list.Cursor())
	}
}

// find adds what the search finds among the entries from one on.
func (s *Screen) find(from int) {
	for i := from; i < len(s.entries); i++ {
		one := &s.entries[i]
		held := one.Name.Raw() + " " + one.Image.Raw() + " " + one.Request.Raw() + " " + word(one.Outcome) + " " + one.RequestID.Raw()
		if s.sought.MatchText(held) {
			s.shown = append(s.shown, i)
		}
	}
}

// Search narrows the log to writes of which the image, the request, the
// outcome or the request id has the words; with nothing to look for it shows
// all again.
func (s *Screen) Search(line string) {
	parsed, err := search.Parse(line)
	s.searched, s.searchErr = line, err
	if err != nil {
		return
	}
	s.sought, s.shown = parsed, nil
	if !s.sought.IsEmpty() {
		s.find(0)
	}
	s.settle()
}

// Searched returns what is looked for.
func (s *Screen) Searched() string { return s.searched }

// SearchNote says how much was found, or what is wrong with the text.
func (s *Screen) SearchNote() (note string, wrong bool) {
	switch {
	case s.searchErr != nil:
		return s.searchErr.Error(), true
	case s.sought.IsEmpty():
		return "looks at the image, the request, the outcome and the request id", false
	case s.count() == 0:
		return "no write has it", false
	}
	return human.Count(s.count()) + " of " + human.Count(len(s.entries)), false
}

// current returns the entry under the cursor, or nothing where none is shown.
func (s *Screen) current() *Entry {
	if s.count() == 0 {
		return nil
	}
	return &s.entries[s.cursor]
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back:
		return s.back()
	case action.Leave:
		if s.detail {
			return s.back()
		}
		return intent.Close{}
	case action.Copy:
		if current := s.current(); current != nil {
			return intent.OpenCopy{Items: copying(current)}
		}
	case action.NextImage:
		return s.neighbour(1)
	case action.PreviousImage:
		return s.neighbour(-1)
	case action.Open:
		if current := s.current(); current != nil && s.detail {
			return intent.OpenImage{Image: &model.Image{ID: current.Image, Name: current.Name}}
		}
		s.open()
	case action.Search:
		return intent.TypeSearch{}
	default:
		if s.detail {
			s.scrollBy(s.scroll.Distance(press.Action, len(s.lines)))
			return nil
		}
		s.moveTo(s.list.Cursor() + s.list.Distance(press.Action))
	}
	return nil
}

// back takes one thing back: the detail, the search, and then the screen.
func (s *Screen) back() intent.Intent {
	switch {
	case s.detail:
		s.detail = false
		s.settle()
	case s.searched != "":
		s.Search("")
	default:
		return intent.Close{}
	}
	return nil
}

func (s *Screen) open() {
	if s.current() != nil {
		s.detail = true
		s.scroll.Top = 0
		s.write()
	}
}

// neighbour shows the write after or before in the list.
func (s *Screen) neighbour(by int) intent.Intent {
	if !s.detail || s.count() == 0 {
		return nil
	}
	row := s.row(s.cursor) + by
	switch {
	case row < 0:
		return intent.Tell{Text: "this is the newest write"}
	case row >= s.count():
		return intent.Tell{Text: "this is the oldest write"}
	}
	s.moveTo(row)
	s.open()
	return nil
}

func (s *Screen) scrollBy(lines int) {
	s.scroll.Height = max(1, s.height)
	s.scroll = s.scroll.Scroll(lines, len(s.lines))
}

// copying returns what can be copied of a write.
func copying(entry *Entry) []intent.CopyItem {
	item := func(key, label string, value text.Untrusted, missing string) intent.CopyItem {
		one := intent.CopyItem{Key: key, Label: label, Text: value.Clipboard()}
		if value.IsEmpty() {
			one.Why = missing
		}
		return one
	}
	return []intent.CopyItem{
		item("i", "image id", entry.Image.Untrusted, "the image has no id"),
		item("n", "image name", entry.Name, "the image has no name"),
		item("s", "what was sent", entry.Request, "nothing was sent"),
		item("r", "request id", entry.RequestID, "the service gave no request id"),
		item("w", "reason", entry.Reason, "there is no reason to tell"),
	}
}

// Wheel scrolls the detail, or moves the cursor.
func (s *Screen) Wheel(lines int) intent.Intent {
	if s.detail {
		s.scrollBy(lines)
	} else {
		s.moveTo(s.list.Cursor() + lines)
	}
	return nil
}

// Click moves the cursor to a write, and opens the one under the cursor.
func (s *Screen) Click(_, y int) intent.Intent {
	if s.detail {
		return nil
	}
	if s.list.Click(y - above) {
		s.open()
	}
	s.moveTo(s.list.Cursor())
	return nil
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	everywhere := action.Everywhere().Relabel(action.Leave, "back", "back").Relabel(action.Back, "", "one step back").
		Disable(action.Refresh, "the log follows what is written by itself")
	moving := action.Moving().Relabel(action.Bottom, "", "to the oldest").Relabel(action.Top, "", "to the newest")
	if s.detail {
		return []action.Group{action.JobImage(), moving, action.Written().Only(action.Jobs), everywhere}
	}
	own := action.WriteLogKeys()
	if s.current() == nil {
		why := s.none()
		own = own.Disable(action.Open, why).Disable(action.Copy, why)
	}
	if len(s.entries) == 0 {
		own = own.Disable(action.Search, s.none())
	}
	return []action.Group{own, moving, action.Written().Only(action.Jobs), everywhere}
}

// none says why no write is shown.
func (s *Screen) none() string {
	if len(s.entries) == 0 {
		return "nothing was written in this session"
	}
	return "no write has the words; esc shows all"
}
