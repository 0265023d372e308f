package change

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/planpreview"
	"glimpse/ui/uictx"
)

// startedMsg answers the start of a plan.
type startedMsg struct {
	ticket uictx.Ticket
	plan   *plan.Plan
	id     job.ID
	// finishes reports whether the plan is what was left of an earlier job.
	finishes bool
	err      error
}

// send carries the previewed plan out. One that deletes an image is asked about
// once more, unless the screen had something typed for it.
func (f *Feature) send(wanted intent.SendPlan) tea.Cmd {
	p := f.change.plan
	changes, why := f.ctx.Changes()
	if p != nil && p.OnlyReads() {
		changes, why = f.ctx.Record()
	}
	switch {
	case changes == nil:
		return f.ctx.Notice.Fail(why)
	case p == nil || f.starting != 0:
		return nil
	}
	deletion := slices.IndexFunc(p.Steps, func(step plan.Step) bool { return step.Kind == plan.Delete })
	if wanted.Count == "" && deletion >= 0 {
		deleted := &p.Steps[deletion]
		what := " and its data"
		if image := f.lastKnown(deleted.Image); image != nil && image.Status == model.StatusQueued {
			what = "" // it never got any
		}
		f.ctx.Layers.Show(dialog.NewDestructiveQuestion(f.ctx.Theme, "Delete this image?",
			f.ctx.Display(deleted.Name)+" ("+f.ctx.Display(deleted.Image.Untrusted)+")"+what+" will be deleted. "+
				"This cannot be undone.", intent.SendPlan{Count: "1"}))
		return nil
	}
	f.starting = f.ctx.Ticket()
	awaited, finishes := f.starting, f.change.finishes
	return func() tea.Msg {
		if finishes != "" {
			return startedMsg{ticket: awaited, plan: p, id: finishes, finishes: true, err: changes.Finish(finishes)}
		}
		id, err := changes.Start(p)
		return startedMsg{ticket: awaited, plan: p, id: id, err: err}
	}
}

// started takes whether a plan is being carried out.
func (f *Feature) started(msg startedMsg) tea.Cmd {
	if msg.ticket != f.starting {
		return nil
	}
	f.starting = 0
	if msg.err != nil {
		return f.ctx.Failed("nothing was sent", msg.err)
	}
	if f.change.plan == msg.plan {
		f.leaveSent()
	}
	if slices.ContainsFunc(msg.plan.Steps, func(step plan.Step) bool { return step.Image == f.draft.image.ID }) {
		f.draft = draft{} // it is on its way
	}
	return f.jobs.Started(msg.plan, msg.finishes)
}

// leaveSent takes the preview away with the editor beneath it: what was typed
// there is on its way.
func (f *Feature) leaveSent() {
	f.change = change{}
	for _, s := range f.ctx.Layers.Screens() {
		if _, previews := s.(*planpreview.Screen); previews {
			f.ctx.Layers.Remove(s)
		}
	}
}

// leftMsg answers what is left of a job of an earlier run.
type leftMsg struct {
	ticket uictx.Ticket
	wanted intent.FinishJob
	from   layers.Screen
	plan   plan.Plan
	err    error
}

// planRest asks for what is left of a job of an earlier run.
func (f *Feature) planRest(wanted intent.FinishJob) tea.Cmd {
	changes, why := f.ctx.Changes()
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	f.planning = f.ctx.Ticket()
	awaited, from := f.planning, f.ctx.Layers.Top()
	return func() tea.Msg {
		left, err := changes.Left(wanted.ID)
		return leftMsg{ticket: awaited, wanted: wanted, from: from, plan: left, err: err}
	}
}

// restPlanned shows what is left of a job of an earlier run, as every plan is
// shown. Where nothing is left but to note its end, that is done at once.
func (f *Feature) restPlanned(msg leftMsg) tea.Cmd {
	if msg.ticket != f.planning {
		return nil
	}
	f.planning = 0
	switch {
	case msg.err != nil:
		return f.ctx.Failed("the rest of the job cannot be read", msg.err)
	case f.ctx.Layers.WentOn(msg.from):
		// The person went on to something else; it must not be lost for this.
		return f.ctx.Do(intent.LeaveUnfinished{})
	case msg.plan.IsEmpty():
		return f.jobs.Finish(msg.wanted.ID, msg.wanted.Title)
	}
	f.change = change{finishes: msg.wanted.ID}
	return f.showPlan(&msg.plan)
}

// whyNoUndo says why nothing of a job can be undone, and of the last one where
// those before it are.
func (f *Feature) whyNoUndo(undo *plan.Plan, last bool) string {
	why := " nothing can be undone: " + planpreview.WhyEmpty(f.ctx.Theme, undo, text.Untrusted{})
	if !last {
		return "of this job" + why
	}
	why = "of the last job" + why
	if f.jobs.OlderUndoable() {
		why += "; " + f.ctx.Theme.Keys.For("written", action.Jobs) + " lists older ones"
	}
	return why
}
