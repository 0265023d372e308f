package contract

import (
	"fmt"
	"strings"
	"testing"
)

// signedImage is a new image with the properties of a signature, of which some are
// replaced; one that is replaced by nothing is left out.
func signedImage(replace ...string) string {
	properties := [][2]string{
		{"img_signature", "AAAA"},
		{"img_signature_hash_method", "SHA-256"},
		{"img_signature_key_type", "RSA-PSS"},
		{"img_signature_certificate_uuid", "7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20"},
	}
	members := []string{`"disk_format": "raw"`, `"container_format": "bare"`}
	for _, p := range properties {
		for i := 0; i < len(replace); i += 2 {
			if p[0] == replace[i] {
				p[1] = replace[i+1]
			}
		}
		if p[1] != "" {
			members = append(members, `"`+p[0]+`": "`+p[1]+`"`)
		}
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// Signed data is verified where an image has all four properties. Without a key manager
// no certificate is found, and none of it is kept.
func TestUploadOfSignedData(t *testing.T) {
	s := newSpace(t)
	s.image("signed", member, signedImage())
	s.image("three", member, signedImage("img_signature_hash_method", ""))
	s.image("coded", member, signedImage("img_signature", "A"))
	s.image("hashed", member, signedImage("img_signature_hash_method", "SHA-1", "img_signature_key_type", "RSA"))
	s.image("keyed", member, signedImage("img_signature_key_type", "RSA"))
	s.image("named", member, signedImage("img_signature_certificate_uuid", "x"))
	s.image("plain", member, `{"disk_format": "raw", "container_format": "bare"}`)
	put := func(name string) string { return "PUT /v2/images/{" + name + "}/file" }
	no := func(name, why string) expectation {
		return refused("Signature verification failed for image {" + name + "}: Signature verification for the image failed: " + why)
	}
	s.check(t, []exchange{
		{"no certificate is found", member, put("signed"), content, 400, no("signed", "Unable to retrieve certificate with ID: 7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20.")},
		{"the image waits for data again", member, "GET /v2/images/{signed}", "", 200, has(`{"status": "queued", "size": null, "img_signature": "AAAA"}`)},
		{"and is refused again", member, put("signed"), content, 400, no("signed", "Unable to retrieve certificate with ID: 7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20.")},
		{"an id need not be a UUID", member, put("named"), content, 400, no("named", "Unable to retrieve certificate with ID: x.")},
		{"a signature that is no base64", member, put("coded"), content, 400, no("coded", "The signature data was not properly encoded using base64.")},
		{"an unknown hash comes before the key", member, put("hashed"), content, 400, no("hashed", "Invalid signature hash method: SHA-1.")},
		{"an unknown kind of key", member, put("keyed"), content, 400, no("keyed", "Invalid signature key type: RSA.")},
		{"three of the properties are none", member, put("three"), content, 204, nil},
		{"data is sent all the same", member, "GET /v2/images/{three}", "", 200, has(`{"status": "active", "size": 16}`)},
		{
			"the properties can be set on a queued image", member,
			"PATCH /v2/images/{plain}", `[
				{"op": "add", "path": "/img_signature", "value": "AAAA"},
				{"op": "add", "path": "/img_signature_hash_method", "value": "SHA-256"},
				{"op": "add", "path": "/img_signature_key_type", "value": "RSA-PSS"},
				{"op": "add", "path": "/img_signature_certificate_uuid", "value": "x"}]`, 200, nil,
		},
		{"and count", member, put("plain"), content, 400, no("plain", "Unable to retrieve certificate with ID: x.")},
		{"what is staged is not verified", member, "PUT /v2/images/{signed}/stage", content, 204, nil},
		{"and imported", member, "POST /v2/images/{signed}/import", `{"method": {"name": "glance-direct"}}`, 202, nil},
	})
	s.poll("fs <nil>", func() any {
		image := s.must(admin, "GET /v2/images/{signed}", "").object(s)
		return fmt.Sprint(image["os_glance_failed_import"], " ", image["os_glance_import_task"])
	})
	s.check(t, []exchange{
		{"an import that cannot be verified leaves the image", member, "GET /v2/images/{signed}", "", 200, has(`{"status": "importing", "size": 16}`)},
	})
	tasks := s.must(member, "GET /v2/images/{signed}/tasks", "")
	if want := `"message": "Task failed due to Internal Error"`; !strings.Contains(string(tasks.body), want) {
		t.Errorf("the tasks of the image: %s", tasks.body)
	}
}
