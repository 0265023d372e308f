package ui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/connect"
	"glimpse/ui/dialog"
	"glimpse/ui/filter"
	"glimpse/ui/intent"
	"glimpse/ui/pick"
)

// The tabs of the choice of where to work.
const (
	cloudTab   = "Cloud"
	projectTab = "Project"
	regionTab  = "Region"
)

// doClouds carries out what changes where the user works.
func (a *App) doClouds(wanted intent.ForClouds) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Connect:
		return a.leaveFor(wanted)
	case intent.Reconnect:
		return a.reconnect()
	case intent.PickCloud:
		return a.pickAnotherCloud()
	case intent.ReadClouds:
		return a.askClouds(false)
	case intent.PickProject:
		return a.pickProject(wanted)
	case intent.PickRegion:
		return a.pickPlace(regionTab)
	case intent.ReadProjects:
		return a.readProjects("")
	default:
		return a.unhandled(wanted)
	}
}

// leaveFor connects elsewhere. Where a job is under way it asks first.
func (a *App) leaveFor(wanted intent.Connect) tea.Cmd {
	if !a.busy() || wanted.Anyway {
		wanted.Anyway = false
		return a.connectTo(wanted)
	}
	wanted.Anyway = true
	a.show(dialog.NewDestructiveQuestion(a.theme, "Leave in the middle of a job?",
		a.theme.Cells.ShowString(a.watch.current.Title)+" is under way here. What has been sent ends; the rest can be finished "+
			"when you come back.", wanted))
	return nil
}

// pickAnotherCloud lets the user choose where to work, at once: the clouds are
// read while the choice is open already. A connection that is under way is
// given up.
func (a *App) pickAnotherCloud() tea.Cmd {
	if waiting, ok := a.top().(*connect.Screen); ok {
		waiting.Fail(errGivenUp)
	}
	a.cancelConnect()
	a.connecting = 0
	return a.pickPlace(cloudTab)
}

// pickCloud lets the user choose among the configured clouds at the start. The
// region that the program was started with goes with the choice.
func (a *App) pickCloud() tea.Cmd {
	choices := a.cloudChoices(a.options.Region)
	picker := pick.New(a.theme, "Choose a cloud", "Several are configured.", true, choices)
	a.layers.reset(picker)
	a.arrange()
	picker.Select(a.target.Cloud)
	return nil
}

func (a *App) cloudChoices(region string) []pick.Choice {
	choices := make([]pick.Choice, len(a.clouds))
	for i, cloud := range a.clouds {
		choices[i] = pick.Choice{
			Name: cloud.Name, Summary: cloud.Summary, Color: cloud.Color,
			Current: a.session != nil && cloud.Name == a.place.Cloud,
			Intent:  intent.Connect{Cloud: cloud.Name, Region: region},
		}
		if cloud.Name == "" {
			choices[i].Name = "OS_* variables"
		}
	}
	return choices
}

// pickPlace lets the user choose where to work, beginning with one of the
// tabs.
func (a *App) pickPlace(tab string) tea.Cmd {
	tabs := []pick.Tab{a.cloudsTab(nil)}
	if a.session != nil {
		tabs = append(tabs, a.projectsTab(nil), a.regionsTab())
	}
	picker := pick.NewTabs(a.theme, "Work in", a.images == nil, tabs...)
	a.push(picker)
	return tea.Batch(a.do(picker.Begin()), a.do(picker.Show(tab)))
}

func (a *App) cloudsTab(err error) pick.Tab {
	tab := pick.Tab{
		Title: cloudTab, Text: "What clouds.yaml and the environment configure.", Choices: a.cloudChoices(""), Err: err,
		Ask: intent.ReadClouds{}, Empty: "clouds.yaml has no cloud to switch to",
	}
	if a.connecting != 0 {
		tab.Reading = "reading the clouds"
	}
	return tab
}

func (a *App) regionsTab() pick.Tab {
	tab := pick.Tab{
		Title: regionTab, Text: "Those that the catalogue of " + a.cloudName(a.about.Cloud) + " has images in.",
		Empty: "the configuration says where the images are; there is no region to choose",
	}
	for _, region := range a.about.Regions {
		tab.Choices = append(tab.Choices, pick.Choice{
			Name: region, Current: region == a.about.Region.Raw(),
			Intent: intent.Connect{Cloud: a.place.Cloud, Region: region, Project: a.place.Project},
		})
	}
	return tab
}

func (a *App) projectsTab(err error) pick.Tab {
	tab := pick.Tab{
		Title:   projectTab,
		Text:    "Those of " + a.cloudName(a.about.Cloud) + " in which " + a.theme.Cells.Show(a.about.User) + " has a role.",
		Choices: make([]pick.Choice, 0, len(a.projects)), Err: err, Ask: intent.ReadProjects{}, Empty: "there is no project to choose",
	}
	if a.listing != 0 {
		tab.Reading = "reading the projects"
	}
	names := map[string]int{}
	for i := range a.projects {
		names[strings.ToLower(a.projects[i].Name.Raw())]++
	}
	for i := range a.projects {
		project := &a.projects[i]
		tab.Choices = append(tab.Choices, pick.Choice{
			Name: project.Name.Raw(), Summary: summaryOf(project, names[strings.ToLower(project.Name.Raw())] > 1),
			Current: project.ID == a.about.ProjectID,
			Intent:  a.inProject(project),
		})
	}
	return tab
}

