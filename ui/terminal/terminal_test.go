package terminal

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

const firstFrame = ansi.SetModifyOtherKeys2 + "\x1b[>5u" + ansi.SetModeAltScreenSaveCursor + "\x1b[2J" +
	ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr + ansi.RequestKittyKeyboard + "frame"

// typed is a terminal of which the tests write the input.
type typed struct {
	*Terminal
	keyboard *io.PipeWriter
	screen   bytes.Buffer
	got      []tea.Msg
	loop     sync.Mutex // stands for the event loop
}

// messages returns what was delivered.
func (t *typed) messages() []tea.Msg {
	t.loop.Lock()
	defer t.loop.Unlock()
	return t.got
}

func (t *typed) filter(msg tea.Msg) tea.Msg {
	t.loop.Lock()
	defer t.loop.Unlock()
	return t.Filter(nil, msg)
}

// run starts a terminal in an environment, and its delivery.
func run(t *testing.T, environ ...string) *typed {
	t.Helper()
	in, keyboard := io.Pipe()
	made := &typed{keyboard: keyboard}
	made.Terminal = New(in, &made.screen, environ, func() {})
	made.hasShell = func() bool { return true }
	go func() {
		buffer := make([]byte, 64)
		for {
			if n, err := made.Input().Read(buffer); n > 0 || err != nil {
				return
			}
		}
	}()
	go made.Deliver(t.Context(), func(msg tea.Msg) {
		if msg = made.filter(msg); msg != nil {
			made.loop.Lock()
			defer made.loop.Unlock()
			made.got = append(made.got, msg)
		}
	})
	t.Cleanup(func() { keyboard.Close() })
	return made
}

func (t *typed) writes(content string) string {
	before := t.screen.Len()
	io.WriteString(t.Output(), content)
	return t.screen.String()[before:]
}

func TestQuestionsAreFollowedByOneThatEveryTerminalAnswers(t *testing.T) {
	t.Parallel()
	made := New(nil, nil, []string{"LC_ALL=C.UTF-8"}, func() {})
	var screen bytes.Buffer
	made.out.to = &screen
	io.WriteString(made.Output(), "a frame")
	io.WriteString(made.Output(), firstFrame)
	got := screen.String()
	if !strings.HasSuffix(got, "frame"+ansi.RequestPrimaryDeviceAttributes) || strings.Count(got, ansi.RequestPrimaryDeviceAttributes) != 1 {
		t.Errorf("written was %q", got)
	}
	if want := ansi.SetModeAltScreenSaveCursor + "\x1b[2;1H─\x1b[6n"; !strings.Contains(got, want) {
		t.Errorf("the width is not measured: %q", got)
	}
	screen.Reset()
	io.WriteString(made.Output(), firstFrame)
	if strings.Contains(screen.String(), ansi.RequestCursorPositionReport) {
		t.Error("the width is measured twice")
	}
}

func TestTheTerminalIsGivenBackWhenItHasAnswered(t *testing.T) {
	t.Parallel()
	for name, leaves := range map[string]tea.Msg{"quit": tea.QuitMsg{}, "suspend": tea.SuspendMsg{}} {
		synctest.Test(t, func(t *testing.T) {
			made := run(t)
			made.writes(firstFrame)
			if got := made.filter(leaves); got != nil {
				t.Fatalf("%s passes at once: %T", name, got)
			}
			if got := made.filter(tea.KeyPressMsg{Code: 'D', Text: "D"}); got != nil {
				t.Errorf("%s: a key acts while the program is leaving", name)
			}
			time.Sleep(200 * time.Millisecond)
			io.WriteString(made.keyboard, "\x1b[?2026;2$y\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?1u\x1b[2;2R\x1b[?62;c")
			synctest.Wait()
			if len(made.messages()) == 0 || made.messages()[len(made.messages())-1] != leaves {
				t.Errorf("%s does not pass behind the answers: %v", name, made.messages())
			}
			if got := made.filter(leaves); got != leaves {
				t.Errorf("%s waits although everything is answered", name)
			}
		})
	}
}

