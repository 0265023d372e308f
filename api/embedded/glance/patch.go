package glance

import (
	"net/http"
	"slices"
	"strings"
)

// The two media types of a change, and the draft of JSON Patch behind each.
const (
	patchV20 = "application/openstack-images-v2.0-json-patch"
	patchV21 = "application/openstack-images-v2.1-json-patch"
)

// change is one operation of a patch.
type change struct {
	op    string
	path  []string
	value value
	// strict is set for the older media type, whose add refuses what is
	// there already.
	strict bool
}

var operations = []string{"add", "remove", "replace"}

// contentType is the media type of the request without its parameters.
func contentType(r *http.Request) string {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.TrimSpace(kind)
}

// updateImage answers PATCH /v2/images/{id}: all operations are read before
// the image is, applied to a copy, and saved at once.
func (c *call) updateImage() error {
	changes, err := c.readChanges()
	if err != nil {
		return err
	}
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	draft := *r
	draft.Properties = slices.Clone(r.Properties)
	for _, one := range changes {
		if err := c.apply(&draft, r, one); err != nil {
			return err
		}
	}
	if len(changes) > 0 {
		if err := addedQuota(r, &draft); err != nil {
			return err
		}
		isLocation := func(one change) bool { return one.path[0] == "locations" }
		if err := c.save(&draft, saving{withData: slices.ContainsFunc(changes, isLocation)}); err != nil {
			return err
		}
	}
	draft.Tags = c.s.shuffle(draft.Tags)
	return c.image(http.StatusOK, &draft)
}

// addedQuota counts the properties only when there are new ones.
func addedQuota(r, draft *Record) error {
	for i := range draft.Properties {
		if property(r.Properties, draft.Properties[i].Key) < 0 {
			return propertyQuota(draft.Properties)
		}
	}
	return nil
}

func property(properties []Property, key string) int {
	return slices.IndexFunc(properties, func(p Property) bool { return p.Key == key })
}

func (c *call) readChanges() ([]change, error) {
	kind := contentType(c.r)
	if kind != patchV20 && kind != patchV21 {
		failure := unsupportedType(kind)
		failure.header = http.Header{"Accept-Patch": {patchV20 + ", " + patchV21}}
		return nil, failure
	}
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	return parseChanges(body, kind == patchV20)
}

// parseChanges reads the operations of a patch and checks all that can be
// checked without the image.
func parseChanges(body value, strict bool) ([]change, error) {
	if body.kind != kindList {
		return nil, badRequest("Request body must be a JSON array of operation objects.")
	}
	changes := make([]change, 0, len(body.items))
	for _, item := range body.items {
		if item.kind != kindDict {
			return nil, badRequest("Operations must be JSON objects.")
		}
		one, err := parseChange(item.dict, strict)
		if err != nil {
			return nil, err
		}
		changes = append(changes, one)
	}
	return changes, nil
}

func parseChange(raw *dict, strict bool) (change, error) {
	read := readOperation
	if strict {
		read = readStrictOperation
	}
	op, pointer, err := read(raw)
	if err != nil {
		return change{}, err
	}
	if pointer.kind != kindString {
		return change{}, broken()
	}
	path, err := readPointer(pointer.text)
	if err != nil {
		return change{}, err
	}
	depth := 1
	if path[0] == "locations" && op != "replace" {
		depth = 2
	}
	if len(path) != depth {
		return change{}, badRequest("Invalid JSON pointer for this resource: '/" + strings.Join(path, "/") + "'")
	}
	one := change{op: op, path: path, strict: strict}
	if op != "remove" {
		given, ok := raw.get("value")
		if !ok {
			return change{}, badRequest(`Operation "` + op + `" requires a member named "value".`)
		}
		one.value = given
	}
	return one, checkChange(one)
}

// readOperation reads op and path of the newer media type.
func readOperation(raw *dict) (op string, pointer value, err error) {
	available := "It must be one of the following: " + strings.Join(operations, ", ") + "."
	given, _ := raw.get("op")
	if given.kind == kindNull {
		return "", value{}, badRequest("Unable to find `op` in JSON Schema change. " + available)
	}
	if given.kind != kindString || !slices.Contains(operations, given.text) {
		return "", value{}, badRequest("Invalid operation: `" + str(given) + "`. " + available)
	}
	pointer, ok := raw.get("path")
	if !ok {
		return "", value{}, badRequest("Unable to find 'path' in JSON Schema change")
	}
	return given.text, pointer, nil
}

// readStrictOperation reads the older media type, where the name of the
// operation is the name of the member that holds the path.
func readStrictOperation(raw *dict) (op string, pointer value, err error) {
	for _, name := range operations {
		found, ok := raw.get(name)
		if !ok {
			continue
		}
		if op != "" {
			return "", value{}, badRequest(`Operation objects must contain only one member named "add", "remove", or "replace".`)
		}
		op, pointer = name, found
	}
	if op == "" {
		return "", value{}, badRequest(`Operation objects must contain exactly one member named "add", "remove", or "replace".`)
	}
	return op, pointer, nil
}

