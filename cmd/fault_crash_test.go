//go:build unix

package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"glimpse/cmd"
)

// panicsIn makes this test binary be glimpse with a fault in the place that it
// names, panicsOnce names the file that brings it about.
const (
	panicsIn   = "GLIMPSE_TEST_PANICS_IN"
	panicsOnce = "GLIMPSE_TEST_PANICS_ONCE"
)

func init() {
	if where := os.Getenv(panicsIn); where != "" {
		os.Exit(cmd.MainPanicking(where, os.Getenv(panicsOnce)))
	}
}

// TestF8APanicRestoresTheTerminalAndEndsTheJobInOrder lets the program panic in
// the middle of a job: within Update, and within a command. What a panic in a
// worker of the job does, which is to pause the job, is tested beside it
// (TestAFaultOfThisProgramFailsTheStepAndPausesTheJob).
func TestF8APanicRestoresTheTerminalAndEndsTheJobInOrder(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"update", "command"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			b := newBulk(t, cutImages/4, 4*cutLatency)
			trigger := b.home + "/trigger"
			p := b.start([]string{"/usr/bin/env", panicsIn + "=" + where, panicsOnce + "=" + trigger})
			b.send(p, "crash")
			b.cloud.Images.Await(t, b.images/4, time.Minute, isWrite)
			if err := os.WriteFile(trigger, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			p.typed("c") // the choice of a cloud asks the backend, and every key asks the clock
			begun := time.Now()
			if code := p.exit(12 * time.Second); code != 70 {
				t.Errorf("exit code %d, want 70", code)
			}
			took := time.Since(begun)
			p.restored()
			w := b.complete("crash")
			if w.ended || len(w.results) == b.images {
				t.Errorf("%d of %d are done: the job was not cut off", len(w.results), b.images)
			}
			b.crashFile(p)
			b.finish("crash")
			figure(t, "panic in %s: exit 70 after %.1f s, terminal restored, %d of %d done and the journal complete",
				where, took.Seconds(), len(w.results), b.images)
		})
	}
}

// crashFile checks what a crash left behind.
func (b *bulk) crashFile(p *played) {
	b.t.Helper()
	files, err := filepath.Glob(b.home + "/glimpse-crash-*")
	if err != nil || len(files) != 1 {
		b.t.Fatalf("the crash files are %v, %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		b.t.Errorf("the crash file has mode %v, %v", info.Mode(), err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(content), "glimpse/ui") {
		b.t.Errorf("the crash file does not say where: %s", content)
	}
	_, raw := p.text()
	for name, text := range map[string]string{"the crash file": string(content), "the terminal": raw} {
		if strings.Contains(text, "a password") {
			b.t.Errorf("%s tells what the panic held", name)
		}
	}
}
