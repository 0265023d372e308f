package faulttest_test

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// TestF2AnOutageIsWaitedOut takes the service away in the middle of a job: a
// minute of it in the long run, three seconds otherwise.
func TestF2AnOutageIsWaitedOut(t *testing.T) {
	t.Parallel()
	const count = 200
	away := 3 * time.Second
	_, long := seeds(t, 1)
	if long {
		away = time.Minute
	}
	cloud := embeddedCloud(t, count, embedded.Options{TokenLife: bulkToken})
	r := newRig(t, cloud, bulkWorkers)
	chosen := images(t, cloud, count)
	before := cloud.Walk(t, "visibility=all")
	cloud.Images.Set(faulttest.Faults{Seed: 1, Latency: 10 * time.Millisecond})
	var began time.Time
	cloud.Images.Watch(func(n int, _ *faulttest.Request) {
		if n == count {
			began = time.Now()
			cloud.Images.Meet(faulttest.Down)
			cloud.Identity.Meet(faulttest.Down)
			time.AfterFunc(away, func() {
				cloud.Identity.Meet(faulttest.None)
				cloud.Images.Meet(faulttest.None)
			})
		}
	})
	id := r.start(tagging(chosen, "outage"))
	if long { // a short one is over before the client gives a request up
		waiting := r.until(id, func(p jobs.Progress) bool { return p.State == jobs.Outage })
		if waiting.Counts[jobs.Failed] > 0 || waiting.Again.IsZero() || waiting.Why.IsEmpty() {
			t.Errorf("during the outage: %s, again at %v, because %q", waiting.Summary(), waiting.Again, waiting.Why.Display())
		}
		figure(t, "the job waits %.1f s after the service went away", time.Since(began).Seconds())
	}
	report := r.ended(id)
	if got := report.Summary(); got != fmt.Sprint(count, " done, 0 failed") {
		t.Errorf("got %s", got)
	}
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), "outage")
	lost := cloud.Images.Count(func(r *faulttest.Request) bool { return r.Fault == faulttest.Down })
	figure(t, "%s after an outage of %v, which was met by %d requests; it ended %.1f s after it",
		report.Summary(), away, lost, report.Ended.Sub(began.Add(away)).Seconds())
}

// TestF2ATokenThatIsNotAcceptedIsWaitedOut: an image service that has lost the
// identity service refuses every token, also a new one. That passes.
func TestF2ATokenThatIsNotAcceptedIsWaitedOut(t *testing.T) {
	t.Parallel()
	const count = 100
	cloud := embeddedCloud(t, count, embedded.Options{TokenLife: bulkToken})
	r := newRig(t, cloud, bulkWorkers)
	chosen := images(t, cloud, count)
	before := cloud.Walk(t, "visibility=all")
	cloud.Identity.Set(faulttest.Faults{})
	cloud.Images.Set(faulttest.Faults{Latency: 5 * time.Millisecond})
	cloud.Images.Watch(func(n int, _ *faulttest.Request) {
		if n == count {
			cloud.Images.Meet(faulttest.Refused)
		}
	})
	id := r.start(tagging(chosen, "token"))
	waiting := r.until(id, func(p jobs.Progress) bool { return p.State != jobs.Running })
	if waiting.State != jobs.Outage {
		t.Errorf("the job is %s, because %q", waiting.State, waiting.Why.Display())
	}
	cloud.Images.Meet(faulttest.None)
	report := r.ended(id)
	if got := report.Summary(); got != fmt.Sprint(count, " done, 0 failed") {
		t.Errorf("got %s", got)
	}
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), "token")
	figure(t, "%s, %d logins", report.Summary(), cloud.Identity.Count(anyRequest))
}

