package contract

import (
	"crypto/md5"
	"crypto/sha512"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

const content = "0123456789abcdef"

func TestUpload(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"disk_format": "raw", "container_format": "bare"}`)
	s.image("formatless", member, "{}")
	s.image("typed", member, `{"disk_format": "raw", "container_format": "bare"}`)
	s.image("stored", member, `{"disk_format": "raw", "container_format": "bare"}`)
	s.image("qcow", member, `{"disk_format": "qcow2", "container_format": "bare"}`)
	s.image("empty", member, `{"disk_format": "raw", "container_format": "bare"}`)
	s.image("community", member, `{"disk_format": "raw", "container_format": "bare", "visibility": "community"}`)
	put := func(name string) string { return "PUT /v2/images/{" + name + "}/file" }
	sums := fmt.Sprintf(`{"status": "active", "size": 16, "virtual_size": 16, "checksum": "%x", "os_hash_algo": "sha512", "os_hash_value": "%x", "stores": "fs"}`,
		md5.Sum([]byte(content)), sha512.Sum512([]byte(content)))
	s.check(t, []exchange{
		{"image data is stored", member, put("id"), content, 204, nil},
		{"it is counted and hashed", member, "GET /v2/images/{id}", "", 200, has(sums)},
		{"there is no second upload", member, put("id"), content, 409, refused("Image status transition from active to saving is not allowed")},
		{"formats must be set before", member, put("formatless"), content, 400, refused("Properties disk_format, container_format must be set prior to saving data.")},
		{"and the image stays queued", member, "GET /v2/images/{formatless}", "", 200, has(`{"status": "queued", "size": null}`)},
		{"the type of the data is octet-stream", member, put("typed") + "\nContent-Type: text/plain", content, 415, fault("The request media type text/plain is not supported by this server.\n<br /><br />\n")},
		{"a store may be named", member, put("stored") + "\nX-Image-Meta-Store: fs", content, 204, nil},
		{"an unknown store is refused", member, put("typed") + "\nX-Image-Meta-Store: nope", content, 400, refused("Store for identifier nope not found")},
		{"data of another format is stored, its virtual size unknown", member, put("qcow"), content, 204, nil},
		{"as null", member, "GET /v2/images/{qcow}", "", 200, has(`{"status": "active", "size": 16, "virtual_size": null}`)},
		{"no data at all makes an active image", member, put("empty") + "\nContent-Type: application/octet-stream", "", 204, nil},
		{"of size 0", member, "GET /v2/images/{empty}", "", 200, has(`{"status": "active", "size": 0, "virtual_size": null, "checksum": "d41d8cd98f00b204e9800998ecf8427e"}`)},
		{"an image that does not exist", member, "PUT /v2/images/{none}/file", content, 404, refused("No image found with ID {none}")},
		{"a community image of others", other, put("community"), content, 403, refused("Not allowed to upload image data for image {community}")},
	})
}

// ongoing is an upload whose end is yet to be sent.
type ongoing struct {
	feed *io.PipeWriter
	// done is closed after the answer, which is in status and body; the status
	// is 0 if there was none.
	done   chan struct{}
	status int
	body   string
}

// begin sends the first bytes of an upload by member.
func (s *space) begin(image string) *ongoing {
	s.Helper()
	body, feed := io.Pipe()
	u := &ongoing{feed: feed, done: make(chan struct{})}
	request, err := http.NewRequestWithContext(s.Context(), http.MethodPut, s.target.ImageURL+s.expand("/v2/images/"+image+"/file"), body)
	if err != nil {
		s.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", s.target.logins[member].Token)
	request.Header.Set("Content-Type", "application/octet-stream")
	go func() {
		defer close(u.done)
		response, err := httpClient.Do(request)
		if err != nil {
			return
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body) // a body that was cut is shown as it is
		u.status, u.body = response.StatusCode, string(text)
	}()
	if _, err := feed.Write([]byte(content)); err != nil {
		s.Fatal(err)
	}
	return u
}

// An upload whose end does not come leaves the image queued.
func TestUploadThatIsCutShort(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"disk_format": "raw", "container_format": "bare"}`)
	u := s.begin("{id}")
	s.await("saving", "{id}")
	s.check(t, []exchange{
		{"it has no size meanwhile", member, "GET /v2/images/{id}", "", 200, has(`{"status": "saving", "size": null}`)},
		{"and no data", member, "GET /v2/images/{id}/file", "", 204, nil},
		{"it cannot be deactivated", member, "POST /v2/images/{id}/actions/deactivate", "", 403, refused("Not allowed to deactivate image in status 'saving'")},
		{"nor uploaded to", member, "PUT /v2/images/{id}/file", content, 409, refused("Image status transition from saving to saving is not allowed")},
	})
	u.feed.CloseWithError(io.ErrUnexpectedEOF)
	<-u.done
	if u.status != 0 {
		t.Errorf("the upload was answered with %d %s", u.status, u.body)
	}
	s.await("queued", "{id}")
	s.upload(member, s.expand("{id}"), content)
}

