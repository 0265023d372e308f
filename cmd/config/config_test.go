package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"glimpse/cmd/config"
	"glimpse/model/query"
	"glimpse/ui/action"
)

func nothing(string) string { return "" }

// load reads a configuration with some content.
func load(t testing.TB, content string) (*config.Config, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return config.Load(file, nothing)
}

func TestEverySettingIsRead(t *testing.T) {
	t.Parallel()
	c, err := load(t, `
theme: nord
page_size: 250
query: status=active tag=gold
sort: size:desc
columns: [name, os_distro]
preview: true
mouse: false
wide: false
refresh: 90s
aliases: {eol: "tag +eol"}
keys:
  marks: {mark-all: [ctrl+a], mark-none: []}
views:
  - name: old gold
    key: 3
    query: tag=gold updated<-1y
    sort: name:asc
    columns: [name]
  - name: all
clouds:
  prod:
    color: red
    read_only: true
    query: status=active
  lab: {sort: "name:asc"}
`)
	if err != nil {
		t.Fatal(err)
	}
	if c.Theme != "nord" || c.PageSize != 250 || query.Format(c.Query) != "status=active tag=gold" || len(c.Sort) != 1 ||
		len(c.Columns) != 2 || !c.Preview || c.Wide || c.Refresh != 90*time.Second || c.Line("refresh") != 10 || !c.NoMouse {
		t.Errorf("got %+v", c)
	}
	if c.Aliases["eol"] != "tag +eol" {
		t.Errorf("the aliases are %v", c.Aliases)
	}
	marks := c.Keys.Group(action.Marks())
	if press, _, _ := action.Match([]action.Group{marks}, "ctrl+a"); press.Action != action.MarkAll {
		t.Errorf("ctrl+a means %q", press.Action)
	}
	if len(c.Views) != 2 || c.Views[0].Key != 3 || query.Format(c.Views[0].Query) != "tag=gold updated<-1y" || c.Views[1].Name != "all" {
		t.Errorf("the views are %+v", c.Views)
	}
	if prod := c.Clouds["prod"]; prod.Color != "red" || !prod.ReadOnly || len(prod.Query) != 1 || len(c.Clouds["lab"].Sort) != 1 {
		t.Errorf("the clouds are %+v", c.Clouds)
	}
}

