package ui_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/uitest"
)

func TestAChangeIsPreviewedSentShownAndTold(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("space", "space", "x")
	f.shows("images › Preview", "Deactivate 2 images on cloud demo", "active → deactivated", "[fields]", "ctrl+s send")
	f.started(0)
	f.Keys("tab")
	f.shows("POST /v2/images/"+uitest.Image(0).ID.Raw()+"/actions/deactivate", "[requests]")
	f.Keys("ctrl+s")
	f.started(1)
	f.shows("sending to 2 images; J shows the progress", "deactivating 0 of 2", "✓○ p  ubuntu-24.04", "2 marked")
	f.becomes(job.Sending)
	f.shows("✓◐ p  ubuntu-24.04", "✓○    debian-13")
	f.becomes(job.Done)
	f.shows("✓+ p  ubuntu-24.04-server-amd64", "■ deactivated", "deactivating 1 of 2")
	f.becomes(job.Failed)
	f.shows("deactivate: 1 done, 1 failed; J enter shows the report", "✓!    debian-13")
	f.hides("deactivating", "u undoes")
	if f.looks() {
		t.Error("the job has ended, and it is looked at again: idle must cost nothing")
	}
}

func TestTheEndTellsTheCountsAndTheWayBack(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("H", "ctrl+s")
	f.becomes(job.Done)
	f.shows("1 done, 0 failed; J enter shows the report, u undoes it")
	f.Keys("j", "L", "ctrl+s")
	f.becomes(job.NoChange)
	f.shows("0 done, 1 no change, 0 failed; J enter shows the report")
	f.hides("u undoes it")
	f.Keys("j", "D", "ctrl+s", "y", "enter")
	f.becomes(job.Done)
	f.shows("1 done, 0 failed; J enter shows the report")
	f.hides("u undoes it") // there is no way back from that
}

// In a comparison a change is about the chosen image, whatever is marked, and
// what becomes of it is shown there.
func TestAComparedImageIsChanged(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("space", "space", "space", "=", "l", "x")
	f.shows("Deactivate 1 image on cloud demo", "debian-13-genericcloud")
	f.Keys("ctrl+s")
	f.becomes(job.Done)
	f.shows("3 images compared", "≠ status", "deactivated")
	f.Keys("right", "D")
	f.shows("Delete 1 image on cloud demo", "rocky-9.6-minimal")
	f.Keys("ctrl+s", "y", "enter")
	f.becomes(job.Done)
	f.shows("3 images compared", "created               37 hours ago · newest           3 days ago                      deleted")
	f.Keys("D")
	f.shows("the service no longer has the image")
	f.Keys("h", "enter")
	f.shows("debian-13-genericcloud", "images ›")
	f.Keys("esc")
	f.shows("3 images compared")
}

// Of duplicates only what is older than the newest active one is deleted.
func TestTheOlderDuplicatesAreDeleted(t *testing.T) {
	t.Parallel()
	f := changing(t, 12, func(s *stub) {
		s.images[1].Status = model.StatusQueued // the newest of its name
		s.images[10].Protected = false
		s.images[3].HashValue = s.images[2].HashValue
	})
	f.Keys("A")
	f.shows("only among duplicates; :duplicates shows them")
	f.command("duplicates")
	f.shows("8 images share 4 names", "debian-13-genericcloud  2 images · 658 MiB · 0000")
	f.Keys("a", "A")
	f.shows("3 images are marked")
	f.Keys("D")
	f.shows("Delete 3 images on cloud demo")
	for i, older := range map[int]bool{8: true, 1: false, 9: false, 2: false, 10: true, 3: false, 11: true} {
		if shown := strings.Contains(f.View(), uitest.Image(i).ID.Raw()[:8]); shown != older {
			t.Errorf("image %d is offered: %v, want %v:\n%s", i, shown, older, f.View())
		}
	}
	f.Keys("esc", "U")
	f.command("duplicates checksum")
	f.shows("2 images share 1 checksum", "in groups", "duplicate checksums")
	f.command("mark-older")
	f.shows("1 image is marked")
	f.Keys("D")
	f.shows("Delete 1 image on cloud demo", "windows-server-2025-datacenter-eval")
}

func TestNothingIsSentWhereTheJournalCannotBeWritten(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.changes.start = errFull
	f.Keys("x", "ctrl+s")
	f.shows("disk full: nothing was sent (writing the journal: no space left on device)", "images › Preview", "Deactivate 1 image")
	f.started(0)
	f.changes.start = nil
	f.Keys("ctrl+s")
	f.started(1)
}

