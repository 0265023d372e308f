package filter_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/filter"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// known is what is in use in the cloud of these tests.
func known() filter.Known {
	return filter.Known{
		Known: query.Known{
			Properties: []string{"os_distro", "os_version", "hw_disk_bus", "a b"},
			Values: func(field query.Field) []string {
				switch field {
				case query.Field{Kind: query.FieldTag}:
					return []string{"gold", "lts", "two words"}
				case query.PropertyField("os_distro"):
					return []string{"ubuntu", "debian", "rocky"}
				case query.AttributeField(model.AttrOwner):
					return []string{"9f3c", "77aa"}
				default:
					return nil
				}
			},
		},
		Allowed: func(field query.Field) []string {
			if field == query.AttributeField(model.AttrDiskFormat) {
				return []string{"qcow2", "raw", "iso"}
			}
			return nil
		},
		Meaning: func(field query.Field, value string) string {
			if field == query.AttributeField(model.AttrOwner) && value == "9f3c" {
				return "infrastructure"
			}
			return ""
		},
	}
}

// user presses keys as the program would hand them on.
type user struct {
	t     testing.TB
	pane  *filter.Pane
	theme *theme.Theme
	// asked is what was asked for last, why what a key said that could not
	// act.
	asked intent.Intent
	why   string
}

func newUser(t testing.TB, line string, history ...string) *user {
	t.Helper()
	return newUserWith(t, line, known(), theme.Choice{}, history...)
}

func newUserWith(t testing.TB, line string, known filter.Known, choice theme.Choice, history ...string) *user {
	t.Helper()
	terms, err := query.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	theme := theme.New(choice)
	u := &user{t: t, theme: &theme, pane: filter.New(&theme, terms, known, uitest.Now, history)}
	u.pane.SetSize(80, 24)
	return u
}

// special are the keys that are not their own text.
var special = map[string]tea.KeyPressMsg{
	"space": {Code: ' ', Text: " "}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	"home": {Code: tea.KeyHome}, "backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete},
}

// keys presses keys by their names.
func (u *user) keys(names ...string) *user {
	for _, name := range names {
		key, found := special[name]
		if !found {
			key = tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
		}
		if got := key.String(); got != name {
			u.t.Fatalf("the key %q is called %q", name, got)
		}
		press, binding, bound := action.Match(u.pane.Bindings(), name)
		u.asked, u.why = nil, ""
		switch {
		case bound && binding.DisabledReason != "":
			u.why = binding.DisabledReason
		case bound:
			u.asked = u.pane.Act(press)
		default:
			u.asked = u.pane.Type(key)
		}
	}
	return u
}

// types types a text, key by key.
func (u *user) types(text string) *user {
	for _, char := range text {
		if char == ' ' {
			u.keys("space")
			continue
		}
		u.keys(string(char))
	}
	return u
}

// onKey moves the cursor to a key of the list and goes to its values.
func (u *user) onKey(name string) *user {
	u.toKeys().keys("g")
	for range 60 {
		if strings.HasPrefix(u.under(), name) {
			return u.keys("tab")
		}
		u.keys("j")
	}
	u.t.Fatalf("there is no key %s", name)
	return u
}

func (u *user) toKeys() *user {
	for range 4 {
		if strings.Contains(u.title(), "Filter: keys") {
			return u
		}
		u.keys("shift+tab")
	}
	u.t.Fatal("the keys cannot be reached")
	return u
}

func (u *user) title() string { return u.pane.Bindings()[0].Title }

// onRow moves the cursor to the row of the values that has a text.
func (u *user) onRow(text string) *user {
	u.keys("g")
	for range 60 {
		if strings.Contains(u.under(), text) {
			return u
		}
		u.keys("j")
	}
	u.t.Fatalf("there is no row with %s", text)
	return u
}

// under returns what is in reverse, without the line that is typed.
func (u *user) under() string {
	lines, _ := u.pane.View()
	for _, line := range lines[2:] {
		if _, after, found := strings.Cut(line, u.theme.Cursor.Render("x")[:len(u.theme.Cursor.Render("x"))-len("x\x1b[m")]); found {
			text, _, _ := strings.Cut(after, "\x1b")
			return strings.TrimSpace(strings.TrimLeft(text, "› ✓"))
		}
	}
	return ""
}