func TestMistakesAreToldAllAtOnceWithTheirPlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"several":           {"theem: dark\npage_size: 0\npreview: maybe\n", []string{":1:1: there is no setting theem; did you mean theme?", ":2:12:", "from 1 to 1000", ":3:10:", "true or false"}},
		"twice":             {"wide: true\nwide: false\n", []string{":2:1: wide is set twice"}},
		"a theme":           {"theme: pink", []string{"pink", "auto, dark, light"}},
		"a query":           {"query: status=active size>>3", []string{":1:", "size>>3"}},
		"a sort":            {"sort: name:up", []string{":1:"}},
		"no YAML":           {"theme: [dark", []string{":1:", "this is no YAML"}},
		"a tab":             {"clouds:\n\tprod: {}", []string{":2:", "this is no YAML"}},
		"a list":            {"- theme", []string{"these are no settings"}},
		"a refresh":         {"refresh: 1s", []string{"from 2s on"}},
		"an empty column":   {"columns: [name, self]", []string{`"self" cannot be a column`, "write id"}},
		"columns":           {"columns: name", []string{"write [name, size, os_distro]"}},
		"a column twice":    {"columns: [name, name]", []string{"the column name is there twice"}},
		"a view":            {"views:\n  - query: tag=x\n", []string{":2:5: the view has no name"}},
		"a key twice":       {"views:\n  - {name: a, key: 1}\n  - {name: b, key: 1}\n", []string{":3:5:", "another one's"}},
		"a cloud's setting": {"clouds:\n  prod:\n    colour: red\n", []string{":3:5: there is no setting colour of a cloud; did you mean color?"}},
		"keys": {
			"keys:\n  lists: {open: [x]}\n  marks:\n    mark-al: [x]\n    mark-all: [e]\n    mark-none: [hyper]\n  list: {overview: O}\n",
			[]string{
				":2:3: there is no scope lists", ":4:5: there is no action mark-al in marks; it is one of toggle-mark", ":5:15: e cannot be mark-all of marks: it is edit-attributes of change",
				`:6:16: "hyper" is no key`, ":7:20: this is no list of keys; write [O]",
			},
		},
		"aliases": {"aliases:\n  tag: x\n  copy: tag +x\n  a: set size=x\n", []string{":2:8: tag is a command", ":3:9: copy is an action", ":4:6:"}},
		"commands": {
			"commands:\n  - {name: Tag, key: X, run: x}\n  - {name: tag, key: X, run: x}\n  - {name: a, run: x}\n  - {name: b, key: X}\n" +
				"  - {name: c, key: X, run: 'x \"{{id}}\"'}\n  - {name: d, key: X, line: tga}\n  - {name: e, key: X, run: x, in: [jobs]}\n" +
				"  - {name: f, key: x, run: x}\n  - {name: g, key: hyper, run: x}\n  - {name: f, key: X, run: x}\n",
			[]string{
				":2:12: a command is called by a word", ":3:12: tag is a command already", ":4:5: the command has no name or no key", ":5:5: the command b needs a line",
				":6:28: {{id}} stands in quotes", ":7:29: there is no command tga", "list, detail", ":9:20: x cannot be f of commands: it is toggle-active of change",
				`:10:20: "hyper" is no key`, ":11:5: the command f is there twice",
			},
		},
		"keys that are none": {"keys: [a]", []string{":1:7: these are no keys"}},
		"ctrl+c":             {"keys: {list: {open: [ctrl+c]}}", []string{"ctrl+c always means quit"}},
		"a colour":           {"clouds:\n  prod:\n    color: pink\n", []string{"red, yellow"}},
		"an alias":           {"theme: &a dark\nquery: *a\n", []string{"aliases are not read"}},
		"an escape":          {"theme: \"\\e[31mred\"\n", []string{"none of the values"}},
	} {
		_, err := load(t, test.content)
		var wrong *config.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in\n%s", name, want, err)
			}
		}
		if strings.ContainsFunc(strings.ReplaceAll(err.Error(), "\n", ""), unicode.IsControl) {
			t.Errorf("%s: %q", name, err)
		}
	}
}

func TestAFileThatIsMissingIsAnErrorOnlyIfItWasAskedFor(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	env := func(name string) string { return map[string]string{"XDG_CONFIG_HOME": home}[name] }
	c, err := config.Load("", env)
	if err != nil || c.Exists || c.File != filepath.Join(home, "glimpse", "config.yaml") {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := config.Load(filepath.Join(home, "none.yaml"), env); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	named := func(name string) string { return map[string]string{"GLIMPSE_CONFIG": "/nowhere/c.yaml"}[name] }
	if _, err := config.Load("", named); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	relative := func(name string) string { return map[string]string{"XDG_STATE_HOME": "relative"}[name] }
	if folder := config.StateFolder(relative); !filepath.IsAbs(folder) {
		t.Errorf("the state is in %s", folder)
	}
}

func TestTheSampleSaysNothingAndItsExamplesAreRight(t *testing.T) {
	t.Parallel()
	if c, err := load(t, config.Sample()); err != nil || c.PageSize != 0 || len(c.Views) != 0 {
		t.Errorf("got %+v, %v", c, err)
	}
	c, err := load(t, uncommented())
	if err != nil {
		t.Fatalf("%v\n%s", err, uncommented())
	}
	for _, setting := range config.Settings() {
		if c.Line(setting.Name) == 0 || setting.Value(c) == "" || setting.Help == "" {
			t.Errorf("%s is not in the sample, or not explained", setting.Name)
		}
	}
}

func TestAViewIsAddedAndEverythingElseStays(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "new", "config.yaml")
	terms, _ := query.Parse(`tag=gold name~"a b"`)
	order, _ := query.ParseSort("size:desc")
	view := config.View{Name: "it's: gold", Key: 3, Query: terms, Sort: order, Columns: []string{"name", "a, b"}}
	if err := config.AddView(file, view, false); err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(file)
	content = append([]byte("# mine\ntheme: dark # because\n"), content...)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := config.AddView(file, config.View{Name: "other", Key: 3}, false); !errors.Is(err, config.ErrViewExists) {
		t.Errorf("got %v", err)
	}
	if err := config.AddView(file, config.View{Name: "other", Key: 3}, true); err != nil {
		t.Fatal(err)
	}
	view.Key = 0
	if err := config.AddView(file, view, true); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(file, nothing)
	if err != nil || len(c.Views) != 2 || c.Theme != "dark" {
		t.Fatalf("got %+v, %v", c, err)
	}
	if got := c.Views[0]; got.Name != view.Name || got.Key != 0 || query.Format(got.Query) != query.Format(terms) || got.Columns[1] != "a, b" {
		t.Errorf("the view is %+v", got)
	}
	content, _ = os.ReadFile(file)
	if !strings.Contains(string(content), "# mine") || !strings.Contains(string(content), "# because") {
		t.Errorf("comments are lost:\n%s", content)
	}
	if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v", info.Mode())
	}
	if err := os.WriteFile(file, []byte("theme: pink\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := config.AddView(file, view, true); err == nil {
		t.Error("a file with mistakes was changed")
	}
}

