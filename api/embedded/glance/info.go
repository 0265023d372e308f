package glance

import (
	"net/http"
)

// infoImport answers GET /v2/info/import.
func (c *call) infoImport() error {
	out := append([]byte(nil), `{"import-methods": {"description": "Import methods available.", "type": "array", "value": [`...)
	for i, method := range c.s.importMethods() {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendText(out, method)
	}
	return c.json(http.StatusOK, append(out, "]}}"...))
}