// line returns the line as it would be applied.
func (u *user) line() string {
	u.t.Helper()
	u.keys("ctrl+s")
	wanted, ok := u.asked.(intent.All)
	if !ok || len(wanted) != 2 || wanted[0] != intent.Intent(intent.Close{}) {
		u.t.Fatalf("the filter is not applied: %#v %s", u.asked, u.why)
	}
	return query.Format(wanted[1].(intent.SetTerms).Terms)
}

func (u *user) screen() string {
	lines, _ := u.pane.View()
	return ansi.Strip(strings.Join(lines, "\n"))
}

func TestTheLineIsAppliedAndLeft(t *testing.T) {
	t.Parallel()
	u := newUser(t, "status=active")
	if got := u.types("tag=gold").line(); got != "status=active tag=gold" {
		t.Errorf("applied %q", got)
	}
	if u.keys("enter"); u.asked == nil {
		t.Error("enter in the line does not apply")
	}
	if u.keys("esc"); u.asked != intent.Intent(intent.Close{}) {
		t.Errorf("esc asks for %#v", u.asked)
	}
	if got := newUser(t, "status=active").keys("ctrl+u").line(); got != "" {
		t.Errorf("ctrl+u leaves %q", got)
	}
}

func TestAWrongLineIsNotAppliedAndSaysWhy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, why string }{
		{"status=activ", "status cannot be"},
		{"name~/(/", "missing closing )"},
		{"size>=", "a value is missing"},
		{"tag=gold limit=3", "is no filter"},
		{`name="open`, "not closed"},
		{"member_status=pending member_status=accepted", "already pending"},
	} {
		u := newUser(t, "").types(test.line)
		for _, key := range []string{"enter", "ctrl+s"} {
			if u.keys(key); u.asked != nil || !strings.Contains(u.why, test.why) {
				t.Errorf("%s: %s asks for %#v and says %q", test.line, key, u.asked, u.why)
			}
		}
		if !strings.Contains(u.screen(), "expected: ") {
			t.Errorf("%s: the screen does not say what was expected:\n%s", test.line, u.screen())
		}
		u.onKey("status")
		if u.keys("space"); u.asked != nil || !strings.Contains(u.why, test.why) {
			t.Errorf("%s: a value is switched in a wrong line: %q", test.line, u.why)
		}
		if u.toKeys().keys("F"); u.line() != "" {
			t.Errorf("%s: F does not clear it", test.line)
		}
	}
}

func TestTheMistakeIsMarkedUnderItsPlace(t *testing.T) {
	t.Parallel()
	u := newUser(t, "").types("tag=gold status=activ name~x")
	lines := strings.Split(u.screen(), "\n")
	line, mark := lines[1], lines[2]
	column := func(line, text string) int {
		before, _, _ := strings.Cut(line, text)
		return u.theme.Cells.Width(before)
	}
	if column(mark, "^") != column(line, "activ") {
		t.Errorf("the mark is not under the value:\n%s\n%s", line, mark)
	}
	u.toKeys()
	lines = strings.Split(u.screen(), "\n")
	if line, mark := lines[1], lines[2]; column(mark, "^") != column(line, "activ") {
		t.Errorf("seen from the keys, the mark is not under the value:\n%s\n%s", line, mark)
	}
}

func TestEachTermSaysWhoEvaluatesItAndWhy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, want string }{
		{"status=active tag=gold", "server    status=active  tag=gold"},
		{"name~ubuntu", "local     name~ubuntu  the service compares whole values only"},
		{"created=2024", "narrowed  created=2024"},
		{"", "Every image that the service lists by itself"},
	} {
		if screen := newUser(t, test.line).screen(); !strings.Contains(screen, test.want) {
			t.Errorf("%q: the screen does not say %q:\n%s", test.line, test.want, screen)
		}
	}
}

