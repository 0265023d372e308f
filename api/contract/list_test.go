package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// links expects the addresses of the first and the next page; "" for next
// means that there is none.
func links(first, next string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		got := a.object(s)
		actual, _ := got["next"].(string)
		if got["first"] != s.expand(first) || actual != s.expand(next) {
			s.Errorf("first %q, next %q; want %q, %q", got["first"], actual, s.expand(first), s.expand(next))
		}
		if _, there := got["next"]; there && next == "" {
			s.Error("next is there, but empty")
		}
		if got["schema"] != "/v2/schemas/images" {
			s.Errorf("schema is %v", got["schema"])
		}
	}
}

// five makes images a to e, in this order, and a name in each placeholder.
func five(s *space) {
	s.Helper()
	for _, name := range strings.Fields("a b c d e") {
		s.image(name, member, `{"name": "`+name+`"}`)
	}
}

func TestPaging(t *testing.T) {
	s := newSpace(t)
	five(s)
	s.image("foreign", other, `{"name": "foreign", "visibility": "private"}`)
	s.image("shared", other, `{"name": "shared", "visibility": "community"}`)
	gone := s.image("gone", member, `{"name": "gone"}`)
	s.must(member, "DELETE /v2/images/"+gone, "")
	const list = "GET /v2/images?{mine}"
	s.check(t, []exchange{
		{"without a limit there are 25 images to a page, and here all", member, list, "", 200, all(lists("e", "d", "c", "b", "a"), links("/v2/images?{mine}", ""))},
		{"a page that is full has a next one", member, list + "&limit=2", "", 200, all(lists("e", "d"), links("/v2/images?{mine}&limit=2", "/v2/images?{mine}&limit=2&marker={d}"))},
		{"the next page begins after the marker", member, list + "&limit=2&marker={d}", "", 200, all(lists("c", "b"), links("/v2/images?{mine}&limit=2", "/v2/images?{mine}&limit=2&marker={b}"))},
		{"a page that is not full has no next one", member, list + "&limit=2&marker={b}", "", 200, all(lists("a"), links("/v2/images?{mine}&limit=2", ""))},
		{"a full page has a next one even where nothing follows", member, list + "&limit=5", "", 200, all(lists("e", "d", "c", "b", "a"), links("/v2/images?{mine}&limit=5", "/v2/images?{mine}&limit=5&marker={a}"))},
		{"after the last image there is nothing", member, list + "&limit=5&marker={a}", "", 200, all(lists(), links("/v2/images?{mine}&limit=5", ""))},
		{"a limit of nothing is an empty page", member, list + "&limit=0", "", 200, all(lists(), links("/v2/images?{mine}&limit=0", ""))},
		{"a limit beyond the greatest is served", member, list + "&limit=99999999999999999999", "", 200, lists("e", "d", "c", "b", "a")},
		{"a negative limit is refused", member, list + "&limit=-1", "", 400, refused("limit param must be positive")},
		{"a limit that is no number is refused", member, list + "&limit=abc", "", 400, refused("limit param must be an integer")},
		{"an empty limit is refused", member, list + "&limit=", "", 400, refused("limit param must be an integer")},
		{"half an image is refused", member, list + "&limit=1.5", "", 400, refused("limit param must be an integer")},
		{"of two limits the second is a property that no image has", member, list + "&limit=3&limit=4", "", 200, lists()},
		{"an unknown marker is refused", member, list + "&marker={none}", "", 400, refused("No image found with ID {none}")},
		{"an empty marker is refused", member, list + "&marker=", "", 400, refused("No image found with ID ")},
		{"a deleted marker is refused", member, list + "&marker={gone}", "", 400, refused("No image found with ID {gone}")},
		{"a deleted marker is good for the admin", admin, list + "&marker={gone}&name=a", "", 200, lists("a")},
		{"a marker that one may not see is forbidden", member, list + "&marker={foreign}", "", 403, refused("Forbidding request, image {foreign} not visible")},
		{"a marker need not match the filters", member, list + "&name=a&marker={c}", "", 200, lists("a")},
		{"a marker of others that is visible will do", member, list + "&limit=1&marker={shared}", "", 200, lists("e")},
		{"next encodes the values of parameters anew", member, list + "&name=in:a,b&limit=1", "", 200, links("/v2/images?{mine}&name=in%3Aa%2Cb&limit=1", "/v2/images?{mine}&name=in%3Aa%2Cb&limit=1&marker={b}")},
		{"next writes a space as plus", member, list + "&sort=name:asc,%20id&limit=1", "", 200, links("/v2/images?{mine}&sort=name%3Aasc%2C+id&limit=1", "/v2/images?{mine}&sort=name%3Aasc%2C+id&limit=1&marker={a}")},
	})
}

