// Package clouds is the part of the screen that knows where the user works: it
// connects to clouds, and lets the user choose among clouds, projects and
// regions.
package clouds

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/ui/backend"
	"glimpse/ui/connect"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/uictx"
)

// Options are what a Feature is made with.
type Options struct {
	Backend backend.Backend
	// Cloud and Region are what the program was started with; Pick says that no
	// cloud was chosen.
	Cloud, Region string
	Pick          bool
	// Jobs is asked before the user leaves a cloud.
	Jobs Jobs
	// Enter begins with a new session. Where it cannot, the error is shown and
	// the session is released.
	Enter func(session backend.Session, about backend.About) (tea.Cmd, error)
}

// Jobs knows what is under way.
type Jobs interface {
	// Current returns the job under way that was begun last, or nil.
	Current() *job.Progress
}

// Feature connects to clouds.
type Feature struct {
	ctx     *uictx.Context
	options Options

	// clouds are the configured clouds, projects those of the session, once
	// they were asked for.
	clouds   []backend.Cloud
	projects []model.Project
	// target is the last connection that was tried, place that of the session.
	target, place intent.Connect
	// connecting and listing are the answers that are awaited.
	connecting, listing           uictx.Ticket
	cancelConnect, cancelProjects context.CancelFunc
}

// New makes a Feature; nothing is asked of the backend yet.
func New(ctx *uictx.Context, options Options) *Feature {
	nothing := func() {}
	return &Feature{
		ctx: ctx, options: options, target: intent.Connect{Cloud: options.Cloud, Region: options.Region},
		cancelConnect: nothing, cancelProjects: nothing,
	}
}

// Start shows that the first connection is being made, and makes it; where no
// cloud was chosen, it asks first which there are.
func (f *Feature) Start() tea.Cmd {
	if f.options.Pick {
		return f.askClouds(true)
	}
	return f.connect()
}

// FirstScreen returns the screen that the program begins with.
func (f *Feature) FirstScreen() layers.Screen {
	name := ""
	if !f.options.Pick {
		name = f.ctx.CloudName(f.options.Cloud)
	}
	return connect.New(f.ctx.Theme, name, true)
}

// Handle takes the answer of a command, and reports whether it was one of its
// own.
func (f *Feature) Handle(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case cloudsMsg:
		return f.cloudsListed(msg), true
	case connectedMsg:
		return f.connected(msg), true
	case projectsMsg:
		return f.projectsRead(msg), true
	}
	return nil, false
}

// Leave ends what a screen waits for that is being left.
func (f *Feature) Leave(screen layers.Screen) {
	if _, waiting := screen.(*connect.Screen); waiting {
		f.cancelConnect()
		f.connecting = 0
	}
}

// Connecting reports whether an answer is awaited.
func (f *Feature) Connecting() bool { return f.connecting != 0 }

// Place returns the connection of the session.
func (f *Feature) Place() intent.Connect { return f.place }

// Clouds returns the configured clouds, as far as they were read.
func (f *Feature) Clouds() []backend.Cloud { return f.clouds }

// Projects returns the projects of the session, as far as they were read.
func (f *Feature) Projects() []model.Project { return f.projects }

// Close cancels what is under way and releases the session.
func (f *Feature) Close() {
	f.cancelConnect()
	f.cancelProjects()
	if f.ctx.Session != nil {
		f.ctx.Session.Close()
		f.ctx.Session = nil
	}
}
