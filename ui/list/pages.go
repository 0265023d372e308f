package list

import (
	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

// Awaits reports whether the answer with a ticket is awaited.
func (s *Screen) Awaits(ticket list.Ticket) bool {
	return ticket != (list.Ticket{}) && ticket == s.list.Open()
}

// AddPage takes a page; an answer that is no longer awaited is dropped. It
// returns what is to be read next.
func (s *Screen) AddPage(ticket list.Ticket, page model.Page) intent.Intent {
	at := s.lineOf(s.list.Cursor()) - s.window.Top
	if !s.list.AddPage(ticket, page) {
		return nil
	}
	// The row under the cursor keeps its line: what arrives above it must
	// not move what is being read.
	s.window.Top = s.lineOf(s.list.Cursor()) - at
	s.selectAwaited()
	s.fitWindow()
	if s.all && s.list.Count().Complete {
		return s.loadedAll()
	}
	if next := s.more(); next != nil {
		return next
	}
	return s.tellMade()
}

// made is an image that was made here. read reports whether the list is read anew since.
type made struct {
	id   model.ImageID
	name text.Untrusted
	read bool
}

// Await gives an image the cursor once it is loaded: one that was made here. A user
// who moves before that keeps the cursor. If the list does not have it when it was
// read anew, that is told.
func (s *Screen) Await(id model.ImageID, name text.Untrusted) {
	s.awaited, s.made = id, made{id: id, name: name}
}

// tellMade asks for a notice on an image that was made here if it is not among those that are
// shown: the cursor is on another, and a key would be about that.
func (s *Screen) tellMade() intent.Intent {
	made := s.made
	if made.id.IsEmpty() || !made.read {
		return nil
	}
	s.made.id = model.ImageID{}
	if s.list.IndexOf(made.id) >= 0 {
		return nil
	}
	s.unseen = made.id
	name := made.name
	if name.IsEmpty() {
		name = made.id.Untrusted
	}
	by := s.list.Narrowing()
	said, clears := "created "+s.theme.Cells.Show(name), s.theme.Keys.For("list", action.ClearFilters)
	switch {
	case len(s.query.Terms) > 0:
		said += "; the filter hides it: " + clears + " clears that and goes to it"
	case !by.Search.IsEmpty():
		said += "; the search hides it: " + clears + " clears that and goes to it"
	case !by.IsZero():
		said += "; the list does not show all: " + clears + " does and goes to it"
	case !s.list.Count().Complete:
		said += "; it is not loaded yet: " + s.theme.Keys.For("list", action.LoadAll) + " loads the rest"
	default:
		said += "; it is not among the listed images"
	}
	return intent.Notify{Text: said}
}

// seek awaits an image that was made here and was not in the list, because something
// else is listed now.
func (s *Screen) seek() {
	if s.unseen.IsEmpty() {
		return
	}
	s.awaited, s.unseen = s.unseen, model.ImageID{}
	s.selectAwaited()
	s.fitWindow()
}

func (s *Screen) selectAwaited() {
	if s.awaited == (model.ImageID{}) || s.list.Find(s.awaited) == nil {
		return
	}
	if at := s.list.IndexOf(s.awaited); at >= 0 {
		s.list.MoveTo(at)
		s.awaited = model.ImageID{}
	}
}

// Fail takes the failure of a page; one that is no longer awaited is dropped.
// again says when it is tried again by itself, if it is.
func (s *Screen) Fail(ticket list.Ticket, err error, again string) {
	if s.list.Fail(ticket, err) {
		s.again = again
		s.fitWindow()
	}
}

// Failed reports whether the last page could not be read.
func (s *Screen) Failed() bool { return s.list.Err() != nil }
