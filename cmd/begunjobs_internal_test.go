package cmd

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/backend"
)

// TestAJobBeforeAChangeOfCloudsIsOfThisSession begins a job, goes to another cloud and
// back, and looks from another run of the program, too.
func TestAJobBeforeAChangeOfCloudsIsOfThisSession(t *testing.T) {
	t.Parallel()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "clouds.yaml"), []byte(server.CloudsYAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	env := clouds.System()
	env.Environ = func() []string { return nil }
	env.Home, env.WorkDir = home, home
	run := func() *fromConfiguration {
		return &fromConfiguration{env: env, opts: &options{}, log: slog.New(slog.NewTextHandler(io.Discard, nil)), state: home, ctx: t.Context()}
	}
	to := func(run *fromConfiguration, cloud string) backend.Session {
		session, err := run.Connect(t.Context(), backend.Target{Cloud: cloud})
		if err != nil {
			t.Fatal(err)
		}
		return session
	}
	here, other := run(), run()

	first := to(here, "demo")
	changes := first.Changes()
	id, err := changes.Start(&plan.Plan{Title: "create", Steps: []plan.Step{{Image: model.NewImageID(changes.NewID()), Kind: plan.Create}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for changes.Jobs()[0].State != job.Ended {
		select {
		case <-changes.(interface{ Changed() <-chan struct{} }).Changed():
		case <-ctx.Done():
			t.Fatal("the job does not end")
		}
	}
	first.Close()
	to(here, "demo-other").Close()

	for _, looks := range []struct {
		from *fromConfiguration
		own  bool
	}{{here, true}, {other, false}} {
		again := to(looks.from, "demo")
		earlier, err := again.Changes().Earlier()
		if err != nil || len(earlier) != 1 || earlier[0].ID != id || earlier[0].Own != looks.own || earlier[0].Images != 1 {
			t.Errorf("of this run %v: %+v, %v", looks.own, earlier, err)
		}
		again.Close()
	}
}
