package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/model"
)

// elsewhere makes an image in the second region; its id is the placeholder of that
// name. It is removed when the test ends.
func (s *space) elsewhere(name string, as account, attributes string) {
	s.Helper()
	if s.target.SecondURL == "" {
		s.Fatal("the catalogue has no second region")
	}
	id := s.must(as, "POST second:/v2/images", attributes).object(s)["id"].(string)
	s.values[name] = id
	s.Cleanup(func() {
		request, err := http.NewRequestWithContext(context.WithoutCancel(s.Context()), http.MethodDelete, s.target.SecondURL+"/v2/images/"+id, http.NoBody)
		if err != nil {
			s.Error(err)
			return
		}
		request.Header.Set("X-Auth-Token", s.target.logins[admin].Token)
		response, err := httpClient.Do(request)
		if err != nil {
			s.Error(err)
			return
		}
		_ = response.Body.Close()
	})
}

// imported waits until no import holds an image, and returns its record.
func (s *space) imported(name string) map[string]any {
	s.Helper()
	var image map[string]any
	s.poll("<nil>", func() any {
		image = s.must(admin, "GET /v2/images/{"+name+"}", "").object(s)
		return fmt.Sprint(image["os_glance_import_task"])
	})
	return image
}

const (
	bare      = `{"disk_format": "raw", "container_format": "bare"}`
	putSecond = "PUT second:/v2/images/{%s}/file"
)

// fromSecond is the body of an import from the second region.
func fromSecond(image string) string {
	return `{"method": {"name": "glance-download", "glance_region": "RegionTwo", "glance_image_id": "` + image + `"}}`
}

func TestExtrasAnImageOfAnotherRegion(t *testing.T) {
	s := spaceOn(t, extras(t))
	s.elsewhere("source", member, `{"name": "debian", "disk_format": "qcow2", "container_format": "bare", "hw_disk_bus": "scsi",
		"os_distro": "debian", "os_version": "13", "os_type": "linux", "ticket": "7", "min_disk": 5, "tags": ["gold"]}`)
	s.must(member, fmt.Sprintf(putSecond, "source"), content)
	s.image("id", member, `{"name": "mine", "disk_format": "raw", "container_format": "bare", "hw_disk_bus": "virtio", "hw_mine": "1"}`)
	s.image("again", member, bare)
	s.check(t, []exchange{
		{"the method is told", reader, "GET /v2/info/import", "", 200, contains(`"glance-download"`)},
		{"the other region's data is imported", member, postImport, fromSecond("{source}"), 202, nil},
		{"the region may be written otherwise", member, strings.Replace(postImport, "{id}", "{again}", 1), `{"method": {"name": "glance-download",
			"glance_region": "regiontwo", "glance_image_id": "{source}", "glance_service_interface": "internal"}, "stores": ["fs2"]}`, 202, nil},
	})
	s.imported("id")
	s.imported("again")
	s.check(t, []exchange{
		{"formats and some properties come along", member, "GET /v2/images/{id}", "", 200, all(lacks("os_version", "ticket"), has(`{
			"name": "mine", "status": "active", "stores": "fs", "disk_format": "qcow2", "container_format": "bare", "hw_disk_bus": "scsi", "hw_mine": "1",
			"os_distro": "debian", "os_type": "linux", "min_disk": 0, "tags": [], "os_glance_failed_import": "", "os_glance_importing_to_stores": ""}`))},
		{"the data is that of there", member, "GET /v2/images/{id}/file", "", 200, text(content)},
		{"into the store that was named", member, "GET /v2/images/{again}", "", 200, has(`{"status": "active", "stores": "fs2"}`)},
		{"the task tells from where", member, "GET /v2/images/{id}/tasks", "", 200, all(contains(`"status": "success"`), contains(
			`"import_req": {"method": {"name": "glance-download", "glance_region": "RegionTwo", "glance_image_id": "{source}", "glance_service_interface": "public"}}, "backend": ["fs"]`))},
	})
}

