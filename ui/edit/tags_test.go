package edit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
)

func TestOnlyTheTagsThatWereAskedForAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	of := []*model.Image{tagged("a", "all", "some"), tagged("b", "all", "some", "one"), tagged("c", "all")}
	known := edit.Known{Tags: []string{"all", "gold", "golden", "-odd"}}
	for _, test := range []struct {
		name, types string
		keys        []string
		want        string
	}{
		{"nothing", "", nil, ""},
		{"typed and entered", "new", []string{"enter"}, "tag +new"},
		{"typed and not entered", "new", nil, "tag +new"},
		{"typed with a sign", "+new", []string{"enter"}, "tag +new"},
		{"blanks around it", "  a b  ", []string{"enter"}, `tag +"a b"`},
		{"one that all have", "all", []string{"enter"}, ""},
		{"one that some have", "some", nil, "tag +some"},
		{"removed by a sign", "-some", nil, "tag -some"},
		{"one that begins with a sign", "+-new", nil, "tag +-new"},
		{"completed", "go", []string{"tab", "enter"}, "tag +gold"},
		{"completed twice", "go", []string{"tab", "tab", "enter"}, "tag +golden"},
		{"completed round to what was typed", "go", []string{"tab", "tab", "tab"}, "tag +go"},
		{"completed backwards", "go", []string{"shift+tab"}, "tag +golden"},
		{"completed to one with a sign", "od", []string{"tab"}, "tag +-odd"},
		{"a removal completed", "-o", []string{"tab", "enter"}, "tag -one"},
		{"all: removed", "", []string{"down", "space"}, "tag -all"},
		{"all: removed and left", "", []string{"down", "space", "space"}, ""},
		{"some: added", "", []string{"down", "j", "space"}, "tag +some"},
		{"some: removed", "", []string{"down", "j", "space", "space"}, "tag -some"},
		{"some: left", "", []string{"down", "j", "space", "space", "space"}, ""},
		{"some: taken back", "", []string{"down", "j", "space", "space", "u"}, ""},
		{"none: added", "", []string{"down", "G", "space"}, "tag +-odd"},
		{"added and removed at once", "+new -some", []string{"enter"}, "tag +new -some"},
		{"added and removed at once, still typed", "+new -some", nil, "tag +new -some"},
		{"the first without a sign", "new -some", []string{"enter"}, "tag +new -some"},
		{"several added", "+x +y +x", []string{"enter"}, "tag +x +y"},
		{"blanks in quotes", `+"a b" -all`, []string{"enter"}, `tag +"a b" -all`},
		{"a sign in quotes", `+"x -some"`, []string{"enter"}, `tag +"x -some"`},
		{"quotes without a sign", `"a b"`, []string{"enter"}, `tag +"a b"`},
		{"one of two is none", "+new -nothing", []string{"enter"}, ""},
		{"no sign before the second", "+new some", []string{"enter"}, ""},
		{"the last one completed", "+x -o", []string{"tab", "enter"}, "tag +x -one"},
		{"the next one completed", "+x go", []string{"tab", "enter"}, "tag +x +gold"},
		{"a sign alone behind one", "+x -", []string{"enter"}, "tag +x"},
		{"cleared", "+x -some", []string{"ctrl+u"}, ""},
		{"added, then removed again", "new", []string{"enter", "-", "n", "e", "w", "enter"}, ""},
		{"removed, then added again", "-all", []string{"enter", "a", "l", "l", "enter"}, ""},
		{"in the order in which they were typed", "x", []string{"enter", "a", "enter", "x", "enter"}, "tag +x +a"},
		{"back from the list to the line", "", []string{"down", "/", "q"}, "tag +q"},
		{"up from the first to the line", "", []string{"down", "up", "q"}, "tag +q"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onTags, known, of...)
			if got := u.types(test.types).press(test.keys...).changed(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestATagIsAddedByTypingItAndTwoKeys(t *testing.T) {
	t.Parallel()
	u := newUser(t, onTags, edit.Known{}, images(1)...).types("cis").press("enter", "ctrl+s")
	change, ok := u.asked.(intent.Change)
	if !ok || !slices.Equal(change.Commands[0].(command.Tag).Add, []string{"cis"}) {
		t.Errorf("asked for %#v", u.asked)
	}
	// Enter in an empty line is as good.
	again := newUser(t, onTags, edit.Known{}, images(1)...).types("cis").press("enter", "enter")
	if _, ok := again.asked.(intent.Change); !ok {
		t.Errorf("asked for %#v", again.asked)
	}
}

func TestTagsSayWhichOfTheImagesHaveThem(t *testing.T) {
	t.Parallel()
	u := newUser(t, onTags, edit.Known{Tags: []string{"gold"}}, tagged("a", "all", "some"), tagged("b", "all")).sees(
		"Edit 2 images", "[✓] all   on all 2", "[~] some  on 1 of 2", "[ ] gold  on none", "fullest image: 2 tags (limit 128)",
	)
	u.types("gold").press("enter").sees("+ [ ] gold  on none → add to 2", "fullest image: 3 tags (limit 128)", "+gold", "1 change")
	u.types("-all").press("enter").sees("- [✓] all   on all 2 → remove from 2", "fullest image: 2 tags (limit 128)", "2 changes")
	u.types("all").press("enter").sees("every image has all already")
	u.types("so").sees("some").misses("[✓] all")
}

func TestATagThatTheServiceWouldRefuseStaysInTheLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, pasted, want string }{
		{"too long", strings.Repeat("x", 256), "at most 255"},
		{"four bytes", "🐧", "four bytes"},
		{"removed from none", "-nothing", "no image has the tag nothing"},
		{"one of several removed from none", "+fine -nothing", "no image has the tag nothing"},
		{"no sign before a word", "+fine other", "a sign is missing before other"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onTags, edit.Known{}, images(2)...)
			u.pane.Paste(test.pasted)
			u.sees(test.want)
			u.press("enter").sees(test.want)
			if got := u.changed(); got != "" {
				t.Errorf("asked for %q", got)
			}
			u.sees(test.want)
		})
	}
}

