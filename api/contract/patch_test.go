package contract

import (
	"fmt"
	"strings"
	"testing"
)

const patch = "PATCH /v2/images/{id}"

// one is a patch of one operation; value is JSON.
func one(op, path, value string) string {
	return fmt.Sprintf(`[{"op": %q, "path": %q, "value": %s}]`, op, path, value)
}

func TestPatchProperties(t *testing.T) {
	s := newSpace(t)
	const missing = `[{"op": "remove", "path": "/nope"}]`
	s.checkFresh(t, member, `{"name": "n", "p": "old", "a/b": "slash", "a~b": "tilde", "~1": "both", " pad ": "v"}`, []exchange{
		{"add makes a property", member, patch, one("add", "/q", `"v"`), 200, has(`{"q": "v", "p": "old"}`)},
		{"add changes a property", member, patch, one("add", "/p", `"new"`), 200, has(`{"p": "new"}`)},
		{"replace changes a property", member, patch, one("replace", "/p", `"new"`), 200, has(`{"p": "new"}`)},
		{"replace does not make a property", member, patch, one("replace", "/nope", `"v"`), 409, conflict("Property nope does not exist.")},
		{"remove removes a property", member, patch, `[{"op": "remove", "path": "/p"}]`, 200, lacks("p")},
		{"remove wants a property", member, patch, missing, 409, conflict("Property nope does not exist.")},
		{"operations apply in order", member, patch, `[{"op": "add", "path": "/q", "value": "1"}, {"op": "replace", "path": "/q", "value": "2"}, {"op": "remove", "path": "/p"}]`, 200, all(has(`{"q": "2"}`), lacks("p"))},
		{"no operation is no change", member, patch, "[]", 200, has(`{"p": "old"}`)},
		{"a slash in a name is ~1", member, patch, one("replace", "/a~1b", `"new"`), 200, has(`{"a/b": "new"}`)},
		{"a tilde in a name is ~0", member, patch, one("replace", "/a~0b", `"new"`), 200, has(`{"a~b": "new"}`)},
		{"~01 is ~1", member, patch, one("replace", "/~01", `"new"`), 200, has(`{"~1": "new"}`)},
		{"a slash that is not escaped is refused", member, patch, one("add", "/a/b", `"v"`), 400, refused("Invalid JSON pointer for this resource: '/a/b'")},
		{"the empty name has an address", member, patch, one("add", "/", `"v"`), 200, has(`{"": "v"}`)},
		{"a name may be UTF-8", member, patch, one("add", "/é ü", `"ß"`), 200, has(`{"é ü": "ß"}`)},
		{"a name may have control characters", member, patch, "[{\"op\": \"add\", \"path\": \"/a\\u001b[31m\", \"value\": \"\\u0000\"}]", 200, has(`{"a\u001b[31m": "\u0000"}`)},
		{"blanks around a name are lost", member, patch, one("add", "/ new ", `"v"`), 200, all(has(`{"new": "v"}`), lacks(" new "))},
		{"so a name with blanks around cannot be changed", member, patch, one("replace", "/ pad ", `"new"`), 409, conflict("Property pad does not exist.")},
		{"nor removed", member, patch, `[{"op": "remove", "path": "/ pad "}]`, 409, conflict("Property pad does not exist.")},
		{"a name of 256 characters is taken", member, patch, one("add", "/"+strings.Repeat("k", 256), `"v"`), 200, has(fmt.Sprintf(`{%q: "v"}`, strings.Repeat("k", 256)))},
		{"a value is a text", member, patch, one("add", "/p", "5"), 400, schemaSays("5 is not of type 'string'")},
		{"a value is not null", member, patch, one("add", "/p", "null"), 400, schemaSays("None is not of type 'string'")},
		{"a value within the basic plane", member, patch, one("add", "/p", `"😀"`), 400, refused("P can't contain 4 byte unicode characters.")},
		{"a name within the basic plane", member, patch, one("add", "/😀", `"v"`), 400, refused("Property names can't contain 4 byte unicode.")},
		{"stores becomes a property by add", member, patch, one("add", "/stores", `"x"`), 200, has(`{"stores": "x"}`)},
		{"stores is no property for replace", member, patch, one("replace", "/stores", `"x"`), 409, conflict("Property stores does not exist.")},
		{"properties are counted together with those that are there", member, patch, manyProperties(128), 413, refused("The limit has been exceeded on the number of allowed image properties. Attempted: 134, Maximum: 128")},
		{"extra_properties breaks the service", member, patch, one("add", "/extra_properties", `"x"`), 500, broken()},
		{"base breaks the service", member, patch, one("add", "/base", `"x"`), 500, broken()},
		{"delete is not stored", member, patch, one("add", "/delete", `"x"`), 200, lacks("delete")},
		{"active is stored", member, patch, one("add", "/active", `"x"`), 200, has(`{"active": "x"}`)},
		{"set_data is not stored", member, patch, one("add", "/set_data", `"x"`), 200, lacks("set_data")},
		{"get_data is not stored", member, patch, one("add", "/get_data", `"x"`), 200, lacks("get_data")},
	})
}

