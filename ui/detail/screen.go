// Package detail is the screen that shows everything about one image: its
// attributes by theme, its properties and tags, or the record as the service
// sent it.
package detail

import (
	"time"

	"glimpse/model"
	"glimpse/model/search"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/problem"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// Screen shows one image.
type Screen struct {
	look  *theme.Theme
	image model.Image
	now   time.Time
	// source is the record that a preview shows, by which it is known again.
	source *model.Image

	reading bool
	err     error
	// extras are what belongs to the image beside its record, once they were
	// read.
	extras     Extras
	extrasRead bool
	raw        bool

	// searched is the text that is looked for, found the lines that have it,
	// and at the one that was gone to.
	searched  string
	searchErr error
	sought    search.Search
	found     []int
	at        int

	width, height int
	lines         []string
	window        table.Window
}

// New makes the screen of an image as the list knows it, while its record is
// read anew.
func New(look *theme.Theme, image *model.Image, now time.Time) *Screen {
	return &Screen{look: look, image: *image, now: now, reading: true}
}

// ID returns which image the screen shows.
func (s *Screen) ID() model.ImageID { return s.image.ID }

// Show takes the record as it is now.
func (s *Screen) Show(image *model.Image, now time.Time) {
	s.image, s.now = *image, now
	s.reading, s.err = false, nil
	s.arrange()
}

// Fail takes the reason why the record could not be read. What was known of
// the image stays on screen.
func (s *Screen) Fail(err error) {
	s.reading, s.err = false, err
	s.arrange()
}

// Title returns the name of the image for the header, escaped, or its id.
func (s *Screen) Title() string {
	if s.image.Name.IsEmpty() {
		return s.look.Cells.Show(s.image.ID.Untrusted)
	}
	return s.look.Cells.Show(s.image.Name)
}

// Doing returns what is under way, in words, or nothing.
func (s *Screen) Doing() string {
	if s.reading {
		return "reading the image"
	}
	return ""
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.arrange()
}

// arrange makes the lines anew, and keeps the scroll position.
func (s *Screen) arrange() {
	switch {
	case s.width <= 0 || s.height <= 0:
		s.lines = nil
	case s.raw:
		s.lines = s.rawLines()
	default:
		s.lines = s.fieldLines()
	}
	s.find()
	s.scroll(0)
}

func (s *Screen) scroll(by int) {
	s.window.Height = s.height
	s.window.Top = max(0, min(s.window.Top+by, len(s.lines)-s.height))
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press keys.Press) intent.Intent {
	switch press.Action {
	case keys.Raw:
		s.raw = !s.raw
		s.window.Top = 0
		s.arrange()
	case keys.Copy:
		return intent.CopyFrom{Images: []*model.Image{&s.image}}
	case keys.NextImage:
		return intent.Neighbour{By: 1}
	case keys.PreviousImage:
		return intent.Neighbour{By: -1}
	case keys.Refresh:
		s.reading, s.err = true, nil
		return intent.ReadImage{ID: s.image.ID}
	case keys.Search:
		return intent.TypeSearch{}
	case keys.FindNext:
		return s.goOn(1)
	case keys.FindPrevious:
		return s.goOn(-1)
	case keys.Back:
		if !s.sought.IsEmpty() {
			s.Search("")
			return nil
		}
		return intent.Close{}
	case keys.Leave:
		return intent.Close{}
	default:
		s.scroll(s.window.Distance(press.Action, len(s.lines)))
	}
	return nil
}

// Wheel scrolls by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.scroll(lines)
	return nil
}

// Click does nothing: there is nothing to point at.
func (s *Screen) Click(int, int) intent.Intent { return nil }

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []keys.Group {
	noRecord := ""
	if len(s.image.Raw) == 0 && !s.raw {
		noRecord = "the record as the service sent it has not been read yet"
		if s.err != nil {
			noRecord = "the record could not be read; ctrl+r tries again"
		}
	}
	everywhere := keys.Everywhere().
		Relabel(keys.Leave, "back", "back to the list").
		Relabel(keys.Back, "", "back to the list").
		Relabel(keys.Refresh, "", "read the image again")
	if s.err != nil {
		everywhere = everywhere.Relabel(keys.Refresh, "try again", "try again what failed")
	}
	own := keys.Detail().Because(keys.Raw, noRecord)
	if s.raw {
		own = own.Relabel(keys.Raw, "fields", "the fields again")
	}
	moving := keys.Moving().Relabel(keys.Bottom, "", "to the last")
	return []keys.Group{own, moving, everywhere}
}

// gone tells that the service no longer has the image.
func (s *Screen) gone() bool {
	return s.err != nil && problem.Of(s.err).Kind == problem.NotFound
}