func TestAPageIs25Images(t *testing.T) {
	s := newSpace(t)
	for n := range 26 {
		s.image(fmt.Sprintf("n%d", n), member, fmt.Sprintf(`{"name": "%02d"}`, n))
	}
	var newest []string
	for n := 25; n > 0; n-- {
		newest = append(newest, fmt.Sprintf("%02d", n))
	}
	s.check(t, []exchange{
		{"and the next page is asked for without a limit, too", member, "GET /v2/images?{mine}", "", 200, all(lists(newest...), links("/v2/images?{mine}", "/v2/images?{mine}&marker={n1}"))},
		{"which has the rest", member, "GET /v2/images?{mine}&marker={n1}", "", 200, all(lists("00"), links("/v2/images?{mine}", ""))},
		{"unless more are asked for", member, "GET /v2/images?{mine}&limit=26", "", 200, lists(append(newest, "00")...)},
	})
}

// The links come from a dictionary, so of a repeated parameter only the last
// value is left: whoever follows next loses a filter.
func TestNextForgetsRepeatedParameters(t *testing.T) {
	s := newSpace(t)
	s.image("a", member, `{"name": "a", "tags": ["gold"]}`)
	s.image("b", member, `{"name": "b", "tags": ["prod"]}`)
	s.image("c", member, `{"name": "c", "tags": ["gold", "prod"]}`)
	s.check(t, []exchange{
		{
			"both tags filter the first page, one goes on", member, "GET /v2/images?{mine}&tag=gold&tag=prod&limit=1", "", 200,
			all(lists("c"), links("/v2/images?{mine}&tag=prod&limit=1", "/v2/images?{mine}&tag=prod&limit=1&marker={c}")),
		},
		{"so the second page has what the query excluded", member, "GET /v2/images?{mine}&tag=prod&limit=1&marker={c}", "", 200, lists("b")},
		{
			"of two sort keys one goes on", member, "GET /v2/images?{mine}&sort_key=status&sort_key=name&sort_dir=asc&limit=1", "", 200,
			all(lists("a"), links("/v2/images?{mine}&sort_key=name&sort_dir=asc&limit=1", "/v2/images?{mine}&sort_key=name&sort_dir=asc&limit=1&marker={a}")),
		},
	})
}

