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
	name := made.name
	if name.IsEmpty() {
		name = made.id.Untrusted
	}
	by := s.list.Narrowing()
	said := "created " + s.theme.Cells.Show(name) + "; it is not among the listed images"
	switch {
	case len(s.query.Terms) > 0 || !by.IsZero():
		said += " (" + s.theme.Keys.For("list", action.ClearFilters) + " clears the filter)"
	case !s.list.Count().Complete:
		said += " (" + s.theme.Keys.For("list", action.LoadAll) + " loads the rest)"
	}
	return intent.Notify{Text: said}
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
