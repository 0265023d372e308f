package planpreview_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/uses"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
	"glimpse/ui/usedby"
)

func TestWhatUsesTheImagesComesWhenItIsKnown(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	p := deleting(3)
	survey := planpreview.NewSurvey(p, place())
	survey.Step(len(p.Steps))
	if len(survey.Withdrawn()) != len(p.Steps) {
		t.Fatalf("%d images are taken away, want %d", len(survey.Withdrawn()), len(p.Steps))
	}
	survey.SetUsage(usedby.Asking(len(p.Steps)))
	screen := planpreview.Show(&theme, survey)
	screen.SetSize(80, 24)
	shows := func(want string) {
		t.Helper()
		if view := screen.View(); !strings.Contains(view, want) {
			t.Errorf("the preview lacks %q:\n%s", want, view)
		}
	}
	shows("Asking what uses them…")
	screen.ShowUsage(usedby.Sentence{Text: "3 servers and 1 volume use 2 of them", InUse: true})
	shows("! 3 servers and 1 volume use 2 of them.")
	screen.ShowUsage(usedby.Sentence{Text: "what uses them is not known: \x1b[31m"})
	shows("What uses them is not known: ␛[31m.")
}

func TestOnlyWhatTakesImagesAwayIsAskedAbout(t *testing.T) {
	t.Parallel()
	first := uitest.Image(0)
	first.Protected, first.Status = true, model.StatusActive
	for _, test := range []struct {
		name string
		line []command.Command
		want int
	}{
		{"a deletion behind another step", []command.Command{command.Unprotect{}, command.Delete{}}, 1},
		{"a protection", []command.Command{command.Unprotect{}}, 0},
	} {
		planned, err := plan.Compose(test.line, []*model.Image{&first}, nil)
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		content, _ := textOf(&planned, place(), planpreview.TextOptions{Width: 100, Usage: func(withdrawn []uses.Image) usedby.Sentence {
			asked = len(withdrawn)
			return usedby.Sentence{Text: "1 server uses it", InUse: true}
		}})
		if said := strings.Contains(content, "1 server uses it."); asked != test.want || said != (test.want > 0) {
			t.Errorf("%s: asked about %d images, said %v:\n%s", test.name, asked, said, content)
		}
	}
}
