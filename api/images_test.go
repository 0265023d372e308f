package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
)

// TestHiddenImagesAreAskedForAmongWhatIsMissing: a listing has either the hidden
// images or the others, and most are not hidden.
func TestHiddenImagesAreAskedForAmongWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		all, hidden, absent int
		requests            int
	}{
		{"none", 0, 0, 0, 0},
		{"25 that are not hidden", 25, 0, 0, 1},
		{"25 of which one is hidden", 25, 1, 0, 2},
		{"25 that are hidden", 25, 25, 0, 2},
		{"25 of which one is nowhere", 25, 0, 1, 2},
		{"400 that are not hidden", 400, 0, 0, 3},
		{"400 of which ten are hidden", 400, 10, 0, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var ids []model.ImageID
			hidden := map[string]bool{}
			for n := range test.all {
				ids = append(ids, modelID(imageID(n)))
				if n >= test.absent {
					hidden[imageID(n)] = n < test.absent+test.hidden
				}
			}
			f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
				if len(r.Method+" "+r.RequestURI+" HTTP/1.1") > 8000 {
					w.WriteHeader(http.StatusRequestURITooLong)
					return
				}
				records := []any{}
				for id := range strings.SplitSeq(strings.TrimPrefix(r.URL.Query().Get("id"), "in:"), ",") {
					if isHidden, found := hidden[id]; found && isHidden == (r.URL.Query().Get("os_hidden") == "true") {
						records = append(records, map[string]any{"id": id, "os_hidden": isHidden, "status": "active"})
					}
				}
				_ = json.NewEncoder(w).Encode(map[string]any{"images": records})
			})
			found, err := f.connect(t, Options{}).Images(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, id := range ids[test.absent:] {
				want = append(want, id.Raw())
			}
			got := slices.Sorted(slices.Values(idsOf(found)))
			if requests := f.count(http.MethodGet); !slices.Equal(got, want) || requests != test.requests {
				t.Errorf("%d of %d images with %d requests, %d are allowed", len(got), len(want), requests, test.requests)
			}
		})
	}
}
