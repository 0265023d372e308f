package image

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/problem"
	"glimpse/ui/uictx"
)

// imageMsg answers one image.
type imageMsg struct {
	ticket uictx.Ticket
	id     model.ImageID
	image  model.Image
	err    error
}

// extrasMsg answers what belongs to an image beside its record.
type extrasMsg struct {
	ticket uictx.Ticket
	extras detail.Extras
}

// openImage shows an image at once as the list knows it, and reads it anew.
func (f *Feature) openImage(wanted intent.OpenImage) tea.Cmd {
	if known := f.images.Find(wanted.Image.ID); known != nil {
		wanted.Image = known
	}
	shown := detail.New(f.ctx.Theme, wanted.Image, f.ctx.Now)
	_, readOnly := f.ctx.Changes()
	shown.SetReadOnly(readOnly)
	shown.NameProjects(f.ctx.ProjectName)
	shown.SetProject(f.ctx.About.ProjectID.Raw(), f.ctx.MayAdminister())
	f.ctx.Layers.Push(shown)
	return tea.Batch(f.readImage(intent.ReadImage{ID: wanted.Image.ID}), f.readExtras(wanted.Image),
		f.readUses(&f.uses, shown, wanted.Image))
}

// readAgain reads the image in detail anew, with what belongs to it.
func (f *Feature) readAgain(wanted intent.ReadImage) tea.Cmd {
	shown, open := f.ctx.Layers.Top().(*detail.Screen)
	if !open {
		return f.readImage(wanted)
	}
	record := shown.Record()
	return tea.Batch(f.readImage(wanted), f.readExtras(&record), f.readUses(&f.uses, shown, &record))
}

// readExtras reads what belongs to an image beside its record.
func (f *Feature) readExtras(image *model.Image) tea.Cmd {
	f.cancelExtras()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelExtras = cancel
	f.extras = f.ctx.Ticket()
	return readExtras(ctx, f.ctx.Session, *image, f.extras)
}

// extrasRead takes what belongs to an image beside its record.
func (f *Feature) extrasRead(msg extrasMsg) {
	if shown, open := f.ctx.Layers.Top().(*detail.Screen); open && msg.ticket == f.extras {
		f.cancelExtras()
		f.extras = 0
		shown.ShowExtras(msg.extras, f.ctx.Now)
	}
}

func (f *Feature) readImage(wanted intent.ReadImage) tea.Cmd {
	f.cancelImage()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelImage = cancel
	f.reading = f.ctx.Ticket()
	return readImage(ctx, f.ctx.Session, wanted.ID, f.reading)
}

// imageRead takes the record of one image, or why there is none.
func (f *Feature) imageRead(msg imageMsg) {
	if msg.ticket != f.reading {
		return
	}
	f.cancelImage()
	f.reading = 0
	shown, open := f.ctx.Layers.Top().(*detail.Screen)
	if msg.err != nil {
		if open {
			shown.Fail(msg.err)
		}
		if problem.Of(msg.err).Kind == remote.NotFound {
			f.images.Remove(msg.id)
		}
		return
	}
	if open {
		shown.Show(&msg.image, f.ctx.Now)
	}
	f.images.Replace(&msg.image)
}

func readImage(ctx context.Context, session backend.Session, id model.ImageID, awaited uictx.Ticket) tea.Cmd {
	return func() tea.Msg {
		image, err := session.Image(ctx, id)
		return imageMsg{ticket: awaited, id: id, image: image, err: err}
	}
}

func readExtras(ctx context.Context, session backend.Session, image model.Image, awaited uictx.Ticket) tea.Cmd {
	return func() tea.Msg { return extrasMsg{ticket: awaited, extras: session.Extras(ctx, &image)} }
}
