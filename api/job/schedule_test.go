package job_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"glimpse/api"
	"glimpse/api/job"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// schedule is what happens during one job: what goes wrong, and what a person
// does meanwhile.
type schedule struct {
	Seed           uint64
	Images, Steps  int
	Workers        int
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

var deeds = []string{"pause", "resume", "cancel", "retry", "drain", "drain at once", "delete", "tag"}

func drawSchedule(t *rapid.T) schedule {
	rate := rapid.SampledFrom([]int{0, 0, 0, 2, 10})
	s := schedule{
		Seed: rapid.Uint64().Draw(t, "seed"), Images: rapid.IntRange(1, 12).Draw(t, "images"), Steps: rapid.IntRange(1, 30).Draw(t, "steps"),
		Workers: rapid.IntRange(1, 8).Draw(t, "workers"),
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

// world is a schedule that takes place.
type world struct {
	schedule
	service *service
	random  *rand.Rand // the service's to lock
	begun   time.Time
	plan    plan.Plan
	// deleted are images that another person deleted.
	deleted map[model.ImageID]bool
	calm    bool
	wrong   []string
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

// chance tells whether something that happens so often in a hundred happens.
func (w *world) chance(often int) bool {
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	return !w.calm && w.random.IntN(100) < often
}

// bad tells whether a call is for an image that never answers.
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
			begun: time.Now(), deleted: make(map[model.ImageID]bool),
		}
		w.service.latency, w.service.slowAnswer, w.service.before, w.service.after = s.Latency, s.After, w.before, w.after
		w.plan = w.planned()
		r := w.rig(t, dir)
		id := r.start(w.plan)
		for _, deed := range s.Deeds {
			time.Sleep(deed.After)
			r = w.do(r, id, deed.What)
		}
		w.ends(r, id)
		w.check(r, id)
		// What is left can be done once all is well.
		w.service.mu.Lock()
		w.calm = true
		w.Outages, w.Unreadable, w.Unwritable = nil, 0, 0
		w.service.mu.Unlock()
		if r.Retry(id) == nil {
			w.ends(r, id)
			w.check(r, id)
			if report, _ := r.Report(id); report.Counts[jobs.Failed]+report.Counts[jobs.Unsent] > 0 {
				w.failf("tried again, it ends with %s", report.Summary())
			}
		}
		if err := r.Drain(t.Context()); err != nil {
			w.failf("draining: %v", err)
		}
		wrong = w.wrong
	})
	return wrong
}

func (w *world) rig(t *testing.T, dir string) *rig {
	options := job.Options{Dir: dir, Origin: here, Workers: w.Workers}
	return &rig{Runner: job.New(w.service, options), t: t, service: w.service, dir: dir}
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
		// Of one that is over, only a runner of its own session tries anything again.
		if err := next.Finish(id); err != nil && !r.entry(id).Finished() {
			w.failf("finishing: %v", err)
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
	if !found || slices.ContainsFunc(w.plan.Steps, func(s plan.Step) bool { return s.Image == id && s.Kind == plan.Delete }) {
		return
	}
	if what == "delete" {
		delete(w.service.images, id)
		w.deleted[id] = true
		return
	}
	image.Tags = append(slices.Clone(image.Tags), text.Of("theirs"))
	w.service.images[id] = image
}

// ends waits until the job has ended; a person resumes what has paused.
func (w *world) ends(r *rig, id jobs.ID) {
	for range 100_000 {
		progress, found := r.Progress(id)
		if !found || progress.State == jobs.Ended {
			return
		}
		if progress.State == jobs.Paused {
			_ = r.Resume(id)
		}
		select {
		case <-r.Changed():
		case <-time.After(time.Minute):
		}
		if time.Since(w.begun) > 100*time.Hour {
			break
		}
	}
	progress, _ := r.Progress(id)
	w.failf("it never ends: %+v", progress)
}

// check compares what the job tells with what the service has and with the
// journal.
func (w *world) check(r *rig, id jobs.ID) {
	w.service.mu.Lock()
	defer w.service.mu.Unlock()
	if w.service.changedTogether {
		w.failf("two changes to one image at once")
	}
	entry := r.entry(id)
	results := make([]jobs.Result, len(entry.Steps))
	for i := range entry.Steps {
		results[i] = entry.Steps[i].Result
		if results[i].Outcome == jobs.Waiting && !entry.Steps[i].Sent {
			results[i].Outcome = jobs.Unsent // as the end of a journal says
		}
	}
	if report, found := r.Report(id); found {
		w.compare(&report, results)
		results = report.Results
	}
	if !entry.Ended {
		w.failf("the journal has no end")
	}
	for i := range results {
		w.checkStep(&w.plan.Steps[i], &results[i])
	}
}

func (w *world) compare(report *jobs.Report, told []jobs.Result) {
	for i := range told {
		is := &report.Results[i]
		if is.Outcome != told[i].Outcome || is.Outcome != jobs.Unsent && is.Reason != told[i].Reason || is.Outcome == jobs.Done && fmt.Sprintf("%+v", is.Inverse) != fmt.Sprintf("%+v", told[i].Inverse) {
			w.failf("step %d is %+v, and the journal says %+v", i, is, told[i])
		}
	}
}

func (w *world) checkStep(step *plan.Step, result *jobs.Result) {
	commits := w.service.commits[commitOf(step)]
	_, exists := w.service.images[step.Image]
	unknown := strings.Contains(result.Reason.Raw(), "it is not known")
	right := false
	switch result.Outcome {
	case jobs.Done:
		right = commits == 1
	case jobs.Gone:
		right = commits == 0 && !exists || commits == 1 && w.deleted[step.Image]
	case jobs.Failed:
		right = commits == 0 || unknown && w.Unreadable > 0
	case jobs.Refused, jobs.Unsent:
		right = commits == 0
	default: // nothing is so already, and nobody changes what the steps change
	}
	if !right {
		w.failf("%s was carried out %d times and is %+v", commitOf(step), commits, result)
	}
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
