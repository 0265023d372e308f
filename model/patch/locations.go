package patch

import (
	"encoding/json"
	"slices"
	"strconv"
)

// Locations is the JSON Patch document that adds places of image data, by their URLs,
// and removes those that stand at some places in the list of an image. What is removed
// goes from behind, so that the others keep their places.
func Locations(add []string, remove []int) []byte {
	var operations []map[string]any
	for _, at := range slices.Backward(slices.Sorted(slices.Values(remove))) {
		operations = append(operations, map[string]any{"op": "remove", "path": "/locations/" + strconv.Itoa(at)})
	}
	added := make([]map[string]any, len(add))
	for i, url := range add {
		added[i] = map[string]any{
			"op": "add", "path": "/locations/-", "value": map[string]any{"url": url, "metadata": map[string]any{}},
		}
	}
	// The last location of an image cannot be removed: another one comes first, behind it.
	body, _ := json.Marshal(slices.Concat(added, operations)) // texts, which never fail
	return body
}