func TestAMessageThatIsTooLongIsShownWholeByAKey(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	f.Keys("ctrl+o")
	f.shows("there was no message yet", "enter open") // the footer stays
	f.changes.start = &fs.PathError{Op: "write", Path: "/home/somebody/.local/state/glimpse/journal/20261129T120000.jsonl", Err: syscall.ENOSPC}
	f.Keys("x", "ctrl+s")
	f.shows("disk full: nothing was sent", "ctrl+o shows all of it", "ctrl+s send")
	f.hides("no space left")
	f.Keys("ctrl+o")
	f.shows("Message", "on device)", "esc close")
	f.Keys("y")
	f.shows("images › Preview")
	if !strings.HasSuffix(f.Copied, "no space left on device)") {
		t.Errorf("copied %q", f.Copied)
	}
	f.Keys("ctrl+o", "esc")
	f.shows("images › Preview")
	f.started(0)
}

func TestAMessageLiesOverTheEditorBehindIt(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("ctrl+o", "e")
	f.shows("container_format")
	f.Keys("ctrl+o")
	f.shows("Message", "there was no message yet", "visibility")
	f.Keys("esc")
	f.hides("Message")
	f.shows("visibility")
	f.Keys("esc")
	f.command("message")
	f.shows("Message", "there was no message yet")
}

func TestAPlanIsSentOnceHoweverOftenCtrlSIsPressed(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("x")
	f.Hold = true
	f.Keys("ctrl+s", "ctrl+s", "ctrl+s")
	f.Release()
	f.started(1)
}

func TestLeavingThePreviewWhileItIsSentTakesNothingElseAway(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("enter", "x")
	f.Hold = true
	f.Keys("ctrl+s", "esc")
	f.Hold = false
	f.Release()
	f.started(1)
	f.shows("images › ubuntu-24.04-server-amd64", "sending to 1 image")
	f.Keys("esc")
	f.shows("6 images")
}

func TestTheStartOfAFormerSessionIsDropped(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) { s.clouds = append(s.clouds, backend.Cloud{Name: "prod"}) })
	f.Keys("x")
	f.Hold = true
	f.Keys("ctrl+s")
	late := f.Held
	f.Held, f.Hold = nil, false
	f.command("cloud prod")
	f.shows("6 images")
	for _, cmd := range late {
		f.Send(cmd())
	}
	f.shows("6 images")
	f.hides("sending to")
}

func TestMarkingByAQueryThatMatchesNothingSaysAmongWhat(t *testing.T) {
	t.Parallel()
	f := changing(t, 12)
	f.command("mark name~nosuch")
	f.shows("nothing is marked: none of 12 images matches")
	f.command("mark protected=true")
	f.shows("3 marked")
	f.hides("nothing is marked")
	more := changing(t, 500)
	more.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	more.command("mark name~nosuch")
	more.shows("nothing is marked: none of 200 loaded matches; ctrl+l loads the rest")
}

func TestNothingToSendSaysWhy(t *testing.T) {
	t.Parallel()
	f := changing(t, 12)
	f.command("set visibility=public")
	f.shows("nothing to send: no change needed")
	f.command("mark all")
	f.command("tag -nowhere")
	f.shows("nothing to send: no change needed")
	f.command("mark none")
	f.command("mark protected=true")
	f.Keys("D")
	f.shows("nothing to send: all are protected; L unprotects")
	f.started(0)
	empty := changing(t, 0)
	empty.command("tag +x")
	empty.shows("there is no image to change")
}

func TestEveryCommandEndsInThePreviewOfItsKey(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"tag +zz -gold":             {"Change the tags of 1 image", "+zz  -gold", "tag +zz -gold"},
		"set visibility=shared":     {"Change 1 image", "visibility  public → shared"},
		"property a/b=1 -os_distro": {"Change 1 image", "a/b", "not set → 1", "ubunt → removed"},
		"deactivate":                {"Deactivate 1 image", "active → deactivated"},
		"hide":                      {"Hide 1 image", "os_hidden   false → true"},
		"unprotect":                 {"Unprotect 1 image", "protected   true → false"},
		"create name=base tag=gold": {"Create 1 image", " new", "00000000-0000-4000-8000-000000000001", "tags        gold"},
	} {
		f := changing(t, 6)
		f.command(line)
		f.shows(append(want, "images › Preview")...)
		f.Keys("esc")
		f.shows("6 images")
		f.started(0)
	}
	for line, key := range map[string]string{"jobs": "J", "log": "W"} {
		f, g := changing(t, 6), changing(t, 6)
		f.command(line)
		g.Keys(key)
		if f.View() != g.View() {
			t.Errorf(":%s shows something else than %s", line, key)
		}
	}
}

