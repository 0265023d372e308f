package scripttest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"

	"glimpse/api/embedded"
	"glimpse/cmd"
)

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != "glimpse" {
		// Where the tests run under nohup, the program would be told to ignore a hangup
		// too; a signal that is handled here is not ignored there.
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	testscript.Main(m, map[string]func(){"glimpse": func() { os.Exit(cmd.Main()) }})
}

// TestOnTheEmbeddedService runs all scripts, each on a service of its own.
func TestOnTheEmbeddedService(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"embedded", "both"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			testscript.Run(t, testscript.Params{
				Dir: filepath.Join("testdata", folder), RequireUniqueNames: true, Cmds: commands, Setup: onEmbedded,
				Condition: condition,
			})
		})
	}
}

// TestOnTheRealServices runs the scripts that make their own images.
func TestOnTheRealServices(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("GLIMPSE_CONTRACT_DIR")
	if dir == "" {
		t.Skip("GLIMPSE_CONTRACT_DIR is not set")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/both", RequireUniqueNames: true, Cmds: commands,
		Setup: func(env *testscript.Env) error {
			surround(env, filepath.Join(dir, "clouds.yaml"), "real-admin")
			env.Setenv("MEMBER", "real-member")
			env.Setenv("OTHER", "real-other")
			return nil
		},
	})
}

// runs keeps the runs of scripts apart on a service that remembers.
var runs atomic.Int64

// bashCompletion is the library that completion scripts of bash are written for:
// a package of its own, which a machine with bash may well lack.
const bashCompletion = "/usr/share/bash-completion/bash_completion"

// condition reports whether this machine has what a script asks for.
func condition(name string) (bool, error) {
	if name != "bash-completion" {
		return false, fmt.Errorf("no script knows the condition %s", name)
	}
	_, err := os.Stat(bashCompletion)
	return err == nil, nil
}

// surround gives a script a home and a cloud; its callers name the clouds MEMBER, of
// project demo, and OTHER, of project other. PREFIX is a name that no other
// script's images have.
func surround(env *testscript.Env, clouds, cloud string) {
	env.Setenv("HOME", env.WorkDir)
	for _, name := range []string{"CONFIG", "STATE", "DATA", "CACHE"} {
		env.Setenv("XDG_"+name+"_HOME", filepath.Join(env.WorkDir, "."+strings.ToLower(name)))
	}
	env.Setenv("OS_CLIENT_CONFIG_FILE", clouds)
	env.Setenv("OS_CLOUD", cloud)
	env.Setenv("LC_ALL", "C.UTF-8")
	env.Setenv("TERM", "xterm-256color")
	env.Setenv("PREFIX", fmt.Sprintf("script-%d-%d-%d", os.Getpid(), time.Now().UnixNano(), runs.Add(1)))
	env.Values[processes] = &process{}
}

// The keys of what a script has beside its environment.
type key int

const (
	services key = iota
	processes
)

// service is an embedded service whose writes can be slowed down and counted.
type service struct {
	*embedded.Server
	slow   atomic.Int64
	reads  atomic.Int64 // how slow those are
	writes atomic.Int64
	// arrived counts the requests that were slowed down, held those that are just now.
	arrived, held atomic.Int64
}

func onEmbedded(env *testscript.Env) error {
	s := &service{}
	server, err := embedded.Start(env.T().(testing.TB).Context(), embedded.Options{Images: 200, Seed: 1, Extras: true, Wrap: s.wrap})
	if err != nil {
		return err
	}
	s.Server = server
	env.Defer(func() { server.Close() })
	env.Values[services] = s
	if err := examples(env.WorkDir); err != nil {
		return err
	}
	clouds := filepath.Join(env.WorkDir, ".clouds.yaml")
	surround(env, clouds, "demo")
	env.Setenv("MEMBER", "demo-member")
	env.Setenv("OTHER", "demo-other")
	return os.WriteFile(clouds, []byte(server.CloudsYAML()), 0o600)
}

