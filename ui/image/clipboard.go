package image

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/terminal"
	"glimpse/ui/work"
)

const (
	// screenLimit is how long a sequence GNU screen hands on in one piece.
	screenLimit = 768
	// terminalLimit is how many bytes of text many terminals take by OSC 52 at
	// most; they drop more without a word (hterm's 100,000 characters of base64,
	// which others have taken over).
	terminalLimit = 74_994
	// tmuxWithin is how long tmux may take to answer.
	tmuxWithin = 2 * time.Second
)

// copiedMsg answers that tmux was given a text.
type copiedMsg struct {
	wanted intent.Copy
	err    error
}

// copy puts a text into the clipboard: by way of tmux where the program runs in
// one that can be asked, and otherwise by OSC 52.
func (f *Feature) copy(wanted intent.Copy) tea.Cmd {
	if wanted.Pieces != nil {
		return f.copyPieces(wanted)
	}
	if f.tmux == nil || f.through != terminal.Tmux {
		return f.copyByTerminal(wanted)
	}
	tmux := f.tmux
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), tmuxWithin)
		defer cancel()
		return copiedMsg{wanted: wanted, err: tmux.Copy(ctx, wanted.Text)}
	}
}

// joinedMsg answers that a long text is in one piece.
type joinedMsg struct{ wanted intent.Copy }

// copyPieces puts a long text together in slices, and then copies it. Nothing that
// the user does meanwhile changes it. In one piece it is made beside what the screen
// does: tens of megabytes take longer than a slice to be moved.
func (f *Feature) copyPieces(wanted intent.Copy) tea.Cmd {
	const long = 1 << 20
	var parts []string
	var part strings.Builder
	done, pieces := 0, wanted.Pieces
	return f.ctx.Work.Start(&work.Task{
		Doing: "copying",
		Step: func(n int) bool {
			for end := min(done+n, pieces.Count); done < end; done++ {
				part.WriteString(pieces.Piece(done))
			}
			if part.Len() >= long || done == pieces.Count {
				parts = append(parts, part.String())
				part = strings.Builder{}
			}
			return done == pieces.Count
		},
		Progress: func() (int, int) { return done, pieces.Count },
		Done: func() tea.Cmd {
			if len(parts) == 1 {
				return f.copy(intent.Copy{Text: parts[0], What: wanted.What})
			}
			return func() tea.Msg { return joinedMsg{intent.Copy{Text: strings.Join(parts, ""), What: wanted.What}} }
		},
		Cancel: func() tea.Cmd { return f.ctx.Notice.Say("stopped: nothing was copied") },
	})
}

// copied says that tmux has a text, or tries the terminal where it has not.
func (f *Feature) copied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		return f.copyByTerminal(msg.wanted)
	}
	said := f.copiedWhat(msg.wanted)
	if len(msg.wanted.Text) > terminalLimit {
		return f.ctx.Notice.Say(said + " into tmux's buffer, which has all of it; many terminals drop so much")
	}
	return f.ctx.Notice.Say(said + " through tmux")
}

func (f *Feature) copyByTerminal(wanted intent.Copy) tea.Cmd {
	said := f.copiedWhat(wanted)
	switch {
	case len(wanted.Text) > terminalLimit:
		said += ": many terminals drop more than " + format.Size(terminalLimit) + " without a word"
	case f.through == terminal.Tmux:
		said += " (tmux hands it on where its option set-clipboard is on)"
	}
	return tea.Batch(copyText(wanted.Text, f.through), f.ctx.Notice.Say(said))
}

// copiedWhat says what was copied: the text, or how much where it is long.
func (f *Feature) copiedWhat(wanted intent.Copy) string {
	const long = 200
	if len(wanted.Text) > long {
		return "copied the " + wanted.What + ", " + format.Size(int64(len(wanted.Text)))
	}
	return "copied the " + wanted.What + " " + f.ctx.DisplayString(wanted.Text)
}

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
