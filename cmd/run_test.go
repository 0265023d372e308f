package cmd_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"glimpse/api/clouds"
	"glimpse/cmd"
)

// outcome is what a run of the command left behind.
type outcome struct {
	code      int
	out, errs string
}

// surroundings are an environment and a home of their own.
type surroundings struct {
	environ []string
	home    string
}

func newSurroundings(t *testing.T, environ ...string) surroundings {
	t.Helper()
	home := t.TempDir()
	own := []string{"XDG_CONFIG_HOME=" + home + "/config", "XDG_STATE_HOME=" + home + "/state", "XDG_CACHE_HOME=" + home + "/cache"}
	return surroundings{environ: append(own, environ...), home: home}
}

// withClouds adds a clouds.yaml.
func (s surroundings) withClouds(t *testing.T, content string) surroundings {
	t.Helper()
	file := filepath.Join(s.home, "clouds.yaml")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s surroundings) env() clouds.Env {
	env := clouds.System()
	env.Environ = func() []string { return s.environ }
	env.Home, env.WorkDir = s.home, s.home
	return env
}

// run runs glimpse without a terminal.
func (s surroundings) run(ctx context.Context, args ...string) outcome {
	var out, errs bytes.Buffer
	code := cmd.Run(ctx, args, cmd.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Clouds: s.env()})
	return outcome{code: code, out: out.String(), errs: errs.String()}
}

// runOnTerminal runs glimpse with a standard output that a person reads.
func (s surroundings) runOnTerminal(ctx context.Context, args ...string) outcome {
	var out, errs bytes.Buffer
	code := cmd.Run(ctx, args, cmd.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, OutIsTerminal: true, Clouds: s.env()})
	return outcome{code: code, out: out.String(), errs: errs.String()}
}

// has fails unless a text holds each of the parts.
func has(t *testing.T, name, content string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(content, part) {
			t.Errorf("%s has no %q:\n%s", name, part, content)
		}
	}
}

// forbidden are the bytes that must not reach a terminal, line feeds aside.
func forbidden(content string) (r rune, found bool) {
	for _, r := range content {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == 0xfffd {
			return r, true
		}
	}
	return 0, false
}
