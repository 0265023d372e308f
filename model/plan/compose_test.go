package plan_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// parsedAll reads lines of commands with a semicolon between.
func parsedAll(t *testing.T, lines string) []command.Command {
	t.Helper()
	var all []command.Command
	for line := range strings.SplitSeq(lines, "; ") {
		all = append(all, parsed(t, line))
	}
	return all
}

func TestSeveralCommandsOnAnImageAreOneChange(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		lines string
		image *model.Image
		want  string // the steps, or the reason
	}{
		{"set name=new; tag +a", imageOf("1"), "update, replace /name new, +a"},
		{"tag +a -old; hide; property new=1", imageOf("1"), "update, replace /os_hidden true, add /new 1, +a, -old"},
		{"tag +a; tag +b -a", imageOf("1"), "tags, +b"},
		{"tag -old; tag +old", imageOf("1"), string(plan.AsWanted)},
		{"hide; unhide", imageOf("1"), string(plan.AsWanted)},
		{"hide; set name=new; unhide", imageOf("1"), "update, replace /name new"},
		{"property os_distro->b; property b->c", imageOf("1"), "update, remove /os_distro <nil>, add /c debian"},
		{"property new=1; property new->newer", imageOf("1"), "update, add /newer 1"},
		{"tag +a; deactivate", imageOf("1"), "tags, +a | deactivate"},
		{"deactivate; tag +a; set name=new", imageOf("1"), "update, replace /name new, +a | deactivate"},
		{"deactivate; reactivate", imageOf("1"), string(plan.AsWanted)},
		{"deactivate; tag +a; reactivate", imageOf("1"), "tags, +a"},
		{"reactivate; hide", imageOf("1", status(model.StatusDeactivated)), "update, replace /os_hidden true | reactivate"},
		{"unprotect; delete", imageOf("1", protected), "update, replace /protected false | delete"},
		{"protect; delete", imageOf("1"), string(plan.Protected)},
		{"tag +a; deactivate", imageOf("1", status(model.StatusQueued)), string(plan.WrongStatus)},
		{"set name=new; tag -lost", imageOf("1", unknown(model.AttrTags)), string(plan.UnknownTags)},
		{"tag +gold; protect", imageOf("1", protected), string(plan.AsWanted)},
		{"tag +a; hide", imageOf(""), string(plan.Unreadable)},
	} {
		planned, err := plan.Compose(parsedAll(t, test.lines), []*model.Image{test.image, test.image}, noID)
		if err != nil || planned.Title != test.lines {
			t.Errorf("%s: got %+v, %v", test.lines, planned, err)
			continue
		}
		var got []string
		for i := range planned.Steps {
			got = append(got, said(&planned.Steps[i]))
			if step := &planned.Steps[i]; step.Image != test.image.ID || step.Name != test.image.Name || len(step.Shown) == 0 {
				t.Errorf("%s: a step is %+v", test.lines, step)
			}
		}
		if len(planned.LeftOut) > 0 {
			got = append(got, string(planned.LeftOut[0].Reason))
		}
		if strings.Join(got, " | ") != test.want {
			t.Errorf("%s: planned are %q, not %q", test.lines, got, test.want)
		}
		if images := planned.Images(); images != min(1, len(planned.Steps)) {
			t.Errorf("%s: %d images", test.lines, images)
		}
		if planned.CompleteFromTitle(); planned.Command.Command != nil || planned.Undoes != nil {
			t.Errorf("%s: the title is read as %+v", test.lines, planned)
		}
	}
}

func TestWhatCannotBeComposedIsToldAtOnce(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]string{
		"delete; tag +a":        "delete comes last",
		"create name=x; tag +a": "goes with no other command",
		"tag +a; undo":          "undo changes no image",
		"tag +a; set":           "nothing is to be changed",
		"tag +a; filter name=x": "changes no image",
	} {
		if _, err := plan.Compose(parsedAll(t, lines), nil, noID); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", lines, err)
		}
	}
	if _, err := plan.Compose(nil, nil, noID); err == nil {
		t.Error("nothing is planned")
	}
}

func TestOneCommandIsComposedAsItIs(t *testing.T) {
	t.Parallel()
	planned, err := plan.Compose([]command.Command{command.Hide{}}, []*model.Image{imageOf("1")}, noID)
	if err != nil || planned.Command.Command != (command.Hide{}) || len(planned.Steps) != 1 {
		t.Errorf("got %+v, %v", planned, err)
	}
}

