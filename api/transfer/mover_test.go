package transfer_test

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"glimpse/api"
	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// cloud is a service with one image, that answers as a test wants it.
type cloud struct {
	transfer.Client
	image model.Image
	// taken is what was uploaded or staged; requests are those that changed
	// something, in order.
	taken    []byte
	requests []string
	// upload, start and follow say what else happens then: to the image, and as the
	// answer.
	upload func(c *cloud) error
	start  func(c *cloud) error
	looks  []func(c *cloud) // one for each look at the image
	tasks  []model.Task
}

func (c *cloud) Upload(_ context.Context, _ model.ImageID, data io.Reader, _ int64, stage bool) error {
	what := "upload"
	if stage {
		what = "stage"
	}
	c.requests = append(c.requests, what)
	c.taken, _ = io.ReadAll(data)
	if c.upload != nil {
		return c.upload(c)
	}
	if stage {
		c.image.Status, c.image.Size = model.StatusUploading, int64(len(c.taken))
		c.image.SetKnown(model.AttrSize)
	} else {
		c.arrived()
	}
	return nil
}

// arrived gives the image the data that was taken.
func (c *cloud) arrived() {
	sum := sha512.Sum512(c.taken)
	c.image.Status, c.image.Size = model.StatusActive, int64(len(c.taken))
	c.image.HashAlgorithm, c.image.HashValue = text.Of("sha512"), text.Of(hex.EncodeToString(sum[:]))
	c.image.SetKnown(model.AttrSize)
}

func (c *cloud) Image(context.Context, model.ImageID) (model.Image, error) {
	if len(c.looks) > 0 {
		look := c.looks[0]
		c.looks = c.looks[1:]
		look(c)
	}
	return c.image, nil
}

func (c *cloud) StartImport(_ context.Context, _ *model.Image, wanted api.Import) error {
	c.requests = append(c.requests, wanted.Method)
	if c.start != nil {
		return c.start(c)
	}
	c.hold("importing")
	return nil
}

func (c *cloud) Tasks(context.Context, model.ImageID) ([]model.Task, error) { return c.tasks, nil }

// hold sets the task that holds the image; none lets go of it.
func (c *cloud) hold(task string) {
	c.image.Properties = []model.Property{{Key: text.Of("os_glance_import_task"), Value: text.Of(task)}}
}

func problem(kind remote.Kind, status int) error {
	return &api.Problem{Operation: "x", Kind: kind, Status: status, Reason: text.Of("because I say so")}
}

func queuedAgain(err error) func(*cloud) error {
	return func(c *cloud) error { return err }
}

