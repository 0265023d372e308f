package planpreview_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/planpreview/change"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func TestCtrlSSendsAndEscGoesBack(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(3), place())
	if u.screen.Title() != "Preview" {
		t.Errorf("the title is %q", u.screen.Title())
	}
	u.press("ctrl+s").got(intent.SendPlan{})
	u.screen.SetOpening(true)
	u.press("ctrl+s").says("has just opened").hides("ctrl+s send")
	_, named, _ := action.Named(u.screen.Bindings(), "send") // :send in the line of commands
	if asked := u.screen.Act(action.Press{Action: action.Send}); !strings.Contains(named.DisabledReason, "has just opened") || asked == (intent.SendPlan{}) {
		t.Errorf(":send sends at once: %q, %v", named.DisabledReason, asked)
	}
	u.screen.SetOpening(false)
	u.press("esc").got(intent.Close{})
	u.press("q").got(intent.Close{})
	u.press("S").got(intent.SavePlan{})
	u.press("y").got(intent.CopyPlan{}) // one key, one meaning
	u.press("ctrl+r").says("read again right before it is changed")
}

func TestSeveralDeletionsAskForTheCount(t *testing.T) {
	t.Parallel()
	u := newUser(t, deleting(10), place())
	u.shows("Delete 8 images", "ctrl+s asks you to type 8", "2 left out: they are protected", "NAME", "OWNER", "SIZE", "VISIBILITY", "PROTECTED", "SHARED")
	u.press("enter").hides("NAME").press("enter", "g", "enter").says("nothing to show or hide here")
	u.press("ctrl+s").got(nil).shows("Type 8 and press enter:")
	for _, wrong := range []string{"", "7", "80", "y", "8 "} {
		u.types(wrong).press("enter").got(nil).shows("that is not 8; nothing was sent")
		for range len(wrong) {
			u.press("backspace")
		}
	}
	if u.screen.Paste("8"); !u.screen.Typing() {
		t.Error("what is asked for can be pasted")
	}
	u.press("enter").got(nil)
	// The other side can be looked at in between.
	u.press("tab").shows("DELETE /v2/images/").press("tab")
	u.press("esc").got(nil).hides("Type 8").press("ctrl+s").types("8").press("enter").got(intent.SendPlan{Count: "8"})
	u.press("esc").got(intent.Close{})
}

func TestOneDeletionIsDescribedAndAsksElsewhere(t *testing.T) {
	t.Parallel()
	u := newUser(t, deleting(2), place())
	u.shows("Delete 1 image on cloud demo", "debian-13-genericcloud", "owner       platform", "329 MiB (345,112,576 bytes)",
		"visibility  public", "protected   no", "1 left out: it is protected", uitest.Image(1).ID.Raw())
	u.press("ctrl+s").got(intent.SendPlan{})
}

func TestAProductionCloudAsksForItsName(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(3), production())
	u.shows("This is a production cloud.", "ctrl+s asks you to type demo")
	u.press("ctrl+s").types("Demo").press("enter").got(nil).shows("that is not demo; nothing was sent")
	u.press("esc").press("ctrl+s").types("demo").press("enter").got(intent.SendPlan{Count: "3"})

	u = newUser(t, deleting(10), production())
	u.press("ctrl+s").types("demo").press("enter").shows("that is not demo 8")
	u.types(" 8").press("enter").got(intent.SendPlan{Count: "8"})

	at := production()
	at.Cloud = ""
	u = newUser(t, deleting(2), at)
	u.shows("on the cloud of the OS_* variables").press("ctrl+s").types("production").press("enter").got(intent.SendPlan{Count: "1"})
}

func TestWhatCannotBeSentSaysWhy(t *testing.T) {
	t.Parallel()
	newUser(t, empty(), place()).press("ctrl+s").says("there is nothing to send").press("tab").says("nothing to send").
		shows("All 3 images are left out: no change needed.")
	newUser(t, tagging(2), readOnly()).press("ctrl+s").says("nothing can be changed here").hides("to be typed")
}

func TestGroupsAreOpenedAndClosed(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(37), place()).shows("▸ 24 images")
	u.shows("+lts on 37 (already on 4)", "+gold on 24 (already on 17)", "-dev on 37 (not on 4)").hides("NAME")
	u.press("enter").shows("▾ 24 images", "NAME", "debian-13-genericcloud")
	u.press("]", "]", "enter").shows("4 left out: no change needed")
	u.press("[", "[", "enter").hides("▾ 24 images")
	u.press("tab").press("enter").says("tab goes back to the fields")
	u.press("]", "]", "[").shows("image 2 of 37", "PUT /v2/images/9e3779b1-5d1c-4c2e-9b7f-000000000001/tags/gold")
	u.press("G").shows("image").press("g").shows("image 1 of 37").press("tab").shows("[fields]")
	one := newUser(t, tagging(1), place()).press("enter")
	one.says("this is one image, and all of it is shown")
}

func TestAnUndoSaysNothingOfTagsItDoesNotKnow(t *testing.T) {
	t.Parallel()
	newUser(t, undoing(9), place()).shows("+gold on 6; +lts on 9; -dev on 9.").hides("already on", "not on")
}

