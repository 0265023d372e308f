package ui_test

import (
	"errors"
	"strings"
	"testing"

	"glimpse/model/job"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/uitest"
)

const (
	demoID  = "d0000000000000000000000000000001"
	otherID = "d0000000000000000000000000000002"
)

// named is a cloud with the projects demo, which owns no image, and other,
// which owns the second.
func named(images int) *stub {
	s := newStub(images)
	s.named = map[string]string{"demo": demoID, "other": otherID}
	for i := range s.images {
		if i == 1 {
			s.images[i].Owner = text.Of(otherID)
		}
	}
	return s
}

// TestIDsOfProjectsAreReadByName has the report of a job that sets the owner, and the query
// that the overview makes, in the words that the rest of the screen has.
func TestIDsOfProjectsAreReadByName(t *testing.T) {
	t.Parallel()
	f := changing(t, 5, func(s *stub) {
		known := named(5)
		s.images = known.images
		s.facts.Projects = map[string]text.Untrusted{otherID: text.Of("other"), s.images[0].Owner.Raw(): text.Of("mine")}
	})
	f.command("set owner=other")
	f.Keys("ctrl+s")
	f.becomes(job.Done)
	f.Keys("J", "enter")
	f.shows("owner: mine → other")
	f.hides(otherID)
	f.Keys("enter")
	f.shows("other (" + otherID + ")")
	f.Keys("esc", "esc", "esc")
	f.command("overview owner")
	f.Keys("G", "enter")
	f.shows(" owner=other ", "1 image")
	f.hides(otherID)
}

func TestAnOwnerIsSetByTheNameOfItsProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		keys func(d *uitest.Driver)
	}{
		{"by a command", func(d *uitest.Driver) { enters(d, "set owner=demo") }},
		{"by the command that creates", func(d *uitest.Driver) { enters(d, "create name=web owner=demo") }},
		{"in the editor", func(d *uitest.Driver) {
			d.Keys("e", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u")
			types(d, "demo")
			d.Keys("ctrl+s")
		}},
		{"in the form of a new image", func(d *uitest.Driver) {
			d.Keys("n", "up", "up", "up")
			types(d, "demo")
			d.Keys("ctrl+s")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := start(t, options(writable{named(5)}), 120, 40)
			test.keys(d)
			shows(t, d, "Preview", "demo ("+demoID+")")
			// What is sent is the id alone.
			d.Keys("tab")
			shows(t, d, `"`+demoID+`"`)
			hides(t, d, `"demo"`)
		})
	}
}

func TestWhatIsNoProjectIsNotSetAsAnOwner(t *testing.T) {
	t.Parallel()
	s := named(5)
	d := start(t, options(writable{s}), 120, 40)
	// An owner that an image has is no reason to give it another.
	enters(d, "set owner=nobody")
	shows(t, d, "no project is called nobody")
	hides(t, d, "Preview")
	// In an editor everything typed stays.
	d.Keys("e", "z", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u")
	types(d, "nobody")
	d.Keys("ctrl+s")
	shows(t, d, "no project is called nobody", "amd64z", "Edit")
	hides(t, d, "Preview")
	s.set(func() { s.findErr = errors.New("several projects are called nobody: 1 in domain a, 2 in domain b") })
	d.Keys("ctrl+s")
	shows(t, d, "1 in domain a, 2 in domain b", "Edit")
	// What looks like an id is taken for one, without a look.
	d.Keys("ctrl+u")
	types(d, otherID)
	d.Keys("ctrl+s")
	shows(t, d, "Preview", otherID)
}

func TestNothingIsPlannedBehindWhatWasOpenedMeanwhile(t *testing.T) {
	t.Parallel()
	d := start(t, options(writable{named(5)}), 120, 40)
	d.Keys(":")
	types(d, "set owner=demo")
	d.Hold = true
	d.Keys("enter")
	shows(t, d, "looking up the project")
	d.Keys("enter") // the image under the cursor
	d.Hold = false
	d.Release()
	hides(t, d, "Preview")
	shows(t, d, "something else was opened")
}

func TestAQueryThatWasAskedForLaterStays(t *testing.T) {
	t.Parallel()
	d := start(t, options(named(5)), 120, 40)
	d.Hold = true
	enters(d, "filter owner=other")
	held := d.Held
	d.Hold, d.Held = false, nil
	enters(d, "filter status=active")
	shows(t, d, "status=active")
	d.Held = held
	d.Release()
	shows(t, d, "status=active")
	hides(t, d, "owner=other")
}

// asksFor returns what the last listing was asked for of the owner.
func asksFor(s *stub) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.selected) == 0 {
		return ""
	}
	for _, param := range s.selected[len(s.selected)-1].Requests[0].Params {
		if param.Key == "owner" {
			return param.Value
		}
	}
	return ""
}

