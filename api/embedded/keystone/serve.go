package keystone

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// call is one request on its way through the service.
type call struct {
	w http.ResponseWriter
	r *http.Request
	// base is the service's address as the client knows it, without /v3.
	base string
	// token is the caller's; it is nil where none is needed.
	token *Token
	// vars are the variable parts of the path.
	vars []string
}

// route is one resource. A part {} of its path stands for any text.
type route struct {
	path    []string
	methods map[string]func(*call) error
	// allow is the header of a 405, in the order in which Keystone happens
	// to give it.
	allow string
	// open routes need no token, and are not Keystone's own: they answer a
	// wrong method with a page.
	open bool
}

func (s *Service) routing() []route {
	type methods = map[string]func(*call) error
	read := func(handler func(*call) error) methods { return methods{http.MethodGet: handler} }
	denied := func(rule string) func(*call) error {
		return func(*call) error { return forbidden("identity:" + rule) }
	}
	const readOnly = "HEAD, GET, OPTIONS"
	list := []struct {
		path, allow string
		methods     methods
	}{
		{"", readOnly, read(s.versions)},
		{"v3", readOnly, read(s.version)},
		{"v3/auth/tokens", "HEAD, GET, OPTIONS, POST, DELETE", methods{
			http.MethodPost: s.authenticate, http.MethodGet: s.showToken, http.MethodDelete: s.deleteToken,
		}},
		{"v3/auth/projects", readOnly, read(s.ownProjects)},
		{"v3/auth/domains", readOnly, read(s.ownDomains)},
		{"v3/auth/system", readOnly, read(s.ownSystem)},
		{"v3/auth/catalog", readOnly, read(s.ownCatalog)},
		{"v3/projects", "HEAD, GET, PATCH, OPTIONS, POST, DELETE", methods{
			http.MethodGet: s.listProjects, http.MethodPost: denied("create_project"),
		}},
		{"v3/projects/{}", "HEAD, GET, PATCH, OPTIONS, DELETE", methods{
			http.MethodGet: s.showProject, http.MethodPatch: denied("update_project"), http.MethodDelete: denied("delete_project"),
		}},
		{"v3/users/{}", "HEAD, GET, PATCH, OPTIONS, DELETE", methods{
			http.MethodGet: s.showUser, http.MethodPatch: denied("update_user"), http.MethodDelete: denied("delete_user"),
		}},
		{"v3/users/{}/projects", readOnly, read(s.userProjects)},
		{"v3/users/{}/application_credentials", "HEAD, GET, POST, OPTIONS", methods{
			http.MethodGet: s.listCredentials, http.MethodPost: s.createCredential,
		}},
		{"v3/users/{}/application_credentials/{}", "HEAD, GET, OPTIONS, DELETE", methods{
			http.MethodGet: s.showCredential, http.MethodDelete: s.deleteCredential,
		}},
	}
	routes := make([]route, len(list))
	for i, entry := range list {
		routes[i] = route{
			path: strings.Split(entry.path, "/"), allow: entry.allow, methods: entry.methods,
			open: entry.path == "" || entry.path == "v3",
		}
	}
	return routes
}

// match returns the variable parts of a path that leads to the route.
func (r *route) match(parts []string) (vars []string, ok bool) {
	if len(parts) != len(r.path) {
		return nil, false
	}
	for i, part := range r.path {
		switch {
		case part == "{}" && parts[i] != "":
			vars = append(vars, parts[i])
		case part != parts[i]:
			return nil, false
		}
	}
	return vars, true
}

// ServeHTTP answers one request of the Identity API.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Vary", "X-Auth-Token")
	header.Set("X-Openstack-Request-Id", "req-"+uuid())
	path, ok := strings.CutPrefix(r.URL.Path, s.options.Prefix)
	if !ok {
		notRouted(w, r)
		return
	}
	c := &call{w: w, r: r, base: "http://" + strings.TrimSuffix(r.Host, ":80") + s.options.Prefix}
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/")
	for i := range s.routes {
		if vars, found := s.routes[i].match(parts); found {
			c.vars = vars
			s.serve(c, &s.routes[i])
			return
		}
	}
	if r.Method == http.MethodOptions {
		header.Set("Content-Length", "0")
		return
	}
	notRouted(w, r)
}

func (s *Service) serve(c *call, route *route) {
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	handler := route.methods[method]
	switch {
	case method == http.MethodOptions:
		c.w.Header().Set("Allow", route.allow)
		write(c.w, c.r, http.StatusOK, "text/html; charset=utf-8", nil)
		return
	case handler == nil:
		c.w.Header().Set("Allow", route.allow)
		if route.open {
			page(c.w, c.r, http.StatusMethodNotAllowed, notAllowed)
			return
		}
		body := map[string]string{"message": notAllowed}
		write(c.w, c.r, http.StatusMethodNotAllowed, "application/json", append(asciiJSON(body, true), '\n'))
		return
	}
	err := s.admit(c, route, method)
	if err == nil {
		err = handler(c)
	}
	if err == nil {
		return
	}
	var refused *failure
	if !errors.As(err, &refused) {
		refused = &failure{
			code:    http.StatusInternalServerError,
			message: "An unexpected error prevented the server from fulfilling your request.",
		}
	}
	refused.write(c.w, c.r, c.base)
}

// admit finds out who is calling where that matters. An unknown token is as
// good as none: only a deleted application credential is named.
func (s *Service) admit(c *call, route *route, method string) error {
	asksForToken := method == http.MethodPost && slices.Equal(route.path, []string{"v3", "auth", "tokens"})
	if route.open || asksForToken {
		return nil
	}
	header := c.r.Header.Get("X-Auth-Token")
	if header == "" {
		return unauthorized()
	}
	token, err := s.lookup(header)
	if err != nil {
		if strings.HasPrefix(err.Error(), credentialGone) {
			return err
		}
		return unauthorized()
	}
	c.token = token
	return nil
}

func (c *call) reply(code int, body any) {
	write(c.w, c.r, code, "application/json", asciiJSON(body, true))
}

// self is the address that was asked for, as the client wrote it.
func (c *call) self() string {
	address := "http://" + c.r.Host + c.r.URL.EscapedPath()
	if c.r.URL.RawQuery != "" {
		address += "?" + c.r.URL.RawQuery
	}
	return address
}

// pageLinks are the links of a list, all of which fit on one page.
func (c *call) pageLinks() object {
	return object{{"next", nil}, {"self", c.self()}, {"previous", nil}}
}

// uuid returns a random UUID (RFC 9562, version 4).
func uuid() string {
	raw := []byte(randomID())
	raw[12], raw[16] = '4', "89ab"[raw[16]&3]
	id := string(raw)
	return id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:]
}
