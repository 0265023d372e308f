package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/prompt"
	"glimpse/ui/review"
)

// change is a change that is being prepared.
type change struct {
	// targets are the images that it is about, as they were shown when it
	// began.
	targets []*model.Image
	// plan is what is previewed.
	plan *plan.Plan
	// finishes is the job of an earlier run of which the plan is the rest;
	// empty is that sending the plan starts one.
	finishes job.ID
	// known are the targets by id, once they were asked for so.
	known map[model.ImageID]*model.Image
}

// plannedMsg answers a plan that was made from a journal.
type plannedMsg struct {
	ticket ticket
	// last tells that the last job was meant, whichever that is.
	last bool
	// from is the screen that was seen when it was asked for.
	from screen
	plan plan.Plan
	err  error
}

// failing is an editor: it can be told why its change cannot be planned.
type failing interface{ Fail(why string) }

// doChange carries out what changes images, up to the preview.
func (a *App) doChange(wanted intent.ForChange) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Edit:
		return a.edit(wanted)
	case intent.EditText:
		return a.editText(wanted)
	case intent.Change:
		return a.planChange(wanted.Command)
	case intent.Undo:
		return a.planUndo(wanted.ID)
	case intent.SendPlan:
		return a.send(wanted)
	case intent.SavePlan:
		return a.savePlan(wanted)
	case intent.CopyPlan:
		return a.copyPlan()
	default:
		return a.unhandled(wanted)
	}
}

// changes returns the way to change images, or says why there is none.
func (a *App) changes() (Changes, string) {
	switch {
	case a.session == nil:
		return nil, "there is no connection yet"
	case a.about.ReadOnly:
		return nil, "read-only, by --read-only or the configuration: nothing can be changed"
	case a.session.Changes() == nil:
		return nil, "this connection only reads"
	}
	return a.session.Changes(), ""
}

// targets returns the images that a change is about.
func (a *App) targets() []*model.Image {
	if top, ok := a.top().(interface{ Targets() []*model.Image }); ok {
		return top.Targets()
	}
	return nil
}

// planChange plans a change and shows the plan. What was typed in an editor
// stays beneath.
func (a *App) planChange(wanted command.Command) tea.Cmd {
	if changes, why := a.changes(); changes == nil {
		return a.notice.fail(why)
	}
	if _, open := a.layers.dialog().(failing); !open {
		a.change = change{targets: a.targets()}
	}
	name, named := command.NamedProject(wanted)
	if !named {
		return a.plan(wanted, command.Format(wanted))
	}
	return a.findProjects(query.NamedProjects{Names: []string{name}}, nil, func(found query.Projects) tea.Cmd {
		return a.plan(command.WithOwner(wanted, found.IDs[name]), command.Format(wanted))
	})
}

// plan plans a change of the targets under a title, and shows the plan.
func (a *App) plan(wanted command.Command, title string) tea.Cmd {
	changes, why := a.changes()
	if changes == nil {
		return a.notice.fail(why)
	}
	fail := a.notice.say
	if editor, open := a.layers.dialog().(failing); open {
		fail = func(why string) tea.Cmd {
			editor.Fail(why)
			return nil
		}
	}
	images := a.change.targets
	if _, creates := wanted.(command.Create); creates {
		images = nil
	} else if len(images) == 0 {
		return fail("there is no image to change")
	}
	planned, err := plan.Of(wanted, images, changes.NewID)
	planned.Title = title
	switch {
	case err != nil:
		return fail(a.theme.Cells.ShowString(err.Error()))
	case planned.IsEmpty():
		return fail("nothing to send: " + review.WhyEmpty(&planned))
	}
	return a.showPlan(&planned)
}

// showPlan shows a plan in front of the editor that asked for it, if one did.
func (a *App) showPlan(p *plan.Plan) tea.Cmd {
	a.change.plan = p
	_, frozen := a.changes()
	a.push(review.New(a.theme, p, review.Place{
		Cloud: a.about.Cloud, Project: a.about.Project, User: a.about.User, Region: a.about.Region,
		ProjectID: a.about.ProjectID, Production: a.about.Production, ReadOnly: frozen,
		Image: a.lastKnown, Owner: a.projectName,
	}))
	return a.learn()
}

