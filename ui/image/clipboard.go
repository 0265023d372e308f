package image

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/intent"
)

// multiplexer is what stands between the program and the terminal whose
// clipboard is meant: it keeps what is sent to it for itself, unless that is
// wrapped in its own way.
type multiplexer uint8

const (
	noMultiplexer multiplexer = iota
	tmux
	gnuScreen
)

// screenLimit is how long a sequence GNU screen hands on in one piece.
const screenLimit = 768

// multiplexerOf tells from the environment which one there is. Through SSH
// only TERM tells it.
func multiplexerOf(environ tea.EnvMsg) multiplexer {
	term := environ.Getenv("TERM")
	switch {
	case environ.Getenv("TMUX") != "", strings.HasPrefix(term, "tmux"):
		return tmux
	case environ.Getenv("STY") != "", strings.HasPrefix(term, "screen"):
		return gnuScreen
	default:
		return noMultiplexer
	}
}

// copyText puts a text into the clipboard by OSC 52. A multiplexer gets it
// plain as well: tmux takes it so where its option set-clipboard is on, and
// hands the wrapped one on where allow-passthrough is.
func copyText(text string, through multiplexer) tea.Cmd {
	plain := tea.SetClipboard(text)
	switch through {
	case tmux:
		return tea.Batch(plain, tea.Raw(ansi.TmuxPassthrough(ansi.SetSystemClipboard(text))))
	case gnuScreen:
		return tea.Batch(plain, tea.Raw(ansi.ScreenPassthrough(ansi.SetSystemClipboard(text), screenLimit)))
	default:
		return plain
	}
}

func (f *Feature) copy(wanted intent.Copy) tea.Cmd {
	said := f.ctx.Notice.Say("copied the " + wanted.What + " " + f.ctx.DisplayString(wanted.Text))
	return tea.Batch(copyText(wanted.Text, f.through), said)
}