func TestAViewIsAddedToTheSample(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(config.Sample()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := config.AddView(file, config.View{Name: "one"}, false); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(file, nothing)
	content, _ := os.ReadFile(file)
	if err != nil || len(c.Views) != 1 || !strings.Contains(string(content), "# colours:") {
		t.Errorf("got %+v, %v\n%s", c, err, content)
	}
}

func TestTheHistoryOutlivesTheSessionAndSeveralInstances(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "state")
	if lines, err := config.NewHistory(folder).Load(); err != nil || len(lines) != 0 {
		t.Errorf("got %v, %v", lines, err)
	}
	var group sync.WaitGroup
	for instance := range 4 {
		h := config.NewHistory(folder)
		group.Go(func() {
			for n := range 50 {
				if err := h.Add("command", fmt.Sprintf("line %d of %d \x1b[31m", n, instance)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	lines, err := config.NewHistory(folder).Load()
	if err != nil || len(lines["command"]) != 200 {
		t.Errorf("%d lines, %v", len(lines["command"]), err)
	}
	content, _ := os.ReadFile(filepath.Join(folder, "history.jsonl"))
	if strings.ContainsFunc(strings.ReplaceAll(string(content), "\n", ""), unicode.IsControl) {
		t.Error("a control character is in the file")
	}
}

func TestTheHistoryIsBounded(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	h := config.NewHistory(folder)
	for n := range 2300 {
		if err := h.Add("filter", fmt.Sprint(n, strings.Repeat("x", 4000))); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := h.Load()
	if err != nil || len(lines["filter"]) != 500 || !strings.HasPrefix(lines["filter"][499], "2299") {
		t.Errorf("%d lines, %v", len(lines["filter"]), err)
	}
	if info, _ := os.Stat(filepath.Join(folder, "history.jsonl")); info.Size() > 4<<20 {
		t.Errorf("the file has %d bytes", info.Size())
	}
}

// TestALineOfTheHistoryThatCannotBeReadHidesNoOther has a line of characters that JSON
// escapes, and one that the end of the machine has torn, before another one.
func TestALineOfTheHistoryThatCannotBeReadHidesNoOther(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	h := config.NewHistory(folder)
	long := strings.Repeat("<", 4000)
	if err := h.Add("filter", long); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(folder, "history.jsonl"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(strings.Repeat("\x00", 1<<16) + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Close(), h.Add("filter", "last")); err != nil {
		t.Fatal(err)
	}
	lines, err := h.Load()
	if err != nil || len(lines["filter"]) != 2 || lines["filter"][0] != long || lines["filter"][1] != "last" {
		t.Errorf("%d lines, %v", len(lines["filter"]), err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(config.Sample())
	f.Add("views: [{name: a, key: 1, query: 'tag=\"'}]")
	f.Add("clouds: {a: {color: red}, b: *c}")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, content string) {
		_, err := load(t, content)
		if err == nil {
			return
		}
		if strings.ContainsFunc(strings.ReplaceAll(err.Error(), "\n", ""), unicode.IsControl) {
			t.Errorf("%q", err)
		}
	})
}
