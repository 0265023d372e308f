package browse

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/dialog"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	uilist "glimpse/ui/list"
)

// readUnasked is for how long all images are read for an order before the user is asked.
const readUnasked = 3 * time.Second

// sorting is an order that takes reading every image.
type sorting struct {
	query, before query.Query
	// since is when the reading began; zero asks nothing, or no more.
	since time.Time
}

// readsTooLong reports whether the user is to be asked before a page is read: one who
// looks at the list and waits for it, and not one who is at something else.
func (f *Feature) readsTooLong(page *list.Fetch) bool {
	s := &f.sorting
	return !s.since.IsZero() && !page.First && f.ctx.Now.Sub(s.since) > readUnasked &&
		f.ctx.Layers.Dialog() == nil && f.ctx.Layers.Top() == f.ctx.Home
}

// askToReadAll asks whether to go on with an order that costs reading everything. No
// keeps the filter.
func (f *Feature) askToReadAll(page intent.Fetch) tea.Cmd {
	took := f.ctx.Now.Sub(f.sorting.since)
	f.sorting.since = time.Time{}
	split := f.images.Split()
	why := "The service cannot give this order"
	if keys := f.sorting.query.Sort; len(keys) == 1 {
		why = "The service cannot sort reliably by " + f.ctx.DisplayString(uilist.SortName(keys[0]))
	} else if split.SortWhy != "" {
		why += " (" + f.ctx.DisplayString(split.SortWhy) + ")"
	}
	text := why + ", so every image has to be read to sort them here. After " + format.Duration(took) + ": " +
		f.images.CountText() + "."
	if len(f.sorting.query.Terms) > 0 {
		text += " No keeps the filter and drops this order."
	} else {
		text += " No drops this order."
	}
	return f.ctx.Offer(dialog.NewQuestion(f.ctx.Theme, "Read all images?", text, page).
		Otherwise(intent.SetQuery{Query: f.withoutOrder()}), f.images)
}

// withoutOrder returns the query with an order that the service can give, or the query
// before where it is not the order that every image is read for.
func (f *Feature) withoutOrder() query.Query {
	wanted := f.sorting.query
	for _, keys := range [][]query.SortKey{f.sorting.before.Sort, nil} {
		wanted.Sort = keys
		if split, err := wanted.Split(f.ctx.Now); err == nil && !split.SortLocal {
			return wanted
		}
	}
	return f.sorting.before
}
