package contract

import "testing"

// gallery makes an image of each visibility for member and for other, and
// shares three of other's with member's project.
func gallery(s *space) {
	s.Helper()
	for _, owner := range []account{member, other} {
		for _, visibility := range []string{"private", "shared", "community"} {
			name := string(owner) + "-" + visibility
			s.image(string(owner)+visibility, owner, `{"name": "`+name+`", "visibility": "`+visibility+`"}`)
		}
	}
	s.image("public", admin, `{"name": "public", "visibility": "public"}`)
	for _, status := range []string{"pending", "accepted", "rejected"} {
		s.image(status, other, `{"name": "`+status+`"}`)
		s.must(other, "POST /v2/images/{"+status+"}/members\nContent-Type: application/json", `{"member": "{demo}"}`)
		if status != "pending" {
			s.must(member, "PUT /v2/images/{"+status+"}/members/{demo}\nContent-Type: application/json", `{"status": "`+status+`"}`)
		}
	}
}

func TestWhoListsWhat(t *testing.T) {
	s := newSpace(t)
	gallery(s)
	const list = "GET /v2/images?{mine}"
	s.check(t, []exchange{
		{
			"by default one's own, what is public and what one has accepted", member, list, "", 200,
			finds("member-private", "member-shared", "member-community", "public", "accepted"),
		},
		{
			"a reader lists as a member does", reader, list, "", 200,
			finds("member-private", "member-shared", "member-community", "public", "accepted"),
		},
		{
			"the owner of shares", other, list, "", 200,
			finds("other-private", "other-shared", "other-community", "public", "pending", "accepted", "rejected"),
		},
		{
			"the admin: everything but the community images of others", admin, list, "", 200,
			finds("member-private", "member-shared", "other-private", "other-shared", "public", "pending", "accepted", "rejected"),
		},
		{
			"all adds the community images of others", member, list + "&visibility=all", "", 200,
			finds("member-private", "member-shared", "member-community", "other-community", "public", "accepted"),
		},
		{
			"all, for the admin, is everything", admin, list + "&visibility=all", "", 200,
			finds("member-private", "member-shared", "member-community", "other-private", "other-shared", "other-community", "public", "pending", "accepted", "rejected"),
		},
		{"public", member, list + "&visibility=public", "", 200, finds("public")},
		{"private: one's own", member, list + "&visibility=private", "", 200, finds("member-private")},
		{"private: everybody's for the admin", admin, list + "&visibility=private", "", 200, finds("member-private", "other-private")},
		{"shared: one's own and what one has accepted", member, list + "&visibility=shared", "", 200, finds("member-shared", "accepted")},
		{"community: everybody's", member, list + "&visibility=community", "", 200, finds("member-community", "other-community")},
		{
			"shares that are pending come in the place of the accepted", member, list + "&member_status=pending", "", 200,
			finds("member-private", "member-shared", "member-community", "public", "pending"),
		},
		{"shared and pending", member, list + "&visibility=shared&member_status=pending", "", 200, finds("member-shared", "pending")},
		{"shared and rejected", member, list + "&visibility=shared&member_status=rejected", "", 200, finds("member-shared", "rejected")},
		{"shared, whatever one said", member, list + "&visibility=shared&member_status=all", "", 200, finds("member-shared", "pending", "accepted", "rejected")},
		{
			"the answer to a share does not matter to the admin", admin, list + "&visibility=shared&member_status=rejected", "", 200,
			finds("member-shared", "other-shared", "pending", "accepted", "rejected"),
		},
		{"an unknown visibility is refused", member, list + "&visibility=bogus", "", 400, refused("Invalid visibility value: bogus")},
		{"a visibility in capitals is refused", member, list + "&visibility=Public", "", 400, refused("Invalid visibility value: Public")},
		{"an empty visibility finds nothing", member, list + "&visibility=", "", 200, finds()},
		{"two visibilities find nothing", member, list + "&visibility=private&visibility=public", "", 200, finds()},
		{"an unknown answer to a share is refused", member, list + "&member_status=bogus", "", 400, refused("Invalid status: bogus")},
		{"an empty answer to a share is refused", member, list + "&member_status=", "", 400, refused("Invalid status: ")},
		{"a filter by an owner shows no more than one may see", member, list + "&owner={other}", "", 200, finds("accepted")},
	})
}

func TestWhoSeesWhat(t *testing.T) {
	s := newSpace(t)
	gallery(s)
	s.image("hidden", member, `{"name": "hidden", "os_hidden": true}`)
	gone := func(name string) expectation { return refused("No image found with ID {" + name + "}") }
	s.check(t, []exchange{
		{"one's own private image", member, "GET /v2/images/{memberprivate}", "", 200, has(`{"name": "member-private"}`)},
		{"somebody else's private image", other, "GET /v2/images/{memberprivate}", "", 404, gone("memberprivate")},
		{"somebody else's shared image", other, "GET /v2/images/{membershared}", "", 404, gone("membershared")},
		{"somebody else's community image", other, "GET /v2/images/{membercommunity}", "", 200, has(`{"name": "member-community"}`)},
		{"a public image", other, "GET /v2/images/{public}", "", 200, has(`{"name": "public"}`)},
		{"a share that is pending", member, "GET /v2/images/{pending}", "", 200, has(`{"name": "pending"}`)},
		{"the data of a share that is pending", member, "GET /v2/images/{pending}/file", "", 204, nil},
		{"a share that was rejected", member, "GET /v2/images/{rejected}", "", 200, has(`{"name": "rejected"}`)},
		{"anything, for the admin", admin, "GET /v2/images/{otherprivate}", "", 200, has(`{"name": "other-private"}`)},
		{"a hidden image, by its id", member, "GET /v2/images/{hidden}", "", 200, has(`{"name": "hidden", "os_hidden": true}`)},
		{"an id that does not exist", admin, "GET /v2/images/{none}", "", 404, gone("none")},
		{"an id that is none", member, "GET /v2/images/nope", "", 404, refused("No image found with ID nope")},
	})
}

func TestFilterByHidden(t *testing.T) {
	s := newSpace(t)
	s.image("a", member, `{"name": "a"}`)
	s.image("h", member, `{"name": "h", "os_hidden": true}`)
	const list = "GET /v2/images?{mine}"
	bad := func(value string) expectation {
		return refused("Invalid value '" + value + "' for 'os_hidden' filter. Valid values are 'true' or 'false'.")
	}
	s.check(t, []exchange{
		{"hidden images are left out", member, list, "", 200, finds("a")},
		{"and are left out on demand", member, list + "&os_hidden=false", "", 200, finds("a")},
		{"or are listed alone", member, list + "&os_hidden=true", "", 200, finds("h")},
		{"in capitals, too", member, list + "&os_hidden=TRUE", "", 200, finds("h")},
		{"by id they are not found", member, list + "&id={h}", "", 200, finds()},
		{"by id and as hidden they are", member, list + "&id={h}&os_hidden=true", "", 200, finds("h")},
		{"the admin's list leaves them out, too", admin, list, "", 200, finds("a")},
		{"1 is not true", member, list + "&os_hidden=1", "", 400, bad("1")},
		{"no value is neither", member, list + "&os_hidden=", "", 400, bad("")},
	})
}
