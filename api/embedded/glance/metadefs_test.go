package glance

import (
	"net/http"
	"strings"
	"testing"
)

func TestTheStandardDefinitionsAreListed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	listed := r.image(r.do("demo", get, "/v2/metadefs/namespaces?resource_types=OS::Glance::Image", ""))
	namespaces, _ := listed["namespaces"].([]any)
	if len(namespaces) < 5 || listed["schema"] != "/v2/schemas/metadefs/namespaces" {
		t.Errorf("listed %v", listed)
	}
	none := r.do("demo", get, "/v2/metadefs/namespaces?resource_types=OS::Nope", "")
	if want := `{"namespaces": [], "schema": "/v2/schemas/metadefs/namespaces", "first": "/v2/metadefs/namespaces?resource_types=OS%3A%3ANope"}`; none.body != want {
		t.Errorf("none: %s", none.body)
	}
	const watchdog = "/v2/metadefs/namespaces/OS::Compute::Watchdog"
	for path, want := range map[string]string{
		watchdog: `"properties": {"watchdog_action": {`,
		watchdog + "?resource_type=OS::Glance::Image":            `"properties": {"hw_watchdog_action": {`,
		watchdog + "?resource_type=OS::Nova::Flavor":             `"properties": {"hw:watchdog_action": {`,
		watchdog + "/properties?resource_type=OS::Glance::Image": `{"properties": {"hw_watchdog_action": {`,
		"/v2/metadefs/resource_types":                            `{"resource_types": [{"name": "OS::Glance::Image", "created_at": "`,
	} {
		if got := r.do("demo", get, path, ""); got.code != 200 || !strings.Contains(got.body, want) {
			t.Errorf("%s: %d %s, want %s", path, got.code, got.body, want)
		}
	}
}

func TestTheLifeOfADefinition(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const ns = "/v2/metadefs/namespaces/NS"
	for _, test := range []struct {
		who, method, path, body string
		code                    int
		want                    string
	}{
		{"demo", post, "/v2/metadefs/namespaces", `{"namespace": "NS"}`, 403, "You are not authorized to complete add_metadef_namespace action."},
		{"admin", post, "/v2/metadefs/namespaces", `{"namespace": "NS", "protected": true, "visibility": "public", "properties": {"p": {"type": "string", "title": "P"}}}`, 201, ""},
		{"admin", post, "/v2/metadefs/namespaces", `{"namespace": "NS"}`, 409, "The metadata definition namespace=NS already exists."},
		{"admin", del, ns, "", 403, "Metadata definition namespace NS is protected and cannot be deleted."},
		{"demo", del, ns, "", 403, "You are not authorized to complete delete_metadef_namespace action."},
		{"admin", post, ns + "/objects", `{"name": "o"}`, 201, ""},
		{"admin", post, ns + "/objects", `{"name": "o"}`, 409, "A metadata definition object with name=o already exists in namespace=NS."},
		{"demo", post, ns + "/objects", `{"name": "x"}`, 403, "You are not authorized to complete add_metadef_object action."},
		{"demo", get, ns + "/objects/nope", "", 404, "Could not find metadata object nope"},
		{"admin", put, ns + "/objects/o", `{"name": "o2"}`, 200, ""},
		{"admin", del, ns + "/objects/o2", "", 204, ""},
		{"admin", post, ns + "/properties", `{"name": "q", "title": "Q", "type": "integer"}`, 201, `{"name": "q", "type": "integer", "title": "Q"}`},
		{"demo", get, ns + "/properties", "", 200, `{"properties": {"p": {"type": "string", "title": "P"}, "q": {"name": "q", "type": "integer", "title": "Q"}}}`},
		{"admin", del, ns + "/properties/nope", "", 404, "Could not find property nope"},
		{"admin", post, ns + "/tags", `{"tags": [{"name": "a"}, {"name": "b"}]}`, 201, `{"tags": [{"name": "a"}, {"name": "b"}]}`},
		{"admin", post, ns + "/tags/A", "", 409, "A metadata tag with name=A already exists in namespace=NS. (Please note that metadata tag names are case insensitive)."},
		{"admin", post, ns + "/tags/c", "", 201, ""},
		{"demo", get, ns + "/tags", "", 200, `{"tags": [{"name": "c"}, {"name": "b"}, {"name": "a"}]}`},
		{"admin", del, ns + "/tags", "", 204, ""},
		{"demo", get, ns + "/tags", "", 200, `{"tags": []}`},
		{"admin", post, ns + "/resource_types", `{"name": "OS::Nova::Server"}`, 201, ""},
		{"admin", del, ns + "/resource_types/OS::Nova::Server", "", 204, ""},
		{"admin", del, ns + "/resource_types/OS::Nova::Server", "", 404, "Failed to find resource type OS::Nova::Server to delete"},
		{"admin", put, ns, `{"namespace": "NS", "visibility": "private"}`, 200, ""},
		{"demo", get, ns, "", 404, "The resource could not be found."},
		{"demo", get, ns + "/tags", "", 404, "Namespace NS not found"},
		{"demo", get, ns + "/objects", "", 404, "Metadata definition namespace=NS was not found."},
		{"admin", del, ns, "", 204, ""},
		{"admin", get, ns, "", 404, "Metadata definition namespace=NS was not found."},
	} {
		r.wantCode(r.do(test.who, test.method, test.path, test.body), test.code, test.want)
	}
}

func TestPagesOfNamespaces(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const path = "/v2/metadefs/namespaces"
	seen := map[string]bool{}
	query := "?limit=2&sort_key=namespace&sort_dir=asc"
	for next := path + query; next != ""; {
		page := r.image(r.do("demo", get, next, ""))
		namespaces, _ := page["namespaces"].([]any)
		for _, one := range namespaces {
			fields, _ := one.(map[string]any)
			name, _ := fields["namespace"].(string)
			if seen[name] {
				t.Errorf("%s came twice", name)
			}
			seen[name] = true
		}
		next, _ = page["next"].(string)
	}
	if len(seen) != len(r.s.metadefs.namespaces) {
		t.Errorf("%d namespaces, want %d", len(seen), len(r.s.metadefs.namespaces))
	}
	for query, code := range map[string]int{
		"limit=x": 500, "limit=-1": 400, "sort_key=bogus": 500, "sort_dir=x": 400, "visibility=x": 400, "marker=x": 404, "limit=0": 200,
	} {
		r.wantCode(r.do("demo", get, path+"?"+query, ""), code, "")
	}
}

func TestEverySchemaIsServed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, shown := range shownSchemas() {
		got := r.do("demo", get, "/v2/schemas/"+shown.path, "")
		if name, _ := r.image(got)["name"].(string); got.code != http.StatusOK || name == "" {
			t.Errorf("%s: %d %s", shown.path, got.code, got.body)
		}
		r.wantCode(r.do("demo", put, "/v2/schemas/"+shown.path, ""), 405, "The method PUT is not allowed for this resource. ")
	}
	formats := r.do("demo", get, "/v2/schemas/image", "").body
	if !strings.Contains(formats, `"enum": [null, "ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"]`) {
		t.Errorf("the formats are missing in %s", formats)
	}
	r.wantCode(r.do("demo", get, "/v2/schemas/nope", ""), 404, "")
}
