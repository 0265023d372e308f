package detail

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/search"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// opened returns a screen of an image whose record was read.
func opened(image model.Image, width, height int) *Screen {
	theme := theme.New(theme.Choice{})
	s := New(&theme, &image, uitest.Now)
	s.Show(&image, uitest.Now)
	s.SetSize(width, height)
	return s
}

func (s *Screen) press(actions ...action.ID) intent.Intent {
	var asked intent.Intent
	for _, act := range actions {
		asked = s.Act(action.Press{Action: act})
	}
	return asked
}

// shown returns the screen as text.
func (s *Screen) shown() string { return ansi.Strip(s.View()) }

func TestTheCursorGoesThroughEveryFieldInOrderAndBack(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 200} {
		s := opened(uitest.Image(0), width, 10)
		var names []string
		for range 60 {
			name := s.items[s.cursor].name + s.items[s.cursor].value
			if len(names) == 0 || names[len(names)-1] != name {
				names = append(names, name)
			}
			s.press(action.Down)
		}
		if len(names) != len(s.items) || len(names) != 20+2+6 {
			t.Fatalf("width %d: %d fields of %d: %q", width, len(names), len(s.items), names)
		}
		for range 60 {
			s.press(action.Up)
		}
		if s.cursor != 0 || s.window.Top != 0 {
			t.Errorf("width %d: back at field %d, line %d", width, s.cursor, s.window.Top)
		}
		s.press(action.Bottom)
		if s.cursor != len(s.items)-1 {
			t.Errorf("width %d: the last is %d", width, s.cursor)
		}
	}
}

func TestWhatIsUnderTheCursorIsCopiedAsTheAPIWritesIt(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	image.Properties = append(image.Properties, model.Property{Key: text.Of("kernel_id"), Null: true})
	s := opened(image, 80, 24)
	s.ShowExtras(Extras{Names: map[string]text.Untrusted{image.Owner.Raw(): text.Of("demo")}}, uitest.Now)
	got := map[string]string{}
	for i := range s.items {
		s.put(i)
		if value := s.Under(); value != nil {
			got[s.items[i].id] = value.Label + "=" + value.Value.Raw()
		}
	}
	for id, want := range map[string]string{
		"attribute size": "size=618925568", "attribute protected": "protected=true", "attribute os_hidden": "os_hidden=false",
		"attribute created_at": "created_at=2026-11-21T23:00:00Z", "attribute owner": "owner=" + image.Owner.Raw(),
		"attribute status": "status=active", "tag gold": "tag=gold", "property os_version": "os_version=24.04",
		"attribute virtual_size": "", "property kernel_id": "", "property description": "",
	} {
		if got[id] != want {
			t.Errorf("%s is copied as %q, want %q", id, got[id], want)
		}
	}
	if asked, ok := s.press(action.Copy).(intent.CopyFrom); !ok || asked.Images.Len() != 1 || asked.Images.ID(0) != image.ID {
		t.Errorf("y asks for %#v", asked)
	}
}

func TestTheOwnerIsNamedWithTheIDBesideIt(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	s := opened(image, 80, 24)
	s.ShowExtras(Extras{Names: map[string]text.Untrusted{image.Owner.Raw(): text.Of("de\x1b[31mmo")}}, uitest.Now)
	if want := "de␛[31mmo  " + image.Owner.Raw(); !strings.Contains(s.shown(), want) {
		t.Errorf("no %q in\n%s", want, s.shown())
	}
}

func TestTheCursorStaysOnItsFieldWhenTheRecordChangesOrTheSize(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	s := opened(image, 80, 12)
	s.Search("hw_machine")
	s.Search("")
	s.Search("hw_machine")
	id := s.items[s.cursor].id
	image.Tags = append(image.Tags, text.Of("aaa"), text.Of("bbb"))
	image.Properties = slices.Concat([]model.Property{{Key: text.Of("a")}}, image.Properties)
	s.Show(&image, uitest.Now)
	for _, size := range [][2]int{{80, 12}, {200, 5}, {120, 40}, {80, 3}} {
		s.SetSize(size[0], size[1])
		if got := s.items[s.cursor].id; got != id || id != "property hw_machine_type" || !s.visible(s.cursor) {
			t.Errorf("%v: the cursor is on %q, was on %q", size, got, id)
		}
	}
}

