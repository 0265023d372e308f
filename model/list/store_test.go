package list_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/sortkey"
	"glimpse/model/text"
)

func TestPropertiesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var images []model.Image
		for n := range rapid.IntRange(1, 8).Draw(t, "images") {
			i := image(fmt.Sprint(n))
			for range rapid.IntRange(0, 6).Draw(t, "properties") {
				p := model.Property{Key: text.Of(rapid.StringN(0, 3, 12).Draw(t, "key")), Null: rapid.Bool().Draw(t, "null")}
				if !p.Null {
					p.Value = text.Of(rapid.StringN(0, 200, 800).Draw(t, "value") + "\x00\xff")
				}
				i.Properties = append(i.Properties, p)
			}
			images = append(images, i)
		}
		l := &list.List{}
		l.AddPage(l.SetQuery(list.Rules{}).Ticket, model.Page{Images: images})
		l.MarkShown(true)
		for n, marked := range l.Marked() {
			if row := l.Row(n); !slices.Equal(row.Image.Properties, images[n].Properties) || !slices.Equal(marked.Properties, images[n].Properties) {
				t.Fatalf("row %d has %v, want %v", n, row.Image.Properties, images[n].Properties)
			}
		}
		l.AddPage(l.Refresh().Ticket, model.Page{Images: images})
		for n := range images {
			if l.Row(n).Changed {
				t.Fatalf("row %d is told as changed", n)
			}
		}
	})
}

func TestACompleteListIsOrderedByAProperty(t *testing.T) {
	t.Parallel()
	l := &list.List{}
	var p model.Page
	for n := range 2000 {
		i := image(fmt.Sprint(n))
		i.Properties = []model.Property{{Key: text.Of("rank"), Value: text.Of(fmt.Sprintf("%05d", n*7919%2000))}}
		p.Images = append(p.Images, i)
	}
	l.AddPage(l.SetQuery(list.Rules{}).Ticket, p)
	rank := func(i *model.Image) string { value, _ := i.Property("rank"); return value.Raw() }
	if !l.Reorder(list.Rules{Key: func(key []byte, image *model.Image) []byte { return sortkey.AppendText(key, rank(image)) }}) {
		t.Fatal("it cannot be ordered")
	}
	for n := range 2000 {
		if got := rank(l.Row(n).Image); got != fmt.Sprintf("%05d", n) {
			t.Fatalf("row %d has rank %s", n, got)
		}
	}
}
