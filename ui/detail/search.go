package detail

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model/search"
	"glimpse/ui/human"
	"glimpse/ui/intent"
)

// Search looks for a text in the lines that are shown, and goes to the first
// of them from the top of the window on.
func (s *Screen) Search(line string) {
	parsed, err := search.Parse(line)
	s.searched, s.searchErr = line, err
	if err != nil {
		return
	}
	s.sought = parsed
	s.find()
	if at, ok := s.next(s.window.Top-1, 1); ok {
		s.reveal(at)
	}
}

// Searched returns what is looked for.
func (s *Screen) Searched() string { return s.searched }

// SearchNote says how many lines were found, or what is wrong with the text.
func (s *Screen) SearchNote() (note string, wrong bool) {
	switch {
	case s.searchErr != nil:
		return s.searchErr.Error(), true
	case s.sought.IsEmpty():
		return "looks in the names and values of every field", false
	case len(s.found) == 1:
		return "1 line", false
	}
	return human.Count(len(s.found)) + " lines", false
}

// find finds the lines that hold every word.
func (s *Screen) find() {
	s.found = nil
	if s.sought.IsEmpty() {
		return
	}
	for i, line := range s.lines {
		if s.sought.MatchText(ansi.Strip(line)) {
			s.found = append(s.found, i)
		}
	}
}

// next returns the line that was found after another one in a direction,
// around the end.
func (s *Screen) next(from, step int) (int, bool) {
	if len(s.found) == 0 {
		return 0, false
	}
	if step > 0 {
		for _, at := range s.found {
			if at > from {
				return at, true
			}
		}
		return s.found[0], true
	}
	for i := len(s.found) - 1; i >= 0; i-- {
		if s.found[i] < from {
			return s.found[i], true
		}
	}
	return s.found[len(s.found)-1], true
}

// goOn goes to the next line that was found, or to the one before.
func (s *Screen) goOn(step int) intent.Intent {
	if s.sought.IsEmpty() {
		return intent.Tell{Text: "nothing is searched for; / begins a search"}
	}
	at, ok := s.next(s.at, step)
	if !ok {
		return intent.Tell{Text: "it is not found in this image"}
	}
	around := step > 0 && at <= s.at || step < 0 && at >= s.at
	s.reveal(at)
	if around {
		return intent.Tell{Text: "around the end: " + human.Count(len(s.found)) + " found"}
	}
	return nil
}

// reveal brings a line into sight, a little below the top.
func (s *Screen) reveal(at int) {
	const above = 2
	s.at = at
	if at < s.window.Top || at >= s.window.Top+s.height {
		s.scroll(at - above - s.window.Top)
	}
}

// marked returns a line with what was found in it shown as such. Its other
// styling is given up: what is looked for matters more.
func (s *Screen) marked(i int) string {
	line := s.lines[i]
	if s.sought.IsEmpty() {
		return line
	}
	plain := ansi.Strip(line)
	if !s.sought.MatchText(plain) {
		return line
	}
	var out strings.Builder
	at := 0
	for _, found := range s.sought.Ranges(plain) {
		out.WriteString(plain[at:found.Start])
		s.look.Match.Write(&out, plain[found.Start:found.End])
		at = found.End
	}
	out.WriteString(plain[at:])
	return out.String()
}
