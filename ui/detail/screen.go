// Package detail is the screen that shows everything about one image: its
// attributes by theme, its properties and tags, with whom it is shared, what
// was done to it and where its data is, or the record as the service sent it.
package detail

import (
	"time"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/remote"
	"glimpse/model/search"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/action"
	"glimpse/ui/clipboard"
	"glimpse/ui/intent"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Screen shows one image.
type Screen struct {
	theme *theme.Theme
	image model.Image
	now   time.Time
	// source is the record that is shown beside a list, by which it is known again.
	source *model.Image
	// compact is what stands beside a list: without a cursor, and without what is not set.
	compact bool

	reading bool
	err     error
	// readOnly is why the image cannot be changed here, if it cannot.
	readOnly string
	raw      bool
	// extras are what belongs to the image beside its record, once they were
	// read.
	extras     Extras
	extrasRead bool
	// uses is what was made from the image, once it was read; own is the id of the
	// user's project.
	uses *uses.Found
	own  string
	// admin reports whether the user may be an administrator.
	admin bool
	// names returns the name of a project, as far as it is known.
	names func(id text.Untrusted) text.Untrusted

	// searched is the text as it was typed, sought what is looked for.
	searched  string
	searchErr error
	sought    search.Search
	// home is where the cursor was before the search moved it.
	home int

	width, height int
	// head stands above the columns, in the full width. lines is how many
	// there are in all.
	head    []line
	columns [][]line
	widths  []int
	items   []item
	lines   int
	cursor  int
	window  listview.Window
}

// New makes the screen of an image as the list knows it, while its record is
// read anew.
func New(theme *theme.Theme, image *model.Image, now time.Time) *Screen {
	return &Screen{theme: theme, image: *image, now: now, reading: true}
}

// Record returns the record that is shown.
func (s *Screen) Record() model.Image { return s.image }

// ID returns which image the screen shows.
func (s *Screen) ID() model.ImageID { return s.image.ID }

// Show takes the record as it is now.
func (s *Screen) Show(image *model.Image, now time.Time) {
	s.image, s.now = *image, now
	s.reading, s.err = false, nil
	s.arrange()
}

// SetNow takes the time as of which ages are told. What is laid out stays for a minute, in
// which hardly any is told otherwise.
func (s *Screen) SetNow(now time.Time) {
	if now.Sub(s.now) >= ages {
		s.now = now
		s.arrange()
	}
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
		return s.theme.Cells.Show(s.image.ID.Untrusted)
	}
	return s.theme.Cells.Show(s.image.Name)
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

// arrange lays everything out anew. The cursor stays on its field, and the
// window as near to where it was as it can.
func (s *Screen) arrange() {
	id := ""
	if s.cursor < len(s.items) {
		id = s.items[s.cursor].id
	}
	s.head, s.columns, s.widths, s.items, s.lines = nil, nil, nil, nil, 0
	switch {
	case s.width <= 0 || s.height <= 0:
		return
	case s.raw:
		s.layRaw()
	default:
		s.layFields()
	}
	s.lines = len(s.head)
	for _, lines := range s.columns {
		s.lines = max(s.lines, len(s.head)+len(lines))
	}
	s.cursor = max(0, min(s.cursor, len(s.items)-1))
	for i := range s.items {
		if s.items[i].id == id {
			s.cursor = i
			break
		}
	}
	s.find()
	s.scroll(0)
	s.keepInSight()
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Raw:
		s.turn()
	case action.Copy:
		return intent.CopyFrom{Images: list.Select(&s.image)}
	case action.NextImage:
		return intent.Neighbour{By: 1}
	case action.PreviousImage:
		return intent.Neighbour{By: -1}
	case action.Refresh:
		s.reading, s.err = true, nil
		s.arrange()
		return intent.ReadImage{}
	case action.Search:
		s.home = s.cursor
		return intent.TypeSearch{}
	case action.FindNext:
		return s.goOn(1)
	case action.FindPrevious:
		return s.goOn(-1)
	case action.Back:
		if s.searched != "" {
			s.home = s.cursor
			s.Search("")
			return nil
		}
		return intent.Close{}
	case action.Leave:
		return intent.Close{}
	default:
		own := func(holds func(*model.Image) bool) bool { return holds(&s.image) }
		if asked := intent.Changing(press.Action, own); asked != nil {
			return asked
		}
		s.move(press.Action)
	}
	return nil
}

