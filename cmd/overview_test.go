package cmd_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"glimpse/cmd"
)

// overviewOf runs `glimpse overview`.
func (s service) overviewOf(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"overview", "--cloud", s.cloud}, args...)
	code := cmd.Run(context.Background(), args, cmd.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Clouds: s.environment()})
	if code != 0 {
		t.Fatalf("glimpse %q: exit %d: %s", args, code, errs.String())
	}
	return out.String()
}

// TestOverviewAgreesWithAPlainWalk counts what a plain walk of the API holds.
func TestOverviewAgreesWithAPlainWalk(t *testing.T) {
	cloud := embeddedService(t)
	walk := cloud.walk(t, "status=active")
	type count struct {
		images int
		bytes  int64
	}
	counted := func(values func(record) []string) map[string]count {
		found := map[string]count{}
		for _, r := range walk {
			for _, value := range values(r) {
				size, _ := r.number("size")
				found[value] = count{found[value].images + 1, found[value].bytes + int64(size)}
			}
		}
		return found
	}
	one := func(key string) func(record) []string {
		return func(r record) []string { return []string{r.text(key)} }
	}
	tags := func(r record) []string {
		if len(r.tags()) == 0 {
			return []string{""}
		}
		return r.tags()
	}
	for by, values := range map[string]func(record) []string{
		"owner": one("owner"), "visibility": one("visibility"), "tag": tags, "os_distro": one("os_distro"), "disk_format": one("disk_format"),
	} {
		want := counted(values)
		var got struct {
			Images int
			Bytes  int64
			Groups []struct {
				Value  *string
				Query  string
				Images int
				Bytes  int64
			}
		}
		if err := json.Unmarshal([]byte(cloud.overviewOf(t, "--query", "status=active", "--by", by, "--output", "json", "--page-size", "700")), &got); err != nil {
			t.Fatal(err)
		}
		if got.Images != len(walk) || len(got.Groups) != len(want) {
			t.Errorf("by %s: %d images in %d groups, want %d in %d", by, got.Images, len(got.Groups), len(walk), len(want))
		}
		for _, group := range got.Groups {
			value := ""
			if group.Value != nil {
				value = *group.Value
			}
			if has := (count{group.Images, group.Bytes}); has != want[value] {
				t.Errorf("by %s: %q has %+v, want %+v", by, value, has, want[value])
			}
			if group.Query == "" {
				t.Errorf("by %s: nothing asks for %q", by, value)
			}
		}
	}
}

func TestOverviewWithinASecondKeyAndAsATable(t *testing.T) {
	cloud := embeddedService(t)
	rows, err := csv.NewReader(strings.NewReader(cloud.overviewOf(t, "--by", "owner,release", "--output", "csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"owner", "owner_name", "release", "images", "bytes"}; strings.Join(rows[0], " ") != strings.Join(want, " ") {
		t.Errorf("the header is %q", rows[0])
	}
	sum := 0
	for _, row := range rows[1:] {
		images, err := strconv.Atoi(row[3])
		if err != nil || row[1] == "" {
			t.Fatalf("odd row %q: %v", row, err)
		}
		sum += images
	}
	if all := len(cloud.walk(t, "")); sum != all {
		t.Errorf("the rows have %d images, the service has %d", sum, all)
	}
	table := cloud.overviewOf(t, "--by", "owner")
	for _, wanted := range []string{"OWNER", "IMAGES", "BYTES", "admin", "demo", "total"} {
		if !strings.Contains(table, wanted) {
			t.Errorf("the table has no %q:\n%s", wanted, table)
		}
	}
}

func TestOverviewRefusesWhatItCannotCountBy(t *testing.T) {
	for _, args := range [][]string{{"--by", "self"}, {"--by", "a,b,c"}, {"--by", ""}, {"--output", "id"}, {"--query", "size=big"}} {
		var out, errs bytes.Buffer
		code := cmd.Run(context.Background(), append([]string{"overview"}, args...), cmd.Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		if code != 2 || errs.Len() == 0 || out.Len() > 0 {
			t.Errorf("%q: exit %d, %q, %q", args, code, out.String(), errs.String())
		}
	}
}
