package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
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

// export writes what is listed to a file. What is narrowed is loaded first, so
// that what is not loaded yet is not left out.
func (a *App) export(wanted intent.Export) tea.Cmd {
	keep, narrowed := a.images.Keep()
	if narrowed && !a.images.Complete() {
		return a.do(intent.LoadAll{Then: wanted})
	}
	export := Export{
		Selection: a.images.Split(), Keep: keep, Columns: a.images.Chosen(), Format: wanted.Format, File: wanted.File,
	}
	a.cancelExport()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelExport = cancel
	return tea.Batch(a.notice.say("exporting"+a.theme.Glyphs.Ellipsis), a.write(exportImages(ctx, a.session, export)))
}

func exportImages(ctx context.Context, session Session, export Export) intent.Write {
	return intent.Write{File: export.File, Failed: "nothing was exported", To: func(replace bool) (string, error) {
		export := export
		export.Replace = replace
		images, err := session.Export(ctx, export)
		return fmt.Sprintf("exported %s images to", human.Count(images)), err
	}}
}
