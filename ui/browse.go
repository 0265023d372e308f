package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/columns"
	"glimpse/ui/dialog"
	"glimpse/ui/filter"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/order"
)

// doBrowse carries out what is about the list of images.
func (a *App) doBrowse(wanted intent.ForBrowse) tea.Cmd {
	if fetch, asks := wanted.(intent.Fetch); asks {
		return a.fetch(fetch)
	}
	if a.images == nil {
		return a.notice.say("there is no list of images yet")
	}
	switch wanted := wanted.(type) {
	case intent.SetSort:
		sorted := a.images.Query()
		sorted.Sort = wanted.Keys
		return a.setQuery(sorted, wanted.Anyway)
	case intent.SetTerms:
		filtered := a.images.Query()
		filtered.Terms = wanted.Terms
		return tea.Batch(a.filters.add(query.Format(wanted.Terms)), a.setQuery(filtered, false))
	case intent.SetQuery:
		return a.setQuery(wanted.Query, wanted.Anyway)
	case intent.ClearFilters:
		return a.clearFilters()
	case intent.Step:
		return a.step(wanted.By)
	case intent.LoadAll:
		return a.do(a.images.LoadAll(wanted.Then))
	case intent.Duplicates:
		return a.do(a.images.Duplicates())
	case intent.MarkShown:
		return a.do(a.images.MarkShown())
	case intent.OpenFilter:
		a.show(filter.New(a.theme, a.images.Query().Terms, a.offers(), a.now, a.filters.lines))
		return a.learn()
	case intent.OpenSort:
		a.show(order.New(a.theme, a.images.Query(), a.words.Properties(), a.now))
	case intent.OpenColumns:
		others := append(list.Columns(), a.words.Properties()...)
		a.show(columns.New(a.theme, a.images.Chosen(), others))
	case intent.SetColumns:
		a.images.Choose(wanted.Names)
	case intent.TogglePreview:
		return a.togglePreview()
	case intent.ScrollPreview:
		return a.scrollPreview(wanted)
	case intent.OpenViews:
		a.openViews()
	case intent.OpenView:
		return a.openView(wanted)
	case intent.SaveView:
		return a.saveView(wanted)
	case intent.Export:
		return a.export(wanted)
	default:
		return a.unhandled(wanted)
	}
	return nil
}

// setQuery shows the images of another query: from memory where only the order
// differs and all of them are loaded, from the service if it can give the
// order, and otherwise, if the user wants that, by reading all of them.
func (a *App) setQuery(wanted query.Query, anyway bool) tea.Cmd {
	wanted.Projects = a.images.Query().Projects.And(wanted.Projects)
	wanted = a.withIDs(wanted)
	if named := wanted.NamedProjects(); !named.IsEmpty() {
		// Until it is known which projects are meant, what is seen stays.
		seen := a.images.Query()
		return a.findProjects(named, a.words.Values(ownerField), func(found query.Projects) tea.Cmd {
			if !same(a.images.Query(), seen) {
				return nil // another query was asked for meanwhile
			}
			wanted.Projects = wanted.Projects.And(found)
			return a.setQuery(wanted, anyway)
		})
	}
	split, err := wanted.Split(a.now)
	if err != nil {
		return a.notice.say(a.theme.Cells.ShowString(err.Error()))
	}
	if a.reorders(wanted, split) {
		a.trail.visit(wanted)
		return nil
	}
	if split.SortLocal && !anyway && !a.images.Split().SortLocal {
		a.askToReadAll(wanted, split)
		return nil
	}
	a.trail.visit(wanted)
	return a.begin(wanted, split)
}

// clearFilters shows all images again, in the same order.
func (a *App) clearFilters() tea.Cmd {
	a.images.Widen()
	all := a.images.Query()
	if len(all.Terms) == 0 {
		return a.notice.say("there are no filters; all images of the query are listed")
	}
	all.Terms = nil
	return a.setQuery(all, false)
}

// begin reads the images of a query from the first page on.
func (a *App) begin(wanted query.Query, split query.Split) tea.Cmd {
	return a.do(a.images.Begin(wanted, split))
}

// askToReadAll asks before an order that costs reading everything.
func (a *App) askToReadAll(wanted query.Query, split query.Split) {
	key := a.theme.Cells.ShowString(list.SortName(wanted.Sort[0]))
	why := "The service cannot sort reliably by " + key
	if len(wanted.Sort) > 1 && split.SortWhy != "" {
		why = "The service cannot give this order (" + a.theme.Cells.ShowString(split.SortWhy) + ")"
	}
	text := why + ", so every image has to be read to sort them here."
	if loaded := a.images.CountText(); loaded != "" {
		text += " So far: " + loaded + "."
	}
	a.show(dialog.NewQuestion(a.theme, "Read all images?", text, intent.SetQuery{Query: wanted, Anyway: true}))
}

// step shows the query before or after in the trail.
func (a *App) step(by int) tea.Cmd {
	wanted, there := a.trail.step(by)
	if !there {
		if by < 0 {
			return a.notice.say("this is the first query of the session; q quits")
		}
		return a.notice.say("this is the latest query of this session")
	}
	wanted.Projects = a.images.Query().Projects.And(wanted.Projects)
	split, err := wanted.Split(a.now)
	if err != nil {
		return a.notice.say(a.theme.Cells.ShowString(err.Error()))
	}
	if a.reorders(wanted, split) {
		return nil
	}
	return a.begin(wanted, split)
}

// reorders shows another query from memory, where only the order differs and
// all images of it are loaded.
func (a *App) reorders(wanted query.Query, split query.Split) bool {
	sameTerms := query.Format(wanted.Terms) == query.Format(a.images.Query().Terms)
	return sameTerms && a.images.Reorder(wanted, split)
}
