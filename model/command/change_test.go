package command_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
)

func attribute(a model.Attribute, value any) command.Assignment {
	return command.Assignment{Field: query.AttributeField(a), Value: value}
}

func TestChangesAreRead(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]command.Command{
		"set":  command.Set{},
		"edit": command.Set{},
		`set name="golden image" visibility=community protected=yes hidden=false min_disk=20 min_ram=0`: command.Set{
			Assignments: []command.Assignment{
				attribute(model.AttrName, "golden image"), attribute(model.AttrVisibility, "community"),
				attribute(model.AttrProtected, true), attribute(model.AttrHidden, false),
				attribute(model.AttrMinDisk, int64(20)), attribute(model.AttrMinRAM, int64(0)),
			},
		},
		`set os_hidden=true owner="" disk_format=qcow2 container_format=bare`: command.Set{
			Assignments: []command.Assignment{
				attribute(model.AttrHidden, true), attribute(model.AttrOwner, ""),
				attribute(model.AttrDiskFormat, "qcow2"), attribute(model.AttrContainerFormat, "bare"),
			},
		},
		`set min_disk=5GiB min_ram=2GiB`: command.Set{
			Assignments: []command.Assignment{attribute(model.AttrMinDisk, int64(5)), attribute(model.AttrMinRAM, int64(2048))},
		},
		`set min_disk=1TiB min_ram=1.5gib`: command.Set{
			Assignments: []command.Assignment{attribute(model.AttrMinDisk, int64(1024)), attribute(model.AttrMinRAM, int64(1536))},
		},
		`set name=x os_distro=ubuntu "created"=then -old ?kind=vm a->b hidden=yes`: command.Set{
			Assignments: []command.Assignment{attribute(model.AttrName, "x"), attribute(model.AttrHidden, true)},
			Properties: command.Property{
				Set:         []command.KeyValue{{Key: "os_distro", Value: "ubuntu"}, {Key: "created", Value: "then"}},
				SetWhereSet: []command.KeyValue{{Key: "kind", Value: "vm"}},
				Renames:     []command.Rename{{From: "a", To: "b"}},
				Remove:      []string{"old"},
			},
		},
		"tag":                        command.Tag{},
		`tag +A -B "+two words"`:     command.Tag{Add: []string{"A", "two words"}, Remove: []string{"B"}},
		`tags +"two words" "-a \"b"`: command.Tag{Add: []string{"two words"}, Remove: []string{`a "b`}},
		"tag ++ --x +a=b +a,b +ä":    command.Tag{Add: []string{"+", "a=b", "a,b", "ä"}, Remove: []string{"-x"}},
		"tag +a +a":                  command.Tag{Add: []string{"a"}},
		":\ttag\t+a\u00a0-b ":        command.Tag{Add: []string{"a"}, Remove: []string{"b"}},
		"property":                   command.Property{},
		`property os_distro=ubuntu OS/Type~1=Linux "two words"="a value" -old "-very old" -"older still"`: command.Property{
			Set:    []command.KeyValue{{Key: "os_distro", Value: "ubuntu"}, {Key: "OS/Type~1", Value: "Linux"}, {Key: "two words", Value: "a value"}},
			Remove: []string{"old", "very old", "older still"},
		},
		`property ?os_distro=debian ?"two words"="a value" "?odd"=v ?"-k"=` + `""`: command.Property{
			Set:         []command.KeyValue{{Key: "?odd", Value: "v"}},
			SetWhereSet: []command.KeyValue{{Key: "os_distro", Value: "debian"}, {Key: "two words", Value: "a value"}, {Key: "-k"}},
		},
		`property image_type->kind "two words"->"a=b" a->"-b" "x->y"=z b->c->d`: command.Property{
			Set:     []command.KeyValue{{Key: "x->y", Value: "z"}},
			Renames: []command.Rename{{From: "image_type", To: "kind"}, {From: "two words", To: "a=b"}, {From: "a", To: "-b"}, {From: "b", To: "c->d"}},
		},
		`property cmd=root=/dev/sda,x "-k"=v "a=b"="" created=x`: command.Property{
			Set: []command.KeyValue{{Key: "cmd", Value: "root=/dev/sda,x"}, {Key: "-k", Value: "v"}, {Key: "a=b"}, {Key: "created", Value: "x"}},
		},
		"create": command.Create{},
		`new name=test id=3F0E9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11 tag=gold tags="two words" os_distro=debian "created"=then`: command.Create{
			Attributes: []command.Assignment{attribute(model.AttrName, "test"), attribute(model.AttrID, "3F0E9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11")},
			Tags:       []string{"gold", "two words"},
			Properties: []command.KeyValue{{Key: "os_distro", Value: "debian"}, {Key: "created", Value: "then"}},
		},
		"deactivate": command.Deactivate{}, "reactivate": command.Reactivate{},
		"hide": command.Hide{}, "unhide": command.Unhide{},
		"protect": command.Protect{}, "unprotect": command.Unprotect{},
		"delete": command.Delete{}, "undo": command.Undo{}, "jobs": command.Jobs{}, "log": command.Log{},
	} {
		got, err := command.Parse(line)
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}

