// Package requestlog is the screen with everything that was written in this
// session: each image that a request was sent for, what became of it, and the
// service's name for the request.
package requestlog

import (
	"slices"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/theme"
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
	resultlist.Screen
	theme   *theme.Theme
	entries []Entry // the oldest first
	// shown are the entries that the search finds, the oldest first; all of
	// them where nothing is looked for.
	shown []int
}

// New makes the screen of entries, the oldest first, which it keeps.
func New(theme *theme.Theme, entries []Entry) *Screen {
	s := &Screen{theme: theme}
	s.Screen = resultlist.New(theme, resultlist.Items{
		Total: func() int { return len(s.entries) }, Count: s.count, At: s.at, Place: s.row, Match: s.match,
		Head: s.head, HeadLines: 2, Columns: columns, Row: s.line, None: s.none, Detail: s.detail,
	}, resultlist.Texts{
		First: "this is the newest write", Last: "this is the oldest write",
		Searches: "looks at the image, the request, the outcome and the request id", NotFound: "no write has it",
		Label: 15,
	})
	s.SetEntries(entries)
	return s
}

// SetEntries takes the log anew, the oldest first: what it held before, and
// what came since. The cursor stays on its write, unless it is on the newest,
// which it follows.
func (s *Screen) SetEntries(entries []Entry) {
	cursor, isOpen := s.Cursor()
	newest := cursor >= len(s.entries)-1
	from := len(s.entries)
	if len(entries) < from {
		from, s.shown, newest = 0, nil, true
	}
	s.entries = entries
	if !s.Sought().IsEmpty() {
		s.find(from)
	}
	if newest && !isOpen {
		cursor = len(entries) - 1
	}
	s.SetCursor(max(0, min(cursor, len(entries)-1)))
}

// Title returns the title for the header.
func (s *Screen) Title() string { return "Write log" }

// count returns how many writes are shown.
func (s *Screen) count() int {
	if s.Sought().IsEmpty() {
		return len(s.entries)
	}
	return len(s.shown)
}

// at returns the entry in a row, from the newest on.
func (s *Screen) at(row int) int {
	row = s.count() - 1 - row
	if s.Sought().IsEmpty() {
		return row
	}
	return s.shown[row]
}

// row returns the row of an entry, or where it would be.
func (s *Screen) row(entry int) int {
	if s.Sought().IsEmpty() {
		return s.count() - 1 - entry
	}
	older, found := slices.BinarySearch(s.shown, entry)
	if found {
		older++
	}
	return s.count() - older
}

// find adds what the search finds among the entries from one on.
func (s *Screen) find(from int) {
	for i := from; i < len(s.entries); i++ {
		one := &s.entries[i]
		held := one.Name.Raw() + " " + one.Image.Raw() + " " + one.Request.Raw() + " " + word(one.Outcome) + " " + one.RequestID.Raw()
		if s.Sought().MatchText(held) {
			s.shown = append(s.shown, i)
		}
	}
}

// match finds the writes of which the image, the request, the outcome or the
// request id has the words.
func (s *Screen) match() {
	if s.shown = nil; !s.Sought().IsEmpty() {
		s.find(0)
	}
}

// current returns the entry under the cursor, or nothing where none is shown.
func (s *Screen) current() *Entry {
	if s.count() == 0 {
		return nil
	}
	at, _ := s.Cursor()
	return &s.entries[at]
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	current := s.current()
	switch press.Action {
	case action.Back:
		if !s.Back() {
			return intent.Close{}
		}
	case action.Copy:
		if current != nil {
			return intent.OpenCopy{Items: copying(current)}
		}
	case action.Open:
		if _, isOpen := s.Cursor(); isOpen && current != nil {
			return intent.OpenImage{Image: &model.Image{ID: current.Image, Name: current.Name}}
		}
		s.Open()
	default:
		return s.Screen.Act(press.Action)
	}
	return nil
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

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	everywhere := resultlist.Everywhere("the log follows what is written by itself")
	moving := action.Moving().Relabel(action.Bottom, "", "to the oldest").Relabel(action.Top, "", "to the newest")
	if _, isOpen := s.Cursor(); isOpen {
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
