package browse

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/work"
)

// Continue goes on, in slices, with what the list has begun: a search, an order
// or marks among all that is loaded.
func (f *Feature) Continue() tea.Cmd {
	if f.images == nil || !f.images.Pending() || f.ctx.Work.Has(f.walking) {
		return nil
	}
	images := f.images
	f.walking = &work.Task{
		First: true,
		Step:  images.Step,
		Done: func() tea.Cmd {
			f.counting.again = true
			return f.ctx.Do(images.WhatSettled())
		},
		Cancel: func() tea.Cmd {
			said, asked := images.CancelPending()
			if asked {
				f.history.keep(images.Query())
			}
			return f.ctx.Notice.Say(said)
		},
	}
	return f.ctx.Work.Start(f.walking)
}
