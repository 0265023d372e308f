package faulttest_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"glimpse/api/runner/faulttest"
	jobs "glimpse/model/job"
)

// TestF10BesideOpenStackOnTheRealServices lets two instances tag the same fifty
// images while the openstack command does so, too. That command writes the whole
// list of tags as it was when it read it. What it removes of a job's work while
// the job is under way, the job finds and does once more, or reports; so that
// each report is what there is.
func TestF10BesideOpenStackOnTheRealServices(t *testing.T) {
	cloud, isReal := faulttest.RealServices(t)
	if !isReal {
		t.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	openstack, err := exec.LookPath("openstack")
	if err != nil {
		t.Skip("there is no openstack client")
	}
	rounds, _ := seeds(t, 1)
	const count = 50
	cloud.Images.Set(faulttest.Faults{Latency: 200 * time.Millisecond})
	both := [2]*rig{newRig(t, cloud, 1), newRig(t, cloud, 1)}
	chosen := images(t, cloud, count)
	lost, theirs, again := 0, 0, 0
	for range rounds {
		cloud.Images.Set(faulttest.Faults{Latency: 200 * time.Millisecond})
		run := uuid.NewString()
		tags := [2]string{"left-" + run, "right-" + run}
		var ids [2]jobs.ID
		for i := range both {
			ids[i] = both[i].start(tagging(chosen, tags[i]))
		}
		// The last of the jobs' work waits for the other to have finished: what it
		// does after a job has ended, no report can tell.
		release := hold(t, cloud, both, ids, count)
		third := "third-" + run
		tagByCommand(t, openstack, chosen, third)
		release()
		reports := [2]jobs.Report{both[0].ended(ids[0]), both[1].ended(ids[1])}
		again += cloud.Images.Count(func(r *faulttest.Request) bool { return r.Changes() }) - 2*count
		now := map[string]faulttest.Record{}
		for _, image := range cloud.Walk(t, "visibility=all") {
			now[image.ID()] = image
		}
		for i, report := range reports {
			for _, result := range report.Results {
				image := now[report.Plan.Steps[result.Step].Image.Raw()]
				if image.HasTag(tags[i]) != (result.Outcome == jobs.Done || result.Outcome == jobs.NoChange) {
					lost++
				}
			}
		}
		for _, image := range chosen {
			if !now[image.ID()].HasTag(third) {
				theirs++
			}
		}
	}
	if lost > rounds { // the window of the service: both may end at the same moment
		t.Errorf("%d results are not what there is", lost)
	}
	figure(t, "%d rounds of two instances and openstack on %d images: %d of %d results differ from what there is; %d changes were sent once more, %d tags of openstack are lost",
		rounds, count, lost, 2*count*rounds, again, theirs)
}

// hold pauses jobs when most of their changes have been sent, and returns what lets
// them go on, whether or not they have come as far.
func hold(t *testing.T, cloud *faulttest.Cloud, both [2]*rig, ids [2]jobs.ID, count int) (release func()) {
	t.Helper()
	var once sync.Once
	cloud.Images.Watch(func(n int, r *faulttest.Request) {
		if r.Changes() && n > 2*count*8/10 {
			once.Do(func() {
				for i := range both {
					_ = both[i].Pause(ids[i])
				}
			})
		}
	})
	return func() {
		once.Do(func() {}) // from now on nothing pauses them
		for i := range both {
			_ = both[i].Resume(ids[i])
		}
	}
}

// tagByCommand gives images a tag by Debian's openstack command, two of them at
// a time.
func tagByCommand(t *testing.T, openstack string, chosen []faulttest.Record, tag string) {
	t.Helper()
	half := len(chosen) / 2
	var running sync.WaitGroup
	for _, part := range [][]faulttest.Record{chosen[:half], chosen[half:]} {
		var lines strings.Builder
		for _, image := range part {
			fmt.Fprintf(&lines, "image set --tag %s %s\n", tag, image.ID())
		}
		running.Go(func() {
			command := exec.CommandContext(t.Context(), openstack)
			command.Env = append(os.Environ(), "OS_CLOUD=real-admin",
				"OS_CLIENT_CONFIG_FILE="+filepath.Join(os.Getenv("GLIMPSE_CONTRACT_DIR"), "clouds.yaml"))
			command.Stdin = strings.NewReader(lines.String())
			if out, err := command.CombinedOutput(); err != nil {
				t.Errorf("openstack: %v: %s", err, out)
			}
		})
	}
	running.Wait()
}

// TestF2AKeystoneThatIsStoppedOnTheRealServices stops the real Keystone for half
// a minute in mid-job, while the tokens live for three seconds: the job waits,
// goes on by itself, and ends with everything done.
func TestF2AKeystoneThatIsStoppedOnTheRealServices(t *testing.T) {
	cloud := shortTokens(t)
	const count, away = 150, 30 * time.Second
	chosen := images(t, cloud, count)
	before := cloud.Walk(t, "visibility=all")
	cloud.Images.Set(faulttest.Faults{Latency: 100 * time.Millisecond})
	straight := strings.ReplaceAll(cloud.CloudsYAML(), cloud.Identity.URL, strings.TrimSuffix(cloud.AuthURL(), "/v3"))
	r := newRigIn(t, cloud, straight, t.TempDir(), 8)
	tag := "stopped-" + uuid.NewString()
	id := r.start(tagging(chosen, tag))
	r.until(id, func(p jobs.Progress) bool { return p.Counts[jobs.Done] > 0 })
	start := stopKeystone(t, cloud)
	stopped := time.Now()
	waits := r.until(id, func(p jobs.Progress) bool { return p.State == jobs.Outage })
	if waits.Why.IsEmpty() || waits.Counts[jobs.Failed] > 0 {
		t.Errorf("%s, because %q", waits.Summary(), waits.Why.Display())
	}
	<-time.After(away - time.Since(stopped))
	start()
	report := r.ended(id)
	if got, want := report.Summary(), fmt.Sprintf("%d done, 0 failed", count); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), tag)
	figure(t, "stopped at %d of %d for %v (%s): %s, %.1f s after it was back", waits.Counts[jobs.Done], count, away, waits.Why.Display(),
		report.Summary(), time.Since(stopped.Add(away)).Seconds())
}