func TestInDetailAChangeIsAboutThatImageAndShowsThere(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("space", "j", "enter")
	f.stub.set(func() { f.stub.images[2].MinDisk = 77 })
	f.command("tag +zz")
	f.shows("images › rocky-9.6-minimal › Preview", "Tag 1 image", uitest.Image(2).ID.Raw())
	f.Keys("ctrl+s")
	f.shows("images › rocky-9.6-minimal", "sending to 1 image")
	f.becomes(job.Done)
	f.shows("77 GiB") // it was read again
	f.Keys("x", "ctrl+s", "J")
	f.becomes(job.Done)
	f.Keys("esc")
	f.shows("■ deactivated") // and what was done beneath another screen shows at once
}

func TestOneDeletionAsksWithNoChosen(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("j", "D")
	f.shows("Delete 1 image", "owner", "size", "visibility", "protected", "This cannot be undone")
	f.Keys("ctrl+s")
	f.shows("Delete this image?", uitest.Image(1).ID.Raw())
	f.Keys("enter") // No is marked
	f.started(0)
	f.shows("images › Preview")
	f.Keys("ctrl+s", "y", "y") // y only selects Yes
	f.shows("enter confirms")
	f.started(0)
	f.Keys("enter")
	f.started(1)
	f.becomes(job.Done)
	f.shows("5 images")
	f.hides("debian-13-genericcloud")
}

func TestSeveralDeletionsAskForTheCountAndLeaveProtectedImagesOut(t *testing.T) {
	t.Parallel()
	f := changing(t, 12)
	f.command("mark all")
	f.Keys("D", "ctrl+s", "enter")
	f.shows("Delete 9 images", "3 left out: they are protected", "Type 9 and press enter", "that is not 9")
	f.types("12")
	f.Keys("enter")
	f.started(0)
	f.Keys("backspace", "backspace", "9", "enter")
	f.started(1)
	f.becomes(slices.Repeat([]job.Outcome{job.Gone}, 9)...)
	f.shows("0 done, 9 gone, 0 failed", "3 images", "3 marked")
}

func TestAProductionCloudAsksForItsNameBeforeEveryJob(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) { s.about.Production = true })
	f.Keys("x", "ctrl+s")
	f.shows("This is a production cloud.", "Type demo and press enter")
	f.types("yes")
	f.Keys("enter")
	f.started(0)
	f.shows("that is not demo; nothing was sent")
	f.Keys("esc", "ctrl+s")
	f.types("demo")
	f.Keys("enter")
	f.started(1)
}

func TestAReadOnlyConnectionSaysSoOnEveryKey(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) { s.about.ReadOnly = true })
	for _, key := range []string{"e", "t", "P", "x", "H", "L", "n", "D", "u"} {
		f.Keys(key)
		f.shows("read-only, by --read-only or the configuration: nothing can be changed")
	}
	for _, line := range []string{"tag +x", "set name=x", "delete", "undo", "create name=x"} {
		f.command(line)
		f.shows("read-only, by")
	}
	f.started(0)
	reads := changing(t, 6, func(s *stub) { s.changes = nil })
	reads.Keys("x")
	reads.shows("this connection only reads")
}

// undoOf is the inverse of a job on some of the sample images.
func undoOf(images ...int) plan.Plan {
	p := plan.Plan{Title: "undo tag +gold", Undoes: &plan.Undo{}}
	for _, n := range images {
		image := uitest.Image(n)
		p.Steps = append(p.Steps, plan.Step{Image: image.ID, Name: image.Name, Kind: plan.Retag, Remove: []string{"gold"}})
	}
	return p
}

