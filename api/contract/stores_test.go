package contract

import (
	"fmt"
	"testing"

	"glimpse/api"
	"glimpse/model"
)

// postImport begins an import as JSON.
const postImport = "POST /v2/images/{id}/import\nContent-Type: application/json"

// awaitStores waits until an image is in these stores, and no import holds it.
func (s *space) awaitStores(name, stores string) {
	s.Helper()
	s.poll(stores+" <nil>", func() any {
		image := s.must(admin, "GET /v2/images/{"+name+"}", "").object(s)
		return fmt.Sprint(image["stores"], " ", image["os_glance_import_task"])
	})
}

func TestExtrasSeveralStores(t *testing.T) {
	s := spaceOn(t, extras(t))
	s.active("id", member, `{"name": "a"}`, content)
	s.image("web", member, `{"name": "web", "disk_format": "raw", "container_format": "bare"}`)
	s.image("second", member, `{"name": "second", "disk_format": "raw", "container_format": "bare"}`)
	copying := func(more string) string { return `{"method": {"name": "copy-image"}, ` + more + `}` }
	const upload = "PUT /v2/images/{%s}/file\nX-Image-Meta-Store: %s"
	s.check(t, []exchange{
		{"the stores are told to everybody", reader, "GET /v2/info/stores", "", 200, has(`{"stores": [{"id": "fs", "default": "true"}, {"id": "fs2"}, {"id": "web", "read-only": "true"}]}`)},
		{"a new image is told them, and more", member, "POST /v2/images", `{"id": "{none}"}`, 201, header("Openstack-Image-Store-Ids", "fs,fs2,web,os_glance_staging_store,os_glance_tasks_store")},
		{"it goes", member, "DELETE /v2/images/{none}", "", 204, nil},
		{"data goes into the first", member, "GET /v2/images/{id}", "", 200, has(`{"stores": "fs"}`)},
		{"or into a chosen one", member, fmt.Sprintf(upload, "second", "fs2"), content, 204, nil},
		{"where it is", member, "GET /v2/images/{second}", "", 200, has(`{"stores": "fs2", "status": "active"}`)},
		{"not into one that is read only", member, fmt.Sprintf(upload, "web", "web"), content, 410, refused("Error in store configuration. Adding images to store is disabled.")},
		{"and the image waits for it", member, "GET /v2/images/{web}", "", 200, all(has(`{"status": "queued"}`), lacks("stores"))},
		{"a member copies nothing", member, postImport, copying(`"stores": ["fs2"]`), 403, refused("You are not authorized to complete copy_image action.")},
		{"there is a copy already", admin, postImport, copying(`"stores": ["fs2", "fs"]`), 400, refused("Image is already present at store 'fs'")},
		{"an image is not taken out of its only store", member, "DELETE /v2/stores/fs/{id}", "", 403, refused("Cannot delete image data from the only store containing it. Consider deleting the image instead.")},
		{"an image is copied", admin, postImport, copying(`"stores": ["fs2"]`), 202, nil},
	})
	s.awaitStores("id", "fs,fs2")
	s.check(t, []exchange{
		{"to copy to all where all have it is no error", admin, postImport, copying(`"all_stores": true`), 202, nil},
		{"another project takes nothing out", other, "DELETE /v2/stores/fs/{id}", "", 404, refused("Failed to find image {id}")},
		{"nothing is taken out where nothing is", member, "DELETE /v2/stores/web/{id}", "", 404, refused("Image {id} is not stored in store web.")},
		{"an image is taken out of a store", member, "DELETE /v2/stores/fs/{id}", "", 204, nil},
		{"and is in the other", member, "GET /v2/images/{id}", "", 200, has(`{"stores": "fs2"}`)},
		{"where its data is read", member, "GET /v2/images/{id}/file", "", 200, text(content)},
		{"a copy fails in a store that is read only", admin, postImport, copying(`"stores": ["fs", "web"]`), 202, nil},
	})
	s.awaitStores("id", "fs2")
	s.check(t, []exchange{
		{"and says so", member, "GET /v2/images/{id}", "", 200, has(`{"os_glance_failed_import": "web", "os_glance_importing_to_stores": ""}`)},
		{"where some may fail, the others take it", admin, postImport, copying(`"stores": ["web", "fs"], "all_stores_must_succeed": false`), 202, nil},
	})
	s.awaitStores("id", "fs2,fs")
	s.check(t, []exchange{
		{"and the failed one is told", member, "GET /v2/images/{id}", "", 200, has(`{"os_glance_failed_import": "web", "status": "active"}`)},
		{"an import goes into all", admin, "PUT /v2/images/{web}/stage\nContent-Type: application/octet-stream", content, 204, nil},
		{"that take data", member, "POST /v2/images/{web}/import\nContent-Type: application/json", `{"method": {"name": "glance-direct"}, "all_stores": true}`, 202, nil},
	})
	s.awaitStores("web", "fs,fs2")
}

func TestExtrasTheClientCopiesAndDeletesCopies(t *testing.T) {
	on := extras(t)
	s := spaceOn(t, on)
	id := model.NewImageID(s.active("id", member, `{}`, content))
	admins := on.client(t, admin, api.Options{})
	ctx := t.Context()
	stores, err := admins.Stores(ctx)
	if err != nil || len(stores) != 3 || !stores[0].Default || stores[1].ReadOnly || !stores[2].ReadOnly {
		t.Errorf("stores %+v, %v", stores, err)
	}
	image, err := admins.Image(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := admins.StartImport(ctx, &image, api.Import{Method: "copy-image", Stores: []string{"fs2"}}); err != nil {
		t.Fatal(err)
	}
	s.awaitStores("id", "fs,fs2")
	if err := admins.DeleteFromStore(ctx, id, "fs"); err != nil {
		t.Fatal(err)
	}
	if image, err = admins.Image(ctx, id); err != nil || image.IsIn("fs") || !image.IsIn("fs2") {
		t.Errorf("in %s, %v", image.Stores.Raw(), err)
	}
}
