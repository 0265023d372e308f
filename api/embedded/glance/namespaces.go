package glance

import (
	"net/http"
	"slices"
	"strings"
)

// metadefRoutes are the resources under /v2/metadefs.
func metadefRoutes() []route {
	const one = "metadefs/namespaces/{}"
	routes := []route{
		on("metadefs/resource_types", "GET", methods{get: without(locked((*call).listResourceTypes))}),
		on("metadefs/namespaces", "GET, POST", methods{
			get: with(locked((*call).listNamespaces)), post: with((*call).createNamespace),
		}),
		on(one, "GET, PUT, DELETE", methods{
			get: without(locked((*call).showNamespace)), put: with((*call).updateNamespace), del: without(locked((*call).deleteNamespace)),
		}),
		on(one+"/resource_types", "GET, POST", methods{
			get: without(locked((*call).listAssociations)), post: with((*call).createAssociation),
		}),
		on(one+"/resource_types/{}", "DELETE", methods{del: without(locked((*call).deleteAssociation))}),
	}
	for i := range parts {
		routes = slices.Concat(routes, parts[i].routes(one))
	}
	return routes
}

// locked runs a handler under the lock of the definitions.
func locked(run func(*call) error) func(*call) error {
	return func(c *call) error {
		c.s.metadefs.mu.Lock()
		defer c.s.metadefs.mu.Unlock()
		return run(c)
	}
}

func (c *call) value(code int, v value) error { return c.json(code, appendValue(nil, v)) }

func namespaceTarget(n *namespace) target { return target{owner: n.owner, visibility: n.visibility} }

func (c *call) sees(n *namespace) bool {
	return c.who.Admin() || n.visibility == "public" || n.owner != nil && *n.owner == c.who.ProjectID
}

// namespace finds the namespace of a request and asks a rule about it.
func (c *call) namespace(rule string) (*namespace, error) {
	n := c.s.metadefs.find(c.vars[0])
	if n == nil || !c.sees(n) {
		return nil, notFound("Namespace " + c.vars[0] + " not found")
	}
	if err := c.enforceDefinitions(rule, namespaceTarget(n)); err != nil {
		return nil, err
	}
	return n, nil
}

// checked reads a body and checks it against a schema.
func (c *call) checked(s *schema) (value, error) {
	body, err := c.body()
	if err != nil {
		return value{}, err
	}
	if body.kind != kindDict {
		return value{}, broken()
	}
	return body, s.check(body)
}

// listResourceTypes answers GET /v2/metadefs/resource_types.
func (c *call) listResourceTypes() error {
	items := listOf()
	for i := range c.s.metadefs.resourceTypes {
		d := &c.s.metadefs.resourceTypes[i]
		items.items = append(items.items, d.stamp(dictOf("name", d.name)))
	}
	return c.value(http.StatusOK, dictOf("resource_types", items))
}

// namespaceListing is what a list of namespaces is asked for.
type namespaceListing struct {
	limit         int
	sortKey       string
	ascending     bool
	visibility    string
	resourceTypes []string
}

func (c *call) readNamespaceListing(given params) (namespaceListing, error) {
	l := namespaceListing{limit: c.s.options.LimitDefault, sortKey: "created_at"}
	if text, ok := given.get("limit"); ok {
		number, err := readLimit(text, c.s.options.LimitMax)
		if _, whole := pythonInt(text); !whole {
			return l, broken()
		}
		if err != nil {
			return l, err
		}
		l.limit = min(number, c.s.options.LimitMax)
	}
	if dir, ok := given.get("sort_dir"); ok {
		if err := checkSortDir(dir); err != nil {
			return l, err
		}
		l.ascending = dir == "asc"
	}
	l.visibility, _ = given.get("visibility")
	if l.visibility != "" && l.visibility != "public" && l.visibility != "private" {
		return l, badRequest("Invalid visibility value: " + l.visibility)
	}
	if types, ok := given.get("resource_types"); ok && types != "" {
		l.resourceTypes = strings.Split(types, ",")
	}
	if key, ok := given.get("sort_key"); ok {
		l.sortKey = key
	}
	if !slices.Contains([]string{"created_at", "updated_at", "namespace"}, l.sortKey) {
		return l, broken()
	}
	return l, nil
}

func (l *namespaceListing) holds(n *namespace) bool {
	if l.visibility != "" && l.visibility != n.visibility {
		return false
	}
	return len(l.resourceTypes) == 0 ||
		slices.ContainsFunc(l.resourceTypes, func(name string) bool { return find(n.resourceTypes, name) >= 0 })
}

// arrange orders namespaces as asked for, those made later first by default.
func (l *namespaceListing) arrange(list []*namespace) {
	slices.SortStableFunc(list, func(a, b *namespace) int {
		switch l.sortKey {
		case "namespace":
			return strings.Compare(a.name, b.name)
		case "updated_at":
			return a.updated.Compare(b.updated)
		}
		return a.created.Compare(b.created)
	})
	if !l.ascending {
		slices.Reverse(list)
	}
}

