package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"
)

// made cleans the new image up, after other expectations.
func made(wanted ...expectation) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		id, _ := a.object(s)["id"].(string)
		s.Cleanup(func() { s.remove(id) })
		s.values["new"] = id
		all(wanted...)(s, a)
	}
}

func TestANewImage(t *testing.T) {
	s := newSpace(t)
	const create = "POST /v2/images"
	s.values["choice"], s.values["capitals"] = uuid.NewString(), strings.ToUpper(uuid.NewString())
	s.check(t, []exchange{
		{"needs no attribute at all", member, create, "{}", 201, made(has(`{"name": null, "status": "queued", "visibility": "shared", "disk_format": null,
			"container_format": null, "size": null, "virtual_size": null, "checksum": null, "os_hash_algo": null, "os_hash_value": null,
			"protected": false, "os_hidden": false, "min_disk": 0, "min_ram": 0, "owner": "{demo}", "tags": [], "schema": "/v2/schemas/image",
			"self": "/v2/images/{new}", "file": "/v2/images/{new}/file"}`), lacks("locations", "direct_url", "stores"))},
		{"is told where it is and how to get data into it", member, create, "{}", 201, made(
			header("Location", s.target.ImageURL+"/v2/images/{new}"),
			header("OpenStack-image-import-methods", "glance-direct,web-download,copy-image"), storeFirst)},
		{"has its custom properties first and the attributes in a fixed order", member, create, `{"tags": ["t"], "name": "n", "zebra": "z", "apple": "a"}`, 201, made(fixedOrder)},
		{"has times in whole seconds, the same twice", member, create, "{}", 201, made(wholeSeconds)},
		{"may bring every attribute", member, create, `{"name": "n", "visibility": "private", "protected": true, "os_hidden": true, "min_disk": 1, "min_ram": 2147483647,
			"disk_format": "qcow2", "container_format": "bare", "tags": ["b", "a", "b"], "owner": "{demo}", "p": "v"}`, 201, made(has(`{"name": "n", "visibility": "private",
			"protected": true, "os_hidden": true, "min_disk": 1, "min_ram": 2147483647, "disk_format": "qcow2", "container_format": "bare", "tags": ["a", "b"], "p": "v"}`))},
		{"may choose its id", member, create, `{"id": "{choice}"}`, 201, made(has(`{"id": "{choice}"}`))},
		{"keeps the case of its id", member, create, `{"id": "{capitals}"}`, 201, made(has(`{"id": "{capitals}"}`))},
		{"may be a community image", member, create, `{"visibility": "community"}`, 201, made(has(`{"visibility": "community"}`))},
		{"may be public for the admin", admin, create, `{"visibility": "public"}`, 201, made(has(`{"visibility": "public", "owner": "{admin}"}`))},
		{"may have any owner for the admin", admin, create, `{"owner": "no-such-project"}`, 201, made(has(`{"owner": "no-such-project"}`))},
		{"may have no owner for the admin", admin, create, `{"owner": null}`, 201, made(has(`{"owner": null}`))},
		{"may be made by a reader", reader, create, "{}", 201, made(has(`{"owner": "{demo}"}`))},
		{"takes the last of a repeated key", member, create, `{"name": "a", "name": "b"}`, 201, made(has(`{"name": "b"}`))},
		{"ignores the type of the request", member, create + "\nContent-Type: text/plain", `{"name": "a"}`, 201, made(has(`{"name": "a"}`))},
		{"ignores the attribute os_hash_algo", member, create, `{"os_hash_algo": "md5"}`, 201, made(has(`{"os_hash_algo": null}`))},
		{"may have an empty name", member, create, `{"name": ""}`, 201, made(has(`{"name": ""}`))},
		{"may have a name of 255 characters", member, create, fmt.Sprintf(`{"name": %q}`, strings.Repeat("é", 255)), 201, made()},
		{
			"may have control characters anywhere", member, create, `{"name": "a\u001b[2J\u0000\n\u009b\u202e", "k\u0007": "v\r", "tags": ["\u001b]0;x\u0007"]}`, 201,
			made(has(`{"name": "a\u001b[2J\u0000\n\u009b\u202e", "k\u0007": "v\r", "tags": ["\u001b]0;x\u0007"]}`)),
		},
		{"writes control characters escaped and others raw", member, create, `{"name": "\u001b\u009b\u202e\u007f\/é\"\\"}`, 201, made(contains("\"name\": \"\\u001b\u009b\u202e\x7f/é\\\"\\\\\""))},
		{
			"may have odd names of properties", member, create, `{"": "a", " ": "b", "A/b~c": "c", "Case": "d", "case": "e", "Protected": "f", "metadata": "g"}`, 201,
			made(has(`{"": "a", " ": "b", "A/b~c": "c", "Case": "d", "case": "e", "Protected": "f", "metadata": "g"}`)),
		},
		{"may have a long property", member, create, fmt.Sprintf(`{"p": %q}`, strings.Repeat("x", 70000)), 201, made(has(fmt.Sprintf(`{"p": %q}`, strings.Repeat("x", 70000))))},
		{"may have a property of more than a megabyte", member, create, fmt.Sprintf(`{"p": %q}`, strings.Repeat("x", 1_100_000)), 201, made()},
		{"may have a property with a name of 255 characters", member, create, fmt.Sprintf(`{%q: "v"}`, strings.Repeat("k", 255)), 201, made()},
		{"may have a null kernel_id", member, create, `{"kernel_id": null}`, 201, made(has(`{"kernel_id": null}`))},
		{"may have a kernel_id", member, create, `{"kernel_id": "{choice}"}`, 201, made(has(`{"kernel_id": "{choice}"}`))},
		{"may have 128 tags", member, create, `{"tags": ` + numbered(128) + `}`, 201, made()},
		{"may have 128 properties", member, create, properties(128), 201, made()},
	})
}

