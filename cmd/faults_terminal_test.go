package cmd_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// resize gives the process's terminal a size, of which it is told by SIGWINCH.
func resize(t *testing.T, terminal *os.File, width, height int) {
	t.Helper()
	if err := pty.Setsize(terminal, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		t.Fatal(err)
	}
}

// TestF20AnySizeIsSurvivedWithEverythingInPlace sizes the terminal as a window
// manager in a fit does, faster than the program can paint.
func TestF20AnySizeIsSurvivedWithEverythingInPlace(t *testing.T) {
	t.Parallel()
	command, terminal, screen := startOnTerminal(t, nil, "demo", "--images", "300")
	screen.await(t, "100 loaded, more")
	io.WriteString(terminal, "jj j ")
	screen.await(t, "2 marked")
	screen.mu.Lock()
	screen.clips = true
	screen.mu.Unlock()
	sizes := [][2]int{{10, 3}, {1, 1}, {0, 0}, {20, 8}, {500, 1000}, {79, 24}, {80, 23}}
	random := rand.New(rand.NewPCG(20, 1))
	for range 500 {
		sizes = append(sizes, [2]int{1 + random.IntN(200), 1 + random.IntN(60)})
	}
	for i, size := range sizes {
		resize(t, terminal, size[0], size[1])
		if i%5 == 0 {
			io.WriteString(terminal, "jk")
		}
		time.Sleep(2 * time.Millisecond)
	}
	resize(t, terminal, 20, 8)
	screen.await(t, "80×24")
	resize(t, terminal, 100, 30)
	screen.await(t, "2 marked")
	screen.await(t, "q quit  ? more")
	idles(t, command.Process.Pid)
	io.WriteString(terminal, "q")
	if code := exitOf(command); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

// idles waits until a process uses no more than a seventh of the processor: what 500
// sizes left behind is still collected for a while, and where the machine is slow or at
// other work too, the ticker of Bubble Tea takes a part of it. A screen that is painted
// over and over takes a third of the processor.
// BenchmarkScreenBytes has the figure of a program that is left alone.
func idles(t *testing.T, pid int) {
	t.Helper()
	used := 0
	for range 10 {
		before, known := cpuTicks(pid)
		if !known {
			return
		}
		time.Sleep(2 * time.Second)
		after, _ := cpuTicks(pid)
		if used = after - before; used <= 30 {
			return
		}
	}
	t.Errorf("it used %d hundredths of a second of the processor in 2 idle seconds", used)
}

// cpuTicks returns what a process has used of the processor, in hundredths of
// a second, where the system tells it.
func cpuTicks(pid int) (ticks int, known bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var user, system int
	if len(fields) < 13 {
		return 0, false
	}
	_, err = fmt.Sscan(fields[11]+" "+fields[12], &user, &system)
	return user + system, err == nil
}

// coloured is a styling sequence that sets a colour.
var coloured = regexp.MustCompile(`\x1b\[(?:[0-9;:]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m`)

// TestF21EveryTerminalIsServedOrRefusedWithASentence plays the first minute in
// surroundings that differ.
func TestF21EveryTerminalIsServedOrRefusedWithASentence(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		environ []string
		check   func(t *testing.T, raw string)
	}{
		{"a locale without UTF-8", []string{"LC_ALL=C", "LANG=C"}, func(t *testing.T, raw string) {
			if at := strings.IndexFunc(raw, func(r rune) bool { return r > 0x7e }); at >= 0 {
				t.Errorf("%q was sent", raw[at:min(len(raw), at+20)])
			}
		}},
		{"no colours asked for", []string{"NO_COLOR=1"}, func(t *testing.T, raw string) {
			if found := coloured.FindString(raw); found != "" {
				t.Errorf("%q was sent", found)
			}
			if !strings.Contains(raw, "\x1b[7m") && !strings.Contains(raw, ";7m") {
				t.Error("the cursor is not in reverse")
			}
		}},
		{"GNU screen", []string{"TERM=screen-256color", "STY=1.pts"}, nil},
		{"tmux", []string{"TERM=tmux-256color", "TMUX=/tmp/tmux,1,0"}, nil},
		{"16 colours", []string{"TERM=linux"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			command, terminal, screen := startOnTerminal(t, test.environ, "demo", "--images", "60")
			screen.await(t, "CREATED") // the heading comes with the rows
			io.WriteString(terminal, "\r")
			screen.await(t, "container_format")
			io.WriteString(terminal, "qq")
			if code := exitOf(command); code != 0 {
				t.Errorf("exit code %d, want 0", code)
			}
			raw := screen.all()
			if !strings.Contains(raw, "\x1b[?1049l") || !strings.Contains(raw, "\x1b[?25h") {
				t.Error("the terminal was not given back")
			}
			if test.check != nil {
				test.check(t, raw)
			}
		})
	}
}

// TestF21OutputThatIsPipedIsRefusedWithoutAnEscape runs the browser with its
// output in a pipe, as a script would by mistake.
func TestF21OutputThatIsPipedIsRefusedWithoutAnEscape(t *testing.T) {
	t.Parallel()
	command := process(t.Context(), t, nil, "demo", "--images", "5")
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	code := exitOf(command)
	if code != 2 || out.Len() > 0 || !strings.Contains(errs.String(), "glimpse list") || strings.Contains(errs.String(), "\x1b") {
		t.Errorf("exit code %d, output %q, errors %q", code, out.String(), errs.String())
	}
}
