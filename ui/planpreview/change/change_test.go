package change_test

import (
	"testing"

	"glimpse/model/patch"
	"glimpse/ui/planpreview/change"
	"glimpse/ui/theme"
)

func TestAValueIsReadAsWhatItIs(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	for _, test := range []struct {
		value any
		want  string
	}{
		{"rocky", "rocky"},
		{"rocky ", `"rocky "`},
		{" rocky", `" rocky"`},
		{"a b", "a b"},
		{"  ", `"  "`},
		{"", "empty"},
		{"\u00a0x", "<U+00A0>x"},
		{"x\t", "x␉"},
		{"a → b", `"a → b"`},
		{`"x"`, `""x""`},
		{`say "x"`, `say "x"`},
		{"not set", `"not set"`},
		{"null", `"null"`},
		{"empty", `"empty"`},
		{"none", `"none"`},
		{"removed", `"removed"`},
		{true, "true"},
		{false, "false"},
		{nil, "null"},
	} {
		field := patch.Field{Name: "os_distro", Set: true, Value: test.value}
		if got := change.Value(&theme, field); got != test.want {
			t.Errorf("%#v is shown as %s, not as %s", test.value, got, test.want)
		}
	}
	one := change.Change{
		Field: "os_distro", Known: true,
		Before: patch.Field{Name: "os_distro", Set: true, Value: "rocky"}, After: patch.Field{Name: "os_distro", Set: true, Value: "rocky "},
	}
	if got := change.Line(&theme, &one); got != `os_distro: rocky → "rocky "` {
		t.Errorf("got %s", got)
	}
}
