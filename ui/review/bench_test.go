package review_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/ui/keys"
	"glimpse/ui/review"
	"glimpse/ui/theme"
)

// opened is a preview as it stands after its first frame.
func opened(p *plan.Plan, at review.Place) *review.Screen {
	look := theme.New(theme.Choice{Name: theme.Dark})
	s := review.New(&look, p, at)
	s.SetSize(200, 44)
	_ = s.View()
	return s
}

// plans of a size, by what they do.
var plans = []struct {
	name string
	make func(count int) *plan.Plan
}{{"tag", tagging}, {"change", changing}, {"differ", differing}, {"delete", deleting}}

// known is a place that finds images by their ids, as the root does.
func known(p *plan.Plan) review.Place {
	at := place()
	byID := make(map[model.ImageID]*model.Image, len(p.Steps))
	for i := range p.Steps {
		image := model.Image{ID: p.Steps[i].Image, Name: p.Steps[i].Name, Visibility: model.VisibilityPrivate}
		byID[image.ID] = &image
	}
	at.Image = func(id model.ImageID) *model.Image { return byID[id] }
	return at
}

// BenchmarkOpen measures from the plan to the first frame.
func BenchmarkOpen(b *testing.B) {
	for _, one := range plans {
		b.Run(one.name, func(b *testing.B) {
			p := one.make(100_000)
			at := known(p)
			b.ReportAllocs()
			for b.Loop() {
				opened(p, at)
			}
		})
	}
}

// BenchmarkScroll measures one key and the frame after it, on both sides.
func BenchmarkScroll(b *testing.B) {
	for _, side := range []string{"fields", "requests"} {
		for _, one := range plans {
			b.Run(side+"/"+one.name, func(b *testing.B) {
				p := one.make(100_000)
				s := opened(p, known(p))
				s.Act(keys.Press{Action: keys.Bottom})
				s.Act(keys.Press{Action: keys.Open})
				if side == "requests" {
					s.Act(keys.Press{Action: keys.OtherSide})
				}
				actions := []keys.Action{keys.PageDown, keys.Down, keys.PageUp, keys.Bottom, keys.Top}
				i := 0
				b.ReportAllocs()
				for b.Loop() {
					s.Act(keys.Press{Action: actions[i%len(actions)]})
					_ = s.View()
					i++
				}
			})
		}
	}
}
