package compare_test

import (
	"strconv"
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
	theme := theme.New(theme.Choice{})
	a := uitest.Image(0)
	for name, test := range map[string]struct {
		change func(*model.Image)
		rows   int
	}{
		"what is each image's own": {func(i *model.Image) {
			i.ID, i.CreatedAt, i.UpdatedAt = model.NewImageID("other"), i.CreatedAt.AddDate(1, 0, 0), i.UpdatedAt.AddDate(1, 0, 0)
		}, 3},
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
		s := compare.New(&theme, []*model.Image{&a, &b}, uitest.Now)
		if got := s.Differences(); got != test.rows {
			t.Errorf("%s: %d rows differ, want %d", name, got, test.rows)
		}
		if reverse := compare.New(&theme, []*model.Image{&b, &a}, uitest.Now); reverse.Differences() != test.rows {
			t.Errorf("%s: it depends on which comes first", name)
		}
	}
}

func TestWhateverIsComparedFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(t, "ascii")})
		bad := rapid.OneOf(rapid.String(), rapid.SampledFrom(uitest.Poison())).Draw(t, "bad")
		var images []*model.Image
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 99), 2, 9).Draw(t, "images") {
			image := uitest.Image(n)
			if n%2 == 0 {
				image.Name, image.Tags = text.Of(bad), []text.Untrusted{text.Of(bad)}
				image.Properties = append(image.Properties, model.Property{Key: text.Of(bad), Value: text.Of(bad + bad)})
			}
			images = append(images, &image)
		}
		s := compare.New(&theme, images, uitest.Now)
		width, height := rapid.IntRange(1, 200).Draw(t, "width"), rapid.IntRange(1, 50).Draw(t, "height")
		s.SetSize(width, height)
		for _, act := range []action.ID{action.None, action.Bottom, action.OnlyDifferent, action.PageDown, action.NextChoice, action.NextChoice, action.Top} {
			s.Act(action.Press{Action: act})
			view := s.View()
			if lines := strings.Count(view, "\n") + 1; lines != height || uitest.Forbidden(view) != "" {
				t.Fatalf("%d lines of %d: %q", lines, height, uitest.Forbidden(view))
			}
			if width < 80 {
				continue
			}
			for line := range strings.SplitSeq(view, "\n") {
				if got := theme.Cells.Width(ansi.Strip(line)); got > width {
					t.Fatalf("%q takes %d cells of %d", ansi.Strip(line), got, width)
				}
			}
		}
	})
}

// The newest and the largest of all are named, and none of those that are alike.
func TestTheHeadingNamesTheNewestAndTheLargest(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	at := func(days int, size int64) *model.Image {
		image := uitest.Image(0)
		image.ID = model.NewImageID(strconv.Itoa(days))
		image.CreatedAt, image.Size = uitest.Now.AddDate(0, 0, -days), size
		return &image
	}
	for name, test := range map[string]struct {
		images      []*model.Image
		shows, hide string
	}{
		"the newer of two":    {[]*model.Image{at(2, 1), at(1, 1)}, "2 days ago                                    24 hours ago · newer", "larger"},
		"the larger of two":   {[]*model.Image{at(1, 9), at(1, 1)}, "9 B · larger                                  1 B", "newer"},
		"of three":            {[]*model.Image{at(2, 1), at(1, 5), at(3, 2)}, "24 hours ago · newest         3 days", "newer"},
		"two of three":        {[]*model.Image{at(2, 5), at(1, 5), at(3, 2)}, "5 B · largest                 5 B · largest", "larger "},
		"only each one's own": {[]*model.Image{at(2, 5), at(1, 5)}, "Everything else is the same.", "checksum"},
	} {
		s := compare.New(&theme, test.images, uitest.Now)
		s.SetSize(115, 30)
		if view := ansi.Strip(s.View()); !strings.Contains(view, test.shows) || strings.Contains(view, test.hide) {
			t.Errorf("%s: want %q and not %q:\n%s", name, test.shows, test.hide, view)
		}
	}
}

func TestTheNamesOfFieldsAreWholeWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	a, b := uitest.Image(0), uitest.Image(0)
	b.Properties = append(b.Properties[:len(b.Properties):len(b.Properties)],
		model.Property{Key: text.Of(model.PropertyFailedImport), Value: text.Of("fs")})
	s := compare.New(&theme, []*model.Image{&a, &b}, uitest.Now)
	for width, whole := range map[int]bool{80: false, 120: true, 200: true} {
		s.SetSize(width, 24)
		if shown := ansi.Strip(s.View()); strings.Contains(shown, model.PropertyFailedImport+" ") != whole {
			t.Errorf("in %d cells:\n%s", width, shown)
		}
	}
}

// However many there are, each can be chosen and is then visible, and changes are
// about it alone.
func TestTheChosenImageIsVisibleAndTheOneThatIsChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		theme := theme.New(theme.Choice{})
		images := make([]*model.Image, rapid.IntRange(2, 20).Draw(t, "images"))
		for i := range images {
			image := uitest.Image(i)
			image.Name = text.Of("image-" + strconv.Itoa(i) + "-")
			images[i] = &image
		}
		s := compare.New(&theme, images, uitest.Now)
		chosen := 0
		for _, right := range rapid.SliceOf(rapid.Bool()).Draw(t, "moves") {
			s.SetSize(rapid.IntRange(80, 220).Draw(t, "width"), 20)
			act, by := action.PreviousChoice, -1
			if right {
				act, by = action.NextChoice, 1
			}
			chosen = max(0, min(chosen+by, len(images)-1))
			s.Act(action.Press{Action: act})
			if got := s.Targets(); len(got) != 1 || got[0].ID != images[chosen].ID {
				t.Fatalf("%v is chosen, want image %d", got, chosen)
			}
			if view := ansi.Strip(s.View()); !strings.Contains(view, theme.Glyphs.Pointer+"image-"+strconv.Itoa(chosen)+"-") {
				t.Fatalf("image %d is chosen and not visible:\n%s", chosen, view)
			}
		}
	})
}

func TestWhatBecomesOfAComparedImageIsShown(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	a, b := uitest.Image(0), uitest.Image(1)
	s := compare.New(&theme, []*model.Image{&a, &b}, uitest.Now)
	s.SetSize(120, 40)
	s.Reload(func(id model.ImageID) *model.Image {
		if id == a.ID {
			return nil
		}
		after := b
		after.Name = text.Of("renamed")
		return &after
	})
	if view := ansi.Strip(s.View()); !strings.Contains(view, "renamed") || !strings.Contains(view, "deleted") {
		t.Errorf("neither is shown:\n%s", view)
	}
	if binding, _ := action.Find(s.Bindings(), action.Delete); binding.DisabledReason == "" {
		t.Error("what is gone can be deleted")
	}
	s.Act(action.Press{Action: action.NextChoice})
	if binding, _ := action.Find(s.Bindings(), action.Delete); binding.DisabledReason != "" {
		t.Error("what is there cannot be deleted:", binding.DisabledReason)
	}
}

func TestTheOwnersOfComparedImagesHaveTheNamesOfTheirProjects(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	a, b := uitest.Image(0), uitest.Image(1)
	a.Owner, b.Owner = text.Of("1888ad8b145368b77b4f9dcf1a02f152"), text.Of("f2b1e35fbef2580e4bd8ff5bef1a9a99")
	s := compare.New(&theme, []*model.Image{&a, &b}, uitest.Now)
	s.SetSize(80, 40)
	s.NameProjects(func(id text.Untrusted) (name text.Untrusted) {
		if id == a.Owner {
			return text.Of("billing\x1b[2J")
		}
		return name
	})
	view := ansi.Strip(s.View())
	for _, want := range []string{"billing", "(1888ad8b…)", "f2b1e35fbef2580e4bd8ff5bef"} {
		if !strings.Contains(view, want) {
			t.Errorf("%s is not shown:\n%s", want, view)
		}
	}
}
