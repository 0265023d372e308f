package ui_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

// recorded is an image as the service tells it after a change: with the time of that, and
// with what somebody else has changed since it was listed.
func recorded(i int, tags ...string) model.Image {
	image := uitest.Image(i)
	image.UpdatedAt = uitest.Now
	image.DiskFormat = text.Of("vmdk")
	for _, tag := range tags {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	return image
}

// told hands over what the service has told of images.
func (f *flow) told(images ...model.Image) {
	f.t.Helper()
	f.changes.set(func() { f.changes.records = append(f.changes.records, images...) })
}

// line returns the line of the screen with a text.
func (f *flow) line(text string) string {
	f.t.Helper()
	for line := range strings.Lines(uitest.Draw(f.t, f.View(), 120, 40).Text()) {
		if strings.Contains(line, text) {
			return line
		}
	}
	f.t.Fatalf("%q is not on the screen:\n%s", text, uitest.Draw(f.t, f.View(), 120, 40).Text())
	return ""
}

// Glance answers the change of a tag with no record: when the image was changed is known
// when the job looks at it once more.
func TestAfterAJobTheListHasWhatTheServiceSays(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.command("columns name,updated_at,disk_format")
	before := f.line("ubuntu-24.04-server-amd64")
	f.Keys("p")
	f.command("tag +zz")
	f.Keys("ctrl+s")
	f.changes.becomes(job.Done)
	f.told(recorded(0, "zz"))
	if !f.looks() {
		t.Fatal("nobody looks at the job")
	}
	if after := f.line("ubuntu-24.04-server-amd64"); strings.Contains(before, " now ") || !strings.Contains(after, " now ") || !strings.Contains(after, "vmdk") {
		t.Errorf("the row was\n%s\nand is\n%s", before, after)
	}
	if details := f.line("updated_at"); !strings.Contains(details, ", now") {
		t.Errorf("the details have %q", details)
	}
	if !f.rests() {
		t.Error("the job is looked at after its end")
	}
}

// What a record says of an image that was changed and changed back is no news.
func TestAnUndoneImageHasNoSignForItsRecord(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	plain := f.line("ubuntu-24.04-server-amd64")
	f.command("tag +zz")
	f.Keys("ctrl+s")
	f.changes.becomes(job.Done)
	f.told(recorded(0, "zz"))
	f.looks()
	f.changes.undo = undoOf(0)
	f.Keys("u", "ctrl+s")
	f.changes.becomes(job.Done)
	f.told(recorded(0))
	f.looks()
	if after := f.line("ubuntu-24.04-server-amd64"); after[:strings.Index(after, "ubuntu")] != plain[:strings.Index(plain, "ubuntu")] {
		t.Errorf("the row was\n%s\nand is\n%s", plain, after)
	}
}

// The last look at a job brings the records of all its images at once; they are shown a
// few hundred at a time, also after its end.
func TestManyRecordsAreShownInPortions(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.command("columns name,updated_at")
	f.command("tag +zz")
	f.Keys("ctrl+s")
	f.changes.becomes(job.Done)
	for range 1200 {
		f.told(recorded(5))
	}
	f.told(recorded(0, "zz"))
	looks := 0
	for f.looks() {
		looks++
	}
	if looks != 3 || !strings.HasSuffix(f.line("ubuntu-24.04-server-amd64"), " now\n") {
		t.Errorf("%d looks, and the row is\n%s", looks, f.line("ubuntu-24.04-server-amd64"))
	}
}

// Details beneath another screen are not read again, and have the record all the same.
func TestDetailsBeneathHaveTheRecordOfTheJob(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("enter", "x", "ctrl+s", "J")
	f.changes.becomes(job.Done)
	record := recorded(0)
	record.Status = model.StatusDeactivated
	f.told(record)
	f.looks()
	f.Keys("esc")
	f.shows("deactivated")
	if line := f.line("updated_at"); !strings.Contains(line, ", now") {
		t.Errorf("the details have %q", line)
	}
}
