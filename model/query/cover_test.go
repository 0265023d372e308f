package query_test

import (
	"testing"
	"time"

	"glimpse/model/query"
)

func TestOneQueryCoversAnother(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		broad, narrow string
		want          bool
	}{
		{"", "", true},
		{"", "status=active tag=gold size>=1GiB !os_distro", true},
		{"tag=gold", "os_distro=ubuntu tag=gold", true},
		{"tag=gold", "tag=silver", false},
		{"tag=gold", "", false},
		{"tag=gold tag=gold", "tag=gold status=active", false},
		{"", "visibility=public", true},
		{"", "visibility!=public", false}, // community images of others are among those
		{"", "visibility=in:private,shared", true},
		{"", "visibility=community", false},
		{"", "visibility=all", false},
		{"visibility=all", "visibility=all tag=gold", true},
		{"", "hidden=only", false},
		{"", "hidden=both", false},
		{"hidden=both", "", false},
		{"hidden=both", "hidden=both tag=gold", true},
		{"", "member_status=pending", false},
		{"", "is=duplicate", false},
		{"is=duplicate", "is=duplicate tag=gold", false},
		{"", "is=failed", true},
		{"", "owner=demo", true},
		{"name~/a b/", "tag=x name~/a b/", true},
		{"name~/a b/", `name~"/a b/" tag=x`, false},
	} {
		if got := parsed(t, test.broad).Covers(parsed(t, test.narrow)); got != test.want {
			t.Errorf("%q covers %q: %v, want %v", test.broad, test.narrow, got, test.want)
		}
	}
}

func parsed(t *testing.T, line string) query.Query {
	t.Helper()
	terms, err := query.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (query.Query{Terms: terms}).Split(time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	return query.Query{Terms: terms}
}