func TestWrongChangesSayWhereAndWhat(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line, says string
		column     int
	}{
		{"set visibility=secret", "visibility: secret is none of its words; expected public, community, shared or private", 16},
		{"set visibility=all", "expected public, community, shared or private", 16},
		{"set protected=maybe", "expected true or false, yes or no", 15},
		{"set min_disk=1.5", "whole number of GiB", 14},
		{"set min_disk=10GB", "min_disk: 10GB is no whole number of GiB; expected a whole number of GiB, such as 5 or 5GiB", 14},
		{"set min_ram=100kB", "100kB is no whole number of MiB; expected a whole number of MiB, such as 5 or 5GiB", 13},
		{"set min_ram=5G", "expected 0 to 2147483647, or a size such as 5GiB", 13},
		{"set min_disk=9999999TiB", "expected 0 to 2147483647, or a size", 14},
		{"set min_ram=-1", "expected 0 to 2147483647", 13},
		{"set min_ram=2147483648", "expected 0 to 2147483647", 13},
		{"set Name=x", "attributes are in lower case; expected name, or the key in quotes", 5},
		{"set k=1 -k", "the property k is given twice", 10},
		{"set -name", "name is an attribute, no property", 6},
		{"set name->k", "name is an attribute, no property", 5},
		{"set os_distro", "os_distro has no value", 14},
		{"set size=5", "size is for the service to set", 5},
		{"set created_at=5", "created_at is for the service to set", 5},
		{"set self=5", "self is for the service to set", 5},
		{"set id=x", "the id of an image never changes", 5},
		{"set tags=x", "tags are not set but added and removed; expected :tag +TAG -TAG", 5},
		{`set "name"=x`, "name is an attribute, no property", 5},
		{"set name=ä protected=1", "protected: 1 is neither true nor false", 22},
		{"set name=a name=b", "name is given twice", 12},
		{"set name", "name has no value", 9},
		{"set name= x", `"" is the empty text`, 10},
		{"set =x", "a key is missing", 5},
		{`set name="x`, "the quotation mark is not closed", 10},
		{`set name="a\qb"`, "the backslash begins no escape", 12},
		{`set name=a"b"`, "a quotation mark within a text", 11},
		{`set name="a"b`, "the text goes on after the closing quotation mark", 13},
		{`set disk_format=""`, "the value is empty", 17},
		{"set name=" + strings.Repeat("x", 256), "the text has 256 characters; expected at most 255", 10},
		{"set name=😀", "four bytes", 10},
		{`set name="\xff"`, "no valid UTF-8", 10},
		{"tag gold", "a sign is missing before gold", 5},
		{`tag "two words"`, `a sign is missing before "two words"`, 5},
		{"tag +", "a tag is missing", 6},
		{`tag +""`, "a tag is missing", 6},
		{"tag +a b -c", "a sign is missing before b", 8},
		{"tag +a -a", "a is both added and removed", 9},
		{"tag +" + strings.Repeat("x", 256), "at most 255", 6},
		{"property a", "a has no value", 11},
		{"property -", "a key is missing", 11},
		{"property -a=b", "takes no value", 12},
		{"property a=1 -a", "the property a is given twice", 15},
		{"property ?", "a key is missing", 11},
		{"property ?a", "a has no value", 12},
		{"property a=1 ?a=2", "the property a is given twice", 15},
		{"property ?name=x", "name is an attribute, no property", 11},
		{"property a->", "a key is missing; expected the new key right after ->", 13},
		{"property a->b=c", "a property that gets another key takes no value; expected a key that has -> in it in quotes", 10},
		{"property a->a", "a is the key already", 13},
		{"property a->b b=1", "the property b is given twice", 15},
		{"property a=1 b->a", "the property a is given twice", 17},
		{"property a->name", "name is an attribute, no property", 13},
		{"property size->a", "size is reserved by the service", 10},
		{"property a->😀", "four bytes", 13},
		{`property "a\q"->b`, "the backslash begins no escape", 12},
		{"property name=x", "name is an attribute, no property; expected :set name=VALUE", 10},
		{"property os_hidden=x", "expected :set hidden=VALUE", 10},
		{"property -size", "size is reserved by the service", 11},
		{"property tags=x", "tags are no property", 10},
		{`property "os_glance_x"=x`, "os_glance_x is reserved by the service", 10},
		{"property k=😀", "four bytes", 12},
		{`property "k\xff"=x`, "no valid UTF-8", 10},
		{"create Name=x", "attributes are in lower case; expected name, or the key in quotes", 8},
		{"create size=5", "size is for the service to set", 8},
		{"create id=5", "a UUID such as", 11},
		{`create tag=""`, "the tag is empty", 12},
		{`create "name"=x`, "name is an attribute, no property", 8},
		{"create a=1 a=2", "the property a is given twice", 12},
		{"delete all", "delete takes nothing after it", 8},
		{"del", "expected delete", 1},
		{"deltee", "expected delete", 1},
		{"udno", "expected undo", 1},
		{"zzzzzz", "there is no command zzzzzz", 1},
	} {
		got, err := command.Parse(test.line)
		var wrong *command.Error
		if !errors.As(err, &wrong) || got != nil {
			t.Errorf("%q: %v, %v", test.line, got, err)
			continue
		}
		if !strings.Contains(err.Error(), test.says) || wrong.Column != test.column {
			t.Errorf("%q: at %d, want %d: %v, want %q", test.line, wrong.Column, test.column, err, test.says)
		}
	}
}

