package image

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/uses"
	"glimpse/ui/layers"
	"glimpse/ui/uictx"
	"glimpse/ui/uselist"
)

// shower is a screen that shows what uses images.
type shower interface {
	layers.Screen
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
	return f.readUses(shown, images...)
}

// readUsesAgain asks once more what uses the images of the screen.
func (f *Feature) readUsesAgain() tea.Cmd {
	shown, open := f.ctx.Layers.Top().(*uselist.Screen)
	if !open {
		return nil
	}
	shown.Begin()
	return f.readUses(shown, shown.Images()...)
}

// readUses asks what was made from images.
func (f *Feature) readUses(screen shower, images ...*model.Image) tea.Cmd {
	ctx, awaited := f.awaitedBy(screen).uses.begin(f.ctx)
	session := f.ctx.Session
	ids := make([]model.ImageID, len(images))
	for i, image := range images {
		ids[i] = image.ID
	}
	return func() tea.Msg { return usesMsg{ticket: awaited, screen: screen, found: session.Uses(ctx, ids...)} }
}

// usesRead shows what was made from images, where that is still asked for.
func (f *Feature) usesRead(msg usesMsg) {
	if waits := f.awaited[msg.screen]; waits != nil && waits.uses.meet(msg.ticket) {
		msg.screen.ShowUses(&msg.found, f.ctx.Now)
	}
}
