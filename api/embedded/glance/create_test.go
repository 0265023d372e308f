package glance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestCreatingAnImage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	made := r.do("demo", post, "/v2/images", `{"zebra": "1", "ant": "2", "id": "11111111-2222-4333-8444-555555555555", "tags": ["x", "x"], "name": "é\u0007"}`)
	r.wantCode(made, http.StatusCreated, "")
	const want = `{"zebra": "1", "ant": "2", "name": "é\u0007", "disk_format": null, "container_format": null, "visibility": "shared", ` +
		`"size": null, "virtual_size": null, "status": "queued", "checksum": null, "protected": false, "min_ram": 0, "min_disk": 0, ` +
		`"owner": "p-demo", "os_hidden": false, "os_hash_algo": null, "os_hash_value": null, "id": "11111111-2222-4333-8444-555555555555", ` +
		`"created_at": "2026-03-04T05:06:09Z", "updated_at": "2026-03-04T05:06:09Z", "tags": ["x"], ` +
		`"self": "/v2/images/11111111-2222-4333-8444-555555555555", "file": "/v2/images/11111111-2222-4333-8444-555555555555/file", ` +
		`"schema": "/v2/schemas/image"}`
	if made.body != want {
		t.Errorf("got\n%s\nwant\n%s", made.body, want)
	}
	for name, value := range map[string]string{
		"Location":                       "http://cloud/v2/images/11111111-2222-4333-8444-555555555555",
		"Openstack-Image-Import-Methods": "glance-direct,web-download,copy-image",
		"Openstack-Image-Store-Ids":      "fs",
		"Content-Type":                   "application/json",
	} {
		if got := made.header.Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
	if again := r.do("demo", get, "/v2/images/11111111-2222-4333-8444-555555555555", ""); again.body != want {
		t.Errorf("shown as\n%s", again.body)
	}
}

