package image

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/problem"
	"glimpse/ui/uictx"
)

// imageMsg answers one image, for the screen that asked.
type imageMsg struct {
	ticket uictx.Ticket
	screen *detail.Screen
	id     model.ImageID
	image  model.Image
	err    error
}

// extrasMsg answers what belongs to an image beside its record, for the screen that asked.
type extrasMsg struct {
	ticket uictx.Ticket
	screen *detail.Screen
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
	return f.read(shown)
}

// readAgain reads the image in detail anew, with what belongs to it.
func (f *Feature) readAgain() tea.Cmd {
	shown, open := f.ctx.Layers.Top().(*detail.Screen)
	if !open {
		return nil
	}
	return f.read(shown)
}

// read reads the image of a screen, with what belongs to it.
func (f *Feature) read(shown *detail.Screen) tea.Cmd {
	image := shown.Record()
	return tea.Batch(f.readImage(shown, image.ID), f.readExtras(shown, &image), f.readUses(shown, &image))
}

// readExtras reads what belongs to an image beside its record.
func (f *Feature) readExtras(shown *detail.Screen, image *model.Image) tea.Cmd {
	ctx, awaited := f.awaitedBy(shown).extras.begin(f.ctx)
	session := f.ctx.Session
	return func() tea.Msg {
		return extrasMsg{ticket: awaited, screen: shown, extras: session.Extras(ctx, image)}
	}
}

// extrasRead takes what belongs to an image beside its record.
func (f *Feature) extrasRead(msg extrasMsg) {
	if waits := f.awaited[msg.screen]; waits != nil && waits.extras.meet(msg.ticket) {
		msg.screen.ShowExtras(msg.extras, f.ctx.Now)
	}
}

func (f *Feature) readImage(shown *detail.Screen, id model.ImageID) tea.Cmd {
	ctx, awaited := f.awaitedBy(shown).record.begin(f.ctx)
	session := f.ctx.Session
	return func() tea.Msg {
		image, err := session.Image(ctx, id)
		return imageMsg{ticket: awaited, screen: shown, id: id, image: image, err: err}
	}
}

// imageRead takes the record of one image, or why there is none.
func (f *Feature) imageRead(msg imageMsg) {
	if waits := f.awaited[msg.screen]; waits == nil || !waits.record.meet(msg.ticket) {
		return
	}
	if msg.err != nil {
		msg.screen.Fail(msg.err)
		if problem.Of(msg.err).Kind == remote.NotFound {
			f.images.Remove(msg.id)
		}
		return
	}
	msg.screen.Show(&msg.image, f.ctx.Now)
	f.images.Replace(&msg.image)
}
