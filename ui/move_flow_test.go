package ui_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/diskformat"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui"
	"glimpse/ui/uitest"
)

// movesData lets the stub plan moves of data; of the images the first waits for
// its data.
func movesData(s *stub) {
	first := &s.images[0]
	first.Status, first.DiskFormat, first.ContainerFormat, first.MinDisk = model.StatusQueued, text.Of("qcow2"), text.Of("bare"), 0
	first.Properties = nil
	s.images[1].Status, s.images[1].Stores = model.StatusActive, text.Of("fs,ceph")
	s.images[2].Status = model.StatusActive
	s.changes.around = plan.Around{
		File:   &plan.LocalFile{Name: "/data/debian.qcow2", Size: 1 << 30, Info: diskformat.Info{Format: diskformat.QCOW2, VirtualSize: 10 << 30}},
		Target: "/data", Folder: true,
		Methods: []text.Untrusted{text.Of(plan.GlanceDirect), text.Of(plan.WebDownload), text.Of(plan.CopyImage)},
		Stores:  []model.Store{{ID: text.Of("fs")}, {ID: text.Of("ceph")}},
	}
}

func TestAFileIsUploadedByKeys(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("I")
	f.shows("Image data in", "upload a file of this machine", "only the data of an active image is copied")
	f.Keys("f")
	f.shows("file:")
	f.types("debian.qcow2")
	f.Keys("enter")
	f.shows("images › Preview", "Upload the data of 1 image", "/data/debian.qcow2", "1.0 GiB", "qcow2, a disk of 10 GiB")
	f.started(0)
	f.Keys("ctrl+s")
	f.started(1)
	f.changes.mu.Lock()
	f.changes.jobs[0].Transfers = []job.Transfer{{Begun: true, Done: 1 << 29, Total: 1 << 30, Rate: 1 << 20}}
	f.changes.mu.Unlock()
	f.becomes(job.Sending)
	f.shows("uploading 50%, 1.0 MiB/s")
	f.Keys("ctrl+c")
	f.shows("Quit in the middle of a job?", "The upload is cut off, and begins again next time.")
	f.Keys("esc")
	f.becomes(job.Done)
	f.shows("1 done, 0 failed; J enter shows the report")
	f.hides("u undoes it")
}

func TestWhatDoesNotFitIsSaidAndNothingIsOpened(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.changes.planErr = &plan.UnfitError{}
	f.changes.planErr = fmt.Errorf("there is no file nosuch")
	f.command("upload nosuch")
	f.shows("there is no file nosuch", "nothing is sent")
	f.changes.planErr = nil
	f.changes.around.File.Info.Needs = "a backing file (base.qcow2)"
	f.command("upload x")
	f.shows("it needs a backing file (base.qcow2)")
	f.command("import region:north")
	f.shows("this service cannot fetch from another region")
	f.Keys("j")
	f.command("import https://host/a")
	f.shows("nothing to send: only queued images take data; this one is active")
	f.started(0)
}

func TestALineThatIsOpenedHalfTypedBlamesNobody(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("j", "I", "n")
	f.shows(":create file=")
	f.hides("has no value")
	f.Keys("enter")
	f.shows("file has no value")
}

func TestADownloadAsksBeforeItReplacesAFile(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("j", "d")
	f.shows("download to: "+uitest.Image(1).Name.Raw()+".", "enter goes on, tab completes, esc closes")
	f.changes.planErr = &fs.PathError{Op: "download", Path: "/data/x.raw", Err: fs.ErrExist}
	f.Keys("enter")
	f.shows("Replace a file?")
	f.passes(1e9)
	f.Keys("enter") // No is chosen
	f.hides("Preview")
	f.command("download /data")
	f.passes(1e9)
	f.Keys("y", "enter")
	f.shows("images › Preview", "Download 1 image", "/data", "a file that is there")
	f.Keys("ctrl+s")
	f.started(1)
	f.shows("downloading 1 image")
}

func TestADownloadNeedsNoRightToChange(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) { s.about.ReadOnly = true })
	f.Keys("j", "I")
	f.shows("read-only, by --read-only or the configuration")
	f.Keys("d", "enter")
	f.shows("images › Preview", "Download 1 image")
	f.Keys("ctrl+s")
	f.started(1)
	f.becomes(job.Done)
	f.shows("1 done, 0 failed")
}

func TestAStoreIsChosenFromThoseThatHaveTheData(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("j")
	f.command("delete-from")
	f.shows("Delete the data from", "fs", "ceph")
	f.Keys("j", "enter")
	f.shows("Delete from store ceph the data of 1 image", "ceph")
	f.Keys("esc", "I", "s")
	f.shows(":import store:")
}

func TestWhereThereIsOneStoreNothingIsCopiedToAnother(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) {
		s.facts.Stores = []model.Store{{ID: text.Of("fs")}, {ID: text.Of("web"), ReadOnly: true}}
	})
	f.Keys("j", "I")
	f.shows("the service has one store")
	f.Keys("s")
	f.hides(":import store:")
}

