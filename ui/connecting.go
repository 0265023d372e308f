package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/vocabulary"
	"glimpse/ui/connect"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/pick"
)

// errGivenUp is shown behind the choice of another cloud.
var errGivenUp = errors.New("connecting was given up to choose another cloud")

// askClouds asks which clouds are configured. start says that the only one is
// to be connected to.
func (a *App) askClouds(start bool) tea.Cmd {
	a.cancelConnect()
	a.connecting = a.ticket()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelConnect = cancel
	a.showClouds(nil)
	return listClouds(ctx, a.options.Backend, start, a.connecting)
}

// cloudsListed takes which clouds are configured.
func (a *App) cloudsListed(msg cloudsMsg) tea.Cmd {
	if msg.ticket != a.connecting {
		return nil
	}
	a.cancelConnect()
	a.connecting = 0
	a.clouds = msg.clouds
	switch {
	case msg.err != nil && msg.start:
		a.failConnecting(msg.err)
		return nil
	case !msg.start:
		a.showClouds(msg.err)
		return nil
	case len(msg.clouds) == 0:
		return a.connectTo(intent.Connect{Region: a.options.Region})
	case len(msg.clouds) == 1:
		return a.connectTo(intent.Connect{Cloud: msg.clouds[0].Name, Region: a.options.Region})
	}
	return a.pickCloud()
}

// showClouds brings the clouds to the screen that asked for them.
func (a *App) showClouds(err error) {
	if picker, open := a.top().(*pick.Screen); open {
		picker.SetTab(a.cloudsTab(err))
	}
}

// connectTo connects to a cloud. Until that is done, the images of the cloud
// before stay behind the screen that tells so.
func (a *App) connectTo(target intent.Connect) tea.Cmd {
	a.target = target
	a.base()
	a.push(connect.New(a.theme, a.cloudName(target.Cloud), a.images == nil))
	return a.connect()
}

// base takes everything away but the list of images.
func (a *App) base() {
	a.layers.open = a.layers.open[:0]
	if a.images != nil {
		a.layers.push(a.images)
	}
}

func (a *App) connect() tea.Cmd {
	a.cancelConnect()
	a.connecting = a.ticket()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelConnect = cancel
	target := Target{Cloud: a.target.Cloud, Region: a.target.Region, Project: a.target.Project}
	return connectTo(ctx, a.options.Backend, target, a.connecting)
}

// reconnect tries again what failed.
func (a *App) reconnect() tea.Cmd {
	if waiting, ok := a.top().(*connect.Screen); ok {
		waiting.Retry()
	}
	if a.options.Pick && a.target == (intent.Connect{Region: a.options.Region}) && a.images == nil {
		return a.askClouds(true)
	}
	return a.connect()
}

// connected takes a connection, or why there is none. One that comes too late
// is released.
func (a *App) connected(msg connectedMsg) tea.Cmd {
	if msg.ticket != a.connecting {
		if msg.session == nil {
			return nil
		}
		return closeSession(msg.session)
	}
	a.cancelConnect()
	a.connecting = 0
	var several *ChooseRegionError
	switch {
	case errors.As(msg.err, &several):
		a.pickRegion(several.Regions)
		return nil
	case msg.err != nil:
		a.failConnecting(msg.err)
		return nil
	}
	return a.enter(msg.session, msg.about)
}

func (a *App) failConnecting(err error) {
	for _, s := range a.layers.screens() {
		if waiting, ok := s.(*connect.Screen); ok {
			waiting.Fail(err)
		}
	}
}

func (a *App) pickRegion(regions []string) {
	choices := make([]pick.Choice, len(regions))
	for i, region := range regions {
		choices[i] = pick.Choice{Name: region, Intent: intent.Connect{Cloud: a.target.Cloud, Region: region, Project: a.target.Project}}
	}
	picker := pick.New(a.theme, "Choose a region", a.cloudName(a.target.Cloud)+" has several.", a.images == nil, choices)
	if a.images != nil {
		a.layers.reset(a.images, picker)
	} else {
		a.layers.reset(picker)
	}
	a.arrange()
}

// enter begins with the images of a new session.
func (a *App) enter(session Session, about About) tea.Cmd {
	start, columns := a.options.Query, a.options.Columns
	if about.Start != nil {
		start = *about.Start
	}
	if len(about.Columns) > 0 {
		columns = about.Columns
	}
	if a.images != nil && about.Cloud == a.about.Cloud {
		// Another project or region of the same cloud: the question stays.
		start, columns = a.images.Query(), a.images.ChosenByUser()
	}
	split, err := start.Split(a.now)
	if err != nil {
		a.failConnecting(err)
		return closeSession(session)
	}
	var release tea.Cmd
	if a.session != nil {
		a.cancelProjects()
		a.cancelPage()
		a.cancelImage()
		a.cancelExtras()
		a.cancelExport()
		release = closeSession(a.session)
	}
	a.session, a.about, a.place, a.pages = session, about, a.target, nil
	a.words, a.facts, a.factsFor, a.projects = vocabulary.Vocabulary{}, Facts{}, "", nil
	a.trail.begin(start)
	a.images = list.New(a.theme, a.cloudName(about.Cloud))
	a.images.SetNow(a.now)
	a.images.NameProjects(a.projectName)
	a.images.Choose(columns)
	a.change, a.planning, a.starting = change{}, 0, 0
	a.watch.begin()
	_, frozen := a.changes()
	a.images.Freeze(frozen)
	if a.options.Wide {
		a.images.ToggleWide()
	}
	a.layers.waiting = nil // they ask about the session before
	a.layers.reset(a.images)
	a.arrange()
	return tea.Batch(release, a.do(a.images.Begin(a.withIDs(start), split)), a.lookForUnfinished())
}