// listNamespaces answers GET /v2/metadefs/namespaces.
func (c *call) listNamespaces() error {
	query, ok := parseQuery(c.r.URL.RawQuery)
	if !ok {
		return undecodable()
	}
	l, err := c.readNamespaceListing(query)
	if err != nil {
		return err
	}
	if err := c.enforceDefinitions(ruleGetNamespaces, ownTarget(&c.who)); err != nil {
		return err
	}
	all := slices.Clone(c.s.metadefs.namespaces)
	l.arrange(all)
	if marker, ok := query.get("marker"); ok {
		at := slices.IndexFunc(all, func(n *namespace) bool { return n.name == marker && c.sees(n) })
		if at < 0 {
			return notFound("Metadata definition namespace=" + marker + " was not found.")
		}
		all = all[at+1:]
	}
	found := slices.DeleteFunc(all, func(n *namespace) bool { return !c.sees(n) || !l.holds(n) })
	page := found[:min(l.limit, len(found))]
	next := ""
	if len(page) > 0 && len(page) == l.limit {
		next = page[len(page)-1].name
	}
	items := listOf()
	for _, n := range page {
		items.items = append(items.items, n.view(false, false, ""))
	}
	first, following := query.links("/v2/metadefs/namespaces", next)
	out := dictOf("namespaces", items)
	if following != "" {
		out.dict.set("next", stringValue(following))
	}
	out.dict.set("schema", stringValue("/v2/schemas/metadefs/namespaces"))
	out.dict.set("first", stringValue(first))
	return c.value(http.StatusOK, out)
}

// createNamespace answers POST /v2/metadefs/namespaces.
func (c *call) createNamespace() error {
	const rule = "add_metadef_namespace"
	body, err := c.checked(namespaceSchema())
	if err != nil {
		return err
	}
	m := c.s.metadefs
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := c.enforceDefinitions(rule, ownTarget(&c.who)); err != nil {
		return err
	}
	n := newNamespace(body.dict, c.who.owner(), c.s.now())
	if m.find(n.name) != nil {
		return conflict("The metadata definition namespace=" + n.name + " already exists.")
	}
	m.add(n)
	c.w.Header().Set("Location", "http://"+c.r.Host+n.path())
	return c.value(http.StatusCreated, n.view(true, true, ""))
}

// showNamespace answers GET /v2/metadefs/namespaces/{namespace}; asked for a
// resource type, the properties have the names that they have there.
func (c *call) showNamespace() error {
	n := c.s.metadefs.find(c.vars[0])
	if n == nil {
		return notFound("Metadata definition namespace=" + c.vars[0] + " was not found.")
	}
	if !c.sees(n) {
		return noRoute()
	}
	if err := c.enforceDefinitions(ruleGetNamespace, namespaceTarget(n)); err != nil {
		return err
	}
	query, ok := parseQuery(c.r.URL.RawQuery)
	if !ok {
		return undecodable()
	}
	resourceType, _ := query.get("resource_type")
	return c.value(http.StatusOK, n.view(true, false, n.prefix(resourceType)))
}

// updateNamespace answers PUT /v2/metadefs/namespaces/{namespace}.
func (c *call) updateNamespace() error {
	body, err := c.checked(namespaceSchema())
	if err != nil {
		return err
	}
	m := c.s.metadefs
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := c.namespace("modify_metadef_namespace")
	if err != nil {
		return err
	}
	if name := body.dict.values["namespace"].text; name != n.name && m.find(name) != nil {
		return conflict("Invalid update. It would result in a duplicate metadata definition namespace with the same name of " + name)
	}
	n.describe(body.dict, c.s.now())
	bare := *n
	bare.resourceTypes = nil
	return c.value(http.StatusOK, bare.view(false, false, ""))
}

// deleteNamespace answers DELETE /v2/metadefs/namespaces/{namespace}.
func (c *call) deleteNamespace() error {
	n, err := c.namespace("delete_metadef_namespace")
	if err != nil {
		return err
	}
	if n.protected {
		return forbidden("Metadata definition namespace " + n.name + " is protected and cannot be deleted.")
	}
	m := c.s.metadefs
	m.namespaces = slices.DeleteFunc(m.namespaces, func(other *namespace) bool { return other == n })
	return c.empty(http.StatusNoContent)
}

// listAssociations answers GET …/{namespace}/resource_types.
func (c *call) listAssociations() error {
	n, err := c.namespace("list_metadef_resource_types")
	if err != nil {
		return err
	}
	items := listOf()
	for i := range n.resourceTypes {
		items.items = append(items.items, n.resourceTypes[i].stamp(copied(n.resourceTypes[i].body)))
	}
	return c.value(http.StatusOK, dictOf("resource_type_associations", items))
}

// createAssociation answers POST …/{namespace}/resource_types.
func (c *call) createAssociation() error {
	body, err := c.checked(associationSchema())
	if err != nil {
		return err
	}
	m := c.s.metadefs
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := c.namespace("add_metadef_resource_type_association")
	if err != nil {
		return err
	}
	made := newDefinition(body, associationOrder, c.s.now())
	if find(n.resourceTypes, made.name) >= 0 {
		return conflict("The metadata definition resource-type association of resource-type=" + made.name +
			" to namespace=" + n.name + " already exists.")
	}
	n.resourceTypes = append(n.resourceTypes, made)
	m.know(made)
	return c.value(http.StatusCreated, made.stamp(copied(made.body)))
}

// deleteAssociation answers DELETE …/{namespace}/resource_types/{name}.
func (c *call) deleteAssociation() error {
	n, err := c.namespace("remove_metadef_resource_type_association")
	if err != nil {
		return err
	}
	at := find(n.resourceTypes, c.vars[1])
	if at < 0 {
		return notFound("Failed to find resource type " + c.vars[1] + " to delete")
	}
	n.resourceTypes = slices.Delete(n.resourceTypes, at, at+1)
	return c.empty(http.StatusNoContent)
}
