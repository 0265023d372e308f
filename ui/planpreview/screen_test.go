package planpreview_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// sizes are the rooms of the body on screens of 80×24, 120×40 and 200×50.
var sizes = [][2]int{{80, 21}, {120, 35}, {200, 45}}

// production is a place of which the name is asked for.
func production() planpreview.Place {
	at := place()
	at.Production = true
	return at
}

// readOnly is a place where nothing can be sent.
func readOnly() planpreview.Place {
	at := place()
	at.ReadOnly = "nothing can be changed here"
	return at
}

// undoing is the inverse of a job: it knows nothing of the tags of images.
func undoing(count int) *plan.Plan {
	p := tagging(count)
	p.Title, p.LeftOut = "undo tag -gold -lts +dev", nil
	for i := range p.Steps {
		p.Steps[i].Shown = nil
		p.LeftOut = append(p.LeftOut, plan.LeftOut{Image: p.Steps[i].Image, Reason: plan.NotDone})
	}
	return p
}

// scenes are previews with the keys that lead to what is seen.
var scenes = []struct {
	name string
	plan func() *plan.Plan
	at   func() planpreview.Place
	keys []string
}{
	{"tags", func() *plan.Plan { return tagging(37) }, place, nil},
	{"tags-open", func() *plan.Plan { return tagging(37) }, place, []string{"enter", "]", "enter", "G"}},
	{"tags-requests", func() *plan.Plan { return tagging(37) }, place, []string{"tab", "]", "]"}},
	{"tags-one", func() *plan.Plan { return tagging(1) }, place, nil},
	{"undo", func() *plan.Plan { return undoing(9) }, place, nil},
	{"fields", func() *plan.Plan { return changing(12) }, place, nil},
	{"fields-one", func() *plan.Plan { return changing(1) }, place, nil},
	{"fields-many", func() *plan.Plan { return differing(600) }, place, []string{"]", "G", "pgup"}},
	{"fields-requests", func() *plan.Plan { return changing(12) }, place, []string{"tab"}},
	{"delete", func() *plan.Plan { return deleting(40) }, place, nil},
	{"delete-count", func() *plan.Plan { return deleting(40) }, place, []string{"ctrl+s", "3", "1", "enter"}},
	{"delete-one", func() *plan.Plan { return deleting(2) }, place, nil},
	{"create", creating, place, nil},
	{"create-requests", creating, place, []string{"tab"}},
	{"empty", empty, place, nil},
	{"production", func() *plan.Plan { return changing(3) }, production, []string{"ctrl+s", "d", "e"}},
}

func draw(t rapid.TB, i int, choice theme.Choice, width, height int) *user {
	theme := theme.New(choice)
	u := &user{t: t, screen: shown(&theme, scenes[i].plan(), scenes[i].at())}
	u.screen.SetSize(width, height)
	return u.press(scenes[i].keys...)
}

func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	for i := range scenes {
		for _, size := range sizes {
			u := draw(t, i, theme.Choice{Name: theme.Dark}, size[0], size[1])
			uitest.Golden(t, fmt.Sprintf("%s-%d", scenes[i].name, size[0]), uitest.Draw(t, u.screen.View(), size[0], size[1]))
		}
		u := draw(t, i, theme.Choice{Name: theme.Mono, ASCII: true}, 80, 21)
		uitest.Golden(t, scenes[i].name+"-ascii", uitest.Draw(t, u.screen.View(), 80, 21))
	}
}

// wrong returns what is wrong with a frame of a size, or nothing.
func wrong(content string, width, height int) string {
	if bad := uitest.Forbidden(content); bad != "" {
		return fmt.Sprintf("%dx%d sends %q", width, height, bad)
	}
	lines := strings.Split(content, "\n")
	if len(lines) != height {
		return fmt.Sprintf("%dx%d has %d lines:\n%s", width, height, len(lines), ansi.Strip(content))
	}
	for _, line := range lines {
		if got := ansi.StringWidthWc(line); got > width {
			return fmt.Sprintf("%dx%d: a line takes %d cells: %q", width, height, got, ansi.Strip(line))
		}
	}
	return ""
}

