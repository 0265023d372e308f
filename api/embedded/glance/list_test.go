package glance

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func text(s string) *string { return &s }

func number(n int64) *int64 { return &n }

// gallery is a service with images of every kind, made one second apart; the
// last one made is listed first.
func gallery(t testing.TB) *rig {
	t.Helper()
	r := newRig(t)
	made := time.Date(2026, 1, 2, 3, 4, 5, 600_000_000, time.UTC)
	add := func(id string, edit func(*Record)) Record {
		made = made.Add(time.Second)
		record := Record{ID: id, Name: text(id), Status: statusActive, Visibility: "shared", Owner: text("p-demo"), CreatedAt: made, UpdatedAt: made}
		edit(&record)
		return record
	}
	share := func(status string) func(*Record) {
		return func(r *Record) {
			r.Owner = text("p-other")
			r.Members = []Member{{Project: "p-demo", Status: status}}
		}
	}
	owned := func(owner, visibility string) func(*Record) {
		return func(r *Record) { r.Owner, r.Visibility = text(owner), visibility }
	}
	r.s.Load([]Record{
		add("mine", func(r *Record) {
			r.Tags, r.Size, r.DiskFormat = []string{"gold", "prod"}, number(10), text("raw")
			r.Properties = []Property{{Key: "os_distro", Value: "debian"}}
		}),
		add("gold", func(r *Record) { r.Tags, r.Size, r.Protected = []string{"gold"}, number(20), true }),
		add("prod", func(r *Record) { r.Tags, r.Status = []string{"prod"}, statusQueued }),
		add("win:2022", func(r *Record) { r.Visibility = "private" }),
		add("x,y", func(r *Record) { r.Visibility = "community" }),
		add("nameless", func(r *Record) { r.Name = nil }),
		add("hidden", func(r *Record) { r.Hidden = true }),
		add("pending", share(memberPending)),
		add("accepted", share(memberAccepted)),
		add("rejected", share(memberRejected)),
		add("foreign", owned("p-other", "private")),
		add("commune", owned("p-other", "community")),
		add("public", owned("p-admin", "public")),
		add("killed", func(r *Record) { r.Status = statusKilled }),
		add("dead", func(r *Record) { r.bury(made) }),
	})
	return r
}

