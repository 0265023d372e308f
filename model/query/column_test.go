package query_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/query"
)

func TestAColumnIsMeantByEveryNameOfAnAttribute(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"created": "created_at", "created_at": "created_at", "updated": "updated_at", "tag": "tags", "tags": "tags",
		"hidden": "os_hidden", "os_hidden": "os_hidden", "size": "size", "direct_url": "direct_url",
		"os_distro": "os_distro", "a b": "a b", "größe": "größe", "limit": "limit",
	} {
		if got, err := query.ColumnName(written, false); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", written, got, err, want)
		}
	}
	for _, attribute := range model.Attributes() {
		got, err := query.ColumnName(attribute.String(), false)
		if refused := attribute.Kind() == model.KindOther; refused != (err != nil) || !refused && got != attribute.String() {
			t.Errorf("%s is %q, %v", attribute, got, err)
		}
	}
}

func TestAColumnThatWouldAlwaysBeEmptyIsRefused(t *testing.T) {
	t.Parallel()
	for written, said := range map[string]string{
		"self": "id, which the links", "file": "id, which the links", "schema": "id, which the links", "locations": "direct_url",
		"Size": "size, or", "OS_HIDDEN": "os_hidden, or", "Created": "created_at, or", "member_status": "in quotes",
	} {
		if got, err := query.ColumnName(written, false); err == nil || !strings.Contains(err.Expected, said) || err.Problem == "" {
			t.Errorf("%s is %q, %v; the advice should hold %q", written, got, err, said)
		}
	}
	for written, want := range map[string]string{"Size": "Size", "member_status": "member_status", "created": "created_at", "self": "", "locations": ""} {
		if got, err := query.ColumnName(written, true); got != want || (err != nil) != (want == "") {
			t.Errorf("%q in quotes is %q, %v; want %q", written, got, err, want)
		}
	}
}
