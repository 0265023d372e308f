// Package uselist is the screen with the servers and volumes that were made from
// images.
package uselist

import (
	"time"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/usedby"
	"glimpse/ui/widget/listview"
)

// Screen shows what uses a few images, or many.
type Screen struct {
	theme *theme.Theme
	// images are those that are asked about, own is the id of the user's project.
	images []*model.Image
	own    string
	names  func(id text.Untrusted) text.Untrusted
	now    time.Time
	// found is what the services told; nil until they have.
	found *uses.Found

	said          usedby.Sentence
	lines         []line
	rows          listview.List
	width, height int
}

// line is a row: a server or a volume.
type line struct {
	image  *model.Image
	use    *uses.Use
	volume bool
}

// New makes the screen of images; names tells the name of a project, as far as it
// is known. Nothing is known of their uses yet.
func New(theme *theme.Theme, images []*model.Image, own string, names func(id text.Untrusted) text.Untrusted) *Screen {
	return &Screen{theme: theme, images: images, own: own, names: names}
}

// Images returns the images that are asked about.
func (s *Screen) Images() []*model.Image { return s.images }

// Begin says that the services are asked again. What they told stays until then.
func (s *Screen) Begin() { s.said = usedby.Asking(len(s.images)) }

// SetNow takes the time as of which ages are told.
func (s *Screen) SetNow(now time.Time) { s.now = now }

// ShowUses shows what the services told.
func (s *Screen) ShowUses(found *uses.Found, now time.Time) {
	s.found, s.now = found, now
	about := make([]uses.Image, len(s.images))
	at := make(map[string]int, len(s.images))
	for i, image := range s.images {
		about[i], at[image.ID.Raw()] = uses.ImageOf(image), i
	}
	s.said = usedby.Of(found, about, s.own)
	byImage := make([][]line, len(s.images))
	for _, kind := range []struct {
		uses   []uses.Use
		volume bool
	}{{found.Servers.Uses, false}, {found.Volumes.Uses, true}} {
		for i := range kind.uses {
			if image, asked := at[kind.uses[i].Image.Raw()]; asked {
				byImage[image] = append(byImage[image], line{s.images[image], &kind.uses[i], kind.volume})
			}
		}
	}
	s.lines = s.lines[:0]
	for _, lines := range byImage {
		s.lines = append(s.lines, lines...)
	}
	s.rows.Resize(len(s.lines), s.height-above)
}

// Title returns the title for the header.
func (s *Screen) Title() string { return "Uses" }

// Position says how far down the screen is, for the header.
func (s *Screen) Position() string {
	at, of := s.rows.Position()
	return format.Position("row", at, of)
}

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.rows.Resize(len(s.lines), height-above)
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back, action.Leave:
		return intent.Close{}
	case action.Refresh:
		return intent.ReadUses{}
	case action.Open:
		if l := s.current(); l != nil {
			return intent.OpenImage{Image: l.image}
		}
	case action.Copy:
		if l := s.current(); l != nil {
			return intent.OpenCopy{Items: s.copying(l)}
		}
	default:
		s.rows.Act(press.Action)
	}
	return nil
}

// Wheel scrolls by lines, Click moves the cursor to a row.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.rows.Move(lines)
	return nil
}

// Click moves the cursor to a row, and opens the one that it is on already.
func (s *Screen) Click(_, y int) intent.Intent {
	if s.rows.Click(y - above) {
		return s.Act(action.Press{Action: action.Open})
	}
	return nil
}

func (s *Screen) current() *line {
	if len(s.lines) == 0 {
		return nil
	}
	return &s.lines[s.rows.Cursor()]
}

// copying returns what can be copied of a server or a volume.
func (s *Screen) copying(l *line) []intent.CopyItem {
	name := intent.CopyItem{Key: "n", Label: "name", Text: l.use.Name.Clipboard()}
	if l.use.Name.IsEmpty() {
		name.Why = "it has no name"
	}
	return []intent.CopyItem{
		{Key: "i", Label: "id of the " + l.kind(), Text: l.use.ID.Clipboard()},
		name,
		{Key: "p", Label: "id of its project", Text: l.use.Project.Clipboard()},
		{Key: "m", Label: "id of the image", Text: l.image.ID.Clipboard()},
	}
}

func (l *line) kind() string {
	if l.volume {
		return "volume"
	}
	return "server"
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	own := action.UseKeys()
	if len(s.lines) == 0 {
		const none = "no server or volume is shown"
		own = own.Disable(action.Open, none).Disable(action.Copy, none)
	}
	everywhere := action.Everywhere().Relabel(action.Refresh, "ask again", "ask the services again").
		Relabel(action.Back, "back", "back to the images").Relabel(action.Leave, "", "back to the images")
	return []action.Group{own, action.Moving(), everywhere}
}
