package copying_test

import (
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/copying"
	"glimpse/ui/intent"
	"glimpse/ui/uitest"
)

func textOf(t *testing.T, items []intent.CopyItem, key string) string {
	t.Helper()
	for _, item := range items {
		if item.Key == key {
			return item.Text
		}
	}
	t.Fatalf("nothing is copied by %s", key)
	return ""
}

func TestWhatIsCopiedOfOneImage(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	id := image.ID.Raw()
	place := copying.Place{Cloud: "my cloud", Endpoint: "https://pcd.example/glance/v2/"}
	items := copying.Items([]*model.Image{&image}, place, &copying.Value{Label: "min_disk", Value: text.Of("10")})
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
	for _, item := range copying.Items([]*model.Image{&image}, copying.Place{}, nil) {
		if (item.Key == "j") != (item.Why != "") {
			t.Errorf("%s: %q", item.Key, item.Why)
		}
	}
}

func TestSeveralImagesAreCopiedLineByLine(t *testing.T) {
	t.Parallel()
	a, b := uitest.Image(0), uitest.Image(1)
	items := copying.Items([]*model.Image{&a, &b}, copying.Place{Endpoint: "http://h"}, nil)
	if got, want := textOf(t, items, "i"), a.ID.Raw()+"\n"+b.ID.Raw(); got != want {
		t.Errorf("got %q", got)
	}
	if got := textOf(t, items, "o"); got != "openstack image show "+a.ID.Raw()+"\nopenstack image show "+b.ID.Raw() {
		t.Errorf("got %q", got)
	}
}

// acts tells whether a character does something where it is pasted.
func acts(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

func TestNothingThatIsCopiedActsOnATerminalOrInAShell(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	for _, bad := range append(uitest.Poison(), "$(touch x)", "`id`", "-rf", "a;b", "it's") {
		image := model.Image{ID: model.NewImageID(bad), Name: text.Of(bad), Raw: []byte(bad)}
		for _, item := range copying.Items([]*model.Image{&image}, copying.Place{Cloud: bad, Endpoint: "http://" + bad}, nil) {
			if strings.ContainsFunc(item.Text, acts) {
				t.Errorf("%q: %s is %q", bad, item.Label, item.Text)
			}
			if item.Key != "o" && item.Key != "c" {
				continue
			}
			// What the shell makes of it: the words of one simple command.
			script := "openstack() { printf '%s\\n' \"$#\"; }; curl() { printf '%s\\n' \"$#\"; }; " + item.Text
			out, err := exec.Command(shell, "-c", script).CombinedOutput()
			if words := strings.TrimSpace(string(out)); err != nil || strings.Contains(words, "\n") || !strings.Contains("3 5 6", words) {
				t.Errorf("%q: a shell makes %q of %s, %v", bad, words, item.Text, err)
			}
		}
	}
}
