package detail

import (
	"glimpse/model/search"
	"glimpse/ui/format"
	"glimpse/ui/intent"
)

// Search looks for a text in the names and values as they are shown, and goes
// to the first that has it from where the cursor was before the search; with
// nothing to look for, back to there.
func (s *Screen) Search(line string) {
	parsed, err := search.Parse(line)
	s.searched, s.searchErr = line, err
	if err != nil {
		return
	}
	s.sought = parsed
	s.find()
	if s.sought.IsEmpty() {
		s.put(s.home)
		return
	}
	if at, ok := s.next(s.home-1, 1); ok {
		s.reveal(at)
	}
}

// Searched returns what is looked for.
func (s *Screen) Searched() string { return s.searched }

// SearchNote says how much was found, or what is wrong with the text.
func (s *Screen) SearchNote() (note string, wrong bool) {
	thing := "field"
	if s.raw {
		thing = "line"
	}
	switch matches := s.matches(); {
	case s.searchErr != nil:
		return s.searchErr.Error(), true
	case s.sought.IsEmpty():
		return "looks in what is shown of this image: names and values", false
	case matches == 0:
		return "no " + thing + " has it", false
	case matches == 1:
		return "1 " + thing, false
	default:
		return format.Count(matches) + " " + thing + "s", false
	}
}

// matches returns how many items the search finds.
func (s *Screen) matches() int {
	count := 0
	for i := range s.items {
		if s.items[i].found {
			count++
		}
	}
	return count
}

// find marks what the search finds.
func (s *Screen) find() {
	for i := range s.items {
		one := &s.items[i]
		one.found, one.names, one.values = false, nil, nil
		if s.sought.IsEmpty() || !s.sought.MatchText(one.name+" "+one.value) {
			continue
		}
		one.found = true
		measurer := s.theme.Cells
		one.names = measurer.Whole(one.name, s.sought.Ranges(one.name))
		one.values = measurer.Whole(one.value, s.sought.Ranges(one.value))
	}
}

// next returns the item that was found after another one in a direction,
// around the end.
func (s *Screen) next(from, step int) (int, bool) {
	count := len(s.items)
	for i := 1; i <= count; i++ {
		at := ((from+step*i)%count + count) % count
		if s.items[at].found {
			return at, true
		}
	}
	return 0, false
}

// goOn goes to the next item that was found, or to the one before.
func (s *Screen) goOn(step int) intent.Intent {
	at, ok := s.next(s.cursor, step)
	if !ok {
		return nil
	}
	around := step > 0 && at <= s.cursor || step < 0 && at >= s.cursor
	s.reveal(at)
	s.home = s.cursor
	if around {
		return intent.Notify{Text: "around the end: " + format.Count(s.matches()) + " found"}
	}
	return nil
}

// reveal puts the cursor on what was found, with a little of what stands
// around it.
func (s *Screen) reveal(at int) {
	const around = 2
	s.put(at)
	here := &s.items[at]
	if below := here.last + around - s.window.Last(); below > 0 {
		s.scroll(min(below, here.first-s.window.Top))
	}
	if above := here.first - around - s.window.Top; above < 0 {
		s.scroll(above)
	}
	s.keepInSight()
}
