package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"glimpse/model"
)

// TestAListingHasTheHiddenImagesOrTheOthers counts what reading some images costs.
func TestAListingHasTheHiddenImagesOrTheOthers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		all                   int
		both, visible, hidden int // requests
	}{
		{0, 0, 0, 0}, {25, 2, 1, 1}, {150, 2, 1, 1}, {400, 6, 3, 3},
	} {
		t.Run(strconv.Itoa(test.all), func(t *testing.T) {
			t.Parallel()
			var ids []model.ImageID
			for n := range test.all {
				ids = append(ids, modelID(imageID(n)))
			}
			isHidden := func(id string) bool { return strings.HasPrefix(id, "0000001") } // 16 to 31
			f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
				if len(r.Method+" "+r.RequestURI+" HTTP/1.1") > 8000 {
					w.WriteHeader(http.StatusRequestURITooLong)
					return
				}
				records := []any{}
				for id := range strings.SplitSeq(strings.TrimPrefix(r.URL.Query().Get("id"), "in:"), ",") {
					if isHidden(id) == (r.URL.Query().Get("os_hidden") == "true") {
						records = append(records, map[string]any{"id": id, "os_hidden": isHidden(id), "status": "active"})
					}
				}
				_ = json.NewEncoder(w).Encode(map[string]any{"images": records})
			})
			c := f.connect(t, Options{})
			check := func(what string, found []model.Image, err error, requests int, has func(id string) bool) {
				t.Helper()
				var want []string
				for _, id := range ids {
					if has(id.Raw()) {
						want = append(want, id.Raw())
					}
				}
				got := slices.Sorted(slices.Values(idsOf(found)))
				if sent := len(f.taken()); err != nil || !slices.Equal(got, want) || sent != requests {
					t.Errorf("%s: %d of %d images with %d requests, %d are allowed; %v", what, len(got), len(want), sent, requests, err)
				}
			}
			f.taken()
			found, err := c.Images(t.Context(), ids)
			check("both", found, err, test.both, func(string) bool { return true })
			found, err = c.ImagesHidden(t.Context(), ids, false)
			check("not hidden", found, err, test.visible, func(id string) bool { return !isHidden(id) })
			found, err = c.ImagesHidden(t.Context(), ids, true)
			check("hidden", found, err, test.hidden, isHidden)
		})
	}
}
