package cmd_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"glimpse/api/runner/faulttest"
)

// comparedImages is how many images are changed by each client: twenty, or what
// GLIMPSE_COMPARED_IMAGES says.
var comparedImages = func() int {
	if n, err := strconv.Atoi(os.Getenv("GLIMPSE_COMPARED_IMAGES")); err == nil && n > 0 {
		return n
	}
	return 20
}()

// BenchmarkTaggingAgainstOpenStack tags the same twenty images of a real Glance
// in turn with a shell loop of `openstack image set --tag` and with the whole
// program, from its start until it says that all are done. The ratio is that of
// the medians.
//
//	GLIMPSE_CONTRACT_DIR=DIR go test -run '^$' -bench TaggingAgainstOpenStack -benchtime 1x ./cmd
func BenchmarkTaggingAgainstOpenStack(b *testing.B) {
	cloud, isReal := faulttest.RealServices(b)
	if !isReal {
		b.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	openstack, err := exec.LookPath("openstack")
	if err != nil {
		b.Skip("there is no openstack client")
	}
	clouds := filepath.Join(os.Getenv("GLIMPSE_CONTRACT_DIR"), "clouds.yaml")
	mark := fmt.Sprint("compare-", time.Now().UnixMilli())
	ids := comparedSet(b, cloud, mark)
	var theirs, ours, sending []time.Duration
	for round := 0; b.Loop(); round++ {
		tag := fmt.Sprint("theirs-", round)
		begun := time.Now()
		for _, id := range ids {
			command := exec.Command(openstack, "image", "set", "--tag", tag, id)
			command.Env = append(os.Environ(), "OS_CLIENT_CONFIG_FILE="+clouds, "OS_CLOUD=real-admin")
			if out, err := command.CombinedOutput(); err != nil {
				b.Fatalf("%s: %v: %s", command, err, out)
			}
		}
		theirs = append(theirs, time.Since(begun))
		tag = fmt.Sprint("ours-", round)
		s := open(b, clouds, 120, 40, false, "--cloud", "real-admin", "--query", "tag="+mark)
		s.await(b, fmt.Sprintf("%d images", comparedImages))
		io.WriteString(s.terminal, "a:tag +"+tag+"\r")
		s.await(b, "ctrl+s send")
		begun = time.Now()
		io.WriteString(s.terminal, "\x13")
		ours = append(ours, s.await(b, fmt.Sprintf("%d done, 0 failed", comparedImages)))
		sending = append(sending, time.Since(begun))
		s.close()
	}
	for _, image := range cloud.Walk(b, "tag="+mark) {
		if !image.HasTag("theirs-0") || !image.HasTag("ours-0") {
			b.Errorf("image %s has the tags %v", image.ID(), image.Tags())
		}
	}
	they, we := median(theirs), median(ours)
	b.ReportMetric(they.Seconds(), "s-openstack")
	b.ReportMetric(we.Seconds(), "s-glimpse")
	b.ReportMetric(median(sending).Seconds(), "s-glimpse-sending")
	b.ReportMetric(they.Seconds()/we.Seconds(), "times-faster")
	fmt.Fprintf(os.Stdout, "figure: tagging %d images of a real Glance: openstack %.1f s, glimpse %.2f s from its start (%.2f s of it sending): %.0f times as fast\n",
		comparedImages, they.Seconds(), we.Seconds(), median(sending).Seconds(), they.Seconds()/we.Seconds())
}

// BenchmarkChangeAgainstOpenStack tags and hides the same twenty images of a real
// Glance, in turn with a shell loop of `openstack image set` and with one `glimpse
// change`, and counts what each asks of Keystone and Glance. The ratio of the times is
// that of the medians.
//
//	GLIMPSE_CONTRACT_DIR=DIR go test -run '^$' -bench ChangeAgainstOpenStack -benchtime 3x ./cmd
func BenchmarkChangeAgainstOpenStack(b *testing.B) {
	cloud, isReal := faulttest.RealServices(b)
	if !isReal {
		b.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	openstack, err := exec.LookPath("openstack")
	if err != nil {
		b.Skip("there is no openstack client")
	}
	binary, err := builtOnce()
	if err != nil {
		b.Fatal(err)
	}
	home := b.TempDir()
	if err := os.WriteFile(home+"/clouds.yaml", []byte(cloud.CloudsYAML()), 0o600); err != nil {
		b.Fatal(err)
	}
	environ := append(os.Environ(), "OS_CLIENT_CONFIG_FILE="+home+"/clouds.yaml", "OS_CLOUD=faulty", "XDG_STATE_HOME="+home)
	mark := fmt.Sprint("compare-", time.Now().UnixMilli())
	ids := comparedSet(b, cloud, mark)
	for _, change := range []struct {
		name   string
		theirs []string // of openstack image set
		ours   []string // of glimpse change
		back   []string // of glimpse change, before the other client's turn
		holds  func(image faulttest.Record) bool
	}{
		{
			name: "tag", theirs: []string{"--tag", "compared"}, ours: []string{"tag +compared"}, back: []string{"tag -compared"},
			holds: func(image faulttest.Record) bool { return image.HasTag("compared") },
		},
		{
			name: "property", theirs: []string{"--property", "stage=compared"}, ours: []string{"set stage=compared"}, back: []string{"set -stage"},
			holds: func(image faulttest.Record) bool { return image["stage"] == "compared" },
		},
	} {
		b.Run(change.name, func(b *testing.B) {
			runs := func(args ...string) {
				b.Helper()
				command := exec.Command(args[0], args[1:]...)
				command.Env = environ
				if out, err := command.CombinedOutput(); err != nil {
					b.Fatalf("%s: %v: %s", command, err, out)
				}
			}
			ours := func(lines []string) {
				runs(append([]string{binary, "change", "--query", "tag=" + mark, "--yes"}, lines...)...)
			}
			measured := func(carryOut func()) (took time.Duration, requests int) {
				b.Helper()
				cloud.Identity.Set(faulttest.Faults{})
				cloud.Images.Set(faulttest.Faults{})
				begun := time.Now()
				carryOut()
				took = time.Since(begun)
				for _, proxy := range []*faulttest.Proxy{cloud.Identity, cloud.Images} {
					requests += proxy.Count(func(*faulttest.Request) bool { return true })
				}
				for _, image := range cloud.Walk(b, "tag="+mark) {
					if !change.holds(image) {
						b.Errorf("image %s was not changed: %v", image.ID(), image)
					}
				}
				ours(change.back)
				return took, requests
			}
			var theirTimes, ourTimes []time.Duration
			var theirRequests, ourRequests int
			for b.Loop() {
				took, requests := measured(func() {
					for _, id := range ids {
						runs(append(append([]string{openstack, "image", "set"}, change.theirs...), id)...)
					}
				})
				theirTimes, theirRequests = append(theirTimes, took), requests
				took, requests = measured(func() { ours(change.ours) })
				ourTimes, ourRequests = append(ourTimes, took), requests
			}
			they, we := median(theirTimes), median(ourTimes)
			b.ReportMetric(they.Seconds(), "s-openstack")
			b.ReportMetric(we.Seconds(), "s-glimpse")
			b.ReportMetric(we.Seconds()/they.Seconds(), "time-glimpse/openstack")
			b.ReportMetric(float64(theirRequests), "requests-openstack")
			b.ReportMetric(float64(ourRequests), "requests-glimpse")
			b.ReportMetric(float64(ourRequests)/float64(theirRequests), "requests-glimpse/openstack")
			fmt.Fprintf(os.Stdout, "figure: %s of %d images of a real Glance: openstack %.1f s and %d requests, glimpse change %.2f s and %d: %.3f of the time, %.3f of the requests\n",
				change.name, comparedImages, they.Seconds(), theirRequests, we.Seconds(), ourRequests, we.Seconds()/they.Seconds(), float64(ourRequests)/float64(theirRequests))
		})
	}
}

// comparedSet makes the images that both clients tag, and deletes them in the
// end.
func comparedSet(b *testing.B, cloud *faulttest.Cloud, mark string) (ids []string) {
	b.Helper()
	for n := range comparedImages {
		status, body := cloud.Do(b, http.MethodPost, "/v2/images", map[string]any{"name": fmt.Sprint(mark, "-", n), "tags": []string{mark}})
		var made struct{ ID string }
		if err := json.Unmarshal(body, &made); err != nil || status != http.StatusCreated {
			b.Fatalf("making an image: %d, %v: %s", status, err, body)
		}
		ids = append(ids, made.ID)
		b.Cleanup(func() { cloud.Do(b, http.MethodDelete, "/v2/images/"+made.ID, nil) })
	}
	return ids
}