func TestATerminalThatAnswersNothingIsWaitedForBriefly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		made := run(t)
		made.writes(firstFrame)
		made.filter(tea.QuitMsg{})
		if got := made.filter(tea.QuitMsg{}); got != nil {
			t.Errorf("a second wish passes: %T", got)
		}
		time.Sleep(answerWait - time.Millisecond)
		synctest.Wait()
		if len(made.messages()) > 0 {
			t.Errorf("left too early: %v", made.messages())
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if len(made.messages()) != 1 {
			t.Errorf("does not leave: %v", made.messages())
		}
		if got := made.filter(tea.QuitMsg{}); got == nil {
			t.Error("waits for answers that are long overdue")
		}
	})
}

func TestWithoutAShellTheProgramGoesOn(t *testing.T) {
	t.Parallel()
	made := New(nil, nil, nil, func() {})
	made.hasShell = func() bool { return false }
	if got := made.Filter(nil, tea.SuspendMsg{}); got != (NoShellMsg{}) {
		t.Errorf("got %T", got)
	}
}

func TestAWideTerminalIsTold(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]int{"\x1b[2;3R": 1, "\x1b[2;2R": 0, "\x1b[1;3R": 0, "\x1b[7;3R": 0} {
		synctest.Test(t, func(t *testing.T) {
			made := run(t)
			io.WriteString(made.keyboard, answer)
			synctest.Wait()
			if len(made.messages()) != want {
				t.Errorf("%q is told as %v", answer, made.messages())
			}
		})
	}
}

// TestTheMouseIsLeftOffInGNUScreen: with it, GNU screen keeps every esc until
// another key follows.
func TestTheMouseIsLeftOffInGNUScreen(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		environ []string
		asks    bool // for the name of the multiplexer
		answer  string
		mouse   bool
	}{
		{"a terminal", []string{"TERM=xterm-256color"}, false, "", true},
		{"tmux", []string{"TERM=screen-256color", "TMUX=/tmp/tmux-0/default,1,0"}, false, "", true},
		{"GNU screen", []string{"TERM=screen.xterm-256color", "STY=1.pts-0"}, false, "", false},
		{"GNU screen through SSH", []string{"TERM=screen"}, true, "\x1b[>83;40900;0c", false},
		{"tmux through SSH", []string{"TERM=screen-256color"}, true, "\x1b[>84;0;0c", true},
		{"one that does not say", []string{"TERM=screen"}, true, "", false},
	} {
		synctest.Test(t, func(t *testing.T) {
			made := run(t, test.environ...)
			first := made.writes(firstFrame)
			if asks := strings.Contains(first, ansi.RequestSecondaryDeviceAttributes); asks != test.asks {
				t.Errorf("%s: asked for its name: %v", test.name, asks)
			}
			io.WriteString(made.keyboard, test.answer+"j")
			synctest.Wait()
			if got := strings.Contains(made.screen.String(), ansi.SetModeMouseButtonEvent); got != test.mouse {
				t.Errorf("%s: the mouse is on: %v", test.name, got)
			}
			// And again when the program comes back from the background.
			if got := strings.Contains(made.writes(firstFrame), ansi.SetModeMouseButtonEvent); got != test.mouse {
				t.Errorf("%s: the mouse is on again: %v", test.name, got)
			}
		})
	}
}

func TestTheMouseStaysOffIfTheProgramDoesNotWantIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		made := run(t, "TERM=screen")
		made.writes("a frame")
		io.WriteString(made.keyboard, "\x1b[>84;0;0c")
		synctest.Wait()
		if got := made.screen.String(); got != "a frame" {
			t.Errorf("written was %q", got)
		}
	})
}

