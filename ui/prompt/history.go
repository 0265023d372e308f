package prompt

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// mostRemembered bounds the lines of a history in memory.
const mostRemembered = 500

// History is the lines that were entered in one kind of prompt, the oldest
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