func TestColumnsAreGoneBetweenSideways(t *testing.T) {
	t.Parallel()
	s := opened(uitest.Image(0), 160, 30)
	s.press(action.Down, action.Down, action.NextChoice)
	if one := s.items[s.cursor]; one.column != 1 || one.id != "tag lts" {
		t.Errorf("at the right is %q", one.id)
	}
	s.press(action.NextChoice)
	s.press(action.PreviousChoice)
	if one := s.items[s.cursor]; one.column != 0 || one.id != "attribute id" {
		t.Errorf("back at the left is %q", one.id)
	}
	narrow := opened(uitest.Image(0), 80, 24)
	if _, binding, _ := action.Match(narrow.Bindings(), "l"); binding.DisabledReason == "" {
		t.Error("with one column, l does not say why it does nothing")
	}
}

func TestAClickPutsTheCursorOnTheFieldThere(t *testing.T) {
	t.Parallel()
	s := opened(uitest.Image(0), 160, 30)
	lines := strings.Split(s.shown(), "\n")
	for y, line := range lines {
		for _, name := range []string{"min_disk", "os_distro", "gold", "os_hash_value"} {
			if at := strings.Index(line, name); at >= 0 {
				s.Click(len([]rune(line[:at])), y)
				if one := s.items[s.cursor]; !strings.Contains(one.id, name) {
					t.Errorf("a click on %s is on %s", name, one.id)
				}
			}
		}
	}
	before := s.cursor
	s.Click(3, 0)
	s.Click(3, 4)
	if s.cursor != before {
		t.Error("a click on no field moves the cursor")
	}
}

func TestTheWheelTakesTheCursorAlong(t *testing.T) {
	t.Parallel()
	s := opened(uitest.Image(0), 80, 8)
	for _, by := range []int{3, 3, 3, 3, -3, 60, -3, -60} {
		s.Wheel(by)
		if !s.visible(s.cursor) {
			t.Errorf("at line %d the cursor is out of sight on line %d", s.window.Top, s.items[s.cursor].first)
		}
	}
	if s.window.Top != 0 {
		t.Errorf("the top is line %d", s.window.Top)
	}
}

func TestAValueTallerThanTheWindowIsScrolledThrough(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	image.Properties = []model.Property{{Key: text.Of("long"), Value: text.Of(strings.Repeat("word ", 400) + "END")}}
	s := opened(image, 80, 6)
	s.press(action.Bottom)
	s.Search("long")
	s.Search("")
	for i := range s.items {
		if s.items[i].id == "property long" {
			s.put(i)
		}
	}
	for range 100 {
		if strings.Contains(s.shown(), "END") {
			return
		}
		s.press(action.Down)
	}
	t.Errorf("the end of a long value is not reached:\n%s", s.shown())
}