func TestAChangeDuringARangeIsAboutTheRange(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ keys, shows string }{
		{"x", "Deactivate 3 images"},
		{"H", "Hide 3 images"},
		{"L", "Protect 3 images"},
		{"D", "Delete 3 images"},
		{"t", "[Tags]"},
		{"e", "[Attributes]"},
		{"P", "[Properties]"},
	} {
		f := changing(t, 8)
		f.Keys("j", "v", "j", "j", test.keys)
		f.shows(test.shows, "3 images")
	}
	f := changing(t, 8)
	f.Keys("v", "j", "j")
	f.command("tag +zz")
	f.shows("3 images")
	f.Keys("esc")
	f.shows("3 marked")
	f.hides("range of")
}

func TestUndoGoesThroughThePreview(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.changes.undo = undoOf(1, 2, 3)
	f.Keys("u")
	f.shows("images › Preview", "Remove tags from 3 images", "undo tag +gold")
	f.started(0)
	f.Keys("ctrl+s")
	f.started(1)
	f.shows("undoing 0 of 3")
	f.command("undo")
	f.shows("the last job is running; J lists the jobs")
	f.becomes(job.Done, job.Done, job.Done)
	f.command("undo")
	f.shows("Remove tags from 3 images")
}

// TestUndoLeavesAProtectedImage: what was made and then protected is not deleted, and the
// preview does not say that it would be.
func TestUndoLeavesAProtectedImage(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	guarded, other := -1, -1
	for n := range 8 {
		if image := uitest.Image(n); image.Protected {
			guarded = n
		} else {
			other = n
		}
	}
	f.changes.undo = undoOf(guarded, other)
	for i := range f.changes.undo.Steps {
		f.changes.undo.Steps[i].Kind = plan.Delete
	}
	f.Keys("u")
	f.shows("Delete 1 image", "1 left out: it is protected")
	f.Keys("esc")
	f.changes.undo = undoOf(guarded)
	f.changes.undo.Steps[0].Kind = plan.Delete
	f.Keys("u")
	f.shows("nothing can be undone: it is protected; L unprotects it")
}

// TestUndoReadsWhatTheListDoesNotHave knows of an image that is not loaded that it is
// protected, and of one that cannot be read nothing.
func TestUndoReadsWhatTheListDoesNotHave(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	unlisted := uitest.Image(9)
	unlisted.Protected = true
	f.stub.set(func() { f.stub.images = append(f.stub.images, unlisted) })
	f.changes.undo = undoOf(9)
	f.changes.undo.Steps[0].Kind = plan.Delete
	f.Keys("u")
	f.shows("nothing can be undone: it is protected; L unprotects it")
	f.stub.set(func() { f.stub.images[8].Protected = false })
	f.Keys("u")
	f.shows("Delete 1 image", "protected   no")
	f.Keys("esc")
	f.stub.set(func() { f.stub.image = errors.New("not now") })
	f.Keys("u")
	f.shows("Delete 1 image", unlisted.ID.Raw())
	f.shows("It is not loaded: its owner and visibility are not known here.")
}

func TestUndoTakesOnlyTheMarkedImages(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.changes.undo = undoOf(1, 2, 3)
	f.Keys("j", "j", "space", "space", "space", "u") // 2, 3 and 4
	f.shows("Remove tags from 2 images", "1 left out: it is not marked")
	f.Keys("esc", "U", "G", "space", "u")
	f.shows("the last job changed none of the marked images; U unmarks all, then u undoes it")
	f.Keys("k", "enter", "u") // in detail marks are out of sight
	f.shows("Remove tags from 3 images")
}

func TestALateUndoDisturbsNothing(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.changes.undo = undoOf(1, 2, 3)
	f.Hold = true
	f.Keys("u")
	late := f.Held
	f.Held, f.Hold = nil, false
	f.Keys("t", "z")
	for _, cmd := range late {
		f.Send(cmd())
	}
	f.shows("Edit ubuntu-24.04-server-amd64 · 1 change", "leave this, then press u")
}

func TestUndoSaysWhyThereIsNothing(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.changes.undoErr = errors.New("nothing was changed yet")
	f.Keys("u")
	f.shows("nothing was changed yet")
	f.changes.undoErr = nil
	f.changes.undo = plan.Plan{Title: "undo delete", LeftOut: []plan.LeftOut{{Image: uitest.Image(1).ID, Reason: plan.NoInverse}}}
	f.Keys("u")
	f.shows("nothing can be undone: a deletion cannot be undone")
	f.changes.undo.LeftOut = append(f.changes.undo.LeftOut, plan.LeftOut{Reason: plan.NotDone}, plan.LeftOut{Reason: plan.NotDone})
	f.Keys("u")
	f.shows("nothing can be undone: 1: a deletion cannot be undone; 2: the job did not change them")
}

