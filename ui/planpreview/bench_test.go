package planpreview_test

import (
	"sync"
	"testing"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
)

// opened is a preview as it stands after its first frame.
func opened(p *plan.Plan, at planpreview.Place) *planpreview.Screen {
	theme := theme.New(theme.Choice{Name: theme.Dark})
	s := shown(&theme, p, at)
	s.SetSize(200, 44)
	_ = s.View()
	return s
}

// plans of a hundred thousand images, those with the least and the most to tell, and
// made once: that takes longer than what is measured on them.
var plans = []struct {
	name string
	make func() *plan.Plan
}{{"tag", huge(tagging)}, {"differ", huge(differing)}}

func huge(of func(count int) *plan.Plan) func() *plan.Plan {
	return sync.OnceValue(func() *plan.Plan { return of(100_000) })
}

// known is a place that finds images by their ids, as the root does.
func known(p *plan.Plan) planpreview.Place {
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
			p := one.make()
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
	for _, one := range plans {
		screen := sync.OnceValue(func() *planpreview.Screen {
			s := opened(one.make(), known(one.make()))
			s.Act(action.Press{Action: action.Bottom})
			s.Act(action.Press{Action: action.Open})
			return s
		})
		for _, side := range []string{"fields", "requests"} {
			b.Run(one.name+"/"+side, func(b *testing.B) {
				s := screen()
				if side == "requests" {
					s.Act(action.Press{Action: action.OtherSide})
				}
				actions := []action.ID{action.PageDown, action.Down, action.PageUp, action.Bottom, action.Top}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					s.Act(action.Press{Action: actions[i%len(actions)]})
					_ = s.View()
				}
			})
		}
	}
}