func TestWhichImagesAListHolds(t *testing.T) {
	t.Parallel()
	r := gallery(t)
	own := []string{"null", "x,y", "win:2022", "prod", "gold", "mine"}
	plus := func(names ...string) []string { return append(names, own...) }
	none := []string{}
	for _, test := range []struct {
		query string
		want  []string
	}{
		{"", plus("public", "accepted")},
		{"visibility=all", plus("public", "commune", "accepted")},
		{"visibility=public", []string{"public"}},
		{"visibility=private", []string{"win:2022"}},
		{"visibility=community", []string{"commune", "x,y"}},
		{"visibility=shared", []string{"accepted", "null", "prod", "gold", "mine"}},
		{"visibility=", none},
		{"visibility=public&visibility=all", none},
		{"member_status=pending", plus("public", "pending")},
		{"member_status=all", plus("public", "rejected", "accepted", "pending")},
		{"os_hidden=true", []string{"hidden"}},
		{"os_hidden=TRUE", []string{"hidden"}},
		{"id=hidden", none},
		{"protected=true", []string{"gold"}},
		{"deleted=true", plus("public", "accepted")},
		{"name=mine", []string{"mine"}},
		{"name=Mine", none},
		{"name=eq:win:2022", []string{"win:2022"}},
		{"name=in:mine,gold", []string{"gold", "mine"}},
		{`name=in:"x,y",gold`, []string{"x,y", "gold"}},
		{"name=in:", none},
		{"name=", none},
		{"name=gold&name=mine", []string{"mine"}},
		{"status=in:queued,active&tag=prod", []string{"prod", "mine"}},
		{"status=deleted", none},
		{"status=bogus", none},
		{"tag=gold", []string{"gold", "mine"}},
		{"tag=gold&tag=prod", []string{"mine"}},
		{"tag=+gold+", []string{"gold", "mine"}},
		{"tag=Gold", none},
		{"tags=gold", none},
		{"tags=", plus("public", "accepted")},
		{"size=10", []string{"mine"}},
		{"size=10.0", []string{"mine"}},
		{"size=ten", none},
		{"size_min=10", []string{"gold", "mine"}},
		{"size_min=11&size_max=20", []string{"gold"}},
		{"size_min=-1", []string{"gold", "mine"}},
		{"size_max=+1_0", []string{"mine"}},
		{"disk_format=raw", []string{"mine"}},
		{"os_distro=debian", []string{"mine"}},
		{"os_distro=in:debian", none},
		{"nope=x", none},
		{"metadata=x", none},
		{"owner=p-other", []string{"accepted"}},
		{"created_at=2026-01-02T03:04:06Z", none},
		{"created_at=2026-01-02T03:04:06.6", []string{"mine"}},
		{"created_at=lte:2026-01-02T03:04:06Z", none},
		{"created_at=lt:2026-01-02T03:04:07Z", []string{"mine"}},
		{"created_at=lt:2026-01-02T05:04:07%2B02:00", []string{"mine"}},
		{"created_at=lt:20260102T030407Z", []string{"mine"}},
		{"created_at=lt:2026-01-02+03:04:07", []string{"mine"}},
		{"created_at=gt:2027", none},
		{"created_at=gt:2027&created_at=lt:2026-01-02T03:04:07Z", []string{"mine"}},
		{"limit=2", []string{"public", "accepted"}},
		{"limit=2&limit=3", none},
		{"limit=0", none},
		{"limit=99999999999999999999&name=mine", []string{"mine"}},
		{"marker=gold", []string{"mine"}},
		{"marker=mine", none},
		{"marker=public&tag=gold", []string{"gold", "mine"}},
		{"sort=name:asc&limit=3", []string{"null", "accepted", "gold"}},
		{"sort=size:asc,name:asc&visibility=shared", []string{"null", "accepted", "prod", "mine", "gold"}},
		{"sort_key=name&sort_dir=asc&limit=2", []string{"null", "accepted"}},
		{"sort_dir=asc&limit=2", []string{"mine", "gold"}},
		{"sort_key=id&limit=2", []string{"x,y", "win:2022"}},
		{"sort=+status+:+asc+,name:asc&limit=1", []string{"null"}},
		{"sort=name&sort=size", none},
	} {
		t.Run(test.query, func(t *testing.T) {
			r := &rig{TB: t, s: r.s}
			r.wantNames(r.do("demo", get, "/v2/images?"+test.query, ""), test.want...)
		})
	}
}

func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	r := gallery(t)
	r.wantNames(r.do("admin", get, "/v2/images", ""),
		"public", "foreign", "rejected", "accepted", "pending", "null", "win:2022", "prod", "gold", "mine")
	r.wantNames(r.do("viewer", get, "/v2/images?visibility=shared", ""), "accepted", "null", "prod", "gold", "mine")
	// Whoever has no project is shown all that is shared with anyone.
	r.wantNames(r.do("unscoped", get, "/v2/images", ""), "public", "rejected", "accepted", "pending")
	for _, id := range []string{"pending", "rejected", "hidden", "commune"} {
		r.wantCode(r.do("demo", get, "/v2/images/"+id, ""), 200, "")
	}
	for _, id := range []string{"foreign", "dead", "nope"} {
		r.wantCode(r.do("demo", get, "/v2/images/"+id, ""), 404, "No image found with ID "+id)
	}
	r.wantCode(r.do("admin", get, "/v2/images/dead", ""), 404, "")
}

