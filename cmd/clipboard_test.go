package cmd_test

import (
	"encoding/base64"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestACopyGoesThroughMultiplexers copies an id in each, and looks at what the
// terminal was sent.
func TestACopyGoesThroughMultiplexers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		environ []string
		before  string // what stands before the sequence, where it is wrapped
		behind  string
	}{
		{"none", nil, "", ""},
		{"tmux", []string{"TERM=tmux-256color", "TMUX=/tmp/tmux-0/default,1,0"}, "\x1bPtmux;\x1b", "\x1b\\"},
		{"tmux, through SSH", []string{"TERM=tmux-256color"}, "\x1bPtmux;\x1b", "\x1b\\"},
		{"GNU screen", []string{"TERM=screen.xterm-256color", "STY=1.pts"}, "\x1bP", "\x1b\\"},
		{"GNU screen, through SSH", []string{"TERM=screen-256color"}, "\x1bP", "\x1b\\"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			command, terminal, screen := startOnTerminal(t, test.environ, "demo", "--images", "60")
			screen.await(t, "CREATED") // the heading comes with the rows
			io.WriteString(terminal, "y")
			screen.await(t, "openstack command")
			io.WriteString(terminal, "i")
			screen.await(t, "copied the id ")
			shown, _ := screen.text()
			_, rest, _ := strings.Cut(shown, "copied the id ")
			id := strings.Fields(rest)[0]
			io.WriteString(terminal, "q")
			exitOf(command)
			plain := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(id)) + "\x07"
			raw := screen.all()
			if !strings.Contains(raw, plain) {
				t.Errorf("%q was not sent", plain)
			}
			wrapped := test.before + plain + test.behind
			if !strings.Contains(raw, wrapped) {
				t.Errorf("%q was not sent", wrapped)
			}
			if test.before == "" && strings.Contains(raw, "\x1bP") {
				t.Error("something was wrapped for a terminal that would not unwrap it")
			}
		})
	}
}

// TestACopyGoesThroughTheTmuxThatCanBeAsked runs the program in a real tmux of
// its own whose set-clipboard is external, which keeps what programs send by
// OSC 52: the text has to be in its buffer all the same.
func TestACopyGoesThroughTheTmuxThatCanBeAsked(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	socket := filepath.Join(t.TempDir(), "socket")
	tmux := func(args ...string) string {
		out, _ := exec.Command("tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...).CombinedOutput()
		return string(out)
	}
	t.Cleanup(func() { tmux("kill-server") })
	program := process(t.Context(), t, nil, "demo", "--images", "60")
	run := "env " + strings.Join(program.Env, " ") + " TERM=tmux-256color " + strings.Join(program.Args, " ")
	if out := tmux("new-session", "-d", "-x", "120", "-y", "30", run); out != "" {
		t.Fatal(out)
	}
	tmux("set-option", "-s", "set-clipboard", "external")
	shows := func(text string) string {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; runtime.Gosched() {
			screen := tmux("capture-pane", "-p")
			if strings.Contains(screen, text) {
				return screen
			}
			if time.Now().After(deadline) {
				t.Fatalf("never showed %q:\n%s", text, screen)
			}
		}
	}
	shows("CREATED")
	tmux("send-keys", "y")
	shows("openstack command")
	tmux("send-keys", "i")
	_, rest, _ := strings.Cut(shows("through tmux"), "copied the id ")
	if id, buffer := strings.Fields(rest)[0], tmux("show-buffer"); buffer != id {
		t.Errorf("tmux has %q, want the id %q", buffer, id)
	}
}
