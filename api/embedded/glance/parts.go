package glance

import (
	"net/http"
	"slices"
	"strings"
)

// part is one of the kinds of definitions in a namespace, which are made,
// shown and dropped alike.
type part struct {
	// plural is the name in the path, singular the one in the policy and in
	// messages.
	plural, singular string
	// missing begins the message about one that is not there.
	missing string
	schema  func() *schema
	order   []string
	// list is where the namespace keeps them.
	list func(*namespace) *[]definition
	// show is how one is shown: as it was just made or changed, or later.
	show func(n *namespace, d *definition, full bool) value
}

var parts = []part{
	{
		plural: "properties", singular: "property", missing: "Could not find property ", schema: propertySchema, order: propertyOrder,
		list: func(n *namespace) *[]definition { return &n.properties },
		show: func(_ *namespace, d *definition, _ bool) value {
			out := dictOf("name", d.name)
			for _, key := range d.body.dict.keys {
				out.dict.set(key, d.body.dict.values[key])
			}
			return out
		},
	},
	{
		plural: "objects", singular: "object", missing: "Could not find metadata object ", schema: objectSchema, order: objectOrder,
		list: func(n *namespace) *[]definition { return &n.objects },
		show: func(n *namespace, d *definition, full bool) value { return n.objectView(d, "", full) },
	},
	{
		plural: "tags", singular: "tag", missing: "Could not find metadata tag ", schema: tagSchema,
		list: func(n *namespace) *[]definition { return &n.tags },
		show: func(_ *namespace, d *definition, _ bool) value { return d.stamp(dictOf("name", d.name)) },
	},
}

func (p *part) routes(namespace string) []route {
	all, one := namespace+"/"+p.plural, namespace+"/"+p.plural+"/{}"
	showAll, makeOne := with(locked(p.showAll)), with(p.create)
	each := methods{get: with(locked(p.showOne)), put: with(p.update), del: without(locked(p.drop))}
	allow := "GET, PUT, DELETE"
	if p.plural == "tags" {
		makeOne = with(p.createTags)
		each[post] = without(locked(p.createTag))
		allow = "GET, POST, PUT, DELETE"
	}
	return []route{
		on(all, "GET, POST, DELETE", methods{get: showAll, post: makeOne, del: with(locked(p.dropAll))}),
		on(one, allow, each),
	}
}

// namespace finds the namespace that a request is about. What is said of one
// that is not there depends on the kind.
func (p *part) namespace(c *call, rule string) (*namespace, error) {
	n, err := c.namespace(rule)
	if n == nil && p.plural == "objects" {
		if found := c.s.metadefs.find(c.vars[0]); found == nil || !c.sees(found) {
			return nil, notFound("Metadata definition namespace=" + c.vars[0] + " was not found.")
		}
	}
	return n, err
}

// showAll answers GET on all of a kind.
func (p *part) showAll(c *call) error {
	n, err := p.namespace(c, "get_metadef_"+p.plural)
	if err != nil {
		return err
	}
	query, ok := parseQuery(c.r.URL.RawQuery)
	if !ok {
		return undecodable()
	}
	limit := c.s.options.LimitMax
	if text, ok := query.get("limit"); ok && p.plural != "properties" {
		if limit, err = readLimit(text, limit); err != nil {
			return err
		}
	}
	definitions := *p.list(n)
	if p.plural == "properties" {
		resourceType, _ := query.get("resource_type")
		return c.value(http.StatusOK, dictOf("properties", propertyViews(definitions, n.prefix(resourceType))))
	}
	items := listOf()
	for i := range definitions {
		d := &definitions[len(definitions)-1-i] // those made later come first
		if len(items.items) == limit {
			break
		}
		if p.plural == "tags" {
			items.items = append(items.items, dictOf("name", d.name))
			continue
		}
		items.items = append(items.items, n.objectView(d, "", true))
	}
	out := dictOf(p.plural, items)
	if p.plural == "objects" {
		out.dict.set("schema", stringValue("v2/schemas/metadefs/objects"))
	}
	return c.value(http.StatusOK, out)
}

// showOne answers GET on one definition. A property that is asked for with a
// resource type is named as it is there.
func (p *part) showOne(c *call) error {
	n, err := p.namespace(c, "get_metadef_"+p.singular)
	if err != nil {
		return err
	}
	name := c.vars[1]
	if query, ok := parseQuery(c.r.URL.RawQuery); ok && p.plural == "properties" {
		resourceType, _ := query.get("resource_type")
		prefix := n.prefix(resourceType)
		if name, ok = strings.CutPrefix(name, prefix); !ok {
			return notFound("Property " + c.vars[1] + " does not start with the expected resource type association prefix of '" +
				prefix + "'.")
		}
	}
	at := find(*p.list(n), name)
	if at < 0 {
		return notFound(p.missing + name)
	}
	return c.value(http.StatusOK, p.show(n, &(*p.list(n))[at], true))
}

