package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/problem"
)

// fetch reads a page. A walk that begins ends the one before.
func (a *App) fetch(wanted intent.Fetch) tea.Cmd {
	a.cancelPage()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelPage = cancel
	if wanted.Fetch.First || a.pages == nil {
		a.pages = nil
		return readFirstPage(ctx, a.session, firstPage{
			query: a.images.Query(), selection: a.images.Split(), owners: a.words.Values(ownerField), now: a.now, size: a.options.PageSize,
		}, wanted.Fetch.Ticket)
	}
	return readPage(ctx, a.pages, wanted.Fetch.Ticket)
}

// pageRead takes a page, or why there is none.
func (a *App) pageRead(msg pageMsg) tea.Cmd {
	if a.images == nil || !a.images.Awaits(msg.ticket) {
		return nil
	}
	a.cancelPage()
	a.pages = msg.pages
	if msg.found != nil {
		a.images.SetProjects(*msg.found, msg.selection)
		a.learnIDs(*msg.found)
	}
	if msg.err != nil {
		return a.pageFailed(msg)
	}
	a.retry.end()
	a.words.Add(msg.page.Images)
	return tea.Batch(a.do(a.images.Accept(msg.ticket, msg.page)), a.learn())
}

// openImage shows an image at once as the list knows it, and reads it anew.
func (a *App) openImage(wanted intent.OpenImage) tea.Cmd {
	if known := a.images.Find(wanted.Image.ID); known != nil {
		wanted.Image = known
	}
	shown := detail.New(a.theme, wanted.Image, a.now)
	_, frozen := a.changes()
	shown.Freeze(frozen)
	shown.NameProjects(a.projectName)
	a.push(shown)
	return tea.Batch(a.readImage(intent.ReadImage{ID: wanted.Image.ID}), a.readExtras(wanted.Image))
}

// readAgain reads the image in detail anew, with what belongs to it.
func (a *App) readAgain(wanted intent.ReadImage) tea.Cmd {
	shown, open := a.top().(*detail.Screen)
	if !open {
		return a.readImage(wanted)
	}
	record := shown.Record()
	return tea.Batch(a.readImage(wanted), a.readExtras(&record))
}

// readExtras reads what belongs to an image beside its record.
func (a *App) readExtras(image *model.Image) tea.Cmd {
	a.cancelExtras()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelExtras = cancel
	a.extras = a.ticket()
	return readExtras(ctx, a.session, *image, a.extras)
}

// extrasRead takes what belongs to an image beside its record.
func (a *App) extrasRead(msg extrasMsg) tea.Cmd {
	if shown, open := a.top().(*detail.Screen); open && msg.ticket == a.extras {
		a.cancelExtras()
		a.extras = 0
		shown.ShowExtras(msg.extras, a.now)
	}
	return nil
}

func (a *App) readImage(wanted intent.ReadImage) tea.Cmd {
	a.cancelImage()
	ctx, cancel := context.WithCancel(context.Background())
	a.cancelImage = cancel
	a.reading = a.ticket()
	return readImage(ctx, a.session, wanted.ID, a.reading)
}

// imageRead takes the record of one image, or why there is none.
func (a *App) imageRead(msg imageMsg) {
	if msg.ticket != a.reading {
		return
	}
	a.cancelImage()
	a.reading = 0
	shown, open := a.top().(*detail.Screen)
	if msg.err != nil {
		if open {
			shown.Fail(msg.err)
		}
		if problem.Of(msg.err).Kind == problem.NotFound {
			a.images.Remove(msg.id)
		}
		return
	}
	if open {
		shown.Show(&msg.image, a.now)
	}
	a.images.Replace(&msg.image)
}
