package compare_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/compare"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func TestOnlyWhatDiffersIsShownAtFirst(t *testing.T) {
	t.Parallel()
	look := theme.New(theme.Choice{})
	a := uitest.Image(0)
	for name, test := range map[string]struct {
		change func(*model.Image)
		rows   int
	}{
		"nothing but what is each image's own": {func(i *model.Image) {
			i.ID, i.CreatedAt, i.DirectURL = model.NewImageID("other"), i.CreatedAt.AddDate(1, 0, 0), text.Of("rbd://x")
		}, 0},
		"an attribute":              {func(i *model.Image) { i.MinDisk = 99 }, 1},
		"a flag":                    {func(i *model.Image) { i.Hidden = true }, 1},
		"a tag more":                {func(i *model.Image) { i.Tags = append([]text.Untrusted{text.Of("new")}, i.Tags...) }, 1},
		"the tags in another order": {func(i *model.Image) { i.Tags = []text.Untrusted{i.Tags[1], i.Tags[0]} }, 0},
		"a property's value": {func(i *model.Image) {
			i.Properties = append(i.Properties[:5:5], model.Property{Key: text.Of("description"), Value: text.Of("x")})
		}, 1},
		"a property less":              {func(i *model.Image) { i.Properties = i.Properties[1:] }, 1},
		"empty is not the same as not": {func(i *model.Image) { i.Properties = i.Properties[:5] }, 1},
		"null and not set is the same": {func(i *model.Image) {
			i.Properties = append(i.Properties[:5:5], model.Property{Key: text.Of("description")}, model.Property{Key: text.Of("kernel_id"), Null: true})
		}, 0},
	} {
		b := uitest.Image(0)
		test.change(&b)
		s := compare.New(&look, &a, &b)
		if got := s.Differences(); got != test.rows {
			t.Errorf("%s: %d rows differ, want %d", name, got, test.rows)
		}
		if reverse := compare.New(&look, &b, &a); reverse.Differences() != test.rows {
			t.Errorf("%s: it depends on which comes first", name)
		}
	}
}

func TestWhateverIsComparedFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		look := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(t, "ascii")})
		a, b := uitest.Image(rapid.IntRange(0, 9).Draw(t, "a")), uitest.Image(rapid.IntRange(0, 9).Draw(t, "b"))
		bad := rapid.OneOf(rapid.String(), rapid.SampledFrom(uitest.Poison())).Draw(t, "bad")
		a.Name, a.Tags = text.Of(bad), []text.Untrusted{text.Of(bad)}
		b.Properties = append(b.Properties, model.Property{Key: text.Of(bad), Value: text.Of(bad + bad)})
		s := compare.New(&look, &a, &b)
		width, height := rapid.IntRange(1, 200).Draw(t, "width"), rapid.IntRange(1, 50).Draw(t, "height")
		s.SetSize(width, height)
		for _, act := range []action.ID{action.None, action.Bottom, action.OnlyDifferent, action.PageDown, action.Top} {
			s.Act(action.Press{Action: act})
			view := s.View()
			if lines := strings.Count(view, "\n") + 1; lines != height || uitest.Forbidden(view) != "" {
				t.Fatalf("%d lines of %d: %q", lines, height, uitest.Forbidden(view))
			}
			if width < 80 {
				continue
			}
			for line := range strings.SplitSeq(view, "\n") {
				if got := look.Cells.Width(ansi.Strip(line)); got > width {
					t.Fatalf("%q takes %d cells of %d", ansi.Strip(line), got, width)
				}
			}
		}
	})
}
