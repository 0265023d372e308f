package change

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/list"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/planpreview"
	"glimpse/ui/prompt"
	"glimpse/ui/usedby"
)

// change is a change that is being prepared.
type change struct {
	// targets are the images that it is about, as they were shown when it
	// began.
	targets list.Selection
	// members are those of targets, as far as they were read.
	members map[model.ImageID][]model.Member
	// plan is what is previewed.
	plan *plan.Plan
	// finishes is the job of an earlier run of which the plan is the rest;
	// empty is that sending the plan starts one.
	finishes job.ID
	// made is what the plan is made by, which knows the targets by their ids; nil
	// where the plan comes from a journal.
	made *making
	// read are images of an undo that were read for it.
	read map[model.ImageID]*model.Image
}

// Do carries out what changes images, up to the preview.
func (f *Feature) Do(wanted intent.ForChange) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Edit:
		return f.edit(wanted)
	case intent.EditMembers:
		return f.editMembers()
	case intent.FindMembers:
		return f.findMembers(wanted.Names)
	case intent.EditRecord:
		return f.editRecord()
	case intent.NewImage:
		return f.newImage()
	case intent.EditText:
		return f.editText(wanted)
	case intent.ReadDefinitions:
		return f.readDefinitions()
	case intent.Change:
		return f.planChange(wanted.Commands)
	case intent.MoveData:
		return f.moveData(wanted)
	case intent.Undo:
		return f.planUndo(wanted)
	case intent.FinishJob:
		return f.planRest(wanted)
	case intent.SendPlan:
		return f.send(wanted)
	case intent.SavePlan:
		return f.savePlan(wanted)
	case intent.CopyPlan:
		return f.copyPlan()
	default:
		return f.ctx.Unhandled(wanted)
	}
}

// planChange plans a change and shows the plan. What was typed in an editor
// stays beneath.
func (f *Feature) planChange(wanted []command.Command) tea.Cmd {
	if changes, why := f.ctx.Changes(); changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if waiting, waits := f.wait(func() tea.Cmd { return f.planChange(wanted) }); waits {
		return waiting
	}
	if _, open := f.ctx.Layers.Dialog().(layers.ErrorSink); !open {
		f.change = change{targets: f.ctx.Selection()}
	}
	title := plan.TitleOf(wanted)
	names := command.NamedProjects(wanted...)
	shown := f.shownInForm(names)
	names = slices.DeleteFunc(names, func(name string) bool { return shown[name] != "" })
	planFor := func(found query.Projects) tea.Cmd {
		maps.Copy(shown, found.IDs)
		known := make([]command.Command, len(wanted))
		for i, one := range wanted {
			known[i] = command.WithProjects(one, shown, f.ctx.About.ProjectID.Raw())
		}
		return f.withAnswers(known, func() tea.Cmd { return f.plan(known, title) })
	}
	if len(names) == 0 {
		return planFor(query.Projects{})
	}
	return f.ctx.FindProjects(query.NamedProjects{Names: names}, command.PerhapsIDs(wanted...), planFor)
}

// plan plans a change of the targets under a title, and shows the plan.
func (f *Feature) plan(wanted []command.Command, title string) tea.Cmd {
	changes, why := f.ctx.Changes()
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	editor, _ := f.ctx.Layers.Dialog().(layers.ErrorSink)
	fail := func(why string) tea.Cmd { return f.tell(editor, why) }
	if creates, isNew := wanted[0].(command.Create); isNew && command.MovesData(creates) {
		return f.lookAround(intent.MoveData{Command: creates}, nil)
	} else if isNew {
		planned, err := plan.Compose(wanted, nil, changes.NewID)
		if err != nil {
			return fail(f.ctx.DisplayString(err.Error()))
		}
		planned.Title = title
		return f.showPlan(&planned)
	}
	if f.change.targets.Len() == 0 {
		return fail("there is no image to change")
	}
	made, err := f.begin(wanted)
	if err != nil {
		return fail(f.ctx.DisplayString(err.Error()))
	}
	f.change.made = made
	return f.prepare("planning", made, func() tea.Cmd {
		planned := made.builder.Plan()
		if planned.Title = title; planned.IsEmpty() {
			return fail("nothing to send: " + planpreview.WhyEmpty(f.ctx.Theme, planned, f.statusOfOne()))
		}
		return f.show(made.survey, planned)
	})
}

// statusOfOne returns the status of the image that a change is about, if it is
// about one.
func (f *Feature) statusOfOne() text.Untrusted {
	if f.change.targets.Len() != 1 {
		return text.Untrusted{}
	}
	return f.change.targets.Image(0).Status.Untrusted
}

// tell says why nothing is planned, in the editor that asked for it, if one did.
func (f *Feature) tell(editor layers.ErrorSink, why string) tea.Cmd {
	if editor == nil {
		return f.ctx.Notice.Say(why)
	}
	f.ctx.Notice.Keep(why)
	editor.Fail(why)
	return nil
}