func TestThePositionIsWhereTheViewIs(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(2), place())
	for _, key := range []string{"g", "tab"} {
		if at := u.press(key).screen.Position(); at != "" {
			t.Errorf("all is seen, and it is said that this is %s", at)
		}
	}
	u = newUser(t, deleting(500), place())
	for _, want := range []struct{ first, last string }{{"line 1 of 409", "line 409"}, {"image 1 of 400", "image 400 of 400"}} {
		if at := u.press("g").screen.Position(); !strings.HasPrefix(at, want.first) {
			t.Errorf("the beginning is %s, want %s", at, want.first)
		}
		if at := u.press("G").screen.Position(); !strings.HasPrefix(at, want.last) {
			t.Errorf("the end is %s, want %s", at, want.last)
		}
		u.press("g").press("tab")
	}
	long := creating()
	for i := range 60 {
		long.Steps[0].New = append(long.Steps[0].New, patch.Field{Name: strings.Repeat("k", i+1), Set: true, Value: "v"})
	}
	u = newUser(t, long, place()).press("tab")
	begin, end := u.screen.Position(), u.press("G").screen.Position()
	at, of, _ := strings.Cut(strings.TrimPrefix(end, "line "), " of ")
	if begin == "" || begin == end || at != of {
		t.Errorf("one long request begins at %s and ends at %s", begin, end)
	}
}

func TestWhoseImagesTheyAreIsSaid(t *testing.T) {
	t.Parallel()
	newUser(t, changing(1), place()).hides("belong")
	newUser(t, changing(2), place()).shows("1 of them belongs to another project: platform.")
	at, image := place(), uitest.Image(1)
	at.Image = func(model.ImageID) *model.Image { return &image }
	newUser(t, changing(2), at).shows("All of them belong to another project: platform.")
	p := changing(2)
	p.Steps = p.Steps[1:]
	u := newUser(t, p, place()).shows("It belongs to another project: platform.", "of project platform", "9e3779b1-5d1c-4c2e-9b7f-000000000001")
	// Where there is little room, whose it is matters more than the whole id.
	p.Steps[0].Name = text.Of(strings.Repeat("a long name ", 9))
	u.screen.SetSize(80, 21)
	u.shows("of project platform", "9e3779b1  ").hides("5d1c-4c2e")
}

func TestTheHeadingFitsOneLineWhereItCan(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(1537), place())
	u.shows("Change the tags of 1,537 images on cloud demo, as user member of project demo, region RegionOne")
	u.screen.SetSize(90, 21)
	u.shows("Change the tags of 1,537 images on cloud demo, in project demo, region RegionOne").hides("as user")
	u.screen.SetSize(80, 21)
	u.shows("Change the tags of 1,537 images on cloud demo, as user member of project demo").hides("region")
}

func TestAClickMovesAndOpens(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(37), place())
	at := func(text string) int {
		for y, line := range strings.Split(u.text(), "\n") {
			if strings.Contains(line, text) {
				return y
			}
		}
		t.Fatalf("%q is not there", text)
		return -1
	}
	u.screen.Click(4, at("13 images"))
	u.shows("▾ 13 images")
	u.screen.Click(4, at("13 images"))
	u.hides("NAME")
	u.asked = u.screen.Click(4, at("Among them"))
	u.got(nil)
}

func TestTypedKeysAreTextAndNothingElse(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(3), production()).press("ctrl+s")
	u.types("yqSc?:").shows("yqSc?:")
	if u.screen.Type(uitest.Key("x")); !u.screen.Typing() {
		t.Error("a key ended the typing")
	}
}