func TestWhatBecomesOfAMove(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("disk"), 1000)
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	known := int64(len(content))
	upload := plan.Step{Kind: plan.Upload, Data: &plan.Data{File: name, Size: known}}
	staged := plan.Step{Kind: plan.Import, Data: &plan.Data{File: name, Size: known, Method: plan.GlanceDirect, Stores: []string{"fs"}}}
	web := plan.Step{Kind: plan.Import, Data: &plan.Data{Method: plan.WebDownload, URL: "https://h/a"}}
	region := plan.Step{Kind: plan.Import, Data: &plan.Data{Method: plan.GlanceDownload, Region: "two", From: model.NewImageID("there")}}
	copies := plan.Step{Kind: plan.Import, Data: &plan.Data{Method: plan.CopyImage, Stores: []string{"ceph"}}}
	changed := plan.Step{Kind: plan.Upload, Data: &plan.Data{File: name, Size: 7}}
	gone := plan.Step{Kind: plan.Upload, Data: &plan.Data{File: name + "x", Size: 7}}
	active := func(c *cloud) { c.taken = content; c.arrived(); c.hold(""); c.image.Stores = text.Of("fs,ceph") }
	for _, test := range []struct {
		name  string
		step  plan.Step
		again bool
		cloud *cloud
		want  string // the note, or the outcome and its reason
		sent  string
	}{
		{"an upload", upload, false, &cloud{}, "3.9 KiB, size and hash checked", "upload"},
		{"without a hash", upload, false, &cloud{upload: func(c *cloud) error {
			c.arrived()
			c.image.HashValue = text.Untrusted{}
			return nil
		}}, "3.9 KiB, size checked; the service gives no hash", "upload"},
		{"with md5 alone", upload, false, &cloud{upload: func(c *cloud) error {
			c.arrived()
			c.image.HashValue, c.image.Checksum = text.Untrusted{}, text.Of(strings.Repeat("0", 32))
			return nil
		}}, "failed: image  has other data", "upload"},
		{"with another hash", upload, false, &cloud{upload: func(c *cloud) error {
			c.arrived()
			c.image.HashValue = text.Of("00")
			return nil
		}}, "failed: image  has other data than " + name + ": its hash is another", "upload"},
		{"with another size", upload, false, &cloud{upload: func(c *cloud) error {
			c.arrived()
			c.image.Size--
			return nil
		}}, "it has 3999 bytes in place of 4000", "upload"},
		{"cut off", upload, false, &cloud{upload: queuedAgain(problem(api.ErrUncertain, 0))}, "failed: the data did not arrive", "upload"},
		{"refused", upload, false, &cloud{upload: queuedAgain(problem(api.ErrQuota, 413))}, "refused: the data did not arrive", "upload"},
		{"an answer that was lost", upload, false, &cloud{upload: func(c *cloud) error {
			c.arrived()
			return problem(api.ErrUncertain, 0)
		}}, "size and hash checked", "upload"},
		{"dropped", upload, false, &cloud{upload: queuedAgain(nil)}, "failed: the data did not arrive: the service dropped the data; the image is still queued", "upload"},
		{"a file that was changed", changed, false, &cloud{}, "was changed since the preview", ""},
		{"a file that is gone", gone, false, &cloud{}, "failed: there is no file", ""},
		{"again, it had arrived", upload, true, &cloud{looks: []func(*cloud){active}}, "size and hash checked", ""},
		{"again, it had not", upload, true, &cloud{}, "size and hash checked", "upload"},
		{"again, it is being saved", upload, true, &cloud{looks: []func(*cloud){
			func(c *cloud) { c.image.Status = model.StatusSaving },
			func(c *cloud) { c.image.Status = model.StatusQueued },
		}}, "size and hash checked", "upload"},
		{"again, it has other data", upload, true, &cloud{looks: []func(*cloud){func(c *cloud) { active(c); c.image.HashValue = text.Of("00") }}}, "failed: image  has other data", ""},
		{"staged", staged, false, &cloud{looks: []func(*cloud){
			func(*cloud) {}, func(*cloud) {}, func(c *cloud) { active(c) },
		}}, "size and hash checked", "stage glance-direct"},
		{"staged in part", staged, false, &cloud{upload: queuedAgain(problem(api.ErrUncertain, 0))}, "failed: the data did not arrive", "stage"},
		{"from a URL", web, false, &cloud{looks: []func(*cloud){func(*cloud) {}, active}}, "3.9 KiB, in fs,ceph", "web-download"},
		{"from a URL that is refused", web, false, &cloud{start: queuedAgain(problem(api.ErrInvalid, 400))}, "because I say so", "web-download"},
		{"from a URL that fails", web, false, &cloud{
			looks: []func(*cloud){func(c *cloud) { c.hold("") }},
			tasks: []model.Task{{Status: model.TaskFailure, Message: text.Of("404 Not Found")}},
		}, `failed: the import failed; the image is still queued: "404 Not Found"`, "web-download"},
		{"from a region that gives nothing", region, false, &cloud{
			looks: []func(*cloud){func(c *cloud) { c.hold("") }},
			tasks: []model.Task{{Status: model.TaskFailure, Message: text.Of("Task failed due to Internal Error")}},
		}, `"Task failed due to Internal Error"; check that image there is active in region two and shared with this project there`, "glance-download"},
		{"beyond a limit", web, false, &cloud{
			looks: []func(*cloud){func(c *cloud) { c.hold("") }},
			tasks: []model.Task{{Status: model.TaskFailure, Message: text.Of("Project p is over a limit for [Resource image_stage_total is over limit of 1]")}},
		}, `image_stage_total is over limit of 1]"; wait until the imports under way have ended`, "web-download"},
		{"again, it is under way", web, true, &cloud{image: model.Image{Status: model.StatusImporting}, looks: []func(*cloud){func(*cloud) {}, active}}, "3.9 KiB", ""},
		{"copies", copies, false, &cloud{image: model.Image{Status: model.StatusActive}, looks: []func(*cloud){func(*cloud) {}, active}}, "in fs,ceph", "copy-image"},
		{"copies that fail", copies, false, &cloud{image: model.Image{Status: model.StatusActive, Stores: text.Of("fs")}, looks: []func(*cloud){func(c *cloud) { c.hold("") }}}, "failed: the data is not in ceph", "copy-image"},
	} {
		synctest.Test(t, func(t *testing.T) {
			if test.cloud.image.Status.IsEmpty() {
				test.cloud.image.Status = model.StatusQueued
			}
			image := test.cloud.image
			note, err := (&transfer.Mover{Client: test.cloud}).Move(t.Context(), &test.step, &image, test.again, &job.Meter{})
			got := note.Raw()
			var verdict *job.VerdictError
			switch {
			case errors.As(err, &verdict):
				got = string(verdict.Outcome) + ": " + verdict.Reason.Raw()
			case err != nil:
				got = err.Error()
			}
			if sent := strings.Join(test.cloud.requests, " "); !strings.Contains(got, test.want) || sent != test.sent {
				t.Errorf("%s: %q after %q, not %q after %q", test.name, got, sent, test.want, test.sent)
			}
		})
	}
}

