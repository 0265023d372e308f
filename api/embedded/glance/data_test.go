package glance

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestUploadingMakesAnImageActive(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.upload("demo", "x", "hello")
	shown := r.image(r.do("demo", get, "/v2/images/"+id, ""))
	hash := sha512.Sum512([]byte("hello"))
	for key, want := range map[string]any{
		"status": "active", "size": 5.0, "virtual_size": 5.0, "checksum": "5d41402abc4b2a76b9719d911017c592",
		"os_hash_algo": "sha512", "os_hash_value": hex.EncodeToString(hash[:]), "stores": "fs",
	} {
		if shown[key] != want {
			t.Errorf("%s: %v, want %v", key, shown[key], want)
		}
	}
	again := r.do("demo", put, "/v2/images/"+id+"/file", "x", "Content-Type", octets)
	r.wantCode(again, 409, "Image status transition from active to saving is not allowed")
	r.wantCode(r.do("demo", patch, "/v2/images/"+id, `[{"op": "replace", "path": "/disk_format", "value": "raw"}]`), 403,
		"Attribute disk_format can be only replaced for a queued image.")
}

func TestWhatAnUploadRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	bare := r.create("demo", `{"visibility": "community"}`)
	half := r.create("demo", `{"disk_format": "raw"}`)
	for _, test := range []struct {
		who, id, kind, store string
		code                 int
		message              string
	}{
		{"demo", bare, octets, "", 400, "Properties disk_format, container_format must be set prior to saving data."},
		{"demo", half, octets, "", 400, "Property container_format must be set prior to saving data."},
		{"demo", bare, "a/b", "", 415, "The request media type a/b is not supported by this server.\n"},
		{"demo", bare, octets, "nope", 400, "Store for identifier nope not found"},
		{"demo", "nope", octets, "", 404, "No image found with ID nope"},
		{"other", bare, octets, "", 403, "Not allowed to upload image data for image " + bare},
	} {
		headers := []string{"Content-Type", test.kind}
		if test.store != "" {
			headers = append(headers, "X-Image-Meta-Store", test.store)
		}
		r.wantCode(r.do(test.who, put, "/v2/images/"+test.id+"/file", "x", headers...), test.code, test.message)
	}
}

// send starts an upload whose body the test holds, and returns the body and
// what the answer is sent to.
func (r *rig) send(id string, body io.Reader) int {
	request := httptest.NewRequest(put, "http://cloud/v2/images/"+id+"/file", body)
	request.Header.Set("X-Auth-Token", "demo")
	request.Header.Set("Content-Type", octets)
	recorder := httptest.NewRecorder()
	r.s.ServeHTTP(recorder, request)
	return recorder.Code
}

// uploading begins an upload and returns when the image is being saved.
func (r *rig) uploading(id string) (body *io.PipeWriter, code <-chan int) {
	reader, writer := io.Pipe()
	done := make(chan int, 1)
	go func() { done <- r.send(id, reader) }()
	_, _ = writer.Write([]byte("half")) // returns when the service has begun to read
	return writer, done
}

func TestAnAbortedUploadLeavesTheImageQueued(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
	body := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("gone")))
	if code := r.send(id, body); code != http.StatusInternalServerError {
		t.Errorf("status %d", code)
	}
	if held, _ := r.s.Snapshot(id); held.Status != statusQueued || held.Size != nil {
		t.Errorf("held %+v", held)
	}
}

