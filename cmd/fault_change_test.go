//go:build unix

package cmd_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
)

// TestF1ByChangeOverABadLink tags 500 images by `glimpse change` while 5 % of the
// requests meet a 503 and 2 % a reset, tokens live for three seconds, and one
// image is deleted midway. What it prints, and what the journal tells afterwards, is held
// against the service.
func TestF1ByChangeOverABadLink(t *testing.T) {
	t.Parallel()
	count, _ := faultSeeds(t, 1)
	for seed := range count {
		t.Run(fmt.Sprint("seed ", seed+1), func(t *testing.T) { changeOverABadLink(t, uint64(seed)+1) })
	}
}

func changeOverABadLink(t *testing.T, seed uint64) {
	const images = 500
	cloud := faulttest.Embedded(t, embedded.Options{Images: images * 3 / 2, Plain: true, Seed: seed, TokenLife: 3 * time.Second})
	before := cloud.Walk(t, "")
	doomed := slices.IndexFunc(before[:images], func(r faulttest.Record) bool { return r["protected"] == false })
	before[doomed], before[images-1] = before[images-1], before[doomed] // its turn comes last
	var ids strings.Builder
	for _, image := range before[:images] {
		ids.WriteString(image.ID() + "\n")
	}
	home := t.TempDir()
	for name, content := range map[string]string{"clouds.yaml": cloud.CloudsYAML(), "ids": ids.String()} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cloud.Images.Set(faulttest.Faults{Seed: seed, Latency: 10 * time.Millisecond, Shares: []faulttest.Share{
		{Fault: faulttest.Busy, Share: 0.05}, {Fault: faulttest.ResetBefore, Share: 0.01}, {Fault: faulttest.ResetAfter, Share: 0.01},
	}})
	cloud.Images.Watch(func(n int, _ *faulttest.Request) {
		if n != images/2 {
			return
		}
		if status, body := cloud.Do(t, http.MethodDelete, "/v2/images/"+before[images-1].ID(), nil); status != http.StatusNoContent {
			t.Errorf("deleting an image: %d: %s", status, body)
		}
	})
	environ := []string{"OS_CLIENT_CONFIG_FILE=" + home + "/clouds.yaml", "XDG_STATE_HOME=" + home + "/state"}
	command := process(t.Context(), t, environ,
		"change", "--ids", home+"/ids", "--yes", "--output", "json", "tag +bulk")
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(command); code != 1 { // one image is gone
		t.Errorf("exit code %d: %s", code, errs.String())
	}
	requests := cloud.Images.Count(func(*faulttest.Request) bool { return true })
	cloud.Images.Set(faulttest.Faults{})
	id, outcomes := "", map[string]string{}
	counts := map[string]int{}
	for line := range strings.Lines(out.String()) {
		var result struct{ Job, Image, Outcome string }
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		outcomes[result.Image] = result.Outcome
		counts[result.Outcome]++
		id = result.Job
	}
	// What is told afterwards, from the journal alone, is the same.
	again, err := process(t.Context(), t, environ, "job", "report", id, "--output", "json").Output()
	if err != nil || string(again) != out.String() {
		t.Errorf("the report of the job is another: %v, %d bytes and not %d", err, len(again), out.Len())
	}
	if counts["done"] != images-1 || counts["gone"] != 1 || len(outcomes) != images {
		t.Errorf("the outcomes are %v", counts)
	}
	now := map[string]faulttest.Record{}
	for _, image := range cloud.Walk(t, "") {
		now[image.ID()] = image
	}
	for _, was := range before {
		outcome := outcomes[was.ID()]
		is, there := now[was.ID()]
		tags := was.Tags()
		if outcome == "done" {
			tags = append(tags, "bulk")
			slices.Sort(tags)
		}
		if there == (outcome == "gone") || there && !slices.Equal(tags, is.Tags()) {
			t.Errorf("image %s is reported as %q, is there: %v, its tags %v", was.ID(), outcome, there, is.Tags())
		}
	}
	figure(t, "%d done, %d gone, %d requests", counts["done"], counts["gone"], requests)
}
