package list_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/text"
)

// TestNamesThatAreUsedMoreThanOnceAreCountedAmongAllThatIsRead reads images
// whose name is the first letter of their id. What the rules leave out counts.
func TestNamesThatAreUsedMoreThanOnceAreCountedAmongAllThatIsRead(t *testing.T) {
	t.Parallel()
	named := func(last bool, ids ...string) model.Page {
		p := page(last, ids...)
		for i := range p.Images {
			p.Images[i].Name = text.Of(ids[i][:1])
		}
		return p
	}
	rules := list.Rules{
		Uses:      func(uses int) bool { return uses > 1 },
		Match:     func(image *model.Image) bool { return image.ID.Raw() != "b2" },
		Key:       func(key []byte, _ *model.Image) []byte { return key },
		SortLocal: true,
	}
	l := &list.List{}
	fetch := l.SetQuery(rules)
	l.AddPage(fetch.Ticket, named(false, "a1", "b1"))
	expect(t, l, "", "")
	if count := l.Count(); count.Listed != 0 || count.Read != 2 || count.Complete {
		t.Errorf("the count is %+v", count)
	}
	fetch, wanted := l.NextFetch(0, 5)
	if !wanted {
		t.Fatal("the rest is not asked for")
	}
	l.AddPage(fetch.Ticket, named(true, "a2", "b2", "c1"))
	expect(t, l, "a1b1a2", "a1")
	if count := l.Count(); count.Listed != 3 || count.Shown != 3 {
		t.Errorf("the count is %+v", count)
	}
	// A refresh judges by the walk before until it has come to its end.
	fetch = l.Refresh()
	l.AddPage(fetch.Ticket, named(false, "b1"))
	expect(t, l, "a1~a2~b1", "a1")
	fetch, _ = l.NextFetch(0, 5)
	l.AddPage(fetch.Ticket, named(true, "b2", "c1", "c2"))
	expect(t, l, "b1c1c2+", "b1")
	// Another query forgets it.
	fetch = l.SetQuery(list.Rules{})
	expect(t, l, "b1~c1~c2~+", "b1")
	l.AddPage(fetch.Ticket, named(true, "a1"))
	expect(t, l, "a1", "a1")
}
