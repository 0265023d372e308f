package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/dialog"
	"glimpse/ui/human"
	"glimpse/ui/intent"
)

// Export is what is written to a file.
type Export struct {
	// Selection is the query, Keep which of its images; nil keeps all.
	Selection query.Split
	Keep      func(*model.Image) bool
	// Columns are the names of the columns of a CSV file.
	Columns []string
	// Format is json or csv.
	Format string
	// File is where it goes. One that is there is replaced only if Replace
	// says so; otherwise the error is an [fs.ErrExist].
	File    string
	Replace bool
}

// exportedMsg answers an export.
type exportedMsg struct {
	ticket ticket
	wanted intent.Export
	images int
	err    error
}

// export writes what is listed to a file. What is narrowed is loaded first, so
// that what is not loaded yet is not left out.
func (a *App) export(wanted intent.Export) tea.Cmd {
	if a.images == nil {
		return nil
	}
	keep, narrowed := a.images.Keep()
	if narrowed && !a.images.Complete() {
		return a.do(intent.LoadAll{Then: wanted})
	}
	export := Export{
		Selection: a.images.Split(), Keep: keep, Columns: a.images.Chosen(),
		Format: wanted.Format, File: wanted.File, Replace: wanted.Replace,
	}
	a.cancelExport()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelExport = cancel
	a.exporting = a.ticket()
	return tea.Batch(exportImages(ctx, a.session, export, wanted, a.exporting), a.notice.say("exporting"+a.theme.Glyphs.Ellipsis))
}

func exportImages(ctx context.Context, session Session, export Export, wanted intent.Export, awaited ticket) tea.Cmd {
	return func() tea.Msg {
		images, err := session.Export(ctx, export)
		return exportedMsg{ticket: awaited, wanted: wanted, images: images, err: err}
	}
}

// exported takes whether the file was written.
func (a *App) exported(msg exportedMsg) tea.Cmd {
	if msg.ticket != a.exporting {
		return nil
	}
	a.cancelExport()
	a.exporting = 0
	file := a.theme.Cells.ShowString(msg.wanted.File)
	switch {
	case errors.Is(msg.err, fs.ErrExist) && !msg.wanted.Replace:
		again := msg.wanted
		again.Replace = true
		a.show(dialog.NewQuestion(a.theme, "Replace a file?", "There is a file "+file+" already.", again))
		return nil
	case msg.err != nil:
		return a.notice.fail("nothing was exported: " + a.theme.Cells.ShowString(msg.err.Error()))
	}
	return a.notice.say(fmt.Sprintf("exported %s images to %s", human.Count(msg.images), file))
}
