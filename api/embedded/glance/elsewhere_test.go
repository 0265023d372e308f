package glance

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnImportThatTheMemoryIsTooSmallForSaysSo(t *testing.T) {
	t.Parallel()
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"status": "active", "size": %d, "disk_format": "qcow2", "container_format": "bare"}`, maxFetch+1)
	}))
	t.Cleanup(there.Close)
	r := newRig(t, func(o *Options) {
		o.Extras = true
		o.Endpoint = func(string, string) (string, bool) { return there.URL, true }
	})
	id := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
	r.wantCode(r.do("demo", post, "/v2/images/"+id+"/import", `{"method": {"name": "glance-download", "glance_region": "RegionTwo",
		"glance_image_id": "`+id+`"}}`), 202, "")
	r.s.Wait()
	if image := r.image(r.do("demo", get, "/v2/images/"+id, "")); image["status"] != "queued" || image["disk_format"] != "raw" {
		t.Errorf("image %v", image)
	}
	if tasks := r.do("demo", get, "/v2/images/"+id+"/tasks", ""); !strings.Contains(tasks.body, "at most 512 MiB") {
		t.Errorf("tasks %s", tasks.body)
	}
}
