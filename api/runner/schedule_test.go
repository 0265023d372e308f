package runner_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// schedule is what happens while jobs are carried out, two of them on the same
// images perhaps: what goes wrong, and what a person does meanwhile.
type schedule struct {
	Seed           uint64
	Images, Steps  int
	Workers, Jobs  int
	Latency, After time.Duration
	// Faults are in calls of a hundred.
	Busy, Unreachable, Lost, LostAfter, Broken, Forbidden, Unauthorized, Panic, PanicAfter, Limited int
	// Unreadable and Unwritable are images that never answer.
	Unreadable, Unwritable int
	Outages                []span
	Deeds                  []deed
}

type span struct{ From, To time.Duration }

// deed is what a person, or another one, does after a while.
type deed struct {
	After time.Duration
	What  string
}

var deeds = []string{"pause", "resume", "cancel", "retry", "drain", "drain at once", "delete", "tag", "fill"}

func drawSchedule(t *rapid.T) schedule {
	rate := rapid.SampledFrom([]int{0, 0, 0, 2, 10})
	s := schedule{
		Seed: rapid.Uint64().Draw(t, "seed"), Images: rapid.IntRange(1, 12).Draw(t, "images"), Steps: rapid.IntRange(1, 30).Draw(t, "steps"),
		Workers: rapid.IntRange(1, 8).Draw(t, "workers"), Jobs: rapid.IntRange(1, 2).Draw(t, "jobs"),
		Latency: time.Duration(rapid.IntRange(0, 3).Draw(t, "latency")) * 10 * time.Millisecond,
		After:   time.Duration(rapid.IntRange(0, 2).Draw(t, "after")) * 10 * time.Millisecond,
		Busy:    rate.Draw(t, "busy"), Unreachable: rate.Draw(t, "unreachable"), Lost: rate.Draw(t, "lost"),
		LostAfter: rate.Draw(t, "lost after"), Broken: rate.Draw(t, "broken"), Forbidden: rate.Draw(t, "forbidden"),
		Unauthorized: rate.Draw(t, "unauthorized"), Panic: rate.Draw(t, "panic"), PanicAfter: rate.Draw(t, "panic after"), Limited: rate.Draw(t, "limited"),
		Unreadable: rapid.IntRange(-3, 3).Draw(t, "unreadable"), Unwritable: rapid.IntRange(-3, 3).Draw(t, "unwritable"),
	}
	at := time.Duration(0)
	for range rapid.IntRange(0, 2).Draw(t, "outages") {
		from := at + time.Duration(rapid.IntRange(0, 2000).Draw(t, "from"))*time.Millisecond
		at = from + time.Duration(rapid.IntRange(1, 600).Draw(t, "long"))*time.Second
		s.Outages = append(s.Outages, span{from, at})
	}
	for range rapid.IntRange(0, 8).Draw(t, "deeds") {
		s.Deeds = append(s.Deeds, deed{
			time.Duration(rapid.SampledFrom([]int{0, 1, 10, 35, 100, 1000, 20_000}).Draw(t, "wait")) * time.Millisecond,
			rapid.SampledFrom(deeds).Draw(t, "what"),
		})
	}
	return s
}

// limited is a journal on a disk that may be full.
type limited struct {
	runner.Log
	full *atomic.Bool
}

func (l *limited) failing() error {
	if l.full.Load() {
		return syscall.ENOSPC
	}
	return nil
}

func (l *limited) Append(record journal.Record) error {
	if err := l.failing(); err != nil {
		return err
	}
	return l.Log.Append(record)
}

func (l *limited) Repair() error { return errors.Join(l.failing(), l.Log.Repair()) }

// world is a schedule that takes place.
type world struct {
	schedule
	service *service
	random  *rand.Rand // the service's to lock
	begun   time.Time
	// plans are those of the jobs, by the jobs' names.
	plans map[jobs.ID]plan.Plan
	calm  bool
	full  atomic.Bool // the disk of the journals
	wrong []string
}

func (w *world) failf(format string, arguments ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, arguments...))
}