// examples writes what README has to paste as files: example1, example2 and so on.
func examples(folder string) error {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		return err
	}
	_, section, found := strings.Cut(string(readme), "\n### To paste\n")
	if !found {
		return errors.New("README.md has nothing to paste")
	}
	section, _, _ = strings.Cut(section, "\nEach of these is run by a test.")
	count := 0
	for block := range strings.SplitSeq(section, "\n\n") {
		if !strings.HasPrefix(block, "    ") {
			continue
		}
		count++
		name := filepath.Join(folder, "example"+strconv.Itoa(count))
		if err := os.WriteFile(name, []byte(strings.ReplaceAll(block, "\n    ", "\n")[4:]+"\n"), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (s *service) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/v2/images") {
			slow := &s.reads
			if r.Method != http.MethodGet {
				s.writes.Add(1)
				slow = &s.slow
			}
			if wait := time.Duration(slow.Load()); wait > 0 {
				s.held.Add(1)
				s.arrived.Add(1)
				select {
				case <-time.After(wait):
				case <-r.Context().Done():
				}
				s.held.Add(-1)
			}
		}
		next.ServeHTTP(w, r)
	})
}

// process is the one that a script has started.
type process struct {
	command *exec.Cmd
	out     lockedBuffer
	errs    lockedBuffer
}

// lockedBuffer is read while it is written.
type lockedBuffer struct {
	mu      sync.Mutex
	content bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.content.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.content.String()
}

var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"code": code, "tty": onTerminal, "start": start, "signal": send, "ends": ends, "says": says,
	"slow": slow, "arrives": arrives, "sent": sent, "wrote": wrote, "id": id, "keep": keep,
}

func need(ts *testscript.TestScript, ok bool, usage string) {
	if !ok {
		ts.Fatalf("usage: %s", usage)
	}
}

func exitOf(ts *testscript.TestScript, err error) string {
	var ended interface{ ExitCode() int }
	switch e := err.(type) {
	case nil:
		return "0"
	case interface{ ExitCode() int }:
		ended = e
	default:
		ts.Fatalf("%v", err)
	}
	return strconv.Itoa(ended.ExitCode())
}

// code CODE COMMAND... runs a command, which must end with the code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) > 1, "code CODE COMMAND...")
	if got := exitOf(ts, ts.Exec(args[1], args[2:]...)); got != args[0] {
		ts.Fatalf("exit code %s, not %s", got, args[0])
	}
}

// prepared is a command in the surroundings of a script.
func prepared(ts *testscript.TestScript, args []string) *exec.Cmd {
	path := args[0]
	if path == "glimpse" { // which is in the first folder of the script's PATH
		path = filepath.Join(strings.SplitN(ts.Getenv("PATH"), ":", 2)[0], path)
	}
	command := exec.Command(path, args[1:]...)
	command.Dir = ts.MkAbs(".")
	for _, name := range []string{
		"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "OS_CLIENT_CONFIG_FILE", "OS_CLOUD", "LC_ALL", "TERM", "PATH", "TESTSCRIPT_COVER_DIR",
	} {
		command.Env = append(command.Env, name+"="+ts.Getenv(name))
	}
	return command
}

// hangupWithin is how long a terminal may take to say that the process on it has ended.
// Now and then one never says it; what the process wrote has long been read by then.
const hangupWithin = 10 * time.Second

// tty CODE FILE COMMAND... runs a command on a terminal, on which FILE is typed;
// of a FILE with a line "--" what stands below, once what stands above is shown.
// What the terminal showed is stdout then.
func onTerminal(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) > 2, "tty CODE FILE COMMAND...")
	command := prepared(ts, args[2:])
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Cols: 120, Rows: 40})
	ts.Check(err)
	defer terminal.Close()
	after, typed, waits := strings.Cut(ts.ReadFile(args[1]), "\n--\n")
	if !waits {
		after, typed = "", after
	}
	var shown lockedBuffer
	read := make(chan struct{})
	go func() {
		io.Copy(&shown, terminal) // which ends with an error on Linux
		close(read)
	}()
	await(ts, func() bool { return strings.Contains(shown.String(), after) })
	_, err = io.WriteString(terminal, strings.ReplaceAll(typed, "\x03\n", "\x03")) // which no enter follows
	ts.Check(err)
	got := exitOf(ts, command.Wait())
	select {
	case <-read:
	case <-time.After(hangupWithin):
	}
	_, err = io.WriteString(ts.Stdout(), strings.ReplaceAll(shown.String(), "\r\n", "\n"))
	ts.Check(err)
	if got != args[0] {
		ts.Fatalf("exit code %s, not %s:\n%s", got, args[0], shown.String())
	}
}

