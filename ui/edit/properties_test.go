package edit_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
)

func TestOnlyWhatWasChangedOfThePropertiesIsAskedFor(t *testing.T) {
	t.Parallel()
	one := []*model.Image{with("a", "k1", "v1", "k2", "v2", "os_glance_x", "y")}
	several := []*model.Image{with("a", "all", "x", "differs", "1", "some", "s"), with("b", "all", "x", "differs", "2")}
	for _, test := range []struct {
		name string
		of   []*model.Image
		keys string
		want string
	}{
		{"nothing", one, "", ""},
		{"a value", one, "enter x enter", "property k1=v1x"},
		{"a value that is still typed", one, "j enter x", "property k2=v2x"},
		{"a value and back by hand", one, "enter x backspace enter", ""},
		{"a value and back by a key while typing", one, "enter x ctrl+x enter", ""},
		{"a value and back by a key in the list", one, "enter x enter u", ""},
		{"esc while typing keeps what was typed", one, "enter x esc", "property k1=v1x"},
		{"an empty value", one, "enter ctrl+u enter", `property k1=""`},
		{"added", one, "a n enter v enter", "property n=v"},
		{"added with an empty value", one, "a n enter enter", `property n=""`},
		{"added twice, in order", one, "a n enter enter a m enter enter", `property n="" m=""`},
		{"added and nothing typed", one, "a enter enter", ""},
		{"added and left", one, "a esc", ""},
		{"added and left before its value", one, "a n enter esc", ""},
		{"added and left with a value", one, "a n enter v esc", "property n=v"},
		{"key and value in one", one, "a n = v = w enter", "property n=v=w"},
		{"added and removed", one, "a n enter v enter D", ""},
		{"odd keys", one, "a A / ~ space b enter v enter", `property "A/~ b"=v`},
		{"removed", one, "D", "property -k1"},
		{"removed by another key", one, "delete", "property -k1"},
		{"removed and kept", one, "D D", ""},
		{"changed and then removed", one, "enter x enter D", "property -k1"},
		{"renamed", one, "r x enter", "property k1->k1x"},
		{"renamed and changed", one, "r x enter enter y enter", "property k1x=v1y -k1"},
		{"renamed to nothing is not renamed", one, "r ctrl+u enter", ""},
		{"different: renamed", several, "j r x enter", "property differs->differsx"},
		{"some: renamed", several, "G r x enter", "property some->somex"},
		{"some: given to all under another key", several, "G space r x enter", "property somex=s -some"},
		{"different: renamed and one value for all", several, "j r x enter enter 9 enter", "property differsx=9 -differs"},
		{"some: renamed to a key that others have", several, "G r ctrl+u a l l enter", "property some->all"},
		{"some: renamed to a key that is changed", several, "enter y enter G r ctrl+u a l l enter", ""},
		{"all: changed", several, "enter y enter", "property all=xy"},
		{"different: one for all", several, "j enter 9 enter", "property differs=9"},
		{"different: left again", several, "j enter 9 backspace enter", ""},
		{"different: completed to one that is there", several, "j enter tab enter", "property differs=1"},
		{"some: given to all", several, "G space", "property some=s"},
		{"some: given to all, and not", several, "G space space", ""},
		{"some: changed for all", several, "G enter x enter", "property some=sx"},
		{"some: changed where it is set", several, "G enter x enter space", "property ?some=sx"},
		{"some: changed where it is set, while typing", several, "G enter x ctrl+t y", "property ?some=sxy"},
		{"some: changed for all again", several, "G enter x enter space space", "property some=sx"},
		{"some: changed where it is set, and back", several, "G enter x enter space u", ""},
		{"some: where it is set and under another key", several, "G enter x enter space r y enter", "property somey=sx -some"},
		{"all: ctrl+t changes nothing", several, "enter y ctrl+t enter", "property all=xy"},
		{"some: removed", several, "G D", "property -some"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onProperties, edit.Known{}, test.of...)
			if got := u.press(strings.Fields(test.keys)...).changed(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestTypingFindsAPropertyOrAddsOne(t *testing.T) {
	t.Parallel()
	null := made("a", func(image *model.Image) {
		image.Properties = append(with("a", "k1", "v1", "k2", "v2", "os_glance_x", "y").Properties, model.Property{Key: text.Of("null"), Null: true})
	})
	of := []*model.Image{null}
	known := edit.Known{Properties: []string{"os_distro"}, Values: func(query.Field) []string { return []string{"ubuntu"} }}
	for _, test := range []struct {
		name, typed, keys string
		want, sees        string
	}{
		{"a pair", "os_admin_user=ubuntu", "enter", "property os_admin_user=ubuntu", "+ os_admin_user"},
		{"a pair, not taken yet", "os_admin_user=ubuntu", "", "property os_admin_user=ubuntu", "enter adds os_admin_user"},
		{"a pair that is there", "k2=new", "enter", "property k2=new", "was v2"},
		{"a pair that is there as it is", "k2=v2", "enter", "", "k2 has this value already"},
		{"a value with =", "n=a=b", "enter", "property n=a=b", "a=b"},
		{"two pairs", "n=1", "enter m = 2 enter", "property n=1 m=2", "+ m"},
		{"a key, then its value", "new", "enter v enter", "property new=v", "+ new"},
		{"a key, its value, and another", "new", "enter v enter r = 1 enter", "property new=v r=1", "+ r"},
		{"a key without a value", "new", "enter esc", "", "new was not added: no value was typed"},
		{"an = without a value", "new=", "enter esc", "", "new was not added"},
		{"a part of a key that is there", "k2", "enter x enter", "property k2=v2x", "was v2"},
		{"a part of a value that is there", "v2", "enter x enter", "property k2=v2x", "was v2"},
		{"completed", "os_d", "tab = tab enter", "property os_distro=ubuntu", "+ os_distro"},
		{"a value alone", "=v", "enter", "", "a key before the ="},
		{"what cannot be changed", "os_glance_x=1", "enter", "", "os_glance_x cannot be changed"},
		{"what the service refuses", "name=x", "enter", "", "name is an attribute"},
		{"removed in the list", "k2", "down D", "property -k2", "- k2"},
		{"removed, and set again", "k2", "down D up ctrl+u k 2 = n enter", "property k2=n", "was v2"},
		{"a pair, and down", "k2=new", "down", "property k2=new", "›~ k2"},
		{"a pair, down and a letter", "k2=new", "down D", "property -k2", "- k2"},
		{"esc empties a search", "k2", "esc", "", "k1"},
		{"a removal", "-k2", "enter", "property -k2", "- k2"},
		{"a removal, not taken yet", "-k2", "", "property -k2", "enter removes k2"},
		{"a removal completed", "-k", "tab enter", "property -k1", "- k1"},
		{"a change and a removal", "n=1 -k2", "enter", "property n=1 -k2", "+ n"},
		{"a change and a removal, not taken yet", "n=1 -k2", "", "property n=1 -k2", "enter adds n, removes k2"},
		{"two changes", "n=1 k2=3", "enter", "property n=1 k2=3", "was v2"},
		{"another key", "k2->k3", "enter", "property k2->k3", "was k2"},
		{"another key for what is removed", "-k2", "enter k 2 - > k 3 enter", "property k2->k3", "was k2"},
		{"another key for null", "null->k3", "enter", "", "null cannot be renamed: its value is null"},
		{"a removal of none", "-k9", "enter", "", "no image has the property k9"},
		{"a change and a removal of none", "n=1 -k9", "enter", "", "no image has the property k9"},
		{"a removal of what cannot be", "-os_glance_x", "enter", "", "os_glance_x"},
		{"a value with blanks", "n=a b", "enter", `property n="a b"`, "a b"},
		{"a value with a sign in quotes", `n="a -k2"`, "enter", `property n="a -k2"`, "a -k2"},
		{"a value in braces", `n={"a": 1}`, "enter", `property n="{\"a\": 1}"`, "+ n"},
		{"a key in the making is no removal", "-", "", "", "k1"},
		{"added and removed again", "n=1", "enter - n enter", "", "k1"},
		{"cleared", "n=1 -k2", "ctrl+u", "", "k1"},
		{"a value cleared", "k2", "enter ctrl+u enter", `property k2=""`, "was v2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, inPropertyLine, known, of...).types(test.typed)
			u.press(strings.Fields(test.keys)...).sees(test.sees)
			if got := u.changed(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestEscAsksBeforeAPropertyThatIsTypedIsLost(t *testing.T) {
	t.Parallel()
	u := newUser(t, inPropertyLine, edit.Known{}, with("a", "k", "v")).types("n=v").press("esc").sees("Discard")
	if u.asked != nil {
		t.Errorf("esc asked for %#v", u.asked)
	}
	if u = newUser(t, inPropertyLine, edit.Known{}, with("a", "k", "v")).press("esc"); u.asked != (intent.Close{}) {
		t.Errorf("esc asked for %#v", u.asked)
	}
}

func TestAPropertyThatCannotBeChangedSaysWhy(t *testing.T) {
	t.Parallel()
	of := []*model.Image{
		with("a", "all", "x", "differs", "1", "os_glance_failed_import", "", " pad ", "p", "image_id", "i", "some", "s"),
		made("b", func(image *model.Image) {
			image.Properties = append(with("b", "all", "x", "differs", "2").Properties, model.Property{Key: text.Of("kernel_id"), Null: true})
		}),
	}
	for _, test := range []struct{ name, keys, want string }{
		{"null has no other key", "j j r", "its value is null"},
		{"the service's own", "G enter", "os_glance_"},
		{"the service's own, removed", "G D", "os_glance_"},
		{"a key of Glance's own record", "G k enter", "Glance takes this name"},
		{"blanks at the end of a key", "G k k D", "begins or ends with a blank"},
		{"every image has it", "space", "every image gets it already"},
		{"what was removed is not changed", "D enter", "D again keeps it"},
		{"nothing to take back", "u", "is unchanged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onProperties, edit.Known{}, of...)
			u.press(strings.Fields(test.keys)...)
			if !strings.Contains(u.why, test.want) {
				t.Errorf("the key says %q, want %q\n%s", u.why, test.want, u.screen())
			}
		})
	}
	empty := newUser(t, onProperties, edit.Known{}, with("a")).sees("no property yet")
	if empty.press("D"); empty.changed() != "" {
		t.Errorf("D on nothing changed something")
	}
}

func TestAKeyThatTheServiceWouldRefuseIsToldWhileItIsTyped(t *testing.T) {
	t.Parallel()
	readOnly := model.Schema{Fields: []model.SchemaField{{Name: text.Of("locked"), Property: true, ReadOnly: true}}}
	for _, test := range []struct{ name, key, want string }{
		{"an attribute", "name", "name is an attribute, no property"},
		{"another attribute", "os_hidden", "os_hidden is an attribute"},
		{"a read-only attribute", "checksum", "reserved by the service"},
		{"tags", "tags", "tags are no property"},
		{"Glance's own", "os_glance_x", "the service's own"},
		{"Glance's own record", "image_id", "Glance takes this name"},
		{"too long", strings.Repeat("k", 256), "at most 255"},
		{"four bytes", "🐧", "four bytes"},
		{"blanks around it", "k ", "Glance cannot change a property whose name"},
		{"one that is there", "k1", "of this key already"},
		{"what the operator keeps", "locked", "the service alone decides"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, onProperties, edit.Known{Schema: &readOnly}, with("a", "k1", "v1"))
			u.press("a")
			u.pane.Paste(test.key)
			u.sees(test.want, "!")
			u.press("enter", "v", "enter")
			if got := u.changed(); got != "" {
				t.Errorf("asked for %q", got)
			}
			u.sees(test.want)
			// The cursor is in the key: emptied, and with its value, it is gone.
			if got := u.press("ctrl+u").types("fine").changed(); got != "property fine=v" {
				t.Errorf("got %q\n%s", got, u.screen())
			}
		})
	}
}

func TestValuesAreCheckedAndCompletedByWhatIsKnown(t *testing.T) {
	t.Parallel()
	schema := model.Schema{Fields: []model.SchemaField{{
		Name: text.Of("hw_disk_bus"), Property: true, Description: text.Of("how disks are attached"),
		Values: []text.Untrusted{text.Of("virtio"), text.Of("scsi")},
	}}}
	known := edit.Known{
		Schema: &schema, Properties: []string{"os_distro", "os_version", "os_glance_x"},
		Values: func(field query.Field) []string {
			if field.Property == "os_distro" {
				return []string{"ubuntu", "debian"}
			}
			return nil
		},
	}
	u := newUser(t, onProperties, known, with("a", "hw_disk_bus", "virtio")).sees("how disks are attached")
	u.press("enter").types("x").sees("! hw_disk_bus", "expected: virtio, scsi")
	if got := u.press("ctrl+u").types("s").press("tab", "enter").changed(); got != "property hw_disk_bus=scsi" {
		t.Errorf("got %q", got)
	}
	u = newUser(t, onProperties, known, with("a")).types("os").sees("tab: os_distro, os_version").misses("os_glance")
	if got := u.press("tab", "enter").types("de").press("tab").changed(); got != "property os_distro=debian" {
		t.Errorf("got %q", got)
	}
}

func TestLongAndMultiLineValues(t *testing.T) {
	t.Parallel()
	u := newUser(t, onProperties, edit.Known{}, with("a", "script", "#!/bin/sh\necho")).sees("#!/bin/sh␊echo")
	u.press("enter", "x").sees("1 line break")
	if u.pane.Unsaved() {
		t.Fatal("a key changed a text that no line can hold")
	}
	u.press("ctrl+e")
	own, ok := u.asked.(intent.EditText)
	if !ok || own.Name != "script" || own.Text != "#!/bin/sh\necho" {
		t.Fatalf("asked for %#v", u.asked)
	}
	own.Done("#!/bin/sh\necho hi")
	u.press("ctrl+s")
	want := command.Property{Set: []command.KeyValue{{Key: "script", Value: "#!/bin/sh\necho hi"}}}
	if change, ok := u.asked.(intent.Change); !ok || fmt.Sprint(change.Commands[0]) != fmt.Sprint(want) {
		t.Errorf("asked for %#v", u.asked)
	}

	// A text that is pasted keeps its lines; one that is copied as a line is
	// one.
	for pasted, want := range map[string]string{"a\r\nb\rc": "a\nb\nc", "one\n": "one", "\ttab": "\ttab"} {
		u := newUser(t, onProperties, edit.Known{}, with("a", "k", "")).press("enter")
		u.pane.Paste(pasted)
		u.press("ctrl+s")
		change, _ := u.asked.(intent.Change)
		if set, _ := change.Commands[0].(command.Property); len(set.Set) != 1 || set.Set[0].Value != want {
			t.Errorf("%q pasted is %#v", pasted, change)
		}
	}

	long := newUser(t, onProperties, edit.Known{}, with("a", "k", strings.Repeat("v", 70000))).sees("of which a service with MySQL keeps 65535")
	if wrong := long.press("enter", "end", "x").fits(80, 24); wrong != "" {
		t.Error(wrong)
	}
	if long.press("ctrl+s"); long.asked == nil {
		t.Error("a service may take it, and it was refused")
	}
}

func TestWhatALineCannotTakeOfAPastedTextIsSaid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, editor, keys, pasted, said, want string }{
		{"plain", "tags", "", "one", "", "tag +one"},
		{"a line that was copied", "tags", "", "one\r\n", "", "tag +one"},
		{"lines in a tag", "tags", "", "a\nb\r\nc", "pasted, but 2 line breaks became blanks", `tag +"a b c"`},
		{"a tab in a name", "attributes", "ctrl+u", "a\tb", "pasted, but 1 tab became a blank", `set name="a b"`},
		{"control characters in a name", "attributes", "ctrl+u", "a\x1b[2Jb", "pasted, but 1 control character was left out", "set name=a[2Jb"},
		{"several in a key", "properties", "r ctrl+u", "a\x00\x07\nb", "pasted, but 1 line break became a blank, 2 control characters were left out", `property k->"a b"`},
		{"no UTF-8", "properties", "enter ctrl+u", "a\xff", "pasted, but 1 invalid character was left out", "property k=a"},
		{"lines in a value are kept", "properties", "enter ctrl+u", "a\nb\tc", "", `property k="a\u{a}b\u{9}c"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, constructors[test.editor], edit.Known{}, with("x", "k", "v")).press(strings.Fields(test.keys)...)
			told, _ := u.pane.Paste(test.pasted).(intent.Notify)
			if told.Text != test.said {
				t.Errorf("it is said: %q", told.Text)
			}
			if got := u.changed(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPropertiesSayWhichImagesHaveThem(t *testing.T) {
	t.Parallel()
	u := newUser(t, onProperties, edit.Known{}, with("a", "all", "x", "differs", "1", "some", "s"), with("b", "all", "x", "differs", "2")).sees(
		"Edit 2 images", "all               x", "differs           differs (2 values)", "some              s", "on 1 of 2",
		"fullest image: 3 properties (limit 128)",
	)
	u.press("j").sees("1 (1), 2 (1); untouched, each stays as it is")
	u.press("enter", "9", "enter").sees("to all 2", "before: differs (2 values)")
	u.press("G", "enter", "9").sees("to all 2, ctrl+t changes that").press("enter").sees("to all 2", "fullest image: 3 properties (limit 128)")
	u.press("space").sees("only the 1 that has it").press("enter").sees("only the 1 that has it, ctrl+t changes that")
	u.press("ctrl+t").sees("to all 2, ctrl+t").press("enter")
	u.press("G", "D").sees("remove from 1", "fullest image: 2 properties (limit 128)", "2 changes")
}

func TestLargeCountsAreWrittenWithSeparators(t *testing.T) {
	t.Parallel()
	of := make([]*model.Image, 1200)
	for i := range of {
		of[i] = with(strconv.Itoa(i), "some", strconv.Itoa(i))
	}
	of[0].Properties = nil
	u := newUser(t, onProperties, edit.Known{}, of...).sees("on 1,199 of 1,200", "differs (1,199 values)", "fullest image: 1 property (limit 128)")
	u.press("j").sees("and 1,195 more")
	newUser(t, onAttributes, edit.Known{}, of...).sees("differs (1,200 values)").press("x").sees("for all, was 1,200 values")
}

func TestARenameSaysWhatBecomesOfTheValues(t *testing.T) {
	t.Parallel()
	u := newUser(t, onProperties, edit.Known{},
		with("a", "kind", "x", "image_type", "snapshot"), with("b", "image_type", "base"), with("c", "other", "x"))
	u.press("r", "ctrl+u").types("kind").press("enter")
	u.sees("only on 2, was image_type", "each keeps its own value; the 1 without it are left alone", "1 with both keys", "left out", "fullest image: 2 properties (limit 128)")
	if got := u.changed(); got != "property image_type->kind" {
		t.Errorf("got %q", got)
	}
	u.press("enter", "9", "enter").sees("of this key already")
	u.press("u").misses("of this key already")
}

func TestPropertiesAreSearched(t *testing.T) {
	t.Parallel()
	u := newUser(t, onProperties, edit.Known{}, images(1)...).press("/").types("HW").
		sees("hw_disk_bus", "hw_machine_type").misses("os_distro")
	u.press("down", "j").press("enter").types("x").press("enter")
	if u.press("esc"); u.asked != nil {
		t.Error("esc left the editor instead of the search")
	}
	u.sees("os_distro", "q35x")
	if got := u.changed(); got != "property hw_machine_type=q35x" {
		t.Errorf("got %q", got)
	}
	u.press("/").types("nothing").sees("no property holds what is typed", "enter adds nothing")
}

func TestTooManyPropertiesAreToldOf(t *testing.T) {
	t.Parallel()
	pairs := make([]string, 0, 256)
	for i := range 128 {
		pairs = append(pairs, fmt.Sprintf("key-%03d", i), "v")
	}
	u := newUser(t, onProperties, edit.Known{}, with("a", pairs...)).sees("128 of 128 properties", "more ↓")
	u.press("a").types("x").sees("129 of 128 properties: the service refuses more")
}

func TestANullPropertyStaysNullUntilItIsGivenAValue(t *testing.T) {
	t.Parallel()
	null := made("a", func(image *model.Image) {
		image.Properties = []model.Property{{Key: text.Of("kernel_id"), Null: true}}
	})
	u := newUser(t, onProperties, edit.Known{}, null).sees("kernel_id         –")
	if got := u.press("enter", "enter").changed(); got != "" {
		t.Errorf("got %q", got)
	}
	if got := u.press("enter", "x").changed(); got != "property kernel_id=x" {
		t.Errorf("got %q", got)
	}
}
