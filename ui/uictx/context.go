// Package uictx holds what every part of the screen needs and none of them
// owns: the look, the time, the connection, what is open, and the way to ask
// another part for something.
package uictx

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/definition"
	"glimpse/model/facets"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/folders"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/notice"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
	"glimpse/ui/work"
)

// Ticket distinguishes the answer that is awaited from one that comes too late: of each
// kind of command only the latest counts. The zero value is awaited by nobody.
type Ticket uint64

// Context is shared by the shell and its features. It is read and changed by
// Update and View alone; commands capture values of it.
type Context struct {
	Theme *theme.Theme
	// Now is the time that ages are counted from.
	Now time.Time
	// Session is the connection, or nil; About describes it.
	Session backend.Session
	About   backend.About
	// Facts are what is known of the cloud beside its images, Words what is in
	// use among the images that were read.
	Facts backend.Facts
	Words facets.Facets
	// Definitions are what the service says of properties, once they were read.
	Definitions *definition.Catalogue

	// Folders are those of this machine that were read while the name of a file is typed.
	Folders folders.Folders

	Layers layers.Stack
	// Home is the list of images, or nil before there is a session.
	Home   layers.Screen
	Notice notice.Line
	// Work is what is large and under way.
	Work work.Queue
	// Do asks the part that is concerned to carry an intent out.
	Do func(wanted intent.Intent) tea.Cmd
	// LendTerminal gives the terminal its own title back for as long as a command
	// leaves it to another program.
	LendTerminal func(leave tea.Cmd) tea.Cmd
	// After returns the command that sends a message later.
	After func(wait time.Duration, msg tea.Msg) tea.Cmd

	// cloud are the words of all images of the cloud.
	cloud cloudWords
	// owners are the known projects by their names, and finding is the answer
	// that is awaited of the identity service.
	owners  projectIndex
	finding Ticket
	// seen are the names of projects that were known in sessions before, by the
	// identity service that knows them.
	seen map[text.Untrusted]map[string]text.Untrusted

	last Ticket
}

// Begin takes a new session: what was known of the one before is forgotten.
func (c *Context) Begin(session backend.Session, about backend.About) {
	c.remember()
	c.Session, c.About, c.Facts = session, about, backend.Facts{}
	c.Work.Clear()
	c.Definitions = nil
	c.Words, c.cloud, c.owners, c.finding = facets.Facets{}, cloudWords{}, projectIndex{}, 0
	c.remember()
}

// Ticket gives out the next ticket.
func (c *Context) Ticket() Ticket {
	c.last++
	return c.last
}

// Display returns what a service sent as it may be drawn: escaped.
func (c *Context) Display(foreign text.Untrusted) string { return c.Theme.Cells.Show(foreign) }

// DisplayString returns a text that may hold something foreign as it may be
// drawn: escaped.
func (c *Context) DisplayString(foreign string) string { return c.Theme.Cells.ShowString(foreign) }

// CloudName returns what a cloud is called on screen.
func (c *Context) CloudName(cloud string) string {
	if cloud == "" {
		return "the cloud of the OS_* variables"
	}
	return c.Theme.Cells.ShowString(cloud)
}

// ProjectName returns the name of a project, where it is known without asking.
func (c *Context) ProjectName(id text.Untrusted) text.Untrusted {
	if id == c.About.ProjectID && !id.IsEmpty() {
		return c.About.Project
	}
	return c.Facts.Projects[id.Raw()]
}

// MayAdminister reports whether the user has the role by which clouds know their
// administrators, or may have it: the roles are not known.
func (c *Context) MayAdminister() bool { return c.About.MayAdminister() }

// Changes returns the way to change images, or says why there is none.
func (c *Context) Changes() (changes backend.Changes, why string) {
	switch {
	case c.Session == nil:
		return nil, "there is no connection yet"
	case c.About.ReadOnly:
		return nil, "read-only, by --read-only or the configuration: nothing can be changed"
	case c.Session.Changes() == nil:
		return nil, "this connection only reads"
	}
	return c.Session.Changes(), ""
}

// Record returns what tells what was changed, also where nothing may be, or
// says why there is none.
func (c *Context) Record() (changes backend.Changes, why string) {
	changes, why = c.Changes()
	if changes == nil && c.Session != nil && c.Session.Changes() != nil {
		return c.Session.Changes(), ""
	}
	return changes, why
}

// Targets returns the images that a change is about: those of the screen that
// is seen.
func (c *Context) Targets() []*model.Image {
	if top, ok := c.Layers.Top().(interface{ Targets() []*model.Image }); ok {
		return top.Targets()
	}
	return nil
}

// Selection returns the images of Targets, of which a list makes nothing before
// they are read.
func (c *Context) Selection() list.Selection {
	if top, ok := c.Layers.Top().(interface{ Selection() list.Selection }); ok {
		return top.Selection()
	}
	return list.Select(c.Targets()...)
}

// Offer opens a dialog that came up by itself, or lets it wait while the user
// is at something else than the screen that it is about, if it is about one.
func (c *Context) Offer(dialog layers.Dialog, about layers.Screen) tea.Cmd {
	engaged := c.engaged() && (about != c.Layers.Top() || c.Layers.Typing() != nil)
	if c.Layers.Offer(dialog, engaged, c.Now) {
		return c.After(layers.Grace, layers.GraceOverMsg{})
	}
	return c.Notice.Say("a question waits until you leave this")
}

// OpenWaiting opens what waits, once the user is at nothing else.
func (c *Context) OpenWaiting() tea.Cmd {
	if c.Layers.Admit(c.engaged(), c.Now) {
		return c.After(layers.Grace, layers.GraceOverMsg{})
	}
	return nil
}

// engaged reports whether a question over the screen that is seen would take
// the keys from what the user is at: a word that is typed, or a decision.
func (c *Context) engaged() bool {
	asking, asks := c.Layers.Top().(interface{ Deciding() bool })
	return asks && asking.Deciding() || c.Layers.Typing() != nil
}

// Failed says why something was not done: the cause first.
func (c *Context) Failed(what string, err error) tea.Cmd {
	return c.Notice.Fail(c.DisplayString(problem.Message(what, err)))
}

// Unhandled says that nothing carries an intent or a command out: a fault of the
// program, which a test finds before a user does.
func (c *Context) Unhandled(wanted any) tea.Cmd {
	return c.Notice.Fail(fmt.Sprintf("a fault of glimpse: nothing carries out %T", wanted))
}
