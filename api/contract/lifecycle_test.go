package contract

import "testing"

func TestDelete(t *testing.T) {
	s := newSpace(t)
	s.image("queued", member, "{}")
	s.active("active", member, "{}", "data")
	s.active("deactivated", member, "{}", "data")
	s.must(member, "POST /v2/images/{deactivated}/actions/deactivate", "")
	s.image("protected", member, `{"protected": true}`)
	s.image("community", member, `{"visibility": "community"}`)
	s.image("private", member, `{"visibility": "private"}`)
	s.image("public", admin, `{"visibility": "public"}`)
	s.image("readers", member, "{}")
	failed := func(name string) expectation { return refused("Failed to find image {" + name + "} to delete") }
	notOwner := refused("You do not own this image")
	s.check(t, []exchange{
		{"a queued image", member, "DELETE /v2/images/{queued}", "", 204, nil},
		{"a second time", member, "DELETE /v2/images/{queued}", "", 404, failed("queued")},
		{"and it is gone for the owner", member, "GET /v2/images/{queued}", "", 404, refused("No image found with ID {queued}")},
		{"and for the admin", admin, "GET /v2/images/{queued}", "", 404, refused("No image found with ID {queued}")},
		{"an active image", member, "DELETE /v2/images/{active}", "", 204, nil},
		{"a deactivated image", member, "DELETE /v2/images/{deactivated}", "", 204, nil},
		{"a protected image", member, "DELETE /v2/images/{protected}", "", 403, refused("Image {protected} is protected and cannot be deleted.")},
		{"a protected image by the admin", admin, "DELETE /v2/images/{protected}", "", 403, refused("Image {protected} is protected and cannot be deleted.")},
		{"an image that one does not see", other, "DELETE /v2/images/{private}", "", 404, failed("private")},
		{"a community image of others", other, "DELETE /v2/images/{community}", "", 403, notOwner},
		{"a public image of others", member, "DELETE /v2/images/{public}", "", 403, notOwner},
		{"an id that does not exist", member, "DELETE /v2/images/{none}", "", 404, failed("none")},
		{"an id that is none", member, "DELETE /v2/images/nope", "", 404, refused("Failed to find image nope to delete")},
		{"with a body", member, "DELETE /v2/images/{private}", "{}", 400, refused("A body is not expected with this request.")},
		{"by a reader of the project", reader, "DELETE /v2/images/{readers}", "", 204, nil},
		{"somebody's image by the admin", admin, "DELETE /v2/images/{private}", "", 204, nil},
	})
}

func TestDeactivate(t *testing.T) {
	s := newSpace(t)
	s.active("id", member, `{"name": "n"}`, "data")
	s.image("queued", member, "{}")
	s.active("community", member, `{"visibility": "community"}`, "data")
	const down, up = "POST /v2/images/{id}/actions/deactivate", "POST /v2/images/{id}/actions/reactivate"
	const file = "GET /v2/images/{id}/file"
	s.check(t, []exchange{
		{"an active image", member, down, "", 204, nil},
		{"has another status", member, "GET /v2/images/{id}", "", 200, all(has(`{"status": "deactivated", "size": 4}`), lacks("stores"))},
		{"shows its stores to the admin only", admin, "GET /v2/images/{id}", "", 200, has(`{"stores": "fs"}`)},
		{"is found by that status", member, "GET /v2/images?{mine}&status=deactivated", "", 200, finds("n")},
		{"a second time", member, down, "", 204, nil},
		{"its data cannot be had", member, file, "", 403, refused("The requested image has been deactivated. Image data download is forbidden.")},
		{"but by the admin", admin, file, "", 200, text("data")},
		{"it may be patched", member, "PATCH /v2/images/{id}", one("add", "/p", `"v"`), 200, has(`{"status": "deactivated", "p": "v"}`)},
		{"it may be tagged", member, "PUT /v2/images/{id}/tags/t", "", 204, nil},
		{"its format stays", member, "PATCH /v2/images/{id}", one("replace", "/disk_format", `"iso"`), 403, refused("Attribute disk_format can be only replaced for a queued image.")},
		{"nobody who does not see it reactivates it", other, up, "", 404, refused("No image found with ID {id}")},
		{"reactivated", member, up, "", 204, nil},
		{"it is active", member, "GET /v2/images/{id}", "", 200, has(`{"status": "active", "stores": "fs", "p": "v", "tags": ["t"]}`)},
		{"reactivated a second time", member, up, "", 204, nil},
		{"its data is there again", member, file, "", 200, text("data")},
		{"a reader may do it", reader, down, "", 204, nil},
		{"the admin may undo it", admin, up, "", 204, nil},
		{"a queued image", member, "POST /v2/images/{queued}/actions/deactivate", "", 403, refused("Not allowed to deactivate image in status 'queued'")},
		{"a queued image, back", member, "POST /v2/images/{queued}/actions/reactivate", "", 403, refused("Not allowed to reactivate image in status 'queued'")},
		{"with a body", member, down, "{}", 400, refused("A body is not expected with this request.")},
		{"a community image of others", other, "POST /v2/images/{community}/actions/deactivate", "", 403, refused("You do not own this image")},
		{"an id that does not exist", member, "POST /v2/images/{none}/actions/deactivate", "", 404, refused("No image found with ID {none}")},
		{"another action", member, "POST /v2/images/{id}/actions/explode", "", 404, noRoute()},
		{"by GET", member, "GET /v2/images/{id}/actions/deactivate", "", 405, wrongMethod("GET", "POST")},
	})
}
