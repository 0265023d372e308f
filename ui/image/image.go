package image

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/clipboard"
	"glimpse/ui/compare"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
)

// Do carries out what is about one image, or a few beside each other.
func (f *Feature) Do(wanted intent.ForImage) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.OpenImage:
		return f.openImage(wanted)
	case intent.ReadImage:
		return f.readAgain()
	case intent.Neighbour:
		return f.neighbour(wanted)
	case intent.OpenCompare:
		shown := compare.New(f.ctx.Theme, wanted.Images, f.ctx.Now)
		_, readOnly := f.ctx.Changes()
		shown.SetReadOnly(readOnly)
		shown.NameProjects(f.ctx.ProjectName)
		f.ctx.Layers.Push(shown)
	case intent.OpenUses:
		return f.openUses()
	case intent.ReadUses:
		return f.readUsesAgain()
	case intent.CopyFrom:
		f.openCopy(wanted)
	case intent.OpenCopy:
		f.ctx.Layers.Show(dialog.NewCopyMenu(f.ctx.Theme, wanted.Items))
	case intent.Copy:
		return f.copy(wanted)
	default:
		return f.ctx.Unhandled(wanted)
	}
	return nil
}

// neighbour shows the image after or before in the list, in detail.
func (f *Feature) neighbour(wanted intent.Neighbour) tea.Cmd {
	if len(f.ctx.Layers.Screens()) > 2 {
		return f.ctx.Notice.Say("this image was opened from the screen beneath; esc goes back there")
	}
	image, asked := f.images.Neighbour(wanted.By)
	if image == nil {
		if wanted.By < 0 {
			return f.ctx.Notice.Say("this is the first image of the list")
		}
		return f.ctx.Notice.Say("this is the last image that is loaded")
	}
	f.Leave(f.ctx.Layers.Top())
	f.ctx.Layers.Pop()
	return tea.Batch(f.ctx.Do(asked), f.openImage(intent.OpenImage{Image: image}))
}

// openCopy shows what can be copied of images.
func (f *Feature) openCopy(wanted intent.CopyFrom) {
	if wanted.Images.Len() == 0 {
		return
	}
	place := clipboard.Place{
		Cloud: f.ctx.About.Cloud, Endpoint: f.ctx.About.Endpoint.Raw(), OpenKey: f.ctx.Theme.Keys.For("list", action.Open),
	}
	var value *clipboard.Value
	if under, ok := f.ctx.Layers.Top().(interface{ Under() *clipboard.Value }); ok {
		value = under.Under()
	}
	f.ctx.Layers.Show(dialog.NewCopyMenu(f.ctx.Theme, clipboard.Items(wanted.Images, place, value)))
}