// TestTheEndOfTheProgramIsNoVerdict leaves what is on its way to the next run.
func TestTheEndOfTheProgramIsNoVerdict(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, []byte("disk"), 0o600); err != nil {
		t.Fatal(err)
	}
	step := plan.Step{Kind: plan.Upload, Data: &plan.Data{File: name, Size: 4}}
	ends := errors.New("the program ends")
	for _, cause := range []error{ends, job.ErrCancelled} {
		ctx, cancel := context.WithCancelCause(t.Context())
		c := &cloud{image: model.Image{Status: model.StatusQueued}, upload: func(*cloud) error {
			cancel(cause)
			return context.Canceled
		}}
		image := c.image
		_, err := (&transfer.Mover{Client: c}).Move(ctx, &step, &image, false, &job.Meter{})
		var verdict *job.VerdictError
		if isVerdict := errors.As(err, &verdict); isVerdict != (cause == job.ErrCancelled) {
			t.Errorf("%v: %v", cause, err)
		}
		if verdict != nil && (verdict.Outcome != job.Unsent || verdict.Reason.Raw() != "the upload was given up; the image is still queued") {
			t.Errorf("cancelled: %+v", verdict)
		}
	}
}

// TestAnImportThatIsNoLongerFollowedIsDone cancels while the service carries an import out
// by itself, and before it has accepted it.
func TestAnImportThatIsNoLongerFollowedIsDone(t *testing.T) {
	t.Parallel()
	ends := errors.New("the program ends")
	step := plan.Step{Kind: plan.Import, Data: &plan.Data{Method: plan.WebDownload, URL: "https://example.org/x"}}
	for _, test := range []struct {
		name   string
		cause  error
		again  bool
		before model.Status
		start  error
		want   string
		sent   string
	}{
		{"accepted", job.ErrCancelled, false, model.StatusQueued, nil, "no longer followed: the service goes on with the import by itself", "web-download"},
		{"accepted, and the program ends", ends, false, model.StatusQueued, nil, ends.Error(), "web-download"},
		{"perhaps accepted", job.ErrCancelled, false, model.StatusQueued, problem(api.ErrUncertain, 0), "not sent: cancelled while it was asked for; the image tells whether", "web-download"},
		{"accepted before", job.ErrCancelled, true, model.StatusImporting, nil, "no longer followed: the service goes on", ""},
		{"over", job.ErrCancelled, true, model.StatusActive, nil, "0 B", ""},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		c := &cloud{image: model.Image{Status: test.before}}
		c.start = func(c *cloud) error {
			cancel(test.cause)
			c.image.Status = model.StatusImporting
			return test.start
		}
		if test.again {
			cancel(test.cause)
		}
		image := c.image
		note, err := (&transfer.Mover{Client: c}).Move(ctx, &step, &image, test.again, &job.Meter{})
		got := note.Raw()
		var verdict *job.VerdictError
		if errors.As(err, &verdict) {
			got = string(verdict.Outcome) + ": " + verdict.Reason.Raw()
		} else if err != nil {
			got = err.Error()
		}
		if sent := strings.Join(c.requests, " "); !strings.Contains(got, test.want) || sent != test.sent {
			t.Errorf("%s: %q after %q, not %q after %q", test.name, got, sent, test.want, test.sent)
		}
	}
}