// showPlan shows a plan in front of the editor that asked for it, if one did.
func (f *Feature) showPlan(p *plan.Plan) tea.Cmd {
	survey := planpreview.NewSurvey(p, f.place(f.lastKnown, p.OnlyReads()))
	return f.prepare("planning", survey, func() tea.Cmd { return f.show(survey, p) })
}

// show shows a plan of which everything was found out.
func (f *Feature) show(survey *planpreview.Survey, p *plan.Plan) tea.Cmd {
	f.change.plan = p
	withdrawn := survey.Withdrawn()
	if len(withdrawn) > 0 {
		survey.SetUsage(usedby.Asking(len(withdrawn)))
	}
	preview := planpreview.Show(f.ctx.Theme, survey)
	preview.SetOpening(true)
	f.ctx.Layers.Push(preview)
	return tea.Batch(f.ctx.Do(intent.ReadFacts{Projects: p.Projects()}), f.askUsage(preview, withdrawn), f.askSharers(preview, withdrawn),
		f.ctx.After(layers.Grace, openedMsg{preview}))
}

// place is where a plan would be sent; onlyReads reports whether it changes nothing.
func (f *Feature) place(known func(model.ImageID) *model.Image, onlyReads bool) planpreview.Place {
	_, readOnly := f.ctx.Changes()
	if onlyReads {
		_, readOnly = f.ctx.Record()
	}
	return planpreview.Place{
		Cloud: f.ctx.About.Cloud, Project: f.ctx.About.Project, User: f.ctx.About.User, Region: f.ctx.About.Region,
		ProjectID: f.ctx.About.ProjectID, NoAdmin: !f.ctx.MayAdminister(), Production: f.ctx.About.Production, ReadOnly: readOnly,
		Image: known, Owner: f.ctx.ProjectName,
	}
}

// openedMsg says that a preview has been open for long enough to be sent.
type openedMsg struct{ preview *planpreview.Screen }

// lastKnown returns the last known record of an image.
func (f *Feature) lastKnown(id model.ImageID) *model.Image {
	if made := f.change.made; made != nil {
		if at, known := made.builder.Index(id); known {
			return made.targets.Image(at)
		}
	}
	return f.findOr(f.change.read)(id)
}

// savePlan writes the previewed plan to a file; without a name it asks for
// one.
func (f *Feature) savePlan(wanted intent.SavePlan) tea.Cmd {
	changes, why := f.ctx.Changes()
	switch {
	case f.change.plan == nil:
		return nil
	case changes == nil:
		return f.ctx.Notice.Fail(why)
	case wanted.File == "":
		options := prompt.FileOptions{
			Sign: "save plan: ", Title: "Save plan", Hint: "a file for the plan, such as plan.json; it can be read and kept",
			Folders: &f.ctx.Folders,
		}
		f.ctx.Layers.Show(prompt.NewFile(f.ctx.Theme, options, func(file string) intent.Intent { return intent.SavePlan{File: file} }))
		return f.ctx.Do(f.ctx.Folders.Needs(""))
	}
	p := f.change.plan
	return f.ctx.Do(intent.Write{
		File: wanted.File, Failed: "the plan was not written",
		To: func(replace bool) (string, error) { return "the plan is in", changes.SavePlan(p, wanted.File, replace) },
	})
}

// copyPlan shows what can be copied of the previewed plan.
func (f *Feature) copyPlan() tea.Cmd {
	p := f.change.plan
	if p == nil {
		return nil
	}
	cloud, endpoint := f.ctx.About.Cloud, f.ctx.About.Endpoint.Raw()
	of := func(piece func(step *plan.Step) string) *intent.Pieces {
		return &intent.Pieces{Count: len(p.Steps), Piece: func(i int) string { return piece(&p.Steps[i]) }}
	}
	ids := &intent.Pieces{Count: len(p.Steps), Piece: func(i int) string {
		switch id := p.Steps[i].Image; {
		case i == 0:
			return id.Clipboard()
		case id == p.Steps[i-1].Image:
			return ""
		default:
			return "\n" + id.Clipboard()
		}
	}}
	f.ctx.Layers.Show(dialog.NewCopyMenu(f.ctx.Theme, []intent.CopyItem{
		{Key: "r", Label: "requests", Pieces: of(requestsOf)},
		{Key: "i", Label: "ids", Pieces: ids},
		{Key: "o", Label: "openstack commands", Pieces: of(func(step *plan.Step) string { return step.OpenStack(cloud) })},
		{Key: "c", Label: "curl commands", Pieces: of(func(step *plan.Step) string { return step.Curl(endpoint) })},
	}))
	return nil
}

// requestsOf writes the requests of a step, as they may be copied.
func requestsOf(step *plan.Step) string {
	var requests strings.Builder
	for _, request := range step.Requests() {
		requests.WriteString(text.Of(request.Method+" "+request.Path).Clipboard() + "\n")
		if len(request.Body) > 0 {
			requests.WriteString(text.Of(string(request.Body)).Clipboard() + "\n")
		}
	}
	return requests.String()
}