func TestWhatAListRefuses(t *testing.T) {
	t.Parallel()
	r := gallery(t)
	const formats = "Use ISO 8601 DateTime notation."
	const keys = ". It must be one of the following: name, status, container_format, disk_format, size, id, created_at, updated_at."
	for _, test := range []struct {
		query   string
		code    int
		message string
	}{
		{"limit=abc", 400, "limit param must be an integer"},
		{"limit=", 400, "limit param must be an integer"},
		{"limit=-1", 400, "limit param must be positive"},
		{"visibility=Public", 400, "Invalid visibility value: Public"},
		{"member_status=x", 400, "Invalid status: x"},
		{"os_hidden=1", 400, "Invalid value '1' for 'os_hidden' filter. Valid values are 'true' or 'false'."},
		{"protected=True", 400, "Invalid value 'True' for 'protected' filter. Valid values are 'true' or 'false'."},
		{"changes-since=x", 400, `The "changes-since" filter is no longer available on v2.`},
		{"changes-since=", 500, explanations[500]},
		{"properties=x", 500, explanations[500]},
		{"locations=x", 500, explanations[500]},
		{"foo_min=5", 500, explanations[500]},
		{"foo_min=x", 400, "Unable to filter on a range with a non-numeric value."},
		{"size_min=9223372036854775808", 500, explanations[500]},
		{"size_min=9223372036854775808&marker=nope", 400, "No image found with ID nope"},
		{"name=win:2022", 400, "Unable to filter by unknown operator 'win'."},
		{"name=neq:x", 400, "Unable to filter by unknown operator 'neq'."},
		{`name=in:"a`, 400, `Invalid filter value "a. The quote is not closed.`},
		{`name=in:a"b`, 400, `Invalid filter value a"b. There is no comma before opening quotation mark.`},
		{`name=in:"a"b`, 400, `Invalid filter value "a"b. There is no comma after closing quotation mark.`},
		{"created_at=x", 400, `Bad "created_at" query filter format. ` + formats},
		{"created_at=gt:2026-01-01T00:00:00+02:00", 400, `Bad "created_at" query filter format. ` + formats},
		{"updated_at=gt:202601", 400, `Bad "updated_at" query filter format. ` + formats},
		{"created_at=in:2026", 400, "Unable to filter on a unknown operator."},
		{"sort=owner", 400, "Invalid sort key: owner" + keys},
		{"sort=", 400, "Invalid sort key: " + keys},
		{"sort=name:up", 400, "Invalid sort direction: up"},
		{"sort=name&sort_dir=asc", 400, "Old and new sorting syntax cannot be combined"},
		{"sort_dir=asc&sort_dir=desc", 400, "Number of sort dirs does not match the number of sort keys"},
		{"marker=dead", 400, "No image found with ID dead"},
		{"marker=foreign", 403, "Forbidding request, image foreign not visible"},
		{"marker=" + strings.Repeat("x", 40), 400, "Image with the given id %(image_id)s was not found"},
		{"name=%ff", 400, "Error decoding your request. Either the URL or the request body contained characters that could not be decoded by Glance"},
		{"visibility=x&member_status=x&limit=x&sort=x", 400, "Invalid visibility value: x"},
	} {
		t.Run(test.query, func(t *testing.T) {
			r := &rig{TB: t, s: r.s}
			r.wantCode(r.do("demo", get, "/v2/images?"+strings.ReplaceAll(test.query, `"`, "%22"), ""), test.code, test.message)
		})
	}
	r.wantCode(r.do("admin", get, "/v2/images?marker=dead", ""), 200, "")
}

// page is the body of a list with its links.
type page struct{ First, Next, Schema string }

