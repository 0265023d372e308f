package browse

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/overview"
)

// export writes what is listed to a file. What is narrowed is loaded first, so
// that what is not loaded yet is not left out.
func (f *Feature) export(wanted intent.Export) tea.Cmd {
	if shown, seen := f.ctx.Layers.Top().(*overview.Screen); seen {
		return f.exportOverview(shown, wanted)
	}
	if f.images.Pending() {
		return f.ctx.Do(f.images.Settled(func() intent.Intent { return wanted }))
	}
	keep, narrowed := f.images.Keep()
	if narrowed && !f.images.Complete() {
		return f.ctx.Do(intent.LoadAll{Then: wanted})
	}
	export := backend.Export{
		Selection: f.images.Split(), Keep: keep, Columns: f.images.Chosen(), Format: wanted.Format, File: wanted.File,
	}
	f.cancelExport()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelExport = cancel
	return tea.Batch(f.ctx.Notice.Say("exporting"+f.ctx.Theme.Glyphs.Ellipsis), f.ctx.Do(f.exportImages(ctx, export)))
}

// exportImages writes the images; where some of those are marked, it says that the others
// go along.
func (f *Feature) exportImages(ctx context.Context, export backend.Export) intent.Write {
	session, said, tail := f.ctx.Session, "exported %s images to", ""
	if export.Format == "csv" {
		tail = " (" + format.Count(len(export.Columns)) + " columns)"
	}
	if f.images.ShowsUnmarked() {
		said = "exported %s images, marked or not, to"
		tail += "; " + f.ctx.Theme.Keys.For("marks", action.OnlyMarked) + " first exports only the marked"
	}
	return intent.Write{File: export.File, Failed: "nothing was exported", Tail: tail, To: func(replace bool) (string, error) {
		export := export
		export.Replace = replace
		images, err := session.Export(ctx, export)
		return fmt.Sprintf(said, format.Count(images)), err
	}}
}
