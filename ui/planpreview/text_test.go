package planpreview_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// textOf is a plan as text, as it is where no screen is.
func textOf(p *plan.Plan, at planpreview.Place, options planpreview.TextOptions) (content, asked string) {
	theme := theme.New(theme.Choice{Name: theme.Dark, ASCII: true})
	return planpreview.Text(&theme, p, at, options)
}

func TestThePreviewAsText(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, one := range []struct {
		name string
		plan *plan.Plan
		at   planpreview.Place
		how  planpreview.TextOptions
	}{
		{"tags, three images of a group named", tagging(12), place(), planpreview.TextOptions{Width: 100, Members: 3}},
		{"fields, all images named", changing(4), place(), planpreview.TextOptions{Width: 120}},
		{"a deletion on a production cloud", deleting(3), production(), planpreview.TextOptions{Width: 100, Members: 10}},
		{"one deletion", deleting(2), place(), planpreview.TextOptions{Width: 80}},
		{"a new image with its request", creating(), place(), planpreview.TextOptions{Width: 100, Requests: true}},
		{"nothing to send", empty(), place(), planpreview.TextOptions{Width: 100}},
	} {
		content, asked := textOf(one.plan, one.at, one.how)
		all.WriteString("== " + one.name + "; asked: " + asked + "\n" + content + "\n")
		if strings.ContainsAny(content, "\x1b") || strings.Contains(content, " \n") {
			t.Errorf("%s: %q", one.name, content)
		}
	}
	uitest.Golden(t, "text", uitest.Screen{Lines: strings.Split(all.String(), "\n")})
}

// TestAnImageWithSeveralStepsIsOne counts images, not steps.
func TestAnImageWithSeveralStepsIsOne(t *testing.T) {
	t.Parallel()
	first, second := uitest.Image(0), uitest.Image(1)
	for _, image := range []*model.Image{&first, &second} {
		image.Protected, image.Status = true, model.StatusActive
	}
	planned, err := plan.Compose([]command.Command{command.Unprotect{}, command.Delete{}}, []*model.Image{&first, &second}, nil)
	if err != nil || len(planned.Steps) != 4 {
		t.Fatalf("got %+v, %v", planned, err)
	}
	content, asked := textOf(&planned, place(), planpreview.TextOptions{Width: 100})
	if asked != "2" || !strings.HasPrefix(content, "Change 2 images on cloud demo") {
		t.Errorf("asked is %q for\n%s", asked, content)
	}
}

// TestOneBlankLineStandsBetweenBlocks has nothing to say above the change.
func TestOneBlankLineStandsBetweenBlocks(t *testing.T) {
	t.Parallel()
	p := creating()
	p.LeftOut = empty().LeftOut
	if content, _ := textOf(p, place(), planpreview.TextOptions{Width: 100}); strings.Contains(content, "\n\n\n") {
		t.Errorf("there is a gap in\n%s", content)
	}
}

func TestNothingOfAServiceReachesTheTerminalWithTheText(t *testing.T) {
	t.Parallel()
	foul := "\x1b[2Jx\u202e\x9b\nnext"
	p := tagging(3)
	p.Title = "tag +" + foul
	for i := range p.Steps {
		p.Steps[i].Name, p.Steps[i].Add = text.Of(foul), []string{foul}
	}
	p.LeftOut[0].Name = text.Of(foul)
	content, _ := textOf(p, place(), planpreview.TextOptions{Width: 100, Requests: true})
	for _, r := range content {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0xfffd {
			t.Fatalf("%U is in\n%q", r, content)
		}
	}
}

// TestOnlyTheImagesThatAreDeletedAreTyped asks for the number of deletions of a
// plan that changes other images as well.
func TestOnlyTheImagesThatAreDeletedAreTyped(t *testing.T) {
	t.Parallel()
	p := deleting(3)
	p.Steps = append(tagging(4).Steps[3:], p.Steps...)
	if content, asked := textOf(p, place(), planpreview.TextOptions{Width: 100}); asked != "2" {
		t.Errorf("asked is %q for\n%s", asked, content)
	}
}
