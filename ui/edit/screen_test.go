package edit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/edit"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

var constructors = map[string]constructor{
	"attributes": onAttributes, "tags": onTags, "properties": onProperties, "property line": inPropertyLine, "new": newImage,
}

// hostile is a cloud in which every word harms.
func hostile() edit.Known {
	poison := uitest.Poison()
	schema := model.Schema{Fields: []model.SchemaField{
		{Name: text.Of("disk_format"), Values: []text.Untrusted{text.Of(poison[0]), text.Of(poison[13])}},
		{Name: text.Of(poison[1]), Property: true, Description: text.Of(poison[2]), Values: []text.Untrusted{text.Of(poison[3])}},
	}}
	return edit.Known{
		Tags: poison, Properties: poison, Values: func(query.Field) []string { return poison }, Schema: &schema,
		NoAdmin: true, Project: func(id string) string { return poison[5] + id },
	}
}

// foul is an image in which every text harms.
func foul(at int) *model.Image {
	poison := uitest.Poison()
	pick := func(i int) text.Untrusted { return text.Of(poison[(at+i)%len(poison)]) }
	image := uitest.Image(at)
	image.Name, image.Owner, image.DiskFormat, image.ContainerFormat = pick(0), pick(1), pick(2), pick(3)
	image.Visibility, image.Status, image.Checksum = model.Visibility{Untrusted: pick(4)}, model.Status{Untrusted: pick(5)}, pick(6)
	for i := range 12 {
		image.Tags = append(image.Tags, pick(i))
		image.Properties = append(image.Properties, model.Property{Key: pick(i), Value: pick(i + 1), Null: i == 7})
	}
	image.Tags = append(image.Tags, text.Of(""))
	image.Properties = append(image.Properties, model.Property{}, model.Property{Key: text.Of("long"), Value: text.Of(strings.Repeat(poison[at%len(poison)], 900))})
	return &image
}

func TestNothingHarmsWhateverIsPressedAndHeld(t *testing.T) {
	t.Parallel()
	names := []string{
		"tab", "shift+tab", "up", "down", "left", "right", "enter", "enter", "space", "backspace", "esc", "ctrl+s", "ctrl+x", "ctrl+e",
		"ctrl+n", "ctrl+p", "ctrl+t", "ctrl+u", "ctrl+w", "end", "home", "pgdown", "pgup", "a", "r", "D", "u", "/", "j", "k", "G", "-", "+", "x", "n", "delete",
	}
	for name, construct := range constructors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				all := []*model.Image{foul(rapid.IntRange(0, 40).Draw(rt, "image"))}
				for range rapid.IntRange(0, 3).Draw(rt, "more") {
					all = append(all, foul(rapid.IntRange(0, 40).Draw(rt, "other")))
				}
				choice := theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Grapheme: rapid.Bool().Draw(rt, "grapheme")}
				u := newUserWith(rt, choice, construct, hostile(), all...)
				width, height := rapid.IntRange(80, 200).Draw(rt, "width"), rapid.IntRange(24, 50).Draw(rt, "height")
				u.pane.SetSize(width, height)
				for range rapid.IntRange(0, 40).Draw(rt, "presses") {
					key := rapid.SampledFrom(names).Draw(rt, "key")
					switch rapid.IntRange(0, 12).Draw(rt, "what") {
					case 0:
						u.pane.Paste(rapid.OneOf(rapid.SampledFrom(uitest.Poison()), rapid.String()).Draw(rt, "pasted"))
					case 1:
						u.pane.Wheel(rapid.IntRange(-3, 3).Draw(rt, "lines"))
					case 2:
						u.pane.Fail(rapid.SampledFrom(uitest.Poison()).Draw(rt, "why"))
					case 3:
						// Any size may come along; what it shows is not looked at.
						u.pane.SetSize(rapid.IntRange(0, 60).Draw(rt, "narrow"), rapid.IntRange(0, 20).Draw(rt, "low"))
						if wrong := u.even(); wrong != "" {
							rt.Fatal(wrong)
						}
						u.pane.SetSize(width, height)
					default:
						u.press(key)
					}
					if wrong := u.fits(width, height); wrong != "" {
						rt.Fatalf("after %s: %s", key, wrong)
					}
					if uitest.Forbidden(u.why) != "" {
						rt.Fatalf("%s says %q", key, u.why)
					}
				}
			})
		})
	}
}

