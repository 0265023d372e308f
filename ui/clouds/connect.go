package clouds

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/ui/backend"
	"glimpse/ui/connect"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/picker"
	"glimpse/ui/uictx"
)

// cloudsMsg answers which clouds are configured.
type cloudsMsg struct {
	ticket uictx.Ticket
	// start says that the only cloud is to be connected to without asking.
	start  bool
	clouds []backend.Cloud
	err    error
}

// connectedMsg answers the connection to a cloud. A session that comes too
// late is closed.
type connectedMsg struct {
	ticket  uictx.Ticket
	session backend.Session
	about   backend.About
	err     error
}

// projectsMsg answers which projects the user may work in. wanted is the name
// that was asked for, if one was, from the screen that was seen then.
type projectsMsg struct {
	ticket   uictx.Ticket
	wanted   string
	from     layers.Screen
	projects []model.Project
	err      error
}

// errGivenUp is shown behind the choice of another cloud.
var errGivenUp = errors.New("connecting was given up to choose another cloud")

// askClouds asks which clouds are configured. start says that the only one is
// to be connected to.
func (f *Feature) askClouds(start bool) tea.Cmd {
	f.cancelConnect()
	f.connecting = f.ctx.Ticket()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelConnect = cancel
	f.showClouds(nil)
	return listClouds(ctx, f.options.Backend, start, f.connecting)
}

// cloudsListed takes which clouds are configured.
func (f *Feature) cloudsListed(msg cloudsMsg) tea.Cmd {
	if msg.ticket != f.connecting {
		return nil
	}
	f.cancelConnect()
	f.connecting = 0
	f.clouds = msg.clouds
	switch {
	case msg.err != nil && msg.start:
		f.failConnecting(msg.err)
		return nil
	case !msg.start:
		f.showClouds(msg.err)
		return nil
	case len(msg.clouds) == 0:
		return f.connectTo(intent.Connect{Region: f.options.Region})
	case len(msg.clouds) == 1:
		return f.connectTo(intent.Connect{Cloud: msg.clouds[0].Name, Region: f.options.Region})
	}
	return f.pickCloud()
}

// showClouds brings the clouds to the screen that asked for them.
func (f *Feature) showClouds(err error) {
	if picker, open := f.ctx.Layers.Top().(*picker.Screen); open {
		picker.SetTab(f.cloudsTab(err))
	}
}

// connectTo connects to a cloud. Until that is done, the images of the cloud
// before stay behind the screen that tells so.
func (f *Feature) connectTo(target intent.Connect) tea.Cmd {
	f.target = target
	f.ctx.Layers.Base(f.ctx.Home)
	f.ctx.Layers.Push(connect.New(f.ctx.Theme, f.ctx.CloudName(target.Cloud), f.ctx.Home == nil))
	return f.connect()
}

func (f *Feature) connect() tea.Cmd {
	f.cancelConnect()
	f.connecting = f.ctx.Ticket()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelConnect = cancel
	target := backend.Target{Cloud: f.target.Cloud, Region: f.target.Region, Project: f.target.Project}
	return connectTo(ctx, f.options.Backend, target, f.connecting)
}

// reconnect tries again what failed.
func (f *Feature) reconnect() tea.Cmd {
	if waiting, ok := f.ctx.Layers.Top().(*connect.Screen); ok {
		waiting.Retry()
	}
	if f.options.Pick && f.target == (intent.Connect{Region: f.options.Region}) && f.ctx.Home == nil {
		return f.askClouds(true)
	}
	return f.connect()
}

// connected takes a connection, or why there is none. One that comes too late
// is released.
func (f *Feature) connected(msg connectedMsg) tea.Cmd {
	if msg.ticket != f.connecting {
		if msg.session == nil {
			return nil
		}
		return closeSession(msg.session)
	}
	f.cancelConnect()
	f.connecting = 0
	var several *remote.RegionRequiredError
	switch {
	case errors.As(msg.err, &several):
		f.pickRegion(several.Regions)
		return nil
	case msg.err != nil:
		f.failConnecting(msg.err)
		return nil
	}
	return f.enter(msg.session, msg.about)
}

func (f *Feature) failConnecting(err error) {
	for _, s := range f.ctx.Layers.Screens() {
		if waiting, ok := s.(*connect.Screen); ok {
			waiting.Fail(err)
		}
	}
}

func (f *Feature) pickRegion(regions []string) {
	choices := make([]picker.Choice, len(regions))
	for i, region := range regions {
		choices[i] = picker.Choice{Name: region, Intent: intent.Connect{Cloud: f.target.Cloud, Region: region, Project: f.target.Project}}
	}
	picker := picker.New(f.ctx.Theme, "Choose a region", f.ctx.CloudName(f.target.Cloud)+" has several.", f.ctx.Home == nil, choices)
	f.ctx.Layers.Reset(f.ctx.Home, picker)
}

func listClouds(ctx context.Context, from backend.Backend, start bool, awaited uictx.Ticket) tea.Cmd {
	return func() tea.Msg {
		clouds, err := from.Clouds(ctx)
		return cloudsMsg{ticket: awaited, start: start, clouds: clouds, err: err}
	}
}

func connectTo(ctx context.Context, from backend.Backend, target backend.Target, awaited uictx.Ticket) tea.Cmd {
	return func() tea.Msg {
		limited, cancel := context.WithTimeout(ctx, connectWithin)
		defer cancel()
		session, err := from.Connect(limited, target)
		if err != nil {
			return connectedMsg{ticket: awaited, err: err}
		}
		return connectedMsg{ticket: awaited, session: session, about: session.About()}
	}
}

func readProjects(ctx context.Context, session backend.Session, awaited uictx.Ticket, wanted string, from layers.Screen) tea.Cmd {
	return func() tea.Msg {
		projects, err := session.Projects(ctx)
		return projectsMsg{ticket: awaited, wanted: wanted, from: from, projects: projects, err: err}
	}
}

func closeSession(session backend.Session) tea.Cmd {
	return func() tea.Msg {
		session.Close()
		return nil
	}
}

// enter begins with a new session in place of the one before.
func (f *Feature) enter(session backend.Session, about backend.About) tea.Cmd {
	before := f.ctx.Session
	begin, err := f.options.Enter(session, about)
	if err != nil {
		f.failConnecting(err)
		return closeSession(session)
	}
	f.cancelProjects()
	f.place, f.projects, f.listing = f.target, nil, 0
	if before == nil {
		return begin
	}
	return tea.Batch(closeSession(before), begin)
}

// connectWithin is how long connecting may take altogether. The client has
// shorter limits for each request; this one ends what they do not cover.
const connectWithin = 2 * time.Minute