// TestACompositionDoesWhatItsCommandsDoOneByOne carries both out, and takes the
// composition back.
func TestACompositionDoesWhatItsCommandsDoOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		image := images.Draw(t, "image")
		some := rapid.SliceOfN(commands, 2, 4).Draw(t, "commands")
		some = slices.DeleteFunc(some, func(one command.Command) bool { return one == command.Command(command.Delete{}) })
		planned, err := plan.Compose(some, []*model.Image{&image}, noID)
		if err != nil || len(planned.Steps) == 0 {
			t.Skip("nothing is planned")
		}
		want := image
		for _, one := range some {
			single, err := plan.New(one, []*model.Image{&want}, noID)
			if err != nil {
				t.Fatal(err)
			}
			for i := range single.Steps {
				want, _ = single.Steps[i].After(&want)
			}
		}
		now, inverses := image, []plan.Step(nil)
		for i := range planned.Steps {
			decision := planned.Steps[i].Reconcile(&now)
			if decision.Decision != plan.Send || decision.Inverse == nil {
				t.Fatalf("%s of %+v is %+v", said(&planned.Steps[i]), now, decision)
			}
			now, _ = decision.Step.After(&now)
			if again := planned.Steps[i].Reconcile(&now); again.Decision != plan.NoChange {
				t.Fatalf("%s, once done, is %+v", said(&planned.Steps[i]), again)
			}
			inverses = append(inverses, *decision.Inverse)
		}
		if !same(&now, &want) {
			t.Fatalf("%q makes %+v of it, one by one %+v", planned.Title, now, want)
		}
		for _, inverse := range slices.Backward(inverses) {
			decision := inverse.Reconcile(&now)
			if decision.Decision != plan.Send {
				t.Fatalf("the way back, %s, is %+v", said(&inverse), decision)
			}
			now, _ = decision.Step.After(&now)
		}
		if !same(&now, &image) {
			t.Fatalf("taken back is %+v, not %+v", now, image)
		}
	})
}

func TestAPatchWithTagsLeavesThoseOfOthers(t *testing.T) {
	t.Parallel()
	planned, err := plan.Compose(parsedAll(t, "set name=new; tag +a -old"), []*model.Image{imageOf("1")}, noID)
	if err != nil {
		t.Fatal(err)
	}
	step := &planned.Steps[0]
	now := patch.Patch{patch.SetTags([]string{"old", "theirs"})}.Apply(imageOf("1"))
	decision := step.Reconcile(&now)
	if got := said(&decision.Step); got != "update, replace /name new, replace /tags [theirs a]" {
		t.Errorf("sent is %s", got)
	}
	if got := said(decision.Inverse); got != "update, replace /name image 1, +old, -a" {
		t.Errorf("the way back is %s", got)
	}
	if got := string(step.Requests()[0].Body); got != `[{"op":"replace","path":"/name","value":"new"},{"op":"replace","path":"/tags","value":["gold","a"]}]` {
		t.Errorf("shown is %s", got)
	}
	if got := script(&planned, func(s *plan.Step) string { return s.OpenStack("") }); got != "openstack image set --name=new --tag=a 1\nopenstack image unset --tag=old 1\n" {
		t.Errorf("as commands it is %s", got)
	}
	// Once the other field is as wanted, the tags go by themselves.
	now = patch.Patch{patch.SetAttribute(model.AttrName, "new")}.Apply(&now)
	if decision := step.Reconcile(&now); said(&decision.Step) != "tags, +a, -old" || said(decision.Inverse) != "tags, +old, -a" {
		t.Errorf("sent is %s, the way back %s", said(&decision.Step), said(decision.Inverse))
	}
	lost := imageOf("1", unknown(model.AttrTags))
	if decision := step.Reconcile(lost); decision.Decision != plan.NotAllowed {
		t.Errorf("tags that cannot be read: %+v", decision)
	}
	// A name that somebody else gave is a conflict, whatever the tags are.
	theirs := patch.Patch{patch.SetAttribute(model.AttrName, "theirs")}.Apply(imageOf("1"))
	if decision := step.Reconcile(&theirs); decision.Decision != plan.Conflict || len(decision.Conflicts) != 1 {
		t.Errorf("a conflict: %+v", decision)
	}
}