// storeFirst expects the store to be named; Glance may name those that it keeps
// to itself after it.
func storeFirst(s *space, a *answer) {
	s.Helper()
	if first, _, _ := strings.Cut(a.header.Get("OpenStack-image-store-ids"), ","); first != "fs" {
		s.Errorf("OpenStack-image-store-ids is %q", a.header.Get("OpenStack-image-store-ids"))
	}
}

// wholeSeconds expects both times without a fraction, in UTC, and alike.
func wholeSeconds(s *space, a *answer) {
	s.Helper()
	record := a.object(s)
	created, _ := record["created_at"].(string)
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`).MatchString(created) || record["updated_at"] != created {
		s.Errorf("created_at %v, updated_at %v", record["created_at"], record["updated_at"])
	}
}

// fixedOrder expects the keys of an image in the order in which Glance writes
// them: properties, then attributes.
func fixedOrder(s *space, a *answer) {
	s.Helper()
	keys := objectKeys(s, a.body)
	const custom = 2
	if len(keys) < custom || !slices.Equal(slices.Sorted(slices.Values(keys[:2])), []string{"apple", "zebra"}) {
		s.Fatalf("the keys are %q", keys)
	}
	want := strings.Fields("name disk_format container_format visibility size virtual_size status checksum protected min_ram min_disk owner os_hidden " +
		"os_hash_algo os_hash_value id created_at updated_at tags self file schema")
	if !slices.Equal(keys[custom:], want) {
		s.Errorf("the attributes come as\n%q\nwant\n%q", keys[custom:], want)
	}
}

// objectKeys returns the keys of a JSON object as they come.
func objectKeys(tb testing.TB, body []byte) []string {
	tb.Helper()
	decoder := json.NewDecoder(bytes.NewReader(body))
	if _, err := decoder.Token(); err != nil {
		tb.Fatal(err)
	}
	var keys []string
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			tb.Fatal(err)
		}
		keys = append(keys, key.(string))
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			tb.Fatal(err)
		}
	}
	return keys
}

// numbered is a JSON array of count different texts.
func numbered(count int) string {
	texts := make([]string, count)
	for n := range texts {
		texts[n] = fmt.Sprintf(`"t%03d"`, n)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// properties is a JSON object of count different properties.
func properties(count int) string {
	texts := make([]string, count)
	for n := range texts {
		texts[n] = fmt.Sprintf(`"p%03d": "v"`, n)
	}
	return "{" + strings.Join(texts, ", ") + "}"
}

func TestAnImageThatCannotBeMade(t *testing.T) {
	s := newSpace(t)
	const create = "POST /v2/images"
	s.image("taken", other, `{"visibility": "private"}`)
	s.image("gone", member, "{}")
	s.must(member, "DELETE /v2/images/{gone}", "")
	tooLong := strings.Repeat("x", 256)
	s.values["left"] = uuid.NewString()
	t.Cleanup(func() { s.remove(s.values["left"]) })
	s.check(t, []exchange{
		{"an attribute that is not set is refused before its type", member, create, `{"self": 5}`, 403, refused("Attribute 'self' is read-only.")},
		{"no body", member, create, "", 400, refused("Body expected in request.")},
		{"null", member, create, "null", 400, refused("Unexpected body type. Expected list/dict.")},
		{"a number", member, create, "5", 400, refused("Unexpected body type. Expected list/dict.")},
		{"a text", member, create, `"x"`, 400, refused("Unexpected body type. Expected list/dict.")},
		{"what is no JSON", member, create, `{"name":`, 400, refused("Malformed JSON in request body.")},
		{"a list breaks the service", member, create, "[]", 500, broken()},
		{"an id that is taken, by whomever", member, create, `{"id": "{taken}"}`, 409, refused("Image ID {taken} already exists!")},
		{"an id that was taken once", member, create, `{"id": "{gone}"}`, 409, refused("Image ID {gone} already exists!")},
		{"a public image by a member", member, create, `{"visibility": "public"}`, 403, refused("You are not authorized to complete publicize_image action.")},
		{"an image for another project", member, create, `{"owner": "abc"}`, 403, refused("You are not permitted to create images owned by 'abc'.")},
		{"an image for nobody", member, create, `{"owner": null}`, 403, refused("You are not permitted to create images owned by 'None'.")},
		{"129 tags", member, create, `{"tags": ` + numbered(129) + `}`, 413, refused("The limit has been exceeded on the number of allowed image tags. Attempted: 129, Maximum: 128")},
		{"129 properties", member, create, properties(129), 413, refused("The limit has been exceeded on the number of allowed image properties. Attempted: 129, Maximum: 128")},
		{"a negative min_disk", member, create, `{"min_disk": -1}`, 400, refused("Invalid value '-1' for parameter 'min_disk': Cannot be a negative value")},
		{"a min_ram beyond 31 bits", member, create, `{"min_ram": 2147483648}`, 400, refused("'min_ram' value out of range, must not exceed 2147483647.")},
		{"a property with a name of 256 characters", member, create, fmt.Sprintf(`{%q: "v"}`, tooLong), 400, refused("Custom property should not be greater than 255 characters.")},
		{"a name beyond the basic plane", member, create, `{"name": "😀"}`, 400, refused("Name can't contain 4 byte unicode characters.")},
		{"a property beyond the basic plane", member, create, `{"p": "😀"}`, 400, refused("P can't contain 4 byte unicode characters.")},
		{"a property's name beyond the basic plane", member, create, `{"😀": "v"}`, 400, refused("Property names can't contain 4 byte unicode.")},
		{"a tag beyond the basic plane", member, create, `{"id": "{left}", "tags": ["😀"]}`, 400, refused("Param values can't contain 4 byte unicode.")},
		{"which leaves an image without tags behind", member, "GET /v2/images/{left}", "", 200, has(`{"status": "queued", "tags": []}`)},
		{"an owner beyond the basic plane", admin, create, `{"owner": "😀"}`, 400, refused("Owner can't contain 4 byte unicode characters.")},
	})
}

func TestTheSchemaIsHeld(t *testing.T) {
	s := newSpace(t)
	const create = "POST /v2/images"
	long := strings.Repeat("x", 256)
	row := func(name, body, says string) exchange {
		return exchange{name, member, create, body, 400, schemaSays(says)}
	}
	s.check(t, []exchange{
		row("min_disk is a number", `{"min_disk": "5"}`, "'5' is not of type 'integer'"),
		row("min_disk is a whole number", `{"min_disk": 1.5}`, "1.5 is not of type 'integer'"),
		row("min_ram is not null", `{"min_ram": null}`, "None is not of type 'integer'"),
		row("protected is not null", `{"protected": null}`, "None is not of type 'boolean'"),
		row("protected is no text", `{"protected": "true"}`, "'true' is not of type 'boolean'"),
		row("os_hidden is no number", `{"os_hidden": 1}`, "1 is not of type 'boolean'"),
		row("name is a text or null", `{"name": 5}`, "5 is not of type 'null', 'string'"),
		row("name has up to 255 characters", fmt.Sprintf(`{"name": %q}`, long), "'"+long+"' is too long"),
		row("tags are not null", `{"tags": null}`, "None is not of type 'array'"),
		row("tags are a list", `{"tags": "a"}`, "'a' is not of type 'array'"),
		row("a tag is a text", `{"tags": [1]}`, "1 is not of type 'string'"),
		row("a tag has up to 255 characters", fmt.Sprintf(`{"tags": [%q]}`, long), "'"+long+"' is too long"),
		row("owner has up to 255 characters", fmt.Sprintf(`{"owner": %q}`, long), "'"+long+"' is too long"),
		row("disk_format is one of those known", `{"disk_format": "floppy"}`, "'floppy' is not one of [None, 'ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop']"),
		row("container_format is one of those known", `{"container_format": "box"}`, "'box' is not one of [None, 'ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed']"),
		row("visibility is one of four", `{"visibility": "secret"}`, "'secret' is not one of ['community', 'public', 'private', 'shared']"),
		row("visibility is not null", `{"visibility": null}`, "None is not of type 'string'"),
		row("id is a UUID", `{"id": "nope"}`, "'nope' does not match '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'"),
		row("kernel_id is a UUID", `{"kernel_id": "nope"}`, "'nope' does not match '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'"),
		row("a property is no number", `{"p": 5}`, "5 is not of type 'string'"),
		row("a property is not null", `{"p": null}`, "None is not of type 'string'"),
		row("a property is no boolean", `{"p": true}`, "True is not of type 'string'"),
		row("a property is no list", `{"p": []}`, "[] is not of type 'string'"),
		row("a property is no object", `{"p": {"a": "b"}}`, "{'a': 'b'} is not of type 'string'"),
		row("a status is one of those known", `{"status": "bogus"}`, "'bogus' is not one of ['queued', 'saving', 'active', 'killed', 'deleted', 'uploading', 'importing', 'pending_delete', 'deactivated']"),
	})
}

func TestAttributesThatAreNotSet(t *testing.T) {
	s := newSpace(t)
	values := map[string]string{"size": "5", "virtual_size": "5", "status": `"active"`}
	for _, name := range strings.Fields("size virtual_size status created_at updated_at checksum self file schema direct_url") {
		value, ok := values[name]
		if !ok {
			value = `"x"`
		}
		s.check(t, []exchange{{name + " is read-only", member, "POST /v2/images", `{"` + name + `": ` + value + `}`, 403, refused("Attribute '" + name + "' is read-only.")}})
	}
	s.check(t, []exchange{
		{"stores is read-only", member, "POST /v2/images", `{"stores": "fs"}`, 403, refused("Attribute 'stores' is read-only.")},
		{"locations are reserved", member, "POST /v2/images", `{"locations": []}`, 403, refused("Attribute 'locations' is reserved.")},
		{"location is reserved", member, "POST /v2/images", `{"location": "x"}`, 403, denied("Attribute 'location' is reserved.")},
		{"deleted is reserved", member, "POST /v2/images", `{"deleted": "x"}`, 403, denied("Attribute 'deleted' is reserved.")},
		{"deleted_at is reserved", member, "POST /v2/images", `{"deleted_at": "x"}`, 403, denied("Attribute 'deleted_at' is reserved.")},
		{"what begins with os_glance is reserved", member, "POST /v2/images", `{"os_glance_x": "y"}`, 403, denied("Attribute 'os_glance_x' is reserved.")},
	})
}

func TestTagsComeInAnyOrder(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"tags": ["z", "é", "a", "z", "A", " b ", ""]}`)
	s.check(t, []exchange{
		{"once each, blanks kept", member, "GET /v2/images/{id}", "", 200, has(`{"tags": ["", " b ", "A", "a", "z", "é"]}`)},
	})
	if !utf8.ValidString(string(s.must(member, "GET /v2/images/{id}", "").body)) {
		t.Error("the image is not UTF-8")
	}
}
