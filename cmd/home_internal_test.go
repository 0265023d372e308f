package cmd

import (
	"errors"
	"os"
	"os/user"
	"testing"

	"github.com/adrg/xdg"

	"glimpse/cmd/config"
)

func TestAHomeThatIsNotSetIsThatOfTheUserDatabase(t *testing.T) {
	none := func(string) string { return "" }
	t.Cleanup(xdg.Reload) // after HOME has been given back
	for name, c := range map[string]struct {
		home    string
		account func() (*user.User, error)
		want    string
	}{
		"set":                     {"/home/u", func() (*user.User, error) { panic("asked for in vain") }, "/home/u"},
		"not set":                 {"", func() (*user.User, error) { return &user.User{HomeDir: "/home/db"}, nil }, "/home/db"},
		"no absolute path":        {"u", func() (*user.User, error) { return &user.User{HomeDir: "/home/db"}, nil }, "/home/db"},
		"no account":              {"", func() (*user.User, error) { return nil, errors.New("unknown userid 1234") }, ""},
		"an account without home": {"u", func() (*user.User, error) { return &user.User{}, nil }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME"} {
				t.Setenv(variable, "")
			}
			t.Setenv("HOME", c.home)
			xdg.Reload()
			ensureHome(c.account)
			state, file := "", ""
			if c.want != "" {
				state, file = c.want+"/.local/state/glimpse", c.want+"/.config/glimpse/config.yaml"
			}
			if got := os.Getenv("HOME"); got != c.want {
				t.Errorf("HOME is %q, not %q", got, c.want)
			}
			if got := config.StateFolder(none); got != state {
				t.Errorf("the state is in %q, not %q", got, state)
			}
			if got := config.File("", none); got != file {
				t.Errorf("the configuration is %q, not %q", got, file)
			}
			elsewhere := func(name string) string { return map[string]string{"XDG_STATE_HOME": "/state"}[name] }
			if got := config.StateFolder(elsewhere); got != "/state/glimpse" {
				t.Errorf("with XDG_STATE_HOME the state is in %q", got)
			}
		})
	}
}

func TestATildeIsTheHome(t *testing.T) {
	t.Setenv("HOME", "/home/alice")
	for typed, want := range map[string]string{
		"~": "/home/alice", "~/": "/home/alice", "~/a b": "/home/alice/a b", "~bob": "~bob", "a/~": "a/~", "": "",
	} {
		if got, err := expanded(typed); got != want || err != nil {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
}
