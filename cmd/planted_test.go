package cmd_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/creack/pty"
)

// TestWhateverIsWrittenObeysTheUmask lets the program write each kind of file
// under a umask that leaves others nothing.
func TestWhateverIsWrittenObeysTheUmask(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(folder+"/config.yaml", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	command := process(t.Context(), t, []string{"XDG_STATE_HOME=" + folder + "/state"},
		"demo", "--images", "60", "--log-file", folder+"/log", "--config", folder+"/config.yaml")
	command.Args = append([]string{"sh", "-c", `umask 077; exec "$@"`, "sh"}, command.Args...)
	command.Path = "/bin/sh"
	terminal, screen := onTerminal(t, command)
	writeEverything(t, terminal, screen, folder)
	if code := exitSoon(command); code != 0 {
		t.Errorf("exit code %d", code)
	}
	written := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		about, err := entry.Info()
		if err == nil && path != folder && about.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", path, about.Mode())
		}
		if !entry.IsDir() {
			written++
		}
		return err
	})
	const kinds = 6 // export, plan, view, log, history, journal
	if err != nil || written != kinds {
		t.Errorf("%d files were written, %v", written, err)
	}
}

func onTerminal(t *testing.T, command *exec.Cmd) (*os.File, *screenOf) {
	t.Helper()
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Cols: 100, Rows: 30})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { terminal.Close() })
	return terminal, watch(terminal, 100, 30)
}

// writeEverything lets the program write an export, a plan, a view, lines of
// its history, a journal, and quits.
func writeEverything(t *testing.T, terminal io.Writer, screen *screenOf, folder string) {
	t.Helper()
	screen.await(t, "CREATED")
	io.WriteString(terminal, ":export csv "+folder+"/export\r")
	screen.await(t, "exported 4")
	io.WriteString(terminal, ":save-view mine\r")
	screen.await(t, "saved the view mine")
	io.WriteString(terminal, ":tag +planted\r")
	screen.await(t, "ctrl+s send")
	io.WriteString(terminal, "S"+folder+"/plan\r")
	screen.await(t, "the plan is in")
	io.WriteString(terminal, "\x13")
	screen.await(t, "1 done, 0 failed")
	io.WriteString(terminal, "q")
}

// TestNothingPlantedIsWrittenThrough plants a link of another user in each
// place that the program writes to, in a folder like /tmp, and looks whether the
// file that it leads to stays as it is.
func TestNothingPlantedIsWrittenThrough(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can make a link of another user")
	}
	shared := filepath.Join(t.TempDir(), "shared")
	if err := errors.Join(os.Mkdir(shared, 0o700), os.Chmod(shared, 0o777|fs.ModeSticky)); err != nil {
		t.Fatal(err)
	}
	const another, content = 65534, "# private"
	home := t.TempDir()
	places := []string{"export", "plan", "config.yaml", "log", "state"}
	for _, name := range places {
		victim, link := filepath.Join(home, name), filepath.Join(shared, name)
		if name == "state" {
			victim = t.TempDir()
		} else if err := os.WriteFile(victim, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Symlink(victim, link), os.Lchown(link, another, another)); err != nil {
			t.Fatal(err)
		}
	}
	got := newSurroundings(t).run(t.Context(), "list", "--log-file", filepath.Join(shared, "log"))
	has(t, "the error", got.errs, "it belongs to another user")

	command, terminal, screen := startOnTerminal(t, []string{"XDG_STATE_HOME=" + shared + "/state"},
		"demo", "--images", "60", "--config", shared+"/config.yaml")
	screen.await(t, "CREATED")
	io.WriteString(terminal, ":export csv "+shared+"/export\r")
	screen.await(t, "nothing was exported: ")
	io.WriteString(terminal, ":save-view mine\r")
	screen.await(t, "the view was not saved: ")
	io.WriteString(terminal, ":tag +planted\r")
	screen.await(t, "ctrl+s send")
	io.WriteString(terminal, "S"+shared+"/plan\r")
	screen.await(t, "the plan was not written: ")
	io.WriteString(terminal, "\x13") // there is no journal, and so no job
	screen.await(t, "nothing was sent: ")
	io.WriteString(terminal, "\x03")
	exitSoon(command)
	for _, name := range places {
		victim, err := os.Readlink(filepath.Join(shared, name))
		if err != nil {
			t.Errorf("the link %s is gone: %v", name, err)
		}
		if name == "state" {
			if left, err := os.ReadDir(victim); err != nil || len(left) != 0 {
				t.Errorf("the state folder holds %v, %v", left, err)
			}
		} else if now, err := os.ReadFile(victim); err != nil || string(now) != content {
			t.Errorf("%s holds %q, %v", name, now, err)
		}
	}
	if left, err := os.ReadDir(shared); err != nil || len(left) != len(places) {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}
