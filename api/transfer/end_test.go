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
