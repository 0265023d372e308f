package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/edit"
	"glimpse/ui/intent"
)

var (
	_ overlay = (*edit.Pane)(nil)
	_ typist  = (*edit.Pane)(nil)
	_ failing = (*edit.Pane)(nil)
)

// edit opens an editor on the images that a change is about, as they are shown
// now.
func (a *App) edit(wanted intent.Edit) tea.Cmd {
	if changes, why := a.changes(); changes == nil {
		return a.notice.fail(why)
	}
	known := edit.Known{
		Tags: a.words.Tags(), Properties: a.words.Properties(), Values: a.values, Schema: &a.facts.Schema,
		Project: a.otherNameOf,
	}
	if wanted.Editor == intent.NewImage {
		a.change = change{}
		a.show(edit.NewImage(a.theme, known))
		return a.learn()
	}
	targets := a.targets()
	if len(targets) == 0 {
		return a.notice.say("there is no image to change")
	}
	a.change = change{targets: targets}
	switch wanted.Editor {
	case intent.EditTags:
		a.show(edit.NewTags(a.theme, targets, known))
	case intent.EditProperties:
		a.show(edit.NewProperties(a.theme, targets, known))
	default:
		a.show(edit.NewAttributes(a.theme, targets, known))
	}
	return a.learn()
}
