package work_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/work"
)

// harness is a queue whose every look at the clock takes half of a slice.
type harness struct {
	work.Queue
	now  time.Time
	said []string
}

func newHarness() *harness {
	h := &harness{now: time.Unix(0, 0)}
	h.Clock = func() time.Time {
		h.now = h.now.Add(2 * time.Millisecond)
		return h.now
	}
	return h
}

// task takes so many steps.
func (h *harness) task(name string, steps int, first bool) *work.Task {
	left := steps
	return &work.Task{
		Doing: name, First: first,
		Step: func(int) bool {
			h.said = append(h.said, name)
			left--
			return left <= 0
		},
		Progress: func() (int, int) { return steps - left, steps },
		Done: func() tea.Cmd {
			h.said = append(h.said, name+" is done")
			return nil
		},
		Cancel: func() tea.Cmd {
			h.said = append(h.said, name+" is given up")
			return nil
		},
	}
}

// run does every slice that is asked for, and returns how many those were.
func (h *harness) run(cmd tea.Cmd) (slices int) {
	for cmd != nil {
		msg := cmd()
		slices++
		cmd, _ = h.Handle(msg)
	}
	return slices
}

func (h *harness) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(h.said, want) {
		t.Errorf("it went\n%s\nwant\n%s", strings.Join(h.said, ", "), strings.Join(want, ", "))
	}
	h.said = nil
}

func TestWhatIsSmallIsDoneAtOnce(t *testing.T) {
	t.Parallel()
	h := newHarness()
	if slices := h.run(h.Start(h.task("a", 2, false))); slices != 0 || h.Busy() || h.Doing() != "" {
		t.Errorf("%d slices were asked for, %q goes on", slices, h.Doing())
	}
	h.expect(t, "a", "a", "a is done")
}

func TestTasksAreDoneOneAfterTheOtherInSlices(t *testing.T) {
	t.Parallel()
	h := newHarness()
	cmd := h.Start(h.task("a", 5, false))
	if h.Doing() != "a 40%" {
		t.Errorf("it does %q", h.Doing())
	}
	if h.Start(h.task("b", 1, false)) != nil {
		t.Error("the second task begins before the first is done")
	}
	if slices := h.run(cmd); slices != 3 {
		t.Errorf("%d slices", slices)
	}
	h.expect(t, "a", "a", "a", "a", "a", "a is done", "b", "b is done")
}

func TestWhatIsSeenGoesFirst(t *testing.T) {
	t.Parallel()
	h := newHarness()
	late := h.Start(h.task("a", 4, false))
	cmd := h.Start(h.task("b", 3, true))
	if h.run(late) != 1 {
		t.Error("a slice that was asked for before is done all the same")
	}
	h.run(cmd)
	h.expect(t, "a", "a", "b", "b", "b", "b is done", "a", "a", "a is done")
}

func TestWhatIsGivenUpIsNotGoneOnWith(t *testing.T) {
	t.Parallel()
	h := newHarness()
	cmd := h.Start(h.task("a", 4, false))
	h.Cancel()
	h.run(cmd)
	h.expect(t, "a", "a", "a is given up")
	cmd = h.Start(h.task("a", 4, false))
	h.Clear()
	h.run(cmd)
	if h.Busy() {
		t.Error("something goes on")
	}
	h.expect(t, "a", "a")
	if _, handled := h.Handle(tea.FocusMsg{}); handled {
		t.Error("another message is taken")
	}
}

// TestWhatIsDoneElsewhereIsToldAndGivenUp has something done beside the tasks, which go on.
func TestWhatIsDoneElsewhereIsToldAndGivenUp(t *testing.T) {
	t.Parallel()
	h := newHarness()
	beside := h.task("reading", 4, false)
	h.Beside(beside)
	if !h.Busy() || h.Doing() != "reading 0%" {
		t.Errorf("busy %t with %q", h.Busy(), h.Doing())
	}
	h.Start(h.task("planning", 1, false))
	if !slices.Equal(h.said, []string{"planning", "planning is done"}) {
		t.Errorf("beside it: %v", h.said)
	}
	h.Cancel()
	if h.Busy() || h.said[len(h.said)-1] != "reading is given up" {
		t.Errorf("busy %t after %v", h.Busy(), h.said)
	}
	h.Beside(beside)
	h.Drop(beside)
	if h.Busy() || h.Doing() != "" {
		t.Errorf("busy %t with %q once it has ended", h.Busy(), h.Doing())
	}
}

func TestOnlyWhatTakesLongerThanASliceIsToldAsLarge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		do   func(h *harness)
		want []bool
	}{
		{name: "small", do: func(h *harness) { h.run(h.Start(h.task("a", 1, false))) }},
		{name: "large", do: func(h *harness) { h.run(h.Start(h.task("a", 9, false))) }, want: []bool{true, false}},
		{name: "two, one after the other", do: func(h *harness) {
			cmd := h.Start(h.task("a", 9, false))
			h.Start(h.task("b", 9, false))
			h.run(cmd)
		}, want: []bool{true, false}},
		{name: "given up", do: func(h *harness) {
			h.Start(h.task("a", 9, false))
			h.Cancel()
		}, want: []bool{true, false}},
		{name: "forgotten", do: func(h *harness) {
			h.Start(h.task("a", 9, false))
			h.Clear()
		}, want: []bool{true, false}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHarness()
			var told []bool
			h.Large = func(underWay bool) { told = append(told, underWay) }
			if test.do(h); !slices.Equal(told, test.want) {
				t.Errorf("told %v, want %v", told, test.want)
			}
		})
	}
}
