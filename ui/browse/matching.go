package browse

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/filter"
	"glimpse/ui/uictx"
)

// matching counts, beside everything else, how many of the images that are loaded a
// filter finds while it is typed.
type matching struct {
	pane   *filter.Pane
	line   string
	ticket uictx.Ticket
	cancel context.CancelFunc
}

// matchedMsg answers with that number.
type matchedMsg struct {
	ticket  uictx.Ticket
	matches filter.Matches
}

// countMatches begins to count where the filter pane is open and says something else
// than before.
func (f *Feature) countMatches() tea.Cmd {
	pane, open := f.ctx.Layers.Dialog().(*filter.Pane)
	if !open || f.images == nil {
		f.endMatching()
		return nil
	}
	terms, right := pane.Terms()
	line := query.Format(terms)
	if pane == f.matching.pane && (!right || line == f.matching.line) {
		return nil
	}
	f.endMatching()
	ctx, cancel := context.WithCancel(context.Background())
	f.matching = matching{pane: pane, line: line, ticket: f.ctx.Ticket(), cancel: cancel}
	pane.ShowMatches(filter.Matches{})
	wanted := f.ctx.WithIDs(query.Query{Terms: terms, Projects: f.images.Query().Projects})
	images, complete := f.among(wanted)
	split, err := wanted.Split(f.ctx.Now)
	if err != nil || images.Len() == 0 || !wanted.NamedProjects().IsEmpty() {
		return nil
	}
	return count(ctx, f.matching.ticket, images, split, complete)
}

// endMatching ends the counting for a pane that is closed, or for what it said before.
func (f *Feature) endMatching() {
	if f.matching.cancel != nil {
		f.matching.cancel()
	}
	f.matching = matching{}
}

// among returns loaded images among which all that a query finds of them are, and
// whether those are all that it finds.
func (f *Feature) among(wanted query.Query) (images list.Selection, complete bool) {
	switch {
	case f.remembers(wanted):
		return f.memory.images.Selection(), true
	case f.images.Query().Covers(wanted):
		return f.images.Loaded(), false
	}
	return list.Selection{}, false
}

func count(ctx context.Context, ticket uictx.Ticket, images list.Selection, split query.Split, complete bool) tea.Cmd {
	return func() tea.Msg {
		msg := matchedMsg{ticket: ticket, matches: filter.Matches{Known: true, Of: images.Len(), Complete: complete}}
		var reader list.Reader
		for i := range images.Len() {
			if i%perSlice == 0 && ctx.Err() != nil {
				return nil
			}
			if split.Match(reader.Read(&images, i)) {
				msg.matches.Count++
			}
		}
		return msg
	}
}

// matched shows how many images a filter finds, if it is still the one in the pane.
func (f *Feature) matched(msg matchedMsg) {
	if f.matching.pane != nil && msg.ticket == f.matching.ticket {
		f.matching.pane.ShowMatches(msg.matches)
	}
}
