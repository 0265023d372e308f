package runner_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func TestManyAreUnderWayAtOnceAndNeverTwoOnOneImage(t *testing.T) {
	inBubble(t, 50, func(t *testing.T, r *rig) {
		r.service.latency = 20 * time.Millisecond
		begun := time.Now()
		first := tagged(slices.Concat(upTo(50), upTo(50))...)
		for i := 50; i < 100; i++ {
			first.Steps[i].Add = []string{"silver"}
		}
		second := tagged(upTo(50)...)
		for i := range second.Steps {
			second.Steps[i].Add, second.Steps[i].Remove = []string{"bronze"}, []string{"old"}
		}
		one, two := r.start(first), r.start(second)
		if got := r.ended(one); got.Summary() != "50 done, 0 failed" || stepsDone(&got) != 100 {
			t.Errorf("got %s", got.Summary())
		}
		if got := r.ended(two); got.Summary() != "50 done, 0 failed" {
			t.Errorf("got %s", got.Summary())
		}
		if r.service.changedTogether || r.service.most != 8 {
			t.Errorf("two changes on one image: %v; %d requests at once", r.service.changedTogether, r.service.most)
		}
		// 300 requests of 20 ms, eight at once.
		if took := time.Since(begun); took > 850*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		for n := range 50 {
			got := slices.Sorted(slices.Values(r.service.tags(n)))
			if !slices.Equal(got, []string{"bronze", "gold", "silver"}) {
				t.Errorf("image %d has %v", n, got)
			}
		}
	})
}

func TestStepsOnOneImageGoInThePlansOrder(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.latency = time.Millisecond
		p := tagged(0, 0, 0, 0)
		for i := range p.Steps {
			p.Steps[i].Add = []string{string(rune('a' + i))}
		}
		r.done(p)
		if got := r.service.tags(0); !slices.Equal(got, []string{"old", "a", "b", "c", "d"}) {
			t.Errorf("tags %v", got)
		}
	})
}

func TestAPausedJobSendsNothing(t *testing.T) {
	inBubble(t, 60, func(t *testing.T, r *rig) {
		r.service.latency = 20 * time.Millisecond
		id := r.start(tagged(upTo(60)...))
		time.Sleep(105 * time.Millisecond)
		if err := r.Pause(id); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
		calls := len(r.service.made(""))
		progress, _ := r.Progress(id)
		if progress.State != jobs.Paused || progress.Counts[jobs.Sending] != 0 || progress.Finished() == 0 || progress.Finished() == 60 || len(progress.Sending) != 0 {
			t.Errorf("got %+v", progress)
		}
		time.Sleep(time.Hour)
		if again := len(r.service.made("")); again != calls {
			t.Errorf("%d requests while it was paused", again-calls)
		}
		if err := r.Pause(id); !errors.Is(err, runner.ErrState) {
			t.Errorf("paused twice: %v", err)
		}
		if err := r.Resume(id); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(id); report.Summary() != "60 done, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
		if err := r.Resume(id); !errors.Is(err, runner.ErrState) {
			t.Errorf("resumed at the end: %v", err)
		}
	})
}

func TestACancelledJobEndsWhatIsUnderWay(t *testing.T) {
	inBubble(t, 60, func(t *testing.T, r *rig) {
		r.service.latency = 20 * time.Millisecond
		id := r.start(tagged(upTo(60)...))
		time.Sleep(105 * time.Millisecond)
		if err := r.Cancel(id); err != nil {
			t.Fatal(err)
		}
		report := r.ended(id)
		done := len(r.service.made("Retag"))
		if report.Counts[jobs.Done] != done || report.Counts[jobs.Unsent] != 60-done || done == 0 || done == 60 {
			t.Errorf("%s with %d requests", report.Summary(), done)
		}
		if err := r.Cancel(id); !errors.Is(err, runner.ErrState) {
			t.Errorf("cancelled at the end: %v", err)
		}
		if left, err := r.Unfinished(); len(left) != 0 || err != nil {
			t.Errorf("left %v, %v", left, err)
		}
		// And it can be taken up again.
		if err := r.Retry(id); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(id); report.Summary() != "60 done, 0 failed" || len(r.service.made("Retag")) != 60 {
			t.Errorf("%s with %d requests", report.Summary(), len(r.service.made("Retag")))
		}
		if entry := r.entry(id); !entry.Ended || entry.Summary != "60 done, 0 failed" {
			t.Errorf("the journal says %q", entry.Summary)
		}
	})
}

