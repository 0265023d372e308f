package requestlog_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/requestlog"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// sizes are the rooms of the body on screens of 80×24, 120×40 and 200×50.
var sizes = [][2]int{{80, 21}, {120, 35}, {200, 45}}

// entries are writes of every kind and outcome, the oldest first.
func entries(count int) []requestlog.Entry {
	outcomes := []job.Outcome{job.Done, job.Done, job.Waiting, job.Failed, job.Done, job.Refused, job.Gone}
	all := make([]requestlog.Entry, count)
	for i := range all {
		image := uitest.Image(i)
		path := "/v2/images/" + image.ID.Raw()
		all[i] = requestlog.Entry{
			At: uitest.Now.Add(time.Duration(i-count) * time.Second), Image: image.ID, Name: image.Name,
			Request: text.Of([]string{
				"tags of " + path + ": +gold -dev", "PATCH " + path + ` [{"op":"replace","path":"/visibility","value":"shared"}]`,
				"DELETE " + path, "POST " + path + "/actions/deactivate", `POST /v2/images {"name":"base"}`,
			}[i%5]),
			Outcome: outcomes[i%len(outcomes)], RequestID: text.Of(fmt.Sprintf("req-%08x-3a52-4b0e-8f1d-%012x", i, i)),
		}
		if all[i].Outcome != job.Done {
			all[i].Reason = text.Of("503 Service Unavailable: the image store is being moved")
		}
		if i%9 == 8 {
			all[i].Name, all[i].RequestID = text.Untrusted{}, text.Untrusted{}
		}
	}
	return all
}

// user presses keys as the program would hand them on.
type user struct {
	t      rapid.TB
	screen *requestlog.Screen
	asked  intent.Intent
	why    string
}

func newUser(t rapid.TB, all []requestlog.Entry) *user {
	theme := theme.New(theme.Choice{Name: theme.Dark})
	u := &user{t: t, screen: requestlog.New(&theme, all)}
	u.screen.SetSize(120, 35)
	return u
}

func (u *user) press(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		press, binding, bound := action.Match(u.screen.Bindings(), name)
		if !bound {
			u.t.Fatalf("%q does nothing here", name)
		}
		if u.asked, u.why = nil, binding.DisabledReason; binding.DisabledReason == "" {
			u.asked = u.screen.Act(press)
		}
		if told, ok := u.asked.(intent.Notify); ok {
			u.why = told.Text
		}
	}
	return u
}

func (u *user) text() string { return ansi.Strip(u.screen.View()) }

func (u *user) shows(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if !strings.Contains(u.text(), text) {
			u.t.Errorf("%q is not shown:\n%s", text, u.text())
		}
	}
	return u
}

func (u *user) hides(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if strings.Contains(u.text(), text) {
			u.t.Errorf("%q is shown:\n%s", text, u.text())
		}
	}
	return u
}

func (u *user) says(text string) *user {
	u.t.Helper()
	if !strings.Contains(u.why, text) {
		u.t.Errorf("it says %q and asks for %#v, and not %q", u.why, u.asked, text)
	}
	return u
}

func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	for _, scene := range []struct {
		name  string
		count int
		keys  []string
	}{
		{"none", 0, nil}, {"one", 1, nil}, {"log", 60, []string{"j", "j"}}, {"detail", 60, []string{"G", "k", "enter"}},
	} {
		draw := func(choice theme.Choice, width, height int) uitest.Screen {
			theme := theme.New(choice)
			u := &user{t: t, screen: requestlog.New(&theme, entries(scene.count))}
			u.screen.SetSize(width, height)
			return uitest.Draw(t, u.press(scene.keys...).screen.View(), width, height)
		}
		for _, size := range sizes {
			uitest.Golden(t, fmt.Sprintf("%s-%d", scene.name, size[0]), draw(theme.Choice{Name: theme.Dark}, size[0], size[1]))
		}
		uitest.Golden(t, scene.name+"-ascii", draw(theme.Choice{Name: theme.Mono, ASCII: true}, 80, 21))
	}
}

