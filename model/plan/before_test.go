package plan_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

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
	if read.Title != "tag +gold" || len(read.Steps) != 3 || !slices.Equal(read.Steps[2].Add, []string{"gold"}) {
		t.Errorf("read %+v", read)
	}
	want := []plan.Reason{
		plan.NoChange, plan.Protected, plan.WrongStatus, plan.Unreadable, plan.UnknownProtection, plan.UnknownStatus,
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