// manyProperties is a patch that adds properties.
func manyProperties(count int) string {
	operations := make([]string, count)
	for n := range operations {
		operations[n] = fmt.Sprintf(`{"op": "add", "path": "/p%03d", "value": "v"}`, n)
	}
	return "[" + strings.Join(operations, ", ") + "]"
}

func TestPatchAttributes(t *testing.T) {
	s := newSpace(t)
	readOnly := func(name string) exchange {
		return exchange{name + " is read-only", member, patch, one("replace", "/"+name, `"x"`), 403, refused("Attribute '" + name + "' is read-only.")}
	}
	reserved := func(name string) exchange {
		return exchange{name + " is reserved", member, patch, one("add", "/"+name, `"x"`), 403, refused("Attribute '" + name + "' is reserved.")}
	}
	stays := func(name string) exchange {
		return exchange{name + " may not be removed", member, patch, `[{"op": "remove", "path": "/` + name + `"}]`, 403, denied("Property " + name + " may not be removed.")}
	}
	s.checkFresh(t, member, `{"name": "n", "disk_format": "raw", "container_format": "bare"}`, []exchange{
		{"name", member, patch, one("replace", "/name", `"new"`), 200, has(`{"name": "new"}`)},
		{"name to null", member, patch, one("replace", "/name", "null"), 200, has(`{"name": null}`)},
		{"name to the empty text", member, patch, one("replace", "/name", `""`), 200, has(`{"name": ""}`)},
		{"name by add", member, patch, one("add", "/name", `"new"`), 200, has(`{"name": "new"}`)},
		{"name of 255 characters", member, patch, one("replace", "/name", `"`+strings.Repeat("é", 255)+`"`), 200, nil},
		{"name of 256 characters", member, patch, one("replace", "/name", `"`+strings.Repeat("x", 256)+`"`), 400, schemaSays("'" + strings.Repeat("x", 256) + "' is too long")},
		{"name beyond the basic plane", member, patch, one("replace", "/name", `"😀"`), 400, refused("Name can't contain 4 byte unicode characters.")},
		{"name to a number", member, patch, one("replace", "/name", "5"), 400, schemaSays("5 is not of type 'null', 'string'")},
		{"visibility", member, patch, one("replace", "/visibility", `"community"`), 200, has(`{"visibility": "community"}`)},
		{"visibility to private and back", member, patch, `[{"op": "replace", "path": "/visibility", "value": "private"}, {"op": "replace", "path": "/visibility", "value": "shared"}]`, 200, has(`{"visibility": "shared"}`)},
		{"visibility to public by a member", member, patch, one("replace", "/visibility", `"public"`), 403, refused("You are not authorized to complete publicize_image action.")},
		{"visibility to public by the admin", admin, patch, one("replace", "/visibility", `"public"`), 200, has(`{"visibility": "public"}`)},
		{"visibility to something else", member, patch, one("replace", "/visibility", `"secret"`), 400, schemaSays("'secret' is not one of ['community', 'public', 'private', 'shared']")},
		{"protected", member, patch, one("replace", "/protected", "true"), 200, has(`{"protected": true}`)},
		{"protected to a text", member, patch, one("replace", "/protected", `"true"`), 400, schemaSays("'true' is not of type 'boolean'")},
		{"protected to null", member, patch, one("replace", "/protected", "null"), 400, schemaSays("None is not of type 'boolean'")},
		{"os_hidden", member, patch, one("replace", "/os_hidden", "true"), 200, has(`{"os_hidden": true}`)},
		{"os_hidden to null", member, patch, one("replace", "/os_hidden", "null"), 400, schemaSays("None is not of type 'boolean'")},
		{"min_disk", member, patch, one("replace", "/min_disk", "2147483647"), 200, has(`{"min_disk": 2147483647}`)},
		{"min_disk to a text", member, patch, one("replace", "/min_disk", `"5"`), 400, schemaSays("'5' is not of type 'integer'")},
		{"min_ram to null", member, patch, one("replace", "/min_ram", "null"), 400, schemaSays("None is not of type 'integer'")},
		{"min_ram below zero", member, patch, one("replace", "/min_ram", "-1"), 400, refused("Invalid value '-1' for parameter 'min_ram': Cannot be a negative value")},
		{"min_disk beyond 31 bits", member, patch, one("replace", "/min_disk", "2147483648"), 400, refused("'min_disk' value out of range, must not exceed 2147483647.")},
		{"disk_format of a queued image", member, patch, one("replace", "/disk_format", `"iso"`), 200, has(`{"disk_format": "iso"}`)},
		{"disk_format to null", member, patch, one("replace", "/disk_format", "null"), 200, has(`{"disk_format": null}`)},
		{"disk_format to something else", member, patch, one("replace", "/disk_format", `"floppy"`), 400, schemaSays("'floppy' is not one of [None, 'ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop']")},
		{"container_format of a queued image", member, patch, one("replace", "/container_format", `"ova"`), 200, has(`{"container_format": "ova"}`)},
		{"owner by a member", member, patch, one("replace", "/owner", `"{other}"`), 403, denied("Owner can't be updated by non admin.")},
		{"owner by the admin", admin, patch, one("replace", "/owner", `"{other}"`), 200, has(`{"owner": "{other}"}`)},
		{"owner to null by the admin", admin, patch, one("replace", "/owner", "null"), 200, has(`{"owner": null}`)},
		{"tags, each once", member, patch, one("replace", "/tags", `["b", "a", "b"]`), 200, has(`{"tags": ["a", "b"]}`)},
		{"tags by add replace the others", member, patch, `[{"op": "add", "path": "/tags", "value": ["a"]}, {"op": "add", "path": "/tags", "value": ["b"]}]`, 200, has(`{"tags": ["b"]}`)},
		{"tags that no address of a tag can hold", member, patch, one("replace", "/tags", `["a/b", "", "é", "?x", "%2F", ".."]`), 200, has(`{"tags": ["", "%2F", "..", "?x", "a/b", "é"]}`)},
		{"no tags", member, patch, one("replace", "/tags", "[]"), 200, has(`{"tags": []}`)},
		{"tags to null", member, patch, one("replace", "/tags", "null"), 400, schemaSays("None is not of type 'array'")},
		{"129 tags", member, patch, one("replace", "/tags", numbered(129)), 413, refused("The limit has been exceeded on the number of allowed image tags. Attempted: 129, Maximum: 128")},
		{"one tag by its place", member, patch, one("replace", "/tags/0", `"x"`), 400, refused("Invalid JSON pointer for this resource: '/tags/0'")},
		{"one tag at the end", member, patch, one("add", "/tags/-", `"x"`), 400, refused("Invalid JSON pointer for this resource: '/tags/-'")},
		{"locations are invisible to replace", member, patch, one("replace", "/locations", `[{"url": "http://x/", "metadata": {}}]`), 403, refused("It's not allowed to update locations if locations are invisible.")},
		{"locations are invisible to add", member, patch, one("add", "/locations/-", `{"url": "http://x/", "metadata": {}}`), 403, refused("It's not allowed to add locations if locations are invisible.")},
		{"locations are invisible to remove", member, patch, `[{"op": "remove", "path": "/locations/0"}]`, 403, refused("It's not allowed to remove locations if locations are invisible.")},
		{"locations to none", member, patch, one("replace", "/locations", "[]"), 403, denied("Cannot set locations to empty list.")},
		readOnly("id"), readOnly("status"), readOnly("size"), readOnly("checksum"), readOnly("virtual_size"), readOnly("created_at"), readOnly("updated_at"),
		readOnly("self"), readOnly("file"), readOnly("schema"), readOnly("direct_url"), readOnly("os_hash_algo"), readOnly("os_hash_value"),
		reserved("location"), reserved("deleted"), reserved("deleted_at"), reserved("os_glance_x"),
		stays("name"), stays("tags"), stays("owner"), stays("min_disk"), stays("visibility"), stays("protected"), stays("disk_format"), stays("os_hidden"),
	})
}