func TestTheNewestComesFirstAndTheCursorFollowsIt(t *testing.T) {
	t.Parallel()
	all := entries(60)
	u := newUser(t, all[:50])
	u.shows("50 writes in this session", "TIME (UTC)", "WHAT WAS SENT", "retry")
	open := func() string {
		u.press("y")
		return u.asked.(intent.OpenCopy).Items[0].Text
	}
	if got := open(); got != all[49].Image.Raw() {
		t.Errorf("the cursor is on %s", got)
	}
	u.screen.SetEntries(all[:55])
	if got := open(); got != all[54].Image.Raw() {
		t.Errorf("the cursor did not follow the newest: %s", got)
	}
	u.press("j")
	u.screen.SetEntries(all)
	if got := open(); got != all[53].Image.Raw() {
		t.Errorf("the cursor left its write: %s", got)
	}
	u.press("enter").shows(all[53].Image.Raw(), "what was sent", "request id")
	u.press("enter")
	if opened, ok := u.asked.(intent.OpenImage); !ok || opened.Image.ID != all[53].Image {
		t.Errorf("enter asks for %#v", u.asked)
	}
	u.press("]").shows(all[52].Image.Raw()).press("G", "g", "[", "[")
	for range 8 {
		u.press("[")
	}
	u.says("this is the newest write")
	u.press("q").shows("WHAT WAS SENT")
	if u.press("q"); u.asked != intent.Intent(intent.Close{}) {
		t.Errorf("q asks for %#v", u.asked)
	}
	// Another session has its own log.
	u.screen.SetEntries(all[:2])
	if got := open(); got != all[1].Image.Raw() {
		t.Errorf("in a shorter log the cursor is on %s", got)
	}
}

func TestALineOfTheLogTellsWhatChanges(t *testing.T) {
	t.Parallel()
	id := uitest.Image(0).ID
	path := "/v2/images/" + id.Raw()
	for _, test := range []struct{ request, want string }{
		{"tags of " + path + ": +eol-2026 -dev", "done       an image                    +eol-2026 -dev"},
		{"PATCH " + path + ` [{"op":"replace","path":"/min_disk","value":5}]`, "min_disk=5"},
		{"PATCH " + path + ` [{"op":"remove","path":"/a~1b"},{"op":"replace","path":"/name","value":"x"}]`, "-a/b name=x"},
		{"DELETE " + path, "delete"},
		{"POST " + path + "/actions/deactivate", "an image                    deactivate"},
		{`POST /v2/images {"min_ram":8388608,"name":"a"}`, "create name=a min_ram="},
		{"PATCH " + path + " (no JSON)", "PATCH (no JSON)"},
		{"POST /v2/images []", "POST /v2/images []"},
		{"PUT " + path + "/file", "PUT /file"},
	} {
		u := newUser(t, []requestlog.Entry{{At: uitest.Now, Image: id, Name: text.Of("an image"), Request: text.Of(test.request), Outcome: job.Done}})
		u.screen.SetSize(80, 21)
		u.shows(test.want).hides("e+06")
		u.screen.SetSize(200, 21)
		u.press("enter").shows(test.request)
	}
}

func TestASearchNarrowsTheLog(t *testing.T) {
	t.Parallel()
	u := newUser(t, entries(60))
	u.press("/")
	if u.asked != intent.Intent(intent.TypeSearch{}) {
		t.Errorf("/ asks for %#v", u.asked)
	}
	u.screen.Search("retry cirros")
	u.shows("hold: retry cirros", "cirros-0.6.3").hides("ubuntu-24")
	before, _ := u.screen.SearchNote()
	u.screen.SetEntries(append(entries(60), entries(60)...))
	if after, _ := u.screen.SearchNote(); after == before {
		t.Errorf("what is new is not searched: %s", after)
	}
	u.screen.Search("nowhere")
	u.shows("no write has the words; esc shows all").press("enter").says("no write has the words")
	if note, bad := u.screen.SearchNote(); bad || note != "no write has it" {
		t.Errorf("the search says %q", note)
	}
	if u.screen.Search("/("); u.screen.Searched() != "/(" {
		t.Error("what was typed is lost")
	}
	if _, bad := u.screen.SearchNote(); !bad {
		t.Error("a wrong search is not told")
	}
	if u.press("esc").hides("hold:").press("esc"); u.asked != intent.Intent(intent.Close{}) {
		t.Errorf("esc asks for %#v", u.asked)
	}
}

func TestAnEmptyLogSaysSo(t *testing.T) {
	t.Parallel()
	u := newUser(t, nil).shows("Nothing was written in this session")
	for _, key := range []string{"enter", "y", "/"} {
		u.press(key).says("nothing was written in this session")
	}
	u.press("j", "G", "esc")
}