func TestSearchMarksAndGoesFromOneToTheNext(t *testing.T) {
	t.Parallel()
	s := opened(uitest.Image(0), 80, 12)
	s.press(action.Down, action.Down)
	s.press(action.Search)
	s.Search("HW_")
	if note, wrong := s.SearchNote(); note != "no field has it" || wrong {
		t.Errorf("an upper-case letter counts, but %q", note)
	}
	s.Search("hw_")
	if note, _ := s.SearchNote(); note != "2 fields" || s.items[s.cursor].id != "property hw_disk_bus" {
		t.Errorf("%q, on %q", note, s.items[s.cursor].id)
	}
	if !strings.Contains(s.View(), s.theme.Match.Render("hw_")) {
		t.Error("what was found is not marked")
	}
	s.Search("hw_ /(/")
	if _, wrong := s.SearchNote(); !wrong || s.matches() != 2 {
		t.Errorf("a wrong expression leaves %d matches", s.matches())
	}
	s.Search("")
	if s.cursor != 2 {
		t.Errorf("a search that is given up leaves the cursor on %d", s.cursor)
	}
	s.Search("hw_")
	if asked := s.press(action.FindNext); asked != nil || s.items[s.cursor].id != "property hw_machine_type" {
		t.Errorf("n goes to %q: %v", s.items[s.cursor].id, asked)
	}
	if asked := s.press(action.FindNext); asked != (intent.Notify{Text: "around the end: 2 found"}) || s.items[s.cursor].id != "property hw_disk_bus" {
		t.Errorf("n goes to %q: %v", s.items[s.cursor].id, asked)
	}
	if asked := s.press(action.FindPrevious); asked == nil {
		t.Error("N goes around without a word")
	}
	if asked := s.press(action.Back); asked != nil || s.Searched() != "" || s.items[s.cursor].id != "property hw_machine_type" {
		t.Errorf("esc ends the search with %v, on %q", asked, s.items[s.cursor].id)
	}
	if _, binding, _ := action.Match(s.Bindings(), "n"); binding.DisabledReason == "" {
		t.Error("n does not say that nothing is searched for")
	}
	if asked := s.press(action.Back); asked != (intent.Close{}) {
		t.Errorf("esc asks for %v", asked)
	}
}

func TestSearchLooksInTheRecordAsWell(t *testing.T) {
	t.Parallel()
	s := opened(uitest.Image(0), 80, 20)
	s.press(action.Raw)
	s.Search("status active")
	if note, _ := s.SearchNote(); note != "1 line" || s.items[s.cursor].copied.Raw() != `"status": "active",` {
		t.Errorf("%q, on %q", note, s.items[s.cursor].copied)
	}
	s.press(action.Raw)
	if note, _ := s.SearchNote(); note != "1 field" {
		t.Errorf("back in the fields: %q", note)
	}
}

func TestWhatTheSearchMarksChangesNoText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		image := uitest.Image(rapid.IntRange(0, 9).Draw(t, "image"))
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"ab", "a", "é", "漢字", " ", "  ", "\x1b", "x y", "B"}), 0, 40).Draw(t, "value")
		image.Properties = append(image.Properties, model.Property{Key: text.Of("zz"), Value: text.Of(strings.Join(words, ""))})
		s := opened(image, rapid.IntRange(20, 200).Draw(t, "width"), 200)
		before := s.shown()
		sought, err := search.Parse(rapid.SampledFrom([]string{"a", "ab", "b a", "/a+/", "é", "漢", "x", "zz !q", "/ */"}).Draw(t, "search"))
		if err != nil {
			t.Fatal(err)
		}
		s.sought = sought
		s.find()
		if s.shown() != before {
			t.Fatalf("with a search:\n%s\nwithout:\n%s", s.shown(), before)
		}
		for _, lines := range s.columns {
			for _, l := range lines {
				if l.item != none && s.items[l.item].value[l.at:l.at+len(l.value)] != l.value {
					t.Fatalf("%q is not at %d of %q", l.value, l.at, s.items[l.item].value)
				}
			}
		}
	})
}

func TestAPreviewHasNoCursorAndCostsNothingWhileTheImageIsTheSame(t *testing.T) {
	theme := theme.New(theme.Choice{})
	s := NewBeside(&theme)
	s.SetSize(48, 60)
	image := uitest.Image(1)
	s.SetImage(&image, uitest.Now)
	if strings.Contains(s.shown(), theme.Glyphs.Pointer) || strings.Contains(s.shown(), "not set") {
		t.Errorf("a preview shows\n%s", s.shown())
	}
	first := &s.items[0]
	if allocated := testing.AllocsPerRun(10, func() { s.SetImage(&image, uitest.Now) }); allocated != 0 || first != &s.items[0] {
		t.Errorf("the same image costs %v allocations", allocated)
	}
	image.Properties = slices.Clone(image.Properties)
	image.Properties[0].Value = text.Of("changed in place")
	s.SetImage(&image, uitest.Now)
	if !strings.Contains(s.shown(), "changed in place") {
		t.Error("a change of a property within the same second is not seen")
	}
	s.SetImage(&image, uitest.Now.Add(2*time.Hour))
	if !strings.Contains(strings.Join(strings.Fields(s.shown()), " "), "11:02:00 UTC, 2 hours ago") {
		t.Errorf("ages do not grow:\n%s", s.shown())
	}
	s.SetImage(nil, uitest.Now)
	if strings.TrimSpace(s.shown()) != "" {
		t.Errorf("no image shows %q", s.shown())
	}
}