func TestEverythingCanBeChosenWithoutTheLanguage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, start, key, row string
		keys                  []string
		want                  string
	}{
		{"a value", "", "status", "status=active", []string{"space"}, "status=active"},
		{"a second value of one key", "status=active", "status", "status=queued", []string{"space"}, "status=in:active,queued"},
		{"off again", "status=in:active,queued", "status", "status=active", []string{"space"}, "status=queued"},
		{"the last value takes the term away", "status=active name~x", "status", "status=active", []string{"space"}, "name~x"},
		{"not this value", "", "status", "status=killed", []string{"!"}, "status!=killed"},
		{"a list becomes not in the list", "status=in:active,queued", "status", "status=queued", []string{"!"}, "status!=in:active,queued"},
		{"and back", "status!=killed", "status", "status=killed", []string{"!"}, "status=killed"},
		{"excluded, then off", "status!=killed", "status", "status=killed", []string{"space"}, ""},
		{"a second tag is a second term", "tag=gold", "tag", "tag=lts", []string{"space"}, "tag=gold tag=lts"},
		{"a tag with a blank", "", "tag", "two words", []string{"space"}, `tag="two words"`},
		{"no tag at all", "", "tag", "tags=none", []string{"space"}, "tags=none"},
		{"hidden images too", "hidden=only", "hidden", "hidden=both", []string{"space"}, "hidden=both"},
		{"every visibility", "visibility=in:public,private", "visibility", "visibility=all", []string{"space"}, "visibility=all"},
		{"one visibility instead of all", "visibility=all", "visibility", "visibility=public", []string{"space"}, "visibility=public"},
		{"images offered to the project", "", "member_status", "pending", []string{"space"}, "member_status=pending"},
		{"protected", "", "protected", "protected=true", []string{"space"}, "protected=true"},
		{"an owner", "", "owner", "infrastructure", []string{"space"}, "owner=9f3c"},
		{"a format of the schema", "", "disk_format", "disk_format=iso", []string{"space"}, "disk_format=iso"},
		{"a property's value", "", "os_distro", "os_distro=rocky", []string{"space"}, "os_distro=rocky"},
		{"a property that is not set", "", "os_version", "!os_version", []string{"space"}, "!os_version"},
		{"set takes the place of not set", "!os_version", "os_version", "?os_version", []string{"space"}, "?os_version"},
		{"an odd property", "", `"a b"`, `!"a b"`, []string{"space"}, `!"a b"`},
		{"a size", "", "size", "size>=10GiB", []string{"space"}, "size>=10GiB"},
		{"another size takes its place", "size>=1GiB", "size", "size>=10GiB", []string{"space"}, "size>=10GiB"},
		{"an upper bound beside a lower one", "size>=1GiB", "size", "size<100MiB", []string{"space"}, "size>=1GiB size<100MiB"},
		{"a bound turned around", "size>=1GiB", "size", "size>=1GiB", []string{"!"}, "size<1GiB"},
		{"an age", "", "updated", "more than a year ago", []string{"space"}, "updated<-1y"},
		{"what was typed can be switched off", "name~ubuntu", "name", "name~ubuntu", []string{"space"}, ""},
		{"and on again", "name~ubuntu", "name", "name~ubuntu", []string{"space", "space"}, "name~ubuntu"},
		{"a regular expression negated", "name~/^u/", "name", "name~/^u/", []string{"!"}, "name!~/^u/"},
		{"a word negated", "ubuntu", "name", "name~ubuntu", []string{"!"}, "name!~ubuntu"},
		{"the key's terms removed", "size>=1GiB size<9GiB tag=gold", "size", "size", []string{"x"}, "tag=gold"},
		{"all removed", "size>=1GiB size<9GiB tag=gold", "size", "size", []string{"F"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, test.start).onKey(test.key).onRow(test.row).keys(test.keys...)
			if u.why != "" {
				t.Fatalf("a key says %q", u.why)
			}
			if got := u.line(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, start, key, row, press, why string }{
		{"a listing has no opposite", "hidden=only", "hidden", "hidden=only", "!", "not possible"},
		{"nor has visibility=all", "visibility=all", "visibility", "visibility=all", "!", "not possible"},
		{"nothing to remove", "", "status", "status=active", "x", "nothing is asked of status"},
		{"nothing to clear", "", "status", "status=active", "F", "there are no filters"},
		{"what is not typed yet", "", "name", "name~…", "!", "has to be typed first"},
	} {
		u := newUser(t, test.start).onKey(test.key).onRow(test.row).keys(test.press)
		if !strings.Contains(u.why, test.why) || u.line() != test.start {
			t.Errorf("%s: says %q", test.name, u.why)
		}
	}
	if u := newUser(t, "").toKeys().keys("!"); !strings.Contains(u.why, "nothing is asked of") {
		t.Errorf("! on a key without terms says %q", u.why)
	}
}

func TestKeysGoOnInTheLine(t *testing.T) {
	t.Parallel()
	u := newUser(t, "status=active").onKey("size").toKeys().keys("enter").types("5GiB")
	if got := u.line(); got != "status=active size>=5GiB" {
		t.Errorf("got %q", got)
	}
	u = newUser(t, "").onKey("name").onRow("name!~/").keys("enter").types("^cirros")
	if got := u.line(); got != "name!~/^cirros/" {
		t.Errorf("got %q", got)
	}
	u = newUser(t, "tag=gold").onKey("status").onRow("status=active").keys("enter")
	if all, ok := u.asked.(intent.All); !ok || query.Format(all[1].(intent.SetTerms).Terms) != "tag=gold status=active" {
		t.Errorf("enter on a value asks for %#v", u.asked)
	}
	u = newUser(t, "tag=gold tag!=lts").toKeys()
	for !strings.HasPrefix(u.under(), "tag") {
		u.keys("j")
	}
	if got := u.keys("!").line(); got != "tag!=gold tag=lts" {
		t.Errorf("! on a key gives %q", got)
	}
}

func TestTabCompletesWhatIsTypedAndElseGoesOn(t *testing.T) {
	t.Parallel()
	u := newUser(t, "").types("stat").keys("tab").types("ac").keys("tab")
	if got := u.line(); got != "status=active" {
		t.Errorf("completed %q", got)
	}
	if u.keys("tab"); u.title() != "Filter: keys" {
		t.Errorf("with nothing to complete, tab goes to %q", u.title())
	}
	if u.keys("tab"); u.title() != "Filter: values" {
		t.Errorf("and then to %q", u.title())
	}
	if u.keys("tab"); u.title() != "Filter" {
		t.Errorf("and then to %q", u.title())
	}
	u = newUser(t, "").types("tag=")
	for _, want := range []string{"tag=gold", "tag=lts", `tag="two words"`} {
		if got := u.keys("tab").line(); got != want {
			t.Errorf("tab puts %q in, want %q", got, want)
		}
	}
	if got := u.keys("shift+tab").line(); got != "tag=lts" {
		t.Errorf("shift+tab goes back to %q", got)
	}
	if got := newUser(t, "").types("disk_format=is").keys("tab").line(); got != "disk_format=iso" {
		t.Errorf("a format of the schema is completed to %q", got)
	}
}

// What is typed behind a filter, or behind what was chosen in the lists, is a term of
// its own.
func TestWhatIsTypedBeginsANewTerm(t *testing.T) {
	t.Parallel()
	if got := newUser(t, "os_distro=rocky").types("size>20GiB").line(); got != "os_distro=rocky size>20GiB" {
		t.Errorf("applied %q", got)
	}
	u := newUser(t, "").onKey("os_distro").onRow("os_distro=rocky").keys("space").keys("tab")
	if got := u.types("size>20GiB").line(); got != "os_distro=rocky size>20GiB" {
		t.Errorf("behind what was chosen: %q", got)
	}
}

func TestOnePartHasThePointer(t *testing.T) {
	t.Parallel()
	u := newUser(t, "status=active")
	for _, part := range []string{"the line", "the keys", "the values"} {
		if got := strings.Count(u.screen(), u.theme.Glyphs.Pointer); got != 1 {
			t.Errorf("%d pointers with the cursor in %s:\n%s", got, part, u.screen())
		}
		u.keys("tab")
	}
}

func TestTheHistoryOfFilters(t *testing.T) {
	t.Parallel()
	history := []string{"tag=gold", "name~cirros", "tag=lts"}
	u := newUser(t, "status=active", history...)
	for _, want := range []string{"tag=lts", "name~cirros", "tag=gold", "tag=gold"} {
		if got := u.keys("up").line(); got != want {
			t.Errorf("up shows %q, want %q", got, want)
		}
	}
	if got := u.keys("down", "down", "down").line(); got != "status=active" {
		t.Errorf("down comes back to %q", got)
	}
	if got := newUser(t, "tag=lts", history...).keys("up").line(); got != "name~cirros" {
		t.Errorf("up shows %q: the filter itself counts as one before", got)
	}
	u = newUser(t, "", history...).types("ta")
	if got := u.keys("up", "up").line(); got != "tag=gold" {
		t.Errorf("of those that begin as the line, up shows %q", got)
	}
	if u.keys("down", "down"); !strings.Contains(u.screen(), "› ta ") {
		t.Errorf("the line that was typed is lost:\n%s", u.screen())
	}
}

func TestAKeyThatMeansNothingIsAnswered(t *testing.T) {
	t.Parallel()
	u := newUser(t, "status=active").toKeys().keys("z")
	if told, ok := u.asked.(intent.Notify); !ok || !strings.HasPrefix(told.Text, "z does nothing here") {
		t.Errorf("got %#v", u.asked)
	}
	if got := u.line(); got != "status=active" {
		t.Errorf("z changed the filter to %q", got)
	}
}

func TestPastingGoesIntoTheLine(t *testing.T) {
	t.Parallel()
	u := newUser(t, "status=active").toKeys()
	u.pane.Paste(" tag=gold\n")
	if got := u.line(); got != "status=active tag=gold" {
		t.Errorf("got %q", got)
	}
}

func TestWhereTextIsTypedNoPrintableKeyIsBound(t *testing.T) {
	t.Parallel()
	for _, group := range newUser(t, "").pane.Bindings() {
		for _, binding := range group.Bindings {
			for _, key := range binding.Keys {
				if len([]rune(key)) == 1 || key == "space" {
					t.Errorf("%q cannot be typed", key)
				}
			}
		}
	}
}

func TestManyLocalTermsAreAllTold(t *testing.T) {
	t.Parallel()
	screen := newUser(t, "status=active name~ubuntu created=2024 disk_format!=raw").screen()
	for _, want := range []string{"server    status=active", "local     name~ubuntu", "narrowed  created=2024", "local     disk_format!=raw"} {
		if !strings.Contains(screen, want) {
			t.Errorf("the screen does not say %q:\n%s", want, screen)
		}
	}
	if screen := newUser(t, "name~a name~b name~c name~d name~e name~f").screen(); !strings.Contains(screen, "and 3 more lines") {
		t.Errorf("it is not said that there are more:\n%s", screen)
	}
}

func TestEveryBindingSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	for _, group := range []action.Group{action.FilterLine(), action.FilterKeys(), action.FilterValues()} {
		for _, binding := range group.Bindings {
			if binding.Help == "" || binding.Action == action.None || len(binding.Keys) == 0 {
				t.Errorf("%s: %+v says nothing", group.Title, binding)
			}
		}
	}
}

func TestTheFooterNamesTheWayOutInEveryPart(t *testing.T) {
	t.Parallel()
	u := newUser(t, "status=active")
	for range 3 {
		used, left := 0, ""
		for _, binding := range action.Footer(u.pane.Bindings()) {
			used += 3 + u.theme.Cells.Width(binding.Display()) + u.theme.Cells.Width(binding.Label)
			left = binding.Label
		}
		if used > 80 || left != "close" {
			t.Errorf("%s: the footer takes %d cells and ends with %q", u.title(), used, left)
		}
		u.keys("shift+tab")
	}
}
