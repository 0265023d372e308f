package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// offers is a service that offers an import from URLs, and one store.
type offers struct {
	asked []string
	// shows reports whether it shows the locations of images.
	shows bool
	// there is what another region answers.
	there    model.Image
	thereErr error
}

func (o *offers) Usage(context.Context) ([]model.Quota, error) {
	o.asked = append(o.asked, "usage")
	return nil, nil
}

func (o *offers) ImportMethods(context.Context) ([]text.Untrusted, error) {
	o.asked = append(o.asked, "methods")
	return []text.Untrusted{text.Of(plan.WebDownload), text.Of(plan.GlanceDownload)}, nil
}

func (o *offers) Stores(context.Context) ([]model.Store, error) {
	o.asked = append(o.asked, "stores")
	return []model.Store{{ID: text.Of("fs")}}, nil
}

func (o *offers) Cache(context.Context) (model.Cache, error) {
	o.asked = append(o.asked, "cache")
	return model.Cache{}, nil
}

func (o *offers) ImageOfRegion(_ context.Context, region string, id model.ImageID) (model.Image, error) {
	o.asked = append(o.asked, "image "+id.Raw()+" of "+region)
	return o.there, o.thereErr
}

func (o *offers) FindVolume(_ context.Context, word string) (model.Volume, error) {
	o.asked = append(o.asked, "volume "+word)
	return model.Volume{ID: text.Of("v"), Name: text.Of(word), Status: text.Of(model.VolumeAvailable), Size: 8}, nil
}

func (o *offers) VolumesAt() string { return "http://volumes/v3" }

func (o *offers) WholeImages(_ context.Context, ids []model.ImageID) ([]model.Image, error) {
	o.asked = append(o.asked, "images")
	images := make([]model.Image, len(ids))
	for i, id := range ids {
		if images[i] = (model.Image{ID: id, Status: model.StatusActive}); o.shows {
			images[i].Raw = []byte(`{"locations": [{"url": "file:///a"}]}`)
		}
	}
	return images, nil
}

func TestWhatIsLookedAtBeforeDataIsMoved(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name, content string) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	disk, empty, taken := file("disk.raw", "a disk"), file("empty", ""), file("taken.raw", "x")
	queued := &model.Image{
		ID: model.NewImageID("a"), Status: model.StatusQueued, DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare"),
	}
	active := &model.Image{ID: model.NewImageID("a"), Status: model.StatusActive, DiskFormat: text.Of("raw"), Size: 1 << 60}
	active.SetKnown(model.AttrSize)
	small := *active
	small.Size = 10
	for _, test := range []struct {
		name   string
		wanted command.Command
		image  *model.Image
		want   string
		asked  string
	}{
		{"a file", command.Upload{File: disk}, queued, "", "usage"},
		{"a file for a store", command.Upload{File: disk, Stores: []string{"fs"}}, queued, "glance-direct", "stores methods usage"},
		{"no file", command.Upload{File: filepath.Join(folder, "nosuch")}, queued, "there is no file", ""},
		{"a folder", command.Upload{File: folder}, queued, "is a folder", ""},
		{"an empty file", command.Upload{File: empty}, queued, "is empty", ""},
		{"a new image", command.Create{File: disk}, nil, "", "usage"},
		{"a URL", command.Import{URL: "https://h/a"}, queued, "", "methods usage"},
		{"a store", command.DeleteFrom{Store: "ceph"}, active, "no store ceph", "stores usage"},
		{"the cache", command.Cache{}, active, "", "cache"},
		{"locations that are hidden", command.Location{Add: []string{"http://h/a"}}, active, "does not show the locations", "images"},
		{"a download", command.Download{File: filepath.Join(folder, "new.raw")}, &small, "", ""},
		{"a download into a folder", command.Download{File: folder}, &small, "", ""},
		{"a download onto a file", command.Download{File: taken}, &small, "is there already", ""},
		{"a download into no folder", command.Download{File: filepath.Join(folder, "no", "x")}, &small, "there is no folder for", ""},
		{"a download below a file", command.Download{File: filepath.Join(taken, "x")}, &small, "", ""},
		{"a download that is too large", command.Download{File: filepath.Join(folder, "new.raw")}, active, "the disk has no room for it: 1.0 EiB are missing", ""},
	} {
		service := &offers{}
		var images []*model.Image
		if test.image != nil {
			images = append(images, test.image)
		}
		p, err := (&transfer.Planner{Service: service, NewID: func() string { return "new" }}).Plan(t.Context(), test.wanted, images)
		fails := test.want != "" || test.name == "a download below a file"
		if (err != nil) != fails || fails && !strings.Contains(err.Error(), test.want) || !fails && p.IsEmpty() {
			t.Errorf("%s: %+v, %v", test.name, p.Steps, err)
		}
		if asked := strings.Join(service.asked, " "); asked != test.asked {
			t.Errorf("%s asks the service for %q", test.name, asked)
		}
		var exists *transfer.ExistsError
		if errors.Is(err, fs.ErrExist) != errors.As(err, &exists) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	known := &offers{shows: true}
	moved, err := (&transfer.Planner{Service: known}).Plan(
		t.Context(), command.Location{Remove: []string{"file:///a"}, Add: []string{"http://h/a"}}, []*model.Image{active})
	if err != nil || len(moved.Steps) != 1 || moved.Steps[0].Locations == nil || len(moved.Steps[0].Locations.At) != 1 {
		t.Errorf("locations: %+v, %v", moved, err)
	}
	p, err := (&transfer.Planner{Service: &offers{}, Replace: true}).Plan(t.Context(), command.Download{File: taken}, []*model.Image{&small})
	if err != nil || !p.Steps[0].Data.Replace {
		t.Errorf("replaced: %+v, %v", p, err)
	}
}

