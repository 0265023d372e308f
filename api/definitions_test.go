package api

import (
	"net/http"
	"strings"
	"testing"
)

const themesPath = "/image/v2/metadefs/namespaces"

func TestDefinitionsAreReadOnceAndKept(t *testing.T) {
	t.Parallel()
	const bus = `{"namespace": "OS::Disk/1", "display_name": "Disks", "properties": {
		"hw_disk_bus": {"title": "Disk bus", "description": "How disks are attached", "type": "string", "enum": ["virtio", "scsi"]},
		"hw_count": {"title": "Count", "type": "integer", "minimum": 1, "maximum": 64, "default": 2},
		"odd": 7},
		"objects": [{"name": "CPU pinning", "description": "d", "properties": {"hw_pins": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}}}]}`
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == themesPath && r.URL.Query().Get("marker") == "":
			answers{themesPath: `{"namespaces": [{"namespace": "OS::Disk/1"}], "next": "/v2/metadefs/namespaces?marker=x"}`}.ServeHTTP(w, r)
		case r.URL.Path == themesPath:
			answers{themesPath: `{"namespaces": [{"namespace": "gone"}]}`}.ServeHTTP(w, r)
		case strings.HasSuffix(r.URL.EscapedPath(), "/OS::Disk%2F1") && r.URL.Query().Get("resource_type") == "OS::Glance::Image":
			_, _ = w.Write([]byte(bus))
		default:
			fault(w, http.StatusNotFound, "Namespace not found")
		}
	})
	c := f.connect(t, Options{})
	found, err := c.Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	diskBus, count, pins := found.Property("hw_disk_bus"), found.Property("hw_count"), found.Property("hw_pins")
	if diskBus == nil || diskBus.Title.Raw() != "Disk bus" || len(diskBus.Values) != 2 {
		t.Errorf("hw_disk_bus is %+v", diskBus)
	}
	if count == nil || count.Range() != "integer, 1 to 64" || count.Default.Raw() != "2" {
		t.Errorf("hw_count is %+v", count)
	}
	if pins == nil || len(pins.Values) != 2 || found.Property("odd") == nil {
		t.Errorf("hw_pins is %+v", pins)
	}
	if len(found.Namespaces) != 2 || found.Namespaces[0].Title.Raw() != "Disks" || len(found.Namespaces[0].Objects) != 1 {
		t.Errorf("themes are %+v", found.Namespaces)
	}
	asked := f.count("GET")
	if again, err := c.Definitions(t.Context()); err != nil || again != found || f.count("GET") != asked {
		t.Errorf("asked again: %v, %d requests more", err, f.count("GET")-asked)
	}
}

func TestAServiceWithoutDefinitionsHasNone(t *testing.T) {
	t.Parallel()
	c := newFakeCloud(t, answers{}.ServeHTTP).connect(t, Options{})
	if found, err := c.Definitions(t.Context()); err != nil || len(found.Keys()) != 0 {
		t.Errorf("%v, %v", found, err)
	}
	refused := newFakeCloud(t, answers{themesPath: "403!no"}.ServeHTTP).connect(t, Options{})
	if _, err := refused.Definitions(t.Context()); err == nil {
		t.Error("a refusal is no error")
	}
}
