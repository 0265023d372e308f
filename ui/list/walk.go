package list

import (
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/intent"
	"glimpse/ui/work"
)

// What walks over all that is loaded goes on step by step, while keys are taken.

// asked is a query with how it is divided.
type asked struct {
	query query.Query
	split query.Split
}

// few is how many images are walked over at once.
const few = 2048

// begin goes on at once with what was begun, which is all of it where the list
// is short.
func (s *Screen) begin() {
	s.Step(few)
	s.fitWindow()
}

// Pending reports whether something is under way.
func (s *Screen) Pending() bool { return s.list.Pending() != list.Nothing }

// Step goes on with what is under way, and reports whether nothing is left. The
// row under the cursor keeps its line.
func (s *Screen) Step(n int) (done bool) {
	at := s.lineOf(s.list.Cursor()) - s.window.Top
	done = s.list.Step(n)
	if s.recalled != nil && s.list.Pending() != list.Recalling {
		s.ask(s.recalled.query, s.recalled.split)
		at = 0
	}
	s.window.Top = s.lineOf(s.list.Cursor()) - at
	s.fitWindow()
	return done
}

// Settled asks for something once nothing is under way any more, which may be
// now.
func (s *Screen) Settled(do func() intent.Intent) intent.Intent {
	if !s.Pending() {
		return do()
	}
	s.settled = append(s.settled, do)
	return nil
}

// WhatSettled returns what was to be asked for once nothing is under way.
func (s *Screen) WhatSettled() intent.Intent {
	all := make(intent.All, 0, len(s.settled))
	for _, do := range s.settled {
		all = append(all, do())
	}
	s.settled = nil
	return all
}

// CancelPending stops what is under way, and what waits for it. asks reports
// whether that was another query, in place of which the one before holds.
func (s *Screen) CancelPending() (said string, asks bool) {
	pending := s.list.Pending()
	s.settled = nil
	switch pending {
	case list.Recalling:
		s.list.CancelRecall()
		s.recalled = nil
		said = "stopped: the filter is as it was"
	case list.Sorting:
		s.list.CancelReorder()
		s.query, s.split = s.before.query, s.before.split
		said = "stopped: the order is as it was"
	case list.Filtering:
		s.Widen()
		said = "stopped: all images again"
	case list.Marking:
		s.list.CancelMarkWhere()
		said = "stopped: no more images are marked than before"
	case list.Nothing:
	}
	return said, pending == list.Sorting || pending == list.Recalling
}

// walking says what is under way, how far it is, and how it is stopped.
func (s *Screen) walking() string {
	doing := map[list.Pending]string{
		list.Recalling: "filtering", list.Sorting: "sorting", list.Filtering: "searching", list.Marking: "marking",
	}
	return doing[s.list.Pending()] + work.Percent(s.list.Progress()) + " (esc stops)"
}

// soFar says behind a number of images that are shown that more may come.
func (s *Screen) soFar() string {
	if s.list.Pending() == list.Filtering {
		return " so far"
	}
	return ""
}
