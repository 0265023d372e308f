package sortpane_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/intent"
	"glimpse/ui/typeahead"
	"glimpse/ui/uitest"
)

// finds types the beginning of a key.
func (u *user) finds(word string, pause time.Duration) *user {
	u.keys("/")
	now := uitest.Now
	for _, letter := range word {
		u.pane.SetNow(now)
		u.asked = u.pane.Type(tea.KeyPressMsg{Code: letter, Text: string(letter)})
		now = now.Add(pause)
	}
	return u
}

func TestAWordEndsOnTheKeyThatItNames(t *testing.T) {
	t.Parallel()
	u := newUser(t, "", "", "os_distro", "two words")
	names := []string{"os_distro", "two words"}
	for _, info := range query.Keys() {
		if info.Sortable {
			names = append(names, info.Name)
		}
	}
	for _, name := range names {
		u.finds(name, typeahead.Pause-1)
		if !strings.Contains(u.screen(), "Sort /"+name) {
			t.Errorf("what is looked for is not shown:\n%s", u.screen())
		}
		if u.keys("enter"); !strings.HasPrefix(strings.Trim(u.under(), `"`), name) {
			t.Errorf("%s ends on %q", name, u.under())
		}
	}
	before := u.under()
	u.finds("sizx", 0)
	if tell, ok := u.asked.(intent.Notify); !ok || !strings.Contains(tell.Text, `begins with "sizx"`) || u.under() != before {
		t.Errorf("sizx answers %#v and ends on %q", u.asked, u.under())
	}
	u.keys("esc")
	// Found is not chosen: space adds it.
	if u.finds("visib", 0).keys("enter", "space"); !slices.Contains(strings.Fields(u.applied()), "visibility:asc") {
		t.Errorf("applied %q", u.applied())
	}
}
