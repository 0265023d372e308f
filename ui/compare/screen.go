// Package compare is the screen that shows a few images beside each other: what
// differs between them, or everything.
package compare

import (
	"slices"
	"time"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/clipboard"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Screen compares images. One of them is chosen: changes are about it.
type Screen struct {
	theme    *theme.Theme
	images   []model.Image
	gone     []bool // the service no longer has the image
	now      time.Time
	rows     []row
	all      bool
	readOnly string

	// newest and largest say which images are that.
	newest, largest []bool

	width, height int
	// names is the room of the names of fields.
	names  int
	lines  []string
	window listview.Window
	// project returns the name of a project by its id, or nothing. It may be nil.
	project func(id text.Untrusted) text.Untrusted
	// sides are the images that are visible, the cursor is on the chosen one.
	sides listview.List
}

// New makes the screen of two images or more, which it copies.
func New(theme *theme.Theme, images []*model.Image, now time.Time) *Screen {
	s := &Screen{theme: theme, now: now, images: make([]model.Image, len(images)), gone: make([]bool, len(images))}
	for i := range images {
		s.images[i] = *images[i]
	}
	s.compare()
	return s
}

// NameProjects has the owners shown by the names of their projects, where these are known.
func (s *Screen) NameProjects(name func(id text.Untrusted) text.Untrusted) {
	s.project = name
	s.arrange()
}

func (s *Screen) compare() {
	s.rows = rowsOf(s.images)
	s.newest, s.largest = most(s.images, created), most(s.images, size)
}

// SetNow takes the time as of which ages are told.
func (s *Screen) SetNow(now time.Time) { s.now = now }

// Reload takes the images as they are known now; find returns nil for one that is
// there no more.
func (s *Screen) Reload(find func(model.ImageID) *model.Image) {
	for i := range s.images {
		known := find(s.images[i].ID)
		s.gone[i] = known == nil
		if known == nil {
			s.images[i].Status = model.StatusDeleted
			continue
		}
		s.images[i] = *known
	}
	s.compare()
	s.arrange()
}

// SetReadOnly says why images cannot be changed here, such as that the connection is
// read-only; empty is that they can.
func (s *Screen) SetReadOnly(why string) { s.readOnly = why }

// Title returns the names of two images, escaped, or how many they are.
func (s *Screen) Title() string {
	if len(s.images) > 2 {
		return format.Images(len(s.images)) + " compared"
	}
	return s.nameOf(0) + "  " + s.theme.Glyphs.Arrow + "  " + s.nameOf(1)
}

func (s *Screen) nameOf(i int) string {
	if s.images[i].Name.IsEmpty() {
		return s.theme.Cells.Show(s.images[i].ID.Untrusted)
	}
	return s.theme.Cells.Show(s.images[i].Name)
}

// Differences returns how many rows differ.
func (s *Screen) Differences() int {
	count := 0
	for i := range s.rows {
		if s.rows[i].differs() {
			count++
		}
	}
	return count
}

// Targets returns the chosen image, as a change of it is about.
func (s *Screen) Targets() []*model.Image {
	image := s.images[s.sides.Cursor()]
	return []*model.Image{&image}
}

// Under returns the id of the chosen image, so that it can be copied by itself.
func (s *Screen) Under() *clipboard.Value {
	return &clipboard.Value{Label: "id of the chosen image", Value: s.images[s.sides.Cursor()].ID.Untrusted}
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.arrange()
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.OnlyDifferent:
		s.all = !s.all
		s.window.Top = 0
		s.arrange()
	case action.NextChoice:
		s.choose(s.sides.Cursor() + 1)
	case action.PreviousChoice:
		s.choose(s.sides.Cursor() - 1)
	case action.Open:
		return intent.OpenImage{Image: s.Targets()[0]}
	case action.Copy:
		images := make([]*model.Image, len(s.images))
		for i := range images {
			images[i] = &s.images[i]
		}
		return intent.CopyFrom{Images: list.Select(images...)}
	case action.Back, action.Leave:
		return intent.Close{}
	default:
		chosen := func(holds func(*model.Image) bool) bool { return holds(s.Targets()[0]) }
		if asked := intent.Changing(press.Action, chosen); asked != nil {
			return asked
		}
		s.scroll(s.window.Distance(press.Action, len(s.lines)))
	}
	return nil
}

// choose chooses an image, or the nearest.
func (s *Screen) choose(image int) {
	s.sides.MoveTo(image)
	s.arrange()
}

func (s *Screen) scroll(by int) {
	s.window.Height = max(0, s.height-headLines)
	s.window = s.window.Scroll(by, len(s.lines))
}

// Wheel scrolls by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.scroll(lines)
	return nil
}

// Click chooses the image of the column that was clicked.
func (s *Screen) Click(x, _ int) intent.Intent {
	if s.side() < 1 || x < lead+s.names {
		return nil
	}
	if image, ok := s.sides.RowAt((x - lead - s.names) / (s.side() + gap)); ok {
		s.choose(image)
	}
	return nil
}

// Position says where the screen is in what it shows, for the header:
// nothing where all of it is visible.
func (s *Screen) Position() string {
	more := s.theme.Glyphs.More(s.window.More(len(s.lines)))
	if more == "" {
		return ""
	}
	return format.Count(len(s.lines)) + " lines, " + more
}

// Bindings returns what the keys do here.
func (s *Screen) Bindings() []action.Group {
	own := action.Comparison()
	if s.all {
		own = own.Relabel(action.OnlyDifferent, "differences", "only what differs")
	}
	sideways := action.DetailColumns().
		Relabel(action.NextChoice, "next image", "choose the image at the right: changes are about the chosen one").
		Relabel(action.PreviousChoice, "", "choose the image at the left")
	changes := action.Changes().Without(action.NewImage).DisableChanges(s.readOnly)
	if s.gone[s.sides.Cursor()] {
		const gone = "the service no longer has the image"
		own, changes = own.Disable(action.Open, gone), changes.DisableAll(gone)
	}
	everywhere := action.Everywhere().
		Relabel(action.Leave, "back", "back to the list").Relabel(action.Back, "", "back to the list").
		Disable(action.Refresh, "the records are those of the list; go back and refresh it")
	return []action.Group{own, sideways, changes, action.Moving(), action.Written(), everywhere}
}

// onlyOwn reports whether nothing differs but what is each image's own.
func (s *Screen) onlyOwn() bool {
	return !slices.ContainsFunc(s.rows, func(r row) bool { return r.differs() && !r.own })
}
