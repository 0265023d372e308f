package runner_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// setting is a plan that gives images a property which they did not have.
func setting(value string, images ...int) plan.Plan {
	p := plan.Plan{Title: "property p=" + value}
	for _, n := range images {
		p.Steps = append(p.Steps, plan.Step{
			Image: idOf(n), Kind: plan.Update, Patch: patch.Patch{patch.SetProperty("p", value)}, Shown: []patch.Field{{Name: "p"}},
		})
	}
	return p
}

// meddle lets somebody else set the property of an image.
func (s *service) meddle(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	image := s.images[idOf(n)]
	s.images[idOf(n)] = patch.Patch{patch.SetProperty("p", "theirs")}.Apply(&image)
}

// property is what the property of an image is set to.
func (s *service) property(n int) string {
	image := s.image(n)
	value, _ := image.Property("p")
	return value.Raw()
}

// TestFiveHundredImagesCostOneRequestEach holds the budget of a bulk change, in
// time that no machine disturbs.
func TestFiveHundredImagesCostOneRequestEach(t *testing.T) {
	for _, test := range []struct {
		hidden int
		shown  bool // the plan says which they are
		most   int
	}{{0, false, 522}, {41, false, 525}, {41, true, 523}, {500, false, 523}, {500, true, 522}} {
		hidden, most := test.hidden, test.most
		t.Run(fmt.Sprint(hidden, " hidden, shown: ", test.shown), func(t *testing.T) {
			inBubble(t, bulk, func(t *testing.T, r *rig) {
				for n := range hidden {
					image := r.service.images[idOf(n*bulk/hidden)]
					image.Hidden = true
					r.service.images[image.ID] = image
				}
				r.service.latency = oneWay
				begun := time.Now()
				p := tagged(upTo(bulk)...)
				for i := range p.Steps {
					p.Steps[i].Hidden = test.shown && r.service.images[p.Steps[i].Image].Hidden
				}
				report := r.done(p)
				took := time.Since(begun)
				requests := len(r.service.made("")) + len(r.service.listings)
				t.Logf("%d requests, %.3f of the ideal", requests, took.Seconds()/ideal.Seconds())
				if report.Summary() != "500 done, 0 failed" || requests > most || took > ideal*115/100 {
					t.Errorf("%s with %d requests in %v", report.Summary(), requests, took)
				}
				if read := r.service.made("Image"); len(read) > 0 || r.service.most > atOnce {
					t.Errorf("read one by one: %v; %d at once", read, r.service.most)
				}
			})
		})
	}
}

func TestWhatNoListingHasIsReadByItself(t *testing.T) {
	inBubble(t, 60, func(t *testing.T, r *rig) {
		r.service.latency = time.Millisecond
		r.service.absent = map[model.ImageID]bool{idOf(7): true, idOf(31): true} // as one that is shared and was not accepted
		delete(r.service.images, idOf(12))
		report := r.done(tagged(upTo(60)...))
		if report.Summary() != "59 done, 1 gone, 0 failed" || report.Results[12].Outcome != jobs.Gone {
			t.Errorf("got %s", report.Summary())
		}
		read := slices.Sorted(slices.Values(r.service.made("Image")))
		if !slices.Equal(read, []string{"Image 00000007", "Image 00000012", "Image 00000031"}) {
			t.Errorf("read %v", read)
		}
	})
}

func TestWhatWasReadLongAgoIsReadAgain(t *testing.T) {
	inBubble(t, 60, func(t *testing.T, r *rig) {
		r.service.latency = 20 * time.Millisecond
		id := r.start(setting("ours", upTo(60)...))
		time.Sleep(75 * time.Millisecond) // more was listed than is changed
		if err := r.Pause(id); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		time.Sleep(3 * time.Second)
		changed := len(r.service.made("Update"))
		for n := range 60 {
			if r.service.property(n) == "" {
				r.service.meddle(n)
			}
		}
		if err := r.Resume(id); err != nil {
			t.Fatal(err)
		}
		report := r.ended(id)
		if changed == 0 || report.Counts[jobs.Done] != changed || report.Counts[jobs.Conflict] != 60-changed {
			t.Errorf("%s, of which %d before", report.Summary(), changed)
		}
		if len(r.service.made("Image")) == 0 || len(r.service.tooOld) > 0 {
			t.Errorf("nothing was read again, or too late: %v", r.service.tooOld)
		}
	})
}

// slowLog is a journal on a slow disk.
type slowLog struct{ runner.Log }

func (l slowLog) Append(record journal.Record) error {
	if _, sends := record.(journal.Send); sends {
		time.Sleep(1500 * time.Millisecond)
	}
	return l.Log.Append(record)
}