// An image that is deleted during its upload stays so.
func TestDeleteDuringAnUpload(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"disk_format": "raw", "container_format": "bare"}`)
	u := s.begin("{id}")
	s.await("saving", "{id}")
	s.check(t, []exchange{{"the image is deleted", member, "DELETE /v2/images/{id}", "", 204, nil}})
	u.feed.Close()
	<-u.done
	want := s.expand("410 Gone\n\nImage {id} could not be found after upload. The image may have been deleted during the upload, cleaning up the chunks uploaded.\n\n   ")
	if u.status != http.StatusGone || u.body != want {
		t.Errorf("the upload was answered with %d %s", u.status, u.body)
	}
	s.check(t, []exchange{{"and is not found", member, "GET /v2/images/{id}", "", 404, refused("No image found with ID {id}")}})
}

// A patch during an upload succeeds, and is lost when the upload ends, because
// the upload saves the image as it was when it began.
func TestPatchDuringAnUploadIsLost(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "before", "disk_format": "raw", "container_format": "bare"}`)
	u := s.begin("{id}")
	s.await("saving", "{id}")
	s.must(member, patch, `[{"op": "replace", "path": "/name", "value": "during"}, {"op": "add", "path": "/p", "value": "v"}]`)
	s.check(t, []exchange{{"the patch is seen at first", member, "GET /v2/images/{id}", "", 200, has(`{"name": "during", "p": "v"}`)}})
	u.feed.Close()
	<-u.done
	if u.status != http.StatusNoContent {
		t.Fatalf("the upload was answered with %d %s", u.status, u.body)
	}
	s.await("active", "{id}")
	s.check(t, []exchange{{"and is undone by the upload", member, "GET /v2/images/{id}", "", 200, all(has(`{"name": "before"}`), lacks("p"))}})
}

// await waits until an image has a status.
func (s *space) await(status, image string) {
	s.Helper()
	s.poll(status, func() any {
		return s.must(admin, "GET /v2/images/"+image, "").object(s)["status"]
	})
}

// poll asks, for up to half a minute, until the answer is the wanted one.
func (s *space) poll(want string, ask func() any) {
	s.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for {
		got := ask()
		if got == want {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			s.Fatalf("the status is %v, and does not become %s", got, want)
		}
	}
}

