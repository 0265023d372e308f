package collection

import (
	"net/http"
	"strings"
)

// Options say what a service should be like.
type Options struct {
	// Auth knows the tokens.
	Auth Authenticate
	// Prefix is the path in front of the service, such as /compute.
	Prefix string
}

// Path is the path of a request below the service's own.
func (o *Options) Path(r *http.Request) string {
	return strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, o.Prefix), "/")
}

// Root is the address of the service, as who sent a request knows it.
func (o *Options) Root(r *http.Request) string { return "http://" + r.Host + o.Prefix }

// Records are what a service has, newest first. Nothing can be changed: such requests
// are answered as by a policy that allows them to nobody.
type Records[T any] struct {
	// One and Many are what the API calls one of them, and several.
	One, Many string
	All       []T
	// ID and Project are of a record, and View is what is told of it.
	ID, Project func(record *T) string
	View        func(r *http.Request, record *T, detail bool) any
	// Missing and NoMarker are the errors of an id that none of them has.
	Missing, NoMarker func(id string) error
	// Create is the rule that a request which changes something breaks.
	Create string
}

// Answer answers a request for one of the records, and has list answer one for several.
func (c *Records[T]) Answer(
	w http.ResponseWriter, r *http.Request, who Identity, path string, list func(detail bool) error,
) error {
	id, isOurs := strings.CutPrefix(path, "/"+c.Many)
	switch {
	case !isOurs || id != "" && id[0] != '/':
		return NotFound("The resource could not be found.")
	case r.Method != http.MethodGet:
		return Forbidden(c.Create)
	case id == "" || id == "/detail":
		return list(id != "")
	}
	id = strings.TrimPrefix(id, "/")
	for i := range c.All {
		if record := &c.All[i]; c.ID(record) == id && (who.Admin || c.Project(record) == who.ProjectID) {
			Reply(w, http.StatusOK, map[string]any{c.One: c.View(r, record, true)})
			return nil
		}
	}
	return c.Missing(id)
}

// List answers with a page of the records that match.
func (c *Records[T]) List(w http.ResponseWriter, r *http.Request, page Page, detail bool, matches func(*T) bool) error {
	var matching []*T
	for i := range c.All {
		if record := &c.All[i]; matches(record) {
			matching = append(matching, record)
		}
	}
	part, more, ok := Cut(matching, page, c.ID)
	if !ok {
		return c.NoMarker(page.Marker)
	}
	listed := make([]any, len(part))
	for i, record := range part {
		listed[i] = c.View(r, record, detail)
	}
	answer := map[string]any{c.Many: listed}
	if more {
		answer[c.Many+"_links"] = Next(r, c.ID(part[len(part)-1]))
	}
	Reply(w, http.StatusOK, answer)
	return nil
}