// TestTheSourceInAnotherRegionIsLookedAt: the service says nothing of why it cannot fetch
// an image, so that what can be seen of it is told before.
func TestTheSourceInAnotherRegionIsLookedAt(t *testing.T) {
	t.Parallel()
	const id = "3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"
	waits := &model.Image{
		ID: model.NewImageID("a"), Status: model.StatusQueued, DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare"),
	}
	there := model.Image{ID: model.NewImageID(id), Name: text.Of("debian"), Status: model.StatusActive, DiskFormat: text.Of("qcow2"), Size: 5 << 20}
	queued := there
	queued.Status = model.StatusQueued
	for _, test := range []struct {
		name    string
		wanted  command.Import
		service *offers
		want    string // why it is refused, or what is planned
		advice  string
	}{
		{"an image", command.Import{Region: "two", From: id}, &offers{there: there}, "debian qcow2 5242880", ""},
		{"one without data", command.Import{Region: "two", From: id}, &offers{there: queued}, "image " + id + " of region two is queued, and only an active one is fetched", "wait until it is active, or name another with id:ID"},
		{"itself", command.Import{Region: "two"}, &offers{there: *waits}, "region two is where this image is", "name the image to fetch with id:ID"},
		{"the same id", command.Import{Region: "two"}, &offers{thereErr: problem(api.ErrNotFound, 404)}, "region two has no image a that this project may see", "name the image there: import region:two id:ID"},
		{"no such image", command.Import{Region: "two", From: id}, &offers{thereErr: problem(api.ErrNotFound, 404)}, "region two has no image " + id, "check the id, and that the image is shared with this project there"},
		{"no such region", command.Import{Region: "two", From: id}, &offers{thereErr: problem(api.ErrNotOffered, 0)}, "because I say so", ""},
		{"one that cannot be asked", command.Import{Region: "two", From: id}, &offers{thereErr: problem(api.ErrUnreachable, 0)}, "  0", ""},
	} {
		p, err := (&transfer.Planner{Service: test.service}).Plan(t.Context(), test.wanted, []*model.Image{waits})
		got := ""
		if err != nil {
			got = err.Error()
		} else if data := p.Steps[0].Data; data.Region == "two" {
			got = fmt.Sprint(data.Name, " ", data.Format, " ", data.Size)
		}
		if !strings.Contains(got, test.want) || remote.Advice(err) != test.advice {
			t.Errorf("%s: %q, advice %q", test.name, got, remote.Advice(err))
		}
		if asked := strings.Join(test.service.asked, ", "); !strings.HasPrefix(asked, "methods, usage, image ") {
			t.Errorf("%s asks the service for %s", test.name, asked)
		}
	}
}
