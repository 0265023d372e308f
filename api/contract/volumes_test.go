package contract

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/model"
)

// Images of volumes are made by the embedded Block Storage service alone, as are the
// lists of volumes: it answers as the sources of Cinder say.

func imageOf(volume model.Volume, force bool, attributes map[model.Attribute]any) api.VolumeImage {
	all := map[model.Attribute]any{model.AttrName: "made", model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare"}
	for attribute, value := range attributes {
		all[attribute] = value
	}
	return api.VolumeImage{Volume: volume.ID, Force: force, Attributes: all}
}

func TestAnImageIsMadeOfAVolume(t *testing.T) {
	cloud, stop, err := startEmbedded(t.Context(), embedded.Options{Images: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	client := cloud.client(t, member, api.Options{})
	volume, err := client.FindVolume(t.Context(), "appliance-build")
	if err != nil || volume.Size != 8 || volume.Status.Raw() != model.VolumeAvailable {
		t.Fatalf("%+v, %v", volume, err)
	}
	if byID, err := client.FindVolume(t.Context(), volume.ID.Raw()); err != nil || byID != volume {
		t.Errorf("by its id: %+v, %v", byID, err)
	}
	made, err := client.ImageOfVolume(t.Context(), imageOf(volume, false, map[model.Attribute]any{
		model.AttrVisibility: "private", model.AttrProtected: true,
	}))
	if err != nil {
		t.Fatal(err)
	}
	image := awaitActive(t, client, made)
	if image.Name.Raw() != "made" || image.Size != 8<<30 || !image.Protected || image.Visibility != model.VisibilityPrivate {
		t.Errorf("made %+v", image)
	}
	// Without these it is the image service that chooses the visibility.
	made, err = client.ImageOfVolume(t.Context(), imageOf(volume, false, nil))
	if err != nil {
		t.Fatal(err)
	}
	if image := awaitActive(t, client, made); image.Visibility != model.VisibilityShared || image.Protected {
		t.Errorf("made %+v", image)
	}
}

// awaitActive waits until an image has its data.
func awaitActive(t *testing.T, client *api.Client, id model.ImageID) model.Image {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		image, err := client.Image(t.Context(), id)
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("%+v, %v", image, err)
		}
		if image.Status == model.StatusActive {
			return image
		}
	}
}

func TestWhatBecomesNoImageOfAVolume(t *testing.T) {
	cloud, stop, err := startEmbedded(t.Context(), embedded.Options{Images: 5, RefuseForce: true, VolumeTakes: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	client, admins, readers := cloud.client(t, member, api.Options{}), cloud.client(t, admin, api.Options{}), cloud.client(t, reader, api.Options{})
	find := func(name string) model.Volume {
		volume, err := client.FindVolume(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return volume
	}
	free, used := find("appliance-build"), find("db-data")
	for _, test := range []struct {
		name   string
		by     *api.Client
		wanted api.VolumeImage
		is     error
		says   string
	}{
		{"in use", client, imageOf(used, false, nil), api.ErrInvalid, "Invalid volume: Volume " + used.ID.Raw() + " status must be available"},
		{"in use, and the service takes no force", client, imageOf(used, true, nil), api.ErrInvalid, "status must be available"},
		{"a format of no volume", client, imageOf(free, false, map[model.Attribute]any{model.AttrDiskFormat: "iso"}), api.ErrInvalid, "'iso' is not one of"},
		{"no name", client, imageOf(free, false, map[model.Attribute]any{model.AttrName: ""}), api.ErrInvalid, "'image_name' is a required property"},
		{"a reader", readers, imageOf(free, false, nil), api.ErrForbidden, "upload_image"},
		{"public, by no administrator", client, imageOf(free, false, map[model.Attribute]any{model.AttrVisibility: "public"}), api.ErrForbidden, "upload_public"},
		{"no such volume", admins, imageOf(model.Volume{ID: model.NewImageID("5b1f0d1e-0000-4e0a-9d55-000000000001").Untrusted}, false, nil), api.ErrNotFound, "could not be found"},
		{"read-only", cloud.client(t, member, api.Options{ReadOnly: true}), imageOf(free, false, nil), api.ErrReadOnly, "read-only"},
	} {
		if _, err := test.by.ImageOfVolume(t.Context(), test.wanted); !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := client.ImageOfVolume(t.Context(), imageOf(free, false, nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ImageOfVolume(t.Context(), imageOf(free, false, nil)); !errors.Is(err, api.ErrInvalid) {
		t.Errorf("while it is uploading: %v", err)
	}
	if _, err := client.FindVolume(t.Context(), "nosuch"); !errors.Is(err, api.ErrNotFound) || !strings.Contains(err.Error(), "no volume of this project is called nosuch") {
		t.Errorf("no such name: %v", err)
	}
}

func TestACloudWithoutVolumesMakesNoImageOfOne(t *testing.T) {
	cloud, stop, err := startEmbedded(t.Context(), embedded.Options{ImagesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	client := cloud.client(t, admin, api.Options{})
	_, findErr := client.FindVolume(t.Context(), "x")
	_, makeErr := client.ImageOfVolume(t.Context(), api.VolumeImage{})
	for _, err := range []error{findErr, makeErr} {
		var advised interface{ Advice() string }
		if !errors.Is(err, api.ErrNotOffered) || !errors.As(err, &advised) || !strings.Contains(strings.ToLower(advised.Advice()), "block_storage_endpoint_override") {
			t.Errorf("%v", err)
		}
	}
}

// TestALostAnswerIsNotAskedForTwice drops the connection once the request was carried out.
func TestALostAnswerIsNotAskedForTwice(t *testing.T) {
	var asked atomic.Int32
	cloud, stop, err := startEmbedded(t.Context(), embedded.Options{Images: 5, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/action") {
				next.ServeHTTP(w, r)
				return
			}
			asked.Add(1)
			panic(http.ErrAbortHandler)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	client := cloud.client(t, member, api.Options{})
	volume, err := client.FindVolume(t.Context(), "appliance-build")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.ImageOfVolume(t.Context(), imageOf(volume, false, nil)); !errors.Is(err, api.ErrUncertain) || asked.Load() != 1 {
		t.Errorf("%v, asked %d times", err, asked.Load())
	}
}
