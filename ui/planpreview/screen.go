package planpreview

import (
	"sort"

	"glimpse/model/plan"
	"glimpse/model/uses"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/input"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/usedby"
	"glimpse/ui/widget/listview"
)

// Screen is the preview of a plan.
type Screen struct {
	theme *theme.Theme
	plan  *plan.Plan
	place Place

	totals totals
	// images is how many images the plan changes; one may have several steps.
	images int
	// verb says what is done with the images, sums what all changes come to,
	// where there are several groups, notes what else is worth a line.
	verb, sums string
	notes      []string
	// withdrawn are the images that are taken away from who uses them, usage what is
	// known of that.
	withdrawn []uses.Image
	usage     usedby.Sentence
	// sharers are the members of those that are shared; nil is not known.
	sharers *Sharers
	// flat reports whether there are so many groups that each value gets one row.
	flat   bool
	blocks []block
	// starts has the first row of each block, and of what is behind the last.
	starts []int
	list   listview.List
	// begun reports whether the cursor was put on the first images.
	begun bool

	// exact reports whether the requests are shown instead of the fields.
	exact    bool
	requests requests

	// typing reports whether keys go into the line of the word that is asked for;
	// wrong is what is said of a word that was not it.
	typing bool
	word   *input.Line
	wrong  string

	// opening reports whether the preview has opened too short a time ago to be
	// sent: a key that was pressed twice in the editor must not send it.
	opening bool

	width, height int
}

// Show makes the preview of a plan of which everything was found out. The plan must
// not change while it is shown.
func Show(theme *theme.Theme, survey *Survey) *Screen { return show(theme, survey, true) }

// show is [Show]; scrolls reports whether what is below can be out of sight.
func show(theme *theme.Theme, survey *Survey, scrolls bool) *Screen {
	p := survey.plan
	s := &Screen{
		theme: theme, plan: p, place: survey.place, images: len(survey.images), totals: survey.totals, word: input.New(theme),
		withdrawn: survey.withdrawn, usage: survey.usage,
	}
	if !p.IsEmpty() {
		s.verb = verb(p)
	}
	s.blocks = s.makeBlocks(survey.groups.Groups(), scrolls)
	s.requests = requests{theme: theme, plan: p, images: survey.images}
	return s
}

// SetOpening says whether the preview opened too short a time ago to be sent.
func (s *Screen) SetOpening(opening bool) { s.opening = opening }

// Title returns the title for the header.
func (s *Screen) Title() string { return "Preview" }

// Deciding reports that the user is before a decision, which a question that
// opens by itself must not be mistaken for.
func (s *Screen) Deciding() bool { return true }

// Position says how far down the screen is, for the header: nothing where all
// of it is visible.
func (s *Screen) Position() string {
	if s.exact {
		return s.requests.position()
	}
	at, of := s.list.Position()
	return format.Position("line", at, of)
}

// rows returns how many rows the fields have, without the blank one behind the
// last block.
func (s *Screen) rows() int {
	if len(s.starts) == 0 {
		return 0
	}
	return max(0, s.starts[len(s.starts)-1]-1)
}

// blockAt returns the block that a row is in.
func (s *Screen) blockAt(row int) int { return sort.SearchInts(s.starts[1:], row+1) }

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	for i := range s.blocks {
		s.blocks[i].head = s.headRows(&s.blocks[i])
	}
	s.arrange()
	s.requests.setSize(width, s.room())
}

// arrange counts the rows of the blocks anew. The cursor stays on what it stood
// on.
func (s *Screen) arrange() {
	under, below, cursor := 0, -1, s.list.Cursor()
	if s.rows() > 0 {
		under = s.blockAt(cursor)
		// Its head may have other rows now; what is behind it moves with it.
		below = s.starts[under+1] - cursor
		if cursor == s.starts[under] {
			below = -1
		}
	}
	s.starts = append(s.starts[:0], 0)
	for i := range s.blocks {
		s.starts = append(s.starts, s.starts[i]+s.blocks[i].rows())
	}
	if len(s.blocks) > 0 {
		cursor = s.starts[under]
		if below >= 0 {
			cursor = max(cursor, s.starts[under+1]-below)
		}
	}
	if !s.begun && s.height > 0 {
		s.begun = true
		cursor = s.firstImages(cursor)
	}
	s.moveFrom(cursor, 0)
}

// layoutVisible lays out anew what is seen, where it takes other rows than it took:
// the names of projects come later than the plan. What is out of sight is laid
// out when it is seen.
func (s *Screen) layoutVisible() {
	for range s.rows() {
		if !s.remeasure() {
			return
		}
		s.arrange()
	}
}

// remeasure counts the rows of the headings in sight, and reports whether one
// has others than before.
func (s *Screen) remeasure() bool {
	changed := false
	first, end := s.list.Visible()
	for at := s.blockAt(first); at < len(s.blocks) && s.starts[at] < end; at++ {
		if rows := s.headRows(&s.blocks[at]); rows != s.blocks[at].head {
			s.blocks[at].head, changed = rows, true
		}
	}
	return changed
}

