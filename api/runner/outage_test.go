package runner_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// asked is an error with a time for which the service wants to be left alone.
type asked struct {
	*api.Problem
	wait time.Duration
}

func (a asked) RetryAfter() time.Duration { return a.wait }
func (a asked) Unwrap() error             { return a.Problem }

func TestAnOutageIsWaitedOut(t *testing.T) {
	inBubble(t, 100, func(t *testing.T, r *rig) {
		begun := time.Now()
		r.service.latency = 100 * time.Millisecond
		out := func() bool { since := time.Since(begun); return since > time.Second && since < 61*time.Second }
		r.service.before = func(call string) error {
			if !out() {
				return nil
			}
			if strings.HasPrefix(call, "Image") {
				return problem(api.ErrUnreachable, 0)
			}
			return problem(api.ErrUncertain, 0)
		}
		id := r.start(tagged(upTo(100)...))
		progress := r.until(id, jobs.Outage)
		if wait := time.Until(progress.Again); wait <= 0 || wait > time.Second || !strings.Contains(progress.Why.Raw(), "because I say so") {
			t.Errorf("again in %v, because %q", wait, progress.Why)
		}
		report := r.ended(id)
		if report.Summary() != "100 done, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
		for n := range 100 {
			if got := r.service.tags(n); !slices.Equal(got, []string{"old", "gold"}) {
				t.Errorf("image %d has %v", n, got)
			}
		}
		// One at a time while it lasts: after 1, 2, 4 … 30 seconds, with a look
		// whether it is the image's own.
		probes := 0
		for _, at := range r.service.times {
			if since := at.Sub(begun); since > 2*time.Second && since < 60*time.Second {
				probes++
			}
		}
		if probes < 4 || probes > 12 {
			t.Errorf("%d requests during the outage", probes)
		}
		if took := time.Since(begun); took > 100*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestTheTimeThatTheServiceAsksForIsObeyed(t *testing.T) {
	inBubble(t, 20, func(t *testing.T, r *rig) {
		r.service.latency = 10 * time.Millisecond
		r.service.before = once("Retag", asked{problem(api.ErrBusy, 429), 5 * time.Minute})
		begun := time.Now()
		id := r.start(tagged(upTo(20)...))
		progress := r.until(id, jobs.Outage)
		if wait := time.Until(progress.Again); wait != 5*time.Minute {
			t.Errorf("again in %v", wait)
		}
		synctest.Wait()
		before := len(r.service.made(""))
		if report := r.ended(id); report.Counts[jobs.Done] != 20 || time.Since(begun) < 5*time.Minute {
			t.Errorf("%s after %v", report.Summary(), time.Since(begun))
		}
		if before > 40 {
			t.Errorf("%d requests before", before)
		}
	})
}

func TestAnOutageCanBeTriedAtOnce(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.before = once("Retag", asked{problem(api.ErrBusy, 429), 24 * time.Hour})
		begun := time.Now()
		id := r.start(tagged(0))
		r.until(id, jobs.Outage)
		if err := r.Resume(id); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(id); report.Counts[jobs.Done] != 1 || time.Since(begun) > time.Hour {
			t.Errorf("%s after %v", report.Summary(), time.Since(begun))
		}
	})
}

func TestWhatBecameOfALostRequestIsFoundOut(t *testing.T) {
	t.Parallel()
	retag, deletion := tagged(0).Steps[0], plan.Step{Image: idOf(0), Kind: plan.Delete}
	creation := plan.Step{Image: idOf(5), Kind: plan.Create, New: []patch.Field{{Name: "name", Set: true, Value: "made"}}}
	lost := problem(api.ErrUncertain, 504)
	tests := []struct {
		name          string
		step          plan.Step
		before, after func(call string) error
		changes       int // requests that change
	}{
		{"a tag that arrived", retag, nil, once("Retag", lost), 1},
		{"a tag that did not", retag, once("Retag", lost), nil, 2},
		{"a tag that arrived the second time", retag, once("Retag", lost), once("Retag", lost), 2},
		{"a deletion that arrived", deletion, nil, once("Delete", lost), 1},
		{"a deletion that did not", deletion, once("Delete", lost), nil, 2},
		{"a creation that arrived", creation, nil, once("Create", lost), 1},
		{"a creation that did not", creation, once("Create", lost), nil, 2},
		{"a tag whose image cannot be read", retag, nil, func() func(string) error {
			retagged, read := once("Retag", lost), once("Image", nil, problem(api.ErrUnreachable, 0), problem(api.ErrBusy, 503))
			return func(call string) error {
				if err := retagged(call); err != nil {
					return err
				}
				return read(call)
			}
		}(), 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				r.service.before, r.service.after = test.before, test.after
				report := r.done(plan.Plan{Steps: []plan.Step{test.step}})
				if result := report.Results[0]; result.Outcome != jobs.Done {
					t.Errorf("got %+v", result)
				}
				changes := len(r.service.made("")) - len(r.service.made("Image"))
				if changes != test.changes {
					t.Errorf("%d changes were sent: %v", changes, r.service.made(""))
				}
				if test.step.Kind == plan.Retag && !slices.Equal(r.service.tags(0), []string{"old", "gold"}) {
					t.Errorf("tags %v", r.service.tags(0))
				}
				if test.step.Kind == plan.Retag && report.Results[0].Inverse == nil {
					t.Error("there is no way back")
				}
			})
		})
	}
}

