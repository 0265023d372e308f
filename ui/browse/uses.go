package browse

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/uses"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/usedby"
)

// usesMsg answers what was made from the images of the cloud, for a list.
type usesMsg struct {
	images *list.Screen
	found  uses.Found
}

// usesWithin is how long reading all servers and volumes may take.
const usesWithin = 5 * time.Minute

// learnUses asks what was made from images, once for the list where a column shows
// that.
func (f *Feature) learnUses() tea.Cmd {
	if f.usesFor == f.images || f.ctx.Session == nil || !f.images.WantsUses() {
		return nil
	}
	f.usesFor = f.images
	session, images := f.ctx.Session, f.images
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), usesWithin)
		defer cancel()
		return usesMsg{images: images, found: session.Uses(ctx)}
	}
}

// usesRead shows what was made from images, and says why where that is not known.
func (f *Feature) usesRead(msg usesMsg) tea.Cmd {
	if msg.images != f.images {
		return nil
	}
	f.images.ShowUses(&msg.found)
	if !msg.found.CanTell() {
		return f.ctx.Notice.Say("uses are not known: " + f.ctx.DisplayString(usedby.Untold(&msg.found)))
	}
	return nil
}

// choose shows columns, and asks anew for what is asked for anew.
func (f *Feature) choose(columns []string) tea.Cmd {
	f.images.Choose(columns)
	f.usesFor = nil
	return f.learnUses()
}

// setColumns shows columns, and says how many of them find no room.
func (f *Feature) setColumns(wanted intent.SetColumns) tea.Cmd {
	learning, lacking := f.choose(wanted.Names), f.images.Lacking()
	if len(wanted.Names) == 0 || lacking == "" {
		return learning
	}
	return tea.Batch(learning, f.ctx.Notice.Say(lacking))
}
