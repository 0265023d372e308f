package cmd_test

import (
	"encoding/base64"
	"io"
	"strings"
	"testing"
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