// TestExtrasNoImageOfAnotherRegion: what the region does not give ends the task, which
// says no more than that, and leaves the mark that data is on its way.
func TestExtrasNoImageOfAnotherRegion(t *testing.T) {
	s := spaceOn(t, extras(t))
	s.elsewhere("source", member, `{"name": "debian", "disk_format": "qcow2", "container_format": "bare", "hw_disk_bus": "scsi"}`)
	s.must(member, fmt.Sprintf(putSecond, "source"), content)
	s.elsewhere("waiting", member, bare)
	s.elsewhere("locked", member, bare)
	s.must(member, fmt.Sprintf(putSecond, "locked"), content)
	s.must(member, "POST second:/v2/images/{locked}/actions/deactivate", "")
	s.elsewhere("private", other, `{"visibility": "private", "disk_format": "raw", "container_format": "bare"}`)
	s.must(other, fmt.Sprintf(putSecond, "private"), content)
	for name, body := range map[string]string{
		"an unknown region":      strings.Replace(fromSecond("{source}"), "RegionTwo", "Nowhere", 1),
		"an unknown interface":   strings.Replace(fromSecond("{source}"), `"RegionTwo"`, `"RegionTwo", "glance_service_interface": "odd"`, 1),
		"no such image":          fromSecond("{none}"),
		"one without data":       fromSecond("{waiting}"),
		"one that is locked":     fromSecond("{locked}"),
		"one of another project": fromSecond("{private}"),
		"a region that is none":  strings.Replace(fromSecond("{source}"), `"RegionTwo"`, "5", 1),
	} {
		t.Run(name, func(t *testing.T) {
			own := s.fork(t)
			own.image("id", member, `{"disk_format": "raw", "container_format": "bare", "hw_disk_bus": "virtio"}`)
			own.must(member, postImport, body)
			image := own.imported("id")
			if image["status"] != "queued" || image["os_glance_importing_to_stores"] != "fs" || image["os_glance_failed_import"] != "" ||
				image["disk_format"] != "raw" || image["hw_disk_bus"] != "virtio" || image["size"] != nil {
				t.Errorf("the image is %v", image)
			}
			own.check(t, []exchange{
				{"the task says that much", member, "GET /v2/images/{id}/tasks", "", 200, contains(`"result": null, "message": "Task failed due to Internal Error"`)},
			})
		})
	}
	s.image("again", member, bare)
	s.must(member, strings.Replace(postImport, "{id}", "{again}", 1), fromSecond("{none}"))
	s.imported("again")
	s.must(member, strings.Replace(postImport, "{id}", "{again}", 1), fromSecond("{source}"))
	if image := s.imported("again"); image["status"] != "active" || image["os_glance_importing_to_stores"] != "" {
		t.Errorf("tried again, the image is %v", image)
	}
	s.image("formless", member, `{}`)
	s.image("active", member, bare)
	s.upload(member, s.values["active"], content)
	to := func(name string) string { return strings.Replace(postImport, "{id}", "{"+name+"}", 1) }
	s.checkFresh(t, member, bare, []exchange{
		{"an id that is none", member, postImport, fromSecond("nope"), 400, refused("Remote image id does not look like a UUID: nope")},
		{"no id", member, postImport, `{"method": {"name": "glance-download", "glance_region": "RegionTwo"}}`, 400, refused("'glance_image_id' needs to be set for glance-download import method")},
		{"no region", member, postImport, `{"method": {"name": "glance-download", "glance_image_id": "{source}"}}`, 400, refused("'glance_region' needs to be set for glance-download import method")},
		{"an image without formats", member, to("formless"), fromSecond("{source}"), 409, refused("'container_format' needs to be set before import")},
		{"one that has data", member, to("active"), fromSecond("{source}"), 409, refused("Image with status active cannot be target for import")},
		{"another project's", other, postImport, fromSecond("{source}"), 404, refused("No image found with ID {id}")},
	})
}

func TestExtrasTheClientImportsFromAnotherRegion(t *testing.T) {
	on := extras(t)
	s := spaceOn(t, on)
	s.elsewhere("source", member, `{"name": "debian", "disk_format": "qcow2", "container_format": "bare"}`)
	s.must(member, fmt.Sprintf(putSecond, "source"), content)
	c := on.client(t, member, api.Options{})
	ctx := t.Context()
	source := model.NewImageID(s.values["source"])
	there, err := c.ImageOfRegion(ctx, "regiontwo", source)
	if err != nil || there.Name.Raw() != "debian" || there.Size != int64(len(content)) {
		t.Errorf("the image there is %v, %v", there.Name, err)
	}
	image := created(t, s, c, api.NewImage{Attributes: map[model.Attribute]any{model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare"}})
	if err := c.StartImport(ctx, &image, api.Import{Method: "glance-download", Region: "RegionTwo", From: source}); err != nil {
		t.Fatal(err)
	}
	s.values["id"] = image.ID.Raw()
	s.imported("id")
	if image, err = c.Image(ctx, image.ID); err != nil || image.Status != model.StatusActive || image.DiskFormat.Raw() != "qcow2" {
		t.Errorf("it is %s, %s, %v", image.Status.Raw(), image.DiskFormat.Raw(), err)
	}
	for name, test := range map[string]struct {
		region string
		image  model.ImageID
		want   error
	}{
		"an unknown region": {"Nowhere", source, api.ErrNotOffered},
		"no such image":     {"RegionTwo", model.NewImageID(s.values["none"]), api.ErrNotFound},
	} {
		if _, err := c.ImageOfRegion(ctx, test.region, test.image); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}