// TestADoubtLastsUntilTheImageTells sends a request of which nothing is heard
// and that arrives late, once the one after it was answered. That the later one
// certainly failed says nothing of the first.
func TestADoubtLastsUntilTheImageTells(t *testing.T) {
	t.Parallel()
	lost, busy, missing := problem(api.ErrUncertain, 504), problem(api.ErrBusy, 503), problem(api.ErrNotFound, 404)
	retag, deletion := tagged(0).Steps[0], plan.Step{Image: idOf(0), Kind: plan.Delete}
	for _, test := range []struct {
		name   string
		step   plan.Step
		second error
		arrive func(s *service)
	}{
		{"a deletion, then busy", deletion, busy, func(s *service) { delete(s.images, idOf(0)) }},
		{"a deletion, then gone", deletion, missing, func(s *service) { delete(s.images, idOf(0)) }},
		{"a tag, then busy", retag, busy, func(s *service) {
			image := s.images[idOf(0)]
			image.Tags = append(slices.Clone(image.Tags), text.Of("gold"))
			s.images[idOf(0)] = image
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				sent := 0
				r.service.before = func(call string) error {
					if strings.HasPrefix(call, "Image") {
						return nil
					}
					if sent++; sent == 1 {
						return lost
					}
					r.service.mu.Lock()
					defer r.service.mu.Unlock()
					test.arrive(r.service)
					return test.second
				}
				report := r.done(plan.Plan{Steps: []plan.Step{test.step}})
				if got := report.Results[0]; got.Outcome != jobs.Done || sent != 2 {
					t.Errorf("got %+v after %v", got, r.service.made(""))
				}
			})
		})
	}
}

func TestAnAnswerThatFailsByItselfIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	broken := problem(api.ErrAnswer, 500)
	for _, test := range []struct {
		name string
		errs []error
		want jobs.Outcome
	}{
		{"twice", []error{broken, broken}, jobs.Done},
		{"always", slices.Repeat([]error{broken}, 100), jobs.Failed},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				r.service.before = once("Retag", test.errs...)
				report := r.done(tagged(0))
				if got := report.Results[0]; got.Outcome != test.want {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}

func TestImagesThatCannotBeReachedDoNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		all, bad int
		call     string
		within   time.Duration
	}{
		{"one cannot be read", 40, 1, "Image", 3 * time.Minute},
		{"one cannot be changed", 40, 1, "Retag", 6 * time.Minute},
		{"most cannot be read", 40, 30, "Image", 3 * time.Minute},
		{"some cannot be changed", 40, 5, "Retag", time.Hour},
		{"the only one cannot be read", 1, 1, "Image", 3 * time.Minute},
		{"the only one cannot be changed", 1, 1, "Retag", 6 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, test.all, func(t *testing.T, r *rig) {
				begun := time.Now()
				r.service.latency = 20 * time.Millisecond
				bad := upTo(test.all)[test.all-test.bad:]
				if test.call == "Image" {
					r.service.unlisted = problem(api.ErrBusy, 503)
				}
				r.service.before = func(call string) error {
					if slices.ContainsFunc(bad, func(n int) bool { return call == test.call+" "+idOf(n).Raw()[:8] }) {
						return problem(api.ErrBusy, 503)
					}
					return nil
				}
				report := r.done(tagged(slices.Concat(bad, upTo(test.all-test.bad))...))
				if report.Counts[jobs.Failed] != test.bad || report.Counts[jobs.Done] != test.all-test.bad || report.Results[0].Reason.Raw() != "because I say so" {
					t.Errorf("got %s, %+v", report.Summary(), report.Results[0])
				}
				if took := time.Since(begun); took > test.within {
					t.Errorf("it took %v", took)
				}
				for _, n := range bad {
					if calls := r.service.made(test.call + " " + idOf(n).Raw()[:8]); len(calls) > 13 { // the first of them after a listing
						t.Errorf("%d attempts", len(calls))
					}
				}
			})
		})
	}
}

func TestAnOutageFailsNoImageHoweverLongItIs(t *testing.T) {
	t.Parallel()
	for _, count := range []int{1, 3, 30} {
		for _, broken := range []error{problem(api.ErrUnreachable, 0), problem(api.ErrAnswer, 500), problem(api.ErrBusy, 503)} {
			t.Run("", func(t *testing.T) {
				inBubble(t, count, func(t *testing.T, r *rig) {
					begun := time.Now()
					r.service.latency = 20 * time.Millisecond
					r.service.before = func(string) error {
						if since := time.Since(begun); since > 50*time.Millisecond && since < 10*time.Hour {
							return broken
						}
						return nil
					}
					if report := r.done(tagged(upTo(count)...)); report.Counts[jobs.Done] != count {
						t.Errorf("got %s", report.Summary())
					}
				})
			})
		}
	}
}

// TestWithoutCredentialsTheJobPauses: neither the service nor a proxy is asked
// again by itself with a login that was refused.
func TestWithoutCredentialsTheJobPauses(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]error{"service": problem(api.ErrUnauthorized, 401), "proxy": problem(api.ErrProxy, 0)} {
		t.Run(name, func(t *testing.T) { pausesAt(t, refusal) })
	}
}

func pausesAt(t *testing.T, refusal error) {
	inBubble(t, 20, func(t *testing.T, r *rig) {
		r.service.latency = time.Millisecond
		r.service.before = once("Retag", slices.Repeat([]error{refusal}, 8)...)
		id := r.start(tagged(upTo(20)...))
		progress := r.until(id, jobs.Paused)
		if !strings.Contains(progress.Why.Raw(), "because I say so") || progress.Counts[jobs.Failed] != 0 {
			t.Errorf("got %+v", progress)
		}
		synctest.Wait()
		time.Sleep(time.Hour) // of the bubble
		// Those that were under way, and none of those that were about to be.
		if calls := len(r.service.made("Retag")); calls > 8 {
			t.Errorf("%d requests", calls)
		}
		for range 8 { // at the most: each attempt has one of the refusals at least
			if r.Resume(id) != nil || r.until(id, jobs.Paused, jobs.Ended).State == jobs.Ended {
				break
			}
		}
		if report := r.ended(id); report.Summary() != "20 done, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
	})
}
