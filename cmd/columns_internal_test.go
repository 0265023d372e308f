package cmd

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
)

// written draws what a person may write in --columns for one column.
func written() *rapid.Generator[string] {
	var known []string
	for _, attribute := range model.Attributes() {
		known = append(known, attribute.String(), `"`+attribute.String()+`"`, strings.ToUpper(attribute.String()))
	}
	for _, key := range query.Keys() {
		known = append(append(known, key.Name, `"`+key.Name+`"`), key.Aliases...)
	}
	return rapid.OneOf(rapid.SampledFrom(known), rapid.StringMatching(`[a-zA-Z_.:-]{1,12}`))
}

// TestNoColumnThatIsTakenIsAlwaysEmpty asks for columns by every name there is.
func TestNoColumnThatIsTakenIsAlwaysEmpty(t *testing.T) {
	t.Parallel()
	some, at := text.Of("some"), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	full := model.Image{
		ID: model.ImageID{Untrusted: some}, Name: some, Status: model.StatusActive, Visibility: model.VisibilityPublic,
		DiskFormat: some, ContainerFormat: some, Size: 7, VirtualSize: 7, MinDisk: 7, MinRAM: 7, Owner: some, Checksum: some,
		HashAlgorithm: some, HashValue: some, CreatedAt: at, UpdatedAt: at, Protected: true, Hidden: true, Stores: some,
		DirectURL: some, Tags: []text.Untrusted{some},
	}
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		columns, err := parseColumns(written().Draw(t, "name"))
		if err != nil {
			return
		}
		taken++
		image := full
		image.Properties = []model.Property{{Key: text.Of(columns[0].name), Value: some}}
		if columns[0].exact(&image) == "" || columns[0].shown(&image) == "" {
			t.Fatalf("the column %q is empty for an image that has everything", columns[0].name)
		}
	})
	if taken == 0 {
		t.Error("no column was taken")
	}
}

func TestColumnsThatWouldBeEmptyAreRefusedWithAWayOut(t *testing.T) {
	t.Parallel()
	for list, said := range map[string]string{
		"id,self":       `--columns: "self" cannot be a column; use id, which the links of an image are made from`,
		"file":          `"file" cannot be a column; use id`,
		"schema":        `"schema" cannot be a column; use id`,
		"locations":     `"locations" cannot be a column; use direct_url`,
		"Size":          "attributes are in lower case; use size",
		"member_status": "is a filter",
	} {
		if _, err := parseColumns(list); err == nil || !strings.Contains(err.Error(), said) {
			t.Errorf("--columns %s: %v, want %q", list, err, said)
		}
	}
}
