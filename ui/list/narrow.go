package list

import (
	"reflect"
	"slices"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/search"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
)

// Search shows what a text finds among the loaded images. A text that cannot
// be read as a search leaves what is shown as it is.
func (s *Screen) Search(line string) {
	parsed, err := search.Parse(line)
	s.searched, s.searchErr = line, err
	if err != nil {
		return
	}
	by := s.list.Narrowing()
	by.Search = parsed
	s.narrow(by)
}

// Searched returns what is looked for.
func (s *Screen) Searched() string { return s.searched }

// SearchNote says what was found and what was not looked at, or what is wrong
// with the text.
func (s *Screen) SearchNote() (note string, wrong bool) {
	if s.searchErr != nil {
		return s.searchErr.Error(), true
	}
	count := s.list.Count()
	note = format.Count(count.Shown) + s.soFar() + " of " + format.Images(count.Listed)
	switch {
	case count.Complete:
		return note, false
	case s.all:
		return note + " so far, reading the rest" + s.theme.Glyphs.Ellipsis, false
	default:
		return note + " that are loaded, and there are more: " + s.theme.Keys.For("search-line", action.LoadAll) + " loads the rest", false
	}
}

func (s *Screen) narrow(by list.Narrowing) {
	s.list.EndRange()
	s.list.BeginFilter(by)
	s.begin()
}

// onlyMarked shows only the marked images, or no longer only those, and says what is
// shown now.
func (s *Screen) onlyMarked() intent.Intent {
	by := s.list.Narrowing()
	by.Marked = !by.Marked
	s.narrow(by)
	shown := "only marked"
	switch {
	case by.Marked:
	case by.IsZero():
		return intent.Notify{Text: "all images again"}
	case by.Duplicates != list.NoDuplicates:
		shown = "all duplicates again"
	default:
		shown = "all that the search finds again"
	}
	return s.Settled(func() intent.Intent {
		said := shown + ": " + format.Images(s.list.Len())
		if !s.list.Count().Complete {
			said += " among those loaded; " + s.theme.Keys.For("list", action.LoadAll) + " loads the rest"
		}
		return intent.Notify{Text: said}
	})
}

// Widen shows all that is loaded again.
func (s *Screen) Widen() {
	s.searched, s.searchErr = "", nil
	s.narrow(list.Narrowing{})
	s.seek()
}

// Narrowed says in a few words each how the list is narrowed; the texts are
// escaped.
func (s *Screen) Narrowed() []string {
	by := s.list.Narrowing()
	var parts []string
	if first, last, ranging := s.list.Range(); ranging {
		parts = append(parts, "range of "+format.Count(last-first+1)+", "+s.theme.Keys.For("marks", action.MarkRange)+" marks it")
	}
	switch by.Duplicates {
	case list.SameName:
		parts = append(parts, "duplicate names")
	case list.SameChecksum:
		parts = append(parts, "duplicate checksums")
	case list.NoDuplicates:
	}
	if by.Marked {
		parts = append(parts, "only marked")
	}
	if !by.Search.IsEmpty() {
		parts = append(parts, "/"+s.theme.Cells.ShowString(by.Search.String()))
	}
	return parts
}

// LoadAll reads every page of the query and then asks for something else, after what
// waits for the pages already and once only.
func (s *Screen) LoadAll(then intent.Intent) intent.Intent {
	s.still = true
	if s.list.Count().Complete && !s.list.Loading() {
		return then
	}
	s.all = true
	if then != nil && !slices.ContainsFunc(s.then, func(waiting intent.Intent) bool { return reflect.DeepEqual(waiting, then) }) {
		s.then = append(s.then, then)
	}
	if fetch, failed := s.list.Retry(); failed {
		return intent.Fetch{Fetch: fetch}
	}
	return s.more()
}

// loadedAll ends the reading of every page.
func (s *Screen) loadedAll() intent.Intent {
	then := s.then
	s.all, s.then = false, nil
	if len(then) == 0 {
		return nil
	}
	return then
}

// back undoes the nearest thing that narrows what is shown. The query stays as
// it is.
func (s *Screen) back() intent.Intent {
	by := s.list.Narrowing()
	_, _, ranging := s.list.Range()
	switch {
	case ranging:
		s.list.EndRange()
		return intent.Notify{Text: "range ended; nothing was marked"}
	case s.all:
		s.all, s.then = false, nil
		return intent.Notify{Text: "loading stops after the page that is being read"}
	case !by.Search.IsEmpty() || s.searched != "":
		s.Search("")
	case by.Duplicates != list.NoDuplicates || by.Marked:
		s.narrow(list.Narrowing{})
	default:
		return nil
	}
	return nil
}

// Complete reports whether every image of the query is loaded.
func (s *Screen) Complete() bool { return s.list.Count().Complete && !s.list.Loading() }

// Keep returns which of the loaded images are shown, as they are now, and
// whether that leaves any out.
func (s *Screen) Keep() (keep func(*model.Image) bool, narrowed bool) {
	by := s.list.Narrowing()
	if by.IsZero() {
		return nil, false
	}
	shown := make(map[model.ImageID]bool, s.list.Len())
	for _, id := range s.list.IDs() {
		shown[id] = true
	}
	return func(image *model.Image) bool { return shown[image.ID] }, true
}

// LoadingAll reports whether every page is being read.
func (s *Screen) LoadingAll() bool { return s.all }

// LoadNoMore ends the reading of every page with the one under way.
func (s *Screen) LoadNoMore() { s.all, s.then = false, nil }

// Shown returns the images that are shown, as they are known now.
func (s *Screen) Shown() list.Selection { return s.list.Shown() }

// Loaded returns the images that are loaded, shown or not, as they are known now.
func (s *Screen) Loaded() list.Selection { return s.list.Loaded() }

// Len returns how many images are shown.
func (s *Screen) Len() int { return s.list.Len() }