// TestF3AnAnswerThatIsLostIsFoundOut loses the answer to a tenth of the
// requests that change something, by a proxy's 504, after they were carried
// out.
func TestF3AnAnswerThatIsLostIsFoundOut(t *testing.T) {
	t.Parallel()
	const count = 300
	cloud := embeddedCloud(t, count, embedded.Options{})
	r := newRig(t, cloud, bulkWorkers)
	chosen := images(t, cloud, count)
	before := cloud.Walk(t, "visibility=all")
	cloud.Images.Set(faulttest.Faults{Seed: 3, Latency: 5 * time.Millisecond, Writes: []faulttest.Share{{Fault: faulttest.TimedOut, Share: 0.1}}})
	report := r.ended(r.start(tagging(chosen, "late")))
	if got := report.Summary(); got != fmt.Sprint(count, " done, 0 failed") {
		t.Errorf("got %s", got)
	}
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), "late")
	most := slices.Max(slices.Collect(maps.Values(carried(cloud))))
	if most != 1 {
		t.Errorf("a change was carried out %d times", most)
	}
	lost := cloud.Images.Count(func(r *faulttest.Request) bool { return r.Fault == faulttest.TimedOut })
	if lost < count/20 {
		t.Errorf("only %d answers were lost", lost)
	}
	figure(t, "%s, %d answers lost, no change carried out twice", report.Summary(), lost)
}

// TestF10TwoTagTheSameImages lets two instances tag the same 50 images at the
// same time, over and over. Each has its own login, its own runner and its own
// journals; what they reported is compared with what there is. The service has
// a moment between reading a record and saving it, as Glance has.
func TestF10TwoTagTheSameImages(t *testing.T) {
	t.Parallel()
	rounds := 5
	if _, long := seeds(t, 1); long {
		rounds = 20
	}
	if lost := twoAtOnce(t, embeddedCloud(t, 50, embedded.Options{}), rounds); lost > rounds/5 {
		t.Errorf("%d results are not what there is", lost)
	}
}

// TestF10InTheWindowOfTheService does so where the service saves a record two
// milliseconds after it has read it, and so writes over what came in between: of
// a quarter of the changes that it answers with success nothing is left. The
// Image API knows no condition for a change, so that a job finds that out only
// by looking once more.
func TestF10InTheWindowOfTheService(t *testing.T) {
	t.Parallel()
	const rounds = 3
	lost := twoAtOnce(t, embeddedCloud(t, 50, embedded.Options{SaveDelay: 2 * time.Millisecond}), rounds)
	if lost > rounds {
		t.Errorf("%d results are not what there is", lost)
	}
}

// TestF10OnTheRealServices does the same on the real Glance, which has that
// window: what one of the two saves there can be written over by the other.
func TestF10OnTheRealServices(t *testing.T) {
	cloud, isReal := faulttest.RealServices(t)
	if !isReal {
		t.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	rounds := 3
	if count, long := seeds(t, 1); long {
		rounds = count
	}
	if lost := twoAtOnce(t, cloud, rounds); lost > 100*rounds/50 {
		t.Errorf("%d results are not what there is: more than the window of the service lets through", lost)
	}
}

// twoAtOnce returns how many results are not what there is.
func twoAtOnce(t *testing.T, cloud *faulttest.Cloud, rounds int) (lost int) {
	const count = 50
	run := fmt.Sprintf("%x", time.Now().UnixMilli()) // on the real services the tags stay
	cloud.Images.Set(faulttest.Faults{})
	chosen := images(t, cloud, count)
	both := [2]*rig{newRig(t, cloud, bulkWorkers), newRig(t, cloud, bulkWorkers)}
	for round := range rounds {
		var ids [2]jobs.ID
		tags := [2]string{fmt.Sprintf("left-%s-%d", run, round), fmt.Sprintf("right-%s-%d", run, round)}
		var starting sync.WaitGroup
		for i := range both {
			starting.Go(func() { ids[i] = both[i].start(tagging(chosen, tags[i])) })
		}
		starting.Wait()
		reports := [2]jobs.Report{both[0].ended(ids[0]), both[1].ended(ids[1])}
		now := map[string]faulttest.Record{}
		for _, image := range cloud.Walk(t, "visibility=all") {
			now[image.ID()] = image
		}
		for i, report := range reports {
			for _, result := range report.Results {
				id := report.Plan.Steps[result.Step].Image.Raw()
				if has := now[id].HasTag(tags[i]); has != (result.Outcome == jobs.Done || result.Outcome == jobs.NoChange) {
					lost++
				}
			}
		}
	}
	figure(t, "%d rounds of two instances on %d images: %d of %d results differ from what there is", rounds, count, lost, 2*count*rounds)
	return lost
}

// TestF13ARedirectIsNotFollowed points every change elsewhere, with each status
// there is for that.
func TestF13ARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var reached atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(elsewhere.Close)
	cloud := embeddedCloud(t, 30, embedded.Options{})
	r := newRig(t, cloud, bulkWorkers)
	chosen := images(t, cloud, 20)
	before := cloud.Walk(t, "visibility=all")
	verbs := map[string]bool{}
	for _, status := range []int{301, 302, 303, 307, 308} {
		cloud.Images.Set(faulttest.Faults{
			Writes: []faulttest.Share{{Fault: faulttest.Moved, Share: 1}}, MovedTo: elsewhere.URL + "/v2/images", MovedBy: status,
		})
		report := r.ended(r.start(everyKind(chosen)))
		for _, result := range report.Results {
			step := &report.Plan.Steps[result.Step]
			if outcome := result.Outcome; outcome != jobs.Failed || !strings.Contains(result.Reason.Raw(), "points to "+elsewhere.URL) {
				t.Errorf("%d: %s is %q because %q", status, step.Kind, outcome, result.Reason.Display())
			}
		}
		for _, request := range cloud.Images.Requests() {
			if request.Changes() {
				verbs[request.Method] = true
			}
		}
	}
	if reached.Load() != 0 {
		t.Errorf("%d requests went where the redirect points", reached.Load())
	}
	if len(verbs) != 4 {
		t.Errorf("only %v were tried", verbs)
	}
	if after := cloud.Walk(t, "visibility=all"); len(after) != len(before) {
		t.Errorf("there are %d images, and were %d", len(after), len(before))
	}
	figure(t, "5 statuses by %d verbs: %d requests elsewhere, every step failed and names the address", len(verbs), reached.Load())
}

