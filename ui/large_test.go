package ui_test

import (
	"strings"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/ui/uitest"
)

// large is an App with many images whose slices are short: each look at the
// clock takes longer than a slice may. What it asks for is held.
func large(t *testing.T, images int) *uitest.Driver {
	t.Helper()
	o := options(newStub(images))
	o.PageSize = images
	now := uitest.Now
	o.Now = func() time.Time {
		now = now.Add(5 * time.Millisecond)
		return now
	}
	d := start(t, o, 120, 30)
	d.Hold = true
	return d
}

func press(d *uitest.Driver, line string) { d.Keys(strings.Split(line, "")...) }

func TestASearchShowsWhatItHasFoundWhileItGoesOn(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, "//^ubu.*amd64$/")
	shows(t, d, "searching 34% (esc stops)", " so far of 6,000 images", "ubuntu-24.04-server-amd64")
	d.Keys("enter", "down", "down")
	d.Step()
	shows(t, d, "searching", "so far")
	d.Hold = false
	d.Release()
	shows(t, d, "750 of 6,000 images")
	hides(t, d, "so far", "esc stops")
}

func TestASearchThatHasFoundNothingYetDoesNotSayThatThereIsNothing(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, "//^nothing like it$/")
	shows(t, d, "Searching", "Nothing found yet in 6,000 images, and not all are looked at")
	hides(t, d, "Nothing is shown")
	d.Hold = false
	d.Release()
	shows(t, d, "Nothing is shown")
}

func TestEscStopsWhatGoesOnAndChangesNothing(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	before := d.View()
	press(d, "1")
	shows(t, d, "sorting", "(esc stops)", "by name")
	late := d.Held
	d.Held = nil
	d.Keys("esc")
	shows(t, d, "the order is as it was")
	for _, cmd := range late {
		d.Send(cmd())
	}
	d.Held = nil
	d.Send(uitest.Key("down"), uitest.Key("up"))
	if after := d.View(); after != before {
		t.Errorf("the screen is\n%s\nand was\n%s", after, before)
	}
}

func TestMarksByAQueryAreGivenWhenAllWereLookedAt(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, ":mark name~/ubuntu/")
	d.Keys("enter")
	shows(t, d, "marking", "(esc stops)")
	hides(t, d, "marked")
	d.Keys("x")
	shows(t, d, "images are being marked; esc stops that")
	d.Hold = false
	d.Release()
	shows(t, d, "750 marked")
}

func TestAPlanOfManyIsMadeWhileKeysAreTaken(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, "a:tag +x")
	d.Keys("enter")
	shows(t, d, "planning", "6,000 marked")
	d.Keys("down")
	late := d.Held
	d.Keys("esc")
	shows(t, d, "stopped: nothing was opened")
	hides(t, d, "planning")
	d.Hold, d.Held = false, nil
	for _, cmd := range late {
		d.Send(cmd())
	}
	hides(t, d, "Preview")
	press(d, ":tag +x")
	d.Keys("enter")
	shows(t, d, "Preview", "Tag 6,000 images")
}

func TestAPreviewDoesNotOpenOverWhatTheUserWentOnTo(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, "a:tag +x")
	d.Keys("enter", "/")
	d.Hold = false
	d.Release()
	hides(t, d, "Preview")
	d.Keys("esc")
	press(d, ":tag +x")
	d.Keys("enter")
	shows(t, d, "Tag 6,000 images")
}

func TestACommandWaitsForTheMarksThatItIsAbout(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, ":mark name~/ubuntu/")
	d.Keys("enter")
	press(d, ":tag +x")
	d.Keys("enter")
	shows(t, d, "marking")
	d.Hold = false
	d.Release()
	shows(t, d, "Preview", "Tag 750 images")
}

func TestAFormWaitsForTheMarksThatItIsAbout(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	press(d, ":mark name~/ubuntu/")
	d.Keys("enter")
	press(d, ":tag")
	d.Keys("enter")
	shows(t, d, "marking")
	d.Hold = false
	d.Release()
	shows(t, d, "Edit 750 images")
}

func TestALongTextIsPutTogetherWhileKeysAreTaken(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	d.Keys("a", "y")
	shows(t, d, "6,000 ids", uitest.Image(0).ID.Raw())
	d.Keys("i")
	shows(t, d, "copying", "%")
	d.Keys("down", "esc")
	shows(t, d, "stopped: nothing was copied")
	d.Keys("y", "i", "enter")
	shows(t, d, "copying", "images › debian")
	d.Hold = false
	d.Release()
	ids := strings.Split(d.Copied, "\n")
	if len(ids) != 6000 || ids[0] != uitest.Image(0).ID.Raw() || ids[5999] != uitest.Image(5999).ID.Raw() {
		t.Errorf("copied %d lines, from %q to %q", len(ids), ids[0], ids[len(ids)-1])
	}
	shows(t, d, "copied the 6,000 ids, 217 KiB")
}

func TestATextOfMegabytesIsCopiedWhole(t *testing.T) {
	t.Parallel()
	d := large(t, 12_000)
	d.Hold = false
	d.Release()
	d.Keys("a", "x", "y", "c")
	if len(d.Copied) < 1<<20 {
		t.Fatalf("copied %d bytes", len(d.Copied))
	}
	var want strings.Builder
	for i := range 12_000 {
		if image := uitest.Image(i); image.Status == model.StatusActive {
			want.WriteString(`curl -X POST -H "X-Auth-Token: $OS_TOKEN" /v2/images/` + image.ID.Raw() + "/actions/deactivate\n")
		}
	}
	if strings.TrimSpace(d.Copied) != strings.TrimSpace(want.String()) {
		t.Errorf("copied %d bytes, want %d, or others", len(d.Copied), want.Len())
	}
}

func TestAFormOfManyIsMadeWhileKeysAreTaken(t *testing.T) {
	t.Parallel()
	d := large(t, 6000)
	d.Keys("a", "t")
	shows(t, d, "reading the images")
	hides(t, d, "Edit 6,000 images")
	d.Keys("down", "esc")
	shows(t, d, "stopped: nothing was opened")
	d.Keys("t")
	d.Hold = false
	d.Release()
	shows(t, d, "Edit 6,000 images", "1,500 of 6,000", "fullest image: 2 tags (limit 128)")
	press(d, "x")
	shows(t, d, "fullest image: 2 tags")
	d.Keys("enter")
	shows(t, d, "fullest image: 3 tags")
}