func TestTheBeginningOfANameIsNoCommand(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, info := range command.Table() {
		for _, name := range append(info.Aliases, info.Name) {
			if names[name] {
				t.Errorf("%s is the name of two commands", name)
			}
			names[name] = true
		}
	}
	for name := range names {
		for end := 1; end < len(name); end++ {
			got, err := command.Parse(name[:end])
			if !names[name[:end]] && (err == nil || got != nil) {
				t.Errorf("%q is %v", name[:end], got)
			}
		}
	}
}

func TestExamplesAreRightAndUseTheirCommand(t *testing.T) {
	t.Parallel()
	for _, info := range command.Table() {
		got, err := command.Parse(info.Example)
		if err != nil || got == nil {
			t.Errorf("%q: %v, %v", info.Example, got, err)
			continue
		}
		if name, _, _ := strings.Cut(info.Example, " "); name != info.Name || !strings.HasPrefix(info.Usage, name) {
			t.Errorf("%+v", info)
		}
		if name, _, _ := strings.Cut(command.Format(got), " "); name != info.Name {
			t.Errorf("%q is written as %q", info.Example, command.Format(got))
		}
	}
}

// Read-only connections go by the type, the help by the table.
func TestTheTableSaysWhatChangesImages(t *testing.T) {
	t.Parallel()
	for _, info := range command.Table() {
		got, err := command.Parse(info.Example)
		_, changes := got.(command.Change)
		if err != nil || changes != info.Writes {
			t.Errorf("%s: %T, writes is %v, %v", info.Name, got, info.Writes, err)
		}
		shows := got == command.Command(command.Jobs{}) || got == command.Command(command.Log{})
		if info.OfChanges != (changes || shows) {
			t.Errorf("%s: of changes is %v", info.Name, info.OfChanges)
		}
	}
}
