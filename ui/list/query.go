package list

import (
	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/intent"
)

// Begin shows another query; the split must be the query's.
func (s *Screen) Begin(q query.Query, split query.Split) intent.Intent {
	s.ask(q, split)
	return intent.Fetch{Fetch: s.list.SetQuery(s.rules())}
}

// ask takes another query.
func (s *Screen) ask(q query.Query, split query.Split) {
	if by := s.list.Narrowing(); by.Duplicates != list.NoDuplicates && query.Format(q.Terms) != query.Format(s.query.Terms) {
		by.Duplicates = list.NoDuplicates // of the images that were asked for before
		s.list.BeginFilter(by)
	}
	s.query, s.split, s.recalled = q, split, nil
	s.seek()
	s.all, s.then = false, nil
	s.rebuildColumns()
}

// Reorder shows the same images in another order without reading anything,
// or returns false because not all of them are loaded.
func (s *Screen) Reorder(q query.Query, split query.Split) bool {
	before := asked{s.query, s.split}
	s.query, s.split = q, split
	sorting := s.list.Pending() == list.Sorting
	if !s.list.BeginReorder(s.rules()) {
		s.query, s.split = before.query, before.split
		return false
	}
	if !sorting {
		s.before = before
	}
	s.rebuildColumns()
	s.begin()
	return true
}

// Remember returns the images of the query, where all of them are loaded.
func (s *Screen) Remember() (*list.Memory, bool) { return s.list.Remember() }

// Recall begins to show the images of another query from those of a broader one. What
// is shown stays until they are found. They are read anew behind, page by page, where
// the service finds and orders them; else that would cost reading all of them again.
func (s *Screen) Recall(q query.Query, split query.Split, from *list.Memory) intent.Intent {
	s.recalled = &asked{q, split}
	rules := rulesOf(&split)
	rules.Match = split.MatchAlone
	s.list.BeginRecall(rules, from)
	s.begin()
	return s.Settled(func() intent.Intent {
		if s.split.IsLocal() {
			return nil
		}
		return intent.Fetch{Fetch: s.list.RefreshBehind()}
	})
}

func (s *Screen) rules() list.Rules {
	rules := rulesOf(&s.split)
	rules.Match = s.matches
	return rules
}

func rulesOf(split *query.Split) list.Rules {
	order := *split // which the screen may change
	return list.Rules{Key: order.AppendKey, SortLocal: split.SortLocal, Uses: split.Uses}
}

// matches reports whether an image belongs to the query, as the projects that
// the query names are known by now. The list itself counts names.
func (s *Screen) matches(image *model.Image) bool { return s.split.MatchAlone(image) }

// SetProjects takes the projects that the query names, and the query divided
// with them. It comes with the first page.
func (s *Screen) SetProjects(found query.Projects, split query.Split) {
	s.query.Projects = s.query.Projects.And(found)
	s.split = split
}

// Query returns what the screen shows.
func (s *Screen) Query() query.Query { return s.query }

// Split returns the query as it is divided between the service and this side.
func (s *Screen) Split() query.Split { return s.split }