// names are the keys of the preview, those that are typed among them.
var names = []string{
	"j", "k", "g", "G", "ctrl+d", "ctrl+u", "pgdown", "pgup", "[", "]", "enter", "space", "tab", "ctrl+s", "y", "S", "esc", "q",
	"1", "2", "d", "backspace",
}

func TestWhateverIsPressedItFitsEverySize(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.IntRange(0, len(scenes)-1).Draw(rt, "scene")
		choice := theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Light: rapid.Bool().Draw(rt, "light")}
		u := draw(rt, at, choice, 120, 35)
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			width, height := rapid.IntRange(1, 210).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")
			u.screen.SetSize(width, height)
			if said := wrong(u.screen.View(), width, height); said != "" {
				rt.Fatal(said)
			}
			if name := rapid.SampledFrom(names).Draw(rt, "key"); u.can(name) {
				u.press(name)
			}
			u.screen.Wheel(rapid.IntRange(-9, 9).Draw(rt, "wheel"))
			u.screen.Click(rapid.IntRange(-1, width).Draw(rt, "x"), rapid.IntRange(-1, height).Draw(rt, "y"))
			if said := wrong(u.screen.View(), width, height); said != "" {
				rt.Fatal(said)
			}
			if at := u.screen.Position(); !uitest.IsPosition(at) {
				rt.Fatalf("the position is %q", at)
			}
		}
		u.screen.SetSize(0, 0)
		if u.screen.View() != "" {
			rt.Error("something is drawn where there is no room")
		}
	})
}

// hostile is a plan in which every text harms, with a place that does as well.
func hostile(bad string) (*plan.Plan, planpreview.Place) {
	id := model.NewImageID(bad)
	fields := []patch.Field{{Name: bad, Set: true, Value: bad}, {Name: "tags", Set: true, Value: []string{bad, bad + " x"}}}
	p := &plan.Plan{
		Title: "property " + bad,
		Steps: []plan.Step{
			{Image: id, Name: text.Of(bad), Kind: plan.Update, Shown: fields, Patch: patch.Patch{patch.SetProperty(bad, bad+bad), patch.RemoveProperty("x" + bad)}},
			{Image: model.NewImageID(bad + "2"), Name: text.Of(bad), Kind: plan.Retag, Add: []string{bad}, Remove: []string{bad + "y"}},
			{Image: model.NewImageID(bad + "3"), Name: text.Of(bad), Kind: plan.Delete},
			{Image: model.NewImageID(bad + "4"), Name: text.Of(bad), Kind: plan.Delete},
			{Image: model.NewImageID(bad + "5"), Name: text.Of(bad), Kind: plan.Create, New: fields},
		},
		LeftOut: []plan.LeftOut{{Image: id, Name: text.Of(bad), Reason: plan.Protected}},
	}
	image := uitest.Image(1)
	image.Owner, image.Visibility = text.Of(bad), model.Visibility{Untrusted: text.Of(bad)}
	return p, planpreview.Place{
		Cloud: bad, Project: text.Of(bad), User: text.Of(bad), Region: text.Of(bad), ProjectID: text.Of("p"), Production: true,
		Image: func(model.ImageID) *model.Image { return &image }, Owner: func(id text.Untrusted) text.Untrusted { return id },
	}
}