func (p *part) duplicate(n *namespace, name string) error {
	if p.plural == "tags" {
		return conflict("A metadata tag with name=" + name + " already exists in namespace=" + n.name +
			". (Please note that metadata tag names are case insensitive).")
	}
	return conflict("A metadata definition " + p.singular + " with name=" + name + " already exists in namespace=" + n.name + ".")
}

// create answers POST on all of a kind.
func (p *part) create(c *call) error {
	body, err := c.checked(p.schema())
	if err != nil {
		return err
	}
	c.s.metadefs.mu.Lock()
	defer c.s.metadefs.mu.Unlock()
	n, err := p.namespace(c, "add_metadef_"+p.singular)
	if err != nil {
		return err
	}
	made := newDefinition(body, p.order, c.s.now())
	list := p.list(n)
	if find(*list, made.name) >= 0 {
		return p.duplicate(n, made.name)
	}
	*list = append(*list, made)
	return c.value(http.StatusCreated, p.show(n, &made, false))
}

// update answers PUT on one definition.
func (p *part) update(c *call) error {
	body, err := c.checked(p.schema())
	if err != nil {
		return err
	}
	c.s.metadefs.mu.Lock()
	defer c.s.metadefs.mu.Unlock()
	n, err := p.namespace(c, "modify_metadef_"+p.singular)
	if err != nil {
		return err
	}
	list := *p.list(n)
	at := find(list, c.vars[1])
	if at < 0 {
		return notFound(p.missing + c.vars[1])
	}
	next := newDefinition(body, p.order, c.s.now())
	if next.name != list[at].name && find(list, next.name) >= 0 {
		return conflict("Invalid update. It would result in a duplicate metadata definition " + p.singular +
			" with same name=" + next.name + " in namespace=" + n.name + ".")
	}
	next.created = list[at].created
	list[at] = next
	return c.value(http.StatusOK, p.show(n, &list[at], false))
}

// drop answers DELETE on one definition.
func (p *part) drop(c *call) error {
	verb := "delete"
	if p.plural == "properties" {
		verb = "remove"
	}
	n, err := p.namespace(c, verb+"_metadef_"+p.singular)
	if err != nil {
		return err
	}
	list := p.list(n)
	at := find(*list, c.vars[1])
	if at < 0 {
		return notFound(p.missing + c.vars[1])
	}
	*list = slices.Delete(*list, at, at+1)
	return c.empty(http.StatusNoContent)
}

// dropAll answers DELETE on all of a kind.
func (p *part) dropAll(c *call) error {
	n, err := p.namespace(c, "delete_metadef_namespace")
	if err != nil {
		return err
	}
	*p.list(n) = nil
	return c.empty(http.StatusNoContent)
}

// createTag answers POST on one tag, which has nothing but its name.
func (p *part) createTag(c *call) error {
	n, err := p.namespace(c, "add_metadef_tag")
	if err != nil {
		return err
	}
	name := c.vars[1]
	if err := tagSchema().check(dictOf("name", name)); err != nil {
		return err
	}
	if slices.ContainsFunc(n.tags, func(d definition) bool { return strings.EqualFold(d.name, name) }) {
		return p.duplicate(n, name)
	}
	made := newDefinition(dictOf("name", name), nil, c.s.now())
	n.tags = append(n.tags, made)
	return c.value(http.StatusCreated, p.show(n, &made, false))
}

// createTags answers POST on all tags: those given take the place of those
// there are.
func (p *part) createTags(c *call) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if body.kind != kindDict {
		return broken()
	}
	given, ok := body.dict.get("tags")
	if !ok || given.kind != kindList {
		return broken()
	}
	c.s.metadefs.mu.Lock()
	defer c.s.metadefs.mu.Unlock()
	n, err := p.namespace(c, "add_metadef_tags")
	if err != nil {
		return err
	}
	var made []definition
	items := listOf()
	for _, item := range given.items {
		if item.kind != kindDict {
			return broken()
		}
		if err := tagSchema().check(item); err != nil {
			return err
		}
		tag := newDefinition(item, nil, c.s.now())
		if find(made, tag.name) >= 0 {
			return p.duplicate(n, tag.name)
		}
		made = append(made, tag)
		items.items = append(items.items, dictOf("name", tag.name))
	}
	n.tags = made
	return c.value(http.StatusCreated, dictOf("tags", items))
}