// checkChange refuses the attributes that no one may change, and values that
// break the schema.
func checkChange(one change) error {
	root := one.path[0]
	switch root {
	case "created_at", "updated_at", "status", "checksum", "size", "virtual_size", "direct_url", "self", "file", "schema",
		"id", "os_hash_algo", "os_hash_value":
		return isReadOnly(root)
	case "location", "deleted", "deleted_at":
		return forbidden("Attribute '" + root + "' is reserved.")
	}
	if strings.HasPrefix(root, reservedPrefix) {
		return forbidden("Attribute '" + root + "' is reserved.")
	}
	if one.op == "remove" {
		return nil
	}
	partial := value{kind: kindDict, dict: newDict()}
	if len(one.path) == 1 {
		partial.dict.set(root, one.value)
	} else {
		partial.dict.set(root, value{kind: kindList, items: []value{one.value}})
	}
	return imageSchema().check(partial)
}

// apply does one operation on a copy of the image.
func (c *call) apply(draft, stored *Record, one change) error {
	root := one.path[0]
	if root == "locations" {
		return c.applyLocations(draft, stored, one)
	}
	if err := c.mayApply(draft, one); err != nil {
		return err
	}
	if isMember(root) {
		return c.applyMember(draft, one)
	}
	at := property(draft.Properties, root)
	switch {
	case one.op != "add" && at < 0:
		return detailed(http.StatusConflict, "Property "+root+" does not exist.")
	case one.op == "remove":
		draft.Properties = slices.Delete(draft.Properties, at, at+1)
		return nil
	case one.op == "add" && one.strict && at >= 0:
		return alreadyPresent(root)
	}
	next := Property{Key: root, Value: one.value.text, Null: one.value.kind == kindNull}
	if at >= 0 {
		draft.Properties[at] = next
	} else {
		draft.Properties = append(draft.Properties, next)
	}
	return nil
}

func alreadyPresent(name string) error {
	return detailed(http.StatusConflict, "Property "+name+" already present.")
}

// applyMember does one operation on what is no custom property.
func (c *call) applyMember(draft *Record, one change) error {
	root := one.path[0]
	switch {
	case one.op == "remove":
		return detailed(http.StatusForbidden, "Property "+root+" may not be removed.")
	case one.op == "add" && one.strict:
		return alreadyPresent(root)
	}
	return c.setMember(draft, root, one.value)
}

// mayApply asks whether the caller may do an operation.
func (c *call) mayApply(draft *Record, one change) error {
	root := one.path[0]
	if one.op == "replace" && root == "owner" && !c.who.Admin() {
		return detailed(http.StatusForbidden, "Owner can't be updated by non admin.")
	}
	// The policy judges the copy, so an owner who has given the image away
	// in an earlier operation has no say any more.
	if one.op != "remove" && root == "visibility" {
		if err := c.enforceVisibility(one.value.text, imageTarget(&c.who, draft)); err != nil {
			return err
		}
	}
	return c.enforceOwned(ruleModifyImage, draft)
}

// setMember sets what the image object has under a name. The attributes are
// among that, and so are the methods and parts of the object, which a patch
// can set as well: most without effect, some to the ruin of the request, and
// image_id so that another image is overwritten.
func (c *call) setMember(draft *Record, name string, v value) error {
	switch name {
	case "extra_properties", "base", "__class__", "__dict__", "__weakref__":
		return broken()
	case "image_id":
		draft.ID = v.text
		return nil
	case "disk_format", "container_format":
		if draft.Status != statusQueued && draft.Status != statusImporting {
			return forbidden("Attribute " + name + " can be only replaced for a queued image.")
		}
	case "min_disk", "min_ram":
		if err := notNegative(name, v); err != nil {
			return err
		}
	case "tags":
		if err := tagQuota(len(v.items)); err != nil {
			return err
		}
	}
	setAttribute(draft, name, v)
	return nil
}

// isMember reports whether the image object of the real service has something
// under a name, so that the name is no custom property for it.
func isMember(name string) bool {
	switch name {
	case "name", "visibility", "min_disk", "min_ram", "protected", "os_hidden", "owner", "disk_format", "container_format", "tags",
		"image_id", "extra_properties", "base", "helper", "delete", "get_data", "set_data", "member", "repo", "notifier",
		"deactivate", "reactivate", "context", "get_payload", "send_notification", "get_super_class":
		return true
	}
	return strings.HasPrefix(name, "__") && pythonObject[name]
}

// pythonObject are names that every object of Python has.
var pythonObject = map[string]bool{
	"__class__": true, "__delattr__": true, "__dict__": true, "__dir__": true, "__doc__": true, "__eq__": true,
	"__format__": true, "__ge__": true, "__getattribute__": true, "__getstate__": true, "__gt__": true, "__hash__": true,
	"__init__": true, "__init_subclass__": true, "__le__": true, "__lt__": true, "__module__": true, "__ne__": true,
	"__new__": true, "__reduce__": true, "__reduce_ex__": true, "__repr__": true, "__setattr__": true, "__sizeof__": true,
	"__str__": true, "__subclasshook__": true, "__weakref__": true,
}
