package glance

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
)

// metadefs are the metadata definitions: namespaces of properties that are
// known to mean something on images, and on what else has properties.
type metadefs struct {
	mu sync.Mutex
	// namespaces are in the order in which they were made.
	namespaces []*namespace
	// resourceTypes are all that were ever tied to a namespace.
	resourceTypes []definition
}

// namespace is one set of definitions.
type namespace struct {
	name string
	// about holds display_name and description, where given.
	about            value
	visibility       string
	protected        bool
	owner            *string
	created, updated time.Time

	resourceTypes, properties, objects, tags []definition
}

// definition is one thing in a namespace. Its body is what the client sent,
// its members in the order in which they are shown.
type definition struct {
	name             string
	body             value
	created, updated time.Time
}

//go:embed definitions.json
var standardDefinitions []byte

var (
	namespaceSchema   = lazySchema("metadef_namespace")
	propertySchema    = lazySchema("metadef_property")
	objectSchema      = lazySchema("metadef_object")
	tagSchema         = lazySchema("metadef_tag")
	associationSchema = lazySchema("metadef_resource_type")
)

// newMetadefs returns the definitions that come with the service.
func newMetadefs(now time.Time) *metadefs {
	m := &metadefs{}
	list, err := decode(standardDefinitions)
	if err != nil {
		panic("glance: reading the metadata definitions: " + err.Error())
	}
	owner := "admin"
	for _, item := range list.items {
		m.add(newNamespace(item.dict, &owner, now))
	}
	return m
}

// newNamespace makes a namespace of a body that has passed the schema.
func newNamespace(body *dict, owner *string, now time.Time) *namespace {
	n := &namespace{owner: owner, created: now}
	n.describe(body, now)
	list := func(key string) []value { return body.values[key].items }
	for _, item := range list("resource_type_associations") {
		n.resourceTypes = append(n.resourceTypes, newDefinition(item, associationOrder, now))
	}
	if properties, ok := body.get("properties"); ok {
		for _, name := range properties.dict.keys {
			made := newDefinition(properties.dict.values[name], propertyOrder, now)
			made.name = name
			n.properties = append(n.properties, made)
		}
	}
	for _, item := range list("objects") {
		n.objects = append(n.objects, newDefinition(item, objectOrder, now))
	}
	for _, item := range list("tags") {
		n.tags = append(n.tags, newDefinition(item, nil, now))
	}
	return n
}

// describe sets what a namespace says of itself.
func (n *namespace) describe(body *dict, now time.Time) {
	n.name = body.values["namespace"].text
	n.about = ordered(value{kind: kindDict, dict: body}, []string{"display_name", "description"})
	n.visibility = "private"
	if given, ok := body.get("visibility"); ok {
		n.visibility = given.text
	}
	n.protected = body.values["protected"].flag
	if given, ok := body.get("owner"); ok {
		n.owner = &given.text
	}
	n.updated = now
}

// The orders in which the members of a definition are shown.
var (
	propertyOrder = []string{
		"name", "type", "title", "description", "operators", "default", "readonly", "minimum", "maximum", "enum", "pattern",
		"minLength", "maxLength", "confidential", "items", "uniqueItems", "minItems", "maxItems", "additionalItems",
	}
	objectOrder      = []string{"name", "required", "description", "properties"}
	associationOrder = []string{"name", "prefix", "properties_target"}
)

// ordered returns the members of an object that are named, in that order.
func ordered(v value, order []string) value {
	out := value{kind: kindDict, dict: newDict()}
	for _, key := range order {
		if member, ok := v.dict.get(key); ok {
			out.dict.set(key, member)
		}
	}
	return out
}

func newDefinition(body value, order []string, now time.Time) definition {
	name, _ := body.dict.get("name")
	shown := ordered(body, order)
	if properties, ok := shown.dict.get("properties"); ok {
		sorted := value{kind: kindDict, dict: newDict()}
		for _, key := range properties.dict.keys {
			sorted.dict.set(key, ordered(properties.dict.values[key], propertyOrder))
		}
		shown.dict.set("properties", sorted)
	}
	return definition{name: name.text, body: shown, created: now, updated: now}
}

func (m *metadefs) add(n *namespace) {
	m.namespaces = append(m.namespaces, n)
	for _, tie := range n.resourceTypes {
		m.know(tie)
	}
}

// know keeps the name of a resource type.
func (m *metadefs) know(tie definition) {
	if find(m.resourceTypes, tie.name) < 0 {
		m.resourceTypes = append(m.resourceTypes, definition{name: tie.name, created: tie.created, updated: tie.created})
	}
}

func find(list []definition, name string) int {
	return slices.IndexFunc(list, func(d definition) bool { return d.name == name })
}

func (m *metadefs) find(name string) *namespace {
	at := slices.IndexFunc(m.namespaces, func(n *namespace) bool { return n.name == name })
	if at < 0 {
		return nil
	}
	return m.namespaces[at]
}

func timeValue(at time.Time) value {
	return stringValue(strings.Trim(string(appendTime(nil, at)), `"`))
}

func (d *definition) stamp(out value) value {
	out.dict.set("created_at", timeValue(d.created))
	out.dict.set("updated_at", timeValue(d.updated))
	return out
}