func TestAFailedImportIsToldWithWhatToDo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name              string
		status            model.Status
		failed, importing string
		says              []string
		section           bool
	}{
		{"nothing", model.StatusActive, "", "", nil, false},
		{"no data", model.StatusQueued, "fs", "", []string{"failed in store", "fs", "Import or upload its data again"}, true},
		{"one store of two", model.StatusActive, "ceph", "", []string{"other stores have its data", "copy-image"}, true},
		{"killed", model.StatusKilled, "ceph", "", []string{"once the image is queued or active"}, true},
		{"broken off", model.StatusQueued, "", "fs", []string{"was meant for", "fs", "Import or upload its data again"}, true},
		{"under way", model.StatusImporting, "", "fs,ceph", []string{"importing to", "ctrl+r shows how far"}, true},
	} {
		image := uitest.Image(0)
		image.Status = test.status
		image.Properties = []model.Property{
			{Key: text.Of("os_glance_failed_import"), Value: text.Of(test.failed)},
			{Key: text.Of("os_glance_importing_to_stores"), Value: text.Of(test.importing)},
		}
		s := opened(image, 80, 24)
		shown := strings.Join(strings.Fields(s.shown()), " ")
		for _, want := range test.says {
			if !strings.Contains(shown, want) {
				t.Errorf("%s: no %q in\n%s", test.name, want, s.shown())
			}
		}
		if strings.HasPrefix(shown, "Import") != test.section {
			t.Errorf("%s: the section is not as it should be:\n%s", test.name, s.shown())
		}
	}
}

// trouble is an error of a kind.
type trouble struct {
	kind remote.Kind
	said string
}

func (e trouble) Error() string           { return e.said }
func (e trouble) Advice() string          { return "advice" }
func (e trouble) Request() text.Untrusted { return text.Of("req-1") }
func (e trouble) Unwrap() error           { return e.kind }

func TestEachStateOfTheExtrasIsToldInWords(t *testing.T) {
	t.Parallel()
	forbidden, broken := trouble{remote.Forbidden, "not for you"}, trouble{remote.Unreachable, "no route"}
	for _, test := range []struct {
		name    string
		private bool
		unread  bool
		extras  Extras
		says    []string
	}{
		{name: "being read", unread: true, says: []string{"Members being read", "Tasks being read"}},
		{name: "not asked for", private: true, says: []string{"Members none (not a shared image)"}},
		{name: "none", says: []string{"Members 0 shared with nobody yet", "Tasks 0 none kept by the service"}},
		{
			name: "not allowed", extras: Extras{MembersErr: forbidden, TasksErr: forbidden, StoresErr: forbidden},
			says: []string{"Members this user may not read this: not for you", "Tasks this user may not read this", "Stores of the service this user may not read this"},
		},
		{
			name: "not offered", extras: Extras{MembersErr: remote.NotOffered, TasksErr: remote.NotOffered, StoresErr: remote.NotOffered},
			says: []string{"Members this service is too old", "Tasks this service is too old", "Stores of the service this service does not name"},
		},
		{
			name: "failed", extras: Extras{TasksErr: broken, MembersErr: errors.New("odd")},
			says: []string{"Members could not be read: Odd.", "Tasks could not be read: No route. Advice. request id req-1"},
		},
		{
			name: "members", extras: Extras{
				Members: []model.Member{
					{Project: text.Of("p2"), Status: model.MemberAccepted, UpdatedAt: uitest.Now.Add(-time.Hour)},
					{Project: text.Of("p1"), Status: model.MemberPending},
					{Project: text.Of("p3")},
				},
				Names: map[string]text.Untrusted{"p1": text.Of("blue")},
			},
			says: []string{"Members 3 pending blue p1, not in its list yet accepted p2, 1 hour ago no status p3"},
		},
		{
			name: "tasks", extras: Extras{Tasks: []model.Task{
				{ID: text.Of("1"), Type: text.Of("old"), Status: model.TaskSuccess, CreatedAt: uitest.Now.Add(-2 * time.Hour)},
				{
					ID: text.Of("2"), Type: text.Of("new"), Status: model.TaskFailure, Message: text.Of("disk full"),
					CreatedAt: uitest.Now.Add(-time.Hour), UpdatedAt: uitest.Now.Add(-time.Hour),
				},
			}},
			says: []string{"Tasks 2 failure new, 1 hour ago, 2026-11-23 11:00:00 UTC disk full success old"},
		},
		{
			name: "stores", extras: Extras{Stores: []model.Store{
				{ID: text.Of("fs"), Default: true}, {ID: text.Of("web"), ReadOnly: true, Description: text.Of("cold")},
			}},
			says: []string{"Stores of the service 2 fs has the data, default web does not have the data, read-only, cold"},
		},
	} {
		image := uitest.Image(0)
		image.Null, image.Stores = 0, text.Of("fast, fs")
		image.Visibility = model.VisibilityShared
		if test.private {
			image.Visibility = model.VisibilityPrivate
		}
		s := opened(image, 160, 90)
		if !test.unread {
			s.ShowExtras(test.extras, uitest.Now)
		}
		var right []string
		for line := range strings.SplitSeq(s.shown(), "\n") {
			if cells := []rune(line); len(cells) > margin+s.widths[0] {
				right = append(right, strings.Fields(string(cells[margin+s.widths[0]:]))...)
			}
		}
		for _, want := range test.says {
			if !strings.Contains(strings.Join(right, " "), want) {
				t.Errorf("%s: no %q in\n%s", test.name, want, s.shown())
			}
		}
	}
}