func TestStoresAreCompleted(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) {
		s.facts.Stores = []model.Store{{ID: text.Of("fs")}, {ID: text.Of("web"), ReadOnly: true}, {ID: text.Of("ceph")}}
	})
	f.Keys("j", "I")
	f.hides("the service has one store")
	f.Keys("s", "tab", "tab")
	f.shows(":import store:ceph")
}

func TestImagesAreCachedAndTakenOutAgain(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.Keys("j")
	f.command("uncache")
	f.shows("nothing to send: it is not cached")
	f.command("cache")
	f.shows("images › Preview", "Cache 1 image", "image cache", "not cached → queued", "Each host of the service has a cache of its own")
	f.Keys("tab")
	f.shows("PUT /v2/cache/" + uitest.Image(1).ID.Raw())
	f.Keys("ctrl+s")
	f.started(1)
	f.shows("caching 0 of 1")
	f.becomes(job.Done)
	f.shows("1 done, 0 failed; J enter shows the report, u undoes it")
}

func TestWhyNothingIsCachedIsSaid(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.command("cache")
	f.shows("nothing to send: only active images can be cached; this one is queued")
	f.changes.planErr = fmt.Errorf("this image service has no image cache")
	f.Keys("j")
	f.command("cache")
	f.shows("nothing is sent", "this image service has no image cache")
	f.started(0)
}

func TestLocationsAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) {
		s.changes.raw = []byte(`{"locations": [{"url": "rbd://a/b"}, {"url": "http://host/b"}]}`)
	})
	f.Keys("j")
	f.command("location +http://host/a -rbd://a/b")
	f.shows("images › Preview", "Change the locations of 1 image", "add location", "http://host/a", "rbd://a/b → removed",
		"This cannot be undone: a store deletes the data of a location that is removed.")
	f.Keys("esc")
	f.command("location -http://host/b")
	f.shows("http://host/b → removed")
	f.hides("This cannot be undone")
	f.Keys("ctrl+s")
	f.started(1)
	f.shows("changing locations of 0 of 1")
}

func TestWithoutAnImageAFileBecomesOne(t *testing.T) {
	t.Parallel()
	f := changing(t, 0, func(s *stub) {
		s.changes.around.File = &plan.LocalFile{Name: "/data/debian.qcow2", Size: 1 << 30, Info: diskformat.Info{Format: diskformat.QCOW2}}
	})
	f.Keys("I")
	f.shows("file:")
	f.types("debian.qcow2")
	f.Keys("enter")
	f.shows("images › Preview", "Create 1 image", "debian", "/data/debian.qcow2")
	f.Keys("ctrl+s")
	f.becomes(job.Done, job.Done)
	f.shows("created debian; it is not among the listed images") // the stub does not list it
	f.Keys("J")
	f.shows("1 done")
	f.Keys("enter")
	f.shows("1 of 1", "all steps 2") // it was made, and filled
}

const signedUpload = "upload sign-key=key.pem sign-cert=7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20 debian.qcow2"

func TestTheSignatureIsSeenBeforeTheDataIsSent(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.changes.around.Signature = &plan.Signature{Value: "c2ln", Certificate: "7c3bcb8e", Key: "/keys/key.pem", Exposed: true}
	f.command(signedUpload)
	f.shows("Upload the data of 1 image", "img_signature  ", "c2ln", "img_signature_hash_method", "SHA-256", "img_signature_key_type",
		"RSA-PSS", "img_signature_certificate_", "7c3bcb8e", "/data/debian.qcow2", "signed with", "/keys/key.pem",
		"Other users can read the private key /keys/key.pem: chmod 600 keeps it yours.")
	f.Keys("tab")
	f.shows("PATCH /v2/images/", "PUT /v2/images/")
	f.started(0)
}

func TestReadingAFileToSignItIsToldAndCanBeStopped(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData)
	f.changes.around.Signature = &plan.Signature{Value: "c2ln"}
	f.Hold = true
	f.command(signedUpload)
	f.shows("reading the file to sign it")
	f.Keys("esc")
	f.shows("stopped: nothing was signed and nothing sent")
	f.hides("reading the file to sign it")
	f.Hold = false
	f.Release()
	f.hides("Preview")
	if !f.changes.planGivenUp {
		t.Error("the file is read on")
	}
	f.command(signedUpload)
	f.shows("Preview")
	f.hides("reading the file to sign it")
}

