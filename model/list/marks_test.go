package list_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/search"
)

// The number of marked images is kept, for it is asked for with every key. It
// must be what counting anew would find, whatever happened since.
func TestTheNumberOfMarksIsRightWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := &list.List{}
		names := func() []string {
			all := make([]string, rapid.IntRange(0, 8).Draw(rt, "count"))
			for i := range all {
				all[i] = strconv.Itoa(rapid.IntRange(0, 20).Draw(rt, "name"))
			}
			return all
		}
		accept := func(fetch list.Fetch) {
			l.AddPage(fetch.Ticket, page(rapid.Bool().Draw(rt, "last"), names()...))
		}
		accept(l.SetQuery(list.Rules{}))
		row := func() (list.Row, bool) {
			if l.Len() == 0 {
				return list.Row{}, false
			}
			return l.Row(rapid.IntRange(0, l.Len()-1).Draw(rt, "row")), true
		}
		rt.Repeat(map[string]func(*rapid.T){
			"mark": func(rt *rapid.T) {
				if r, there := row(); there {
					l.SetMark(r.Image, rapid.Bool().Draw(rt, "marked"))
				}
			},
			"shown":   func(rt *rapid.T) { l.MarkShown(rapid.Bool().Draw(rt, "marked")) },
			"invert":  func(*rapid.T) { l.InvertMarks() },
			"unmark":  func(*rapid.T) { l.Unmark() },
			"query":   func(*rapid.T) { accept(l.SetQuery(list.Rules{})) },
			"refresh": func(*rapid.T) { accept(l.Refresh()) },
			"page": func(*rapid.T) {
				if fetch, more := l.Rest(); more {
					accept(fetch)
				}
			},
			"remove": func(rt *rapid.T) { l.Remove(model.NewImageID(strconv.Itoa(rapid.IntRange(0, 20).Draw(rt, "name")))) },
			"replace": func(*rapid.T) {
				if r, there := row(); there {
					l.Replace(r.Image)
				}
			},
			"narrow": func(rt *rapid.T) {
				sought, err := search.Parse(rapid.SampledFrom([]string{"", "1", "2 1", "nothing"}).Draw(rt, "text"))
				if err != nil {
					rt.Fatal(err)
				}
				l.Filter(list.Narrowing{Search: sought, Marked: rapid.Bool().Draw(rt, "only marked")})
			},
			"": func(rt *rapid.T) {
				marked, hidden := l.MarkedCount()
				shown := 0
				for i := range l.Len() {
					if l.Row(i).Marked {
						shown++
					}
				}
				all := func(*model.Image) bool { return true }
				if l.AnyMarked(all) != (marked > 0) {
					rt.Fatalf("%d are marked, and it is said otherwise", marked)
				}
				if marked != len(l.Marked()) || hidden != marked-shown {
					rt.Fatalf("%d marked and %d of them hidden; %d are marked and %d shown", marked, hidden, len(l.Marked()), shown)
				}
			},
		})
	})
}

// A refresh of its own accord may come between the keys of a range.
func TestARangeOutlivesARefreshAndNoQuery(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b", "c", "d"})
	l.MoveTo(1)
	l.BeginRange()
	l.MoveTo(2)
	l.AddPage(l.Refresh().Ticket, page(false, "new", "a", "b"))
	if first, last, begun := l.Range(); !begun || first != 2 || last != 3 {
		t.Errorf("after a refresh the range is %d to %d, %t", first, last, begun)
	}
	l.AddPage(l.SetQuery(list.Rules{}).Ticket, page(true, "b", "c"))
	if _, _, begun := l.Range(); begun {
		t.Error("a range goes on in another query")
	}
}

// What is to be marked when it is known is given up by who unmarks all.
func TestUnmarkingAllEndsWhatIsBeingMarked(t *testing.T) {
	t.Parallel()
	l := loaded(t, list.Rules{}, true, []string{"a", "b"})
	l.BeginMarkWhere(func(*model.Image) bool { return true })
	l.Step(1)
	l.Unmark()
	sought, err := search.Parse("a")
	if err != nil {
		t.Fatal(err)
	}
	l.BeginFilter(list.Narrowing{Search: sought})
	l.MarkShown(true)
	l.Unmark()
	for !l.Step(1) {
		continue
	}
	if marked, _ := l.MarkedCount(); marked != 0 {
		t.Errorf("%d images are marked after all marks were taken away", marked)
	}
}
