package contract

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestVersions(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "a"}`)
	host := strings.TrimPrefix(s.target.ImageURL, "http://")
	versions := func(base string) expectation {
		return func(s *space, a *answer) {
			var got struct {
				Versions []struct {
					ID, Status string
					Links      []struct{ Rel, Href string }
				}
			}
			if err := json.Unmarshal(a.body, &got); err != nil {
				s.Fatal(err)
			}
			var ids []string
			for n, version := range got.Versions {
				ids = append(ids, version.ID)
				if want := map[bool]string{true: "CURRENT", false: "SUPPORTED"}[n == 0]; version.Status != want {
					s.Errorf("%s is %s, want %s", version.ID, version.Status, want)
				}
				if len(version.Links) != 1 || version.Links[0].Rel != "self" || version.Links[0].Href != base+"/v2/" {
					s.Errorf("%s links to %v, want %s/v2/", version.ID, version.Links, base)
				}
			}
			want := strings.Fields("v2.15 v2.13 v2.12 v2.11 v2.10 v2.9 v2.8 v2.7 v2.6 v2.5 v2.4 v2.3 v2.2 v2.1 v2.0")
			if !slices.Equal(ids, want) {
				s.Errorf("versions %q, want %q", ids, want)
			}
		}
	}
	all300 := all(versions("http://"+host), header("Content-Type", "application/json"))
	s.check(t, []exchange{
		{"the root offers a choice without a token", nobody, "GET /", "", 300, all(all300, header("X-Openstack-Request-Id", ""))},
		{"/versions says the same with 200", nobody, "GET /versions", "", 200, all(all300, header("X-Openstack-Request-Id", ""))},
		{"an unknown version is a choice", member, "GET /v3/images", "", 300, all300},
		{"a version that is gone is a choice", member, "GET /v1/images", "", 300, all300},
		{"a version that is yet to come is a choice", member, "GET /v2.99/images", "", 300, all300},
		{"a path without a version is a choice", member, "GET /images/x", "", 300, all300},
		{"v2.0 is served as v2", member, "GET /v2.0/images/{id}", "", 200, has(`{"id": "{id}", "self": "/v2/images/{id}"}`)},
		{"v2.15 is served as v2", member, "GET /v2.15/images/{id}", "", 200, has(`{"id": "{id}"}`)},
		{"/v2 leads to /v2/", member, "GET /v2", "", 302, header("Location", "http://"+host+"/v2/")},
		{"/v2/ is nothing", member, "GET /v2/", "", 404, noRoute()},
		{"the health check needs no token", nobody, "GET /healthcheck\nAccept: text/plain", "", 200, text("OK")},
		{"the health check speaks JSON, too", nobody, "GET /healthcheck", "", 200, has(`{"detailed": false, "reasons": ["OK"]}`)},
	})
}

func TestDiscovery(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{}`)
	names := func(list, key string, want ...string) expectation {
		return func(s *space, a *answer) {
			found := []string{}
			for _, entry := range a.object(s)[list].([]any) {
				found = append(found, entry.(map[string]any)[key].(string))
			}
			if !slices.Equal(found, want) {
				s.Errorf("%s are %q, want %q", list, found, want)
			}
		}
	}
	s.check(t, []exchange{
		{"the stores are told to everybody, the default one with a text", reader, "GET /v2/info/stores", "", 200, has(`{"stores": [{"id": "fs", "default": "true"}]}`)},
		{"the details of the stores are for the admin", admin, "GET /v2/info/stores/detail", "", 200, names("stores", "type", "file")},
		{"the details of the stores are not for members", member, "GET /v2/info/stores/detail", "", 403, refused("You are not authorized to complete stores_info_detail action.")},
		{"the import methods are told", member, "GET /v2/info/import", "", 200, has(`{"import-methods": {"description": "Import methods available.", "type": "array", "value": ["glance-direct", "web-download", "copy-image"]}}`)},
		{"the usage is empty without limits in Keystone", member, "GET /v2/info/usage", "", 200, text(`{"usage": {}}`)},
		{"nothing else is told", member, "GET /v2/info/nope", "", 404, noRoute()},
		{"tasks are for the admin", member, "GET /v2/tasks", "", 403, refused("You are not authorized to complete tasks_api_access action.")},
		{"the admin lists tasks", admin, "GET /v2/tasks?limit=1", "", 200, has(`{"schema": "/v2/schemas/tasks"}`)},
		{"an image without imports has no tasks", member, "GET /v2/images/{id}/tasks", "", 200, text(`{"tasks": []}`)},
		{"the cache is off", admin, "GET /v2/cache", "", 404, refused("Caching via API is not supported at this site.")},
		{"metadata definitions are listed", member, "GET /v2/metadefs/namespaces?resource_types=OS::Glance::Image", "", 200, has(`{"schema": "/v2/schemas/metadefs/namespaces"}`)},
		{"definitions for images have the prefix of their namespace", member, "GET /v2/metadefs/namespaces/OS::Compute::Watchdog?resource_type=OS::Glance::Image", "", 200, contains(`"hw_watchdog_action": {`)},
		{"others have none", member, "GET /v2/metadefs/namespaces/OS::Compute::Watchdog", "", 200, contains(`"watchdog_action": {`)},
		{"sorting namespaces by an unknown key breaks the service", member, "GET /v2/metadefs/namespaces?sort_key=bogus", "", 500, broken()},
		{"nothing is put into a cache that is off", admin, "PUT /v2/cache/{id}", "", 404, refused("Caching via API is not supported at this site.")},
		{"a namespace that does not exist is not found", member, "GET /v2/metadefs/namespaces/Nope", "", 404, refused("Metadata definition namespace=Nope was not found.")},
	})
}

