package detail

import (
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// move carries out an action that moves the cursor.
func (s *Screen) move(act action.ID) {
	switch act {
	case action.Down:
		s.step(1)
	case action.Up:
		s.step(-1)
	case action.Top:
		s.put(0)
		s.window.Top = 0
	case action.Bottom:
		s.put(len(s.items) - 1)
		s.scroll(s.lines)
	case action.HalfDown, action.HalfUp, action.PageDown, action.PageUp:
		s.leap(s.window.Distance(act, s.lines))
	case action.NextChoice:
		s.sideways(1)
	case action.PreviousChoice:
		s.sideways(-1)
	default:
	}
	s.home = s.cursor
}

// put sets the cursor on an item, or on the nearest one, and brings that into
// sight.
func (s *Screen) put(cursor int) {
	s.cursor = max(0, min(cursor, len(s.items)-1))
	s.keepInSight()
}

// step moves to the next item or the one before. What the cursor cannot be on,
// and what is taller than the window, is scrolled through line by line first.
func (s *Screen) step(by int) {
	if len(s.items) == 0 {
		s.scroll(by)
		return
	}
	next := s.cursor + by
	here := &s.items[s.cursor]
	hidden := by > 0 && here.last > s.window.Last() || by < 0 && here.first < s.window.Top
	if hidden || next < 0 || next >= len(s.items) {
		s.scroll(by)
		return
	}
	s.put(next)
}

// leap scrolls by lines, and moves the cursor as far in its column.
func (s *Screen) leap(by int) {
	if len(s.items) == 0 {
		s.scroll(by)
		return
	}
	here := &s.items[s.cursor]
	target := here.first + by
	best := s.cursor
	for i := range s.items {
		if s.items[i].column == here.column && distance(s.items[i].first, target) < distance(s.items[best].first, target) {
			best = i
		}
	}
	s.scroll(by)
	s.put(best)
	if target <= 0 {
		s.window.Top = 0
	}
}

func distance(a, b int) int { return max(a-b, b-a) }

// sideways goes to the nearest item of the column beside.
func (s *Screen) sideways(by int) {
	if len(s.items) == 0 {
		return
	}
	here, best := &s.items[s.cursor], none
	for i := range s.items {
		one := &s.items[i]
		nearer := best == none || distance(one.first, here.first) < distance(s.items[best].first, here.first)
		if one.column == here.column+by && one.first >= len(s.head) && nearer {
			best = i
		}
	}
	if best != none {
		s.put(best)
	}
}

// scroll moves the window.
func (s *Screen) scroll(by int) {
	s.window.Height = s.height
	s.window = s.window.Scroll(by, s.lines)
}

// keepInSight scrolls as little as needed for the item under the cursor to be
// visible: all of it, or else its beginning. What stands above the first item
// is shown with it.
func (s *Screen) keepInSight() {
	if s.compact || s.cursor >= len(s.items) {
		return
	}
	here := &s.items[s.cursor]
	bottom := s.window.Top + s.height - 1
	switch {
	case here.first < s.window.Top && here.last < s.window.Top, here.first < s.window.Top && here.last <= bottom:
		s.scroll(here.first - s.window.Top)
	case here.last > bottom && here.first > s.window.Top:
		s.scroll(min(here.last-bottom, here.first-s.window.Top))
	}
	if s.cursor == 0 && here.last < s.height {
		s.window.Top = 0
	}
}

// Wheel scrolls by lines. The cursor stays within what is visible.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.scroll(lines)
	if s.cursor >= len(s.items) || s.visible(s.cursor) {
		return nil
	}
	column, nearest := s.items[s.cursor].column, none
	for i := range s.items {
		better := nearest == none || s.items[i].column == column && s.items[nearest].column != column
		sameColumn := nearest != none && s.items[i].column == s.items[nearest].column
		if s.visible(i) && (better || lines < 0 && sameColumn) {
			nearest = i
		}
	}
	if nearest != none {
		s.cursor, s.home = nearest, nearest
	}
	return nil
}

// visible reports whether a line of an item is in the window.
func (s *Screen) visible(at int) bool {
	return s.items[at].last >= s.window.Top && s.items[at].first <= s.window.Last()
}

// Click puts the cursor on the item at a place of the screen.
func (s *Screen) Click(x, y int) intent.Intent {
	column := 0
	for column < len(s.widths)-1 && x >= margin+s.widths[column]+gap {
		x -= margin + s.widths[column] + gap
		column++
	}
	at := s.window.Top + y
	for i := range s.items {
		one := &s.items[i]
		if one.first <= at && at <= one.last && (one.column == column || at < len(s.head)) {
			s.cursor, s.home = i, i
		}
	}
	return nil
}

// onCursor reports whether the cursor is on an item. Beside a list there is none.
func (s *Screen) onCursor(at int) bool { return at == s.cursor && !s.compact }
