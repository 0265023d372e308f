package change

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/uictx"
)

// plannedMsg answers a plan that was made from a journal.
type plannedMsg struct {
	ticket uictx.Ticket
	// last reports whether the last job was meant, whichever that is.
	last bool
	// only are the images that it is about; none is all.
	only []model.ImageID
	// from is the screen that was seen when it was asked for.
	from layers.Screen
	plan plan.Plan
	// read are images of the plan that the list does not have; nil is before they were
	// read.
	read map[model.ImageID]*model.Image
	err  error
}

// planUndo plans the inverse of a job; an empty id is the last one. While that
// is under way nothing is undone: it would be a job before it, which nobody
// meant.
func (f *Feature) planUndo(wanted intent.Undo) tea.Cmd {
	changes, why := f.ctx.Changes()
	switch {
	case changes == nil:
		return f.ctx.Notice.Fail(why)
	case wanted.ID == "" && f.jobs.Current() != nil:
		return f.ctx.Notice.Say("the last job is running; " + f.ctx.Theme.Keys.For("written", action.Jobs) + " lists the jobs")
	}
	f.planning = f.ctx.Ticket()
	return planUndo(changes, wanted, f.planning, f.ctx.Layers.Top())
}

func planUndo(changes backend.Changes, wanted intent.Undo, awaited uictx.Ticket, from layers.Screen) tea.Cmd {
	return func() tea.Msg {
		planned, err := changes.Undo(wanted.ID)
		// A step whose image the service has named has none; it is alone in its job.
		only := slices.DeleteFunc(slices.Clone(wanted.Only), func(id model.ImageID) bool { return id.IsEmpty() })
		if err == nil && len(only) > 0 {
			planned = planned.Only(only)
		}
		return plannedMsg{ticket: awaited, last: wanted.ID == "", only: wanted.Only, from: from, plan: planned, err: err}
	}
}

// planned takes the inverse of a job.
func (f *Feature) planned(msg plannedMsg) tea.Cmd {
	if msg.ticket != f.planning {
		return nil
	}
	if unread := f.unread(&msg); len(unread) > 0 {
		return f.readDeleted(msg, unread)
	}
	f.planning = 0
	undo := msg.plan.WithoutProtected(f.findOr(msg.read))
	var uncertain *job.UncertainError
	switch {
	case errors.As(msg.err, &uncertain) && !f.ctx.Layers.WentOn(msg.from):
		return f.ctx.Do(intent.AdoptJob{
			ID: uncertain.ID, Title: uncertain.Title, Origin: uncertain.Origin, Then: intent.Undo{ID: uncertain.ID, Only: msg.only},
		})
	case msg.err != nil:
		return f.ctx.Failed("nothing can be undone", msg.err)
	case f.ctx.Layers.WentOn(msg.from):
		// The person went on to something else; it must not be lost for this.
		return f.ctx.Notice.Say("the undo is ready: leave this, then press " + f.ctx.Theme.Keys.For("change", action.Undo))
	case undo.IsEmpty():
		return f.ctx.Notice.Say(f.whyNoUndo(&undo, msg.last))
	}
	if f.ctx.Layers.Top() == f.ctx.Home {
		if marked := f.images.Marked(); len(marked) > 0 {
			undo = undo.Only(marked)
		}
		if undo.IsEmpty() {
			return f.ctx.Notice.Say("the last job changed none of the marked images; " +
				f.ctx.Theme.Keys.For("marks", action.MarkNone) + " unmarks all, then " + f.ctx.Theme.Keys.For("change", action.Undo) +
				" undoes it")
		}
	}
	f.change = change{read: msg.read}
	return f.showPlan(&undo)
}

// How many images are read before the preview of an undo that deletes them, and for how
// long that is awaited.
const (
	mostDeleted   = 25
	deletedWithin = 10 * time.Second
)

// unread returns the images that an undo deletes and that the list does not have: whether
// they are protected, and what they are, is to be read.
func (f *Feature) unread(msg *plannedMsg) []model.ImageID {
	if msg.err != nil || msg.read != nil || f.ctx.Session == nil {
		return nil
	}
	var unread []model.ImageID
	for i := range msg.plan.Steps {
		if step := &msg.plan.Steps[i]; step.Kind == plan.Delete && len(unread) < mostDeleted && f.images.Find(step.Image) == nil {
			unread = append(unread, step.Image)
		}
	}
	return unread
}

// readDeleted reads images of an undo, and goes on with it. What cannot be read is planned
// as it was: the job finds out.
func (f *Feature) readDeleted(msg plannedMsg, unread []model.ImageID) tea.Cmd {
	session := f.ctx.Session
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), deletedWithin)
		defer cancel()
		msg.read = make(map[model.ImageID]*model.Image, len(unread))
		for _, id := range unread {
			if image, err := session.Image(ctx, id); err == nil {
				msg.read[id] = &image
			}
		}
		return msg
	}
}

// findOr finds an image in the list, or else among those that were read.
func (f *Feature) findOr(read map[model.ImageID]*model.Image) func(model.ImageID) *model.Image {
	return func(id model.ImageID) *model.Image {
		if image := f.images.Find(id); image != nil {
			return image
		}
		return read[id]
	}
}
