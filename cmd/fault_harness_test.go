//go:build unix

package cmd_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
)

// faultSeeds says how often the long tests of faults are repeated; without
// GLIMPSE_FAULT_SEEDS they are short.
func faultSeeds(t *testing.T, usual int) (count int, long bool) {
	t.Helper()
	count, err := strconv.Atoi(os.Getenv("GLIMPSE_FAULT_SEEDS"))
	if err != nil || count < 1 {
		return usual, false
	}
	return count, true
}

// figure prints what was measured; the gate shows these lines.
func figure(t *testing.T, format string, args ...any) {
	t.Helper()
	fmt.Fprintf(os.Stdout, "figure: %s: %s\n", t.Name(), fmt.Sprintf(format, args...))
}

// bulk is a cloud of which all images are tagged by the whole program, in a
// home of its own that outlives each start.
type bulk struct {
	t      *testing.T
	cloud  *faulttest.Cloud
	home   string
	images int // that are listed
}

func newBulk(t *testing.T, images int, latency time.Duration) *bulk {
	t.Helper()
	b := &bulk{t: t, home: t.TempDir(), cloud: faulttest.Embedded(t, embedded.Options{Images: images, Plain: true, Seed: 1})}
	b.images = len(b.cloud.Walk(t, ""))
	b.cloud.Images.Set(faulttest.Faults{Latency: latency})
	if err := os.WriteFile(b.home+"/clouds.yaml", []byte(b.cloud.CloudsYAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// played is a run of the program on a terminal of its own.
type played struct {
	*screenOf
	t        *testing.T
	command  *exec.Cmd
	keyboard *os.File // what a person types on and looks at
	tty      *os.File
	before   *term.State
	ended    chan struct{}
}

// start opens the program. wrap is a command line to run it with.
func (b *bulk) start(wrap []string, args ...string) *played {
	b.t.Helper()
	p := b.prepare(wrap, args...)
	p.screenOf = watch(p.keyboard, 100, 30)
	return p
}

// prepare is start without anybody who reads the terminal.
func (b *bulk) prepare(wrap []string, args ...string) *played {
	b.t.Helper()
	keyboard, tty, err := pty.Open()
	if err != nil {
		b.t.Skipf("no pseudo terminal can be had here: %v", err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 30, Cols: 100}); err != nil {
		b.t.Fatal(err)
	}
	// A file that does not block can be closed while it is read, as a
	// terminal is when its window goes away, if no other process has it.
	side, err := unix.FcntlInt(keyboard.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		keyboard.Close()
		err = syscall.SetNonblock(side, true)
	}
	before, stateErr := term.GetState(tty.Fd())
	if err = errors.Join(err, stateErr); err != nil {
		b.t.Fatal(err)
	}
	p := &played{t: b.t, keyboard: os.NewFile(uintptr(side), "keyboard"), tty: tty, before: before, ended: make(chan struct{})}
	p.command = process(context.Background(), b.t, []string{"OS_CLIENT_CONFIG_FILE=" + b.home + "/clouds.yaml"}, args...)
	if wrap != nil {
		p.command.Path = wrap[0]
		p.command.Args = append(append(wrap, os.Args[0]), args...)
	}
	p.command.Env = append(p.command.Env, "HOME="+b.home, "XDG_STATE_HOME="+b.home+"/state", "TMPDIR="+b.home)
	p.command.Stdin, p.command.Stdout, p.command.Stderr = tty, tty, tty
	p.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.command.Start(); err != nil {
		b.t.Fatal(err)
	}
	go func() {
		p.command.Wait()
		close(p.ended)
	}()
	b.t.Cleanup(func() {
		p.command.Process.Kill()
		<-p.ended
		p.keyboard.Close()
		p.tty.Close()
	})
	return p
}

// send marks everything and sends a tag to it.
func (b *bulk) send(p *played, tag string) {
	b.t.Helper()
	b.preview(p, tag)
	p.typed("\x13")
}

func (b *bulk) preview(p *played, tag string) {
	b.t.Helper()
	p.await(b.t, fmt.Sprintf("%d images", b.images))
	p.typed("a")
	p.await(b.t, fmt.Sprintf("%d marked", b.images))
	p.typed(":tag +" + tag + "\r")
	p.await(b.t, "Preview")
	p.await(b.t, "ctrl+s send")
}

func (p *played) typed(keys string) { io.WriteString(p.keyboard, keys) }

// exit waits for the end of the program, and returns how it ended.
func (p *played) exit(within time.Duration) int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(within):
		p.t.Fatalf("after %v the program is still there", within)
	}
	return p.command.ProcessState.ExitCode()
}

// restored fails the test unless the terminal is as it was.
func (p *played) restored() {
	p.t.Helper()
	after, err := term.GetState(p.tty.Fd())
	if err != nil || !reflect.DeepEqual(after, p.before) {
		p.t.Errorf("the terminal's settings were not restored: %v", err)
	}
	p.await(p.t, "") // what was written last may still be on its way
	deadline := time.After(10 * time.Second)
	for {
		_, raw := p.text()
		if strings.Contains(raw, "\x1b[?1049l") && strings.LastIndex(raw, "\x1b[?25h") > strings.LastIndex(raw, "\x1b[?25l") {
			return
		}
		select {
		case <-p.changed:
		case <-deadline:
			p.t.Error("the terminal was not given back: no end of the alternate screen, or the cursor is hidden")
			return
		}
	}
}

func isWrite(r *faulttest.Request) bool { return r.Changes() }

// tagged returns which listed images have a tag.
func (b *bulk) tagged(tag string) map[string]bool {
	b.t.Helper()
	found := map[string]bool{}
	for _, image := range b.cloud.Walk(b.t, "") {
		if image.HasTag(tag) {
			found[image.ID()] = true
		}
	}
	return found
}

// carriedOut returns how often the service carried out a change, by image.
func (b *bulk) carriedOut() map[string]int {
	counts := map[string]int{}
	for _, r := range b.cloud.Images.Requests() {
		if r.Changes() && r.Carried() {
			_, rest, _ := strings.Cut(r.Path, "/v2/images/")
			id, _, _ := strings.Cut(rest, "/")
			counts[id]++
		}
	}
	return counts
}

// written is what the journals of a home hold.
type written struct {
	steps         []string // the images of the plan
	sent, results map[int]int
	outcomes      map[int]string
	ended         bool
	content       string
}

// journal reads the only journal of the home, in code that knows nothing of
// the program's own reader. A torn last line does not count.
func (b *bulk) journal() written {
	b.t.Helper()
	files, err := filepath.Glob(b.home + "/state/glimpse/journal/*.jsonl")
	if err != nil || len(files) != 1 {
		b.t.Fatalf("the journals are %v, %v", files, err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		b.t.Fatal(err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		b.t.Errorf("the journal has mode %v, %v", info.Mode(), err)
	}
	w := written{sent: map[int]int{}, results: map[int]int{}, outcomes: map[int]string{}, content: string(content)}
	for line := range strings.Lines(w.content) {
		if !strings.HasSuffix(line, "\n") {
			break
		}
		var record struct {
			Type, Outcome string
			Step          int
			Plan          struct{ Steps []struct{ Image string } }
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			b.t.Fatalf("the journal has a line %q: %v", line, err)
		}
		switch record.Type {
		case "head":
			for _, step := range record.Plan.Steps {
				w.steps = append(w.steps, step.Image)
			}
		case "send":
			w.sent[record.Step]++
		case "result":
			w.results[record.Step]++
			w.outcomes[record.Step] = record.Outcome
		case "end":
			w.ended = true
		}
	}
	return w
}

// complete fails the test unless the journal tells the truth after an orderly
// end: every request has its result, what is done is tagged, and nothing else
// is.
func (b *bulk) complete(tag string) written {
	b.t.Helper()
	w := b.journal()
	tagged := b.tagged(tag)
	for step := range w.sent {
		if w.results[step] == 0 {
			b.t.Errorf("step %d was sent and has no result", step)
		}
	}
	done := 0
	for step, outcome := range w.outcomes {
		if outcome == "done" {
			done++
		}
		if (outcome == "done") != tagged[w.steps[step]] {
			b.t.Errorf("step %d is %q in the journal, and tagged: %v", step, outcome, tagged[w.steps[step]])
		}
	}
	if done != len(tagged) {
		b.t.Errorf("%d are done in the journal, %d are tagged", done, len(tagged))
	}
	return w
}

// finish starts the program once more and lets it finish what was left.
func (b *bulk) finish(tag string) {
	b.t.Helper()
	p := b.start(nil, "--cloud", "faulty", "--page-size", "1000")
	p.await(b.t, "decide later") // the keys that the question takes by now
	p.typed("y")
	p.await(b.t, "finish: ")
	p.await(b.t, "ctrl+s send")
	p.typed("\x13")
	p.await(b.t, fmt.Sprintf("%d done, 0 failed", b.images))
	if tagged := len(b.tagged(tag)); tagged != b.images {
		b.t.Errorf("%d of %d images are tagged in the end", tagged, b.images)
	}
	p.typed("q")
	if code := p.exit(20 * time.Second); code != 0 {
		b.t.Errorf("exit code %d, want 0", code)
	}
}

type request = faulttest.Request

func faultsOf(latency time.Duration) faulttest.Faults { return faulttest.Faults{Latency: latency} }