func TestAVolumeBecomesANewImage(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) {
		s.volumes = []model.Volume{
			{ID: text.Of("v-2"), Name: text.Of("db-data"), Status: text.Of("in-use"), Size: 20},
			{ID: text.Of("v-1"), Name: text.Of("web-data"), Status: text.Of("available"), Size: 8},
		}
		s.changes.around.Volume = &model.Volume{ID: text.Of("v-1"), Name: text.Of("web-data"), Status: text.Of("available"), Size: 8}
		s.changes.around.VolumesAt = "http://volumes/v3"
	})
	f.Keys("I", "v")
	f.shows(":create volume=", "web-data  8.0 GiB, available", "db-data   20 GiB, in-use")
	f.types("web")
	f.hides("db-data")
	f.Keys("tab", "enter")
	f.shows("images › Preview", "Create 1 image", "web-data  new", "from volume", "web-data (v-1)", "volume size", "8.0 GiB", "shared (default)")
	f.Keys("tab")
	f.shows("POST http://volumes/v3/volumes/v-1/action", `"os-volume_upload_image": {`, `"force": false`)
	f.Keys("ctrl+s")
	f.started(1)
	f.shows("creating 1 image")

	// It has its row once the service has said which image it is, and keeps a cursor that
	// is moved meanwhile.
	made := uitest.Image(9)
	made.Name, made.Status = text.Of("of-a-volume"), model.StatusQueued
	f.stub.set(func() { f.stub.images = append(f.stub.images, made) })
	f.changes.set(func() {
		f.changes.jobs[0].Transfers = []job.Transfer{{Kind: plan.CreateFromVolume, Made: made.ID, Doing: text.Of("saving")}}
	})
	f.becomes(job.Sending)
	f.shows("creating web-data: saving", "7 images", "of-a-volume")
	reads := len(f.stub.selected)
	f.becomes(job.Sending)
	if len(f.stub.selected) != reads {
		t.Error("the list is read each time that the job is looked at")
	}
	f.stub.set(func() { f.stub.images[len(f.stub.images)-1].Status = model.StatusActive })
	f.Keys("k")
	f.becomes(job.Done)
	f.hides("saving")
	f.shows("1 done, 0 failed", "+    of-a-volume                      ● active")
}

// TestWhatTheServiceGoesOnWithIsLookedAfter cancels a job while the image of a volume is
// saved: its row has its status also once nobody follows it any more.
func TestWhatTheServiceGoesOnWithIsLookedAfter(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) {
		s.changes.around.Volume = &model.Volume{ID: text.Of("v-1"), Name: text.Of("web-data"), Status: text.Of("available"), Size: 8}
	})
	f.command("create volume=web-data")
	f.Keys("ctrl+s")
	made := uitest.Image(9)
	made.Name, made.Status = text.Of("of-a-volume"), model.StatusSaving
	f.stub.set(func() { f.stub.images = append(f.stub.images, made) })
	f.changes.set(func() {
		f.changes.jobs[0].Transfers = []job.Transfer{{Kind: plan.CreateFromVolume, Made: made.ID, Doing: text.Of("saving")}}
		f.changes.jobs[0].Results[0].Inverse = &plan.Step{Kind: plan.Delete, Image: made.ID}
	})
	f.becomes(job.Sending)
	f.becomes(job.Done)
	if line := f.line("of-a-volume"); !strings.Contains(line, "saving") {
		t.Fatalf("the row is %s", line)
	}
	look := func() bool {
		msg := ui.LeftGoingDue(f.app)
		if msg != nil {
			f.Send(msg)
		}
		return msg != nil
	}
	if !look() || !strings.Contains(f.line("of-a-volume"), "saving") {
		t.Error("nobody looks after it")
	}
	f.stub.set(func() { f.stub.images[len(f.stub.images)-1].Status = model.StatusActive })
	if !look() || !strings.Contains(f.line("of-a-volume"), "active") {
		t.Errorf("the row is %s", f.line("of-a-volume"))
	}
	before := f.stub.calls.Load()
	look()
	if after := f.stub.calls.Load(); after != before || look() {
		t.Error("it is looked at also now that its data is there")
	}
}

func TestAVolumeInUseSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) {
		s.changes.around.Volume = &model.Volume{ID: text.Of("v-2"), Name: text.Of("db-data"), Status: text.Of(model.VolumeInUse), Server: text.Of("srv-1")}
	})
	f.command("create volume=db-data")
	f.shows("the volume db-data is in use", "Add force=yes, or detach it first")
	f.started(0)
	f.command("create volume=db-data force=yes")
	f.shows("The volume is in use: what its server has not written yet will be missing in the image.", "in use by", "server srv-1")
}

func TestTheRegionsToImportFromAreOffered(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, movesData, func(s *stub) { s.about.Regions, s.about.OtherRegions = []string{"RegionOne"}, []string{"RegionTwo"} })
	f.Keys("I", "r")
	f.shows(":import region:", "RegionTwo")
	f.Keys("tab")
	f.shows(":import region:RegionTwo")

	// And the images there, by id and name, read once for a line.
	there := uitest.Images(2)
	there[0].Name, there[1].Name = text.Of("ubuntu-26.04"), text.Of("debian-13")
	f.stub.set(func() { f.stub.sources = there })
	f.types(" id:")
	f.shows("ubuntu-26.04, 590 MiB", "debian-13", there[1].ID.Raw())
	f.types("deb")
	f.hides("ubuntu-26.04,")
	f.Keys("tab")
	f.shows("import region:RegionTwo id:" + there[1].ID.Raw())
	if !slices.Equal(f.stub.regions, []string{"RegionTwo"}) {
		t.Errorf("asked were %q", f.stub.regions)
	}
}
