package glance

import (
	"net/http"
)

// infoImport answers GET /v2/info/import.
func (c *call) infoImport() error {
	out := append([]byte(nil), `{"import-methods": {"description": "Import methods available.", "type": "array", "value": [`...)
	for i, method := range importMethods {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendText(out, method)
	}
	return c.json(http.StatusOK, append(out, "]}}"...))
}

// infoStores answers GET /v2/info/stores.
func (c *call) infoStores() error {
	return c.json(http.StatusOK, []byte(`{"stores": [{"id": "`+storeID+`", "default": "true"}]}`))
}

// infoStoresDetail answers GET /v2/info/stores/detail, for admins. The store
// is memory; what is told is what a file store would tell.
func (c *call) infoStoresDetail() error {
	if !c.s.allowed(&c.who, ruleStoresDetail, ownTarget(&c.who)) {
		return refused(ruleStoresDetail)
	}
	return c.json(http.StatusOK, []byte(`{"stores": [{"id": "`+storeID+`", "default": "true", "type": "file", `+
		`"properties": {"data_dir": "/var/lib/glance/images", "chunk_size": 65536, "thin_provisioning": false}}]}`))
}

// infoUsage answers GET /v2/info/usage: no limits are set in Keystone.
func (c *call) infoUsage() error { return c.json(http.StatusOK, []byte(`{"usage": {}}`)) }

// deleteFromStore answers DELETE /v2/stores/{store}/{id}. There is one store,
// so the data is never deleted.
func (c *call) deleteFromStore() error {
	if c.vars[0] != storeID {
		return conflict("The selected store " + c.vars[0] + " is not available on this node.")
	}
	r, err := c.lookup(c.vars[1])
	if err != nil {
		return notFound("Failed to find image " + c.vars[1])
	}
	if err := c.enforce(ruleGetLocation, r); err != nil {
		return err
	}
	if err := c.enforceOwned(ruleDeleteLocation, r); err != nil {
		return err
	}
	if r.Status != statusActive {
		return conflict("It's not allowed to remove image data from store if image status is not 'active'")
	}
	return forbidden("Cannot delete image data from the only store containing it. Consider deleting the image instead.")
}