func TestTheMouseMovesAndOpens(t *testing.T) {
	t.Parallel()
	u := newUser(t, entries(60))
	u.screen.Click(5, 5)
	u.screen.Click(5, 5)
	u.shows(uitest.Image(57).ID.Raw())
	u.screen.Wheel(3)
	u.press("esc")
	u.screen.Wheel(500)
	u.press("enter").shows(uitest.Image(0).ID.Raw())
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

func TestWhateverIsPressedItFitsEverySize(t *testing.T) {
	t.Parallel()
	names := []string{"j", "k", "g", "G", "ctrl+d", "ctrl+u", "pgdown", "pgup", "[", "]", "enter", "esc", "q", "y", "/", "J"}
	rapid.Check(t, func(rt *rapid.T) {
		count := rapid.SampledFrom([]int{0, 1, 7, 300}).Draw(rt, "count")
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(rt, "ascii"), Light: rapid.Bool().Draw(rt, "light")})
		u := &user{t: rt, screen: requestlog.New(&theme, entries(count))}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			width, height := rapid.IntRange(1, 210).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")
			u.screen.SetSize(width, height)
			if said := wrong(u.screen.View(), width, height); said != "" {
				rt.Fatal(said)
			}
			name := rapid.SampledFrom(names).Draw(rt, "key")
			if _, _, bound := action.Match(u.screen.Bindings(), name); bound {
				u.press(name)
			}
			if rapid.Bool().Draw(rt, "search") {
				u.screen.Search(rapid.SampledFrom([]string{"", "ubuntu", "/[/", "nowhere", "0"}).Draw(rt, "sought"))
			}
			u.screen.SetEntries(entries(rapid.SampledFrom([]int{0, count, count + 3}).Draw(rt, "then")))
			u.screen.Wheel(rapid.IntRange(-9, 9).Draw(rt, "wheel"))
			u.screen.Click(rapid.IntRange(-1, width).Draw(rt, "x"), rapid.IntRange(-1, height).Draw(rt, "y"))
			if said := wrong(u.screen.View(), width, height); said != "" {
				rt.Fatal(said)
			}
		}
		u.screen.SetSize(0, 0)
		if u.screen.View() != "" {
			rt.Error("something is drawn where there is no room")
		}
	})
}

func TestHostileTextsHarmNothing(t *testing.T) {
	t.Parallel()
	check := func(t rapid.TB, bad string, choice theme.Choice) {
		theme := theme.New(choice)
		one := requestlog.Entry{
			At: uitest.Now, Image: model.NewImageID(bad), Name: text.Of(bad), Request: text.Of("PATCH /v2/images/" + bad + " " + bad),
			Outcome: job.Outcome(bad), Reason: text.Of(bad), RequestID: text.Of(bad),
		}
		plain := entries(3)
		for _, size := range [][2]int{{80, 21}, {200, 45}, {25, 7}} {
			draw := func(all ...requestlog.Entry) []string {
				s := requestlog.New(&theme, all)
				s.SetSize(size[0], size[1])
				return uitest.Draw(t.(testing.TB), s.View(), size[0], size[1]).Lines
			}
			// What harms moves no other row.
			with, without := draw(plain[0], one, plain[1]), draw(plain[0], plain[2], plain[1])
			for y := range with {
				if y != 4 && with[y] != without[y] {
					t.Fatalf("%q moved line %d:\n%s\n%s", bad, y, with[y], without[y])
				}
			}
			u := &user{t: t, screen: requestlog.New(&theme, []requestlog.Entry{one, one, one})}
			u.screen.SetSize(size[0], size[1])
			u.screen.Search(bad)
			for _, name := range []string{"j", "esc", "j", "enter", "G"} {
				if said := wrong(u.press(name).screen.View(), size[0], size[1]); said != "" {
					t.Fatalf("%q after %s: %s", bad, name, said)
				}
				if choice.ASCII && strings.ContainsFunc(u.text(), func(r rune) bool { return r > '~' }) {
					t.Fatalf("%q is shown as it is on a terminal that has ASCII only", bad)
				}
			}
		}
	}
	for _, bad := range uitest.Poison() {
		check(t, bad, theme.Choice{Name: theme.Dark})
		check(t, bad, theme.Choice{Name: theme.Mono, ASCII: true})
	}
}

// A write that is open and that a search does not find is between two others.
func TestTheNeighboursOfAWriteThatIsNotFound(t *testing.T) {
	t.Parallel()
	all := entries(7)
	for i := range all {
		all[i].Request = text.Of(fmt.Sprintf("DELETE /v2/images/%d", i%2))
	}
	for key, want := range map[string]int{"]": 2, "[": 4} {
		u := newUser(t, all).press("j", "j", "j", "enter").shows(all[3].Image.Raw())
		u.screen.Search("images/0")
		u.press(key).shows(all[want].Image.Raw())
	}
}