// start COMMAND... starts a command and goes on.
func start(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) > 0, "start COMMAND...")
	if s, own := ts.Value(services).(*service); own {
		s.arrived.Store(0) // the process before may have sent more requests than were waited for
	}
	p := ts.Value(processes).(*process)
	p.command, p.out, p.errs = prepared(ts, args), lockedBuffer{}, lockedBuffer{}
	p.command.Stdout, p.command.Stderr = &p.out, &p.errs
	ts.Check(p.command.Start())
	ts.Defer(func() { p.command.Process.Kill() })
}

// signal NAME sends the process that was started a signal.
func send(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "KILL": syscall.SIGKILL}
	need(ts, !neg && len(args) == 1 && signals[args[0]] != 0, "signal INT|TERM|HUP|KILL")
	ts.Check(ts.Value(processes).(*process).command.Process.Signal(signals[args[0]]))
}

// ends CODE waits for the process that was started.
func ends(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) == 1, "ends CODE")
	p := ts.Value(processes).(*process)
	got := exitOf(ts, p.command.Wait())
	if s, own := ts.Value(services).(*service); own {
		await(ts, func() bool { return s.held.Load() == 0 })
	}
	io.WriteString(ts.Stdout(), p.out.String())
	io.WriteString(ts.Stderr(), p.errs.String())
	if got != args[0] {
		ts.Fatalf("exit code %s, not %s:\n%s%s", got, args[0], p.out.String(), p.errs.String())
	}
}

// says out|err TEXT waits until the process that was started has said a text.
func says(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) == 2 && (args[0] == "out" || args[0] == "err"), "says out|err TEXT")
	p := ts.Value(processes).(*process)
	from := map[string]*lockedBuffer{"out": &p.out, "err": &p.errs}[args[0]]
	await(ts, func() bool { return strings.Contains(from.String(), args[1]) })
}

// await waits for a condition.
func await(ts *testscript.TestScript, holds func() bool) {
	deadline := time.After(30 * time.Second)
	for !holds() {
		select {
		case <-time.After(5 * time.Millisecond):
		case <-deadline:
			ts.Fatalf("it never came")
		}
	}
}

// slow [reads] DURATION makes every write, or every read, take that long.
func slow(ts *testscript.TestScript, neg bool, args []string) {
	which := &ts.Value(services).(*service).slow
	if len(args) == 2 && args[0] == "reads" {
		which, args = &ts.Value(services).(*service).reads, args[1:]
	}
	need(ts, !neg && len(args) == 1, "slow [reads] DURATION")
	wait, err := time.ParseDuration(args[0])
	ts.Check(err)
	which.Store(int64(wait))
}

// arrives waits until a request has come that is slowed down, and forgets it.
func arrives(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) == 0, "arrives")
	s := ts.Value(services).(*service)
	await(ts, func() bool { return s.arrived.Load() > 0 })
	s.arrived.Store(0)
}

// sent COUNT waits until that many writes have arrived.
func sent(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) == 1, "sent COUNT")
	count, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	await(ts, func() bool { return ts.Value(services).(*service).writes.Load() >= count })
}

// wrote COUNT checks how many writes have arrived, * for any, and forgets them.
func wrote(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) == 1, "wrote COUNT")
	if got := strconv.FormatInt(ts.Value(services).(*service).writes.Swap(0), 10); got != args[0] && args[0] != "*" {
		ts.Fatalf("%s writes arrived, not %s", got, args[0])
	}
}

// id VARIABLE NAME asks for the id of the only image of a name.
func id(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && len(args) == 2, "id VARIABLE NAME")
	ts.Check(ts.Exec("glimpse", "list", "--query", `hidden=both name="`+args[1]+`"`, "--output", "id"))
	found := strings.Fields(ts.ReadFile("stdout"))
	if len(found) != 1 {
		ts.Fatalf("%d images are called %s", len(found), args[1])
	}
	ts.Setenv(args[0], found[0])
}

// keep VARIABLE [PATTERN] keeps what the first group of a pattern matches in what the
// last command said, or else its only word.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, !neg && 0 < len(args) && len(args) < 3, "keep VARIABLE [PATTERN]")
	pattern := `^\s*(\S+)\s*$`
	if len(args) == 2 {
		pattern = args[1]
	}
	found := regexp.MustCompile(pattern).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("the last command said nothing that %s matches", pattern)
	}
	ts.Setenv(args[0], found[1])
}
