package faulttest_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
	jobs "glimpse/model/job"
)

// TestF22AFullDiskPausesTheJob fills the file system of the journals, where one
// can be made.
func TestF22AFullDiskPausesTheJob(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t, "32k")
	const count = 300
	cloud := embeddedCloud(t, count, embedded.Options{})
	chosen := images(t, cloud, count)
	before := cloud.Walk(t, "visibility=all")
	r := newRigIn(t, cloud, cloud.CloudsYAML(), filepath.Join(dir, "journal"), bulkWorkers)
	cloud.Images.Set(faulttest.Faults{})
	if _, err := r.Start(tagging(chosen, "full")); err == nil {
		t.Error("a job whose plan does not fit on the disk was started")
	}
	if requests := cloud.Images.Count(anyRequest); requests > 0 {
		t.Errorf("%d requests were sent", requests)
	}
	id := r.start(tagging(chosen[:80], "full")) // its plan fits, what follows does not
	paused := r.until(id, func(p jobs.Progress) bool { return p.State == jobs.Paused && p.Counts[jobs.Sending] == 0 })
	tagged := 0
	for _, image := range cloud.Walk(t, "visibility=all") {
		if image.HasTag("full") {
			tagged++
		}
	}
	if paused.Counts[jobs.Failed] > 0 || tagged == 0 || tagged == 80 || tagged > paused.Counts[jobs.Done]+paused.Counts[jobs.Waiting] {
		t.Errorf("%d are tagged; %s, %d waiting, because %q", tagged, paused.Summary(), paused.Counts[jobs.Waiting], paused.Why.Display())
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT, "size=4m"); err != nil {
		t.Fatal(err)
	}
	if err := r.Resume(id); err != nil {
		t.Fatal(err)
	}
	report := r.ended(id)
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), "full")
	figure(t, "paused with %d of 80 tagged when the disk was full; %s with room again", tagged, report.Summary())
}

// smallDisk mounts a file system of a size until the test ends.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("glimpse", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no small file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}