// TestAFailureInDoubtSaysSo: a change whose answer was lost, of an image that
// cannot be read any more, may have arrived.
func TestAFailureInDoubtSaysSo(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.unlisted = problem(api.ErrAnswer, 500)
		r.service.before = func(call string) error {
			if call == "Image 00000000" && len(r.service.made("Retag")) > 0 {
				return problem(api.ErrAnswer, 500)
			}
			return nil
		}
		r.service.after = once("Retag 00000000", problem(api.ErrUncertain, 0))
		report := r.done(tagged(0))
		if len(report.Results) != 1 || report.Results[0].Outcome != jobs.Failed {
			t.Fatalf("got %v", outcomes(report))
		}
		if why := report.Results[0].Reason.Raw(); !strings.Contains(why, "it is not known whether the change arrived") {
			t.Errorf("it failed because of %q", why)
		}
		if tags := r.service.tags(0); !slices.Contains(tags, "gold") {
			t.Errorf("the tags are %v", tags)
		}
		// It is part of the undo, which says that it may take nothing back.
		r.service.before, r.service.unlisted = nil, nil
		undo, err := r.Undo("")
		if err != nil || len(undo.Steps) != 1 || !undo.Steps[0].Unsure || len(undo.LeftOut) != 0 {
			t.Fatalf("got %+v, %v", undo, err)
		}
		if report := r.done(undo); report.Summary() != "1 done, 0 failed" || slices.Contains(r.service.tags(0), "gold") {
			t.Errorf("%s, the tags are %v", report.Summary(), r.service.tags(0))
		}
	})
}

// TestWhatDidNotArriveIsNotTakenBack: a change whose answer was lost, and that had not
// arrived, is undone by nothing; nor is one that somebody else has made since.
func TestWhatDidNotArriveIsNotTakenBack(t *testing.T) {
	for name, since := range map[string]string{"as before": "", "changed by another": "theirs"} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				sent := false
				r.service.unlisted = problem(api.ErrAnswer, 500)
				r.service.before = func(call string) error {
					switch {
					case call == "Update 00000000":
						sent = true
						return problem(api.ErrUncertain, 0)
					case call == "Image 00000000" && sent:
						return problem(api.ErrAnswer, 500)
					}
					return nil
				}
				renamed := plan.Step{
					Image: idOf(0), Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrName, "new")},
					Shown: []patch.Field{{Name: "name", Set: true, Value: r.service.image(0).Name.Raw()}},
				}
				if report := r.done(plan.Plan{Title: "set name=new", Steps: []plan.Step{renamed}}); report.Counts[jobs.Failed] != 1 {
					t.Fatalf("got %v", outcomes(report))
				}
				r.service.before, r.service.unlisted = nil, nil
				want := "0 done, 1 no change, 0 failed"
				if since != "" {
					image := r.service.image(0)
					image.Name = text.Of(since)
					r.service.images[idOf(0)] = image
					want = "0 done, 1 conflict, 0 failed"
				}
				before := r.service.image(0).Name.Raw()
				undo, err := r.Undo("")
				if err != nil || len(undo.Steps) != 1 || !undo.Steps[0].Unsure {
					t.Fatalf("got %+v, %v", undo, err)
				}
				if report := r.done(undo); report.Summary() != want || r.service.image(0).Name.Raw() != before {
					t.Errorf("%s, the name is %q", report.Summary(), r.service.image(0).Name.Raw())
				}
			})
		})
	}
}

func TestACancelledJobLooksAtWhatIsInDoubt(t *testing.T) {
	inBubble(t, 2, func(t *testing.T, r *rig) {
		lost := problem(api.ErrUncertain, 0)
		down := true
		first, second := once("Retag 00000000", lost), once("Retag 00000001", lost)
		r.service.before = func(call string) error {
			if call == "Image 00000000" && len(r.service.made("Retag")) == 2 && down {
				return problem(api.ErrUnreachable, 0)
			}
			return second(call)
		}
		r.service.after = first              // image 0 was changed, image 1 was not
		r.service.latency = time.Millisecond // both are under way at once
		id := r.start(tagged(0, 1))
		r.until(id, jobs.Outage)
		synctest.Wait()
		if err := r.Cancel(id); err != nil {
			t.Fatal(err)
		}
		progress := r.until(id, jobs.Cancelling)
		if progress.Again.IsZero() {
			t.Error("it does not say when it looks again")
		}
		time.Sleep(20 * time.Second)
		r.service.mu.Lock()
		down = false
		r.service.mu.Unlock()
		report := r.ended(id)
		if got := outcomes(report); !slices.Equal(got, []jobs.Outcome{jobs.Done, jobs.Failed}) {
			t.Errorf("got %v", got)
		}
	})
}

