// Screenshots makes the pictures of this folder from the real program: it
// builds glimpse, runs the demonstration in a pseudo-terminal, types keys and
// draws what a virtual terminal then shows as SVG.
//
//	go run ./screenshots
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// picture is one screen to show.
type picture struct {
	name          string
	width, height int
	args          []string
	// keys are typed one after another; each waits until the screen shows the
	// text that stands with it.
	keys []key
}

type key struct{ press, shows string }

// loaded is what every list shows once its first page is there.
const loaded = "loaded"

var pictures = []picture{
	{name: "list", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"jjj", loaded}}},
	{
		name: "query", width: 120, height: 32,
		args: []string{"demo", "--query", "status=active visibility=public name~ubuntu size>=500MiB"},
		keys: []key{{"", " images"}},
	},
	{name: "wide", width: 200, height: 40, args: []string{"demo"}, keys: []key{{"", loaded}, {"w", "PROT"}}},
	{name: "detail", width: 120, height: 40, args: []string{"demo", "--query", "tag=gold status=active"}, keys: []key{{"", loaded}, {"jj\r", "min_disk"}}},
	{name: "small", width: 80, height: 24, args: []string{"demo"}, keys: []key{{"", loaded}, {"j", loaded}}},
	{name: "filter", width: 120, height: 32, args: []string{"demo", "--query", "status=active name~ubuntu"}, keys: []key{{"", loaded}, {"f\tjj", "status: "}}},
	{name: "sort", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"sjjjjj ", "Sort"}}},
	{name: "search", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"/golden rhel", "that are loaded"}}},
	{name: "attention", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"!", "2,000 images read"}, {"jj", "HTTP Error"}}},
	{name: "overview", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"o", "TiB"}, {"jj", "TiB"}}},
	{
		name: "members", width: 120, height: 32, args: []string{"demo", "--query", "visibility=shared status=active"},
		keys: []key{{"", loaded}, {"M", "project"}},
	},
	{
		name: "data", width: 120, height: 32, args: []string{"demo", "--query", "status=queued"},
		keys: []key{{"", " images"}, {"I", "Image data in"}},
	},
	{
		name: "uses", width: 120, height: 32, args: []string{"demo", "--query", "visibility=public status=active"},
		keys: []key{{"", loaded}, {"jj:uses\r", "server"}},
	},
	{name: "marks", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {" j  vjj", "range of 3"}}},
	{name: "preview", width: 140, height: 36, args: []string{"demo"}, keys: []key{{"", loaded}, {"pjj", "Access"}}},
	{name: "compare", width: 120, height: 32, args: []string{"demo", "--query", "name~ubuntu tag=official"}, keys: []key{{"", " images"}, {"  =", "differ"}}},
	{name: "columns", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", " images"}, {"Cjj", "Columns"}}},
	{name: "command", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {":filter tag=", "gold"}}},
	{name: "copy", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"y", "openstack command"}}},
	{name: "help", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"?", "Marks"}}},
	{name: "edit", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"jjje", "Attributes"}, {"-old", "-old"}}},
	{name: "tags", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"   t", "Edit 3 images"}, {"eol-2026\r", "add to 3"}}},
	{name: "properties", width: 120, height: 32, args: []string{"demo", "--query", "tag=gold"}, keys: []key{{"", loaded}, {"  P", "Edit 2 images"}}},
	{name: "new", width: 120, height: 32, args: []string{"demo"}, keys: []key{{"", loaded}, {"n", "New image"}}},
	{
		name: "plan", width: 120, height: 32, args: []string{"demo", "--query", "os_distro=ubuntu updated<-1y"},
		keys: append(marking, key{":tag +eol-2026 -gold\r", "Preview"}),
	},
	{
		name: "requests", width: 120, height: 32, args: []string{"demo", "--query", "os_distro=ubuntu updated<-1y"},
		keys: append(marking, key{":set visibility=community min_disk=20\r", "Preview"}, key{"\t", "PATCH"}),
	},
	{
		name: "delete", width: 120, height: 32, args: []string{"demo", "--query", "status=deactivated"},
		keys: append(marking, key{"D", "ctrl+s send"}, key{"\x13", "Type 23"}),
	},
	{
		name: "job", width: 120, height: 32, args: []string{"demo", "--latency", "150ms", "--query", "os_distro=ubuntu"},
		keys: append(marking, key{":tag +eol-2026\r", "ctrl+s send"}, key{"\x13", "tagging"}),
	},
	{
		name: "report", width: 120, height: 32, args: []string{"demo", "--faults", "503=5%,reset-after=1%", "--query", "os_distro=ubuntu updated<-1y"},
		keys: append(marking, key{":tag +eol-2026\r", "ctrl+s send"}, key{"\x13", "done"}, key{"J\r", "ended"}),
	},
	{
		name: "log", width: 120, height: 32, args: []string{"demo", "--query", "os_distro=ubuntu updated<-1y"},
		keys: append(marking, key{":tag +eol-2026\r", "ctrl+s send"}, key{"\x13", "done"}, key{"W", "writes in this"}),
	},
}