// planned are changes of which each can be told apart in what was carried out.
func (w *world) planned() plan.Plan {
	p := plan.Plan{Title: "all sorts"}
	over := make(map[model.ImageID]bool)
	for i := range w.Steps {
		step := plan.Step{Image: idOf(w.random.IntN(w.Images)), Name: text.Of(fmt.Sprint("step ", i))}
		switch what := w.random.IntN(10); {
		case what == 0:
			step.Image, step.Kind, step.New = idOf(1000+i), plan.Create, []patch.Field{{Name: "name", Set: true, Value: "made"}}
		case what == 1 && !over[step.Image]:
			step.Kind, over[step.Image] = plan.Delete, true
		case what <= 4:
			key := fmt.Sprint("p", i)
			step.Kind, step.Patch = plan.Update, patch.Patch{patch.SetProperty(key, "1")}
			step.Shown = []patch.Field{{Name: key}}
		default:
			step.Kind, step.Add = plan.Retag, []string{fmt.Sprint("t", i)}
		}
		p.Steps = append(p.Steps, step)
	}
	return p
}

// commitOf names what a step carries out.
func commitOf(step *plan.Step) string {
	id := " " + step.Image.Raw()[:8] + " "
	switch step.Kind {
	case plan.Create:
		return "Create" + id
	case plan.Delete:
		return "Delete" + id
	case plan.Update:
		return "Update" + id + step.Patch[0].Field
	default:
		return "Retag" + id + step.Add[0]
	}
}

func (w *world) out() bool {
	since := time.Since(w.begun)
	return slices.ContainsFunc(w.Outages, func(s span) bool { return since >= s.From && since < s.To })
}

// chance reports whether something that happens so often in a hundred happens.
func (w *world) chance(often int) bool {
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	return !w.calm && w.random.IntN(100) < often
}

// bad reports whether a call is for an image that never answers.
func (w *world) bad(call string) bool {
	var n int
	var name string
	if _, err := fmt.Sscanf(call, "%s %d", &name, &n); err != nil {
		return false
	}
	if name == "Image" {
		return n < w.Unreadable
	}
	return n >= w.Images-w.Unwritable && n < w.Images
}

// listed is what befalls a listing.
func (w *world) listed() error {
	switch {
	case w.out():
		return problem(api.ErrUnreachable, 0)
	case w.chance(w.Busy + w.Unreachable + w.Broken):
		return problem(api.ErrBusy, 503)
	case w.chance(w.Panic):
		panic("listing")
	}
	return nil
}

func (w *world) before(call string) error {
	reads := strings.HasPrefix(call, "Image")
	lost := problem(api.ErrUncertain, 0)
	if reads {
		lost = problem(api.ErrUnreachable, 0)
	}
	switch {
	case w.bad(call):
		return problem(api.ErrBusy, 503)
	case w.out() && (reads || w.chance(50)):
		return lost
	case w.chance(w.Busy):
		return problem(api.ErrBusy, 503)
	case w.chance(w.Limited):
		return asked{problem(api.ErrBusy, 429), 7 * time.Second}
	case w.chance(w.Unreachable):
		return problem(api.ErrUnreachable, 0)
	case w.chance(w.Lost):
		return lost
	case w.chance(w.Broken):
		return problem(api.ErrAnswer, 500)
	case w.chance(w.Unauthorized):
		return problem(api.ErrUnauthorized, 401)
	case !reads && w.chance(w.Forbidden):
		return problem(api.ErrForbidden, 403)
	case w.chance(w.Panic):
		panic("before")
	}
	return nil
}

func (w *world) after(call string) error {
	switch reads := strings.HasPrefix(call, "Image"); {
	case !reads && (w.out() || w.chance(w.LostAfter)):
		return problem(api.ErrUncertain, 504)
	case w.chance(w.PanicAfter):
		panic("after")
	}
	return nil
}

