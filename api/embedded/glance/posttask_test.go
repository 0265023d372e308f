package glance

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

// TestATaskMakesAnImage is about what no test can see on the real service, for
// which no source is at hand that its filters let through.
func TestATaskMakesAnImage(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *Options) {
		o.Fetch = func(_ context.Context, uri string) (io.ReadCloser, error) {
			data, ok := map[string]string{"http://192.0.2.1/raw": "sixteen bytes!!!", "http://192.0.2.1/qcow2": "QFI\xfb and more"}[uri]
			if !ok {
				return nil, errors.New("no route to host")
			}
			return io.NopCloser(strings.NewReader(data)), nil
		}
	})
	for _, test := range []struct{ source, properties, status, format string }{
		{"raw", `{"name": "x", "container_format": "bare"}`, taskSuccess, "raw"},
		{"qcow2", `{"name": "x", "container_format": "bare", "disk_format": "raw", "os_distro": "debian"}`, taskSuccess, "qcow2"},
		{"raw", `{"name": "x"}`, taskFailure, ""},
		{"raw", `{"name": "x", "container_format": "bare", "visibility": "nope"}`, taskFailure, ""},
		{"none", `{"name": "x", "container_format": "bare"}`, taskFailure, ""},
	} {
		before := r.s.Len()
		made := r.image(r.do("admin", post, "/v2/tasks", `{"type": "import", "input": {"import_from": "http://192.0.2.1/`+test.source+
			`", "import_from_format": "raw", "image_properties": `+test.properties+`}}`))
		r.s.Wait()
		task := r.image(r.do("admin", get, "/v2/tasks/"+made["id"].(string), ""))
		if task["status"] != test.status {
			t.Errorf("%s %s: %v", test.source, test.properties, task)
		}
		if test.status == taskFailure {
			if task["result"] != nil || task["message"] != errInternal.Error() || r.s.Len() != before {
				t.Errorf("%s %s: %v, %d images after %d", test.source, test.properties, task, r.s.Len(), before)
			}
			continue
		}
		result, _ := task["result"].(map[string]any)
		id, _ := result["image_id"].(string)
		image := r.image(r.do("admin", get, "/v2/images/"+id, ""))
		if image["status"] != statusActive || image["disk_format"] != test.format || image["owner"] != nil || image["stores"] != storeID {
			t.Errorf("the image is %v", image)
		}
		if data := r.do("admin", get, "/v2/images/"+id+"/file", ""); int(image["size"].(float64)) != len(data.body) || data.body == "" {
			t.Errorf("%d bytes, of an image of %v", len(data.body), image["size"])
		}
	}
}
