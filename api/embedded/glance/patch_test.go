package glance

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWhatAPatchDoes(t *testing.T) {
	t.Parallel()
	const schema = "Provided object does not match schema 'image': "
	const available = "It must be one of the following: add, remove, replace."
	uuid := "'^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'"
	for _, test := range []struct {
		ops     string
		code    int
		message string
		// want are parts of the answer, or of the image as it is then.
		want string
	}{
		{`{}`, 400, "Request body must be a JSON array of operation objects.", ""},
		{`[{}]`, 400, "Unable to find `op` in JSON Schema change. " + available, ""},
		{`[{"op": "test", "path": "/x"}]`, 400, "Invalid operation: `test`. " + available, ""},
		{`[{"op": ["a"], "path": "/x"}]`, 400, "Invalid operation: `['a']`. " + available, ""},
		{`[{"op": "add"}]`, 400, "Unable to find 'path' in JSON Schema change", ""},
		{`[{"op": "add", "path": 5}]`, 500, explanations[500], ""},
		{`[{"op": "add", "path": "/x"}]`, 400, `Operation "add" requires a member named "value".`, ""},
		{`[{"op": "add", "path": "x", "value": "1"}]`, 400, "Pointer `x` does not start with \"/\".", ""},
		{`[{"op": "add", "path": "/a//b", "value": "1"}]`, 400, "Pointer `/a//b` contains adjacent \"/\".", ""},
		{`[{"op": "add", "path": "/a/", "value": "1"}]`, 400, "Pointer `/a/` end with \"/\".", ""},
		{`[{"op": "add", "path": "/a~2", "value": "1"}]`, 400, "Pointer `/a~2` contains \"~\" not part of a recognized escape sequence.", ""},
		{`[{"op": "add", "path": "/a/b", "value": "1"}]`, 400, "Invalid JSON pointer for this resource: '/a/b'", ""},
		{`[{"op": "add", "path": "/tags/-", "value": "1"}]`, 400, "Invalid JSON pointer for this resource: '/tags/-'", ""},
		{`[{"op": "add", "path": "/", "value": "1"}]`, 200, "", `{"k": "v", "": "1", "name"`},
		{`[{"op": "add", "path": "//x", "value": "1"}]`, 200, "", `"x": "1"`},
		{`[{"op": "add", "path": "/a~1b~0c", "value": "1"}]`, 200, "", `"a/b~c": "1"`},
		{`[{"op": "add", "path": "/~01", "value": "1"}]`, 200, "", `"~1": "1"`},
		{`[{"op": "add", "path": "/ pad ", "value": "1"}]`, 200, "", `"pad": "1"`},
		{`[{"op": "add", "path": "/k", "value": "w"}]`, 200, "", `"k": "w"`},
		{`[{"op": "add", "path": "/k", "value": 5}]`, 400, schema + "5 is not of type 'string'", ""},
		{`[{"op": "add", "path": "/kernel_id", "value": null}]`, 200, "", `"kernel_id": null`},
		{`[{"op": "add", "path": "/kernel_id", "value": "x"}]`, 400, schema + "'x' does not match " + uuid, ""},
		{`[{"op": "replace", "path": "/nope", "value": "w"}]`, 409, "D Property nope does not exist.", ""},
		{`[{"op": "remove", "path": "/nope"}]`, 409, "D Property nope does not exist.", ""},
		{`[{"op": "remove", "path": "/name"}]`, 403, "D Property name may not be removed.", ""},
		{`[{"op": "remove", "path": "/k"}]`, 200, "", `{"name": "n"`},
		{`[{"op": "replace", "path": "/name", "value": null}]`, 200, "", `"name": null`},
		{`[{"op": "replace", "path": "/tags", "value": ["b", "b"]}]`, 200, "", `"tags": ["b"]`},
		{`[{"op": "replace", "path": "/tags", "value": []}]`, 200, "", `"tags": []`},
		{`[{"op": "replace", "path": "/tags", "value": null}]`, 400, schema + "None is not of type 'array'", ""},
		{`[{"op": "add", "path": "/tags", "value": [` + many(`"%d"`, 129) + `]}]`, 413, "The limit has been exceeded on the number of allowed image tags. Attempted: 129, Maximum: 128", ""},
		{`[` + many(`{"op": "add", "path": "/k%d", "value": "v"}`, 140) + `]`, 413, "The limit has been exceeded on the number of allowed image properties. Attempted: 141, Maximum: 128", ""},
		{`[{"op": "replace", "path": "/id", "value": "x"}]`, 403, "Attribute 'id' is read-only.", ""},
		{`[{"op": "remove", "path": "/os_hash_algo"}]`, 403, "Attribute 'os_hash_algo' is read-only.", ""},
		{`[{"op": "add", "path": "/location", "value": "x"}]`, 403, "Attribute 'location' is reserved.", ""},
		{`[{"op": "add", "path": "/os_glance_x", "value": "x"}]`, 403, "Attribute 'os_glance_x' is reserved.", ""},
		{`[{"op": "replace", "path": "/stores", "value": "x"}]`, 409, "D Property stores does not exist.", ""},
		{`[{"op": "add", "path": "/stores", "value": "x"}]`, 200, "", `"stores": "x"`},
		{`[{"op": "replace", "path": "/owner", "value": "x"}]`, 403, "D Owner can't be updated by non admin.", ""},
		{`[{"op": "replace", "path": "/visibility", "value": "public"}]`, 403, "You are not authorized to complete publicize_image action.", ""},
		{`[{"op": "replace", "path": "/visibility", "value": "community"}]`, 200, "", `"visibility": "community"`},
		{`[{"op": "replace", "path": "/protected", "value": "true"}]`, 400, schema + "'true' is not of type 'boolean'", ""},
		{`[{"op": "replace", "path": "/protected", "value": true}]`, 200, "", `"protected": true`},
		{`[{"op": "replace", "path": "/min_disk", "value": -1}]`, 400, "Invalid value '-1' for parameter 'min_disk': Cannot be a negative value", ""},
		{`[{"op": "replace", "path": "/min_disk", "value": 2147483648}]`, 400, "'min_disk' value out of range, must not exceed 2147483647.", ""},
		{`[{"op": "replace", "path": "/disk_format", "value": "raw"}]`, 200, "", `"disk_format": "raw"`},
		{`[{"op": "replace", "path": "/locations", "value": []}]`, 403, "D Cannot set locations to empty list.", ""},
		{`[{"op": "replace", "path": "/locations", "value": [{"url": "x", "metadata": {}}]}]`, 403, "It's not allowed to update locations if locations are invisible.", ""},
		{`[{"op": "add", "path": "/locations/-", "value": {"url": "x", "metadata": {}}}]`, 403, "It's not allowed to add locations if locations are invisible.", ""},
		{`[{"op": "add", "path": "/locations/-", "value": {"url": "x"}}]`, 400, schema + "'metadata' is a required property", ""},
		{`[{"op": "remove", "path": "/locations/0"}]`, 403, "It's not allowed to remove locations if locations are invisible.", ""},
		{`[{"op": "add", "path": "/x", "value": "1"}, {"op": "remove", "path": "/nope"}]`, 409, "D Property nope does not exist.", `{"k": "v", "name": "n"`},
		{`[{"op": "add", "path": "/delete", "value": "x"}]`, 200, "", `{"k": "v", "name": "n"`},
		{`[{"op": "add", "path": "/extra_properties", "value": "x"}]`, 500, explanations[500], `{"k": "v", "name": "n"`},
		{`[{"op": "add", "path": "/k_v", "value": "😀"}]`, 400, "K_V can't contain 4 byte unicode characters.", ""},
	} {
		t.Run(test.ops[:min(len(test.ops), 70)], func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			id := r.create("demo", `{"k": "v", "name": "n", "tags": ["a"]}`)
			got := r.do("demo", patch, "/v2/images/"+id, test.ops)
			message, _, _ := strings.Cut(got.message(), "\n\n")
			if got.code != test.code || test.message != "" && message != test.message {
				t.Errorf("%d %q, want %d %q", got.code, message, test.code, test.message)
			}
			if then := r.do("admin", get, "/v2/images/"+id, ""); !strings.Contains(then.body, test.want) {
				t.Errorf("no %s in %s", test.want, then.body)
			}
		})
	}
}

