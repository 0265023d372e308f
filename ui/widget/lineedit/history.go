package lineedit

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// mostRemembered bounds the lines of a history in memory.
const mostRemembered = 500

// History is the lines that were entered in one kind of line, the oldest
// first, each once.
type History struct {
	Lines []string
	// Keep keeps a line beyond the session; nil keeps none. It is called from a
	// command and may fail silently: the program goes on without.
	Keep func(line string)
}

// Add takes a line that was entered.
func (h *History) Add(line string) tea.Cmd {
	if strings.TrimSpace(line) == "" || len(h.Lines) > 0 && h.Lines[len(h.Lines)-1] == line {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(h.Lines), func(old string) bool { return old == line })
	kept = append(kept, line)
	h.Lines = kept[max(0, len(kept)-mostRemembered):]
	if h.Keep == nil {
		return nil
	}
	keep := h.Keep
	return func() tea.Msg {
		keep(line)
		return nil
	}
}

// Recall goes through lines that were entered before, and behind the newest
// back to the line as it was typed. The zero value has none.
type Recall struct {
	lines []string
	// at is the length of lines where the line is new.
	at int
	// draft is the line before an older one was shown. Older ones must begin
	// like it if it was typed.
	draft string
	typed bool
}

// NewRecall begins at a new line; lines are the older ones, the oldest first.
func NewRecall(lines []string) Recall { return Recall{lines: lines, at: len(lines)} }

// Typed begins anew at a line that was typed.
func (r *Recall) Typed() { r.at, r.typed = len(r.lines), true }

// Step returns the next older (-1) or newer (1) line in place of the one that is
// shown: of those that begin as the new line does, if that was typed, else of
// all. It reports false where there is none.
func (r *Recall) Step(by int, shown string) (line string, there bool) {
	if r.at == len(r.lines) {
		r.draft = shown
	}
	for at := r.at + by; at >= 0 && at <= len(r.lines); at += by {
		line := r.draft
		if at < len(r.lines) {
			line = r.lines[at]
			if line == strings.TrimRight(r.draft, " ") || r.typed && !strings.HasPrefix(line, r.draft) {
				continue
			}
		}
		r.at = at
		return line, true
	}
	return "", false
}
