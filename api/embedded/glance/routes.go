package glance

import (
	"net/http"
	"slices"
	"strings"
)

// route is one resource of the API.
type route struct {
	// pattern is the path below the version; a part in braces is variable.
	pattern []string
	methods map[string]action
	// allow is what a 405 names; without it another method finds nothing.
	allow string
}

// action is what one method does on a resource.
type action struct {
	run func(*call) error
	// bodyless refuses a request that brings a body.
	bodyless bool
}

// with and without say whether a request may bring a body.
func with(run func(*call) error) action    { return action{run: run} }
func without(run func(*call) error) action { return action{run: run, bodyless: true} }

func on(pattern, allow string, methods map[string]action) route {
	return route{pattern: strings.Split(pattern, "/"), methods: methods, allow: allow}
}

type methods = map[string]action

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete
)

func (s *Service) routing() []route {
	routes := []route{
		on("images", "GET, POST", methods{get: with((*call).listImages), post: with((*call).createImage)}),
		on("images/{}", "GET, PATCH, DELETE", methods{
			get: without((*call).showImage), patch: with((*call).updateImage), del: without((*call).deleteImage),
		}),
		on("images/{}/tasks", "", methods{get: without((*call).listImageTasks)}),
		on("images/{}/import", "POST", methods{post: with((*call).importImage)}),
		on("images/{}/actions/deactivate", "POST", methods{post: without((*call).deactivateImage)}),
		on("images/{}/actions/reactivate", "POST", methods{post: without((*call).reactivateImage)}),
		on("images/{}/file", "GET, PUT", methods{get: without((*call).downloadImage), put: with((*call).uploadImage)}),
		on("images/{}/stage", "PUT", methods{put: with((*call).stageImage)}),
		on("images/{}/tags/{}", "PUT, DELETE", methods{put: without((*call).putTag), del: without((*call).deleteTag)}),
		on("images/{}/members", "GET, POST", methods{get: without((*call).listMembers), post: with((*call).createMember)}),
		on("images/{}/members/{}", "GET, PUT, DELETE", methods{
			get: without((*call).showMember), put: with((*call).updateMember), del: without((*call).deleteMember),
		}),
		on("stores/{}/{}", "DELETE", methods{del: without((*call).deleteFromStore)}),
		on("tasks", "GET, POST", methods{get: with((*call).listTasks), post: with((*call).createTask)}),
		on("tasks/{}", "GET, DELETE", methods{get: with((*call).showTask), del: with((*call).deleteTask)}),
		on("info/import", "GET", methods{get: without((*call).infoImport)}),
		on("info/stores", "GET", methods{get: without((*call).infoStores)}),
		on("info/stores/detail", "GET", methods{get: without((*call).infoStoresDetail)}),
		on("info/usage", "", methods{get: with((*call).infoUsage)}),
		on("cache", "GET, DELETE", methods{get: without((*call).showCache), del: with((*call).clearCache)}),
		on("cache/{}", "DELETE, PUT", methods{put: with((*call).cacheImage), del: with((*call).uncacheImage)}),
	}
	routes = append(routes, schemaRoutes()...)
	return append(routes, metadefRoutes()...)
}

// dispatch finds the resource of a path and runs what the method does on it.
// A path is matched on its bytes, each taken for a character: that is how a
// tag or an id outside ASCII is garbled.
func (s *Service) dispatch(c *call, path string) error {
	parts := pathParts(latin1(path))
	for i := range s.routes {
		vars, ok := s.routes[i].match(parts)
		if !ok {
			continue
		}
		found, ok := s.routes[i].methods[c.r.Method]
		switch {
		case !ok && s.routes[i].allow == "":
			return noRoute()
		case !ok:
			return c.reject(s.routes[i].allow)
		case found.bodyless && c.hasBody():
			return badRequest("A body is not expected with this request.")
		}
		c.vars = vars
		return found.run(c)
	}
	return noRoute()
}

// reject answers a method that a resource does not have. The body is read
// first, and what is wrong with it told instead.
func (c *call) reject(allow string) error {
	if c.hasBody() {
		if _, err := c.body(); err != nil {
			return err
		}
	}
	return notAllowed(c.r.Method, allow)
}

// pathParts splits a path at its slashes; several count as one, except that a
// last one stays.
func pathParts(path string) []string {
	parts := strings.Split(path, "/")
	last := len(parts) - 1
	kept := slices.DeleteFunc(parts[:last:last], func(part string) bool { return part == "" })
	return append(kept, parts[last])
}

func (r *route) match(parts []string) (vars []string, ok bool) {
	if len(parts) != len(r.pattern) {
		return nil, false
	}
	for i, part := range r.pattern {
		switch {
		case part == "{}" && parts[i] != "":
			vars = append(vars, parts[i])
		case part != parts[i]:
			return nil, false
		}
	}
	return vars, true
}

// latin1 takes each byte of a text for a character.
func latin1(text string) string {
	plain := true
	for i := range len(text) {
		plain = plain && text[i] < 0x80
	}
	if plain {
		return text
	}
	out := make([]rune, len(text))
	for i := range len(text) {
		out[i] = rune(text[i])
	}
	return string(out)
}
