package clouds

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/ui/connect"
	"glimpse/ui/dialog"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/picker"
)

// The tabs of the choice of where to work.
const (
	cloudTab   = "Cloud"
	projectTab = "Project"
	regionTab  = "Region"
)

// Do carries out what changes where the user works.
func (f *Feature) Do(wanted intent.ForClouds) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Connect:
		return f.leaveFor(wanted)
	case intent.Reconnect:
		return f.reconnect()
	case intent.PickCloud:
		return f.pickAnotherCloud()
	case intent.ReadClouds:
		return f.askClouds(false)
	case intent.PickProject:
		return f.pickProject(wanted)
	case intent.PickRegion:
		return f.pickPlace(regionTab)
	case intent.ReadProjects:
		return f.readProjects("")
	default:
		return f.ctx.Unhandled(wanted)
	}
}

// leaveFor connects elsewhere. Where a job is under way it asks first.
func (f *Feature) leaveFor(wanted intent.Connect) tea.Cmd {
	current := f.options.Jobs.Current()
	if current == nil || wanted.Force {
		wanted.Force = false
		return f.connectTo(wanted)
	}
	wanted.Force = true
	f.ctx.Layers.Show(dialog.NewDestructiveQuestion(f.ctx.Theme, "Leave in the middle of a job?",
		f.ctx.DisplayString(current.Title)+" is running here. "+format.Leaving(current.Plan, "when you come back"), wanted))
	return nil
}

// pickAnotherCloud lets the user choose where to work, at once: the clouds are
// read while the choice is open already. A connection that is under way is
// given up.
func (f *Feature) pickAnotherCloud() tea.Cmd {
	if waiting, ok := f.ctx.Layers.Top().(*connect.Screen); ok {
		waiting.Fail(errGivenUp)
	}
	f.cancelConnect()
	f.connecting = 0
	return f.pickPlace(cloudTab)
}

// pickCloud lets the user choose among the configured clouds at the start. The
// region that the program was started with goes with the choice.
func (f *Feature) pickCloud() tea.Cmd {
	choices := f.cloudChoices(f.options.Region)
	picker := picker.New(f.ctx.Theme, "Choose a cloud", "Several are configured.", true, choices)
	f.ctx.Layers.Reset(picker)

	picker.Select(f.target.Cloud)
	return nil
}

