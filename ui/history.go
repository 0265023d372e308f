package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// mostRemembered bounds the lines of a history in memory.
const mostRemembered = 500

// history is the lines that were entered in one kind of prompt, the oldest
// first, each once.
type history struct {
	lines []string
	kind  string
	keeps Lines
}

// Lines keeps what is typed in prompts beyond a session. Its methods are
// called from commands and may fail silently: the program goes on without.
type Lines interface {
	// Add keeps a line.
	Add(kind, line string)
}

// add takes a line that was entered.
func (h *history) add(line string) tea.Cmd {
	if strings.TrimSpace(line) == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(h.lines), func(old string) bool { return old == line })
	kept = append(kept, line)
	h.lines = kept[max(0, len(kept)-mostRemembered):]
	if h.keeps == nil {
		return nil
	}
	keeps, kind := h.keeps, h.kind
	return func() tea.Msg {
		keeps.Add(kind, line)
		return nil
	}
}
