package cmd_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"glimpse/cmd/config"
)

func TestConfigSaysWhereThingsAreAndWhatHolds(t *testing.T) {
	t.Parallel()
	s := newSurroundings(t)
	got := s.run(t.Context(), "config")
	has(t, "without a file", got.out, "glimpse/config.yaml (not there)", "page_size      100", "cache          ", "/cache/glimpse (not there)", "default", "clouds from", "(none there)")
	here := newSurroundings(t).withClouds(t, cloudAt("http://127.0.0.1:1/v3", "demo"))
	has(t, "with a cloud", here.run(t.Context(), "config").out, here.home+" (clouds.yaml)")
	if got.code != 0 {
		t.Errorf("exit code %d: %s", got.code, got.errs)
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte("theme: nord\n\nsort: size:desc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got = s.run(t.Context(), "config", "--config", file)
	has(t, "with a file", got.out, file, "theme          nord                     line 1", "sort           size:desc                line 3")
	if err := os.WriteFile(file, []byte("theme: pink\npagesize: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got = s.run(t.Context(), "config", "--config", file)
	has(t, "where things are", got.out, file)
	has(t, "what is wrong", got.errs, file+":1:8", "did you mean page_size?", "glimpse config --sample")
	if got.code != 2 {
		t.Errorf("exit code %d, want 2", got.code)
	}
	got = s.runOnTerminal(t.Context(), "--config", file)
	has(t, "the browser with a wrong file", got.errs, file+":1:8")
	if got.code != 2 {
		t.Errorf("exit code %d, want 2", got.code)
	}
	if err := os.WriteFile(file, []byte("keys:\n  list: {overview: [e]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got = s.runOnTerminal(t.Context(), "--config", file)
	has(t, "a key with two meanings", got.errs, file+":2:20: e cannot be overview of list: it is edit-attributes of change")
	if got.code != 2 {
		t.Errorf("exit code %d, want 2", got.code)
	}
	has(t, "the keys", s.run(t.Context(), "config", "--keys").out, `overview:          ["o"]`)
	if got = s.run(t.Context(), "config", "--sample"); got.out != config.Sample() {
		t.Errorf("the sample is %q", got.out)
	}
}

// TestWhatIsSavedAndTypedIsThereTheNextTime saves a view in one run of the
// whole program and opens it in the next, with the command line's history.
func TestWhatIsSavedAndTypedIsThereTheNextTime(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	file := filepath.Join(home, "c.yaml")
	if err := os.WriteFile(file, []byte("columns: [name, os_distro]\npage_size: 50\nclouds:\n  demo: {color: red, read_only: true}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"GLIMPSE_CONFIG=" + file, "XDG_STATE_HOME=" + home}
	command, terminal, screen := startOnTerminal(t, environ, "demo", "--images", "300")
	screen.await(t, "loaded, more")
	screen.await(t, "DISTRO")
	screen.await(t, "read-only")
	io.WriteString(terminal, ":filter status=active\r:save-view 4 live ones\r")
	screen.await(t, "saved the view live ones; '4 opens it")
	io.WriteString(terminal, "\x03")
	exitOf(command)
	content, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(content), "status=active") || !strings.Contains(string(content), "color: red") {
		t.Errorf("the file holds %q, %v", content, err)
	}
	command, terminal, screen = startOnTerminal(t, environ, "demo", "--images", "300")
	screen.await(t, "loaded, more")
	io.WriteString(terminal, ":view live ones\r")
	screen.await(t, "view live ones")
	screen.await(t, "status=active")
	io.WriteString(terminal, ":")
	screen.await(t, "list the images that match")
	io.WriteString(terminal, "\x1b[A\x1b[A")
	screen.await(t, ":save-view 4 live ones")
	io.WriteString(terminal, "\x03")
	exitOf(command)
}

func TestConfigPrintsTheSchemaOfAFileThatIsWrongToo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte("theme: pink\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSurroundings(t)
	if got := s.run(t.Context(), "config", "--schema", "--config", file); got.code != 0 || got.out != config.Schema() || got.errs != "" {
		t.Errorf("exit code %d: %s", got.code, got.errs)
	}
	if got := s.run(t.Context(), "config", "--schema", "--sample"); got.code != 2 || got.out != "" || got.errs == "" {
		t.Errorf("both at once: exit code %d: %s%s", got.code, got.out, got.errs)
	}
}
