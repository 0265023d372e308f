package cmd

import (
	"io"
	"os"
	"strings"
	"testing"

	"glimpse/api/clouds"
	"glimpse/api/embedded"
	"glimpse/model/query"
)

// TestANameThatWasSeenIsGoodWhereNobodyTellsOfIt asks as a member, who may look up no
// project but the own.
func TestANameThatWasSeenIsGoodWhereNobodyTellsOfIt(t *testing.T) {
	t.Parallel()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 5})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	home := t.TempDir()
	if err := os.WriteFile(home+"/clouds.yaml", []byte(server.CloudsYAML()), 0o600); err != nil {
		t.Fatal(err)
	}
	env := clouds.System()
	env.Environ = func() []string { return []string{"OS_CLOUD=demo-member"} }
	env.Home, env.WorkDir = home, home
	client, err := connect(t.Context(), Streams{Out: io.Discard, Err: io.Discard, Clouds: env}, &options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	own := client.About().ProjectID.Raw()
	for _, test := range []struct {
		name string
		seen map[string]string
		id   string
		err  string
	}{
		{"other", map[string]string{"other": "0a1b"}, "0a1b", ""},
		{"other", map[string]string{"another": "0a1b"}, "", `none of your projects is called "other"`},
		{"demo", map[string]string{"demo": "0a1b"}, own, ""}, // which the identity service tells
	} {
		found, err := findProjects(t.Context(), client, query.NamedProjects{Names: []string{test.name}, Seen: test.seen}, nil)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if found.IDs[test.name] != test.id || test.err == "" && err != nil || !strings.Contains(said, test.err) {
			t.Errorf("%s, with %v seen, is %q: %v", test.name, test.seen, found.IDs[test.name], err)
		}
	}
}