func TestImagesThatChangeAlikeAreOneGroup(t *testing.T) {
	t.Parallel()
	id := func(n int) model.ImageID { return uitest.Image(n).ID }
	set := func(n int, before, after any) plan.Step {
		step := plan.Step{Image: id(n), Kind: plan.Update, Patch: patch.Patch{{Verb: patch.Add, Field: "a", Value: after}}}
		if before != nil {
			step.Shown = []patch.Field{{Name: "a", Set: true, Value: before}}
		}
		return step
	}
	p := &plan.Plan{Steps: []plan.Step{
		set(0, "x", "y"), set(1, "x", "y"), // alike
		set(2, "x", "xy"), set(3, nil, "y"), set(4, "x", true), set(5, int64(1), int64(2)), set(6, 1, 2),
		{Image: id(7), Kind: plan.Retag, Add: []string{"a", "b"}},
		{Image: id(8), Kind: plan.Retag, Add: []string{"a"}, Remove: []string{"b"}},
		{Image: id(9), Kind: plan.Retag, Add: []string{"ab"}},
		{Image: id(10), Kind: plan.Retag, Add: []string{"a", "b"}, Shown: []patch.Field{{Name: "tags", Set: true, Value: []string{"z"}}}},
		{Image: id(11), Kind: plan.Deactivate, Shown: []patch.Field{{Name: "status", Set: true, Value: "active"}}},
		{Image: id(12), Kind: plan.Reactivate},
		{Image: id(13), Kind: plan.Delete},
		{Image: id(14), Kind: plan.Delete},
		{Image: id(15), Kind: plan.Update, Patch: patch.Patch{patch.RemoveProperty("a")}},
		{Image: id(16), Kind: plan.Create, New: []patch.Field{{Name: "tags", Set: true, Value: []string{"a", "b"}}}},
		{Image: id(17), Kind: plan.Create, New: []patch.Field{{Name: "tags", Set: true, Value: []string{"ab"}}}},
		set(18, "x", "z"), set(19, "x", "z"),
	}}
	p.Steps[18].Shown[0] = patch.Field{Name: "a", Set: true}
	p.Steps[19].Shown[0] = patch.Field{Name: "a", Set: true, Unknown: true}
	var got []string
	var grouper change.Grouper
	for i := range p.Steps {
		grouper.Add(i, &p.Steps[i])
	}
	for _, group := range grouper.Groups() {
		got = append(got, strings.ReplaceAll(strings.Trim(fmt.Sprint(group.Steps), "[]"), " ", "+"))
	}
	if want := "0+1 2 3 4 5+6 7+10 8 9 11 12 13+14 15 16 17 18 19"; strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestAPlanOfAHundredThousandIsLookedAtOnceAndThenCostsWhatIsVisible(t *testing.T) {
	t.Parallel()
	p := tagging(100_000)
	at := known(p)
	theme := theme.New(theme.Choice{})
	looks := 0
	find := at.Image
	at.Image = func(id model.ImageID) *model.Image { looks++; return find(id) }
	s := shown(&theme, p, at)
	s.SetSize(200, 45)
	_ = s.View()
	if looks > len(p.Steps)+200 {
		t.Errorf("%d images were looked at for %d steps", looks, len(p.Steps))
	}
	u := &user{t: t, screen: s}
	for _, key := range []string{"]", "enter", "G", "pgup", "tab", "G", "pgup", "g"} {
		looks = 0
		_ = u.press(key).screen.View()
		if looks > 200 {
			t.Errorf("%s looked at %d images; what is drawn costs what is visible", key, looks)
		}
	}
}

// The names of projects come after the plan, and take other room than ids.
func TestNamesThatComeLaterAreLaidOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		plan *plan.Plan
		name string
	}{{tagging(37), "a"}, {tagging(37), strings.Repeat("long", 30)}, {deleting(2), strings.Repeat("long", 60)}, {differing(40), "a"}} {
		at, name := place(), ""
		at.Owner = func(text.Untrusted) text.Untrusted { return text.Of(name) }
		u := newUser(t, test.plan, at)
		u.screen.SetSize(80, 21)
		for _, keys := range []string{"", "G", "g"} {
			for _, learned := range []string{"", test.name, ""} {
				if keys != "" {
					u.press(keys)
				}
				name = learned
				if said := wrong(u.screen.View(), 80, 21); said != "" {
					t.Fatal(said)
				}
				if again := newUser(t, test.plan, at); keys != "G" {
					again.screen.SetSize(80, 21)
					if keys != "" {
						again.press(keys)
					}
					if u.text() != again.text() {
						t.Fatalf("with %q it is laid out as\n%s\nand not as\n%s", name, u.text(), again.text())
					}
				}
			}
		}
	}
}

// A warning is never under the bar, and the cursor begins on the first images
// whatever room there was before.
func TestTheCursorLeavesWarningsAlone(t *testing.T) {
	t.Parallel()
	u := newUser(t, tagging(37), place())
	bar := func() string {
		theme := theme.New(theme.Choice{Name: theme.Dark})
		begin, _, _ := strings.Cut(theme.Cursor.Render("x"), "x")
		for _, line := range strings.Split(u.screen.View(), "\n") {
			if strings.HasPrefix(line, begin) {
				return ansi.Strip(line)
			}
		}
		return ""
	}
	for _, width := range []int{120, 60, 200, 24, 80} {
		u.screen.SetSize(width, 40)
		if !strings.Contains(bar(), "24 images") {
			t.Errorf("at %d columns the cursor is on %q:\n%s", width, bar(), u.text())
		}
	}
	if u.press("g").shows("›! 31 of them"); bar() != "" {
		t.Errorf("the bar is on %q", bar())
	}
}

// TestTheRequestsOfAnImageStandTogether counts an image with several steps once,
// and the keys for the next image do not stop within it.
func TestTheRequestsOfAnImageStandTogether(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{Title: "tag +gold +lts -dev; delete"}
	for _, tagged := range tagging(30).Steps {
		p.Steps = append(p.Steps, tagged, plan.Step{Image: tagged.Image, Name: tagged.Name, Kind: plan.Delete})
	}
	u := newUser(t, p, place()).press("tab").shows("image 1 of 30")
	u.press("]").shows("image 2 of 30", "PUT /v2/images/9e3779b1-5d1c-4c2e-9b7f-000000000001/tags/gold")
	for key, want := range map[string]string{"g": "image 1 of 30", "G": "image 30 of 30"} {
		if at := u.press(key).screen.Position(); !strings.HasPrefix(at, want) {
			t.Errorf("%s goes to %q, want %s", key, at, want)
		}
	}
}
