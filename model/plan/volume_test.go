package plan_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// TestAnImageOfAVolume says, of each line, what is asked of the Block Storage service, or
// why nothing is.
func TestAnImageOfAVolume(t *testing.T) {
	t.Parallel()
	const sends = `POST http://volumes/v3/volumes/v%201/action {"os-volume_upload_image":`
	volume := func(status string) *model.Volume {
		return &model.Volume{ID: text.Of("v 1"), Name: text.Of("data"), Status: text.Of(status), Size: 8, Server: text.Of("s")}
	}
	for _, test := range []struct {
		line   string
		volume *model.Volume
		quota  int64
		want   string
	}{
		{"create volume=data", volume("available"), 0, sends + `{"container_format":"bare","disk_format":"raw","force":false,"image_name":"data"}}`},
		{"create volume=data name=x disk_format=qcow2", volume("available"), 0, sends + `{"container_format":"bare","disk_format":"qcow2","force":false,"image_name":"x"}}`},
		{
			"create volume=data visibility=private protected=yes", volume("available"), 0,
			sends + `{"container_format":"bare","disk_format":"raw","force":false,"image_name":"data","protected":true,"visibility":"private"}}`,
		},
		{"create volume=data force=yes", volume("in-use"), 0, sends + `{"container_format":"bare","disk_format":"raw","force":true,"image_name":"data"}}`},
		{"create volume=data", volume("in-use"), 0, "the volume data is in use"},
		{"create volume=data", volume("uploading"), 0, "the volume data has the status uploading, and only an available volume becomes an image"},
		{"create volume=data force=yes", volume("error"), 0, "the volume data has the status error, and only an available volume becomes an image"},
		{"create volume=data", volume("available"), 1, "the volume data has 8.0 GiB, and the quota of this project has room for 1.0 MiB"},
		{"create volume=x", &model.Volume{ID: text.Of("v 1"), Status: text.Of("available")}, 0, "the volume v 1 has no name, and the image needs one"},
	} {
		known := around(func(a *plan.Around) { a.Volume, a.VolumesAt = test.volume, "http://volumes/v3" })
		if test.quota > 0 {
			quota(test.quota)(known)
		}
		p, err := plan.Move(parsed(t, test.line), nil, known, nil)
		if got := movedBy(&p, err); got != test.want {
			t.Errorf("%s of one that is %s: %s, not %s", test.line, test.volume.Status.Raw(), got, test.want)
		}
		if unsaid := map[bool]string{true: "", false: "shared"}[strings.Contains(test.line, "visibility")]; err == nil && p.Steps[0].UnsaidVisibility().Raw() != unsaid {
			t.Errorf("%s: the visibility becomes %q", test.line, p.Steps[0].UnsaidVisibility().Raw())
		}
		if err == nil && (p.Steps[0].Requests()[0].Version == "volume 3.1") != strings.Contains(test.line, "visibility") {
			t.Errorf("%s asks for the microversion %q", test.line, p.Steps[0].Requests()[0].Version)
		}
	}
	// No line asks for a format that the service does not make.
	other, _ := parsed(t, "create volume=data disk_format=raw").(command.Create)
	other.Attributes[0].Value = "iso"
	known := around(func(a *plan.Around) { a.Volume = volume("available") })
	if p, err := plan.Move(other, nil, known, nil); movedBy(&p, err) != "the block storage service makes no images in the format iso" {
		t.Errorf("of another format: %s", movedBy(&p, err))
	}
}

// Cinder makes an image private once it is asked in the microversion that protects it.
func TestAProtectedImageOfAVolumeIsPrivateIfNothingIsSaid(t *testing.T) {
	t.Parallel()
	known := around(func(a *plan.Around) {
		a.Volume = &model.Volume{ID: text.Of("v"), Name: text.Of("data"), Status: text.Of(model.VolumeAvailable)}
	})
	p, err := plan.Move(parsed(t, "create volume=v protected=yes"), nil, known, nil)
	if err != nil || p.Steps[0].UnsaidVisibility() != model.VisibilityPrivate {
		t.Errorf("got %q, %v", p.Steps[0].UnsaidVisibility().Raw(), err)
	}
}

func TestAnImageOfAVolumeAsCommands(t *testing.T) {
	t.Parallel()
	known := around(func(a *plan.Around) {
		a.Volume = &model.Volume{ID: text.Of("v"), Name: text.Of("my data"), Status: text.Of(model.VolumeInUse)}
		a.VolumesAt = "http://volumes/v3"
	})
	p, err := plan.Move(parsed(t, "create volume=v force=yes visibility=private"), nil, known, nil)
	if err != nil {
		t.Fatal(err)
	}
	step := &p.Steps[0]
	if got := step.OpenStack("c"); got != "openstack --os-cloud c image create --volume=v --force --disk-format=raw --container-format=bare --private 'my data'\n" {
		t.Errorf("openstack: %s", got)
	}
	curl := step.Curl("http://images")
	for _, part := range []string{"-H 'OpenStack-API-Version: volume 3.1'", "http://volumes/v3/volumes/v/action\n"} {
		if !strings.Contains(curl, part) {
			t.Errorf("curl has no %s: %s", part, curl)
		}
	}
	back := step.Unmake(model.NewImageID("i"))
	if back.Kind != plan.Delete || back.Image.Raw() != "i" || len(back.Shown) != 2 {
		t.Errorf("taken back by %+v", back)
	}
}