// lastKnown returns the last known record of an image.
func (a *App) lastKnown(id model.ImageID) *model.Image {
	if a.change.known == nil {
		a.change.known = make(map[model.ImageID]*model.Image, len(a.change.targets))
		for _, image := range a.change.targets {
			a.change.known[image.ID] = image
		}
	}
	if image := a.change.known[id]; image != nil {
		return image
	}
	return a.images.Find(id)
}

// leavePlan takes the preview away. The editor that asked for it is seen
// again, with everything that was typed.
func (a *App) leavePlan() {
	a.layers.pop()
	a.change.plan = nil
}

// planUndo plans the inverse of a job; an empty id is the last one. While that
// is under way nothing is undone: it would be a job before it, which nobody
// meant.
func (a *App) planUndo(id job.ID) tea.Cmd {
	changes, why := a.changes()
	switch {
	case changes == nil:
		return a.notice.fail(why)
	case id == "" && a.busy():
		return a.notice.say("the last job is under way; in J, X cancels it and u undoes any that has ended")
	}
	a.planning = a.ticket()
	return planUndo(changes, id, a.planning, a.top())
}

func planUndo(changes Changes, id job.ID, awaited ticket, from screen) tea.Cmd {
	return func() tea.Msg {
		planned, err := changes.Undo(id)
		return plannedMsg{ticket: awaited, last: id == "", from: from, plan: planned, err: err}
	}
}

// planned takes the inverse of a job.
func (a *App) planned(msg plannedMsg) tea.Cmd {
	if msg.ticket != a.planning {
		return nil
	}
	a.planning = 0
	switch {
	case msg.err != nil:
		return a.notice.fail(a.theme.Cells.ShowString(msg.err.Error()))
	case a.wentOn(msg.from):
		// The person went on to something else; it must not be lost for this.
		return a.notice.say("what was to be undone can be looked at now: leave this, and u shows it")
	case msg.plan.IsEmpty():
		return a.notice.say(a.whyNoUndo(&msg.plan, msg.last))
	}
	undo := msg.plan
	if _, onList := a.top().(*list.Screen); onList {
		if marked := a.images.Marked(); len(marked) > 0 {
			undo = undo.Only(marked)
		}
		if undo.IsEmpty() {
			return a.notice.say("the last job changed none of the marked images; U unmarks, u undoes all")
		}
	}
	a.change = change{}
	return a.showPlan(&undo)
}

// savePlan writes the previewed plan to a file; without a name it asks for
// one.
func (a *App) savePlan(wanted intent.SavePlan) tea.Cmd {
	changes, why := a.changes()
	switch {
	case a.change.plan == nil:
		return nil
	case changes == nil:
		return a.notice.fail(why)
	case wanted.File == "":
		a.askFile("save plan: ", "Save plan", "a file for the plan, such as plan.json; it can be read and kept",
			func(file string) intent.Intent { return intent.SavePlan{File: file} })
		return nil
	}
	p := a.change.plan
	return a.write(intent.Write{
		File: wanted.File, Failed: "the plan was not written",
		To: func(replace bool) (string, error) { return "the plan is in", changes.SavePlan(p, wanted.File, replace) },
	})
}

// askFile opens the line in which the name of a file is typed.
func (a *App) askFile(sign, title, hint string, then func(file string) intent.Intent) {
	a.show(prompt.New(a.theme, prompt.Options{
		Sign: sign, Title: title, Hint: hint,
		Notice: func(string) prompt.Notice { return prompt.Notice{} },
		Enter: func(line string) intent.Intent {
			if line = strings.TrimSpace(line); line == "" {
				return intent.Close{}
			}
			return intent.All{intent.Close{}, then(line)}
		},
	}))
}

// copyPlan shows what can be copied of the previewed plan.
func (a *App) copyPlan() tea.Cmd {
	p := a.change.plan
	if p == nil {
		return nil
	}
	ids := make([]string, len(p.Steps))
	for i := range p.Steps {
		ids[i] = p.Steps[i].Image.Clipboard()
	}
	a.show(dialog.NewCopyMenu(a.theme, []intent.CopyItem{
		{Key: "i", Label: "ids", Text: strings.Join(ids, "\n")},
		{Key: "o", Label: "openstack commands", Text: p.OpenStack(a.about.Cloud)},
		{Key: "c", Label: "curl commands", Text: p.Curl(a.about.Endpoint.Raw())},
	}))
	return nil
}