func TestTheLinuxConsoleIsAskedAndToldNothingThatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	made := New(nil, nil, []string{"TERM=linux"}, func() {})
	var screen bytes.Buffer
	made.out.to = &screen
	io.WriteString(made.Output(), ansi.RequestModeSynchronizedOutput+ansi.RequestModeUnicodeCore+firstFrame+ansi.RequestBackgroundColor)
	io.WriteString(made.Output(), ansi.ResetModifyOtherKeys+ansi.PopKittyKeyboard(1)+ansi.ResetModeAltScreenSaveCursor)
	want := ansi.SetModeAltScreenSaveCursor + "\x1b[2J" + ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr + "frame" +
		ansi.ResetModeAltScreenSaveCursor
	if got := screen.String(); got != want {
		t.Errorf("written was %q, want %q", got, want)
	}
	if made.Filter(nil, tea.QuitMsg{}) == nil {
		t.Error("an answer is waited for, and nothing was asked")
	}
}

func TestTheEndOfATerminalIsTold(t *testing.T) {
	t.Parallel()
	told := 0
	made := New(strings.NewReader(""), io.Discard, nil, func() { told++ })
	for range 2 {
		if _, err := made.Input().Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("reading ends with %v", err)
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

func TestLightBackground(t *testing.T) {
	t.Parallel()
	for value, want := range map[string][2]bool{
		"0;15": {true, true}, "15;0": {false, true}, "0;default;15": {true, true}, "0;7": {true, true}, "7;8": {false, true},
		"12;9": {true, true}, "0;default": {}, "": {}, "15": {}, "0;16": {}, "0;-1": {}, "0;15;": {},
	} {
		if light, known := LightBackground([]string{"COLORFGBG=" + value}); light != want[0] || known != want[1] {
			t.Errorf("COLORFGBG=%s: light %v, known %v", value, light, known)
		}
	}
}

func TestEscapeWait(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ []string
		want    time.Duration
	}{
		{nil, escapeWait},
		{[]string{"SSH_CONNECTION=192.0.2.1 5 192.0.2.2 22"}, remoteEscapeWait},
		{[]string{"SSH_TTY=/dev/pts/0", "ESCDELAY=25"}, 25 * time.Millisecond},
		{[]string{"ESCDELAY=0"}, escapeWait},
		{[]string{"ESCDELAY=much"}, escapeWait},
		{[]string{"ESCDELAY=99999999"}, 5 * time.Second},
	} {
		if got := escapeWaitOf(test.environ); got != test.want {
			t.Errorf("%q: %v, want %v", test.environ, got, test.want)
		}
	}
}

// tree is processes for a test: what is not in it is not known.
type tree map[int]struct{ parent, group, session int }

func (t tree) group(pid int) (int, bool)   { p, known := t[pid]; return p.group, known }
func (t tree) session(pid int) (int, bool) { p, known := t[pid]; return p.session, known }
func (t tree) parent(pid int) (int, bool) {
	p, known := t[pid]
	return p.parent, known && p.parent >= 0
}

func TestWhoCanBringTheProgramBack(t *testing.T) {
	t.Parallel()
	const program, script, shell, emulator = 30, 20, 10, 5
	for _, test := range []struct {
		name string
		tree tree
		want bool
	}{
		{"a shell", tree{program: {shell, 30, 10}, shell: {emulator, 10, 10}, emulator: {1, 5, 5}}, true},
		{"a script of a shell", tree{program: {script, 20, 10}, script: {shell, 20, 10}, shell: {emulator, 10, 10}}, true},
		{"a script of a shell that cannot be seen", tree{program: {script, 20, 10}, script: {-1, 20, 10}}, true},
		{"the first of a session", tree{program: {emulator, 30, 30}, emulator: {1, 5, 5}}, false},
		{"a script that is the first of a session", tree{program: {script, 20, 20}, script: {emulator, 20, 20}, emulator: {1, 5, 5}}, false},
		{"the first of a container", tree{program: {0, 30, 30}}, false},
		{"left behind by its shell", tree{program: {1, 30, 10}, 1: {0, 1, 1}}, false},
		{"nothing is known", tree{}, false},
	} {
		if got := resumable(program, test.tree); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
