package cmd_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api/embedded"
	"glimpse/cmd"
)

// truthCase is one query whose answer is also computed from a plain walk of
// the API, in code that knows nothing of the query language.
type truthCase struct {
	query string
	// from is the walk that holds the candidates: "" is the service's default
	// listing, "all" includes other projects' community images, "hidden" is
	// only the hidden ones, "both" is the default one and the hidden ones, "all+hidden" is
	// "all" and the hidden ones of all.
	from string
	keep func(record) bool
	// sort is the value of --sort; order is the same, naively.
	sort  string
	order func(a, b record) int
	limit int
}

// embeddedTruthImages is enough for several pages of 1,000 and small enough
// for every test run.
const embeddedTruthImages = 2500

// TestListAgreesWithAPlainWalk compares `glimpse list` with an independent
// evaluation, image for image and in order, on the embedded service and, with
// GLIMPSE_CONTRACT_DIR, on the real one.
func TestListAgreesWithAPlainWalk(t *testing.T) {
	cloud, isReal := realService(t)
	if !isReal {
		cloud = embeddedService(t)
	}
	walks := map[string][]record{
		"":       cloud.walk(t, ""),
		"all":    cloud.walk(t, "visibility=all"),
		"hidden": cloud.walk(t, "os_hidden=true"),
	}
	walks["both"] = append(slices.Clone(walks[""]), walks["hidden"]...)
	walks["all+hidden"] = append(slices.Clone(walks["all"]), cloud.walk(t, "visibility=all&os_hidden=true")...)
	cases := append(truthCases(t, walks), ownerCases(t, cloud)...)
	if len(cases) < 60 {
		t.Fatalf("%d queries; at least 60 are wanted", len(cases))
	}
	var empty atomic.Int32
	t.Run("queries", func(t *testing.T) {
		for _, test := range cases {
			t.Run(test.query+" sort "+test.sort, func(t *testing.T) {
				t.Parallel()
				want := test.expected(walks[test.from])
				if len(want) == 0 {
					empty.Add(1)
				}
				test.compare(t, cloud.list(t, test), want)
			})
		}
	})
	if int(empty.Load()) > len(cases)/4 {
		t.Errorf("%d of %d queries found nothing: the sample does not exercise them", empty.Load(), len(cases))
	}
	t.Logf("%d queries over %d images, %d of them empty", len(cases), len(walks["both"]), empty.Load())
}

