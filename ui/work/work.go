// Package work does what is large in slices of a few milliseconds, so that no
// key has to wait for it. A slice is done in Update and asks for the next by a
// message, behind which a key finds its place.
package work

import (
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"
)

// budget is how long a slice takes, and portion how many items are done between
// two looks at the clock.
const (
	budget  = 4 * time.Millisecond
	portion = 128
)

// Task is something large.
type Task struct {
	// Doing says in a word what is done, such as "planning"; nothing where
	// something else says so.
	Doing string
	// First reports whether it goes before those that are under way: what it is
	// about is seen.
	First bool
	// Step does about n items and reports whether none is left.
	Step func(n int) (done bool)
	// Progress returns how many of how many items are done.
	Progress func() (done, all int)
	// Done carries on with the result.
	Done func() tea.Cmd
	// Cancel gives up what was done, because the user wants that.
	Cancel func() tea.Cmd
}

// SliceMsg asks for the next slice. One that was asked for by a task which is
// no more is dropped.
type SliceMsg struct{ ticket uint64 }

// Queue are the tasks, which are done one after the other. It is read and
// changed by Update and View alone.
type Queue struct {
	// Clock returns the time.
	Clock func() time.Time
	// Large is told when something turns out to take longer than a slice, and when no
	// task is left; nil is nobody.
	Large func(underWay bool)

	tasks []*Task
	// beside is what is done elsewhere, of which no step is done here.
	beside *Task
	// ticket is that of the slice that is awaited.
	ticket uint64
	// told reports whether Large was told that something is under way.
	told bool
}

// Start begins a task: with its first slice, so that what is small is done at
// once; or once the tasks before it are done.
func (q *Queue) Start(task *Task) tea.Cmd {
	if len(q.tasks) > 0 && !task.First {
		q.tasks = append(q.tasks, task)
		return nil
	}
	q.tasks = slices.Insert(q.tasks, 0, task)
	return q.slice()
}

// Beside notes what a command does, which is told and can be given up like a task. It
// has no Step; whoever takes the answer of the command drops it.
func (q *Queue) Beside(task *Task) { q.beside = task }

// Handle does the next slice, if a message asks for that.
func (q *Queue) Handle(msg tea.Msg) (tea.Cmd, bool) {
	asked, asks := msg.(SliceMsg)
	if !asks {
		return nil, false
	}
	if asked.ticket != q.ticket || len(q.tasks) == 0 {
		return nil, true
	}
	return q.slice(), true
}

// slice goes on with the first task for as long as a slice takes.
func (q *Queue) slice() tea.Cmd {
	begin, task := q.Clock(), q.tasks[0]
	for !task.Step(portion) {
		if q.Clock().Sub(begin) >= budget {
			q.tell(true)
			return q.next()
		}
	}
	q.tasks = slices.Delete(q.tasks, 0, 1)
	return tea.Batch(task.Done(), q.next())
}

// next asks for the next slice, if something is left to be done.
func (q *Queue) next() tea.Cmd {
	if len(q.tasks) == 0 {
		q.tell(false)
		return nil
	}
	q.ticket++
	asks := SliceMsg{q.ticket}
	return func() tea.Msg { return asks }
}

// tell lets Large know what it does not know yet.
func (q *Queue) tell(underWay bool) {
	if q.told == underWay || q.Large == nil {
		return
	}
	q.told = underWay
	q.Large(underWay)
}

// Busy reports whether anything is under way.
func (q *Queue) Busy() bool { return len(q.tasks) > 0 || q.beside != nil }

// Has reports whether a task is under way or waits.
func (q *Queue) Has(task *Task) bool { return task != nil && slices.Contains(q.tasks, task) }

// Cancel gives up what is done elsewhere, or else the last task, which the others do
// not wait for.
func (q *Queue) Cancel() tea.Cmd {
	last := q.beside
	if last == nil {
		last = q.tasks[len(q.tasks)-1]
	}
	q.Drop(last)
	return last.Cancel()
}

// Drop forgets a task.
func (q *Queue) Drop(task *Task) {
	q.tasks = slices.DeleteFunc(q.tasks, func(other *Task) bool { return other == task })
	if q.beside == task {
		q.beside = nil
	}
	if len(q.tasks) == 0 {
		q.tell(false)
	}
}

// Clear forgets all tasks.
func (q *Queue) Clear() {
	q.tasks, q.beside = nil, nil
	q.tell(false)
}

// Doing says what is done and how far it is, or nothing.
func (q *Queue) Doing() string {
	first := q.beside
	if len(q.tasks) > 0 {
		first = q.tasks[0]
	}
	if first == nil || first.Doing == "" {
		return ""
	}
	done, all := first.Progress()
	return first.Doing + Percent(done, all)
}

// Percent writes how far something is behind what it is.
func Percent(done, all int) string {
	if all == 0 {
		return ""
	}
	return " " + strconv.Itoa(100*done/all) + "%"
}