func TestPatchOfAnImageWithData(t *testing.T) {
	s := newSpace(t)
	s.active("id", member, `{"name": "n"}`, "data")
	format := refused("Attribute disk_format can be only replaced for a queued image.")
	s.check(t, []exchange{
		{"disk_format stays", member, patch, one("replace", "/disk_format", `"iso"`), 403, format},
		{"disk_format stays, even to the same value", member, patch, one("replace", "/disk_format", `"raw"`), 403, format},
		{"disk_format stays for the admin, too", admin, patch, one("replace", "/disk_format", `"iso"`), 403, format},
		{"container_format stays", member, patch, one("replace", "/container_format", `"ova"`), 403, refused("Attribute container_format can be only replaced for a queued image.")},
		{"the name does not", member, patch, one("replace", "/name", `"new"`), 200, has(`{"name": "new", "status": "active"}`)},
	})
}

func TestThePatchDocument(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "n", "p": "v"}`)
	const operations = "It must be one of the following: add, remove, replace."
	unknown := func(op string) expectation { return refused("Invalid operation: `" + op + "`. " + operations) }
	const accepts = "application/openstack-images-v2.0-json-patch, application/openstack-images-v2.1-json-patch"
	const older = patch + "\nContent-Type: application/openstack-images-v2.0-json-patch"
	s.check(t, []exchange{
		{"its type may bring a charset", member, patch + "\nContent-Type: application/openstack-images-v2.1-json-patch; charset=utf-8", one("add", "/p", `"v"`), 200, nil},
		{"it is no JSON", member, patch + "\nContent-Type: application/json", one("add", "/p", `"v"`), 415, header("Accept-Patch", accepts)},
		{
			"it is not the standard's patch", member, patch + "\nContent-Type: application/json-patch+json", one("add", "/p", `"v"`), 415,
			fault("The request media type application/json-patch+json is not supported by this server.\n<br /><br />\n"),
		},
		{"the older form names the operation by its key", member, older, `[{"replace": "/p", "value": "older"}]`, 200, has(`{"p": "older"}`)},
		{"the older add makes properties only", member, older, `[{"add": "/p", "value": "x"}]`, 409, conflict("Property p already present.")},
		{"it tests nothing", member, patch, one("test", "/p", `"v"`), 400, unknown("test")},
		{"it moves nothing", member, patch, `[{"op": "move", "path": "/p", "from": "/q"}]`, 400, unknown("move")},
		{"it copies nothing", member, patch, `[{"op": "copy", "path": "/p", "from": "/q"}]`, 400, unknown("copy")},
		{"it says what to do", member, patch, `[{"path": "/p", "value": "v"}]`, 400, refused("Unable to find `op` in JSON Schema change. " + operations)},
		{"it says where", member, patch, `[{"op": "add", "value": "v"}]`, 400, refused("Unable to find 'path' in JSON Schema change")},
		{"it says with what", member, patch, `[{"op": "add", "path": "/p"}]`, 400, refused(`Operation "add" requires a member named "value".`)},
		{"replace, too, says with what", member, patch, `[{"op": "replace", "path": "/p"}]`, 400, refused(`Operation "replace" requires a member named "value".`)},
		{"a path begins with a slash", member, patch, one("add", "p3", `"v"`), 400, refused("Pointer `p3` does not start with \"/\".")},
		{"a path has no double slash", member, patch, one("add", "/a//b", `"v"`), 400, refused("Pointer `/a//b` contains adjacent \"/\".")},
		{"a path does not end with a slash", member, patch, one("add", "/a/", `"v"`), 400, refused("Pointer `/a/` end with \"/\".")},
		{"a tilde in a path is followed by 0 or 1", member, patch, one("add", "/a~2", `"v"`), 400, refused("Pointer `/a~2` contains \"~\" not part of a recognized escape sequence.")},
		{"a path that is no text breaks the service", member, patch, `[{"op": "add", "path": 5, "value": "v"}]`, 500, broken()},
		{"it is a list", member, patch, `{"op": "add", "path": "/p", "value": "v"}`, 400, refused("Request body must be a JSON array of operation objects.")},
		{"of objects", member, patch, `["add"]`, 400, refused("Operations must be JSON objects.")},
		{"it is not empty", member, patch + "\nContent-Type: application/openstack-images-v2.1-json-patch", "", 400, refused("Body expected in request.")},
		{"it is JSON", member, patch, "[{", 400, refused("Malformed JSON in request body.")},
		{"it is checked before the image is looked for", member, "PATCH /v2/images/{none}", one("test", "/p", `"v"`), 400, unknown("test")},
		{"read-only attributes, too, are checked before", member, "PATCH /v2/images/{none}", one("replace", "/id", `"x"`), 403, refused("Attribute 'id' is read-only.")},
		{"after all that the image is looked for", member, "PATCH /v2/images/{none}", one("add", "/p", `"v"`), 404, refused("No image found with ID {none}")},
		{"an operation that fails leaves nothing of those before it", member, patch, `[{"op": "add", "path": "/first", "value": "v"}, {"op": "remove", "path": "/nope"}]`, 409, conflict("Property nope does not exist.")},
		{"nothing was left", member, "GET /v2/images/{id}", "", 200, lacks("first")},
	})
}

