package glance

import (
	"net/http"
	"slices"
	"strings"
)

// place is a store, in which the service keeps data.
type place struct {
	id string
	// folder is where a file store would keep its files; a store of the web, which is
	// read only, has none.
	folder string
}

func (p *place) readOnly() bool { return p.folder == "" }

// storeID is the default store.
const storeID = "fs"

// webStore is the one of the web.
const webStore = "web"

// places are the stores, the default one first.
func (s *Service) places() []place {
	first := place{storeID, "/var/lib/glance/images"}
	if !s.options.Extras {
		return []place{first}
	}
	return []place{first, {"fs2", "/var/lib/glance/images2"}, {id: webStore}}
}

// place returns a store, nil where there is none of the name.
func (s *Service) place(id string) *place {
	for _, one := range s.places() {
		if one.id == id {
			return &one
		}
	}
	return nil
}

// writable are the names of the stores that take data.
func (s *Service) writable() []string {
	var names []string
	for _, one := range s.places() {
		if !one.readOnly() {
			names = append(names, one.id)
		}
	}
	return names
}

// storeIDs is what a new image is told of the stores. With a cache, the real service
// has those among them that it keeps for itself.
func (s *Service) storeIDs() string {
	var names []string
	for _, one := range s.places() {
		names = append(names, one.id)
	}
	if s.options.Extras {
		names = append(names, "os_glance_staging_store", "os_glance_tasks_store")
	}
	return strings.Join(names, ",")
}

// infoStores answers GET /v2/info/stores.
func (c *call) infoStores() error {
	return c.tellStores(func(out []byte, _ *place) []byte { return out })
}

// infoStoresDetail answers GET /v2/info/stores/detail, for admins. The stores are
// memory; what is told is what file stores would tell.
func (c *call) infoStoresDetail() error {
	if !c.s.allowed(&c.who, ruleStoresDetail, ownTarget(&c.who)) {
		return refused(ruleStoresDetail)
	}
	return c.tellStores(func(out []byte, one *place) []byte {
		if one.readOnly() {
			return append(out, `, "type": "http", "properties": {}`...)
		}
		out = appendText(append(out, `, "type": "file", "properties": {"data_dir": `...), one.folder)
		return append(out, `, "chunk_size": 65536, "thin_provisioning": false}`...)
	})
}

func (c *call) tellStores(more func(out []byte, one *place) []byte) error {
	out := []byte(`{"stores": [`)
	for i, one := range c.s.places() {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendText(append(out, `{"id": `...), one.id)
		if i == 0 {
			out = append(out, `, "default": "true"`...)
		}
		if one.readOnly() {
			out = append(out, `, "read-only": "true"`...)
		}
		out = append(more(out, &one), '}')
	}
	return c.json(http.StatusOK, append(out, "]}"...))
}

// deleteFromStore answers DELETE /v2/stores/{store}/{id}.
func (c *call) deleteFromStore() error {
	store, id := c.vars[0], c.vars[1]
	if c.s.place(store) == nil {
		return conflict("The selected store " + store + " is not available on this node.")
	}
	r, err := c.lookup(id)
	if err != nil {
		return notFound("Failed to find image " + id)
	}
	if err := c.enforce(ruleGetLocation, r); err != nil {
		return err
	}
	if err := c.enforceOwned(ruleDeleteLocation, r); err != nil {
		return err
	}
	draft := *r
	switch at := slices.Index(r.Stores, store); {
	case r.Status != statusActive:
		return conflict("It's not allowed to remove image data from store if image status is not 'active'")
	case len(r.Stores) == 1:
		return forbidden("Cannot delete image data from the only store containing it. Consider deleting the image instead.")
	case at < 0:
		return notFound("Image " + id + " is not stored in store " + store + ".")
	default:
		draft.removeStore(at)
	}
	if err := c.save(&draft, saving{withData: true}); err != nil {
		return err
	}
	return c.empty(http.StatusNoContent)
}

// removeStore takes away one of the places in which an image is.
func (r *Record) removeStore(at int) {
	if r.Stores[at] == webStore {
		link := r.linksBefore(at)
		r.Links = slices.Delete(slices.Clone(r.Links), link, link+1)
	}
	r.Stores = slices.Delete(slices.Clone(r.Stores), at, at+1)
}