func TestTheMediaTypesOfAPatch(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"k": "v"}`)
	const v10 = `[{"op": "add", "path": "/k", "value": "w"}]`
	for _, test := range []struct {
		kind, body string
		code       int
		message    string
	}{
		{patchV21 + "; charset=utf-8", v10, 200, ""},
		{"application/json", v10, 415, "The request media type application/json is not supported by this server.\n"},
		{"", v10, 415, "The request media type text/plain is not supported by this server.\n"},
		{patchV20, `[{"replace": "/k", "value": "x"}]`, 200, ""},
		{patchV20, `[{"add": "/k", "value": "x"}]`, 409, "D Property k already present."},
		{patchV20, `[{"add": "/name", "value": "x"}]`, 409, "D Property name already present."},
		{patchV20, `[{"remove": "/k"}]`, 200, ""},
		{patchV20, `[{}]`, 400, `Operation objects must contain exactly one member named "add", "remove", or "replace".`},
		{patchV20, `[{"add": "/x", "remove": "/y"}]`, 400, `Operation objects must contain only one member named "add", "remove", or "replace".`},
	} {
		got := r.do("demo", patch, "/v2/images/"+id, test.body, "Content-Type", test.kind)
		r.wantCode(got, test.code, test.message)
		if accepted := got.header.Get("Accept-Patch"); (accepted == patchV20+", "+patchV21) != (test.code == 415) {
			t.Errorf("%s: Accept-Patch %q", test.kind, accepted)
		}
	}
}

func TestWhoMayPatch(t *testing.T) {
	t.Parallel()
	const ops = `[{"op": "add", "path": "/k", "value": "v"}]`
	for _, test := range []struct {
		visibility, who string
		newRBAC         bool
		code            int
		message         string
	}{
		{"private", "demo", false, 200, ""},
		{"private", "viewer", false, 200, ""},
		{"private", "admin", false, 200, ""},
		{"private", "other", false, 404, ""},
		{"community", "other", false, 403, "You do not own this image"},
		{"private", "viewer", true, 403, "You are not authorized to complete modify_image action."},
		{"community", "other", true, 403, "You are not authorized to complete modify_image action."},
		{"private", "demo", true, 200, ""},
	} {
		r := newRig(t, func(o *Options) { o.NewRBAC = test.newRBAC })
		id := r.create("demo", `{"visibility": "`+test.visibility+`"}`)
		r.wantCode(r.do(test.who, patch, "/v2/images/"+id, ops), test.code, test.message)
	}
}

// The check that forbids a new owner is in replace alone; add is let through
// as far as the database, which finds that the image would be lost to sight.
func TestGivingAnImageAway(t *testing.T) {
	t.Parallel()
	const ops = `[{"op": "add", "path": "/owner", "value": "p-other"}]`
	r := newRig(t)
	id := r.create("demo", `{}`)
	r.wantCode(r.do("demo", patch, "/v2/images/"+id, ops), 403, "Forbidding request, image "+id+" not visible")
	r.wantCode(r.do("demo", get, "/v2/images/"+id, ""), 200, "")
	id = r.create("demo", `{"visibility": "community"}`)
	r.wantCode(r.do("demo", patch, "/v2/images/"+id, ops), 200, "")
	r.wantCode(r.do("demo", patch, "/v2/images/"+id, ops), 403, "You do not own this image")
}

func TestImageIDAsAPropertyOverwritesAnotherImage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a, b := r.create("demo", `{"name": "a", "k": "v"}`), r.create("demo", `{"name": "b"}`)
	r.wantCode(r.do("demo", patch, "/v2/images/"+a, `[{"op": "add", "path": "/image_id", "value": "`+b+`"}]`), 200, "")
	held, _ := r.s.Snapshot(b)
	if held.ID != b || held.Name == nil || *held.Name != "a" || len(held.Properties) != 1 {
		t.Errorf("%s holds %+v", b, held)
	}
	r.wantCode(r.do("demo", patch, "/v2/images/"+a, `[{"op": "add", "path": "/image_id", "value": "nope"}]`), 404, "No image found with ID nope")
}

func TestAnEmptyPatchChangesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"visibility": "community"}`)
	before := r.do("demo", get, "/v2/images/"+id, "").body
	for _, who := range []string{"demo", "other"} {
		if got := r.do(who, patch, "/v2/images/"+id, `[]`); got.code != 200 || got.body != before {
			t.Errorf("%s: %d %s, want %s", who, got.code, got.body, before)
		}
	}
	r.do("demo", patch, "/v2/images/"+id, `[{"op": "replace", "path": "/name", "value": null}]`)
	if after := r.do("demo", get, "/v2/images/"+id, "").body; after == before {
		t.Error("a change to the same value did not move updated_at")
	}
}

// Every save writes the whole image as it was read, so of several changes at
// once one survives, and all are answered 200.
func TestConcurrentChangesAreLostWithASaveDelay(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *Options) { o.SaveDelay = 50 * time.Millisecond })
	id := r.create("demo", `{}`)
	var group sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		group.Go(func() {
			ops := `[{"op": "add", "path": "/k` + itoa(i) + `", "value": "v"}]`
			codes[i] = r.do("demo", patch, "/v2/images/"+id, ops).code
		})
	}
	group.Wait()
	for _, code := range codes {
		if code != http.StatusOK {
			t.Errorf("status %d", code)
		}
	}
	if held, _ := r.s.Snapshot(id); len(held.Properties) == len(codes) || len(held.Properties) == 0 {
		t.Errorf("%d properties survived of %d", len(held.Properties), len(codes))
	}
}
