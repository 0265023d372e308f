// Package overview is the screen on which the images of the list are counted and
// their sizes added up, by one key and within that by a second one.
package overview

import (
	"slices"

	"glimpse/model"
	"glimpse/model/overview"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// State is how much of the list was counted.
type State struct {
	// Counted is how many images were, of those that there were when it began.
	Counted, Of int
	// Complete reports whether all images of the query are loaded, Loading whether
	// the rest of them is being read.
	Complete, Loading bool
	// Failed reports whether it could not be read.
	Failed bool
	// Narrowed is what the list shows of what is loaded, in words; it may be empty.
	Narrowed string
}

// Screen shows what was counted.
type Screen struct {
	theme *theme.Theme
	// by is the key of the groups, within the second one, or none.
	by, within overview.Key
	order      overview.Order
	total      overview.Count
	groups     []overview.Group
	// most is the largest measure of a group.
	most     int64
	counting *overview.Overview
	state    State
	// quotas are the limits of the user's project, with what it uses of them.
	quotas []model.Quota
	// names returns the name of a project, as far as it is known.
	names func(id text.Untrusted) text.Untrusted

	lines         []line
	rows          listview.List
	width, height int
}

// line is a row: a group, or one within it.
type line struct {
	group  *overview.Group
	within bool
	terms  []query.Term
}

// New makes the screen; nothing was counted yet.
func New(theme *theme.Theme, by, within overview.Key, names func(id text.Untrusted) text.Untrusted) *Screen {
	return &Screen{theme: theme, by: by, within: within, names: names}
}

// Keys returns what is counted by.
func (s *Screen) Keys() (by, within overview.Key) { return s.by, s.within }

// SetState says how much was counted.
func (s *Screen) SetState(state State) { s.state = state }

// ShowQuotas takes the limits of the user's project.
func (s *Screen) ShowQuotas(quotas []model.Quota) {
	s.quotas = quotas
	s.rows.Resize(len(s.lines), s.room())
}

// Counted reports whether something was counted by the keys of the screen.
func (s *Screen) Counted() bool { return s.counting != nil }

// Show shows what was counted by the keys of the screen.
func (s *Screen) Show(counted *overview.Overview) {
	if by, within := counted.Keys(); by != s.by || within != s.within {
		return
	}
	s.counting = counted
	s.arrange()
}

// arrange makes the rows anew. The cursor stays on its value.
func (s *Screen) arrange() {
	under := ""
	if at := s.rows.Cursor(); at < len(s.lines) {
		under = query.Format(s.lines[at].terms)
	}
	s.lines, s.groups, s.total, s.most = nil, nil, overview.Count{}, 0
	if s.counting != nil {
		s.groups, s.total = s.counting.Groups(s.order), s.counting.Total()
	}
	row := 0
	add := func(l line) {
		if under != "" && query.Format(l.terms) == under {
			row = len(s.lines)
		}
		s.lines = append(s.lines, l)
	}
	for i := range s.groups {
		group := &s.groups[i]
		s.most = max(s.most, s.measure(group.Count))
		add(line{group: group, terms: group.Terms})
		for j := range group.Within {
			inner := &group.Within[j]
			terms := slices.Concat(group.Terms, inner.Terms)
			if group.Unknown || inner.Unknown {
				terms = nil
			}
			add(line{group: inner, within: true, terms: terms})
		}
	}
	s.rows.Place(row, len(s.lines), s.room())
}

// Content returns what is shown.
func (s *Screen) Content() (by, within overview.Key, total overview.Count, groups []overview.Group) {
	return s.by, s.within, s.total, s.groups
}

// Title returns the title for the header.
func (s *Screen) Title() string {
	title := "Overview by " + s.theme.Cells.ShowString(s.by.Name())
	if !s.within.IsZero() {
		title += ", then " + s.theme.Cells.ShowString(s.within.Name())
	}
	return title
}

// Position says where the cursor is, for the header.
func (s *Screen) Position() string {
	at, of := s.rows.Position()
	return format.Position("line", at, of)
}

// Doing returns what is under way, in words, or nothing.
func (s *Screen) Doing() string {
	switch {
	case s.state.Loading:
		return "reading all images"
	case s.state.Counted < s.state.Of:
		return "counting"
	default:
		return ""
	}
}

// room is how many values are seen at once.
func (s *Screen) room() int { return s.height - s.above() - below }

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.rows.Resize(len(s.lines), s.room())
}

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back, action.Leave:
		return intent.Close{}
	case action.Open:
		return s.filter()
	case action.NextKey:
		return s.turn(1)
	case action.PreviousKey:
		return s.turn(-1)
	case action.WithinKey:
		return s.turnWithin()
	case action.Sort:
		s.order = (s.order + 1) % (overview.ByValue + 1)
		s.arrange()
	default:
		s.rows.Act(press.Action)
	}
	return nil
}