// everyKind is a plan with a step of each kind.
func everyKind(chosen []faulttest.Record) plan.Plan {
	p := plan.Plan{Title: "a bit of everything"}
	for _, image := range chosen {
		step := plan.Step{Image: model.NewImageID(image.ID())}
		active, deactivated := image.Text("status") == "active", image.Text("status") == "deactivated"
		switch kind := len(p.Steps) % 4; {
		case kind == 0:
			step.Kind, step.Add = plan.Retag, []string{"moved"}
		case kind == 1:
			step.Kind, step.Patch = plan.Update, patch.Patch{patch.SetProperty("moved", "yes")}
		case kind == 2 && active:
			step.Kind = plan.Deactivate
		case kind == 2 && deactivated:
			step.Kind = plan.Reactivate
		case image["protected"] == false:
			step.Kind = plan.Delete
		default:
			continue
		}
		p.Steps = append(p.Steps, step)
	}
	return p
}

// TestF15WorkersBackOffTogether answers one change with 429 and Retry-After: 3,
// after which nobody may ask for three seconds.
func TestF15WorkersBackOffTogether(t *testing.T) {
	t.Parallel()
	const count = 100
	cloud := embeddedCloud(t, count, embedded.Options{})
	r := newRig(t, cloud, bulkWorkers)
	chosen := images(t, cloud, count)
	cloud.Images.Set(faulttest.Faults{Seed: 4, Latency: 100 * time.Millisecond, RetryAfter: 3, Writes: []faulttest.Share{{Fault: faulttest.Limited, Share: 0.02}}})
	report := r.ended(r.start(tagging(chosen, "limited")))
	if got := report.Summary(); got != fmt.Sprint(count, " done, 0 failed") {
		t.Errorf("got %s", got)
	}
	requests := cloud.Images.Requests()
	limits, early := 0, 0
	for _, limit := range requests {
		if limit.Fault != faulttest.Limited {
			continue
		}
		limits++
		for _, other := range requests {
			// What was on its way when the answer came is no breach. A job that did not
			// wait would go on for longer than a second.
			if since := other.Began.Sub(limit.Ended); since > 500*time.Millisecond && since < 2900*time.Millisecond {
				early++
			}
		}
	}
	if limits == 0 || early > 0 {
		t.Errorf("%d answers with 429; %d requests came before their time", limits, early)
	}
	figure(t, "%s, %d answers with 429, %d requests within the three seconds after one", report.Summary(), limits, early)
}