func TestAnUploadUndoesWhatWasChangedMeanwhile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"name": "before", "disk_format": "raw", "container_format": "bare"}`)
	body, code := r.uploading(id)
	shown := r.do("demo", patch, "/v2/images/"+id, `[{"op": "replace", "path": "/name", "value": "after"}]`)
	if image := r.image(shown); image["name"] != "after" || image["status"] != "saving" {
		t.Errorf("during the upload: %s", shown.body)
	}
	body.Close()
	if got := <-code; got != http.StatusNoContent {
		t.Errorf("status %d", got)
	}
	if held, _ := r.s.Snapshot(id); *held.Name != "before" || held.Status != statusActive || string(held.Data) != "half" {
		t.Errorf("held %+v", held)
	}
}

func TestAnImageDeletedDuringItsUploadIsGone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
	body, code := r.uploading(id)
	r.wantCode(r.do("demo", del, "/v2/images/"+id, ""), 204, "")
	body.Close()
	if got := <-code; got != http.StatusGone {
		t.Errorf("status %d", got)
	}
}

func TestDownloading(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.upload("demo", "x", "hello world 1234")
	for _, test := range []struct {
		name, value         string
		code                int
		contentRange, body2 string
	}{
		{"", "", 200, "", "hello world 1234"},
		{"Range", "bytes=0-3", 206, "bytes 0-3/16", "hell"},
		{"Range", "bytes=12-", 206, "bytes 12-15/16", "1234"},
		{"Range", "bytes=-4", 206, "bytes 12-15/16", "1234"},
		{"Range", "bytes=-99", 206, "bytes 0-15/16", "hello world 1234"},
		{"Range", "bytes=14-99999999999999999999", 206, "bytes 14-15/16", "34"},
		{"Range", "bytes=16-", 416, "", "D Invalid start position in Range header. Start position MUST be in the inclusive range [0, 15]."},
		{"Range", "bytes=3-1", 416, "", "D Invalid Range header."},
		{"Range", "lines=1-2", 416, "", "D Invalid Range header."},
		{"Range", "bytes=0-1,3-4", 400, "", "Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests instead."},
		{"Range", "bytes=-", 500, "", ""},
		{"Content-Range", "bytes 0-1/16", 206, "bytes 0-1/16", "he"},
		{"Content-Range", "bytes 0-99/*", 416, "", "D Invalid stop position in Content-Range header. The stop position MUST be in the inclusive range [0, 15]."},
		{"Content-Range", "x", 416, "", "D Invalid Content-Range header."},
	} {
		var headers []string
		if test.name != "" {
			headers = []string{test.name, test.value}
		}
		got := r.do("demo", get, "/v2/images/"+id+"/file", "", headers...)
		body := got.body
		if got.code >= 400 {
			body = got.message()
		}
		if got.code != test.code || body != test.body2 || got.code < 300 && got.header.Get("Content-Range") != test.contentRange {
			t.Errorf("%s %s: %d %q %q", test.name, test.value, got.code, got.header.Get("Content-Range"), body)
		}
		if sum := got.header.Get("Content-Md5"); got.code < 300 && len(sum) != 32 {
			t.Errorf("%s %s: Content-Md5 %q", test.name, test.value, sum)
		}
	}
	queued := r.create("demo", `{}`)
	if got := r.do("demo", get, "/v2/images/"+queued+"/file", ""); got.code != http.StatusNoContent || got.header.Get("Content-Type") != "" {
		t.Errorf("without data: %d %v", got.code, got.header)
	}
}

func TestADeactivatedImageIsForAdminsAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.upload("demo", "x", "hello")
	path := "/v2/images/" + id
	r.wantCode(r.do("demo", post, path+"/actions/reactivate", ""), 204, "")
	r.wantCode(r.do("demo", post, path+"/actions/deactivate", "{}"), 400, "A body is not expected with this request.")
	for range 2 {
		r.wantCode(r.do("demo", post, path+"/actions/deactivate", ""), 204, "")
	}
	const closed = "The requested image has been deactivated. Image data download is forbidden."
	r.wantCode(r.do("demo", get, path+"/file", ""), 403, closed)
	r.wantCode(r.do("admin", get, path+"/file", ""), 200, "hello")
	if _, shown := r.image(r.do("demo", get, path, ""))["stores"]; shown {
		t.Error("a member is told the stores")
	}
	if _, shown := r.image(r.do("admin", get, path, ""))["stores"]; !shown {
		t.Error("an admin is not told the stores")
	}
	r.wantCode(r.do("demo", post, path+"/actions/reactivate", ""), 204, "")
	r.wantCode(r.do("demo", post, "/v2/images/nope/actions/deactivate", ""), 404, "No image found with ID nope")
	queued := r.create("demo", `{"visibility": "community"}`)
	r.wantCode(r.do("demo", post, "/v2/images/"+queued+"/actions/deactivate", ""), 403, "Not allowed to deactivate image in status 'queued'")
	r.wantCode(r.do("other", post, "/v2/images/"+queued+"/actions/deactivate", ""), 403, notOwner)
	strict := newRig(t, func(o *Options) { o.NewRBAC = true })
	id = strict.upload("demo", "x", "hello")
	strict.wantCode(strict.do("viewer", post, "/v2/images/"+id+"/actions/deactivate", ""), 403, "You are not authorized to complete deactivate action.")
	strict.wantCode(strict.do("demo", post, "/v2/images/"+id+"/actions/deactivate", ""), 204, "")
}

func TestDeleting(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"protected": true, "visibility": "community"}`)
	r.wantCode(r.do("demo", del, "/v2/images/"+id, ""), 403, "Image "+id+" is protected and cannot be deleted.")
	r.wantCode(r.do("other", del, "/v2/images/"+id, ""), 403, notOwner)
	r.do("demo", patch, "/v2/images/"+id, `[{"op": "replace", "path": "/protected", "value": false}]`)
	r.wantCode(r.do("demo", del, "/v2/images/"+id, ""), 204, "")
	r.wantCode(r.do("demo", del, "/v2/images/"+id, ""), 404, "Failed to find image "+id+" to delete")
	r.wantCode(r.do("admin", patch, "/v2/images/"+id, `[]`), 404, "No image found with ID "+id)
	r.wantCode(r.do("demo", post, "/v2/images", `{"id": "`+id+`"}`), 409, "Image ID "+id+" already exists!")
}