func embeddedService(t *testing.T) service {
	t.Helper()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: embeddedTruthImages, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	clouds := t.TempDir() + "/clouds.yaml"
	if err := os.WriteFile(clouds, []byte(server.CloudsYAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	return service{
		image: server.ImageURL(), identity: server.AuthURL(), token: logIn(t, server.AuthURL(), "admin", "admin"),
		clouds: clouds, cloud: "demo",
	}
}

// list runs the command under test and returns the ids that it prints.
func (s service) list(t *testing.T, test truthCase) []string {
	t.Helper()
	args := []string{"list", "--cloud", s.cloud, "--query", test.query, "--output", "id"}
	if test.sort != "" {
		args = append(args, "--sort", test.sort)
	}
	if test.limit > 0 {
		args = append(args, "--limit", fmt.Sprint(test.limit))
	}
	var out, errs bytes.Buffer
	code := cmd.Run(context.Background(), args, cmd.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs,
		Clouds: s.environment(),
	})
	if code != 0 {
		t.Fatalf("glimpse %q: exit %d: %s", args, code, errs.String())
	}
	return strings.Fields(out.String())
}

// expected evaluates the case on a walk, whose order is the service's
// default: created_at and id, descending.
func (c truthCase) expected(walk []record) []record {
	type placed struct {
		record
		position int
	}
	var found []placed
	for i, r := range walk {
		if c.keep == nil || c.keep(r) {
			found = append(found, placed{r, i})
		}
	}
	ascending := strings.HasSuffix(c.sort, ":asc") && !strings.Contains(c.sort, ",")
	sort.SliceStable(found, func(i, j int) bool {
		if c.order != nil {
			if order := c.order(found[i].record, found[j].record); order != 0 {
				return order < 0
			}
		}
		if c.from == "both" || c.from == "all+hidden" {
			a, b := found[i].text("created_at")+found[i].text("id"), found[j].text("created_at")+found[j].text("id")
			if a != b {
				return (a < b) == ascending
			}
		}
		if ascending {
			return found[i].position > found[j].position
		}
		return found[i].position < found[j].position
	})
	records := make([]record, 0, len(found))
	for _, one := range found {
		records = append(records, one.record)
	}
	if c.limit > 0 && len(records) > c.limit {
		records = records[:c.limit]
	}
	return records
}

// compare holds the ids against the records. Times are sent in whole seconds
// and sorted by microseconds, so where updated_at decides, images of the same
// second may stand in any order.
func (c truthCase) compare(t *testing.T, got []string, want []record) {
	t.Helper()
	wanted := make([]string, len(want))
	byID := map[string]record{}
	for i, r := range want {
		wanted[i] = r.text("id")
		byID[wanted[i]] = r
	}
	if strings.HasPrefix(c.sort, "updated_at") || (c.from == "both" || c.from == "all+hidden") {
		if len(got) != len(wanted) {
			t.Fatalf("%d images, want %d", len(got), len(wanted))
		}
		key := "created_at"
		if strings.HasPrefix(c.sort, "updated_at") {
			key = "updated_at"
		}
		for i, id := range got {
			if byID[id] == nil {
				t.Fatalf("image %s at %d does not belong", id, i)
			}
			if c.order == nil && byID[id].text(key) != want[i].text(key) || c.order != nil && c.order(byID[id], want[i]) != 0 {
				t.Fatalf("image %s at %d is out of order", id, i)
			}
		}
		sort.Strings(got)
		if compact := slices.Compact(got); len(compact) != len(wanted) {
			t.Fatalf("%d images come twice", len(wanted)-len(compact))
		}
		return
	}
	for i := range min(len(got), len(wanted)) {
		if got[i] != wanted[i] {
			t.Fatalf("image %d is %s, want %s (%d images, want %d)", i, got[i], wanted[i], len(got), len(wanted))
		}
	}
	if len(got) != len(wanted) {
		t.Fatalf("%d images, want %d", len(got), len(wanted))
	}
}

// bytewise orders by a text attribute or property, null first.
func bytewise(key string, direction int) func(a, b record) int {
	return func(a, b record) int {
		switch {
		case a.isNull(key) && b.isNull(key):
			return 0
		case a.isNull(key):
			return -direction
		case b.isNull(key):
			return direction
		}
		return direction * strings.Compare(a.text(key), b.text(key))
	}
}

// numeric orders by a number, null first.
func numeric(key string, direction int) func(a, b record) int {
	return func(a, b record) int {
		x, hasX := a.number(key)
		y, hasY := b.number(key)
		switch {
		case !hasX && !hasY:
			return 0
		case !hasX:
			return -direction
		case !hasY:
			return direction
		case x < y:
			return -direction
		case x > y:
			return direction
		}
		return 0
	}
}

func then(orders ...func(a, b record) int) func(a, b record) int {
	return func(a, b record) int {
		for _, order := range orders {
			if result := order(a, b); result != 0 {
				return result
			}
		}
		return 0
	}
}

func is(key, value string) func(record) bool {
	return func(r record) bool { return r[key] == value }
}

func not(keep func(record) bool) func(record) bool {
	return func(r record) bool { return !keep(r) }
}

func all(keeps ...func(record) bool) func(record) bool {
	return func(r record) bool {
		for _, keep := range keeps {
			if !keep(r) {
				return false
			}
		}
		return true
	}
}

func tagged(tag string) func(record) bool {
	return func(r record) bool { return r.hasTag(tag) }
}

func contains(key, part string) func(record) bool {
	return func(r record) bool { return strings.Contains(strings.ToLower(r.text(key)), strings.ToLower(part)) }
}

func number(key string, good func(float64) bool) func(record) bool {
	return func(r record) bool {
		value, found := r.number(key)
		return found && good(value)
	}
}

// ownerCases builds the queries that name projects.
func ownerCases(t *testing.T, cloud service) []truthCase {
	t.Helper()
	ids := cloud.projects(t)
	demo, other, service := ids["demo"], ids["other"], ids["admin"]
	if demo == "" || other == "" || service == "" {
		t.Fatalf("the projects are %v", ids)
	}
	owned := func(wanted ...string) func(record) bool {
		return func(r record) bool { return slices.Contains(wanted, r.text("owner")) }
	}
	holding := func(part string) func(record) bool {
		var wanted []string
		for name, id := range ids {
			if strings.Contains(name, part) || strings.Contains(id, part) {
				wanted = append(wanted, id)
			}
		}
		return owned(wanted...)
	}
	return []truthCase{
		{query: "owner=demo", keep: owned(demo)},
		{query: "is=mine", keep: owned(service)},
		{query: "is!=mine", keep: not(owned(service))},
		{query: "is=in:mine,snapshot", keep: func(r record) bool { return r.text("owner") == service || r["image_type"] == "snapshot" }},
		{query: "owner!=demo", keep: not(owned(demo))},
		{query: "owner=in:demo,other", keep: owned(demo, other)},
		{query: "owner=in:demo," + service, keep: owned(demo, service)},
		{query: "owner!=in:demo,admin", keep: not(owned(demo, service))},
		{query: "owner=demo owner=other", keep: func(record) bool { return false }},
		{query: "owner~DEM", keep: holding("dem")},
		{query: "owner!~dem", keep: not(holding("dem"))},
		{query: "owner~/^(demo|other)$/", keep: owned(demo, other)},
	}
}

// truthCases builds the queries, with values that the walk really holds.
func truthCases(t *testing.T, walks map[string][]record) []truthCase {
	t.Helper()
	walk := walks[""]
	text := func(key string) string {
		return most(walk, func(r record) []string { return []string{r.text(key)} })
	}
	name, owner, format, container := text("name"), text("owner"), text("disk_format"), text("container_format")
	distro, version, hash := text("os_distro"), text("os_version"), text("os_hash_value")
	tag := most(walk, record.tags)
	second := most(walk, func(r record) []string {
		var others []string
		for _, has := range r.tags() {
			if r.hasTag(tag) && has != tag {
				others = append(others, has)
			}
		}
		return others
	})
	middle := walk[len(walk)/2]
	id, other := middle.text("id"), walk[len(walk)/3].text("id")
	created := middle.when(t, "created_at").UTC()
	day := created.Format("2006-01-02")
	midnight, err := time.Parse("2006-01-02", day)
	if err != nil {
		t.Fatal(err)
	}
	stamp := created.Format("2006-01-02T15:04:05Z")
	const gib = 1 << 30
	after := func(key string, bound time.Time) func(record) bool {
		return func(r record) bool { return !r.when(t, key).Before(bound) }
	}
	yearAgo := time.Now().UTC().AddDate(-1, 0, 0)
	set := func(key string) func(record) bool {
		return func(r record) bool { value, found := r[key]; return found && value != nil }
	}
	everything := func(record) bool { return true }
	either := func(keeps ...func(record) bool) func(record) bool {
		return func(r record) bool {
			return slices.ContainsFunc(keeps, func(keep func(record) bool) bool { return keep(r) })
		}
	}
	failed := func(r record) bool { return r.text("os_glance_failed_import") != "" || r.text("status") == "killed" }
	stuck := func(r record) bool {
		days, waits := map[string]int{"saving": 1, "uploading": 1, "importing": 1, "queued": 7}[r.text("status")]
		return waits && r.when(t, "updated_at").Before(time.Now().AddDate(0, 0, -days))
	}
	attention := either(failed, stuck, is("status", "deactivated"), is("status", "pending_delete"))
	names := map[string]int{}
	for _, r := range walk {
		names[r.text("name")]++
	}
	duplicate := func(r record) bool { return !r.isNull("name") && r.text("name") != "" && names[r.text("name")] > 1 }
	cases := []truthCase{
		{query: "", keep: everything},
		{query: "name=" + name, keep: is("name", name)},
		{query: "name!=" + name, keep: not(is("name", name))},
		{query: "name=in:" + name + ",nothing-is-called-so", keep: is("name", name)},
		{query: "name!=in:" + name + ",nothing-is-called-so", keep: not(is("name", name))},
		{query: "name~" + strings.ToUpper(name[:3]), keep: contains("name", name[:3])},
		{query: name[:3], keep: contains("name", name[:3])},
		{query: "name!~" + name[:3], keep: not(contains("name", name[:3]))},
		{query: "name~/^[a-m]/", keep: func(r record) bool {
			return regexp.MustCompile("^[a-m]").MatchString(r.text("name")) && !r.isNull("name")
		}},
		{query: "name!~/[0-9]$/", keep: func(r record) bool {
			return r.isNull("name") || !regexp.MustCompile("[0-9]$").MatchString(r.text("name"))
		}},
		{query: "!name", keep: not(set("name"))},
		{query: "?name", keep: set("name")},
		{query: `name=""`, keep: is("name", "")},
		{query: "status=active", keep: is("status", "active")},
		{query: "status!=active", keep: not(is("status", "active"))},
		{query: "status=in:queued,deactivated", keep: either(is("status", "queued"), is("status", "deactivated"))},
		{query: "status=active status=queued", keep: func(record) bool { return false }},
		{query: "id=" + id, keep: is("id", id)},
		{query: "id=in:" + id + "," + other, keep: either(is("id", id), is("id", other))},
		{query: "owner=" + owner, keep: is("owner", owner)},
		{query: "owner!=" + owner, keep: not(is("owner", owner))},
		{query: "owner=in:" + owner + "," + strings.Repeat("0", 32), keep: is("owner", owner)},
		{query: "visibility=public", keep: is("visibility", "public")},
		{query: "visibility=private", keep: is("visibility", "private")},
		{query: "visibility=shared", keep: is("visibility", "shared")},
		{query: "visibility=community", from: "all", keep: is("visibility", "community")},
		{query: "visibility=all", from: "all", keep: everything},
		{query: "visibility=in:public,private", keep: either(is("visibility", "public"), is("visibility", "private"))},
		{query: "visibility=in:community,public", from: "all", keep: either(is("visibility", "community"), is("visibility", "public"))},
		{query: "visibility!=public", from: "all", keep: not(is("visibility", "public"))},
		{query: "status!=in:active,queued", keep: not(either(is("status", "active"), is("status", "queued")))},
		{query: "visibility!=private", from: "all", keep: not(is("visibility", "private"))},
		{query: "visibility!=community status=active", keep: all(not(is("visibility", "community")), is("status", "active"))},
		{query: "visibility!=in:public,private hidden=both", from: "all+hidden", keep: not(either(is("visibility", "public"), is("visibility", "private")))},
		{query: "is=failed", keep: failed},
		{query: "is!=failed", keep: not(failed)},
		{query: "is=stuck", keep: stuck},
		{query: "is!=stuck status=queued", keep: all(not(stuck), is("status", "queued"))},
		{query: "is=attention", keep: attention},
		{query: "is=attention hidden=both", from: "both", keep: attention},
		{query: "is!=attention", keep: not(attention)},
		{query: "is=in:failed,stuck", keep: either(failed, stuck)},
		{query: "is=snapshot", keep: is("image_type", "snapshot")},
		{query: "is!=snapshot", keep: not(is("image_type", "snapshot"))},
		{query: "is=duplicate", keep: duplicate},
		{query: "is!=duplicate", keep: not(duplicate)},
		{query: "is=duplicate status=active", keep: all(duplicate, is("status", "active"))},
		{query: "is=duplicate", sort: "name:asc", keep: duplicate, order: bytewise("name", 1), limit: 7},
		{query: `os_glance_failed_import=""`, keep: is("os_glance_failed_import", "")},
		{query: `os_glance_failed_import!=""`, keep: not(is("os_glance_failed_import", ""))},
		{query: "?os_glance_failed_import", keep: set("os_glance_failed_import")},
		{query: "protected=true", keep: func(r record) bool { return r["protected"] == true }},
		{query: "protected=false", keep: func(r record) bool { return r["protected"] == false }},
		{query: "hidden=only", from: "hidden", keep: everything},
		{query: "hidden=both", from: "both", keep: everything},
		{query: "hidden=both status=active", from: "both", keep: is("status", "active")},
		{query: "hidden=both name~" + name[:3], from: "both", keep: contains("name", name[:3])},
		{query: "tag=" + tag, keep: tagged(tag)},
		{query: "tag=" + tag + " tag=" + second, keep: all(tagged(tag), tagged(second))},
		{query: "tag!=" + tag, keep: not(tagged(tag))},
		{query: "tag=" + tag + " tag!=" + second, keep: all(tagged(tag), not(tagged(second)))},
		{query: "tag=in:" + tag + "," + second, keep: either(tagged(tag), tagged(second))},
		{query: "tags=none", keep: func(r record) bool { return len(r.tags()) == 0 }},
		{query: "disk_format=" + format, keep: is("disk_format", format)},
		{query: "disk_format=in:raw,iso", keep: either(is("disk_format", "raw"), is("disk_format", "iso"))},
		{query: "!disk_format", keep: not(set("disk_format"))},
		{query: "container_format=" + container + " status=active", keep: all(is("container_format", container), is("status", "active"))},
		{query: "os_hash_value=" + hash, keep: is("os_hash_value", hash)},
		{query: "size>=1GiB", keep: number("size", func(n float64) bool { return n >= gib })},
		{query: "size>1GiB size<4GiB", keep: number("size", func(n float64) bool { return n > gib && n < 4*gib })},
		{query: "size<=500MB", keep: number("size", func(n float64) bool { return n <= 500e6 })},
		{query: "size>=1GiB size>=2GiB size<=1TB", keep: number("size", func(n float64) bool { return n >= 2*gib && n <= 1e12 })},
		{query: "!size", keep: not(set("size"))},
		{query: "min_disk>=10", keep: number("min_disk", func(n float64) bool { return n >= 10 })},
		{query: "min_ram<2GiB", keep: number("min_ram", func(n float64) bool { return n < 2048 })},
		{query: "min_ram>=1GB", keep: number("min_ram", func(n float64) bool { return n*(1<<20) >= 1e9 })},
		{query: "created>=" + day, keep: after("created_at", midnight)},
		{query: "created<" + day, keep: not(after("created_at", midnight))},
		{query: "created=" + day, keep: all(after("created_at", midnight), not(after("created_at", midnight.AddDate(0, 0, 1))))},
		{query: "created>=" + stamp, keep: after("created_at", created)},
		{query: "created<=" + stamp, keep: not(after("created_at", created.Add(time.Second)))},
		{query: "created=" + stamp, keep: is("created_at", stamp)},
		{
			query: "created>=" + created.AddDate(-1, 0, 0).Format("2006-01-02") + " created<" + day,
			keep:  all(after("created_at", midnight.AddDate(-1, 0, 0)), not(after("created_at", midnight))),
		},
		{query: "updated<-1y", keep: not(after("updated_at", yearAgo))},
		{query: "updated>-1y status=active", keep: all(after("updated_at", yearAgo), is("status", "active"))},
		{query: "os_distro=" + distro, keep: is("os_distro", distro)},
		{query: "os_distro=" + distro + " os_version=" + version, keep: all(is("os_distro", distro), is("os_version", version))},
		{query: "os_distro!=" + distro, keep: not(is("os_distro", distro))},
		{query: "!os_distro", keep: not(set("os_distro"))},
		{query: "?os_distro", keep: set("os_distro")},
		{query: "os_distro~" + strings.ToUpper(distro[:2]), keep: contains("os_distro", distro[:2])},
		{query: "os_distro=in:" + distro + ",debian", keep: either(is("os_distro", distro), is("os_distro", "debian"))},
		{
			query: "tag=" + tag + " status=active size>=100MiB os_distro=" + distro,
			keep:  all(tagged(tag), is("status", "active"), number("size", func(n float64) bool { return n >= 100<<20 }), is("os_distro", distro)),
		},
		{query: "status=active visibility=public tag=" + tag + " !os_distro", keep: all(is("status", "active"), is("visibility", "public"), tagged(tag), not(set("os_distro")))},
		{sort: "name:asc", keep: everything, order: bytewise("name", 1)},
		{sort: "name:desc", keep: everything, order: bytewise("name", -1)},
		{sort: "size:asc", keep: everything, order: numeric("size", 1)},
		{sort: "size:desc", keep: everything, order: numeric("size", -1)},
		{sort: "size:desc", query: "size>=1GiB", keep: number("size", func(n float64) bool { return n >= gib }), order: numeric("size", -1)},
		{sort: "status:asc", keep: everything, order: bytewise("status", 1)},
		{sort: "disk_format:desc", keep: everything, order: bytewise("disk_format", -1)},
		{sort: "container_format:asc", query: "status=active", keep: is("status", "active"), order: bytewise("container_format", 1)},
		{sort: "id:asc", keep: everything, order: bytewise("id", 1)},
		{sort: "created_at:asc", keep: everything},
		{sort: "updated_at:desc", keep: everything, order: bytewise("updated_at", -1)},
		{sort: "min_disk:desc,name:asc", keep: everything, order: then(numeric("min_disk", -1), bytewise("name", 1))},
		{sort: "status:asc,disk_format:desc", keep: everything, order: then(bytewise("status", 1), bytewise("disk_format", -1))},
		{sort: "os_distro:asc,size:desc", query: "tag=" + tag, keep: tagged(tag), order: then(bytewise("os_distro", 1), numeric("size", -1))},
		{sort: "size:desc", query: "status=active tag=" + tag, keep: all(is("status", "active"), tagged(tag)), order: numeric("size", -1), limit: 5},
		{query: "status=active", keep: is("status", "active"), limit: 1500},
		{query: "hidden=both", from: "both", sort: "name:asc", keep: everything, order: bytewise("name", 1)},
		{query: "visibility=all os_distro=" + distro, from: "all", keep: is("os_distro", distro), sort: "id:desc", order: bytewise("id", -1)},
	}
	return cases
}