// copied returns an object with the same members, to which some may be added.
func copied(v value) value {
	out := value{kind: kindDict, dict: newDict()}
	if v.dict != nil {
		for _, key := range v.dict.keys {
			out.dict.set(key, v.dict.values[key])
		}
	}
	return out
}

// path is the address of a namespace or of what is below it.
func (n *namespace) path(below ...string) string {
	return strings.Join(append([]string{"/v2/metadefs/namespaces", n.name}, below...), "/")
}

// prefix is what stands before the names of the properties on resources of a
// type.
func (n *namespace) prefix(resourceType string) string {
	if at := find(n.resourceTypes, resourceType); at >= 0 {
		given, _ := n.resourceTypes[at].body.dict.get("prefix")
		return given.text
	}
	return ""
}

// propertyViews are properties by their names.
func propertyViews(list []definition, prefix string) value {
	out := value{kind: kindDict, dict: newDict()}
	for _, p := range list {
		out.dict.set(prefix+p.name, p.body)
	}
	return out
}

// objectView shows an object; empty members are shown unless it was just
// made.
func (n *namespace) objectView(o *definition, prefix string, full bool) value {
	out := copied(o.body)
	if full {
		whole := dictOf("name", o.name, "required", listOf(), "properties", copied(value{}))
		if given, ok := o.body.dict.get("description"); ok {
			whole = dictOf("name", o.name, "required", listOf(), "description", given, "properties", copied(value{}))
		}
		for _, key := range o.body.dict.keys {
			whole.dict.set(key, o.body.dict.values[key])
		}
		out = whole
	}
	if properties, ok := out.dict.get("properties"); ok && prefix != "" {
		named := value{kind: kindDict, dict: newDict()}
		for _, key := range properties.dict.keys {
			named.dict.set(prefix+key, properties.dict.values[key])
		}
		out.dict.set("properties", named)
	}
	o.stamp(out)
	out.dict.set("self", stringValue(n.path("objects", o.name)))
	out.dict.set("schema", stringValue("/v2/schemas/metadefs/object"))
	return out
}

// view shows a namespace, with or without what is in it. A new one does not
// yet have the times of what is in it.
func (n *namespace) view(full, fresh bool, prefix string) value {
	out := dictOf("namespace", n.name)
	for _, key := range n.about.dict.keys {
		out.dict.set(key, n.about.dict.values[key])
	}
	out.dict.set("visibility", stringValue(n.visibility))
	out.dict.set("protected", value{kind: kindBool, flag: n.protected})
	if n.owner != nil {
		out.dict.set("owner", stringValue(*n.owner))
	}
	out.dict.set("created_at", timeValue(n.created))
	out.dict.set("updated_at", timeValue(n.updated))
	list := func(key string, definitions []definition, show func(*definition) value) {
		items := make([]value, 0, len(definitions))
		for i := range definitions {
			items = append(items, show(&definitions[i]))
		}
		if len(items) > 0 {
			out.dict.set(key, listOf(items...))
		}
	}
	list("resource_type_associations", n.resourceTypes, func(d *definition) value {
		if fresh {
			return d.body
		}
		return d.stamp(copied(d.body))
	})
	if full && len(n.properties) > 0 {
		out.dict.set("properties", propertyViews(n.properties, prefix))
	}
	if full {
		list("objects", n.objects, func(d *definition) value {
			if fresh {
				return d.body
			}
			return n.objectView(d, prefix, true)
		})
		list("tags", n.tags, func(d *definition) value { return dictOf("name", d.name) })
	}
	out.dict.set("self", stringValue(n.path()))
	out.dict.set("schema", stringValue("/v2/schemas/metadefs/namespace"))
	return out
}

func metadefSchemas() []shownSchema {
	const folder = "metadefs/"
	item := func(s *schema) value { return s.root.without("definitions") }
	list := func(name, key string, s *schema) value {
		out := collection(name, item(s))
		if definitions, ok := s.root.dict.get("definitions"); ok {
			out.dict.set("definitions", definitions)
		}
		properties := out.dict.values["properties"].dict
		held, _ := properties.pop(name)
		renamed := dictOf(key, held)
		for _, rest := range properties.keys {
			renamed.dict.set(rest, properties.values[rest])
		}
		out.dict.set("properties", renamed)
		return out
	}
	properties := list("properties", "properties", propertySchema())
	one := item(propertySchema())
	one.dict.set("required", listOf(stringValue("type"), stringValue("title"))) // the name is the key
	properties.dict.values["properties"].dict.set("properties", dictOf("type", "object", "additionalProperties", one))
	return []shownSchema{
		{folder + "namespace", namespaceSchema().root},
		{folder + "namespaces", list("namespaces", "namespaces", namespaceSchema())},
		{folder + "property", propertySchema().root},
		{folder + "properties", properties},
		{folder + "object", objectSchema().root},
		{folder + "objects", list("objects", "objects", objectSchema())},
		{folder + "tag", tagSchema().root},
		{folder + "tags", list("tags", "tags", tagSchema())},
		{folder + "resource_type", associationSchema().root},
		{folder + "resource_types", list("resource_type_associations", "resource_type_associations", associationSchema())},
	}
}
