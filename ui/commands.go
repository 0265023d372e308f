package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/model/text"
)

// Every command is made here. A command captures values and never the App:
// it runs beside Update.

// connectWithin is how long connecting may take altogether. The client has
// shorter limits for each request; this one ends what they do not cover.
const connectWithin = 2 * time.Minute

// setUpTerminal asks the terminal two things: its background, and whether it
// can show a frame at once (DECRQM for mode 2026), which Bubble Tea does not
// ask over SSH. Nothing waits for the answers.
func setUpTerminal() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, tea.Raw(ansi.RequestModeSynchronizedOutput))
}

func listClouds(ctx context.Context, backend Backend, start bool, awaited ticket) tea.Cmd {
	return func() tea.Msg {
		clouds, err := backend.Clouds(ctx)
		return cloudsMsg{ticket: awaited, start: start, clouds: clouds, err: err}
	}
}

func connectTo(ctx context.Context, backend Backend, target Target, awaited ticket) tea.Cmd {
	return func() tea.Msg {
		limited, cancel := context.WithTimeout(ctx, connectWithin)
		defer cancel()
		session, err := backend.Connect(limited, target)
		if err != nil {
			return connectedMsg{ticket: awaited, err: err}
		}
		return connectedMsg{ticket: awaited, session: session, about: session.About()}
	}
}

// firstPage is what a walk over the images of a query begins with.
type firstPage struct {
	query     query.Query
	selection query.Split
	// owners are ids whatever they look like.
	owners []string
	now    time.Time
	size   int
}

// readFirstPage begins a walk over the images of a query, after it has looked
// up the projects that the query names.
func readFirstPage(ctx context.Context, session Session, first firstPage, awaited list.Ticket) tea.Cmd {
	return func() tea.Msg {
		named := first.query.NamedProjects()
		if named.IsEmpty() {
			return nextPage(ctx, session.Pages(first.selection, first.size), awaited)
		}
		found, err := session.FindProjects(ctx, named, first.owners)
		if err == nil {
			first.query.Projects = first.query.Projects.And(found)
			first.selection, err = first.query.Split(first.now)
		}
		if err != nil {
			return pageMsg{ticket: awaited, err: err}
		}
		msg := nextPage(ctx, session.Pages(first.selection, first.size), awaited)
		msg.found, msg.selection = &found, first.selection
		return msg
	}
}

func readPage(ctx context.Context, pages Pages, awaited list.Ticket) tea.Cmd {
	return func() tea.Msg { return nextPage(ctx, pages, awaited) }
}

func nextPage(ctx context.Context, pages Pages, awaited list.Ticket) pageMsg {
	page, err := pages.Next(ctx)
	return pageMsg{ticket: awaited, pages: pages, page: page, err: err}
}

func readImage(ctx context.Context, session Session, id model.ImageID, awaited ticket) tea.Cmd {
	return func() tea.Msg {
		image, err := session.Image(ctx, id)
		return imageMsg{ticket: awaited, id: id, image: image, err: err}
	}
}

func readExtras(ctx context.Context, session Session, image model.Image, awaited ticket) tea.Cmd {
	return func() tea.Msg { return extrasMsg{ticket: awaited, extras: session.Extras(ctx, &image)} }
}

func readProjects(ctx context.Context, session Session, awaited ticket, wanted string, from screen) tea.Cmd {
	return func() tea.Msg {
		projects, err := session.Projects(ctx)
		return projectsMsg{ticket: awaited, wanted: wanted, from: from, projects: projects, err: err}
	}
}

func readFacts(session Session, owners []text.Untrusted) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), connectWithin)
		defer cancel()
		return factsMsg{session: session, facts: session.Facts(ctx, owners)}
	}
}

func closeSession(session Session) tea.Cmd {
	return func() tea.Msg {
		session.Close()
		return nil
	}
}

func expireNotice(id int) tea.Cmd {
	return tea.Tick(noticeFor, func(time.Time) tea.Msg { return noticeExpiredMsg{id: id} })
}
