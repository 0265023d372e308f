package filter_test

import (
	"strings"
	"testing"
	"time"

	"glimpse/model/query"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/typeahead"
	"glimpse/ui/uitest"
)

// finds types the beginning of a row, and lets time go by after each letter.
func (u *user) finds(word string, pause time.Duration) *user {
	u.keys("/")
	now := uitest.Now
	for _, letter := range word {
		u.pane.SetNow(now)
		u.types(string(letter))
		now = now.Add(pause)
	}
	return u
}

// rowNames are the names of keys of the language and of the values that each
// takes, as far as they are words.
func rowNames() map[string][]string {
	all := map[string][]string{}
	for _, info := range query.Keys() {
		all[info.Name] = info.Values
	}
	all["os_distro"] = []string{"ubuntu", "debian", "rocky"}
	all["tag"] = []string{"gold", "lts", "two words"}
	all["disk_format"] = []string{"qcow2", "raw", "iso"}
	return all
}

func TestAWordEndsOnTheKeyAndOnTheValueThatItNames(t *testing.T) {
	t.Parallel()
	for key, values := range rowNames() {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, "").toKeys().finds(key, typeahead.Pause-1).keys("enter")
			if got := u.under(); got != key {
				t.Fatalf("%s ends on %q", key, got)
			}
			u.keys("tab")
			for _, from := range append([]string{""}, values...) {
				for _, wanted := range values {
					u.finds(from, 0).keys("enter").finds(wanted, typeahead.Pause-1)
					if !strings.Contains(u.screen(), "/"+wanted) {
						t.Errorf("what is looked for is not shown:\n%s", u.screen())
					}
					u.keys("enter")
					if got := u.under(); !strings.HasPrefix(got, "[ ] "+u.written(key, wanted)) {
						t.Errorf("from %q, %q ends on %q", from, wanted, got)
					}
				}
			}
			// Toggled, it is the value that is asked for.
			for _, wanted := range values {
				u := newUser(t, "").toKeys().finds(key, 0).keys("enter", "tab").finds(wanted, 0).keys("enter", "space")
				if got := u.line(); got != u.written(key, wanted) {
					t.Errorf("%s of %s asks for %q", wanted, key, got)
				}
			}
		})
	}
}

// written is a term that asks for a value.
func (u *user) written(key, value string) string {
	terms, err := query.Parse(key + `="` + value + `"`)
	if err != nil {
		u.t.Fatal(err)
	}
	return query.Format(terms)
}

func TestAWordThatNoRowBeginsWithLeavesTheCursorAndSaysSo(t *testing.T) {
	t.Parallel()
	u := newUserWith(t, "", known(), theme.Choice{}).onKey("status").onRow("status=active")
	before := u.under()
	u.finds("killex", 0)
	if tell, ok := u.asked.(intent.Notify); !ok || !strings.Contains(tell.Text, `begins with "killex"`) {
		t.Errorf("killex answers %#v", u.asked)
	}
	if got := u.keys("enter").under(); got != before {
		t.Errorf("the cursor went from %q to %q", before, got)
	}
	// Backspace takes a letter back, esc the whole of it.
	if u.finds("queux", 0).keys("backspace"); !strings.Contains(u.under(), "queued") {
		t.Errorf("backspace ends on %q", u.under())
	}
	if got := u.keys("esc").under(); got != before {
		t.Errorf("esc goes to %q, not back to %q", got, before)
	}
	// After it the letters are keys again.
	if u.keys("j"); u.under() == before {
		t.Error("j does not move")
	}
}