func TestWhatFailedAndWhatWasNotSentIsTriedAgainAndNothingElse(t *testing.T) {
	inBubble(t, 5, func(t *testing.T, r *rig) {
		r.service.before = func() func(string) error {
			failed, refused := once("Retag 00000001", errOther), once("Retag 00000002", problem(api.ErrForbidden, 403))
			return func(call string) error {
				if err := failed(call); err != nil {
					return err
				}
				return refused(call)
			}
		}()
		p := tagged(upTo(5)...)
		p.Steps = append(p.Steps, tagged(9).Steps...)
		report := r.done(p)
		want := []jobs.Outcome{jobs.Done, jobs.Failed, jobs.Refused, jobs.Done, jobs.Done, jobs.Gone}
		if got := outcomes(report); !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
		calls := len(r.service.made(""))
		if err := r.Retry(report.ID); err != nil {
			t.Fatal(err)
		}
		want[1] = jobs.Done
		if got := outcomes(r.ended(report.ID)); !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
		if again := r.service.made("")[calls:]; !slices.Equal(again, []string{"Image 00000001", "Retag 00000001"}) {
			t.Errorf("sent %v", again)
		}
		if err := r.Retry(report.ID); !errors.Is(err, jobs.ErrNothingToRetry) {
			t.Errorf("got %v", err)
		}
		if err := r.Retry(report.ID, p.Steps[0].Image); !errors.Is(err, jobs.ErrNothingToRetry) {
			t.Errorf("of one that is done: %v", err)
		}
		// What was refused is tried again where it is asked for.
		if err := r.Retry(report.ID, p.Steps[0].Image, p.Steps[2].Image); err != nil {
			t.Fatal(err)
		}
		want[2] = jobs.Done
		if got := outcomes(r.ended(report.ID)); !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
	})
}

func TestAJobThatIsNotThereIsTold(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		for name, control := range map[string]func(jobs.ID) error{"pause": r.Pause, "resume": r.Resume, "cancel": r.Cancel, "retry": func(id jobs.ID) error { return r.Retry(id) }} {
			if err := control("none"); !errors.Is(err, runner.ErrUnknown) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, found := r.Report("none"); found {
			t.Error("it has a report")
		}
		if results, _ := r.Results("none", 0); results != nil {
			t.Error("it has results")
		}
	})
}

func TestResultsAreToldOnceTheyChange(t *testing.T) {
	inBubble(t, 30, func(t *testing.T, r *rig) {
		r.service.latency = 20 * time.Millisecond
		id := r.start(tagged(upTo(30)...))
		known := make(map[int]jobs.Outcome)
		var version uint64
		for {
			var results []jobs.Result
			results, version = r.Results(id, version)
			for _, result := range results {
				known[result.Step] = result.Outcome
			}
			progress, _ := r.Progress(id)
			if progress.Version == version && progress.State == jobs.Ended {
				break
			}
			<-r.Changed()
		}
		for n := range 30 {
			if known[n] != jobs.Done {
				t.Errorf("step %d is %s", n, known[n])
			}
		}
		if results, same := r.Results(id, version); results != nil || same != version || r.Version() < version {
			t.Errorf("and then %v", results)
		}
	})
}

func TestTheRateIsThatOfTheLastSeconds(t *testing.T) {
	inBubble(t, 2000, func(t *testing.T, r *rig) {
		r.service.latency = 100 * time.Millisecond
		id := r.start(tagged(upTo(2000)...))
		if progress, _ := r.Progress(id); progress.Rate != 0 || progress.Left != 0 {
			t.Errorf("before anything is known: %+v", progress)
		}
		time.Sleep(20*time.Second + 50*time.Millisecond)
		progress, _ := r.Progress(id) // eight at once, 26 requests for 25 images: 77 a second
		if progress.Rate < 73 || progress.Rate > 81 || progress.Left < 4*time.Second || progress.Left > 8*time.Second {
			t.Errorf("%v a second, %v left", progress.Rate, progress.Left)
		}
		if err := r.Pause(id); err != nil {
			t.Fatal(err)
		}
		if progress, _ := r.Progress(id); progress.Rate != 0 {
			t.Errorf("paused, at %v a second", progress.Rate)
		}
	})
}

func TestDrainingEndsWhatIsUnderWayAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newService(60)
		s.latency = 20 * time.Millisecond
		r := &rig{Runner: runner.New(s, runner.Options{Dir: dir, Origin: here}), t: t, service: s, dir: dir}
		id := r.start(tagged(upTo(60)...))
		time.Sleep(105 * time.Millisecond)
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		calls := len(s.made(""))
		synctest.Wait()
		time.Sleep(time.Minute)
		if again := len(s.made("")); again != calls || s.now != 0 {
			t.Errorf("%d more requests", again-calls)
		}
		if _, err := r.Start(tagged(1)); !errors.Is(err, runner.ErrClosing) {
			t.Errorf("started: %v", err)
		}
		if err := r.Cancel(id); !errors.Is(err, runner.ErrClosing) {
			t.Errorf("cancelled: %v", err)
		}
		// The journal knows all that was done, and the next run finishes it.
		next := &rig{Runner: runner.New(s, runner.Options{Dir: dir, Origin: here}), t: t, service: s, dir: dir}
		left, err := next.Unfinished()
		if err != nil || len(left) != 1 || left[0].Left != 60-len(s.made("Retag")) || left[0].Unsure != 0 {
			t.Fatalf("left %+v, %v", left, err)
		}
		rest, err := next.Left(id)
		if err != nil || len(rest.Steps) != left[0].Left || rest.Title != "finish: "+left[0].Title {
			t.Fatalf("the rest is %q, %d steps, %v", rest.Title, len(rest.Steps), err)
		}
		for _, step := range rest.Steps {
			if slices.Contains(s.made("Retag"), "Retag "+step.Image.Raw()[:8]) {
				t.Errorf("%s is done already", step.Image.Raw())
			}
		}
		if err := next.Finish(id); err != nil {
			t.Fatal(err)
		}
		if _, err := next.Left(id); !errors.Is(err, runner.ErrState) {
			t.Errorf("what is left of a job of this session: %v", err)
		}
		resumed := time.Now()
		if report := next.ended(id); !report.Resumed.Equal(resumed) || report.Summary() != "60 done, 0 failed" || len(s.made("Retag")) != 60 {
			t.Errorf("%s with %d requests", report.Summary(), len(s.made("Retag")))
		}
		if err := next.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestDrainingDoesNotWaitForLongerThanItMay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newService(20)
		s.latency = time.Hour
		r := &rig{Runner: runner.New(s, runner.Options{Dir: dir, Origin: here}), t: t, service: s, dir: dir}
		s.before = func(string) error { return nil }
		id := r.start(tagged(upTo(20)...))
		time.Sleep(time.Hour + time.Minute) // eight are being changed
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		if err := r.Drain(ctx); err != nil || time.Since(begun) != 10*time.Second {
			t.Errorf("it took %v, %v", time.Since(begun), err)
		}
		left := r.entry(id).Unfinished()
		if left.Left != 20 || left.Unsure != 8 {
			t.Errorf("left %+v", left)
		}
	})
}

func TestWithoutAJournalNothingIsSent(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := newService(5)
		r := runner.New(s, runner.Options{Dir: filepath.Join(file, "journal"), Origin: here})
		if _, err := r.Start(tagged(upTo(5)...)); err == nil {
			t.Error("the job is started")
		}
		if err := r.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		if len(s.made("")) != 0 || len(r.Jobs()) != 0 {
			t.Errorf("sent %v", s.made(""))
		}
	})
}

func TestJobsAreListedFromTheOldest(t *testing.T) {
	inBubble(t, 3, func(t *testing.T, r *rig) {
		var ids []jobs.ID
		for n := range 3 { // at the same moment
			ids = append(ids, r.start(plan.Plan{Title: "t", Steps: tagged(n).Steps}))
		}
		if !slices.IsSorted(ids) {
			t.Errorf("ids %v", ids)
		}
		for i, progress := range r.Jobs() {
			if progress.ID != ids[i] || progress.Total != 1 || progress.Title != "t" {
				t.Errorf("job %d is %+v", i, progress)
			}
			r.ended(ids[i])
		}
		if r.Busy() {
			t.Error("it is busy")
		}
	})
}