// marking marks every image of the query.
var marking = []key{{"", "newest first"}, {"a", "marked"}}

// patience is how long a screen may take to show what is waited for.
const patience = 20 * time.Second

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run() error {
	folder, err := os.MkdirTemp("", "glimpse-screenshots")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "glimpse")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("building glimpse: %w\n%s", err, out)
	}
	for _, p := range wanted(inBothThemes(pictures)) {
		if err := write(p.name, func() (string, error) { return p.take(binary) }); err != nil {
			return err
		}
	}
	for _, f := range films {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], f.name) {
			continue
		}
		if err := write(f.name, func() (string, error) { return f.take(binary) }); err != nil {
			return err
		}
	}
	return nil
}

// take runs the program, types the keys and draws the last screen.
func (p picture) take(binary string) (string, error) {
	show, stop, err := open(binary, p.args, p.width, p.height)
	if err != nil {
		return "", err
	}
	defer stop()
	for _, k := range p.keys {
		if _, err := io.WriteString(show.terminal, k.press); err != nil {
			return "", err
		}
		if err := show.await(k.shows); err != nil {
			return "", err
		}
	}
	return show.draw(strings.HasSuffix(p.name, "-light")), nil
}

// open runs the program on a virtual terminal, until stop is called.
func open(binary string, args []string, width, height int) (show *screen, stop func(), err error) {
	// What one run leaves behind is not the beginning of the next.
	state, err := os.MkdirTemp(filepath.Dir(binary), "state")
	if err != nil {
		return nil, nil, err
	}
	command := exec.Command(binary, args...)
	command.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "LC_ALL=C.UTF-8", "NO_COLOR=",
		"XDG_CONFIG_HOME="+filepath.Dir(binary)+"/config", "XDG_STATE_HOME="+state)
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)})
	if err != nil {
		return nil, nil, err
	}
	show = newScreen(width, height, terminal)
	return show, func() {
		command.Process.Kill()
		terminal.Close()
		command.Wait()
		show.wait()
	}, nil
}

// screen is a virtual terminal that shows what a program writes.
type screen struct {
	terminal *os.File
	mu       sync.Mutex
	emulator *vt.Emulator
	changed  chan struct{}
	ended    sync.WaitGroup
}

func newScreen(width, height int, terminal *os.File) *screen {
	s := &screen{terminal: terminal, emulator: vt.NewEmulator(width, height), changed: make(chan struct{}, 1)}
	s.ended.Go(func() {
		buffer := make([]byte, 32<<10)
		for {
			n, err := terminal.Read(buffer)
			s.mu.Lock()
			s.emulator.Write(buffer[:n])
			s.mu.Unlock()
			select {
			case s.changed <- struct{}{}:
			default:
			}
			if err != nil {
				s.emulator.Close()
				return
			}
		}
	})
	s.ended.Go(func() { io.Copy(terminal, s.emulator) })
	return s
}

func (s *screen) wait() { s.ended.Wait() }

// await waits until the screen shows a text and has not changed for a moment,
// or shows it while it goes on changing, as it does while a job is under way.
func (s *screen) await(text string) error {
	const settled, moving = 400 * time.Millisecond, 1500 * time.Millisecond
	deadline := time.After(patience)
	var seen <-chan time.Time
	for {
		select {
		case <-s.changed:
			if seen == nil && strings.Contains(s.text(), text) {
				seen = time.After(moving)
			}
			continue
		case <-seen:
			seen = nil
		case <-time.After(settled):
		case <-deadline:
			return errors.New("the screen never showed " + text + ":\n" + s.text())
		}
		if strings.Contains(s.text(), text) {
			return nil
		}
	}
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emulator.String()
}

// wanted leaves the pictures that the arguments name; without arguments all.
func wanted(all []picture) []picture {
	if len(os.Args) < 2 {
		return all
	}
	var named []picture
	for _, p := range all {
		if slices.Contains(os.Args[1:], p.name) {
			named = append(named, p)
		}
	}
	return named
}
