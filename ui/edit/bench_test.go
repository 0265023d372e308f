package edit_test

import (
	"sync"
	"testing"

	"glimpse/model"
	"glimpse/ui/edit"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// many are as many images as a cloud has, made once.
var many = sync.OnceValue(func() []*model.Image {
	records := uitest.Images(100_000)
	all := make([]*model.Image, len(records))
	for i := range records {
		all[i] = &records[i]
	}
	return all
})

// BenchmarkOpening opens an editor on a hundred thousand images.
func BenchmarkOpening(b *testing.B) {
	all := many()
	theme := theme.New(theme.Choice{})
	for _, name := range []string{"attributes", "tags", "properties"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				constructors[name](&theme, all, edit.Known{})
			}
		})
	}
}

// BenchmarkKey presses a key in an editor of a hundred thousand images and
// draws it.
func BenchmarkKey(b *testing.B) {
	all := many()
	theme := theme.New(theme.Choice{})
	for _, name := range []string{"attributes", "tags", "properties"} {
		b.Run(name, func(b *testing.B) {
			u := &user{theme: &theme, pane: constructors[name](&theme, all, edit.Known{})}
			u.pane.SetSize(200, 50)
			if name == "properties" {
				u.press("enter")
			}
			u.press("x")
			u.pane.View() // what is counted once is counted
			for b.Loop() {
				u.press("x", "backspace")
				u.pane.View()
			}
		})
	}
}