// firstImages returns the row of the first images, where what is said above them
// is seen as well, or else the row under the cursor.
func (s *Screen) firstImages(cursor int) int {
	if len(s.blocks) > 1 && s.blocks[0].kind == saying && s.starts[1] < s.room() {
		return s.starts[1]
	}
	return cursor
}

// room is how many rows lie between the heading and the line at the foot.
func (s *Screen) room() int { return max(0, s.height-len(s.top())-len(s.foot())) }

// move moves the cursor by rows.
func (s *Screen) move(by int) { s.moveFrom(s.list.Cursor(), by) }

// moveFrom moves the cursor by rows from one on; it does not rest on a blank
// one.
func (s *Screen) moveFrom(row, by int) {
	last := s.rows() - 1
	row = max(0, min(row+by, last))
	if s.blank(row) {
		step := 1
		if by < 0 || row == last {
			step = -1
		}
		row += step
	}
	s.list.Place(row, s.rows(), s.room())
}

// blank reports whether nothing stands in a row.
func (s *Screen) blank(row int) bool {
	if s.rows() == 0 {
		return false
	}
	at := s.blockAt(row)
	return row == s.starts[at+1]-1
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back:
		if s.typing {
			s.leave()
			return nil
		}
		return intent.Close{}
	case action.Leave:
		return intent.Close{}
	case action.Send:
		return s.send()
	case action.Enter:
		return s.enter()
	case action.OtherSide:
		s.exact = !s.exact
		s.requests.setSize(s.width, s.room())
	case action.SaveFile:
		return intent.SavePlan{}
	case action.Copy:
		return intent.CopyPlan{}
	case action.NextImage:
		s.jump(1)
	case action.PreviousImage:
		s.jump(-1)
	case action.Open:
		return s.toggle()
	default:
		s.scroll(press.Action)
	}
	return nil
}

func (s *Screen) scroll(act action.ID) {
	if s.exact {
		s.requests.act(act)
		return
	}
	s.move(s.list.Distance(act))
}

// jump goes to the next block, or to the requests of the next image.
func (s *Screen) jump(by int) {
	switch {
	case s.exact:
		s.requests.jump(by)
	case s.rows() > 0:
		here := s.list.Cursor()
		to := s.blockAt(here)
		if by > 0 || s.starts[to] == here {
			to += by
		}
		to = max(0, min(to, len(s.blocks)-1))
		s.move(s.starts[to] - here)
	}
}

// toggle shows the images of the block under the cursor, or hides them.
func (s *Screen) toggle() intent.Intent {
	if s.exact || s.rows() == 0 {
		return nil
	}
	at := s.blockAt(s.list.Cursor())
	one := &s.blocks[at]
	switch {
	case one.kind == saying:
		return intent.Notify{Text: "there is nothing to show or hide here; " + s.theme.Keys.For("preview", action.NextImage) +
			" goes to the next images"}
	case len(one.members) == 0:
		return intent.Notify{Text: "this is one image, and all of it is shown"}
	}
	one.open = !one.open
	s.list.MoveTo(s.starts[at])
	s.arrange()
	return nil
}

// Wheel scrolls by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	if s.exact {
		s.requests.scroll(lines)
	} else {
		s.move(lines)
	}
	return nil
}

// Click moves the cursor to a row, and on a heading shows its images or hides
// them.
func (s *Screen) Click(_, y int) intent.Intent {
	row, ok := s.list.RowAt(y - len(s.top()))
	if s.exact || s.typing || !ok {
		return nil
	}
	s.move(row - s.list.Cursor())
	if at := s.blockAt(s.list.Cursor()); s.list.Cursor() == s.starts[at] && len(s.blocks[at].members) > 0 {
		return s.toggle()
	}
	return nil
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	if s.typing {
		own := action.PlanWord()
		if s.exact {
			own = own.Relabel(action.OtherSide, "fields", "what changes, field by field")
		}
		everywhere := action.Everywhere().Only(action.Back, action.Quit)
		return []action.Group{own, everywhere.Relabel(action.Back, "do not send", "back to the preview, with nothing sent")}
	}
	own := action.PlanPreview().Disable(action.Send, s.whyNotSend())
	if s.exact {
		own = own.Relabel(action.OtherSide, "fields", "what changes, field by field").
			Disable(action.Open, s.theme.Keys.For("preview", action.OtherSide)+
				" goes back to the fields, where images are shown and hidden")
	}
	if s.plan.IsEmpty() {
		for _, act := range []action.ID{action.OtherSide, action.SaveFile, action.Copy} {
			own = own.Disable(act, "there is nothing to send")
		}
	}
	everywhere := action.Everywhere().
		Relabel(action.Leave, "", "back, with nothing sent").
		Relabel(action.Back, "back", "back to where the change was made, with nothing sent").
		Disable(action.Refresh, "every image is read again right before it is changed")
	return []action.Group{own, action.Moving().Relabel(action.Bottom, "", "to the last"), everywhere}
}