// hostile fills every place of a screen with a text.
func hostile(s *Screen, bad string) {
	foul := text.Of(bad)
	image := uitest.Image(3)
	image.Name, image.Owner, image.Stores, image.DirectURL, image.DiskFormat = foul, foul, foul, foul, foul
	image.Status, image.Null = model.Status{Untrusted: foul}, 0
	image.Tags = []text.Untrusted{foul, text.Of("gold")}
	image.Properties = []model.Property{
		{Key: foul, Value: text.Of(bad + bad)},
		{Key: text.Of("os_glance_failed_import"), Value: foul},
		{Key: text.Of("os_glance_importing_to_stores"), Value: foul},
		{Key: text.Of("os_glance_import_task"), Value: foul},
	}
	image.Faults = []model.Fault{{Field: foul, Reason: bad}}
	image.Raw = []byte(`{"a": "` + bad + `", "` + bad + `": [1, {"b": null}]}`)
	s.Show(&image, uitest.Now)
	s.ShowExtras(Extras{
		Members: []model.Member{{Project: foul, Status: model.MemberStatus{Untrusted: foul}, UpdatedAt: uitest.Now}},
		Tasks:   []model.Task{{ID: foul, Status: model.TaskStatus{Untrusted: foul}, Type: foul, Message: foul}},
		Stores:  []model.Store{{ID: foul, Description: foul}},
		Names:   map[string]text.Untrusted{bad: foul},
	}, uitest.Now)
}

