package contract

import (
	"fmt"
	"strings"
	"testing"
)

func TestTags(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"tags": ["old"]}`)
	s.image("private", member, `{"visibility": "private"}`)
	s.image("community", member, `{"visibility": "community"}`)
	s.image("full", member, `{"tags": `+numbered(128)+`}`)
	const tags = "/v2/images/{id}/tags/"
	show := "GET /v2/images/{id}"
	long := strings.Repeat("x", 256)
	s.check(t, []exchange{
		{"a tag is added", member, "PUT " + tags + "new", "", 204, nil},
		{"to the others", member, show, "", 200, has(`{"tags": ["new", "old"]}`)},
		{"a second time", member, "PUT " + tags + "new", "", 204, nil},
		{"it is there once", member, show, "", 200, has(`{"tags": ["new", "old"]}`)},
		{"a tag is taken away", member, "DELETE " + tags + "new", "", 204, nil},
		{"and no other", member, show, "", 200, has(`{"tags": ["old"]}`)},
		{"a tag that is not there cannot be", member, "DELETE " + tags + "new", "", 404, noRoute()},
		{"a space is a part of a tag", member, "PUT " + tags + "two%20words", "", 204, nil},
		{"a comma is one, too", member, "PUT " + tags + "x,y", "", 204, nil},
		{"and a plus", member, "PUT " + tags + "a+b", "", 204, nil},
		{"they are stored as they are", member, show, "", 200, has(`{"tags": ["a+b", "old", "two words", "x,y"]}`)},
		{"UTF-8 is taken for Latin-1", member, "PUT " + tags + "%C3%A9", "", 204, nil},
		{"and stored so", member, show, "", 200, has(`{"tags": ["a+b", "old", "two words", "x,y", "Ã©"]}`)},
		{"and taken away so", member, "DELETE " + tags + "%C3%A9", "", 204, nil},
		{"bytes that are no UTF-8 break the service, without a word", member, "PUT " + tags + "%ff", "", 500, all(text(""), header("Content-Type", "text/plain"), header("X-Openstack-Request-Id", ""))},
		{"a tag with a slash has no address", member, "PUT " + tags + "a%2Fb", "", 404, noRoute()},
		{"the empty tag has no address", member, "PUT " + tags, "", 404, noRoute()},
		{"a tag has up to 255 characters", member, "PUT " + tags + long, "", 400, schemaSays("'" + long + "' is too long")},
		{"a tag of 255 characters is taken", member, "PUT " + tags + long[1:], "", 204, nil},
		{
			"a 129th tag is one too many", member, "PUT /v2/images/{full}/tags/more", "", 413,
			refused("Image tag limit exceeded for image {full}: The limit has been exceeded on the number of allowed image tags. Attempted: 129, Maximum: 128:"),
		},
		{"an image that does not exist", member, "PUT /v2/images/{none}/tags/x", "", 404, refused("Image {none} not found.")},
		{"an image that one does not see", other, "PUT /v2/images/{private}/tags/x", "", 404, refused("Image {private} not found.")},
		{"an image of others that one sees", other, "PUT /v2/images/{community}/tags/x", "", 403, refused("Not allowed to update tags for image {community}.")},
		{"taking away from an image that does not exist", member, "DELETE /v2/images/{none}/tags/x", "", 404, refused("Image {none} not found.")},
		{"taking away from an image of others", other, "DELETE /v2/images/{community}/tags/x", "", 403, refused("Not allowed to delete tags for image {community}.")},
		{"a reader may tag", reader, "PUT " + tags + "r", "", 204, nil},
		{"the admin may tag", admin, "PUT " + tags + "adm", "", 204, nil},
		{"a tag is not to be got", member, "GET " + tags + "old", "", 405, wrongMethod("GET", "PUT, DELETE")},
		{"with a body", member, "PUT " + tags + "b", "{}", 400, refused("A body is not expected with this request.")},
	})
}

func TestMembers(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, "{}")
	s.image("private", member, `{"visibility": "private"}`)
	s.image("community", member, `{"visibility": "community"}`)
	const members = "/v2/images/{id}/members"
	const asJSON = "\nContent-Type: application/json"
	status := func(status string) string { return fmt.Sprintf(`{"status": %q}`, status) }
	only := func(ids ...string) expectation {
		return func(s *space, a *answer) {
			list := a.object(s)
			found := make([]string, 0, len(ids))
			for _, entry := range list["members"].([]any) {
				found = append(found, entry.(map[string]any)["member_id"].(string))
			}
			for n := range ids {
				ids[n] = s.expand(ids[n])
			}
			if strings.Join(found, " ") != strings.Join(ids, " ") || list["schema"] != "/v2/schemas/members" {
				s.Errorf("the members are %q, want %q; schema %v", found, ids, list["schema"])
			}
		}
	}
	notShared := func(verb, name string) expectation {
		return refused("Not allowed to " + verb + " members for image {" + name + "}: Only shared images have members.")
	}
	s.check(t, []exchange{
		{"at first there is none", member, "GET " + members, "", 200, text(`{"members": [], "schema": "/v2/schemas/members"}`)},
		{
			"a project becomes a member", member, "POST " + members + asJSON, `{"member": "{other}"}`, 200,
			all(has(`{"member_id": "{other}", "image_id": "{id}", "status": "pending", "schema": "/v2/schemas/member"}`), header("Content-Type", "application/json")),
		},
		{"a second time it is there already", member, "POST " + members + asJSON, `{"member": "{other}"}`, 409, refused("Member {other} is duplicated for image {id}")},
		{"a project need not exist", member, "POST " + members + asJSON, `{"member": "zz-no-such-project"}`, 200, has(`{"member_id": "zz-no-such-project"}`)},
		{"an empty member is refused", member, "POST " + members + asJSON, `{"member": ""}`, 400, refused("Member can't be empty")},
		{"a missing member is refused", member, "POST " + members + asJSON, `{}`, 400, refused("Member to be added not specified")},
		{"no body is refused", member, "POST " + members + asJSON, "", 400, refused("Body expected in request.")},
		{"a private image has no members", member, "POST /v2/images/{private}/members" + asJSON, `{"member": "{other}"}`, 403, refused("Not allowed to create members for image {private}.")},
		{"a private image has no list of members", member, "GET /v2/images/{private}/members", "", 403, notShared("list", "private")},
		{"a community image has no list of members", member, "GET /v2/images/{community}/members", "", 403, notShared("list", "community")},
		{"a member cannot share on", other, "POST " + members + asJSON, `{"member": "x"}`, 403, refused("Not allowed to create members for image {id}.")},
		{"a member sees itself alone", other, "GET " + members, "", 200, only("{other}")},
		{"the owner sees one of them", member, "GET " + members + "/{other}", "", 200, has(`{"member_id": "{other}", "status": "pending"}`)},
		{"a member sees itself", other, "GET " + members + "/{other}", "", 200, has(`{"member_id": "{other}"}`)},
		{"a project that is no member is not found", member, "GET " + members + "/{admin}", "", 404, refused("{admin} not found in the member list of the image {id}.")},
		{"the owner does not answer for a member", member, "PUT " + members + "/{other}" + asJSON, status("accepted"), 403, refused("Not allowed to update members for image {id}.")},
		{"a member accepts", other, "PUT " + members + "/{other}" + asJSON, status("accepted"), 200, has(`{"member_id": "{other}", "status": "accepted"}`)},
		{"a member rejects", other, "PUT " + members + "/{other}" + asJSON, status("rejected"), 200, has(`{"status": "rejected"}`)},
		{"a member becomes undecided", other, "PUT " + members + "/{other}" + asJSON, status("pending"), 200, has(`{"status": "pending"}`)},
		{"the admin may answer for it", admin, "PUT " + members + "/{other}" + asJSON, status("accepted"), 200, has(`{"status": "accepted"}`)},
		{"nobody answers for a project that is no member", admin, "PUT " + members + "/{admin}" + asJSON, status("accepted"), 404, refused("{admin} not found in the member list of the image {id}.")},
		{"another answer is refused", other, "PUT " + members + "/{other}" + asJSON, status("maybe"), 400, refused(`Incorrect request: Status must be "pending", "accepted" or "rejected".`)},
		{"no answer is refused", other, "PUT " + members + "/{other}" + asJSON, `{}`, 400, refused("Status not specified")},
		{"a member cannot leave", other, "DELETE " + members + "/{other}", "", 403, refused("Not allowed to delete members for image {id}.")},
		{"an image that does not exist", member, "GET /v2/images/{none}/members", "", 404, refused("Image {none} not found.")},
		{"members of an image that does not exist", member, "POST /v2/images/{none}/members" + asJSON, `{"member": "x"}`, 404, refused("Image {none} not found.")},
		{"the owner takes a member away", member, "DELETE " + members + "/{other}", "", 204, nil},
		{"a second time it is not found", member, "DELETE " + members + "/{other}", "", 404, refused("{other} not found in the member list of the image {id}.")},
		{"the image is out of its sight", other, "GET /v2/images/{id}", "", 404, refused("No image found with ID {id}")},
		{"a member may come back", member, "POST " + members + asJSON, `{"member": "{other}"}`, 200, has(`{"status": "pending"}`)},
	})
}

// Members stay on record while an image is not shared, and see it again afterwards.
func TestMembersOfAnImageThatIsNotSharedForAWhile(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, "{}")
	const members = "/v2/images/{id}/members"
	visibility := func(to string) string {
		return fmt.Sprintf(`[{"op": "replace", "path": "/visibility", "value": %q}]`, to)
	}
	show := "GET /v2/images/{id}"
	s.check(t, []exchange{
		{"a project becomes a member", member, "POST " + members + "\nContent-Type: application/json", `{"member": "{other}"}`, 200, nil},
		{"and accepts", other, "PUT " + members + "/{other}\nContent-Type: application/json", `{"status": "accepted"}`, 200, nil},
		{"the image becomes private", member, patch, visibility("private"), 200, nil},
		{"the member has lost it", other, show, "", 404, nil},
		{"nobody is told of members", member, "GET " + members, "", 403, nil},
		{"no member is removed", member, "DELETE " + members + "/{other}", "", 403, nil},
		{"the image becomes a community image", member, patch, visibility("community"), 200, nil},
		{"the member sees it as everybody does", other, show, "", 200, nil},
		{"and lists it no more", other, "GET /v2/images?id={id}", "", 200, has(`{"images": []}`)},
		{"the image is shared again", member, patch, visibility("shared"), 200, nil},
		{"the member is there, and has accepted", member, "GET " + members + "/{other}", "", 200, has(`{"status": "accepted"}`)},
		{"and lists it", other, "GET /v2/images?id={id}", "", 200, contains("{id}")},
	})
}
