package ui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/backend"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
)

// fileWrittenMsg answers the writing of a file.
type fileWrittenMsg struct {
	session backend.Session
	// from is the screen that it was asked for in.
	from   layers.Screen
	wanted intent.Write
	said   string
	// path is the whole path of the file.
	path string
	err  error
}

// write writes a file beside Update.
func (a *App) write(wanted intent.Write) tea.Cmd {
	session, from := a.Session, a.Layers.Top()
	return func() tea.Msg {
		said, err := wanted.To(wanted.Replace)
		path, pathErr := filepath.Abs(wanted.File)
		if pathErr != nil {
			path = wanted.File
		}
		return fileWrittenMsg{session: session, from: from, wanted: wanted, said: said, path: path, err: err}
	}
}

// fileWritten says that a file was written, or asks whether to replace the one
// that is there: with what was chosen for it, whatever is shown by now.
func (a *App) fileWritten(msg fileWrittenMsg) tea.Cmd {
	file := a.Theme.Cells.ShowString(msg.wanted.File)
	switch {
	case msg.session != a.Session || errors.Is(msg.err, context.Canceled):
		return nil
	case errors.Is(msg.err, fs.ErrExist) && !msg.wanted.Replace:
		again := msg.wanted
		again.Replace = true
		return a.Offer(dialog.NewDestructiveQuestion(a.Theme, "Replace a file?", "There is a file "+file+" already.", again), msg.from)
	case msg.err != nil:
		return a.Failed(msg.wanted.Failed, msg.err)
	}
	return a.Notice.Say(msg.said + " " + a.Theme.Cells.ShowString(msg.path) + msg.wanted.Tail)
}