func TestPagesWhileImagesChange(t *testing.T) {
	touch := func(s *space, name string) {
		s.must(member, "PATCH /v2/images/{"+name+"}", `[{"op": "add", "path": "/touched", "value": "yes"}]`)
	}
	page := func(s *space, query string, want ...string) {
		s.Helper()
		lists(want...)(s, s.must(member, "GET /v2/images?{mine}&limit=2&"+query, ""))
	}
	t.Run("a marker that was updated sends a newest-first walk back to the top", func(t *testing.T) {
		s := newSpace(t)
		five(s)
		page(s, "sort=updated_at:desc", "e", "d")
		touch(s, "d")
		page(s, "sort=updated_at:desc&marker={d}", "e", "c")
	})
	t.Run("a marker that was updated ends an oldest-first walk", func(t *testing.T) {
		s := newSpace(t)
		five(s)
		page(s, "sort=updated_at:asc", "a", "b")
		touch(s, "b")
		page(s, "sort=updated_at:asc&marker={b}")
	})
	t.Run("an image updated ahead of the marker is skipped", func(t *testing.T) {
		s := newSpace(t)
		five(s)
		page(s, "sort=updated_at:desc", "e", "d")
		touch(s, "c")
		page(s, "sort=updated_at:desc&marker={d}", "b", "a")
	})
	t.Run("a new image does not disturb the default order", func(t *testing.T) {
		s := newSpace(t)
		five(s)
		page(s, "", "e", "d")
		s.image("f", member, `{"name": "f"}`)
		page(s, "marker={d}", "c", "b")
	})
	t.Run("a walk by size goes round in circles where sizes are null", func(t *testing.T) {
		s := newSpace(t)
		s.image("a", member, `{"name": "a"}`)
		s.image("b", member, `{"name": "b"}`)
		s.active("c", member, `{"name": "c"}`, "data")
		page(s, "sort=size:desc", "c", "b")
		page(s, "sort=size:desc&marker={b}", "c", "b")
		page(s, "sort=size:asc", "a", "b")
		page(s, "sort=size:asc&marker={b}")
	})
	t.Run("a walk by name stops early where names are null and empty", func(t *testing.T) {
		s := newSpace(t)
		s.image("a", member, `{"name": null}`)
		s.image("b", member, `{"name": ""}`)
		s.image("c", member, `{"name": null}`)
		s.image("d", member, `{"name": "d"}`)
		lists("<null>", "<null>", "", "d")(s, s.must(member, "GET /v2/images?{mine}&sort=name:asc", ""))
		page(s, "sort=name:asc", "<null>", "<null>")
	})
	t.Run("a walk by format is whole although formats are null", func(t *testing.T) {
		s := newSpace(t)
		s.image("a", member, `{"name": "a", "disk_format": "raw"}`)
		s.image("b", member, `{"name": "b"}`)
		s.image("c", member, `{"name": "c"}`)
		s.image("d", member, `{"name": "d", "disk_format": "iso"}`)
		page(s, "sort=disk_format:asc", "b", "c")
		page(s, "sort=disk_format:asc&marker={c}", "d", "a")
		page(s, "sort=disk_format:desc", "a", "d")
		page(s, "sort=disk_format:desc&marker={d}", "c", "b")
	})
}