// filter asks for the images of the value under the cursor.
func (s *Screen) filter() intent.Intent {
	if len(s.lines) == 0 {
		return nil
	}
	terms := s.lines[s.rows.Cursor()].terms
	if terms == nil {
		return intent.Notify{Text: "no filter finds what could not be read; " + s.theme.Keys.For("list", action.Attention) +
			" lists such images"}
	}
	return intent.SetTerms{Terms: terms, And: true, ToList: true}
}

// turn counts by the key before or after.
func (s *Screen) turn(by int) intent.Intent {
	keys := overview.Keys()
	at := slices.Index(keys, s.by)
	if at < 0 && by > 0 {
		at = -1
	} else if at < 0 {
		at = 0
	}
	next := keys[(at+by+len(keys))%len(keys)]
	within := s.within
	if within == next {
		within = overview.Key{}
	}
	return intent.OpenOverview{By: next, Within: within}
}

// turnWithin counts within each value by the next key, and after the last by
// none.
func (s *Screen) turnWithin() intent.Intent {
	keys := overview.Keys()
	at := slices.Index(keys, s.within) + 1
	if at < len(keys) && keys[at] == s.by {
		at++
	}
	if at >= len(keys) {
		return intent.OpenOverview{By: s.by}
	}
	return intent.OpenOverview{By: s.by, Within: keys[at]}
}

// Count shows other keys; what was counted by others is forgotten.
func (s *Screen) Count(by, within overview.Key) {
	s.by, s.within, s.counting = by, within, nil
	s.arrange()
}

// Wheel moves the cursor by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.rows.Move(lines)
	return nil
}

// Click moves the cursor to a value, and filters by the one under the cursor.
func (s *Screen) Click(_, y int) intent.Intent {
	if s.rows.Click(y - s.above()) {
		return s.filter()
	}
	return nil
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	own := action.OverviewKeys()
	if len(s.lines) == 0 {
		own = own.Disable(action.Open, "nothing was counted yet")
	}
	if s.state.Complete {
		own = own.Disable(action.LoadAll, "all images of the query are loaded")
	}
	return []action.Group{
		own, action.Moving().Relabel(action.Bottom, "", "to the last"),
		action.Everywhere().Relabel(action.Leave, "back", "back to the images").Relabel(action.Back, "", "back to the images").
			Disable(action.Refresh, "the images are read again in the list; "+s.theme.Keys.For("overview", action.LoadAll)+
				" loads the rest"),
	}
}

// label is what a value is called on screen.
func (s *Screen) label(key overview.Key, group *overview.Group) (label string, style theme.Style) {
	switch {
	case group.Unknown:
		return "could not be read", s.theme.Bad
	case group.Unset && key.Overlaps():
		return "no tag", s.theme.Muted
	case group.Unset:
		return "not set", s.theme.Muted
	case group.Value.IsEmpty():
		return "empty", s.theme.Muted
	case key.IsOwner():
		if name := s.names(group.Value); !name.IsEmpty() {
			return s.theme.Cells.Show(name), s.theme.Text
		}
	}
	return s.theme.Cells.Show(group.Value), s.theme.Text
}

// summary says what was counted, and what was not, to the byte where that has room.
func (s *Screen) summary() string {
	if exact := s.counted(format.ExactSize(s.total.Bytes)); s.theme.Cells.Width(exact) <= s.width-3 {
		return exact
	}
	return s.counted(format.Size(s.total.Bytes))
}

func (s *Screen) counted(size string) string {
	said := format.Images(s.total.Images) + " " + s.theme.Glyphs.Dot + " " + size
	switch {
	case s.counting == nil:
		return "counting " + format.Count(s.state.Counted) + " of " + format.Count(s.state.Of) + s.theme.Glyphs.Ellipsis
	case s.state.Failed:
		said += " that are loaded; the rest could not be read (" + s.theme.Keys.For("overview", action.LoadAll) + " tries again)"
	case s.state.Loading:
		said += " so far; the rest is being read" + s.theme.Glyphs.Ellipsis
	case !s.state.Complete:
		said += " that are loaded; there are more (" + s.theme.Keys.For("overview", action.LoadAll) + " loads them)"
	}
	if s.state.Narrowed != "" {
		said += ", of those shown: " + s.state.Narrowed
	}
	if s.by.Overlaps() {
		said += "; an image counts under each of its tags"
	}
	return said
}
