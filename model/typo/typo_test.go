package typo_test

import (
	"testing"

	"glimpse/model/typo"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"abc", "", 3},
		{"abc", "abc", 0},
		{"abc", "abd", 1},
		{"abc", "ab", 1},
		{"abc", "xabc", 1},
		{"acb", "abc", 1},
		{"ca", "abc", 3},
		{"größe", "grösse", 2},
		{"kitten", "sitting", 3},
	} {
		if got, back := typo.Distance(test.a, test.b), typo.Distance(test.b, test.a); got != test.want || back != test.want {
			t.Errorf("%q and %q: %d and %d, not %d", test.a, test.b, got, back, test.want)
		}
	}
}
