package faulttest_test

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/command"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// mostSeeds is how many seeds are tried at most until each of the faults that a test
// is about was met: which request meets one depends on how often others are repeated.
const mostSeeds = 60

// moving plans a command that moves data.
func (r *rig) moving(wanted command.Command, replace bool, images ...model.ImageID) plan.Plan {
	r.t.Helper()
	all := make([]*model.Image, len(images))
	for i, id := range images {
		image, err := r.client.Image(r.t.Context(), id)
		if err != nil {
			r.t.Fatal(err)
		}
		all[i] = &image
	}
	planned, err := (&transfer.Planner{Service: r.client, Replace: replace}).Plan(r.t.Context(), wanted, all)
	if err != nil || planned.IsEmpty() {
		r.t.Fatalf("planned %+v, %v", planned, err)
	}
	return planned
}

// waiting makes an image that waits for its data, while nothing goes wrong.
func (r *rig) waiting() model.ImageID {
	r.t.Helper()
	r.cloud.Images.Set(faulttest.Faults{})
	image, err := r.client.Create(r.t.Context(), api.NewImage{
		Attributes: map[model.Attribute]any{model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare"},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return image.ID
}

// file writes data into a file.
func file(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestF12AnUploadByAJobIsWholeOrQueued breaks the uploads of jobs by a seed. The
// report says what the image is, and nothing is sent twice before a person retries.
func TestF12AnUploadByAJobIsWholeOrQueued(t *testing.T) {
	t.Parallel()
	const size = 3 << 20
	count, _ := seeds(t, 5)
	cloud := embeddedCloud(t, 1, embedded.Options{TokenLife: bulkToken})
	r := newRigIn(t, cloud, cloud.CloudsYAML(), t.TempDir(), 4)
	data := noise(12, size)
	name, sum := file(t, data), sha512.Sum512(data)
	runs, queued := 0, 0
	for seed := uint64(0); seed < uint64(count) || queued == 0 && seed < mostSeeds; seed++ {
		id := r.waiting()
		planned := r.moving(command.Upload{File: name}, false, id)
		cloud.Images.Set(faulttest.Faults{Seed: seed, Within: size, Of: dataPath, Shares: []faulttest.Share{
			{Fault: faulttest.ResetInBody, Share: 0.4},
			{Fault: faulttest.ResetAfter, Share: 0.1},
			{Fault: faulttest.TimedOut, Share: 0.1},
			{Fault: faulttest.Busy, Share: 0.1},
			{Fault: faulttest.Refused, Share: 0.1},
			{Fault: faulttest.ResetBefore, Share: 0.1},
		}})
		job := jobs.ID("")
		for done := false; !done; runs++ {
			sentBefore := cloud.Images.Count(hasTakenData)
			if job == "" {
				job = r.start(planned)
			} else if err := r.Retry(job); err != nil {
				t.Fatal(err)
			}
			report := r.ended(job)
			result := &report.Results[0]
			if sent := cloud.Images.Count(hasTakenData) - sentBefore; sent > 1 {
				t.Errorf("seed %d: the data was sent %d times", seed, sent)
			}
			record := recordOf(t, cloud, id)
			switch record.Text("status") {
			case "active":
				if record["size"] != float64(size) || record.Text("os_hash_value") != hex.EncodeToString(sum[:]) {
					t.Fatalf("seed %d: the image is %v", seed, record)
				}
				if done = true; result.Outcome != jobs.Done || !strings.Contains(result.Reason.Raw(), "size and hash checked") {
					t.Errorf("seed %d: the image is whole, and the report says %+v", seed, result)
				}
			case "queued":
				if queued++; result.Outcome != jobs.Failed && result.Outcome != jobs.Refused || !strings.Contains(result.Reason.Raw(), "still queued") {
					t.Fatalf("seed %d: the image is queued, and the report says %+v", seed, result)
				}
				if result.Outcome == jobs.Refused { // which is not retried
					job = ""
				}
			default:
				t.Fatalf("seed %d: the image is %v after %+v", seed, record, result)
			}
		}
	}
	if queued == 0 {
		t.Error("no upload was cut off: the faults were too few to tell anything")
	}
	figure(t, "%d uploads of %d MiB whole by jobs, in %d runs, of which %d left the image queued", count, size>>20, runs, queued)
}

// TestF18ADownloadByAJobIsWholeOrNotThere breaks the downloads of jobs by a seed: a
// link that breaks is gone on with by itself, a hash that does not fit is the end.
func TestF18ADownloadByAJobIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	const size = 3 << 20
	count, _ := seeds(t, 5)
	cloud := embeddedCloud(t, 1, embedded.Options{})
	r := newRigIn(t, cloud, cloud.CloudsYAML(), t.TempDir(), 4)
	data := noise(18, size)
	image := stored(t, r.client, data)
	parts := func(r *faulttest.Request) bool { return r.Status == http.StatusPartialContent }
	runs, resumed, flipped := 0, 0, 0
	for seed := uint64(0); seed < uint64(count) || min(resumed, flipped) == 0 && seed < mostSeeds; seed++ {
		name := filepath.Join(t.TempDir(), "image.raw")
		cloud.Images.Set(faulttest.Faults{Seed: seed, Within: size, Of: dataPath, Shares: []faulttest.Share{
			{Fault: faulttest.ResetInAnswer, Share: 0.6},
			{Fault: faulttest.Flipped, Share: 0.1},
			{Fault: faulttest.Busy, Share: 0.05},
			{Fault: faulttest.ResetBefore, Share: 0.05},
		}})
		for replace := false; ; replace = true {
			runs++
			before := cloud.Images.Count(parts)
			report := r.ended(r.start(r.moving(command.Download{File: name}, replace, image.ID)))
			resumed += cloud.Images.Count(parts) - before
			result := &report.Results[0]
			if result.Outcome == jobs.Done {
				break
			}
			if _, there := os.Lstat(name); !errors.Is(there, fs.ErrNotExist) {
				t.Fatalf("seed %d: after %+v the file has its name", seed, result)
			}
			if flipped++; result.Outcome != jobs.Failed || !strings.Contains(result.Reason.Raw(), "does not have the hash") {
				t.Fatalf("seed %d: %+v", seed, result)
			}
			if _, kept := os.Lstat(name + ".part"); kept != nil {
				t.Errorf("seed %d: %v", seed, kept)
			}
		}
		got, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("seed %d: the file has %d bytes that are not the image's, %v", seed, len(got), err)
		}
	}
	if resumed == 0 || flipped == 0 {
		t.Errorf("%d downloads were resumed, %d met a flipped bit: the faults were too few to tell anything", resumed, flipped)
	}
	figure(t, "%d downloads of %d MiB whole by jobs, in %d jobs: %d connections resumed, %d jobs met a flipped bit",
		count, size>>20, runs, resumed, flipped)
}

// stuck is a client whose uploads get no further than the first MiB.
type stuck struct {
	*api.Client
	reached chan struct{}
}

func (s *stuck) Upload(ctx context.Context, id model.ImageID, data io.Reader, size int64, stage bool) error {
	stops := readerFunc(func([]byte) (int, error) {
		close(s.reached)
		<-ctx.Done()
		return 0, ctx.Err()
	})
	return s.Client.Upload(ctx, id, io.MultiReader(io.LimitReader(data, 1<<20), stops), size, stage)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(buffer []byte) (int, error) { return f(buffer) }

// TestACutOffTransferIsOfferedByTheNextRun ends the program, or the job, in the
// middle of the data.
func TestACutOffTransferIsOfferedByTheNextRun(t *testing.T) {
	t.Parallel()
	cloud := embeddedCloud(t, 1, embedded.Options{})
	name := file(t, noise(7, 3<<20))
	for _, cancels := range []bool{true, false} {
		dir := t.TempDir()
		reached := make(chan struct{})
		r := newRigMoving(t, cloud, cloud.CloudsYAML(), dir, 4, func(client *api.Client) transfer.Client {
			return &stuck{client, reached}
		})
		id := r.waiting()
		job := r.start(r.moving(command.Upload{File: name}, false, id))
		<-reached
		if now, _ := r.Progress(job); now.Moving().Done < 1<<20 {
			t.Errorf("under way: %+v", now.Transfers)
		}
		if cancels {
			if err := r.Cancel(job); err != nil {
				t.Fatal(err)
			}
			report := r.ended(job)
			if result := &report.Results[0]; result.Outcome != jobs.Unsent || !strings.Contains(result.Reason.Raw(), "still queued") {
				t.Errorf("cancelled: %+v", result)
			}
			if status := recordOf(t, cloud, id).Text("status"); status != "queued" {
				t.Errorf("the image is %s", status)
			}
			continue
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := r.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		next := newRigIn(t, cloud, cloud.CloudsYAML(), dir, 4)
		left, err := next.Unfinished()
		if err != nil || len(left) != 1 || left[0].ID != job {
			t.Fatalf("left %+v, %v", left, err)
		}
		if err := next.Finish(job); err != nil {
			t.Fatal(err)
		}
		report := next.ended(job)
		if result := &report.Results[0]; result.Outcome != jobs.Done || !strings.Contains(result.Reason.Raw(), "size and hash checked") {
			t.Errorf("finished: %+v", result)
		}
	}
}

// TestTheServiceTakesInDataByItself stages a file for a store, and asks for a URL
// that the service does not fetch from.
func TestTheServiceTakesInDataByItself(t *testing.T) {
	t.Parallel()
	cloud := embeddedCloud(t, 1, embedded.Options{})
	r := newRigIn(t, cloud, cloud.CloudsYAML(), t.TempDir(), 4)
	name := file(t, noise(3, 1<<20))
	for _, test := range []struct {
		wanted  command.Command
		outcome jobs.Outcome
		reason  string
		status  string
	}{
		{command.Upload{File: name, Stores: []string{"fs"}}, jobs.Done, "1.0 MiB, size and hash checked", "active"},
		{command.Import{URL: "http://127.0.0.1/x"}, jobs.Refused, "URI for web-download does not pass filtering", "queued"},
	} {
		id := r.waiting()
		report := r.ended(r.start(r.moving(test.wanted, false, id)))
		if result := &report.Results[0]; result.Outcome != test.outcome || !strings.Contains(result.Reason.Raw(), test.reason) {
			t.Errorf("%s: %+v", command.Format(test.wanted), result)
		}
		if status := recordOf(t, cloud, id).Text("status"); status != test.status {
			t.Errorf("%s: the image is %s", command.Format(test.wanted), status)
		}
	}
	image, err := r.client.Image(t.Context(), r.waiting())
	if err != nil {
		t.Fatal(err)
	}
	for line, why := range map[string]string{
		"delete-from nope":    "the service has no store nope",
		"import region:north": "cannot fetch from another region",
	} {
		wanted, _ := command.Parse(line)
		_, err := (&transfer.Planner{Service: r.client}).Plan(t.Context(), wanted, []*model.Image{&image})
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
