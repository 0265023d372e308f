package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui"
)

// onThreeTabs hides the marked images, and gives them a tag and a property, each on
// its tab.
func onThreeTabs(f *flow) {
	f.t.Helper()
	f.Keys("e", "tab", "tab", "tab", "y", "ctrl+n")
	f.types("eol")
	f.Keys("enter", "ctrl+n")
	f.types("team=core")
	f.Keys("enter")
	f.shows("Edit 3 images · 3 changes", "Attributes (1)", "Tags (1)", "[Properties (1)]")
}

func TestWhatIsTypedOnThreeTabsIsOnePatchAnImageAndOneJob(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("space", "space", "space")
	onThreeTabs(f)
	f.Keys("ctrl+s")
	f.shows("images › Preview", "Change 3 images", "set hidden=true; tag +eol; property team=core", "+eol")
	f.Keys("ctrl+s")
	f.started(1)
	sent := f.changes.jobs[0].Plan
	if len(sent.Steps) != 3 || len(sent.LeftOut) != 0 {
		t.Fatalf("%d steps, left out %+v", len(sent.Steps), sent.LeftOut)
	}
	for i := range sent.Steps {
		step := &sent.Steps[i]
		requests := step.Requests()
		if step.Kind != plan.Update || len(requests) != 1 {
			t.Fatalf("%s takes %d requests: %+v", step.Image, len(requests), requests)
		}
		for _, want := range []string{`"/os_hidden","value":true`, `"/team","value":"core"`, `"eol"`} {
			if body := string(requests[0].Body); !strings.Contains(body, want) {
				t.Errorf("%s is not in %s", want, body)
			}
		}
	}
	f.becomes(job.Done, job.Done, job.Done)
	f.shows("3 done, 0 failed; J enter shows the report, u undoes it")
}

func TestTheDraftsOfAllTabsSurviveThePreviewAndARefresh(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("space", "space", "space")
	onThreeTabs(f)
	f.Keys("ctrl+s", "esc")
	f.shows("Edit 3 images · 3 changes", "[Properties (1)]", "team", "core", "new on all 3")
	f.command("refresh 1s")
	f.stub.set(func() { f.stub.images[0].MinRAM = 9999 })
	if due := ui.RefreshDue(f.app); due != nil {
		f.Send(due)
	}
	f.Keys("ctrl+p")
	f.shows("[Tags (1)]", "+ [ ] eol", "add to 3")
	f.Keys("ctrl+p")
	f.shows("[Attributes (1)]", "~ hidden", "true")
}

func TestLeavingAFormAsksOnceForAllItsTabs(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("t", "z", "enter", "ctrl+n", "esc")
	f.shows("Discard your changes?", "[Properties]")
	f.Keys("esc")
	f.hides("Discard your changes?")
	f.shows("Tags (1)")
	f.Keys("esc", "D")
	f.hides("Edit ", "Discard")
	f.started(0)
	f.Keys("P", "ctrl+n", "ctrl+n", "esc")
	f.hides("Edit ", "Discard")
}

func TestAMistakeOnAnotherTabIsGoneTo(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("e", "tab", "tab", "tab", "tab", "x", "ctrl+n", "z", "ctrl+s")
	f.shows("[Attributes (1)]", "no whole number of GiB")
	f.Keys("ctrl+x", "ctrl+s")
	f.shows("Preview", "tag +z")
}

func TestAnOwnerIsNamedOnATabAndLookedUpForTheWholePlan(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) {
		s.named = map[string]string{"demo": strings.Repeat("1", 32)}
	})
	f.Keys("t", "z", "enter", "ctrl+p", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u")
	f.types("demo")
	f.Keys("ctrl+s")
	f.shows("Preview", "set owner=demo; tag +z")
	f.Keys("tab")
	f.shows(fmt.Sprintf(`"/owner","value":"%s"`, strings.Repeat("1", 32)))
}

// TestWhoIsNoAdministratorIsWarnedOfAnotherOwner: what the policy of a cloud lets others do
// its service decides.
func TestWhoIsNoAdministratorIsWarnedOfAnotherOwner(t *testing.T) {
	t.Parallel()
	const inForm, inPreview = "mostly for administrators", "Most clouds let only an administrator give an image"
	for role, warned := range map[string]bool{"member": true, "admin": false} {
		f := changing(t, 6, func(s *stub) {
			s.about.Roles, s.named = []text.Untrusted{text.Of(role)}, map[string]string{"demo": strings.Repeat("1", 32)}
		})
		f.Keys("e")
		if got := strings.Contains(f.View(), inForm); got != warned {
			t.Errorf("as %s the form warns: %t", role, got)
		}
		f.Keys("tab", "tab", "tab", "tab", "tab", "tab", "ctrl+u")
		f.types("demo")
		f.Keys("ctrl+s")
		f.shows("Preview", "set owner=demo")
		if got := strings.Contains(f.View(), inPreview); got != warned {
			t.Errorf("as %s the preview warns: %t", role, got)
		}
		f.Keys("ctrl+s")
		f.started(1)
	}
}

func TestTheCommandsWithoutArgumentsOpenTheirTab(t *testing.T) {
	t.Parallel()
	for line, tab := range map[string]string{"set": "[Attributes]", "tag": "[Tags]", "property": "[Properties]"} {
		f := changing(t, 6)
		f.command(line)
		f.shows(tab, "Edit ")
	}
}

func TestSetTakesPropertiesToo(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.command("set hidden=true team=core -os_distro")
	f.shows("Preview", "set hidden=true team=core -os_distro", "not set → core", "→ removed")
}
