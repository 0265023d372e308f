package list_test

import (
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
)

// TestTheBytesAreThoseOfTheRowsAndTheMarks does what a session does, and adds up
// anew after each step.
func TestTheBytesAreThoseOfTheRowsAndTheMarks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := &list.List{}
		sized := map[model.ImageID]int64{} // the last known sizes
		ids := rapid.StringMatching("[a-f]")
		images := func(t *rapid.T) model.Page {
			p := page(rapid.Bool().Draw(t, "last"), rapid.SliceOfNDistinct(ids, 0, 4, rapid.ID).Draw(t, "ids")...)
			for i := range p.Images {
				p.Images[i].Size = int64(rapid.IntRange(0, 9).Draw(t, "size"))
			}
			return p
		}
		answer := func(t *rapid.T, fetch list.Fetch) {
			p := images(t)
			l.AddPage(fetch.Ticket, p)
		}
		one := func(t *rapid.T) model.ImageID { return model.NewImageID(ids.Draw(t, "id")) }
		t.Repeat(map[string]func(*rapid.T){
			"query": func(t *rapid.T) {
				local := rapid.Bool().Draw(t, "local")
				answer(t, l.SetQuery(list.Rules{SortLocal: local, Key: func(key []byte, _ *model.Image) []byte { return key }}))
			},
			"refresh": func(t *rapid.T) { answer(t, l.Refresh()) },
			"next": func(t *rapid.T) {
				if fetch, more := l.Rest(); more {
					answer(t, fetch)
				}
			},
			"replace": func(t *rapid.T) {
				image := image(one(t).Raw())
				image.Size = int64(rapid.IntRange(0, 9).Draw(t, "size"))
				l.Replace(&image)
			},
			"remove": func(t *rapid.T) { l.Remove(one(t)) },
			"mark": func(t *rapid.T) {
				if found := l.Find(one(t)); found != nil {
					l.SetMark(found, rapid.Bool().Draw(t, "marked"))
				}
			},
			"unmark": func(*rapid.T) { l.Unmark() },
			"": func(t *rapid.T) {
				var rows, marks int64
				clear(sized)
				for i := range l.Len() {
					sized[l.Row(i).Image.ID] = l.Find(l.Row(i).Image.ID).Size
				}
				for _, size := range sized {
					rows += size
				}
				for _, image := range l.Marked() {
					marks += image.Size
				}
				if l.Bytes() != rows || l.MarkedBytes() != marks {
					t.Fatalf("%d bytes, want %d; %d marked, want %d", l.Bytes(), rows, l.MarkedBytes(), marks)
				}
			},
		})
	})
}