func TestSchemas(t *testing.T) {
	s := newSpace(t)
	enum := func(property string, want ...any) expectation {
		return func(s *space, a *answer) {
			properties := a.object(s)["properties"].(map[string]any)
			got, _ := properties[property].(map[string]any)["enum"].([]any)
			if !slices.Equal(got, want) {
				s.Errorf("%s is one of %v, want %v", property, got, want)
			}
		}
	}
	keys := func(want string) expectation {
		return func(s *space, a *answer) {
			decoder := json.NewDecoder(strings.NewReader(string(a.body)))
			decoder.UseNumber()
			var got struct{ Properties map[string]json.RawMessage }
			if err := decoder.Decode(&got); err != nil {
				s.Fatal(err)
			}
			found := make([]string, 0, len(got.Properties))
			for key := range got.Properties {
				found = append(found, key)
			}
			slices.Sort(found)
			if !slices.Equal(found, strings.Fields(want)) {
				s.Errorf("the schema describes %q, want %q", found, want)
			}
		}
	}
	s.check(t, []exchange{
		{"an image has these attributes", member, "GET /v2/schemas/image", "", 200, keys("architecture checksum cinder_encryption_key_deletion_policy cinder_encryption_key_id container_format created_at description direct_url disk_format file id " +
			"instance_uuid kernel_id locations min_disk min_ram name os_distro os_hash_algo os_hash_value os_hidden os_version owner protected " +
			"ramdisk_id schema self size status stores tags updated_at virtual_size visibility")},
		{"these disk formats", member, "GET /v2/schemas/image", "", 200, enum("disk_format", nil, "ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop")},
		{"these container formats", member, "GET /v2/schemas/image", "", 200, enum("container_format", nil, "ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed")},
		{"these visibilities", member, "GET /v2/schemas/image", "", 200, enum("visibility", "community", "public", "private", "shared")},
		{"these statuses", member, "GET /v2/schemas/image", "", 200, enum("status", "queued", "saving", "active", "killed", "deleted", "uploading", "importing", "pending_delete", "deactivated")},
		{"any other property is a text", member, "GET /v2/schemas/image", "", 200, has(`{"name": "image", "additionalProperties": {"type": "string"}}`)},
		{"a list has images, first and next", member, "GET /v2/schemas/images", "", 200, all(has(`{"name": "images"}`), keys("first images next schema"))},
		{"a member has these attributes", member, "GET /v2/schemas/member", "", 200, keys("created_at image_id member_id schema status updated_at")},
		{"a list of members has members", member, "GET /v2/schemas/members", "", 200, keys("members schema")},
		{"a task has a schema", member, "GET /v2/schemas/task", "", 200, has(`{"name": "task"}`)},
		{"a schema that does not exist is not found", member, "GET /v2/schemas/nope", "", 404, noRoute()},
		{"schemas want a token", nobody, "GET /v2/schemas/image", "", 401, header("Www-Authenticate", `Keystone uri="`+s.target.AuthURL+`"`)},
	})
}