func TestSorting(t *testing.T) {
	s := newSpace(t)
	s.active("a", member, `{"name": "b10", "id": "10000000-0000-4000-8000-`+last12(s)+`"}`, "12345")
	s.image("b", member, `{"name": "B2", "disk_format": "iso", "container_format": "bare", "id": "30000000-0000-4000-8000-`+last12(s)+`"}`)
	s.active("c", member, `{"name": "b1", "id": "20000000-0000-4000-8000-`+last12(s)+`"}`, "123")
	const list = "GET /v2/images?{mine}&"
	const keys = "It must be one of the following: name, status, container_format, disk_format, size, id, created_at, updated_at."
	badKey := func(key string) expectation { return refused("Invalid sort key: " + key + ". " + keys) }
	badDirection := func(direction string) expectation { return refused("Invalid sort direction: " + direction) }
	mismatch := refused("Number of sort dirs does not match the number of sort keys")
	combined := refused("Old and new sorting syntax cannot be combined")
	s.check(t, []exchange{
		{"by default the newest comes first", member, list, "", 200, lists("b1", "B2", "b10")},
		{"by name, byte for byte", member, list + "sort=name:asc", "", 200, lists("B2", "b1", "b10")},
		{"by name, descending", member, list + "sort=name:desc", "", 200, lists("b10", "b1", "B2")},
		{"without a direction, descending", member, list + "sort=name", "", 200, lists("b10", "b1", "B2")},
		{"by id", member, list + "sort=id:asc", "", 200, lists("b10", "b1", "B2")},
		{"by creation", member, list + "sort=created_at:asc", "", 200, lists("b10", "B2", "b1")},
		{"by change", member, list + "sort=updated_at:asc", "", 200, lists("b10", "B2", "b1")},
		{"by size, null first", member, list + "sort=size:asc", "", 200, lists("B2", "b1", "b10")},
		{"by status, then the direction's order of creation", member, list + "sort=status:asc", "", 200, lists("b10", "b1", "B2")},
		{"by status descending, then the newest first", member, list + "sort=status:desc", "", 200, lists("B2", "b1", "b10")},
		{"by two keys", member, list + "sort=status:asc,name:desc", "", 200, lists("b10", "b1", "B2")},
		{"by two keys, each with its direction", member, list + "sort=status:desc,name:asc", "", 200, lists("B2", "b1", "b10")},
		{"by disk format", member, list + "sort=disk_format:asc,name:asc", "", 200, lists("B2", "b1", "b10")},
		{"by container format", member, list + "sort=container_format:asc,name:asc", "", 200, lists("B2", "b1", "b10")},
		{"spaces around keys do not matter", member, list + "sort=%20status:desc%20,%20name:asc", "", 200, lists("B2", "b1", "b10")},
		{"by the older parameters", member, list + "sort_key=name&sort_dir=asc", "", 200, lists("B2", "b1", "b10")},
		{"by the older parameters, descending unless told", member, list + "sort_key=name", "", 200, lists("b10", "b1", "B2")},
		{"with one direction for several keys", member, list + "sort_key=status&sort_key=name&sort_dir=asc", "", 200, lists("b1", "b10", "B2")},
		{"with a direction for each key", member, list + "sort_key=status&sort_dir=desc&sort_key=name&sort_dir=asc", "", 200, lists("B2", "b1", "b10")},
		{"with a direction alone, by creation", member, list + "sort_dir=asc", "", 200, lists("b10", "B2", "b1")},
		{"a key that images are not sorted by is refused", member, list + "sort=owner:asc", "", 400, badKey("owner")},
		{"an unknown key is refused", member, list + "sort_key=foo", "", 400, badKey("foo")},
		{"a key in capitals is refused", member, list + "sort=NAME", "", 400, badKey("NAME")},
		{"no key is refused", member, list + "sort=", "", 400, badKey("")},
		{"no older key is refused", member, list + "sort_key=", "", 400, badKey("")},
		{"an unknown direction is refused", member, list + "sort=name:up", "", 400, badDirection("up")},
		{"an unknown older direction is refused", member, list + "sort_dir=up", "", 400, badDirection("up")},
		{"a direction in capitals is refused", member, list + "sort_key=name&sort_dir=ASC", "", 400, badDirection("ASC")},
		{"three directions for two keys do not go together", member, list + "sort_key=name&sort_key=id&sort_dir=asc&sort_dir=asc&sort_dir=asc", "", 400, mismatch},
		{"two directions without a key do not go together", member, list + "sort_dir=asc&sort_dir=desc", "", 400, mismatch},
		{"sort and sort_key do not go together", member, list + "sort=name&sort_key=id", "", 400, combined},
		{"sort and sort_dir do not go together", member, list + "sort=name&sort_dir=asc", "", 400, combined},
		{"a second sort is a property that no image has", member, list + "sort=name&sort=id", "", 200, lists()},
	})
}

// last12 is the end of an id, new for each call.
func last12(s *space) string {
	_, mine, _ := strings.Cut(s.values["mine"], "=")
	return strings.ReplaceAll(mine, "-", "")[20:]
}

func TestAListHasWholeImages(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "a", "tags": ["t"], "p": "v"}`)
	listed := s.must(member, "GET /v2/images?{mine}", "")
	var list struct{ Images []json.RawMessage }
	if err := json.Unmarshal(listed.body, &list); err != nil || len(list.Images) != 1 {
		t.Fatalf("%v: %s", err, listed.body)
	}
	if shown := s.must(member, "GET /v2/images/{id}", ""); !slices.Equal(list.Images[0], shown.body) {
		t.Errorf("listed as\n%s\nshown as\n%s", list.Images[0], shown.body)
	}
	if head := `{"images": [{`; !strings.HasPrefix(string(listed.body), head) {
		t.Errorf("the list begins with %.40s", listed.body)
	}
	if tail := s.expand(`], "first": "/v2/images?{mine}", "schema": "/v2/schemas/images"}`); !strings.HasSuffix(string(listed.body), tail) {
		t.Errorf("the list %s does not end with %s", listed.body, tail)
	}
}