func TestHostileTextsHarmNothing(t *testing.T) {
	t.Parallel()
	check := func(t rapid.TB, bad string, choice theme.Choice) {
		theme := theme.New(choice)
		p, at := hostile(bad)
		for _, size := range [][2]int{{80, 21}, {200, 45}, {7, 5}} {
			u := &user{t: t, screen: shown(&theme, p, at)}
			u.screen.SetSize(size[0], size[1])
			for _, name := range []string{"]", "enter", "]", "enter", "]", "]", "enter", "]", "]", "enter", "g", "pgdown", "tab", "G", "g", "ctrl+s", "x", "enter"} {
				if u.can(name) {
					u.press(name)
				}
				if said := wrong(u.screen.View(), size[0], size[1]); said != "" {
					t.Fatalf("%q after %s: %s", bad, name, said)
				}
				if choice.ASCII {
					for _, char := range ansi.Strip(u.screen.View()) {
						if char > '~' {
							t.Fatalf("%q shows %q on a terminal that has ASCII only", bad, char)
						}
					}
				}
			}
		}
	}
	for _, bad := range uitest.Poison() {
		check(t, bad, theme.Choice{Name: theme.Dark})
		check(t, bad, theme.Choice{Name: theme.Mono, ASCII: true})
	}
	rapid.Check(t, func(rt *rapid.T) {
		check(rt, rapid.String().Draw(rt, "text"), theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii")})
	})
}

// reasons reads the reasons from the source that declares them.
func reasons(t *testing.T) (all []plan.Reason) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../model/plan/reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, isValue := n.(*ast.ValueSpec)
		if !isValue {
			return true
		}
		if of, named := spec.Type.(*ast.Ident); !named || of.Name != "Reason" {
			return false
		}
		for _, value := range spec.Values {
			code, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, plan.Reason(code))
		}
		return false
	})
	if len(all) == 0 {
		t.Fatal("no reason was read")
	}
	return all
}

func TestEveryReasonIsPutIntoWords(t *testing.T) {
	t.Parallel()
	unknown := planpreview.ReasonText(nil, "\x1b[31mlater", 1)
	for _, reason := range reasons(t) {
		for _, count := range []int{1, 2} {
			if said := planpreview.ReasonText(nil, reason, count); said == unknown || strings.Contains(said, "_") {
				t.Errorf("%s of %d images is %q", reason, count, said)
			}
		}
	}
	if said := planpreview.ReasonText(command.Import{Region: "north"}, plan.NoFormats, 1); !strings.Contains(said, ":set disk_format=") {
		t.Errorf("without formats: %q", said)
	}
	if strings.Contains(unknown, "later") {
		t.Errorf("what a file says is repeated: %q", unknown)
	}
}

func TestWhatIsAsWantedSaysWhereTheDataIs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		wanted command.Command
		count  int
		want   string
	}{
		{command.Import{Stores: []string{"fs"}}, 1, "store fs has it already"},
		{command.Import{Stores: []string{"fs", "ceph"}}, 2, "stores fs, ceph have them already"},
		{command.Import{Stores: []string{command.AllStores}}, 1, "every store that takes data has it already"},
		{command.DeleteFrom{Store: "fs"}, 1, "store fs does not have it"},
		{command.DeleteFrom{Store: "f\x1bs"}, 2, "store f␛s does not have them"},
		{command.Cache{}, 1, "it is cached already, or queued for it"},
		{command.Uncache{}, 2, "they are not cached"},
		{command.Hide{}, 1, "no change needed"},
	} {
		if got := planpreview.ReasonText(test.wanted, plan.AsWanted, test.count); got != test.want {
			t.Errorf("%+v of %d images: %q, want %q", test.wanted, test.count, got, test.want)
		}
	}
}

func TestTheVerbIsThatOfTheCommand(t *testing.T) {
	t.Parallel()
	hide := command.Line{Command: command.Hide{}}
	step := plan.Step{Image: uitest.Image(1).ID, Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrHidden, true)}}
	for want, p := range map[string]plan.Plan{
		"Hide 1 image":      {Title: "finish: hide", Command: hide},
		"Protect 1 image":   {Title: "hide", Command: command.Line{Command: command.Protect{}}},
		"Change 1 image":    {Title: "hide"},
		"Change 1 image on": {Title: "hide", Command: hide, Undoes: &plan.Undo{}},
	} {
		p.Steps = []plan.Step{step}
		theme := theme.New(theme.Choice{})
		s := shown(&theme, &p, place())
		s.SetSize(120, 35)
		if got := ansi.Strip(s.View()); !strings.Contains(got, want) {
			t.Errorf("%+v does not say %q:\n%s", p, want, got)
		}
	}
}
