//go:build unix

package cmd_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The jobs that are cut off in the middle.
const (
	cutImages  = 680 // of which about 500 are listed
	cutLatency = 15 * time.Millisecond
	cutWorkers = 8
)

// browsing are the arguments of every run on the faulty cloud.
var browsing = []string{"--cloud", "faulty", "--page-size", "1000"}

// TestF4KilledAtAnyMomentAndFinished kills the program with -9 at random
// moments of a job, and lets the next start finish it.
func TestF4KilledAtAnyMomentAndFinished(t *testing.T) {
	t.Parallel()
	count, long := faultSeeds(t, 1)
	for seed := range count {
		t.Run(fmt.Sprint("seed ", seed+1), func(t *testing.T) {
			images := cutImages
			if !long {
				images /= 5
			}
			b := newBulk(t, images, cutLatency)
			at := 1 + rand.New(rand.NewPCG(uint64(seed)+1, 4)).IntN(b.images-1)
			p := b.start(nil, browsing...)
			b.send(p, "cut")
			b.cloud.Images.Await(t, at, time.Minute, isWrite)
			p.command.Process.Signal(syscall.SIGKILL)
			p.exit(10 * time.Second)
			left := b.journal()
			unsure := 0
			for step := range left.sent {
				if left.results[step] == 0 {
					unsure++
				}
			}
			if left.ended || len(left.steps) != b.images {
				t.Errorf("the journal has %d steps, ended: %v", len(left.steps), left.ended)
			}
			b.finish("cut")
			twice := 0
			for _, times := range b.carriedOut() {
				if times > 1 {
					twice++
				}
			}
			// A tag that is put twice is there once: it is harmless. It can
			// happen only to what was on its way.
			if twice > cutWorkers {
				t.Errorf("%d changes were carried out twice", twice)
			}
			for _, r := range b.cloud.Images.Requests() {
				if r.Changes() && (r.Method != http.MethodPut || !strings.HasSuffix(r.Path, "/tags/cut")) {
					t.Errorf("%s %s was sent", r.Method, r.Path)
				}
			}
			if !b.journal().ended {
				t.Error("the journal has no end")
			}
			figure(t, "killed at request %d of %d: %d known, %d in doubt; finished by the next start, %d put twice",
				at, b.images, len(left.results), unsure, twice)
		})
	}
}

// hangsUp closes the terminal in the middle of a job, and returns how long the
// program took to end.
func hangsUp(t *testing.T, wrap []string) (took time.Duration, code int) {
	b := newBulk(t, cutImages/3, cutLatency)
	p := b.start(wrap, browsing...)
	b.send(p, "gone")
	b.cloud.Images.Await(t, b.images/2, time.Minute, isWrite)
	begun := time.Now()
	p.keyboard.Close()
	code = p.exit(12 * time.Second)
	took = time.Since(begun)
	w := b.complete("gone")
	if w.ended || len(w.results) == 0 || len(w.results) == b.images {
		t.Errorf("the journal has %d results of %d, ended: %v", len(w.results), b.images, w.ended)
	}
	before := b.cloud.Images.Count(isWrite)
	b.finish("gone")
	if all := b.cloud.Images.Count(isWrite); all != b.images {
		t.Errorf("%d changes were sent for %d images, %d of them before the end", all, b.images, before)
	}
	return took, code
}

// TestF5ATerminalThatGoesAwayEndsTheJobInOrder closes the terminal as a lost
// SSH connection does.
func TestF5ATerminalThatGoesAwayEndsTheJobInOrder(t *testing.T) {
	t.Parallel()
	count, _ := faultSeeds(t, 1)
	var most time.Duration
	for range count {
		took, code := hangsUp(t, nil)
		most = max(most, took)
		if code != 129 {
			t.Errorf("exit code %d, want 129", code)
		}
	}
	figure(t, "%d terminals closed in the middle of a job: ended after at most %.1f s, journals complete, finished later", count, most.Seconds())
}

// TestF6AHangupThatIsIgnoredIsNoticedAllTheSame does so under nohup.
func TestF6AHangupThatIsIgnoredIsNoticedAllTheSame(t *testing.T) {
	t.Parallel()
	took, code := hangsUp(t, []string{"/bin/sh", "-c", `trap "" HUP; exec "$0" "$@"`})
	if code != 129 {
		t.Errorf("exit code %d, want 129", code)
	}
	figure(t, "with SIGHUP ignored it ended after %.1f s", took.Seconds())
}

// TestF7TheEndIsAskedForOrDrained ends a job by keys and by signals.
func TestF7TheEndIsAskedForOrDrained(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		end  func(p *played)
		code int
	}{
		{"q", func(p *played) { asksFirst(p, "q") }, 0},
		{"ctrl+c", func(p *played) { asksFirst(p, "\x03") }, 0},
		{"ctrl+c twice", func(p *played) { asksFirst(p, "\x03"); p.typed("\x03") }, 0},
		{"SIGTERM", func(p *played) { p.command.Process.Signal(syscall.SIGTERM) }, 143},
		{"SIGINT", func(p *played) { p.command.Process.Signal(syscall.SIGINT) }, 130},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBulk(t, cutImages/4, 4*cutLatency)
			p := b.start(nil, browsing...)
			p.t = t
			b.send(p, "end")
			b.cloud.Images.Await(t, b.images/4, time.Minute, isWrite)
			test.end(p)
			begun := time.Now()
			if code := p.exit(12 * time.Second); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			took := time.Since(begun)
			p.restored()
			w := b.complete("end")
			if w.ended || len(w.results) == b.images {
				t.Errorf("%d of %d are done: the job was not cut off", len(w.results), b.images)
			}
			b.finish("end")
			figure(t, "ended after %.1f s with %d of %d done, terminal restored, exit %d", took.Seconds(), len(w.results), b.images, test.code)
		})
	}
}

// asksFirst presses a key that quits and says yes to the question.
func asksFirst(p *played, key string) {
	p.typed(key)
	p.await(p.t, "Quit in the middle of a job?")
	if key == "q" || !strings.Contains(p.t.Name(), "twice") {
		p.typed("y\r")
	}
}

// TestF7ASecondSignalEndsAtOnce: requests that take long are not waited for
// when the program is told twice.
func TestF7ASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBulk(t, 100, time.Millisecond)
	p := b.start(nil, browsing...)
	b.preview(p, "now")
	b.cloud.Images.Set(faultsOf(6 * time.Second))
	p.typed("\x13")
	b.cloud.Images.Await(t, 1, time.Minute, func(r *request) bool { return true })
	p.command.Process.Signal(syscall.SIGTERM)
	p.await(t, "what was sent is ending")
	begun := time.Now()
	p.command.Process.Signal(syscall.SIGTERM)
	if code := p.exit(3 * time.Second); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	took := time.Since(begun)
	p.restored()
	figure(t, "ended %.2f s after the second SIGTERM, with requests of 6 s under way", took.Seconds())
}
