package faulttest_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/api/journal"
	"glimpse/api/runner"
	"glimpse/api/runner/faulttest"
	"glimpse/api/transfer"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// seedsVariable says for how many seeds the long tests run; without it they
// are short.
const seedsVariable = "GLIMPSE_FAULT_SEEDS"

// seeds returns how many seeds are to be tried, and whether the tests may be
// long.
func seeds(t testing.TB, usual int) (count int, long bool) {
	t.Helper()
	value := os.Getenv(seedsVariable)
	if value == "" {
		return usual, false
	}
	count, err := strconv.Atoi(value)
	if err != nil || count < 1 {
		t.Fatalf("%s=%q is no number of seeds", seedsVariable, value)
	}
	return count, true
}

// figure prints what was measured; the gate shows these lines.
func figure(t testing.TB, format string, args ...any) {
	t.Helper()
	fmt.Fprintf(os.Stdout, "figure: %s: %s\n", t.Name(), fmt.Sprintf(format, args...))
}

// rig is a runner on a client that reaches its cloud through proxies.
type rig struct {
	*runner.Runner
	t      testing.TB
	cloud  *faulttest.Cloud
	client *api.Client
	dir    string
}

// newRig connects to a cloud, and drains at the end.
func newRig(t testing.TB, cloud *faulttest.Cloud, workers int) *rig {
	t.Helper()
	return newRigIn(t, cloud, cloud.CloudsYAML(), t.TempDir(), workers)
}

func newRigIn(t testing.TB, cloud *faulttest.Cloud, cloudsYAML, dir string, workers int) *rig {
	t.Helper()
	return newRigMoving(t, cloud, cloudsYAML, dir, workers, func(client *api.Client) transfer.Client { return client })
}

// newRigMoving makes a rig whose image data goes through what moves makes of the
// client.
func newRigMoving(
	t testing.TB, cloud *faulttest.Cloud, cloudsYAML, dir string, workers int, moves func(*api.Client) transfer.Client,
) *rig {
	t.Helper()
	chosen, err := cloudOf(t, cloudsYAML)
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.Connect(t.Context(), chosen, api.Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, cloud: cloud, client: client, dir: dir, Runner: runner.New(client, runner.Options{
		Workers: workers, Dir: dir, Origin: journal.Origin{Cloud: "faulty", Project: "admin", User: "admin", Region: "RegionOne", Identity: "http://keystone.example"},
		Transfers: &transfer.Mover{Client: moves(client)},
	})}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := r.Drain(ctx); err != nil {
			t.Error(err)
		}
		client.Close()
	})
	return r
}

// patience is how long is waited for what is sure to come, however busy the machine or
// the services are.
const patience = 5 * time.Minute

// ended waits until a job has ended, and returns its report.
func (r *rig) ended(id jobs.ID) jobs.Report {
	r.t.Helper()
	r.until(id, func(p jobs.Progress) bool { return p.State == jobs.Ended })
	report, _ := r.Report(id)
	return report
}

// until waits until a condition holds for how far a job is.
func (r *rig) until(id jobs.ID, holds func(p jobs.Progress) bool) jobs.Progress {
	r.t.Helper()
	deadline := time.After(patience)
	for {
		progress, found := r.Progress(id)
		if !found {
			r.t.Fatal("there is no such job")
		}
		if holds(progress) {
			return progress
		}
		select {
		case <-r.Changed():
		case <-deadline:
			r.t.Fatalf("after %v the job is %s (%s), %s", patience, progress.State, progress.Why.Display(), progress.Summary())
		}
	}
}

