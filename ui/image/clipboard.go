package image

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/intent"
	"glimpse/ui/terminal"
)

// screenLimit is how long a sequence GNU screen hands on in one piece.
const screenLimit = 768

// copyText puts a text into the clipboard by OSC 52. A multiplexer keeps what
// is sent to it for itself, unless that is wrapped in its own way; it gets it
// plain as well: tmux takes it so where its option set-clipboard is on, and
// hands the wrapped one on where allow-passthrough is.
func copyText(text string, through terminal.Multiplexer) tea.Cmd {
	plain := tea.SetClipboard(text)
	switch through {
	case terminal.Tmux:
		return tea.Batch(plain, tea.Raw(ansi.TmuxPassthrough(ansi.SetSystemClipboard(text))))
	case terminal.GNUScreen:
		return tea.Batch(plain, tea.Raw(ansi.ScreenPassthrough(ansi.SetSystemClipboard(text), screenLimit)))
	default:
		return plain
	}
}

func (f *Feature) copy(wanted intent.Copy) tea.Cmd {
	said := f.ctx.Notice.Say("copied the " + wanted.What + " " + f.ctx.DisplayString(wanted.Text))
	return tea.Batch(copyText(wanted.Text, f.through), said)
}