func many(format string, count int) string {
	items := make([]string, count)
	for i := range items {
		items[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(items, ",")
}

func TestWhatACreateRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const schema = "Provided object does not match schema 'image': "
	const taken = "99999999-2222-4333-8444-555555555555"
	r.create("demo", `{"id": "`+taken+`"}`)
	r.do("demo", del, "/v2/images/"+taken, "")
	for _, test := range []struct {
		body    string
		code    int
		message string
	}{
		{``, 400, "Body expected in request."},
		{`null`, 400, "Unexpected body type. Expected list/dict."},
		{`{`, 400, "Malformed JSON in request body."},
		{"{\"name\": \"\xff\"}", 400, "Malformed JSON in request body."},
		{"{\"name\": \"a\nb\"}", 400, "Malformed JSON in request body."},
		{`[]`, 500, explanations[500]},
		{`["self"]`, 403, "Attribute 'self' is read-only."},
		{`{"name": "\ud800"}`, 500, explanations[500]},
		{strings.Repeat("[", 2000), 500, explanations[500]},
		{`{"min_disk": "5"}`, 400, schema + "'5' is not of type 'integer'"},
		{`{"min_disk": 1.5}`, 400, schema + "1.5 is not of type 'integer'"},
		{`{"min_disk": true}`, 400, schema + "True is not of type 'integer'"},
		{`{"protected": null}`, 400, schema + "None is not of type 'boolean'"},
		{`{"tags": [1]}`, 400, schema + "1 is not of type 'string'"},
		{`{"p": {"a": [null, "it's"]}}`, 400, schema + `{'a': [None, "it's"]} is not of type 'string'`},
		{`{"status": "bogus"}`, 400, schema + "'bogus' is not one of ['queued', 'saving', 'active', 'killed', 'deleted', 'uploading', 'importing', 'pending_delete', 'deactivated']"},
		{`{"id": "nope"}`, 400, schema + "'nope' does not match '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'"},
		{`{"name": "` + strings.Repeat("é", 256) + `"}`, 400, schema + "'" + strings.Repeat("é", 256) + "' is too long"},
		{`{"kernel_id": "x"}`, 400, schema + "'x' does not match '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'"},
		{`{"tags": [["deep"]], "min_disk": "x"}`, 400, schema + "'x' is not of type 'integer'"},
		{`{"size": 5}`, 403, "Attribute 'size' is read-only."},
		{`{"direct_url": 5}`, 403, "Attribute 'direct_url' is read-only."},
		{`{"locations": []}`, 403, "Attribute 'locations' is reserved."},
		{`{"deleted": "x"}`, 403, "D Attribute 'deleted' is reserved."},
		{`{"os_glance_x": "x"}`, 403, "D Attribute 'os_glance_x' is reserved."},
		{`{"min_disk": -1}`, 400, "Invalid value '-1' for parameter 'min_disk': Cannot be a negative value"},
		{`{"min_ram": 2147483648}`, 400, "'min_ram' value out of range, must not exceed 2147483647."},
		{`{"min_ram": 99999999999999999999}`, 400, "'min_ram' value out of range, must not exceed 2147483647."},
		{`{"` + strings.Repeat("x", 256) + `": "v"}`, 400, "Custom property should not be greater than 255 characters."},
		{`{"tags": [` + many(`"%d"`, 129) + `]}`, 413, "The limit has been exceeded on the number of allowed image tags. Attempted: 129, Maximum: 128"},
		{`{` + many(`"k%d": "v"`, 129) + `}`, 413, "The limit has been exceeded on the number of allowed image properties. Attempted: 129, Maximum: 128"},
		{`{"id": "` + taken + `"}`, 409, "Image ID " + taken + " already exists!"},
		{`{"visibility": "public"}`, 403, "You are not authorized to complete publicize_image action."},
		{`{"owner": "abc"}`, 403, "You are not permitted to create images owned by 'abc'."},
		{`{"owner": null}`, 403, "You are not permitted to create images owned by 'None'."},
		{`{"name": "😀"}`, 400, "Name can't contain 4 byte unicode characters."},
		{`{"a_b c": "😀"}`, 400, "A_B C can't contain 4 byte unicode characters."},
		{`{"😀": "x"}`, 400, "Property names can't contain 4 byte unicode."},
	} {
		got := r.do("demo", post, "/v2/images", test.body)
		message, _, _ := strings.Cut(got.message(), "\n\n")
		if got.code != test.code || message != test.message {
			t.Errorf("%.60s: %d %q, want %d %q", test.body, got.code, message, test.code, test.message)
		}
	}
}

// The real service notices a tag that it cannot store when the image is
// stored already.
func TestATagThatCannotBeStoredLeavesTheImageBehind(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const id = "11111111-2222-4333-8444-555555555555"
	r.wantCode(r.do("demo", post, "/v2/images", `{"id": "`+id+`", "tags": ["a", "😀", "b"]}`), 400, "Param values can't contain 4 byte unicode.")
	if held, ok := r.s.Snapshot(id); !ok || len(held.Tags) != 1 || held.Tags[0] != "a" {
		t.Errorf("held %v %v", held.Tags, ok)
	}
}

func TestWhoMayCreate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		who     string
		newRBAC bool
		body    string
		code    int
		message string
	}{
		{"viewer", false, `{}`, 201, ""},
		{"admin", false, `{"owner": null, "visibility": "public"}`, 201, ""},
		{"demo", false, `{"visibility": "community"}`, 201, ""},
		{"unscoped", false, `{}`, 201, ""},
		{"demo", true, `{"visibility": "community"}`, 201, ""},
		{"viewer", true, `{}`, 403, "You are not authorized to complete add_image action."},
		{"demo", true, `{"owner": "abc"}`, 403, "D You are not permitted to create images owned by 'abc'"},
		{"system", true, `{}`, 403, "You are not authorized to complete add_image action."},
		{"unscoped", true, `{}`, 403, "You are not authorized to complete add_image action."},
	} {
		r := newRig(t, func(o *Options) { o.NewRBAC = test.newRBAC })
		r.wantCode(r.do(test.who, post, "/v2/images", test.body), test.code, test.message)
	}
}

func TestValidationErrorsAreLaidOutAsPythonDoes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	got := r.do("demo", post, "/v2/images", `{"disk_format": {"first": "`+strings.Repeat("word ", 14)+`end", "second": [1, 2.0, null]}}`)
	_, instance, _ := strings.Cut(got.message(), "On instance")
	want := `['disk_format']:
    {'first': 'word word word word word word word word word word word word '
              'word word end',
     'second': [1, 2.0, None]}`
	if instance != want {
		t.Errorf("got\n%s\nwant\n%s", instance, want)
	}
}
