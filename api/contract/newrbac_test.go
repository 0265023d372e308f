package contract

import (
	"context"
	"os"
	"testing"

	"glimpse/api/embedded"
)

// newDefaults is a service with the policy defaults that Glance has since
// 2023.1. `GLANCE_RBAC=new .ci/openstack/up DIR` starts a real one, which
// GLIMPSE_CONTRACT_NEW_DIR names.
func newDefaults(t *testing.T) *target {
	t.Helper()
	if dir := os.Getenv("GLIMPSE_CONTRACT_NEW_DIR"); dir != "" {
		on, err := realTarget(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		return on
	}
	if theTarget.IsReal {
		t.Skip("GLIMPSE_CONTRACT_NEW_DIR names no real service with the newer policy defaults")
	}
	ctx := context.WithoutCancel(t.Context()) // it serves until the images are removed, after the test
	on, stop, err := startEmbedded(ctx, embedded.Options{NewRBAC: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return on
}

// Under the newer defaults a reader only reads, and a token needs a project.
func TestNewerPolicyDefaults(t *testing.T) {
	s := spaceOn(t, newDefaults(t))
	s.image("id", member, `{"name": "a", "disk_format": "raw", "container_format": "bare"}`)
	s.active("active", member, `{"name": "active"}`, content)
	s.active("community", member, `{"name": "community", "visibility": "community"}`, content)
	s.image("lent", other, `{"name": "lent"}`)
	s.must(other, "POST /v2/images/{lent}/members\nContent-Type: application/json", `{"member": "{demo}"}`)
	unauthorized := func(action string) expectation {
		return refused("You are not authorized to complete " + action + " action.")
	}
	const asJSON = "\nContent-Type: application/json"
	s.check(t, []exchange{
		{"a token without a project lists nothing", nobody, "GET /v2/images\nX-Auth-Token: " + s.target.tokenOf(t, unscoped), "", 403, unauthorized("get_images")},
		{"a token of the system lists nothing", nobody, "GET /v2/images\nX-Auth-Token: " + s.target.tokenOf(t, systemScope), "", 403, unauthorized("get_images")},
		{"a reader lists", reader, "GET /v2/images?{mine}", "", 200, finds("a", "active", "community")},
		{"a reader looks", reader, "GET /v2/images/{id}", "", 200, has(`{"name": "a"}`)},
		{"a reader does not create", reader, "POST /v2/images", "{}", 403, unauthorized("add_image")},
		{"a reader does not patch", reader, "PATCH /v2/images/{id}", one("add", "/p", `"v"`), 403, unauthorized("modify_image")},
		{"a reader does not delete", reader, "DELETE /v2/images/{id}", "", 403, unauthorized("delete_image")},
		{"a reader does not deactivate", reader, "POST /v2/images/{active}/actions/deactivate", "", 403, unauthorized("deactivate")},
		{"a reader does not reactivate", reader, "POST /v2/images/{active}/actions/reactivate", "", 403, unauthorized("reactivate")},
		{"a reader does not tag", reader, "PUT /v2/images/{id}/tags/t", "", 403, unauthorized("modify_image")},
		{"a reader does not share", reader, "POST /v2/images/{id}/members" + asJSON, `{"member": "{other}"}`, 403, unauthorized("add_member")},
		{"a reader does not upload", reader, "PUT /v2/images/{id}/file", content, 403, unauthorized("upload_image")},
		{"a reader does not even download", reader, "GET /v2/images/{active}/file", "", 403, unauthorized("download_image")},
		{"a member creates shared images", member, "POST /v2/images", "{}", 201, made(has(`{"visibility": "shared"}`))},
		{"a member creates community images", member, "POST /v2/images", `{"visibility": "community"}`, 201, made()},
		{"a member creates no public images", member, "POST /v2/images", `{"visibility": "public"}`, 403, unauthorized("publicize_image")},
		{"a member creates nothing for others", member, "POST /v2/images", `{"owner": "abc"}`, 403, denied("You are not permitted to create images owned by 'abc'")},
		{"a member patches", member, "PATCH /v2/images/{id}", one("add", "/p", `"v"`), 200, has(`{"p": "v"}`)},
		{"a member does not patch a community image of others", other, "PATCH /v2/images/{community}", one("add", "/p", `"v"`), 403, unauthorized("modify_image")},
		{"a member does not delete a community image of others", other, "DELETE /v2/images/{community}", "", 403, unauthorized("delete_image")},
		{"a member does not deactivate a community image of others", other, "POST /v2/images/{community}/actions/deactivate", "", 403, unauthorized("deactivate")},
		{"a member does not patch what was shared with it", member, "PATCH /v2/images/{lent}", one("add", "/p", `"v"`), 403, unauthorized("modify_image")},
		{"a member does not see private images of others", other, "GET /v2/images/{id}", "", 404, refused("No image found with ID {id}")},
		{"a member deactivates", member, "POST /v2/images/{active}/actions/deactivate", "", 204, nil},
		{"a member reactivates", member, "POST /v2/images/{active}/actions/reactivate", "", 204, nil},
		{"a member deletes", member, "DELETE /v2/images/{active}", "", 204, nil},
		{"the admin lists everybody's", admin, "GET /v2/images?{mine}", "", 200, finds("a", "lent")},
		{"the admin patches anything", admin, "PATCH /v2/images/{id}", one("replace", "/owner", `"{other}"`), 200, has(`{"owner": "{other}"}`)},
	})
}