func TestTheLinksForgetRepeatedParameters(t *testing.T) {
	t.Parallel()
	r := gallery(t)
	for _, test := range []struct{ query, first, next string }{
		{"", "/v2/images", ""},
		{"limit=1", "/v2/images?limit=1", "/v2/images?limit=1&marker=public"},
		{"tag=gold&tag=prod&limit=1", "/v2/images?tag=prod&limit=1", "/v2/images?tag=prod&limit=1&marker=mine"},
		{"marker=gold&limit=1&tag=a%20b&tag=prod", "/v2/images?limit=1&tag=prod", ""},
		{"limit=5000&marker=gold", "/v2/images?limit=5000", ""},
		{"name=in%3Amine%2Cgold&limit=1", "/v2/images?name=in%3Amine%2Cgold&limit=1", "/v2/images?name=in%3Amine%2Cgold&limit=1&marker=gold"},
		{
			"tag=gold&created_at=gt:2026-01-01+00:00:00&limit=2", "/v2/images?tag=gold&created_at=gt%3A2026-01-01+00%3A00%3A00&limit=2",
			"/v2/images?tag=gold&created_at=gt%3A2026-01-01+00%3A00%3A00&limit=2&marker=mine",
		},
	} {
		got := r.do("demo", get, "/v2/images?"+test.query, "")
		var links page
		if err := json.Unmarshal([]byte(got.body), &links); err != nil || got.code != 200 {
			t.Fatalf("%s: %d %s", test.query, got.code, got.body)
		}
		if links.First != test.first || links.Next != test.next || links.Schema != "/v2/schemas/images" {
			t.Errorf("%s: links %+v, want %q and %q", test.query, links, test.first, test.next)
		}
	}
}

// walk follows a list by markers and returns the names, at most some pages.
func (r *rig) walk(query string, pages int) []string {
	r.Helper()
	var names []string
	marker := ""
	for range pages {
		got := r.do("demo", get, "/v2/images?"+query+marker, "")
		var decoded struct{ Images []struct{ ID string } }
		if err := json.Unmarshal([]byte(got.body), &decoded); err != nil || got.code != 200 {
			r.Fatalf("%s: %d %s", query, got.code, got.body)
		}
		if len(decoded.Images) == 0 {
			break
		}
		for _, image := range decoded.Images {
			names = append(names, image.ID)
		}
		marker = "&marker=" + url.QueryEscape(decoded.Images[len(decoded.Images)-1].ID)
	}
	return names
}

func TestPagesInEveryOrderHoldEachImageOnce(t *testing.T) {
	t.Parallel()
	r := gallery(t)
	all := r.walk("limit=100", 2)
	for _, order := range []string{"", "sort=created_at:asc", "sort=id:asc", "sort=updated_at:desc", "sort=disk_format:asc", "sort=status:desc,name:asc", "sort=created_at:asc,id:desc"} {
		for _, limit := range []string{"1", "3"} {
			got := r.walk("limit="+limit+"&"+order, 20)
			slices.Sort(got)
			want := slices.Sorted(slices.Values(all))
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s a page: %q, want %q", order, limit, got, want)
			}
		}
	}
}

// SQLite finds the empty text, which stands for the size of a marker that has
// none, greater than every number.
func TestPagesBySizeStopOrLoopAtAnImageWithoutSize(t *testing.T) {
	t.Parallel()
	r := gallery(t)
	if got := r.walk("limit=1&sort=size:asc", 20); len(got) != 1 {
		t.Errorf("ascending: %q", got)
	}
	got := r.walk("limit=1&sort=size:desc", 20)
	if len(got) != 20 || got[0] != "gold" || got[3] != "gold" {
		t.Errorf("descending: %q", got)
	}
}

func TestLimitsFromTheConfiguration(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *Options) { o.LimitDefault, o.LimitMax = 2, 3 })
	for range 5 {
		r.create("demo", `{}`)
	}
	for query, want := range map[string]int{"": 2, "limit=3": 3, "limit=100": 3, "limit=99999999999999999999": 3, "limit=1": 1} {
		if got := r.names(r.do("demo", get, "/v2/images?"+query, "")); len(got) != want {
			t.Errorf("%q: %d images, want %d", query, len(got), want)
		}
	}
	r.wantCode(newRig(t, func(o *Options) { o.NewRBAC = true }).do("unscoped", get, "/v2/images", ""), 403, "You are not authorized to complete get_images action.")
}
