package clipboard_test

import (
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/clipboard"
	"glimpse/ui/intent"
	"glimpse/ui/uitest"
)

// whole returns all of what an item copies.
func whole(item intent.CopyItem) string {
	all := item.Text
	if item.Pieces != nil {
		all += item.Pieces.Start(1 << 20)
	}
	return all
}

func textOf(t *testing.T, items []intent.CopyItem, key string) string {
	t.Helper()
	for _, item := range items {
		if item.Key == key {
			return whole(item)
		}
	}
	t.Fatalf("nothing is copied by %s", key)
	return ""
}

func TestWhatIsCopiedOfOneImage(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	id := image.ID.Raw()
	place := clipboard.Place{Cloud: "my cloud", Endpoint: "https://pcd.example/glance/v2/"}
	items := clipboard.Items(list.Select(&image), place, &clipboard.Value{Label: "min_disk", Value: text.Of("10")})
	for key, want := range map[string]string{
		"v": "10",
		"i": id,
		"n": image.Name.Raw(),
		"j": string(image.Raw),
		"o": "openstack --os-cloud 'my cloud' image show " + id,
		"c": `curl -H "X-Auth-Token: $OS_TOKEN" https://pcd.example/glance/v2/images/` + id,
	} {
		if got := textOf(t, items, key); got != want {
			t.Errorf("%s copies %q, want %q", key, got, want)
		}
	}
	image.Raw = nil
	for _, item := range clipboard.Items(list.Select(&image), clipboard.Place{}, nil) {
		if (item.Key == "j") != (item.Why != "") {
			t.Errorf("%s: %q", item.Key, item.Why)
		}
	}
}

func TestSeveralImagesAreCopiedLineByLine(t *testing.T) {
	t.Parallel()
	a, b := uitest.Image(0), uitest.Image(1)
	items := clipboard.Items(list.Select(&a, &b), clipboard.Place{Endpoint: "http://h"}, nil)
	if got, want := textOf(t, items, "i"), a.ID.Raw()+"\n"+b.ID.Raw(); got != want {
		t.Errorf("got %q", got)
	}
	if got := textOf(t, items, "o"); got != "openstack image show "+a.ID.Raw()+"\nopenstack image show "+b.ID.Raw() {
		t.Errorf("got %q", got)
	}
}

// acts reports whether a character does something where it is pasted.
func acts(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

func TestNothingThatIsCopiedActsOnATerminal(t *testing.T) {
	t.Parallel()
	for _, bad := range uitest.Poison() {
		image := model.Image{ID: model.NewImageID(bad), Name: text.Of(bad), Raw: []byte(bad)}
		for _, many := range [][]*model.Image{{&image}, {&image, &image}} {
			for _, item := range clipboard.Items(list.Select(many...), clipboard.Place{Cloud: bad, Endpoint: "http://" + bad}, &clipboard.Value{Value: text.Of(bad)}) {
				if strings.ContainsFunc(strings.ReplaceAll(whole(item), "\n", ""), acts) || len(many) == 1 && strings.Contains(whole(item), "\n") {
					t.Errorf("%q: %s is %q", bad, item.Label, whole(item))
				}
			}
		}
	}
}

// wordsIn returns the words that a shell makes of what are to be single
// commands, one a line: each begins with the name of the command and ends with
// an empty word of its own.
func wordsIn(t *rapid.T, script string) []string {
	const record = `print() { printf '%s\0' "$@" end; }; openstack() { print openstack "$@"; }; curl() { print curl "$@"; }` + "\n"
	command := exec.Command("sh", "-c", record+script)
	command.Env = []string{"OS_TOKEN=a token"}
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v, %q", script, err, out)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// A shell reads exactly what is meant, whatever an image, a cloud or an
// endpoint is called, and runs nothing else.
func TestAShellReadsBackExactlyWhatIsMeant(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	foul := rapid.OneOf(
		rapid.String(), rapid.SampledFrom(uitest.Poison()),
		rapid.StringMatching("[-'\"$`\\\\;&|<>(){}\\[\\]*?~#!%=: \n\ta]{1,12}"),
		rapid.SampledFrom([]string{"$(touch x)", "`id`", "-rf", "a;b", "it's", "$HOME", "../..", "[1-9]", "{a,b}", "a?b#c", "%2e"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(foul, 1, 3).Draw(t, "ids")
		place := clipboard.Place{Cloud: foul.Draw(t, "cloud"), Endpoint: "https://host/" + foul.Draw(t, "path") + rapid.SampledFrom([]string{"", "/", "/v2", "/v2/"}).Draw(t, "end")}
		images := make([]*model.Image, len(ids))
		var wantO, wantC []string
		base := strings.TrimSuffix(strings.TrimSuffix(place.Endpoint, "/"), "/v2")
		for i, id := range ids {
			images[i] = &model.Image{ID: model.NewImageID(id)}
			wantO = append(wantO, "openstack")
			if place.Cloud != "" {
				wantO = append(wantO, "--os-cloud", text.Of(place.Cloud).Clipboard())
			}
			wantO = append(wantO, "image", "show")
			if strings.HasPrefix(id, "-") {
				wantO = append(wantO, "--")
			}
			wantO = append(wantO, text.Of(id).Clipboard(), "end")
			wantC = append(wantC, "curl", "-H", "X-Auth-Token: a token", text.Of(base+"/v2/images/"+url.PathEscape(id)).Clipboard(), "end")
		}
		for key, want := range map[string][]string{"o": wantO, "c": wantC} {
			script := ""
			for _, item := range clipboard.Items(list.Select(images...), place, nil) {
				if item.Key == key {
					script = whole(item)
				}
			}
			if got := wordsIn(t, script); !slices.Equal(got, want) {
				t.Fatalf("of %q a shell makes\n%q, want\n%q", script, got, want)
			}
			if strings.Contains(script, "a token") {
				t.Fatalf("the token is in %q", script)
			}
		}
	})
}