func TestTheLineSaysWhatEnterDoes(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]constructor{"tags": onTags, "members": edit.NewMembers} {
		u := newUser(t, form, edit.Known{}, images(2)...).types("gold")
		if got := u.enters(); got != "add" {
			t.Errorf("%s: enter is for %q", name, got)
		}
		u.press("ctrl+u").types("+gold -old")
		if got := u.enters(); got != "add, remove" {
			t.Errorf("%s: enter is for %q while both are typed", name, got)
		}
		u.press("ctrl+u").types("-gold")
		if got := u.enters(); got != "remove" {
			t.Errorf("%s: enter is for %q while a removal is typed", name, got)
		}
	}
}

func TestATagWithBlanksIsOneTagAndSaysSo(t *testing.T) {
	t.Parallel()
	const hint = "one tag with blanks in it; with + before each word each is a tag"
	u := newUser(t, onTags, edit.Known{}, images(1)...).types("web").misses(hint).types(" server").sees(hint)
	u.press("ctrl+u").types("+web +server").misses(hint)
}

func TestATagWithACommaIsOneTagAndSaysSo(t *testing.T) {
	t.Parallel()
	const hint = "one tag with a comma in it; enter each tag by itself"
	u := newUser(t, onTags, edit.Known{}, tagged("a", "x,y")).types("a").misses(hint)
	u.types(",b").sees(hint).press("enter").sees("a,b is " + hint)
	u.types("-x,y").misses(hint).press("ctrl+u").types("c").misses(hint)
	if got := u.changed(); got != `tag +"a,b" +c` {
		t.Errorf("got %q", got)
	}
}

func TestThatDataIsComingInIsToldWhateverElseIs(t *testing.T) {
	t.Parallel()
	const warning = "! still importing or saving: that may overwrite this change"
	saving := made("a", func(image *model.Image) { image.Status = model.StatusSaving })
	u := newUser(t, onTags, edit.Known{Tags: []string{"gold"}}, saving).sees(warning)
	u.types("new").sees(warning).press("enter").sees(warning, "+new").types("go").sees(warning, "+new", "tab: gold", "1 of 128 tags")
	u.types(strings.Repeat("x", 300)).sees(warning, "+new", "at most 255")
	u.press("ctrl+s").sees(warning, "at most 255").press("ctrl+u", "down", "space").sees(warning)
	if wrong := u.fits(80, 24); wrong != "" {
		t.Error(wrong)
	}
}

func TestTooManyTagsAreToldOf(t *testing.T) {
	t.Parallel()
	many := make([]string, 128)
	for i := range many {
		many[i] = fmt.Sprintf("tag-%03d", i)
	}
	u := newUser(t, onTags, edit.Known{}, tagged("a", many...)).sees("128 of 128 tags", "128 tags, more ↓")
	u.types("x").press("enter").sees("129 of 128 tags: the service refuses more")
	u.types("-tag-001").press("enter").sees("128 of 128 tags").misses("refuses")
}

func TestLongTagListsKeepTheCursorInSight(t *testing.T) {
	t.Parallel()
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprintf("tag-%03d", i)
	}
	u := newUser(t, onTags, edit.Known{Tags: many}, images(1)...)
	u.press("down", "G").sees("tag-059").misses("tag-001")
	u.types("g").sees("gold")
}

// TestTagsComeOutAsTheRowsSay holds the command against a plain reading of
// what was asked for: no tag is on both sides, none is added that all have,
// none removed that none has.
func TestTagsComeOutAsTheRowsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		pool := []string{"a", "b", "c", "d", "e"}
		all := make([]*model.Image, rapid.IntRange(1, 4).Draw(rt, "images"))
		for i := range all {
			all[i] = tagged(fmt.Sprint(i), rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 0, 4, rapid.ID).Draw(rt, "tags")...)
		}
		u := newUser(rt, onTags, edit.Known{Tags: pool[2:]}, all...)
		for range rapid.IntRange(0, 30).Draw(rt, "keys") {
			u.press(rapid.SampledFrom([]string{"a", "b", "z", "-", "enter", "down", "j", "k", "space", "u", "/", "tab", "backspace"}).Draw(rt, "key"))
		}
		u.press("ctrl+s")
		change, ok := u.asked.(intent.Change)
		if !ok {
			return
		}
		wanted := change.Commands[0].(command.Tag)
		for _, tag := range wanted.Add {
			if slices.Contains(wanted.Remove, tag) {
				rt.Fatalf("%q is added and removed", tag)
			}
			if !slices.ContainsFunc(all, func(image *model.Image) bool { return !image.HasTag(tag) }) {
				rt.Fatalf("%q is added, and every image has it", tag)
			}
		}
		for _, tag := range wanted.Remove {
			if !slices.ContainsFunc(all, func(image *model.Image) bool { return image.HasTag(tag) }) {
				rt.Fatalf("%q is removed, and no image has it", tag)
			}
		}
	})
}

// A tag that is typed once more, or completed to, is one change and not two.
func TestATagThatIsTypedAgainCountsOnce(t *testing.T) {
	t.Parallel()
	u := newUser(t, onTags, edit.Known{Tags: []string{"eol-2026"}}, images(1)...)
	u.types("eol-2026").press("enter").sees("1 change")
	u.types("eo").press("tab").sees("eol-2026", "8 of 255 characters", "1 change").misses("2 changes")
}