// TestNothingIsSentOnAnOldReading: between the decision and the request the
// disk, and the requests of others, may take their time.
func TestNothingIsSentOnAnOldReading(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newService(40)
		s.latency = 700 * time.Millisecond
		options := runner.Options{Dir: dir, Origin: here, Workers: 3}.WithJournals(func(dir string, head journal.Head) (runner.Log, error) {
			opened, err := journal.Create(dir, head)
			return slowLog{opened}, err
		})
		r := &rig{Runner: runner.New(s, options), t: t, service: s, dir: dir}
		report := r.done(tagged(upTo(40)...))
		if report.Summary() != "40 done, 0 failed" || len(s.tooOld) > 0 {
			t.Errorf("%s; sent too late: %v", report.Summary(), s.tooOld)
		}
		if len(s.listings) < 2 {
			t.Error("nothing was listed")
		}
		if err := r.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestTwoJobsDoNotOverwriteEachOther: what one job has read ahead, the other one
// changes before its turn.
func TestTwoJobsDoNotOverwriteEachOther(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		apart, answer, listing time.Duration
		lost                   bool // the answer to one change
	}{
		{0, 0, 0, false},
		{0, 5 * ms, 0, true},
		{5 * ms, 5 * ms, 0, false},
		{5 * ms, 25 * ms, 0, true},
		{15 * ms, 5 * ms, 60 * ms, false}, // what is listed is changed before the listing arrives
		{15 * ms, 5 * ms, 60 * ms, true},
		{30 * ms, 5 * ms, 5 * ms, true},
		{70 * ms, 5 * ms, 0, false},
	} {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			inBubble(t, 40, func(t *testing.T, r *rig) {
				r.service.latency, r.service.slowAnswer, r.service.slowListing = 20*ms, test.answer, test.listing
				if test.lost {
					r.service.after = once("Update 00000003", problem(api.ErrUncertain, 504))
				}
				one := r.start(setting("one", upTo(40)...))
				time.Sleep(test.apart)
				two := r.start(setting("two", upTo(40)...))
				first, second := r.ended(one), r.ended(two)
				for n := range 40 {
					both := []jobs.Outcome{first.Results[n].Outcome, second.Results[n].Outcome}
					slices.Sort(both)
					if !slices.Equal(both, []jobs.Outcome{jobs.Conflict, jobs.Done}) {
						t.Errorf("image %d: %v", n, both)
					}
					if times := r.service.commits["Update "+idOf(n).Raw()[:8]+" p"]; times != 1 {
						t.Errorf("image %d was changed %d times", n, times)
					}
				}
			})
		})
	}
}

func TestTheAnswerToAChangeIsTheReadingOfTheNext(t *testing.T) {
	inBubble(t, 30, func(t *testing.T, r *rig) {
		r.service.latency = time.Millisecond
		p := tagged(upTo(30)...)
		for n := range 30 {
			p.Steps = append(p.Steps, setting("ours", n).Steps[0], plan.Step{
				Image: idOf(n), Kind: plan.Deactivate, Shown: []patch.Field{{Name: "status", Set: true, Value: "active"}},
			})
		}
		if report := r.done(p); report.Summary() != "30 done, 0 failed" || stepsDone(&report) != 90 || len(r.service.made("Image")) > 0 {
			t.Errorf("%s; read %v", report.Summary(), r.service.made("Image"))
		}
	})
}

// TestAllTagsAreReplacedOnlyJustAfterAReading: a list of tags takes away what
// somebody else has added since it was read.
func TestAllTagsAreReplacedOnlyJustAfterAReading(t *testing.T) {
	inBubble(t, 28, func(t *testing.T, r *rig) {
		r.service.latency = time.Millisecond
		p := tagged(upTo(28)...)
		p.Steps[4].Add = []string{"a", "b", "c", "d"}
		p.Steps[9].Add = []string{"a/b"}
		p.Steps[11].Kind, p.Steps[11].Add = plan.Update, nil
		p.Steps[11].Patch = patch.Patch{patch.SetTags([]string{"new"})}
		p.Steps[11].Shown = []patch.Field{{Name: "tags", Set: true, Value: []string{"old"}}}
		p.Steps = append(p.Steps, setting("ours", 3).Steps[0], tagged(3).Steps[0]) // whose answer is no better
		p.Steps[29].Add = []string{"a", "b", "c", "d"}
		report := r.done(p)
		read := slices.Sorted(slices.Values(r.service.made("Image")))
		if report.Summary() != "28 done, 0 failed" || stepsDone(&report) != 30 || !slices.Equal(read, []string{"Image 00000003", "Image 00000004", "Image 00000009", "Image 00000011"}) {
			t.Errorf("%s; read %v", report.Summary(), read)
		}
	})
}

func TestWithoutListingsEveryImageIsReadByItself(t *testing.T) {
	for name, unlisted := range map[string]error{"failing": problem(api.ErrForbidden, 403), "never answering": nil} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, 200, func(t *testing.T, r *rig) {
				r.service.unlisted = unlisted
				if unlisted == nil {
					r.service.beforeListing = func() error { time.Sleep(time.Hour); return nil }
				}
				report := r.done(tagged(upTo(200)...))
				if report.Summary() != "200 done, 0 failed" || len(r.service.made("Image")) != 200 || len(r.service.listings) > 4 {
					t.Errorf("%s, %d read by themselves after %d listings", report.Summary(), len(r.service.made("Image")), len(r.service.listings))
				}
			})
		})
	}
}

func TestASlowServiceIsNotReadTooFarAhead(t *testing.T) {
	for _, latency := range []time.Duration{200 * time.Millisecond, 400 * time.Millisecond, 900 * time.Millisecond, 3 * time.Second} {
		t.Run(latency.String(), func(t *testing.T) {
			inBubble(t, 400, func(t *testing.T, r *rig) {
				r.service.latency = latency
				report := r.done(tagged(upTo(400)...))
				twice := len(r.service.made("Image")) + len(slices.Concat(r.service.listings...)) - 2*400
				if report.Summary() != "400 done, 0 failed" || twice > 60 || len(r.service.tooOld) > 0 {
					t.Errorf("%s; %d read twice, %v too late", report.Summary(), twice, r.service.tooOld)
				}
			})
		})
	}
}

func TestAConflictIsSeenInAListing(t *testing.T) {
	inBubble(t, 30, func(t *testing.T, r *rig) {
		r.service.latency = time.Millisecond
		r.service.meddle(5)
		report := r.done(setting("ours", upTo(30)...))
		got := report.Results[5]
		if got.Outcome != jobs.Conflict || len(got.Conflicts) != 1 || got.Code != plan.Changed {
			t.Errorf("got %+v", got)
		}
		if value := r.service.property(5); value != "theirs" {
			t.Errorf("the property is %q", value)
		}
	})
}