func TestAPlanIsSavedAndCopied(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.command("tag +zz")
	f.Keys("S")
	f.types("plan.json")
	f.Keys("enter")
	f.shows("the plan is in ", "/plan.json", "images › Preview")
	f.Keys("S")
	f.types("plan.json")
	f.Keys("enter")
	f.shows("Replace a file?", "There is a file plan.json already.")
	f.passes(time.Second)
	f.Keys("y", "enter")
	f.shows("the plan is in ", "/plan.json")
	f.changes.save = errFull
	f.Keys("S")
	f.types("other.json")
	f.Keys("enter")
	f.shows("disk full: the plan was not written")
	f.Keys("S", "enter")
	f.shows("images › Preview")
	f.Keys("y", "o")
	if !strings.HasPrefix(f.Copied, "openstack --os-cloud demo image set --tag") {
		t.Errorf("copied %q", f.Copied)
	}
	f.Keys("y", "c")
	if !strings.HasPrefix(f.Copied, "curl ") {
		t.Errorf("copied %q", f.Copied)
	}
	f.Keys("y", "i")
	if f.Copied != uitest.Image(0).ID.Raw() {
		t.Errorf("copied %q", f.Copied)
	}
	f.Keys("y", "r")
	if want := "PUT /v2/images/" + uitest.Image(0).ID.Raw() + "/tags/zz\n"; f.Copied != want {
		t.Errorf("copied %q, want %q", f.Copied, want)
	}
	f.started(0)
}

func TestWhatAnEditorAsksForAndCannotBePlannedIsToldThere(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("t")
	f.types("gold")
	f.Keys("enter", "ctrl+s")
	f.hides("images › Preview")
	f.shows("Edit ubuntu-24.04-server-amd64")
}

func TestOwnersAreNamedInThePreviewOnceTheyAreKnown(t *testing.T) {
	t.Parallel()
	f := changing(t, 8, func(s *stub) {
		s.about.ProjectID = uitest.Image(0).Owner
		s.facts.Projects = map[string]text.Untrusted{uitest.Image(1).Owner.Raw(): text.Of("platform")}
	})
	f.Keys("j", "x")
	f.shows("It belongs to another project: platform.", "of project platform")
}

func TestADeletionNamesDataOnlyWhereThereMayBeSome(t *testing.T) {
	t.Parallel()
	for status, said := range map[model.Status]string{
		model.StatusActive: ") and its data will be deleted.", model.StatusQueued: ") will be deleted.",
	} {
		f := changing(t, 2, func(s *stub) {
			s.images[1].Status, s.images[1].Protected = status, false
		})
		f.Keys("j", "D", "ctrl+s")
		f.shows("Delete this image?", said)
	}
}

// A plan that unprotects an image and deletes it is asked about like every
// deletion.
func TestADeletionBehindAnotherStepIsAskedAbout(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	first, second := uitest.Image(1), uitest.Image(2)
	f.changes.undo = plan.Plan{Title: "unprotect; delete", Steps: []plan.Step{
		{Image: first.ID, Name: first.Name, Kind: plan.Retag, Add: []string{"gold"}},
		{Image: second.ID, Name: second.Name, Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrProtected, false)}},
		{Image: second.ID, Name: second.Name, Kind: plan.Delete},
	}}
	f.Keys("u", "ctrl+s")
	f.started(0)
	f.shows("Delete this image?", second.Name.Raw()+" ("+second.ID.Raw()+")")
	f.Keys("y", "enter")
	f.started(1)
	f.shows("sending to 2 images")
}

// The sign of an image is that of the gravest of its steps, whatever came last.
func TestTheSignOfAnImageIsThatOfItsGravestStep(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	image := uitest.Image(1)
	unhide := plan.Step{Image: image.ID, Name: image.Name, Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrHidden, false)}}
	tag := plan.Step{Image: image.ID, Name: image.Name, Kind: plan.Retag, Add: []string{"gold"}}
	f.changes.undo = plan.Plan{Title: "tag +gold; unhide", Steps: []plan.Step{tag, unhide}}
	f.Keys("u", "ctrl+s")
	f.becomes(job.Failed, job.Done)
	f.shows("0 done, 1 failed", " !    debian-13")
	f.Keys("u", "ctrl+s")
	f.becomes(job.NoChange, job.Done)
	f.shows("1 done, 0 failed", " +    debian-13")
}
