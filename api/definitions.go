package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/sync/errgroup"

	"glimpse/model/definition"
	"glimpse/model/text"
)

const (
	// forImages is the resource type whose definitions are read; the service puts the
	// prefix of a theme before its keys then.
	forImages = "OS::Glance::Image"
	// themesAtOnce is how many themes are read at the same time.
	themesAtOnce = 4
)

// Definitions reads what the service says of the properties of images
// (GET /v2/metadefs/namespaces, and each namespace by itself). That is some twenty
// requests, sent once; the answer is kept. There is nothing where the service has no
// such definitions.
func (c *Client) Definitions(ctx context.Context) (*definition.Catalogue, error) {
	if known := c.learned.definitions.Load(); known != nil {
		return known, nil
	}
	names, err := c.themes(ctx)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	namespaces := make([]definition.Namespace, len(names))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(themesAtOnce)
	for i, name := range names {
		group.Go(func() (err error) {
			namespaces[i], err = c.theme(ctx, name)
			if errors.Is(err, ErrNotFound) {
				return nil // it was deleted just now
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	catalogue := definition.New(namespaces)
	c.learned.definitions.Store(catalogue)
	return catalogue, nil
}

// themes reads the names of the namespaces, page by page.
func (c *Client) themes(ctx context.Context) ([]text.Untrusted, error) {
	const perPage = 100
	request := call{
		operation: "listing the metadata definitions", method: http.MethodGet, path: "/v2/metadefs/namespaces",
		query:  url.Values{"resource_types": {forImages}, "limit": {strconv.Itoa(perPage)}},
		accept: []int{http.StatusOK},
	}
	var names []text.Untrusted
	seen := map[string]bool{}
	for {
		var all record
		var list []record
		err := c.read(ctx, request, func(body []byte) (err error) {
			all, list, err = decodeRecords(body, "namespaces", "list of metadata definitions")
			return err
		})
		if err != nil {
			return nil, err
		}
		before := len(names)
		for _, r := range list {
			if name := r.text("namespace"); !name.IsEmpty() && !seen[name.Raw()] {
				seen[name.Raw()] = true
				names = append(names, name)
			}
		}
		if all.text("next").IsEmpty() || len(names) == before {
			return names, nil
		}
		request.query.Set("marker", names[len(names)-1].Raw())
	}
}

// theme reads one namespace.
func (c *Client) theme(ctx context.Context, name text.Untrusted) (definition.Namespace, error) {
	request := call{
		operation: "reading metadata definitions", method: http.MethodGet,
		path:  "/v2/metadefs/namespaces/" + url.PathEscape(name.Raw()),
		query: url.Values{"resource_type": {forImages}}, accept: []int{http.StatusOK},
	}
	var theme definition.Namespace
	err := c.read(ctx, request, func(body []byte) error {
		all, err := decodeRecord(body, "metadata definition")
		if err != nil {
			return err
		}
		theme = definition.Namespace{
			Name: name, Title: all.text("display_name"), Description: all.text("description"), Properties: definedIn(all["properties"]),
		}
		objects, _ := all.list("objects")
		for _, object := range objects {
			r := recordOf(object)
			theme.Objects = append(theme.Objects, definition.Object{
				Name: r.text("name"), Description: r.text("description"), Properties: definedIn(r["properties"]),
			})
		}
		return nil
	})
	return theme, err
}

// definedIn reads the properties of a theme or of an object.
func definedIn(properties jsontext.Value) []definition.Property {
	members := membersOf(properties)
	defined := make([]definition.Property, len(members))
	for i, m := range members {
		r := recordOf(m.value)
		one := definition.Property{
			Key: text.Of(m.name), Title: r.text("title"), Description: r.text("description"), Type: r.text("type"),
			Minimum: limit(r["minimum"]), Maximum: limit(r["maximum"]), Default: anyText(r["default"]),
		}
		values, _ := r.list("enum")
		if items, isList := recordOf(r["items"]).list("enum"); isList && len(values) == 0 {
			values = items
		}
		for _, value := range values {
			one.Values = append(one.Values, anyText(value))
		}
		defined[i] = one
	}
	return defined
}

// anyText reads a value as the text that an image keeps of it.
func anyText(value jsontext.Value) text.Untrusted {
	switch value.Kind() {
	case '"':
		return textOf(value)
	case '0', 't', 'f':
		return text.Of(string(value))
	default:
		return text.Untrusted{}
	}
}

// limit reads a number, or nil.
func limit(value jsontext.Value) *float64 {
	number, err := strconv.ParseFloat(string(value), 64)
	if err != nil {
		return nil
	}
	return &number
}