func (f *Feature) cloudChoices(region string) []picker.Choice {
	choices := make([]picker.Choice, len(f.clouds))
	for i, cloud := range f.clouds {
		choices[i] = picker.Choice{
			Name: cloud.Name, Summary: cloud.Summary, Color: cloud.Color,
			Current: f.ctx.Session != nil && cloud.Name == f.place.Cloud,
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
func (f *Feature) pickPlace(tab string) tea.Cmd {
	tabs := []picker.Tab{f.cloudsTab(nil)}
	if f.ctx.Session != nil {
		tabs = append(tabs, f.projectsTab(nil), f.regionsTab())
	}
	picker := picker.NewTabs(f.ctx.Theme, "Work in", f.ctx.Home == nil, tabs...)
	f.ctx.Layers.Push(picker)
	return tea.Batch(f.ctx.Do(picker.Begin()), f.ctx.Do(picker.Show(tab)))
}

func (f *Feature) cloudsTab(err error) picker.Tab {
	tab := picker.Tab{
		Title: cloudTab, Text: "What clouds.yaml and the environment configure.", Choices: f.cloudChoices(""), Err: err,
		Ask: intent.ReadClouds{}, Empty: "clouds.yaml has no cloud to switch to",
	}
	if f.connecting != 0 {
		tab.Reading = "reading the clouds"
	}
	return tab
}

func (f *Feature) regionsTab() picker.Tab {
	tab := picker.Tab{
		Title: regionTab, Text: "Those that the catalogue of " + f.ctx.CloudName(f.ctx.About.Cloud) + " has images in.",
		Empty: "the configuration says where the images are; there is no region to choose",
	}
	for _, region := range f.ctx.About.Regions {
		tab.Choices = append(tab.Choices, picker.Choice{
			Name: region, Current: region == f.ctx.About.Region.Raw(),
			Intent: intent.Connect{Cloud: f.place.Cloud, Region: region, Project: f.place.Project},
		})
	}
	return tab
}

func (f *Feature) projectsTab(err error) picker.Tab {
	tab := picker.Tab{
		Title:   projectTab,
		Text:    "Those of " + f.ctx.CloudName(f.ctx.About.Cloud) + " in which " + f.ctx.Display(f.ctx.About.User) + " has a role.",
		Choices: make([]picker.Choice, 0, len(f.projects)), Err: err, Ask: intent.ReadProjects{}, Empty: "there is no project to choose",
	}
	if f.listing != 0 {
		tab.Reading = "reading the projects"
	}
	names := map[string]int{}
	for i := range f.projects {
		names[strings.ToLower(f.projects[i].Name.Raw())]++
	}
	for i := range f.projects {
		project := &f.projects[i]
		tab.Choices = append(tab.Choices, picker.Choice{
			Name: project.Name.Raw(), Summary: summaryOf(project, names[strings.ToLower(project.Name.Raw())] > 1),
			Current: project.ID == f.ctx.About.ProjectID,
			Intent:  f.inProject(project),
		})
	}
	return tab
}

// summaryOf distinguishes a project from others: its description, and its domain and
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

func (f *Feature) inProject(project *model.Project) intent.Intent {
	return intent.Connect{Cloud: f.place.Cloud, Region: f.ctx.About.Region.Raw(), Project: project.ID.Raw()}
}

// pickProject lets the user choose a project, or goes to the only one of a
// name or an id.
func (f *Feature) pickProject(wanted intent.PickProject) tea.Cmd {
	switch {
	case wanted.Name == "":
		return f.pickPlace(projectTab)
	case f.projects == nil:
		return f.readProjects(wanted.Name)
	}
	return f.goToProject(wanted.Name)
}

func (f *Feature) readProjects(wanted string) tea.Cmd {
	f.cancelProjects()
	f.listing = f.ctx.Ticket()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelProjects = cancel
	f.showProjects(nil)
	return readProjects(ctx, f.ctx.Session, f.listing, wanted, f.ctx.Layers.Top())
}

// projectsRead takes the projects, or why there are none.
func (f *Feature) projectsRead(msg projectsMsg) tea.Cmd {
	if msg.ticket != f.listing {
		return nil
	}
	f.cancelProjects()
	f.listing = 0
	if msg.err == nil {
		f.projects = slices.SortedStableFunc(slices.Values(msg.projects), func(x, y model.Project) int {
			return cmp.Or(
				cmp.Compare(strings.ToLower(x.Name.Raw()), strings.ToLower(y.Name.Raw())), cmp.Compare(x.ID.Raw(), y.ID.Raw()))
		})
	}
	f.showProjects(msg.err)
	switch {
	case msg.wanted == "":
		return nil
	case f.ctx.Layers.WentOn(msg.from):
		return f.ctx.Notice.Say("the projects are read; :project " + f.ctx.DisplayString(msg.wanted) + " goes there")
	case msg.err != nil:
		return f.pickPlace(projectTab)
	}
	return f.goToProject(msg.wanted)
}

// showProjects brings the projects to the screen that asked for them.
func (f *Feature) showProjects(err error) {
	if picker, open := f.ctx.Layers.Top().(*picker.Screen); open {
		picker.SetTab(f.projectsTab(err))
	}
}

// goToProject works in the only project of a name or an id. Where there is
// none, or several domains have one, the choice is the user's.
func (f *Feature) goToProject(name string) tea.Cmd {
	var found []*model.Project
	for i := range f.projects {
		if f.projects[i].ID.Raw() == name || strings.EqualFold(f.projects[i].Name.Raw(), name) {
			found = append(found, &f.projects[i])
		}
	}
	if len(found) == 1 {
		return f.ctx.Do(f.inProject(found[0]))
	}
	said := "there is no project " + f.ctx.DisplayString(name) + " for you; these there are"
	if len(found) > 1 {
		said = "several domains have a project " + f.ctx.DisplayString(name) + "; choose one"
	}
	return tea.Batch(f.pickPlace(projectTab), f.ctx.Notice.Say(said))
}