// takesPlace plays the schedule to its end in a bubble, and returns what is
// wrong.
func (s schedule) takesPlace(t *testing.T) (wrong []string) {
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		w := &world{
			schedule: s, service: newService(s.Images), random: rand.New(rand.NewPCG(s.Seed, 1)),
			begun: time.Now(), plans: make(map[jobs.ID]plan.Plan),
		}
		w.service.latency, w.service.slowAnswer, w.service.before, w.service.after = s.Latency, s.After, w.before, w.after
		w.service.beforeListing = w.listed
		r := w.rig(t, dir)
		ids := w.start(r)
		for i, deed := range s.Deeds {
			time.Sleep(deed.After)
			r = w.do(r, ids[i%len(ids)], deed.What)
		}
		w.ends(r)
		w.check(r)
		// What is left can be done once all is well.
		w.service.mu.Lock()
		w.calm = true
		w.Outages, w.Unreadable, w.Unwritable = nil, 0, 0
		w.service.mu.Unlock()
		for _, id := range ids {
			if r.Retry(id) != nil {
				continue
			}
			w.ends(r)
			if report, _ := r.Report(id); report.Counts[jobs.Failed]+report.Counts[jobs.Unsent] > 0 {
				w.failf("tried again, it ends with %s", report.Summary())
			}
		}
		w.check(r)
		if err := r.Drain(t.Context()); err != nil {
			w.failf("draining: %v", err)
		}
		wrong = w.wrong
	})
	return wrong
}

// start begins the jobs, which share the changes between them.
func (w *world) start(r *rig) (ids []jobs.ID) {
	all := w.planned()
	for n := range w.Jobs {
		part := plan.Plan{Title: all.Title}
		for i := n; i < len(all.Steps); i += w.Jobs {
			part.Steps = append(part.Steps, all.Steps[i])
		}
		if !part.IsEmpty() {
			ids = append(ids, r.start(part))
			w.service.mu.Lock()
			w.plans[ids[n]] = part
			w.service.mu.Unlock()
		}
	}
	return ids
}

func (w *world) rig(t *testing.T, dir string) *rig {
	options := runner.Options{Dir: dir, Origin: here, Workers: w.Workers}.WithJournals(func(dir string, head journal.Head) (runner.Log, error) {
		opened, err := journal.Create(dir, head)
		return &limited{Log: opened, full: &w.full}, err
	})
	return &rig{Runner: runner.New(w.service, options), t: t, service: w.service, dir: dir}
}

// do is one deed. It may need another runner.
func (w *world) do(r *rig, id jobs.ID, what string) *rig {
	switch what {
	case "pause":
		_ = r.Pause(id)
	case "resume":
		_ = r.Resume(id)
	case "cancel":
		_ = r.Cancel(id)
	case "retry":
		_ = r.Retry(id)
	case "delete", "tag":
		w.other(what)
	case "fill":
		w.full.Store(!w.full.Load())
	default:
		ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
		if what == "drain at once" {
			cancel()
		}
		if err := r.Drain(ctx); err != nil {
			w.failf("draining: %v", err)
		}
		cancel()
		next := w.rig(r.t, r.dir)
		for id := range w.plans {
			// Of one that is over, only a runner of its own session tries anything again.
			if err := next.Finish(id); err != nil && !r.entry(id).Finished() {
				w.failf("finishing: %v", err)
			}
		}
		return next
	}
	return r
}

// other is what another person does.
func (w *world) other(what string) {
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	id := idOf(w.random.IntN(w.Images))
	image, found := w.service.images[id]
	deletes := func(s plan.Step) bool { return s.Image == id && s.Kind == plan.Delete }
	for _, p := range w.plans {
		found = found && !slices.ContainsFunc(p.Steps, deletes)
	}
	if !found {
		return
	}
	if what == "delete" {
		delete(w.service.images, id)
		return
	}
	image.Tags = append(slices.Clone(image.Tags), text.Of("theirs"))
	w.service.images[id] = image
}

func TestWhateverHappensWhatIsToldIsTrue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSchedule(rt)
		if wrong := s.takesPlace(t); len(wrong) > 0 {
			rt.Fatalf("%s\n%+v", strings.Join(wrong, "\n"), s)
		}
	})
}