func TestDownload(t *testing.T) {
	s := newSpace(t)
	s.active("id", member, "{}", content)
	s.active("empty", member, "{}", "")
	s.image("queued", member, "{}")
	s.active("private", other, `{"visibility": "private"}`, content)
	const get = "GET /v2/images/{id}/file"
	md5Header := header("Content-Md5", fmt.Sprintf("%x", md5.Sum([]byte(content))))
	ranged := func(asked, body, contentRange string) exchange {
		return exchange{"range " + asked, member, get + "\nRange: " + asked, "", 206, all(text(body), header("Content-Range", contentRange), md5Header)}
	}
	s.check(t, []exchange{
		{"image data comes whole, with its MD5 in hex", member, get, "", 200, all(text(content), header("Content-Type", "application/octet-stream"), header("Content-Length", "16"), md5Header)},
		{"a reader may have it", reader, get, "", 200, text(content)},
		ranged("bytes=0-3", "0123", "bytes 0-3/16"),
		ranged("bytes=4-", "456789abcdef", "bytes 4-15/16"),
		ranged("bytes=-4", "cdef", "bytes 12-15/16"),
		ranged("bytes=10-99", "abcdef", "bytes 10-15/16"),
		{"a range beyond the end is not there", member, get + "\nRange: bytes=16-20", "", 416, unsatisfiable("Invalid start position in Range header. Start position MUST be in the inclusive range [0, 15].")},
		{"several ranges are refused", member, get + "\nRange: bytes=0-1,4-5", "", 400, refused("Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests instead.")},
		{"a range in the header of an answer is honoured, too", member, get + "\nContent-Range: bytes 0-3/16", "", 206, text("0123")},
		{"an image without data has no content", member, "GET /v2/images/{queued}/file", "", 204, nil},
		{"an image of no bytes has some", member, "GET /v2/images/{empty}/file", "", 200, all(text(""), header("Content-Length", "0"))},
		{"an image that one does not see", member, "GET /v2/images/{private}/file", "", 404, refused("No image found with ID {private}")},
		{"an image that does not exist", member, "GET /v2/images/{none}/file", "", 404, refused("No image found with ID {none}")},
	})
	if got := s.send(member, get, ""); strings.Contains(got.header.Get("Accept-Ranges"), "none") {
		t.Errorf("Accept-Ranges %q", got.header.Get("Accept-Ranges"))
	}
}

