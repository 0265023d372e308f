package cmd

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"glimpse/api/clouds"
	"glimpse/api/embedded"
)

func TestAnOwnCommandKnowsTheCloud(t *testing.T) {
	t.Parallel()
	run := newShell(clouds.Env{Environ: func() []string { return []string{"HOME=/h", "OS_CLOUD=other"} }})
	t.Cleanup(run.close)
	says := func(script string, args []string, cloud, region string) string {
		t.Helper()
		var said bytes.Buffer
		if err := run.Run(script, args, cloud, region, &said); err != nil {
			t.Errorf("%s: %v", script, err)
		}
		return said.String()
	}
	said := says(`printf '%s.' "$OS_CLOUD" "$OS_REGION_NAME" "$HOME" "$#" "${1}"`, []string{"$(x)"}, "prod", "north")
	if said != "prod.north./h.1.$(x)." {
		t.Errorf("it says %q", said)
	}
	if said = says(`printf '%s.%s' "$OS_CLOUD" "$OS_REGION_NAME"`, nil, "", ""); said != "other." {
		t.Errorf("without a cloud it says %q", said)
	}
}

// TestAnOwnCommandSeesNothingOfTheLogin connects with a password that the environment of
// the process has under no name, and looks for it and the token in all that a command
// can see of the program: its environment, arguments and open files.
func TestAnOwnCommandSeesNothingOfTheLogin(t *testing.T) {
	const secret = "quite-a-secret-7F3"
	t.Setenv("GLIMPSE_SEEN_IN_THE_PROCESS_ALONE", secret)
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	home := t.TempDir()
	if err := os.WriteFile(home+"/clouds.yaml", []byte(server.CloudsYAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	env := clouds.System()
	env.Environ = func() []string { return []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "OS_CLOUD=demo"} }
	env.Home, env.WorkDir = home, home
	opts := &options{}
	streams := Streams{Out: io.Discard, Err: io.Discard, Clouds: env}
	client, err := connect(t.Context(), streams, opts, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	run := newShell(env)
	t.Cleanup(run.close)
	var said bytes.Buffer
	if err := run.Run(`env; echo "$0" "$@"; ls -l /proc/self/fd 2>/dev/null; tr '\0' '\n' </proc/$$/environ 2>/dev/null; :`,
		[]string{"an argument"}, "demo", "RegionOne", &said); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said.String(), "an argument") || !strings.Contains(said.String(), "OS_CLOUD=demo") {
		t.Errorf("the command says %q", said.String())
	}
	for _, word := range []string{secret, "TOKEN", "PASSWORD", "SECRET", "gAAAA"} {
		if strings.Contains(strings.ToUpper(said.String()), strings.ToUpper(word)) {
			t.Errorf("%q is in %q", word, said.String())
		}
	}
}

// TestOwnCommandsEndWithTheProgram holds a pipe open in a command and in what that has
// started: it ends when the last of them has.
func TestOwnCommandsEndWithTheProgram(t *testing.T) {
	t.Parallel()
	run := newShell(clouds.Env{Environ: os.Environ})
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	ended := make(chan error, 1)
	go func() { ended <- run.Run("echo begun; sleep 600 & wait", nil, "", "", write) }()
	begun := make([]byte, len("begun\n"))
	if _, err := io.ReadFull(read, begun); err != nil || string(begun) != "begun\n" {
		t.Fatalf("it says %q, %v", begun, err)
	}
	run.close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("the command ended well")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the command is still there")
	}
	write.Close() // whoever is still there has it, too
	if err := read.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(read); err != nil {
		t.Errorf("what the command started is still there: %q, %v", rest, err)
	}
	if err := run.Run("echo late", nil, "", "", io.Discard); err == nil {
		t.Error("a command is run after the end")
	}
}
