package change

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/list"
	"glimpse/model/plan"
	"glimpse/ui/planpreview"
	"glimpse/ui/work"
)

// making is a plan that is being made of the targets, and what is found out about
// it while each of them is at hand.
type making struct {
	targets list.Selection
	at      int
	reader  list.Reader
	builder *plan.Builder
	survey  *planpreview.Survey
	// answered returns what a project has answered for an image, if that is known; nil
	// where nothing is known of any.
	answered func(image model.ImageID, project string) (status string, known bool)
	// now is the image that is looked at.
	now *model.Image
}

// begin begins with a plan of the targets.
func (f *Feature) begin(wanted []command.Command) (*making, error) {
	m := &making{targets: f.change.targets, answered: f.answered()}
	var err error
	if m.builder, err = plan.NewBuilder(wanted, m.targets.Len()); err != nil {
		return nil, err
	}
	m.survey = planpreview.NewSurvey(m.builder.Plan(), f.place(func(id model.ImageID) *model.Image {
		if m.now != nil && m.now.ID == id {
			return m.now
		}
		return f.lastKnown(id)
	}, false))
	return m, nil
}

// Step plans the change of the next n targets.
func (m *making) Step(n int) (done bool) {
	for end := min(m.at+n, m.targets.Len()); m.at < end; m.at++ {
		m.now = m.reader.Read(&m.targets, m.at)
		steps := m.builder.Add(m.now)
		if m.answered != nil {
			m.showAnswers(steps)
		}
		m.survey.Step(steps)
	}
	m.now = nil
	return m.at == m.targets.Len()
}

// showAnswers completes the last steps with what their projects have answered so far, as
// it was shown: another answer by then is a conflict.
func (m *making) showAnswers(steps int) {
	all := m.builder.Plan().Steps
	for i := len(all) - steps; i < len(all); i++ {
		step := &all[i]
		if step.Kind != plan.Answer || step.Members.Shown != nil {
			continue
		}
		if status, known := m.answered(step.Image, step.Members.Project); known {
			shown := *step.Members
			shown.Shown = map[string]string{shown.Project: status}
			step.Members = &shown
		}
	}
}

// Progress returns how many of the targets were planned.
func (m *making) Progress() (done, all int) { return m.at, m.targets.Len() }

// nothing is what takes no time, but has to wait for what is under way.
type nothing struct{}

func (nothing) Step(int) bool        { return true }
func (nothing) Progress() (int, int) { return 0, 0 }

// wait puts off what is about the selection while anything is under way: what is
// marked is not known before that is done.
func (f *Feature) wait(then func() tea.Cmd) (waiting tea.Cmd, waits bool) {
	f.endSigning()
	if f.ctx.Work.Drop(f.preparing); !f.ctx.Work.Busy() {
		return nil, false
	}
	return f.prepare("", nothing{}, then), true
}

// prepare does in slices what comes before a preview or a form, and shows it unless
// the user went on to something else.
func (f *Feature) prepare(doing string, what interface {
	Step(n int) (done bool)
	Progress() (done, all int)
}, then func() tea.Cmd,
) tea.Cmd {
	f.ctx.Work.Drop(f.preparing)
	dialog, screen := f.ctx.Layers.Dialog(), f.ctx.Layers.Top()
	f.preparing = &work.Task{
		Doing: doing, Step: what.Step, Progress: what.Progress,
		Done: func() tea.Cmd {
			if f.ctx.Layers.Dialog() != dialog || f.ctx.Layers.Top() != screen {
				return f.ctx.Notice.Say("nothing was opened, for you went on to something else: ask for it again")
			}
			return then()
		},
		Cancel: func() tea.Cmd { return f.ctx.Notice.Say("stopped: nothing was opened") },
	}
	return f.ctx.Work.Start(f.preparing)
}
