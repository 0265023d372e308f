package command

import (
	"slices"
	"strings"
	"testing"
)

func TestTheProjectsThatACommandNamesAreFoundAndReplaced(t *testing.T) {
	t.Parallel()
	const id, other, own = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", "00000000000000000000000000000001"
	ids := map[string]string{"demo": id, "two words": id, "Demo": id, "other": other}
	for _, test := range []struct{ line, names, replaced string }{
		{"set owner=demo", "demo", "set owner=" + id},
		{"set name=demo protected=true", "", ""},
		{`set name=x owner="two words"`, "two words", "set name=x owner=" + id},
		{"set owner=" + id, "", ""},
		{"set owner=01234567-89ab-cdef-0123-456789abcdef", "", ""},
		{`set owner=""`, "", ""},
		{"create name=web owner=demo tag=gold", "demo", "create name=web owner=" + id + " tag=gold"},
		{"property os_owner=demo", "", ""},
		{"tag +demo", "", ""},
		{"share +demo -other", "demo other", "share +" + id + " -" + other},
		{"share +demo +Demo +" + other, "demo Demo", "share +" + id + " +" + other},
		{"share +" + id, "", ""},
		{"accept", "", "accept " + own},
		{"reject demo", "demo", "reject " + id},
		{"unanswer " + other, "", ""},
	} {
		read, err := Parse(test.line)
		if err != nil {
			t.Fatal(err)
		}
		if names := NamedProjects(read, read); strings.Join(names, " ") != test.names {
			t.Errorf("%s names %q", test.line, names)
		}
		want := test.replaced
		if want == "" {
			want = test.line
		}
		if got := Format(WithProjects(read, ids, own)); got != want {
			t.Errorf("%s becomes %s", test.line, got)
		}
		if Format(read) != test.line {
			t.Errorf("%s was changed in place: %s", test.line, Format(read))
		}
	}
	demo, _ := Parse("share +demo -odd")
	both, _ := Parse("set owner=other")
	if got := NamedProjects(demo, both, demo); !slices.Equal(got, []string{"demo", "odd", "other"}) {
		t.Errorf("several commands name %q", got)
	}
	if got := PerhapsIDs(demo, both, demo); !slices.Equal(got, []string{"odd", "odd"}) {
		t.Errorf("what may be ids is %q", got)
	}
}