// summaryOf tells a project from others: its description, and its domain and
// id where the name alone does not.
func summaryOf(project *model.Project, twin bool) string {
	parts := make([]string, 0, 3)
	if description := project.Description.Raw(); description != "" {
		parts = append(parts, description)
	}
	if twin {
		parts = append(parts, "domain "+project.DomainID.Raw(), project.ID.Raw())
	}
	if !project.Enabled {
		parts = append(parts, "(disabled)")
	}
	return strings.Join(parts, "  ")
}

func (a *App) inProject(project *model.Project) intent.Intent {
	return intent.Connect{Cloud: a.place.Cloud, Region: a.about.Region.Raw(), Project: project.ID.Raw()}
}

// pickProject lets the user choose a project, or goes to the only one of a
// name or an id.
func (a *App) pickProject(wanted intent.PickProject) tea.Cmd {
	switch {
	case wanted.Name == "":
		return a.pickPlace(projectTab)
	case a.projects == nil:
		return a.readProjects(wanted.Name)
	}
	return a.goToProject(wanted.Name)
}

func (a *App) readProjects(wanted string) tea.Cmd {
	a.cancelProjects()
	a.listing = a.ticket()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelProjects = cancel
	a.showProjects(nil)
	return readProjects(ctx, a.session, a.listing, wanted, a.top())
}

// projectsRead takes the projects, or why there are none.
func (a *App) projectsRead(msg projectsMsg) tea.Cmd {
	if msg.ticket != a.listing {
		return nil
	}
	a.cancelProjects()
	a.listing = 0
	if msg.err == nil {
		a.projects = slices.SortedStableFunc(slices.Values(msg.projects), func(x, y model.Project) int {
			return cmp.Or(
				cmp.Compare(strings.ToLower(x.Name.Raw()), strings.ToLower(y.Name.Raw())), cmp.Compare(x.ID.Raw(), y.ID.Raw()))
		})
	}
	a.showProjects(msg.err)
	switch {
	case msg.wanted == "":
		return nil
	case a.wentOn(msg.from):
		return a.notice.say("the projects are read; :project " + a.theme.Cells.ShowString(msg.wanted) + " goes there")
	case msg.err != nil:
		return a.pickPlace(projectTab)
	}
	return a.goToProject(msg.wanted)
}

// showProjects brings the projects to the screen that asked for them.
func (a *App) showProjects(err error) {
	if picker, open := a.top().(*pick.Screen); open {
		picker.SetTab(a.projectsTab(err))
	}
}

// goToProject works in the only project of a name or an id. Where there is
// none, or several domains have one, the choice is the user's.
func (a *App) goToProject(name string) tea.Cmd {
	var found []*model.Project
	for i := range a.projects {
		if a.projects[i].ID.Raw() == name || strings.EqualFold(a.projects[i].Name.Raw(), name) {
			found = append(found, &a.projects[i])
		}
	}
	if len(found) == 1 {
		return a.do(a.inProject(found[0]))
	}
	said := "there is no project " + a.theme.Cells.ShowString(name) + " for you; these there are"
	if len(found) > 1 {
		said = "several domains have a project " + a.theme.Cells.ShowString(name) + "; choose one"
	}
	return tea.Batch(a.pickPlace(projectTab), a.notice.say(said))
}

// ownerField is where the ids of projects stand in a query.
var ownerField = query.AttributeField(model.AttrOwner)

// pending are the terms of what is shared with the project and not answered.
// The service lists the project's own shared images with them.
func (a *App) pending() []query.Term {
	terms, _ := query.Parse("visibility=shared member_status=pending")
	if own := a.about.ProjectID.Raw(); own != "" {
		terms = append(terms, query.Term{Field: ownerField, Op: query.OpNotEqual, Values: []string{own}})
	}
	return terms
}

// offers are what the filter pane offers beside the words of the language.
func (a *App) offers() filter.Known {
	return filter.Known{
		Known: a.wordsInUse(),
		Allowed: func(field query.Field) []string {
			if field.Kind != query.FieldAttribute {
				return nil
			}
			values := a.facts.Schema.Values(field.Attribute)
			allowed := make([]string, len(values))
			for i := range values {
				allowed[i] = values[i].Raw()
			}
			return allowed
		},
		Meaning: func(field query.Field, value string) string {
			if field != ownerField {
				return ""
			}
			return a.otherNameOf(value)
		},
	}
}

// learn reads what is known of the cloud beside its images, once for the owners
// that are in use.
func (a *App) learn() tea.Cmd {
	owners := a.owners()
	names := make([]string, len(owners))
	for i := range owners {
		names[i] = owners[i].Raw()
	}
	asked := strings.Join(names, "\n")
	if a.session == nil || asked == a.factsFor {
		return nil
	}
	a.factsFor = asked
	return readFacts(a.session, owners)
}

// factsRead takes what is known of the cloud.
func (a *App) factsRead(msg factsMsg) {
	if msg.session != a.session {
		return
	}
	known := a.facts.Projects
	a.facts = msg.facts
	a.learnProjects(known)
	if pane, open := a.layers.dialog().(*filter.Pane); open {
		pane.Learned()
	}
}

// projectName returns the name of a project, where it is known without asking.
func (a *App) projectName(id text.Untrusted) text.Untrusted {
	if id == a.about.ProjectID && !id.IsEmpty() {
		return a.about.Project
	}
	return a.facts.Projects[id.Raw()]
}

// owners are the owners in use among the images that were read.
func (a *App) owners() []text.Untrusted {
	known := a.words.Known()
	if known.Values == nil {
		return nil
	}
	var owners []text.Untrusted
	for _, owner := range known.Values(ownerField) {
		owners = append(owners, text.Of(owner))
	}
	return owners
}