func TestContentFollowsFromTheID(t *testing.T) {
	t.Parallel()
	const size = 100_003
	whole, err := io.ReadAll(Content("some-id", size))
	if err != nil || len(whole) != size {
		t.Fatalf("%d bytes, %v", len(whole), err)
	}
	other, _ := io.ReadAll(Content("other-id", size))
	if bytes.Equal(whole, other) {
		t.Error("two ids have the same content")
	}
	for _, at := range []int64{0, 1, 7, 8, 9, 4095, size - 3} {
		part := make([]byte, min(20, size-at))
		if _, err := Content("some-id", size).ReadAt(part, at); err != nil || !bytes.Equal(part, whole[at:at+int64(len(part))]) {
			t.Errorf("at %d: %v %v", at, part, err)
		}
	}
	r := newRig(t)
	r.s.Load([]Record{{ID: "some-id", Status: statusActive, Visibility: "public", Size: number(size), Stores: []string{"fs"}, CreatedAt: time.Unix(1, 0)}})
	if got := r.do("demo", get, "/v2/images/some-id/file", ""); got.body != string(whole) {
		t.Error("the image has other content")
	}
	if got := r.do("demo", get, "/v2/images/some-id/file", "", "Range", "bytes=4001-4010"); got.body != string(whole[4001:4011]) {
		t.Errorf("the range is %q", got.body)
	}
}

func TestVirtualSizeComesFromTheHeader(t *testing.T) {
	t.Parallel()
	header := append([]byte("QFI\xfb"), make([]byte, 508)...)
	header[31] = 42
	for _, test := range []struct {
		disk, container string
		data            []byte
		want            *int64
	}{
		{"raw", "bare", []byte("abc"), number(3)},
		{"raw", "bare", nil, nil},
		{"raw", "ovf", []byte("abc"), nil},
		{"qcow2", "bare", header, number(42)},
		{"qcow2", "bare", []byte("QFI\xfb"), nil},
		{"qcow2", "bare", make([]byte, 600), nil},
		{"vhd", "bare", make([]byte, 600), nil},
		{"vdi", "bare", make([]byte, 600), nil},
		{"iso", "bare", header, nil},
	} {
		got := virtualSize(&Record{DiskFormat: &test.disk, ContainerFormat: &test.container}, test.data)
		if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("%s in %s of %d bytes: %v", test.disk, test.container, len(test.data), got)
		}
	}
}

func TestImportingStagedData(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
	path := "/v2/images/" + id
	const direct = `{"method": {"name": "glance-direct"}}`
	r.wantCode(r.do("demo", post, path+"/import", direct), 409, "Image needs to be staged before 'glance-direct' method can be used")
	r.wantCode(r.do("demo", put, path+"/stage", "hello", "Content-Type", octets), 204, "")
	if staged := r.image(r.do("demo", get, path, "")); staged["status"] != "uploading" || staged["size"] != 5.0 {
		t.Errorf("staged: %v", staged)
	}
	r.wantCode(r.do("demo", put, path+"/stage", "hello", "Content-Type", octets), 409, "Image status transition from uploading to uploading is not allowed")
	r.wantCode(r.do("demo", post, path+"/import", direct), 202, "")
	r.s.Wait()
	done := r.image(r.do("demo", get, path, ""))
	for key, want := range map[string]any{"status": "active", "size": 5.0, importingTo: "", failedImport: ""} {
		if done[key] != want {
			t.Errorf("%s: %v, want %v", key, done[key], want)
		}
	}
	if _, held := done[importLock]; held {
		t.Error("the image is still seized")
	}
	r.wantCode(r.do("demo", post, path+"/import", direct), 409, "Image with status active cannot be target for import")
	tasks := r.do("demo", get, path+"/tasks", "")
	for _, part := range []string{`"type": "api_image_import", "status": "success"`, `"input": {"image_id": "` + id + `", "import_req": ` + direct, `"message": "Copied 0 MiB"`} {
		if !strings.Contains(tasks.body, part) {
			t.Errorf("no %s in %s", part, tasks.body)
		}
	}
	r.wantCode(r.do("other", get, path+"/tasks", ""), 404, "The resource could not be found.")
	listed := r.image(r.do("admin", get, "/v2/tasks", ""))
	first, _ := listed["tasks"].([]any)[0].(map[string]any)
	taskID, _ := first["id"].(string)
	r.wantCode(r.do("admin", get, "/v2/tasks/"+taskID, ""), 200, "")
	r.wantCode(r.do("demo", get, "/v2/tasks", ""), 403, "You are not authorized to complete tasks_api_access action.")
}

func TestWhatAWebDownloadRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *Options) {
		o.Resolve = func(_ context.Context, host string) ([]string, error) {
			return map[string][]string{"localhost": {"127.0.0.1", "::1"}, "fine.example": {"192.0.2.1"}}[host], nil
		}
		o.Fetch = func(context.Context, string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("data")), nil
		}
	})
	for uri, code := range map[string]int{
		"http://fine.example/x": 202, "https://192.0.2.1:443/x": 202,
		"": 400, "http://127.0.0.1/x": 400, "http://localhost/x": 400, "http://[::1]/x": 400, "http://169.254.169.254/x": 400,
		"http://2130706433/x": 400, "file:///etc/passwd": 400, "ftp://fine.example/x": 400, "http://fine.example:8080/x": 400,
		"http://unknown.example/x": 400, "nonsense": 400, "http://[::ffff:127.0.0.1]/": 400,
	} {
		id := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
		got := r.do("demo", post, "/v2/images/"+id+"/import", `{"method": {"name": "web-download", "uri": "`+uri+`"}}`)
		if got.code != code {
			t.Errorf("%q: %d %s", uri, got.code, got.body)
		}
	}
	r.s.Wait()
}

func TestAWebDownloadThatFailsPutsTheImageBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(o *Options) {
		o.Fetch = func(context.Context, string) (io.ReadCloser, error) { return nil, errors.New("no route to host") }
	})
	id := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
	r.wantCode(r.do("demo", post, "/v2/images/"+id+"/import", `{"method": {"name": "web-download", "uri": "http://192.0.2.1/"}}`), 202, "")
	r.s.Wait()
	image := r.image(r.do("demo", get, "/v2/images/"+id, ""))
	if image["status"] != "queued" || image[failedImport] != "fs" || image["size"] != nil {
		t.Errorf("image %v", image)
	}
	if tasks := r.do("demo", get, "/v2/images/"+id+"/tasks", ""); !strings.Contains(tasks.body, `"status": "failure"`) || !strings.Contains(tasks.body, internalError) {
		t.Errorf("tasks %s", tasks.body)
	}
}

func TestWhatAnImportRefuses(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ready := r.create("demo", `{"disk_format": "raw", "container_format": "bare"}`)
	bare := r.create("demo", `{"visibility": "community"}`)
	active := r.upload("demo", "x", "y")
	const web = `{"method": {"name": "web-download", "uri": "http://192.0.2.1/"}`
	for _, test := range []struct {
		who, id, body string
		code          int
		message       string
	}{
		{"demo", ready, `{}`, 400, "Import request requires a 'method' field."},
		{"demo", ready, `[]`, 500, ""},
		{"demo", ready, `{"method": {}}`, 400, "Import request requires a 'name' field."},
		{"demo", ready, `{"method": {"name": "bogus"}}`, 400, "Unknown import method name 'bogus'."},
		{"demo", ready, web + `, "all_stores": 1}`, 400, "'all_stores' must be boolean value only"},
		{"demo", ready, web + `, "stores": ["nope"]}`, 409, "Store for identifier nope not found"},
		{"demo", ready, `{"method": {"name": "copy-image"}}`, 409, "Only images with status active can be targeted for copying"},
		{"demo", active, `{"method": {"name": "copy-image"}}`, 403, "You are not authorized to complete copy_image action."},
		{"admin", active, `{"method": {"name": "copy-image"}}`, 400, "Image is already present at store 'fs'"},
		{"admin", active, `{"method": {"name": "copy-image"}, "all_stores": true}`, 202, ""},
		{"demo", bare, web + `}`, 409, "'container_format' needs to be set before import"},
		{"demo", "nope", web + `}`, 404, "No image found with ID nope"},
	} {
		r.wantCode(r.do(test.who, post, "/v2/images/"+test.id+"/import", test.body), test.code, test.message)
	}
}
