package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/compare"
	"glimpse/ui/copying"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
)

// doImage carries out what is about one image, or a few beside each other.
func (a *App) doImage(wanted intent.ForImage) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.OpenImage:
		return a.openImage(wanted)
	case intent.ReadImage:
		return a.readAgain(wanted)
	case intent.Neighbour:
		return a.neighbour(wanted)
	case intent.OpenCompare:
		a.push(compare.New(a.theme, wanted.A, wanted.B))
	case intent.CopyFrom:
		a.openCopy(wanted)
	case intent.OpenCopy:
		a.show(dialog.NewCopyMenu(a.theme, wanted.Items))
	case intent.Copy:
		return a.copy(wanted)
	default:
		return a.unhandled(wanted)
	}
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

// openCopy shows what can be copied of images.
func (a *App) openCopy(wanted intent.CopyFrom) {
	if len(wanted.Images) == 0 {
		return
	}
	place := copying.Place{Cloud: a.about.Cloud, Endpoint: a.about.Endpoint.Raw()}
	var value *copying.Value
	if under, ok := a.top().(interface{ Under() *copying.Value }); ok {
		value = under.Under()
	}
	a.show(dialog.NewCopyMenu(a.theme, copying.Items(wanted.Images, place, value)))
}