func TestImport(t *testing.T) {
	s := newSpace(t)
	const formats = `{"name": "n", "disk_format": "raw", "container_format": "bare"}`
	for _, name := range strings.Fields("id plain bare") {
		s.image(name, member, formats)
	}
	s.image("formatless", member, "{}")
	s.active("active", member, "{}", content)
	const asJSON = "\nContent-Type: application/json"
	const run = "POST /v2/images/{id}/import" + asJSON
	direct := `{"method": {"name": "glance-direct"}}`
	web := func(uri string) string {
		return fmt.Sprintf(`{"method": {"name": "web-download", "uri": %q}}`, uri)
	}
	plain := "POST /v2/images/{plain}/import" + asJSON
	s.check(t, []exchange{
		{"what is not staged is not imported", member, run, direct, 409, refused("Image needs to be staged before 'glance-direct' method can be used")},
		{"data is staged", member, "PUT /v2/images/{id}/stage", content, 204, nil},
		{"the image is uploading, and counts the bytes", member, "GET /v2/images/{id}", "", 200, has(`{"status": "uploading", "size": 16, "checksum": null}`)},
		{"it cannot be deactivated", member, "POST /v2/images/{id}/actions/deactivate", "", 403, refused("Not allowed to deactivate image in status 'uploading'")},
		{"it is staged once", member, "PUT /v2/images/{id}/stage", content, 409, refused("Image status transition from uploading to uploading is not allowed")},
		{"it cannot be downloaded", member, "GET /v2/images/{id}/file", "", 204, nil},
		{"an unknown method is refused", member, run, `{"method": {"name": "bogus"}}`, 400, refused("Unknown import method name 'bogus'.")},
		{"no method is refused", member, run, `{}`, 400, refused("Import request requires a 'method' field.")},
		{"web-download wants a queued image", member, run, web("http://example.org/x"), 409, refused("Image needs to be in 'queued' state to use 'web-download' method")},
		{"loopback is not downloaded from", member, plain, web("http://127.0.0.1/x"), 400, refused("URI for web-download does not pass filtering: http://127.0.0.1/x")},
		{"files are not downloaded", member, plain, web("file:///etc/passwd"), 400, refused("URI for web-download does not pass filtering: file:///etc/passwd")},
		{"other ports are not downloaded from", member, plain, web("http://example.org:8080/x"), 400, refused("URI for web-download does not pass filtering: http://example.org:8080/x")},
		{"web-download wants an address", member, plain, `{"method": {"name": "web-download"}}`, 400, refused("URI for web-download does not pass filtering: None")},
		{"an active image has nothing to stage", member, "PUT /v2/images/{active}/stage", content, 409, refused("Image status transition from active to uploading is not allowed")},
		{"an image without formats is staged all the same", member, "PUT /v2/images/{formatless}/stage", content, 204, nil},
		{"but not imported", member, "POST /v2/images/{formatless}/import" + asJSON, direct, 409, refused("'container_format' needs to be set before import")},
		{"an image that does not exist", member, "POST /v2/images/{none}/import" + asJSON, direct, 404, refused("No image found with ID {none}")},
		{"what is staged is imported", member, run, direct, 202, text("")},
	})
	s.await("active", "{id}")
	s.poll("success", func() any { // the image is active a moment before the task has ended
		tasks, _ := s.must(member, "GET /v2/images/{id}/tasks", "").object(t)["tasks"].([]any)
		if len(tasks) == 0 {
			return nil
		}
		return tasks[0].(map[string]any)["status"]
	})
	sum := fmt.Sprintf(`{"status": "active", "size": 16, "checksum": "%x", "stores": "fs", "os_glance_failed_import": "", "os_glance_importing_to_stores": ""}`, md5.Sum([]byte(content)))
	s.check(t, []exchange{
		{"then it is active", member, "GET /v2/images/{id}", "", 200, has(sum)},
		{"its data is there", member, "GET /v2/images/{id}/file", "", 200, text(content)},
		{"its tasks tell of it", member, "GET /v2/images/{id}/tasks", "", 200, importTask},
		{"its tasks are not for others", other, "GET /v2/images/{id}/tasks", "", 404, noRoute()},
		{"a second import is refused", member, run, direct, 409, refused("Image with status active cannot be target for import")},
	})
}

// importTask expects one task that has imported the image.
func importTask(s *space, a *answer) {
	s.Helper()
	tasks, _ := a.object(s)["tasks"].([]any)
	if len(tasks) != 1 {
		s.Fatalf("the tasks are %s", a.body)
	}
	task, _ := tasks[0].(map[string]any)
	for key, want := range map[string]string{
		"type": "api_image_import", "status": "success", "image_id": "{id}", "owner": "{demo}", "message": "Copied 0 MiB",
	} {
		if task[key] != s.expand(want) {
			s.Errorf("%s of the task is %v, want %s", key, task[key], s.expand(want))
		}
	}
	for _, key := range []string{"id", "created_at", "updated_at", "expires_at", "input", "result", "request_id", "user_id", "deleted", "deleted_at"} {
		if _, there := task[key]; !there {
			s.Errorf("the task lacks %s: %v", key, task)
		}
	}
}

func TestStores(t *testing.T) {
	s := newSpace(t)
	s.active("id", member, "{}", content)
	s.check(t, []exchange{
		{"the only copy is not deleted", admin, "DELETE /v2/stores/fs/{id}", "", 403, refused("Cannot delete image data from the only store containing it. Consider deleting the image instead.")},
		{"a store that does not exist has no copy", admin, "DELETE /v2/stores/nope/{id}", "", 409, refused("The selected store nope is not available on this node.")},
		{"nor for an image that does not exist", admin, "DELETE /v2/stores/fs/{none}", "", 404, refused("Failed to find image {none}")},
	})
}
