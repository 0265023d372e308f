package glance

import (
	"net/http"
	"strings"
	"testing"
)

func TestSharingAnImage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{}`)
	path := "/v2/images/" + id + "/members"
	made := r.do("demo", post, path, `{"member": "p-other"}`)
	const want = `{"member_id": "p-other", "image_id": "%", "status": "pending", "created_at": "2026-03-04T05:06:10Z", "updated_at": "2026-03-04T05:06:10Z", "schema": "/v2/schemas/member"}`
	if made.code != http.StatusOK || made.body != strings.ReplaceAll(want, "%", id) {
		t.Errorf("%d %s", made.code, made.body)
	}
	r.wantCode(r.do("other", get, "/v2/images/"+id, ""), 200, "")
	r.wantNames(r.do("other", get, "/v2/images", ""))
	r.wantCode(r.do("other", put, path+"/p-other", `{"status": "accepted"}`), 200, "")
	r.wantNames(r.do("other", get, "/v2/images", ""), "null")
	r.wantCode(r.do("other", put, path+"/p-other", `{"status": "rejected"}`), 200, "")
	r.wantNames(r.do("other", get, "/v2/images", ""))
	r.wantCode(r.do("demo", del, path+"/p-other", ""), 204, "")
	r.wantCode(r.do("other", get, "/v2/images/"+id, ""), 404, "")
}

func TestWhatMembersRefuse(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{}`)
	community := r.create("demo", `{"visibility": "community"}`)
	r.do("demo", post, "/v2/images/"+id+"/members", `{"member": "p-other"}`)
	r.do("demo", post, "/v2/images/"+id+"/members", `{"member": "p-third"}`)
	const update = "Not allowed to update members for image %."
	for _, test := range []struct {
		who, method, path, body string
		code                    int
		message                 string
	}{
		{"demo", post, "/members", `[]`, 400, `Expected a member in the form: {"member": "image_id"}`},
		{"demo", post, "/members", `{}`, 400, "Member to be added not specified"},
		{"demo", post, "/members", `{"member": ""}`, 400, "Member can't be empty"},
		{"demo", post, "/members", `{"member": "p-other"}`, 409, "Member p-other is duplicated for image %"},
		{"demo", post, "/members", `{"member": 5}`, 200, ""},
		{"other", post, "/members", `{"member": "x"}`, 403, "Not allowed to create members for image %."},
		{"admin", post, "/members", `{"member": "x"}`, 200, ""},
		{"demo", put, "/members/p-other", `{"status": "accepted"}`, 403, update},
		{"other", put, "/members/p-other", `{"status": "x"}`, 400, `Incorrect request: Status must be "pending", "accepted" or "rejected".`},
		{"other", put, "/members/p-other", `{}`, 400, "Status not specified"},
		{"other", put, "/members/p-other", `[]`, 400, `Expected a status in the form: {"status": "status"}`},
		{"other", put, "/members/p-third", `{"status": "accepted"}`, 404, "p-third not found in the member list of the image %."},
		{"admin", put, "/members/p-third", `{"status": "accepted"}`, 200, ""},
		{"other", get, "/members/p-third", "", 404, "p-third not found in the member list of the image %."},
		{"demo", get, "/members/p-third", "", 200, ""},
		{"other", del, "/members/p-other", "", 403, "Not allowed to delete members for image %."},
		{"demo", del, "/members/nope", "", 404, "nope not found in the member list of the image %."},
	} {
		got := r.do(test.who, test.method, "/v2/images/"+id+test.path, test.body)
		r.wantCode(got, test.code, strings.ReplaceAll(test.message, "%", id))
	}
	const only = "Only shared images have members."
	r.wantCode(r.do("demo", get, "/v2/images/"+community+"/members", ""), 403, "Not allowed to list members for image "+community+": "+only)
	r.wantCode(r.do("demo", get, "/v2/images/"+community+"/members/x", ""), 404, only)
	r.wantCode(r.do("demo", post, "/v2/images/"+community+"/members", `{"member": "x"}`), 403, "Not allowed to create members for image "+community+".")
	r.wantCode(r.do("demo", get, "/v2/images/nope/members", ""), 404, "Image nope not found.")
	if own := r.do("other", get, "/v2/images/"+id+"/members", ""); strings.Count(own.body, "member_id") != 1 {
		t.Errorf("a member sees %s", own.body)
	}
	if all := r.do("demo", get, "/v2/images/"+id+"/members", ""); strings.Count(all.body, "member_id") != 4 {
		t.Errorf("the owner sees %s", all.body)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"visibility": "community"}`)
	full := r.create("demo", `{"tags": [`+many(`"%d"`, 128)+`]}`)
	for _, test := range []struct {
		who, method, path string
		code              int
		message           string
	}{
		{"demo", put, id + "/tags/a", 204, ""},
		{"demo", put, id + "/tags/a", 204, ""},
		{"demo", put, id + "/tags/b%20c", 204, ""},
		{"demo", put, id + "/tags/%C3%A9", 204, ""},
		{"demo", put, id + "/tags/a%2Fb", 404, "The resource could not be found."},
		{"demo", put, id + "/tags/", 404, "The resource could not be found."},
		{"demo", put, id + "/tags/%FF", 500, ""},
		{"demo", get, id + "/tags/a", 405, ""},
		{"demo", put, "nope/tags/a", 404, "Image nope not found."},
		{"other", put, id + "/tags/a", 403, "Not allowed to update tags for image " + id + "."},
		{"other", del, id + "/tags/a", 403, "Not allowed to delete tags for image " + id + "."},
		{"demo", del, id + "/tags/nope", 404, "The resource could not be found."},
		{"demo", del, id + "/tags/b%20c", 204, ""},
		{"demo", put, full + "/tags/5", 204, ""},
		{"demo", put, full + "/tags/x", 413, "Image tag limit exceeded for image " + full +
			": The limit has been exceeded on the number of allowed image tags. Attempted: 129, Maximum: 128:"},
	} {
		r.wantCode(r.do(test.who, test.method, "/v2/images/"+test.path, ""), test.code, test.message)
	}
	long := r.do("demo", put, "/v2/images/"+id+"/tags/"+strings.Repeat("x", 256), "")
	if long.code != 400 || !strings.Contains(long.message(), "is too long") {
		t.Errorf("a long tag: %d %s", long.code, long.body)
	}
	// The bytes of the path are taken for characters.
	held, _ := r.s.Snapshot(id)
	if want := r.s.shuffle([]string{"a", "Ã©"}); strings.Join(held.Tags, " ") != strings.Join(want, " ") {
		t.Errorf("tags %q", held.Tags)
	}
}

func TestTheOrderOfTagsDependsOnTheSeedAlone(t *testing.T) {
	t.Parallel()
	order := func(seed uint64) string {
		return strings.Join(New(Options{Seed: seed}).shuffle([]string{"a", "b", "c", "d", "e", "f", "c"}), "")
	}
	if first, again := order(1), order(1); first != again || len(first) != 6 {
		t.Errorf("%s and %s", first, again)
	}
	if order(1) == order(2) && order(2) == order(3) {
		t.Error("the seed does not matter")
	}
}

func TestInfoStoresAndCache(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.upload("demo", "x", "y")
	queued := r.create("demo", `{}`)
	for _, test := range []struct {
		who, method, path string
		code              int
		want              string
	}{
		{"demo", get, "info/import", 200, `{"import-methods": {"description": "Import methods available.", "type": "array", "value": ["glance-direct", "web-download", "copy-image"]}}`},
		{"demo", get, "info/stores", 200, `{"stores": [{"id": "fs", "default": "true"}]}`},
		{"demo", get, "info/usage", 200, `{"usage": {}}`},
		{"demo", get, "info/stores/detail", 403, "You are not authorized to complete stores_info_detail action."},
		{"admin", get, "info/stores/detail", 200, ""},
		{"demo", del, "stores/fs/" + id, 403, "Cannot delete image data from the only store containing it. Consider deleting the image instead."},
		{"demo", del, "stores/fs/" + queued, 409, "It's not allowed to remove image data from store if image status is not 'active'"},
		{"demo", del, "stores/nope/" + id, 409, "The selected store nope is not available on this node."},
		{"demo", del, "stores/fs/nope", 404, "Failed to find image nope"},
		{"demo", get, "cache", 403, "You are not authorized to complete cache_list action."},
		{"admin", get, "cache", 404, "Caching via API is not supported at this site."},
		{"admin", put, "cache/" + id, 404, "Caching via API is not supported at this site."},
		{"admin", del, "tasks/x", 405, "This operation is currently not permitted on Glance Tasks. They are auto deleted after reaching the time based on their expires_at property."},
	} {
		r.wantCode(r.do(test.who, test.method, "/v2/"+test.path, ""), test.code, test.want)
	}
}