func TestWhateverIsShownAndPressedFits(t *testing.T) {
	t.Parallel()
	actions := []action.ID{
		action.Up, action.Down, action.Top, action.Bottom, action.HalfUp, action.HalfDown, action.PageUp, action.PageDown,
		action.NextChoice, action.PreviousChoice, action.Raw, action.FindNext, action.FindPrevious, action.Back, action.Copy,
	}
	rapid.Check(t, func(t *rapid.T) {
		theme := theme.New(theme.Choice{ASCII: rapid.Bool().Draw(t, "ascii")})
		image := uitest.Image(rapid.IntRange(0, 9).Draw(t, "image"))
		s := New(&theme, &image, uitest.Now)
		width, height := rapid.IntRange(20, 200).Draw(t, "width"), rapid.IntRange(1, 50).Draw(t, "height")
		s.SetSize(width, height)
		bad := rapid.OneOf(rapid.String(), rapid.SampledFrom(uitest.Poison())).Draw(t, "bad")
		t.Repeat(map[string]func(*rapid.T){
			"act": func(t *rapid.T) { s.press(rapid.SampledFrom(actions).Draw(t, "action")) },
			"search": func(t *rapid.T) {
				s.Search(rapid.SampledFrom([]string{"", "a", bad, "/(", "os_", "!x"}).Draw(t, "text"))
			},
			"wheel":   func(t *rapid.T) { s.Wheel(rapid.IntRange(-9, 9).Draw(t, "lines")) },
			"click":   func(t *rapid.T) { s.Click(rapid.IntRange(0, 199).Draw(t, "x"), rapid.IntRange(0, 49).Draw(t, "y")) },
			"hostile": func(*rapid.T) { hostile(s, bad) },
			"clean":   func(*rapid.T) { s.Show(&image, uitest.Now) },
			"fail":    func(*rapid.T) { s.Fail(trouble{"", bad}) },
			"extras":  func(*rapid.T) { s.ShowExtras(Extras{TasksErr: trouble{"", bad}}, uitest.Now) },
			"resize": func(t *rapid.T) {
				width, height = rapid.IntRange(20, 200).Draw(t, "width"), rapid.IntRange(1, 50).Draw(t, "height")
				s.SetSize(width, height)
			},
			"": func(t *rapid.T) { check(t, s, width, height) },
		})
	})
}

func check(t *rapid.T, s *Screen, width, height int) {
	view := s.View()
	if lines := strings.Count(view, "\n") + 1; lines != height {
		t.Fatalf("%d lines of %d", lines, height)
	}
	if foul := uitest.Forbidden(view); foul != "" {
		t.Fatalf("%q is sent", foul)
	}
	for line := range strings.SplitSeq(view, "\n") {
		if got := s.theme.Cells.Width(ansi.Strip(line)); got > width {
			t.Fatalf("%q takes %d cells of %d", ansi.Strip(line), got, width)
		}
	}
	if len(s.items) > 0 && (s.cursor < 0 || s.cursor >= len(s.items)) {
		t.Fatalf("the cursor is on %d of %d", s.cursor, len(s.items))
	}
	if s.window.Top < 0 || s.window.Top > max(0, s.lines-height) {
		t.Fatalf("the window begins at %d of %d lines", s.window.Top, s.lines)
	}
	for i := range s.items {
		if s.items[i].first > s.items[i].last {
			t.Fatalf("item %d has no line", i)
		}
	}
	for _, group := range s.Bindings() {
		for _, binding := range group.Bindings {
			if foul := uitest.Forbidden(binding.DisabledReason); foul != "" {
				t.Fatalf("a reason holds %q", foul)
			}
		}
	}
	if value := s.Under(); value != nil && uitest.Forbidden(value.Label) != "" {
		t.Fatalf("a label holds %q", value.Label)
	}
}

func TestWhatIsUnknownIsSaidOfEveryField(t *testing.T) {
	t.Parallel()
	image := uitest.Image(1)
	image.Unknown = model.AlwaysSent().Without(model.AttrID)
	image.Tags = nil
	image.Faults = []model.Fault{{Field: text.Of("size"), Reason: `a whole number was expected, not "big"`}}
	s := opened(image, 80, 90)
	shown := s.shown()
	for _, attribute := range model.Attributes() {
		if !image.Unknown.Has(attribute) || attribute == model.AttrTags {
			continue
		}
		at := slices.IndexFunc(s.items, func(one item) bool { return one.id == "attribute "+attribute.String() })
		if at < 0 || s.items[at].value != "unknown" || s.items[at].label != "" {
			t.Errorf("%s is not said to be unknown", attribute)
		}
	}
	for _, want := range []string{`not "big"`, "protected          the service did not send it", "Tags 0\n  unknown"} {
		if !strings.Contains(strings.Join(strings.Fields(shown), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("%q is missing in\n%s", want, shown)
		}
	}
}