func TestNoKeyHasTwoMeaningsAndNothingPrintableIsBoundWhereTextIsTyped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		editor, keys string
		typing       bool
	}{
		{"attributes", "", true},
		{"attributes", "tab", false},
		{"tags", "", true},
		{"tags", "down", false},
		{"properties", "", false},
		{"properties", "enter", true},
		{"properties", "r", true},
		{"properties", "a", true},
		{"properties", "/", true},
		{"property line", "", true},
		{"property line", "down", false},
		{"new", "", true},
		{"new", "ctrl+n", true},
		{"new", "ctrl+p", false},
		{"new", "x esc", false},
	} {
		u := newUser(t, constructors[test.editor], edit.Known{Tags: []string{"gold"}}, images(2)...).press(strings.Fields(test.keys)...)
		meaning := map[string]action.ID{}
		for _, group := range u.pane.Bindings() {
			for _, binding := range group.Bindings {
				if binding.Help == "" || group.Title == "" {
					t.Errorf("%s %s: %+v explains nothing", test.editor, test.keys, binding)
				}
				for _, key := range binding.Keys {
					if other, taken := meaning[key]; taken {
						t.Errorf("%s %s: %s means %s and %s", test.editor, test.keys, key, other, binding.Action)
					}
					meaning[key] = binding.Action
					if test.typing && (len([]rune(key)) == 1 || key == "space") {
						t.Errorf("%s %s: %q is bound", test.editor, test.keys, key)
					}
				}
			}
		}
	}
}

// TestTheScreensAsTheyAre draws what somebody sees, for reading the
// difference.
func TestTheScreensAsTheyAre(t *testing.T) {
	t.Parallel()
	known := edit.Known{
		Tags: []string{"gold", "golden", "lts", "cis"}, Properties: []string{"os_distro", "os_version"},
		Project: func(id string) string { return "project " + id[len(id)-4:] },
	}
	for _, shot := range []struct {
		name, editor string
		images       int
		keys         string
	}{
		{"attributes-one", "attributes", 1, "2 tab c tab tab tab x"},
		{"attributes-several", "attributes", 5, "tab p tab"},
		{"tags-one", "tags", 1, "g o"},
		{"tags-several", "tags", 5, "n e w enter - l t s enter down j j space"},
		{"properties-one", "properties", 1, "enter a r m enter j D j r x enter a n"},
		{"property-line", "property line", 1, "o s _"},
		{"properties-several", "properties", 5, "enter x enter j D j j j enter"},
		{"new-image", "new", 0, "w e b tab p"},
		{"three-tabs", "attributes", 3, "tab p ctrl+n n e w enter ctrl+n enter x enter"},
		{"leaving", "attributes", 1, "x ctrl+n n e w enter esc"},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
			t.Run(fmt.Sprintf("%s-%dx%d", shot.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				u := newUser(t, constructors[shot.editor], known, images(shot.images)...)
				u.pane.SetSize(size[0], size[1])
				u.press(strings.Fields(shot.keys)...)
				lines, wide := u.pane.View()
				screen := uitest.Draw(t, ansi.Strip(strings.Join(lines, "\n")), wide, len(lines))
				uitest.Golden(t, fmt.Sprintf("%s-%dx%d", shot.name, size[0], size[1]), screen)
			})
		}
	}
}

func TestWithoutColoursTheCursorIsSeenBesideEverySign(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ editor, keys, want string }{
		{"attributes", "", ">  name"},
		{"attributes", "x", ">~ name"},
		{"attributes", "tab tab tab tab x", ">! min_disk"},
		{"tags", "", ">  tag"},
		{"tags", "down space", ">- [*] gold"},
		{"tags", "down j", ">  [*] lts"},
		{"properties", "enter x enter", ">~ architecture"},
		{"property line", "", ">  property"},
		{"properties", "D", ">- architecture"},
		{"properties", "r space enter", ">! architecture"},
	} {
		u := newUserWith(t, theme.Choice{ASCII: true, Depth: theme.DepthNone}, constructors[test.editor], edit.Known{}, images(1)...)
		u.press(strings.Fields(test.keys)...).sees("| " + test.want)
		if count := strings.Count(u.screen(), "| >"); count != 1 {
			t.Errorf("%s %s: %d rows have the cursor\n%s", test.editor, test.keys, count, u.screen())
		}
	}
}

func TestWithoutColoursAndUnicodeEverythingIsToldAllTheSame(t *testing.T) {
	t.Parallel()
	u := newUserWith(t, theme.Choice{ASCII: true, Depth: theme.DepthNone}, onTags, edit.Known{}, tagged("ä", "é", "plain"), tagged("b", "plain"))
	u.types("x").press("enter", "down", "j", "space")
	for _, line := range strings.Split(u.screen(), "\n") {
		if strings.ContainsFunc(line, func(r rune) bool { return r > 0x7e }) {
			t.Errorf("%q is not ASCII", line)
		}
	}
	u.sees("+ [ ] x", "-> add to 2", "[*] plain", "- [*] plain", "<U+00E9>")
}