// stopKeystone ends the Keystone that .ci/openstack/up has started, and returns
// what starts it anew as it was.
func stopKeystone(t *testing.T, cloud *faulttest.Cloud) (start func()) {
	t.Helper()
	file := filepath.Join(os.Getenv("GLIMPSE_CONTRACT_DIR"), "keystone.pid")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	about := func(name string) []string {
		content, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(string(bytes.TrimRight(content, "\x00")), "\x00")
	}
	arguments, environment := about("cmdline"), about("environ")
	if !strings.Contains(strings.Join(arguments, " "), "keystone-wsgi-public") {
		t.Fatalf("process %d is %q", pid, arguments)
	}
	if err := syscall.Kill(-pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	awaitKeystone(t, cloud, false)
	var once sync.Once
	start = func() {
		once.Do(func() {
			command := exec.Command(arguments[0], arguments[1:]...) // which outlives the test, as it did before
			command.Env, command.SysProcAttr = environment, &syscall.SysProcAttr{Setsid: true}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			go func() { _ = command.Wait() }()
			if err := os.WriteFile(file, fmt.Appendln(nil, command.Process.Pid), 0o600); err != nil {
				t.Fatal(err)
			}
			awaitKeystone(t, cloud, true)
		})
	}
	t.Cleanup(start)
	return start
}

// awaitKeystone waits until Keystone answers, or does not.
func awaitKeystone(t *testing.T, cloud *faulttest.Cloud, answers bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		response, err := http.Get(cloud.AuthURL())
		if err == nil {
			response.Body.Close()
		}
		if (err == nil) == answers {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("Keystone answers: %v", err == nil)
		}
	}
}
