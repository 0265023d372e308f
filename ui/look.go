package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/intent"
)

// doLook carries out what changes which of the loaded images are shown, and
// how.
func (a *App) doLook(wanted intent.Intent) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.Search:
		return a.search(wanted)
	case intent.TypeSearch:
		return a.typeSearch(wanted)
	case intent.LoadAll:
		return a.loadAll(wanted)
	case intent.MarkShown:
		return a.do(a.images.MarkShown())
	case intent.SetColumns:
		return a.setColumns(wanted)
	case intent.TogglePreview:
		return a.togglePreview()
	case intent.ScrollPreview:
		return a.scrollPreview(wanted)
	case intent.Neighbour:
		return a.neighbour(wanted)
	case intent.OpenView:
		return a.openView(wanted)
	case intent.SaveView:
		return a.saveView(wanted)
	default:
		return a.doPane(wanted)
	}
}

// loadAll reads every page of the query.
func (a *App) loadAll(wanted intent.LoadAll) tea.Cmd {
	if a.images == nil {
		return nil
	}
	return a.do(a.images.LoadAll(wanted.Then))
}

// setColumns shows other columns.
func (a *App) setColumns(wanted intent.SetColumns) tea.Cmd {
	if a.images == nil {
		return nil
	}
	a.images.Choose(wanted.Names)
	return nil
}

// neighbour shows the image after or before in the list, in detail.
func (a *App) neighbour(wanted intent.Neighbour) tea.Cmd {
	if len(a.layers.screens()) > 2 {
		return a.notice.say("this image was opened from the screen beneath; esc goes back there")
	}
	image, asked := a.images.Neighbour(wanted.By)
	if image == nil {
		if wanted.By < 0 {
			return a.notice.say("this is the first image of the list")
		}
		return a.notice.say("this is the last image that is loaded")
	}
	a.close()
	return tea.Batch(a.do(asked), a.openImage(intent.OpenImage{Image: image}))
}
