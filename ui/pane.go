package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/columns"
	"glimpse/ui/compare"
	"glimpse/ui/copying"
	"glimpse/ui/dialog"
	"glimpse/ui/filter"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/order"
)

// doPane opens what lies over a screen.
func (a *App) doPane(wanted intent.Intent) tea.Cmd {
	switch wanted := wanted.(type) {
	case intent.TypeCommand:
		return a.typeCommand(wanted)
	case intent.Run:
		return a.run(wanted)
	case intent.Export:
		return a.export(wanted)
	case intent.OpenFilter:
		a.show(filter.New(a.theme, a.images.Query().Terms, a.offers(), a.now, a.filters.lines))
		return a.learn()
	case intent.OpenCompare:
		a.push(compare.New(a.theme, wanted.A, wanted.B))
	case intent.OpenColumns:
		others := append(list.Columns(), a.words.Properties()...)
		a.show(columns.New(a.theme, a.images.Chosen(), others))
	case intent.OpenViews:
		return a.openViews()
	case intent.OpenSort:
		a.show(order.New(a.theme, a.images.Query(), a.words.Properties(), a.now))
	case intent.Duplicates:
		return a.do(a.images.Duplicates())
	case intent.CopyFrom:
		a.openCopy(wanted)
	case intent.OpenCopy:
		a.show(dialog.NewCopyMenu(a.theme, wanted.Items))
	default:
		return a.doChange(wanted)
	}
	return nil
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