func TestAQueryNamesProjectsAndAsksForTheirIDs(t *testing.T) {
	t.Parallel()
	s := named(40)
	d := start(t, options(s), 120, 40)
	enters(d, "filter owner=other")
	shows(t, d, "owner=other", "1 image", "debian-13-genericcloud")
	if got := asksFor(s); got != otherID {
		t.Errorf("the service is asked for the owner %q", got)
	}
	enters(d, "filter owner!=other")
	shows(t, d, "owner!=other", "39 images")
	enters(d, "filter owner=in:demo,other")
	shows(t, d, "owner=in:demo,other", "1 image")
	enters(d, "filter owner~OTH")
	shows(t, d, "owner~OTH", "1 image")
	// Another order, back and forward, marks and views.
	enters(d, "filter owner=in:demo,other")
	enters(d, "load all")
	enters(d, "sort name:asc")
	shows(t, d, "owner=in:demo,other", "1 image")
	d.Keys("[", "[")
	shows(t, d, "owner~OTH", "1 image")
	d.Keys("]")
	shows(t, d, "owner=in:demo,other", "1 image")
	enters(d, "filter clear")
	enters(d, "mark owner=other")
	shows(t, d, "1 marked")
	d.Keys("U")
	enters(d, "mark owner!=demo")
	shows(t, d, "40 marked")
	d.Keys("f")
	types(d, "owner=other")
	d.Keys("enter")
	shows(t, d, "owner=other", "1 image")
}

func TestAQueryOfTheStartNamesProjects(t *testing.T) {
	t.Parallel()
	s := named(40)
	o := options(s)
	o.Query = parse(t, "owner=other", "")
	shows(t, start(t, o, 120, 40), "owner=other", "1 image", "debian-13-genericcloud")
	if got := asksFor(s); got != otherID {
		t.Errorf("the service is asked for the owner %q", got)
	}
}

func TestAQueryWithAnUnknownProjectSaysSoAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := named(5)
	d := start(t, options(s), 120, 40)
	enters(d, "filter owner=nobody")
	shows(t, d, "all images", "no project is called nobody", "debian-13-genericcloud")
	// One of the start lists nothing, for there is nothing that it could leave.
	o := options(s)
	o.Query = parse(t, "owner=nobody", "")
	d = start(t, o, 120, 40)
	shows(t, d, "owner=nobody", "No project is called nobody")
	hides(t, d, "debian-13-genericcloud")
	// Once there is such a project, trying again finds it.
	s.set(func() { s.named["nobody"] = otherID })
	d.Keys("ctrl+r")
	shows(t, d, "owner=nobody", "debian-13-genericcloud")
	// An owner that images have is an id, whatever it looks like.
	s = named(5)
	s.images[2].Owner = text.Of("tenant-7")
	d = start(t, options(s), 120, 40)
	enters(d, "filter owner=tenant-7")
	shows(t, d, "rocky-9.6-minimal", "1 image")
	d.Keys("F")
	enters(d, "mark owner=nobody")
	shows(t, d, "no project is called nobody")
	hides(t, d, "marked")
}

func TestOwnersAreOfferedByTheirNamesOnceTheyAreKnown(t *testing.T) {
	t.Parallel()
	s := named(5)
	s.facts.Projects = map[string]text.Untrusted{
		otherID: text.Of("other"), demoID: text.Of("demo"), "d3": text.Of("twin"), "d4": text.Of("twin"), "d5": text.Of("two words"),
	}
	d := start(t, options(writable{s}), 120, 40)
	enters(d, "columns name,owner")
	shows(t, d, "  other\n") // before anything was opened
	for _, line := range []string{"filter owner=", "mark owner=", "set owner=", "create owner="} {
		d.Keys(":")
		types(d, line)
		shows(t, d, "other", "demo", `"two words"`)
		hides(t, d, otherID, "twin")
		d.Keys("esc", "esc")
	}
	d.Keys("f")
	types(d, "owner=")
	shows(t, d, "other", otherID, "demo", demoID, `"two words"`)
	hides(t, d, "twin")
	d.Keys("esc")
	// In the detail and in the editor both are told.
	d.Keys("j", "e", "tab", "tab", "tab", "tab", "tab", "tab")
	shows(t, d, "project other")
	d.Keys("ctrl+u")
	types(d, "demo")
	shows(t, d, "project "+demoID)
}

func TestAQueryWithoutNamesLooksNothingUp(t *testing.T) {
	t.Parallel()
	s := named(5)
	s.findErr = errors.New("it was looked up")
	d := start(t, options(s), 120, 40)
	for _, line := range []string{"status=active", "owner=" + otherID, "!owner", "name~demo"} {
		enters(d, "filter "+line)
		hides(t, d, "looked up")
	}
}

func TestWhatWasTypedOfAnOwnerIsWhatAViewKeeps(t *testing.T) {
	t.Parallel()
	s := named(5)
	d := start(t, options(s), 120, 40)
	enters(d, "filter owner=other")
	d.Keys("f")
	shows(t, d, "owner=other")
	hides(t, d, "owner="+otherID)
	d.Keys("esc")
	terms := s.selected[len(s.selected)-1].Terms
	if len(terms) != 1 || query.Format([]query.Term{terms[0].Term}) != "owner=other" {
		t.Errorf("the query says %v", terms)
	}
	if strings.Contains(d.View(), otherID+"=") {
		t.Error("the id is shown as the filter")
	}
}
