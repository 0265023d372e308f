package command

import (
	"testing"
)

func TestTheProjectThatACommandNamesIsFoundAndReplaced(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	for _, test := range []struct{ line, name, replaced string }{
		{"set owner=demo", "demo", "set owner=" + id},
		{"set name=demo protected=true", "", "set name=demo protected=true"},
		{`set name=x owner="two words"`, "two words", "set name=x owner=" + id},
		{"set owner=" + id, "", ""},
		{"set owner=01234567-89ab-cdef-0123-456789abcdef", "", ""},
		{`set owner=""`, "", ""},
		{"create name=web owner=demo tag=gold", "demo", "create name=web owner=" + id + " tag=gold"},
		{"property os_owner=demo", "", "property os_owner=demo"},
		{"tag +demo", "", "tag +demo"},
	} {
		read, err := Parse(test.line)
		if err != nil {
			t.Fatal(err)
		}
		name, named := NamedProject(read)
		if name != test.name || named != (test.name != "") {
			t.Errorf("%s names %q, %v", test.line, name, named)
		}
		if named || test.replaced != "" {
			if got := Format(WithOwner(read, id)); got != test.replaced {
				t.Errorf("%s becomes %s", test.line, got)
			}
		}
		if Format(read) != test.line && test.name != "" {
			t.Errorf("%s was changed in place: %s", test.line, Format(read))
		}
	}
}
