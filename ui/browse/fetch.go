package browse

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/uictx"
)

// pageMsg answers a page of the list, with the walk that it belongs to.
type pageMsg struct {
	ticket list.Ticket
	pages  backend.Pages
	page   model.Page
	err    error
	// found are the projects that the query names, where they were looked up,
	// and selection is the query with them.
	found     *query.Projects
	selection query.Split
}

// fetch reads a page. A walk that begins ends the one before.
func (f *Feature) fetch(wanted intent.Fetch) tea.Cmd {
	if !f.images.Awaits(wanted.Fetch.Ticket) {
		return nil // it was asked whether to read it, and another query came meanwhile
	}
	if wanted.Anew {
		f.memory = memory{}
	}
	if f.readsTooLong(&wanted.Fetch) {
		return f.askToReadAll(wanted)
	}
	if wanted.Fetch.First {
		f.endWalk()
	}
	f.cancelPage()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelPage = cancel
	if f.pages == nil {
		first := firstPage{
			query: withoutUses(f.images.Query()), selection: f.images.Split(), owners: f.ctx.Words.Values(uictx.OwnerField),
			now: f.ctx.Now, size: f.options.PageSize,
		}
		first.named = first.query.NamedProjects()
		first.named.Seen = f.ctx.SeenIDs(first.named.Names)
		return readFirstPage(ctx, f.ctx.Session, first, wanted.Fetch)
	}
	return readPage(ctx, f.pages, wanted.Fetch)
}

// endWalk ends the reading of pages, also of those that are read ahead.
func (f *Feature) endWalk() {
	f.cancelPage()
	if f.pages != nil {
		f.pages.Close()
	}
	f.pages = nil
}

// pageRead takes a page, or why there is none.
func (f *Feature) pageRead(msg pageMsg) tea.Cmd {
	if f.images == nil || !f.images.Awaits(msg.ticket) {
		return nil
	}
	f.cancelPage()
	f.pages = msg.pages
	if msg.found != nil {
		f.images.SetProjects(*msg.found, msg.selection)
		f.ctx.LearnIDs(*msg.found)
	}
	if msg.err != nil {
		return f.pageFailed(msg)
	}
	f.retry.end()
	f.ctx.Words.Add(msg.page.Images)
	f.counting.again = true
	if !msg.page.More {
		f.sorting.since = time.Time{} // what is read anew later is no order that was asked for
	}
	return tea.Batch(f.ctx.Do(f.images.AddPage(msg.ticket, msg.page)), f.learn(), f.learnUses())
}

// firstPage is what a walk over the images of a query begins with.
type firstPage struct {
	query     query.Query
	selection query.Split
	// named are the projects that are looked up before.
	named query.NamedProjects
	// owners are ids whatever they look like.
	owners []string
	now    time.Time
	size   int
}

// withoutUses returns a query that asks anew what was made from images, where it
// asks for that at all: a walk that begins is to be true of today.
func withoutUses(wanted query.Query) query.Query {
	wanted.Projects.Uses = nil
	return wanted
}

// readFirstPage begins a walk over the images of a query, after it has looked
// up the projects that the query names.
func readFirstPage(ctx context.Context, session backend.Session, first firstPage, wanted list.Fetch) tea.Cmd {
	return func() tea.Msg {
		if first.named.IsEmpty() {
			return nextPage(ctx, session.Pages(first.selection, first.size), wanted)
		}
		found, err := session.FindProjects(ctx, first.named, first.owners)
		if err == nil {
			first.query.Projects = first.query.Projects.And(found)
			first.selection, err = first.query.Split(first.now)
		}
		if err != nil {
			return pageMsg{ticket: wanted.Ticket, err: err}
		}
		msg := nextPage(ctx, session.Pages(first.selection, first.size), wanted)
		msg.found, msg.selection = &found, first.selection
		return msg
	}
}

func readPage(ctx context.Context, pages backend.Pages, wanted list.Fetch) tea.Cmd {
	return func() tea.Msg { return nextPage(ctx, pages, wanted) }
}

func nextPage(ctx context.Context, pages backend.Pages, wanted list.Fetch) pageMsg {
	if wanted.All {
		pages.All()
	}
	page, err := pages.Next(ctx)
	return pageMsg{ticket: wanted.Ticket, pages: pages, page: page, err: err}
}
