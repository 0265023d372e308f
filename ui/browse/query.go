package browse

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/columns"
	"glimpse/ui/filter"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/sortpane"
	"glimpse/ui/uictx"
)

// Do carries out what is about the list of images.
func (f *Feature) Do(wanted intent.ForBrowse) tea.Cmd {
	if fetch, asks := wanted.(intent.Fetch); asks {
		return f.fetch(fetch)
	}
	if f.images == nil {
		return f.ctx.Notice.Say("there is no list of images yet")
	}
	switch wanted := wanted.(type) {
	case intent.SetSort:
		return f.setSort(wanted)
	case intent.SetTerms:
		return f.setTerms(wanted)
	case intent.SetQuery:
		return f.setQuery(wanted.Query)
	case intent.ClearFilters:
		return f.clearFilters()
	case intent.QueryHistory:
		return f.step(wanted.By)
	case intent.ReadFacts:
		return f.learn(wanted.Projects...)
	case intent.LoadAll:
		return f.loadAll(wanted)
	case intent.Duplicates:
		return f.ctx.Do(f.images.Duplicates(wanted.By))
	case intent.MarkShown:
		return f.ctx.Do(f.images.MarkShown())
	case intent.OpenFilter:
		return f.openFilter()
	case intent.OpenSort:
		f.ctx.Layers.Show(sortpane.New(f.ctx.Theme, f.images.Query(), f.ctx.Properties(), f.ctx.Now))
	case intent.OpenColumns:
		f.openColumns()
	case intent.SetColumns:
		return f.setColumns(wanted)
	case intent.ToggleDetails:
		f.toggleDetails()
	case intent.ScrollDetails:
		return f.scrollDetails(wanted)
	case intent.OpenViews:
		f.openViews()
	case intent.OpenView:
		return f.openView(wanted)
	case intent.SaveView:
		return f.saveView(wanted)
	case intent.OpenOverview:
		return f.openOverview(wanted)
	case intent.OpenAttention:
		return f.openAttention()
	case intent.Export:
		return f.export(wanted)
	default:
		return f.ctx.Unhandled(wanted)
	}
	return nil
}

func (f *Feature) openFilter() tea.Cmd {
	f.ctx.Layers.Show(filter.New(f.ctx.Theme, f.images.Query().Terms, f.offers(), f.ctx.Now, f.options.Filters.Lines))
	return f.learn()
}

func (f *Feature) openColumns() {
	others := append(list.Columns(), f.ctx.Properties()...)
	f.ctx.Layers.Show(columns.New(f.ctx.Theme, f.images.Chosen(), others))
}

func (f *Feature) setSort(wanted intent.SetSort) tea.Cmd {
	sorted := f.images.Query()
	sorted.Sort = wanted.Keys
	return f.setQuery(sorted)
}

func (f *Feature) setTerms(wanted intent.SetTerms) tea.Cmd {
	filtered, terms := f.images.Query(), wanted.Terms
	if wanted.ToList {
		f.ctx.Layers.Base(f.ctx.Home)
	}
	if wanted.And {
		terms = slices.Concat(filtered.Terms, terms)
	}
	filtered.Terms = terms
	return tea.Batch(f.options.Filters.Add(query.Format(terms)), f.setQuery(filtered))
}

// setQuery shows the images of another query: from memory where those of it are
// loaded, else from the service. Where the service cannot give the order, all of them
// are read; if that takes long, the user is asked.
func (f *Feature) setQuery(wanted query.Query) tea.Cmd {
	wanted.Projects = f.images.Query().Projects.And(wanted.Projects)
	wanted = f.ctx.WithIDs(wanted)
	named := wanted.NamedProjects()
	// Else the first page asks for that.
	named.Uses = named.Uses && f.remembers(wanted)
	if !named.IsEmpty() {
		// Until it is known which projects are meant, what is seen stays.
		seen := f.images.Query()
		return f.ctx.FindProjects(named, f.ctx.Words.Values(uictx.OwnerField), func(found query.Projects) tea.Cmd {
			if !same(f.images.Query(), seen) {
				return nil // another query was asked for meanwhile
			}
			wanted.Projects = wanted.Projects.And(found)
			return f.setQuery(wanted)
		})
	}
	split, err := wanted.Split(f.ctx.Now)
	if err != nil {
		return f.ctx.Notice.Say(f.ctx.DisplayString(err.Error()))
	}
	f.history.visit(wanted)
	return f.answer(wanted, split)
}

// answer shows the images of a query, from memory if that has them.
func (f *Feature) answer(wanted query.Query, split query.Split) tea.Cmd {
	f.sorting = sorting{}
	before := f.images.Query()
	if f.reorders(wanted, split) {
		return nil
	}
	if f.remembers(wanted) {
		f.cancelPage()
		return f.ctx.Do(f.images.Recall(wanted, split, f.memory.images))
	}
	if split.SortLocal {
		f.sorting = sorting{query: wanted, before: before, since: f.ctx.Now}
	}
	return f.ctx.Do(f.images.Begin(wanted, split))
}

// clearFilters shows all images again, in the same order.
func (f *Feature) clearFilters() tea.Cmd {
	f.images.Widen()
	all := f.images.Query()
	if len(all.Terms) == 0 {
		return f.ctx.Notice.Say("there are no filters; all images of the query are listed")
	}
	all.Terms = nil
	return f.setQuery(all)
}

// step shows the query before or after in the trail.
func (f *Feature) step(by int) tea.Cmd {
	wanted, there := f.history.step(by)
	if !there {
		if by < 0 {
			return f.ctx.Notice.Say("this is the first query of the session; " + f.ctx.Theme.Keys.For("everywhere", action.Leave) +
				" quits")
		}
		return f.ctx.Notice.Say("this is the latest query of this session")
	}
	wanted.Projects = f.images.Query().Projects.And(wanted.Projects)
	split, err := wanted.Split(f.ctx.Now)
	if err != nil {
		return f.ctx.Notice.Say(f.ctx.DisplayString(err.Error()))
	}
	return f.answer(wanted, split)
}

// reorders shows another query from memory, where only the order differs and
// all images of it are loaded.
func (f *Feature) reorders(wanted query.Query, split query.Split) bool {
	sameTerms := query.Format(wanted.Terms) == query.Format(f.images.Query().Terms)
	return sameTerms && f.images.Reorder(wanted, split)
}
