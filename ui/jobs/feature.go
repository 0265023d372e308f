package jobs

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/format"
	"glimpse/ui/uictx"
)

// Images are the images of the list, which shows what jobs do to them.
type Images interface {
	// Find returns an image of the list, or nil.
	Find(id model.ImageID) *model.Image
	// Replace takes a newer record of an image, Remove that it is there no
	// more.
	Replace(image *model.Image)
	Remove(id model.ImageID)
	// Renew takes the record of an image after a job has changed it.
	Renew(image *model.Image)
	// Answered says that the project has answered for an image that is shared with it.
	Answered(id model.ImageID, status string)
	// ShowOutcomes shows what jobs do to images, and whether the last one can be undone; Settle takes the sign off one
	// that is as it was before.
	ShowOutcomes(outcomes map[model.ImageID]job.Outcome, undoable bool)
	Settle(id model.ImageID)
	// Await gives an image that was made the cursor once it is loaded, and tells if the
	// list does not have it when it was read anew.
	Await(id model.ImageID, name text.Untrusted)
	// Refresh reads the list anew.
	Refresh() tea.Cmd
	// Yield ends what is read beside everything else: a job needs the service.
	Yield()
}

// Feature follows the jobs of the session, and those that an earlier run left
// unfinished.
type Feature struct {
	ctx    *uictx.Context
	images Images
	watch  watch
}

// New makes a Feature.
func New(ctx *uictx.Context, images Images) *Feature { return &Feature{ctx: ctx, images: images} }

// Begin follows the jobs of a new session, and looks for unfinished ones.
func (f *Feature) Begin() tea.Cmd {
	f.watch.begin()
	return f.lookForUnfinished()
}

// Handle takes the answer of a command, and reports whether it was one of its
// own.
func (f *Feature) Handle(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case DueMsg:
		return f.due(msg), true
	case drivenMsg:
		return f.driven(msg), true
	case unfinishedMsg:
		return f.unfinished(msg), true
	case adoptedMsg:
		return f.adopted(msg), true
	case earlierMsg:
		return f.earlier(msg), true
	case reportMsg:
		return f.reported(msg), true
	case leftGoingMsg:
		return f.leftGoing(msg), true
	case leftGoingReadMsg:
		return f.leftGoingRead(msg), true
	}
	return nil, false
}

// Current returns the job under way that was begun last, or nil.
func (f *Feature) Current() *job.Progress {
	if under := f.watch.underWay; len(under) > 0 {
		return under[len(under)-1]
	}
	return nil
}

// UnderWay returns the jobs under way, the one that was begun last at the end.
func (f *Feature) UnderWay() []*job.Progress { return f.watch.underWay }

// Started takes up a plan that is being carried out, one that finishes a job of
// an earlier run or a new one.
func (f *Feature) Started(p *plan.Plan, finishes bool) tea.Cmd {
	if len(f.watch.underWay) == 0 {
		clear(f.watch.outcomes)
	}
	for i := range p.Steps {
		f.watch.outcomes[p.Steps[i].Image] = job.Waiting
	}
	told := tea.Batch(f.ctx.Notice.Say(begun(p)+" "+format.Images(p.Images())+f.hint("; "+
		f.ctx.Theme.Keys.For("written", action.Jobs)+" shows the progress")), f.look())
	if finishes {
		told = tea.Batch(told, f.lookForUnfinished()) // there may be more of them
	}
	return told
}

// Finish notes the end of a job of an earlier run of which nothing is left.
func (f *Feature) Finish(id job.ID, title string) tea.Cmd {
	return f.drive("nothing was left of "+f.ctx.DisplayString(title)+"; it is finished",
		func(changes backend.Changes) error { return changes.Finish(id) })
}

// OlderUndoable reports whether a job before the last one can be undone.
func (f *Feature) OlderUndoable() bool {
	older := func(p job.Progress) bool {
		return p.State == job.Ended && p.HasChanged() && canBeUndone(p.Plan)
	}
	changes, _ := f.ctx.Changes()
	return changes != nil && slices.ContainsFunc(changes.Jobs(), older)
}

// begun says what has begun with images.
func begun(p *plan.Plan) string {
	if p.OnlyReads() {
		return "downloading"
	}
	if slices.ContainsFunc(p.Steps, func(step plan.Step) bool { return step.MakesImage() }) {
		return "creating"
	}
	return "sending to"
}
