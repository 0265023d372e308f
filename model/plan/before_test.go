package plan_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"glimpse/model/command"
	"glimpse/model/plan"
)

// before reads a plan that was saved before reasons were codes, and before a
// plan said in fields of its own what it came from.
func before(t *testing.T, name string) *plan.File {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "before-codes", name))
	if err != nil {
		t.Fatal(err)
	}
	read, err := plan.ReadFile(content)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestAPlanOfBeforeKeepsItsReasons(t *testing.T) {
	t.Parallel()
	read := before(t, "plan.json")
	if read.Title != "tag +gold" || command.Format(read.Command.Command) != "tag +gold" || read.Undoes != nil || len(read.Steps) != 3 || !slices.Equal(read.Steps[2].Add, []string{"gold"}) {
		t.Errorf("read %+v", read)
	}
	want := []plan.Reason{
		plan.AsWanted, plan.Protected, plan.WrongStatus, plan.Unreadable, plan.UnknownProtection, plan.UnknownStatus,
		plan.UnknownTags, plan.NoInverse, plan.NotDone, plan.NotMarked, plan.KeyTaken, plan.NullValue,
	}
	var got []plan.Reason
	for _, left := range read.LeftOut {
		got = append(got, left.Reason)
	}
	if !slices.Equal(got, want) {
		t.Errorf("left out because %q, want %q", got, want)
	}
}

func TestWhatAPlanOfBeforeCameFromIsToldByItsTitle(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		title, command    string
		undoes, takesBack bool
	}{
		{"hide", "hide", false, false},
		{"undo hide", "hide", true, true},
		{"undo undo hide", "hide", true, false},
		{"undo undo undo delete", "delete", true, true},
		{"finish: undo tag +undo", "tag +undo", true, true},
		{"finish: set name=\"undo x\"", "set name=\"undo x\"", false, false},
		{"made by nobody", "", false, false},
		{"undo", "undo", false, false},
	} {
		planned := plan.Plan{Title: test.title}
		planned.CompleteFromTitle()
		if got := command.Format(planned.Command.Command); got != test.command || (planned.Undoes != nil) != test.undoes || planned.TakesBack() != test.takesBack {
			t.Errorf("%q is of %q, undoes %+v", test.title, got, planned.Undoes)
		}
	}
	if again := before(t, "undo-of-undo.json"); again.Undoes == nil || again.TakesBack() || command.Format(again.Command.Command) != "tag +gold" {
		t.Errorf("read %+v", again.Plan)
	}
	// What says itself where it came from is not judged by its title.
	planned := plan.Plan{Title: "undo hide", Command: command.Line{Command: command.Protect{}}}
	planned.CompleteFromTitle()
	if planned.Undoes != nil || planned.Command.Command != (command.Protect{}) {
		t.Errorf("got %+v", planned)
	}
}

func TestAPartOfAPlanComesFromWhereAllOfItCame(t *testing.T) {
	t.Parallel()
	whole := before(t, "undo-of-undo.json").Plan
	whole.Undoes.Job = "20261124T013000.000Z-abcdef"
	if part := whole.Only(nil); command.Format(part.Command.Command) != "tag +gold" || part.Undoes != whole.Undoes || len(part.LeftOut) != 3 {
		t.Errorf("got %+v", part)
	}
}
