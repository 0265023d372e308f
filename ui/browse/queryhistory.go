package browse

import (
	"slices"

	"glimpse/model/query"
)

// mostVisited bounds the queryHistory.
const mostVisited = 100

// queryHistory is the queries that were shown, for going back and forward as in a web
// browser.
type queryHistory struct {
	visited []query.Query
	at      int
}

// begin starts over with one query.
func (t *queryHistory) begin(with query.Query) { *t = queryHistory{visited: []query.Query{with}} }

// visit goes on to another query; what lay ahead is forgotten. The same query
// again changes nothing.
func (t *queryHistory) visit(next query.Query) {
	if len(t.visited) > 0 && same(t.visited[t.at], next) {
		return
	}
	t.visited = append(slices.Clip(t.visited[:min(t.at+1, len(t.visited))]), next)
	t.visited = t.visited[max(0, len(t.visited)-mostVisited):]
	t.at = len(t.visited) - 1
}

// keep stays at a query, because the one that was asked for beside it is given up.
func (t *queryHistory) keep(shown query.Query) {
	for _, at := range [...]int{t.at - 1, t.at + 1} {
		if at >= 0 && at < len(t.visited) && same(t.visited[at], shown) {
			t.at = at
			return
		}
	}
	t.visit(shown)
}

// step goes back (-1) or forward (1), and returns the query there.
func (t *queryHistory) step(by int) (query.Query, bool) {
	to := t.at + by
	if to < 0 || to >= len(t.visited) {
		return query.Query{}, false
	}
	t.at = to
	return t.visited[to], true
}

func same(a, b query.Query) bool {
	return query.Format(a.Terms) == query.Format(b.Terms) && query.FormatSort(a.Sort) == query.FormatSort(b.Sort)
}