// Targets returns the image, as a change of it is about.
func (s *Screen) Targets() []*model.Image {
	image := s.image
	return []*model.Image{&image}
}

// SetReadOnly says why the image cannot be changed here, such as that the
// connection is read-only; empty is that it can.
func (s *Screen) SetReadOnly(why string) { s.readOnly = why }

// turn shows the record instead of the fields, or the fields again.
func (s *Screen) turn() {
	s.raw = !s.raw
	s.window.Top, s.cursor, s.home = 0, 0, 0
	s.items = nil
	s.arrange()
}

// Under returns the value under the cursor, as the service sent it, or nil.
func (s *Screen) Under() *clipboard.Value {
	if s.compact || s.cursor >= len(s.items) || s.items[s.cursor].label == "" {
		return nil
	}
	return &clipboard.Value{Label: s.items[s.cursor].label, Value: s.items[s.cursor].copied}
}

// isOthers reports whether the image belongs to a project that this user does not act for.
func (s *Screen) isOthers() bool {
	return s.own != "" && !s.image.Owner.IsEmpty() && s.image.Owner.Raw() != s.own && !s.admin
}

// likely returns what is likely to be done next to the image: what has no data gets some.
func (s *Screen) likely() []action.ID {
	if s.isOthers() {
		return []action.ID{action.Copy, action.NextImage, action.Download, action.Raw, action.Search, action.Command}
	}
	next := []action.ID{action.EditAttributes, action.Copy, action.NextImage}
	if s.image.Status == model.StatusQueued {
		next = append(next, action.DataIn)
	} else {
		next = append(next, action.ToggleActive)
	}
	return append(next, action.Delete, action.Raw, action.Search, action.Command)
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	noRecord, noColumn, noMatch := "", "", ""
	if len(s.image.Raw) == 0 && !s.raw {
		noRecord = "the record as the service sent it has not been read yet"
		if s.err != nil {
			noRecord = "the record could not be read; " + s.theme.Keys.For("everywhere", action.Refresh) + " tries again"
		}
	}
	if len(s.columns) < 2 {
		noColumn = "there is one column only"
	}
	switch {
	case s.sought.IsEmpty():
		noMatch = "nothing is searched for; " + s.theme.Keys.For("detail", action.Search) + " begins a search"
	case s.matches() == 0:
		noMatch = "nothing here has " + s.theme.Cells.ShowString(s.searched) + "; " + s.theme.Keys.For("detail", action.Search) +
			" searches for something else"
	}
	everywhere := action.Everywhere().
		Relabel(action.Leave, "back", "back to the list").
		Relabel(action.Back, "", "back to the list").
		Relabel(action.Refresh, "", "read the image again")
	if s.searched != "" {
		everywhere = everywhere.Relabel(action.Back, "end search", "end the search, then back to the list")
	}
	if s.err != nil {
		everywhere = everywhere.Relabel(action.Refresh, "try again", "try again what failed")
	}
	own := action.Detail().Disable(action.Raw, noRecord).
		Disable(action.FindNext, noMatch).Disable(action.FindPrevious, noMatch)
	if s.Under() != nil {
		own = own.Relabel(action.Copy, "copy", "copy the value under the cursor, the id, the name, JSON or a command")
	}
	if s.raw {
		own = own.Relabel(action.Raw, "fields", "the fields again")
	}
	moving := action.Moving().Relabel(action.Bottom, "", "to the last")
	sideways := action.DetailColumns().Disable(action.NextChoice, noColumn).Disable(action.PreviousChoice, noColumn)
	changes := intent.Labelled(action.Changes().Without(action.NewImage).DisableChanges(s.readOnly), &s.image)
	if s.isOthers() {
		for _, act := range []action.ID{action.EditTags, action.EditAttributes, action.ToggleActive, action.Delete} {
			changes = changes.Unlabel(act) // they are in the help
		}
		changes = changes.Relabel(action.Download, "download", "download image data into a file")
	}
	if s.gone() {
		changes = changes.DisableAll("the service no longer has the image")
	}
	return action.Prefer([]action.Group{own, changes, moving, sideways, action.Written(), everywhere}, s.likely()...)
}

// gone reports whether the service no longer has the image.
func (s *Screen) gone() bool {
	return s.err != nil && problem.Of(s.err).Kind == remote.NotFound
}
