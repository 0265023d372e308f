package image

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/uses"
	"glimpse/ui/uictx"
	"glimpse/ui/uselist"
)

// asking is a question to the services that use images.
type asking struct {
	ticket uictx.Ticket
	cancel context.CancelFunc
}

func (a *asking) end() {
	a.cancel()
	a.ticket = 0
}

// shower is a screen that shows what uses images.
type shower interface {
	ShowUses(found *uses.Found, now time.Time)
}

// usesMsg answers what was made from images, for the screen that asked.
type usesMsg struct {
	ticket uictx.Ticket
	screen shower
	found  uses.Found
}

// openUses shows what uses the marked images, or the one under the cursor.
func (f *Feature) openUses() tea.Cmd {
	images := f.ctx.Targets()
	if len(images) == 0 {
		return f.ctx.Notice.Say("there is no image to ask about")
	}
	shown := uselist.New(f.ctx.Theme, images, f.ctx.About.ProjectID.Raw(), f.ctx.ProjectName)
	f.ctx.Layers.Push(shown)
	return f.readUses(&f.listed, shown, images...)
}

// readUsesAgain asks once more what uses the images of the screen.
func (f *Feature) readUsesAgain() tea.Cmd {
	shown, open := f.ctx.Layers.Top().(*uselist.Screen)
	if !open {
		return nil
	}
	shown.Begin()
	return f.readUses(&f.listed, shown, shown.Images()...)
}

// readUses asks what was made from images.
func (f *Feature) readUses(asked *asking, screen shower, images ...*model.Image) tea.Cmd {
	asked.end()
	ctx, cancel := context.WithCancel(context.Background())
	asked.cancel, asked.ticket = cancel, f.ctx.Ticket()
	session, awaited := f.ctx.Session, asked.ticket
	ids := make([]model.ImageID, len(images))
	for i, image := range images {
		ids[i] = image.ID
	}
	return func() tea.Msg { return usesMsg{ticket: awaited, screen: screen, found: session.Uses(ctx, ids...)} }
}

// usesRead shows what was made from images, where that is still asked for.
func (f *Feature) usesRead(msg usesMsg) {
	for _, asked := range []*asking{&f.uses, &f.listed} {
		if asked.ticket == msg.ticket {
			asked.end()
			msg.screen.ShowUses(&msg.found, f.ctx.Now)
		}
	}
}
