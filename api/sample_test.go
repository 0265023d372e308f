package api

import (
	"bytes"
	"fmt"
)

// renderPage writes a page of believable images in Glance's way: properties
// first, eight of them of which two are unique, and four tags.
func renderPage(first, count int, next string) []byte {
	var page bytes.Buffer
	page.WriteString(`{"images": [`)
	for i := first; i < first+count; i++ {
		if i > first {
			page.WriteString(", ")
		}
		id := fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", i*2654435761&0xffffffff, i&0xffff, i%4096, i%4093, i)
		fmt.Fprintf(&page, `{"os_distro": "%s", "os_version": "%d.04", "hw_disk_bus": "virtio", "hw_vif_model": "virtio", `+
			`"architecture": "x86_64", "hw_qemu_guest_agent": "yes", "build_id": "build-%d-%08x", "commit": "%040x", `+
			`"name": "image-%06d nightly", "disk_format": "qcow2", "container_format": "bare", "visibility": "private", "size": %d, `+
			`"virtual_size": %d, "status": "active", "checksum": "%032x", "protected": false, "min_ram": 512, "min_disk": 10, `+
			`"owner": "%032x", "os_hidden": false, "os_hash_algo": "sha512", "os_hash_value": "%0128x", "id": "%s", `+
			`"created_at": "2026-0%d-1%dT12:%02d:20Z", "updated_at": "2026-0%d-2%dT13:%02d:21Z", `+
			`"tags": ["gold", "team-%d", "region-%d", "tier-%d"], `+
			`"self": "/v2/images/%s", "file": "/v2/images/%s/file", "schema": "/v2/schemas/image", "stores": "fs"}`,
			[]string{"ubuntu", "debian", "rocky", "windows"}[i%4], 18+i%8, i, i*40503, i*7919, i, 1<<30+i, 2<<30+i, i*31, i%50, i*131,
			id, 1+i%9, i%10, i%60, 1+i%9, i%10, i%60, i%40, i%5, i%3, id, id)
	}
	page.WriteString(`], "first": "/v2/images?limit=1000"`)
	if next != "" {
		fmt.Fprintf(&page, `, "next": "/v2/images?limit=1000&marker=%s"`, next)
	}
	page.WriteString(`, "schema": "/v2/schemas/images"}`)
	return page.Bytes()
}