// TestF16AnIdleConnectionThatIsClosedIsNoFailure has the service close
// connections that are idle for as long as a client takes between two requests,
// so that some are closed as they are used.
func TestF16AnIdleConnectionThatIsClosedIsNoFailure(t *testing.T) {
	t.Parallel()
	const workers, count = 16, 500
	rounds := 1
	if _, long := seeds(t, 1); long {
		rounds = 4
	}
	cloud := embeddedCloud(t, count, embedded.Options{})
	var open, most, accepted atomic.Int64
	cloud.Images = faulttest.NewProxy(t, cloud.Images.URL, func(server *http.Server) {
		server.IdleTimeout = time.Millisecond
		server.ConnState = func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				accepted.Add(1)
				most.Store(max(most.Load(), open.Add(1)))
			case http.StateClosed, http.StateHijacked:
				open.Add(-1)
			}
		}
	})
	r := newRig(t, cloud, workers)
	chosen := images(t, cloud, count)
	done := 0
	for round := range rounds {
		p := plan.Plan{Title: "property"}
		for _, image := range chosen {
			p.Steps = append(p.Steps, plan.Step{
				Image: model.NewImageID(image.ID()), Kind: plan.Update, Patch: patch.Patch{patch.SetProperty("round", fmt.Sprint(round))},
			})
		}
		report := r.ended(r.start(p))
		done += report.Counts[jobs.Done]
		if got := report.Summary(); got != fmt.Sprint(count, " done, 0 failed") {
			t.Errorf("got %s", got)
		}
	}
	if accepted.Load() < 3*workers {
		t.Errorf("only %d connections: none was closed", accepted.Load())
	}
	if most.Load() > 2*workers {
		t.Errorf("%d connections at once with %d workers", most.Load(), workers)
	}
	figure(t, "%d changes, %d failed; %d connections, at most %d at once", done, count*rounds-done, accepted.Load(), most.Load())
}

// TestF19AWrongPasswordIsTriedOnce: a login that is refused in the middle of a
// job pauses it, fails nothing, and is not tried again. A later run with the
// right password finishes it.
func TestF19AWrongPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	const count = 200
	cloud := embeddedCloud(t, count, embedded.Options{TokenLife: bulkToken})
	dir := t.TempDir()
	chosen := images(t, cloud, count)
	before := cloud.Walk(t, "visibility=all")
	r := newRigIn(t, cloud, cloud.CloudsYAML(), dir, bulkWorkers) // its token lives for three seconds
	cloud.Images.Set(faulttest.Faults{Latency: 150 * time.Millisecond})
	cloud.Identity.Set(faulttest.Faults{Writes: []faulttest.Share{{Fault: faulttest.Refused, Share: 1}}})
	id := r.start(tagging(chosen, "locked"))
	paused := r.until(id, func(p jobs.Progress) bool { return p.State == jobs.Paused && p.Counts[jobs.Sending] == 0 })
	logins := cloud.Identity.Count(anyRequest)
	if paused.Counts[jobs.Failed] > 0 || paused.Counts[jobs.Done] == 0 || paused.Counts[jobs.Done] == count || paused.Why.IsEmpty() {
		t.Errorf("%s, %d waiting, because %q", paused.Summary(), paused.Counts[jobs.Waiting], paused.Why.Display())
	}
	if logins != 1 {
		t.Errorf("%d logins were tried", logins)
	}
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	cloud.Identity.Set(faulttest.Faults{})
	cloud.Images.Set(faulttest.Faults{})
	later := newRigIn(t, cloud, cloud.CloudsYAML(), dir, bulkWorkers)
	if err := later.Finish(id); err != nil {
		t.Fatal(err)
	}
	report := later.ended(id)
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), "locked")
	figure(t, "paused at %d of %d with %d login; the next run: %s", paused.Counts[jobs.Done], count, logins, report.Summary())
}

// TestF22WithoutAJournalNothingIsSent: where the journals cannot be written,
// no request leaves.
func TestF22WithoutAJournalNothingIsSent(t *testing.T) {
	t.Parallel()
	cloud := embeddedCloud(t, 20, embedded.Options{})
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	chosen := images(t, cloud, 10)
	for name, dir := range map[string]string{"a file in its place": file, "below a file": filepath.Join(file, "journal"), "no such device": "/proc/journal"} {
		r := newRigIn(t, cloud, cloud.CloudsYAML(), dir, bulkWorkers)
		cloud.Images.Set(faulttest.Faults{})
		if _, err := r.Start(tagging(chosen, "lost")); err == nil {
			t.Errorf("%s: the job was started", name)
		}
		if requests := cloud.Images.Count(anyRequest); requests > 0 {
			t.Errorf("%s: %d requests were sent", name, requests)
		}
	}
	figure(t, "0 requests with a directory that cannot be written")
}
