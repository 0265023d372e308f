package list

import (
	"glimpse/model"
	"glimpse/model/list"
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
	s.follow()
	if s.all && s.list.Count().Complete {
		return s.loadedAll()
	}
	return s.more()
}

// Await gives an image the cursor once it is loaded: one that was made here. A user
// who moves before that keeps the cursor.
func (s *Screen) Await(id model.ImageID) { s.awaited = id }

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
		s.follow()
	}
}

// Failed reports whether the last page could not be read.
func (s *Screen) Failed() bool { return s.list.Err() != nil }