func TestWhoMayPatch(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "mine"}`)
	s.image("community", member, `{"visibility": "community"}`)
	s.image("public", admin, `{"visibility": "public"}`)
	s.image("lent", other, "{}")
	s.must(other, "POST /v2/images/{lent}/members\nContent-Type: application/json", `{"member": "{demo}"}`)
	change := one("add", "/p", `"v"`)
	notOwner := refused("You do not own this image")
	s.check(t, []exchange{
		{"the owner", member, patch, change, 200, nil},
		{"a reader of the owner's project", reader, patch, change, 200, nil},
		{"the admin", admin, patch, change, 200, nil},
		{"nobody who does not see the image", other, patch, change, 404, refused("No image found with ID {id}")},
		{"nobody else who sees a community image", other, "PATCH /v2/images/{community}", change, 403, notOwner},
		{"nobody else who sees a public image", member, "PATCH /v2/images/{public}", change, 403, notOwner},
		{"no member of a shared image", member, "PATCH /v2/images/{lent}", change, 403, notOwner},
		{"a patch of nothing passes for whoever sees the image", other, "PATCH /v2/images/{community}", "[]", 200, nil},
		{"the owner may withdraw a public image", admin, "PATCH /v2/images/{public}", one("replace", "/visibility", `"private"`), 200, has(`{"visibility": "private"}`)},
	})
}

// Every change moves updated_at, even one that changes nothing; the list by
// updated_at shows it although the time is told in whole seconds.
func TestAPatchIsAnUpdate(t *testing.T) {
	s := newSpace(t)
	s.image("a", member, `{"name": "a", "p": "v"}`)
	s.image("b", member, `{"name": "b"}`)
	const byUpdate = "GET /v2/images?{mine}&sort=updated_at:desc"
	s.check(t, []exchange{
		{"at first the newer one leads", member, byUpdate, "", 200, lists("b", "a")},
		{"a patch of nothing", member, "PATCH /v2/images/{a}", "[]", 200, nil},
		{"is no update", member, byUpdate, "", 200, lists("b", "a")},
		{"a patch to the same value", member, "PATCH /v2/images/{a}", one("replace", "/p", `"v"`), 200, nil},
		{"is an update", member, byUpdate, "", 200, lists("a", "b")},
		{"a tag that is put", member, "PUT /v2/images/{b}/tags/x", "", 204, nil},
		{"is an update, too", member, byUpdate, "", 200, lists("b", "a")},
	})
}

// image_id among the operations makes Glance save the record of one image over
// another one.
func TestPatchOfImageIDOverwritesAnotherImage(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "from", "p": "v"}`)
	s.image("victim", member, `{"name": "victim", "q": "w", "tags": ["t"]}`)
	s.check(t, []exchange{
		{"the patch succeeds", member, patch, one("add", "/image_id", `"{victim}"`), 200, nil},
		{"and the other image is lost", member, "GET /v2/images/{victim}", "", 200, all(has(`{"name": "from", "p": "v", "tags": []}`), lacks("q"))},
		{"an id that does not exist is not found", member, patch, one("add", "/image_id", `"{none}"`), 404, refused("No image found with ID {none}")},
	})
}