func (r *rig) start(p plan.Plan) jobs.ID {
	r.t.Helper()
	id, err := r.Start(p)
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// tagging is a plan that gives images a tag.
func tagging(images []faulttest.Record, tag string) plan.Plan {
	p := plan.Plan{Title: "tag +" + tag}
	for _, image := range images {
		p.Steps = append(p.Steps, plan.Step{
			Image: model.NewImageID(image.ID()), Name: text.Of(image.Text("name")), Kind: plan.Retag, Add: []string{tag},
		})
	}
	return p
}

// images returns so many images of a cloud that may be changed and, the last
// one, deleted.
func images(t testing.TB, cloud *faulttest.Cloud, count int) []faulttest.Record {
	t.Helper()
	found := cloud.Walk(t, "visibility=all")
	if len(found) < count {
		t.Fatalf("%d images; %d are wanted", len(found), count)
	}
	doomed := slices.IndexFunc(found, func(r faulttest.Record) bool { return r["protected"] == false && r.Text("status") == "queued" })
	if doomed < 0 {
		t.Fatal("there is no image that could be deleted")
	}
	last := found[doomed]
	return append(slices.Delete(found, doomed, doomed+1)[:count-1], last)
}

// truth compares what became of a cloud's images with what was to become of
// them, and the report with both: tag is added to what the report says is done,
// and nothing else has changed anywhere.
func truth(t testing.TB, report *jobs.Report, before, after []faulttest.Record, tag string) {
	t.Helper()
	outcomes := map[string]jobs.Outcome{}
	for _, result := range report.Results {
		outcomes[report.Plan.Steps[result.Step].Image.Raw()] = result.Outcome
	}
	now := map[string]faulttest.Record{}
	for _, image := range after {
		now[image.ID()] = image
	}
	wrong := 0
	for _, was := range before {
		is, there := now[was.ID()]
		delete(now, was.ID())
		outcome, touched := outcomes[was.ID()]
		if why := judge(was, is, there, outcome, touched, tag); why != "" {
			if wrong++; wrong < 10 {
				t.Errorf("image %s is reported as %q: %s", was.ID(), outcome, why)
			}
		}
	}
	if wrong > 0 || len(now) > 0 {
		t.Errorf("%d images are not as reported, %d have appeared", wrong, len(now))
	}
}

// judge says what is wrong with an image after a job, if anything.
func judge(was, is faulttest.Record, there bool, outcome jobs.Outcome, touched bool, tag string) string {
	switch {
	case (outcome == jobs.Gone) == there:
		return fmt.Sprintf("it is there: %v", there)
	case !there:
		return ""
	case (outcome == jobs.Done || outcome == jobs.NoChange) != is.HasTag(tag):
		return fmt.Sprintf("its tags are %v", is.Tags())
	}
	wanted := was.Tags()
	if outcome == jobs.Done && !was.HasTag(tag) {
		wanted = append(wanted, tag)
		slices.Sort(wanted)
	}
	if diff := cmp.Diff(wanted, is.Tags()); diff != "" {
		return "tags: " + diff
	}
	then, now := rest(was, touched), rest(is, touched)
	return cmp.Diff(then, now)
}

// rest is an image without its tags and, where it was touched, without the time
// of that.
func rest(r faulttest.Record, touched bool) map[string]any {
	fields := map[string]any{}
	for key, value := range r {
		if key != "tags" && (key != "updated_at" || !touched) {
			fields[key] = value
		}
	}
	return fields
}

// embeddedCloud serves enough images, with tokens of three seconds.
func embeddedCloud(t testing.TB, count int, options embedded.Options) *faulttest.Cloud {
	t.Helper()
	options.Images, options.Plain = count*3/2, true // the hidden ones are not listed
	if options.Seed == 0 {
		options.Seed = 1
	}
	return faulttest.Embedded(t, options)
}

// carried returns how many changes the service carried out, by image.
func carried(cloud *faulttest.Cloud) map[string]int {
	counts := map[string]int{}
	for _, r := range cloud.Images.Requests() {
		if r.Changes() && r.Carried() {
			_, rest, _ := strings.Cut(r.Path, "/v2/images/")
			id, _, _ := strings.Cut(rest, "/")
			counts[id]++
		}
	}
	return counts
}

func anyRequest(*faulttest.Request) bool { return true }
