package transfer_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// TestTheEndIsNotHeldUpByDataThatIsBeingSaved ends the program, or cancels the job, while
// the service makes up its mind about data that it has.
func TestTheEndIsNotHeldUpByDataThatIsBeingSaved(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "disk.raw")
	if err := os.WriteFile(name, []byte("disk"), 0o600); err != nil {
		t.Fatal(err)
	}
	step := plan.Step{Kind: plan.Upload, Data: &plan.Data{File: name, Size: 4}}
	for cause, most := range map[error]time.Duration{errors.New("the program ends"): 0, job.ErrCancelled: 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			c := &cloud{image: model.Image{Status: model.StatusSaving}}
			var ended time.Time
			time.AfterFunc(time.Minute, func() { ended = time.Now(); cancel(cause) })
			_, err := (&transfer.Mover{Client: c}).Move(ctx, &step, &c.image, true, &job.Meter{})
			var verdict *job.VerdictError
			if took := time.Since(ended); took > most || errors.As(err, &verdict) != (cause == job.ErrCancelled) {
				t.Errorf("%v: %v after %v", cause, err, took)
			}
		})
	}
}

// TestWhatIsHereIsNotReadAtTheEnd ends before the beginning of a download, or the file of
// an upload, is hashed again.
func TestWhatIsHereIsNotReadAtTheEnd(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("disk.part", "disk")
	write("disk.part.image", `{"checksum":"c","id":"a","os_hash_algo":"","os_hash_value":"","size":9}`+"\n")
	write("sent", "disk")
	ends := errors.New("the program ends")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(ends)
	image := model.Image{ID: model.NewImageID("a"), Status: model.StatusActive, Size: 9, Checksum: text.Of("c")}
	image.SetKnown(model.AttrSize)
	// Without a Source it would panic to ask for the rest.
	err := (&transfer.Download{Image: image}).ToFile(ctx, filepath.Join(folder, "disk"))
	if !errors.Is(err, ends) {
		t.Errorf("a download: %v", err)
	}
	step := plan.Step{Kind: plan.Upload, Data: &plan.Data{File: filepath.Join(folder, "sent"), Size: 4}}
	c := &cloud{image: model.Image{Status: model.StatusActive, Size: 4, Checksum: text.Of("c")}}
	if note, err := (&transfer.Mover{Client: c}).Move(ctx, &step, &c.image, true, &job.Meter{}); !errors.Is(err, ends) {
		t.Errorf("an upload: %q, %v", note.Raw(), err)
	}
}
