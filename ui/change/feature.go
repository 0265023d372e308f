// Package change is the part of the screen that prepares changes of images: the
// editors, the plan that is made of what was typed, its preview, and the moment
// when it is sent.
package change

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/planpreview"
	"glimpse/ui/uictx"
	"glimpse/ui/work"
)

// Images are the images of the list.
type Images interface {
	// Find returns an image of the list, or nil.
	Find(id model.ImageID) *model.Image
	// AreAnswered returns what the connection's project has answered for every image of
	// the list, or nothing where the query does not ask for that.
	AreAnswered() (status string)
	// Marked returns the ids of the marked images.
	Marked() []model.ImageID
}

// Jobs carries plans out.
type Jobs interface {
	// Current returns the job under way that was begun last, or nil.
	Current() *job.Progress
	// Started takes up a plan that is being carried out, one that finishes a
	// job of an earlier run or a new one.
	Started(p *plan.Plan, finishes bool) tea.Cmd
	// Finish notes the end of a job of an earlier run of which nothing is left.
	Finish(id job.ID, title string) tea.Cmd
	// OlderUndoable reports whether a job before the last one can be undone.
	OlderUndoable() bool
}

// Feature prepares changes.
type Feature struct {
	ctx        *uictx.Context
	images     Images
	jobs       Jobs
	textEditor backend.TextEditor

	// change is what is being prepared.
	change change
	// draft is the record that was edited last, as it was typed.
	draft draft
	// preparing is the plan or the preview that is being made.
	preparing *work.Task
	// planning, starting and answering are the answers that are awaited.
	planning, starting, answering uictx.Ticket
	// definitionsFor is the session whose definitions were asked for.
	definitionsFor backend.Session
	// reading is the reading of a file that is to be signed, and cancelSigning ends it.
	reading       *work.Task
	cancelSigning context.CancelFunc
	// cancelUsage ends the question what uses the images of the preview.
	cancelUsage context.CancelFunc
}

// New makes a Feature. textEditor is the person's own editor; nil is none.
func New(ctx *uictx.Context, images Images, jobs Jobs, textEditor backend.TextEditor) *Feature {
	return &Feature{ctx: ctx, images: images, jobs: jobs, textEditor: textEditor, cancelUsage: func() {}, cancelSigning: func() {}}
}

// Begin forgets what was prepared for the session before.
func (f *Feature) Begin() {
	f.cancelSigning()
	f.change, f.draft, f.planning, f.starting, f.answering = change{}, draft{}, 0, 0, 0
}

// Handle takes the answer of a command, and reports whether it was one of its
// own.
func (f *Feature) Handle(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case plannedMsg:
		return f.planned(msg), true
	case dataPlannedMsg:
		return f.dataPlanned(msg), true
	case signingMsg:
		return f.signing(msg), true
	case leftMsg:
		return f.restPlanned(msg), true
	case startedMsg:
		return f.started(msg), true
	case openedMsg:
		msg.preview.SetOpening(false)
		return nil, true
	case definitionsMsg:
		f.definitionsRead(msg)
		return nil, true
	case usageMsg:
		msg.preview.ShowUsage(msg.said)
		return nil, true
	case sharersMsg:
		msg.preview.ShowSharers(msg.with)
		return nil, true
	case textEditedMsg:
		return f.textEdited(msg), true
	case recordEditedMsg:
		return f.recordEdited(msg), true
	case membersMsg:
		return f.membersRead(msg), true
	case answersMsg:
		return f.answersRead(msg), true
	case membersFoundMsg:
		f.membersFound(msg)
		return nil, true
	}
	return nil, false
}

// Leave says what becomes of the plan whose preview is being left.
func (f *Feature) Leave(screen layers.Screen) tea.Cmd {
	if _, previews := screen.(*planpreview.Screen); !previews {
		return nil
	}
	f.cancelUsage()
	finishes := f.change.finishes
	f.change.plan, f.change.finishes = nil, ""
	if finishes == "" {
		return nil
	}
	return f.ctx.Do(intent.LeaveUnfinished{})
}
