package contract

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"glimpse/api"
	"glimpse/model"
)

func TestTheCacheOfAServiceWithoutOne(t *testing.T) {
	if _, err := theTarget.client(t, admin, api.Options{}).Cache(t.Context()); !errors.Is(err, api.ErrNotOffered) {
		t.Errorf("an administrator is told %v", err)
	}
	if _, err := theTarget.client(t, member, api.Options{}).Cache(t.Context()); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a member is told %v", err)
	}
}

func TestExtrasTheImageCache(t *testing.T) {
	s := spaceOn(t, extras(t))
	s.active("id", member, `{"name": "a"}`, content)
	s.image("queued", member, `{"name": "queued"}`)
	forbidden := func(rule string) expectation {
		return refused("You are not authorized to complete " + rule + " action.")
	}
	s.check(t, []exchange{
		{"what is cached is for the admin", member, "GET /v2/cache", "", 403, forbidden("cache_list")},
		{"a member puts nothing into the cache", member, "PUT /v2/cache/{id}", "", 403, forbidden("cache_image")},
		{"a member takes nothing out of it", member, "DELETE /v2/cache/{id}", "", 403, forbidden("cache_delete")},
		{"an image without data is not cached", admin, "PUT /v2/cache/{queued}", "", 400, refused("Only images with status active can be targeted for queueing")},
		{"no image is not cached", admin, "PUT /v2/cache/{none}", "", 404, refused("Image {none} not found.")},
		{"no image is not taken out", admin, "DELETE /v2/cache/{none}", "", 404, refused("Image {none} not found.")},
		{"what is not cached is taken out", admin, "DELETE /v2/cache/{id}", "", 204, text("")},
		{"an image is queued", admin, "PUT /v2/cache/{id}", "", 202, text("")},
		{"and queued again", admin, "PUT /v2/cache/{id}", "", 202, text("")},
		{"only the cache, the queue or both are cleared", admin, "DELETE /v2/cache\nX-Image-Cache-Clear-Target: bogus", "", 400, refused("If provided 'x-image-cache-clear-target' must be 'cache', 'queue' or empty string.")},
		{"nothing is posted to it", admin, "POST /v2/cache/{id}", "", 405, wrongMethod("POST", "DELETE, PUT")},
	})
	s.awaitCached("id", true)
	s.check(t, []exchange{
		{"a cached image is read", member, "GET /v2/images/{id}/file", "", 200, text(content)},
		{"an image is taken out", admin, "DELETE /v2/cache/{id}", "", 204, text("")},
	})
	s.awaitCached("id", false)
	s.check(t, []exchange{
		{"what is read whole is cached", member, "GET /v2/images/{id}/file", "", 200, text(content)},
	})
	s.awaitCached("id", true)
	s.check(t, []exchange{
		{"what is deleted leaves the cache", member, "DELETE /v2/images/{id}", "", 204, nil},
	})
	s.awaitCached("id", false)
}

// awaitCached waits until an image is in the cache, or no longer in it.
func (s *space) awaitCached(name string, wanted bool) {
	s.Helper()
	s.poll(fmt.Sprint("cached: ", wanted), func() any {
		listed, _ := s.must(admin, "GET /v2/cache", "").object(s)["cached_images"].([]any)
		is := slices.ContainsFunc(listed, func(one any) bool { return one.(map[string]any)["image_id"] == s.values[name] })
		return fmt.Sprint("cached: ", is)
	})
}

func TestExtrasTheClientCaches(t *testing.T) {
	on := extras(t)
	s := spaceOn(t, on)
	id := model.NewImageID(s.active("id", member, `{}`, content))
	queued := model.NewImageID(s.image("queued", member, `{}`))
	admins, members := on.client(t, admin, api.Options{}), on.client(t, member, api.Options{})
	ctx := t.Context()
	state := func(wanted bool) {
		t.Helper()
		s.awaitCached("id", wanted)
		cache, err := admins.Cache(ctx)
		if cached, _ := cache.Of(id); err != nil || (cached != nil) != wanted {
			t.Errorf("cached: %+v, %v, want %t", cached, err, wanted)
		}
	}
	for range 2 { // the second time it is so already
		if err := admins.QueueForCache(ctx, id); err != nil {
			t.Fatal(err)
		}
		state(true)
	}
	for range 2 {
		if err := admins.DropFromCache(ctx, id); err != nil {
			t.Fatal(err)
		}
		state(false)
	}
	for name, test := range map[string]struct{ err, want error }{
		"a member queues":          {members.QueueForCache(ctx, id), api.ErrForbidden},
		"a member drops":           {members.DropFromCache(ctx, id), api.ErrForbidden},
		"an image without data":    {admins.QueueForCache(ctx, queued), api.ErrInvalid},
		"no image":                 {admins.QueueForCache(ctx, model.NewImageID(s.values["none"])), api.ErrNotFound},
		"a service without one":    {theTarget.client(t, admin, api.Options{}).QueueForCache(ctx, id), api.ErrNotFound},
		"a client that only reads": {on.client(t, admin, api.Options{ReadOnly: true}).QueueForCache(ctx, id), api.ErrReadOnly},
	} {
		if !errors.Is(test.err, test.want) {
			t.Errorf("%s: %v, want %v", name, test.err, test.want)
		}
	}
}

func TestDefinitionsAreThoseOfThePlainList(t *testing.T) {
	catalogue, err := theTarget.client(t, member, api.Options{}).Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(catalogue.Namespaces) == 0 {
		t.Skip("this service has no definitions")
	}
	if bus := catalogue.Property("hw_disk_bus"); bus == nil || len(bus.Values) < 2 || bus.Title.IsEmpty() {
		t.Errorf("hw_disk_bus is defined as %+v", bus)
	}
}
