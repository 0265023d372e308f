package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path that the project's own imports begin with.
const module = "glimpse"

// allowed says, for each folder, which other folders of the project it may
// import and which libraries outside the standard library; a folder stands
// for those below it that have no entry of their own. ARCHITECTURE.md draws
// the same arrows.
var allowed = map[string]struct {
	own       []string
	libraries []string
	// never are packages of the standard library that must not appear.
	never []string
}{
	".":                     {own: []string{"cmd"}},
	"api/files":             {libraries: []string{"golang.org/x/sys/windows"}},
	"cmd":                   {own: []string{"ui/textwidth", "api/files", "cmd/change", "cmd/config", "cmd/inuse", "ui", "ui/terminal", "ui/theme", "ui/detail", "ui/planpreview", "ui/intent", "ui/memory", "ui/requestlog", "ui/backend", "ui/folders", "ui/format", "ui/problem", "ui/program", "api", "api/clouds", "api/embedded", "api/embedded/faults", "api/runner", "api/journal", "api/redact", "api/transfer", "model", "model/", "ui/usedby"}, libraries: []string{"github.com/adrg/xdg", "github.com/google/uuid", "github.com/spf13/cobra", "github.com/spf13/pflag", "charm.land/", "github.com/charmbracelet/", "github.com/dustin/go-humanize", "golang.org/x/sync"}},
	"model":                 {own: []string{"model/text"}, never: impure},
	"model/text":            {never: impure},
	"model/remote":          {own: []string{"model/text"}, never: impure},
	"model/patch/patchtest": {own: []string{"model", "model/patch"}, never: impure},
	"model/patch":           {own: []string{"model", "model/text"}, never: impure},
	"model/query":           {own: []string{"model", "model/sortkey", "model/text", "model/typo", "model/uses"}, never: impure},
	"model/definition":      {own: []string{"model/text"}, never: impure},
	"model/uses":            {own: []string{"model", "model/text"}, never: impure},
	"model/search":          {own: []string{"model"}, never: impure},
	"model/facets":          {own: []string{"model", "model/query"}, never: impure},
	"model/overview":        {own: []string{"model", "model/text", "model/query"}, never: impure},
	"model/plan":            {own: []string{"model/lazy", "model", "model/text", "model/patch", "model/command", "model/query", "model/diskformat"}, libraries: []string{"github.com/dustin/go-humanize"}, never: impure},
	"model/record":          {own: []string{"model/lazy", "model", "model/text", "model/command", "model/patch"}, libraries: []string{"go.yaml.in/yaml/v3"}, never: impure},
	"model/job":             {own: []string{"model", "model/text", "model/patch", "model/plan"}, never: impure},
	"model/command":         {own: []string{"model/lazy", "model", "model/query", "model/typo"}, never: impure},
	"model/typo":            {never: impure},
	"model/diskformat":      {own: []string{"model/lazy"}, never: impure},
	"model/ranges":          {never: impure},
	"model/shell":           {own: []string{"model/lazy", "model", "model/text"}, never: impure},
	"model/list":            {own: []string{"model", "model/compact", "model/sortkey", "model/text", "model/search"}, never: impure},
	"model/compact":         {own: []string{"model", "model/text"}, never: impure},
	"model/sortkey":         {never: impure},
	"api": {
		own:       []string{"model/lazy", "api/clouds", "api/errorbody", "api/proxy", "api/redact", "model", "model/remote", "model/text", "model/query", "model/patch", "model/uses", "model/definition", "model/ranges"},
		libraries: []string{"github.com/gophercloud/gophercloud/v2", "github.com/go-json-experiment/json", "github.com/google/uuid", "golang.org/x/sync"},
	},
	"api/journal":          {own: []string{"model/lazy", "api/files", "model", "model/text", "model/patch", "model/plan", "model/job"}},
	"api/transfer":         {own: []string{"api", "api/files", "model", "model/remote", "model/text", "model/diskformat", "model/command", "model/plan", "model/job"}, libraries: []string{"github.com/dustin/go-humanize"}},
	"api/runner":           {own: []string{"api", "api/journal", "model", "model/text", "model/patch", "model/plan", "model/job"}},
	"api/runner/faulttest": {own: []string{"api/embedded", "api/embedded/faults"}},
	"cmd/change":           {own: []string{"model/lazy", "api", "model", "model/text", "model/query", "model/command", "model/patch", "model/plan", "model/job", "model/uses", "ui/format", "ui/planpreview", "ui/planpreview/change", "ui/theme", "ui/usedby"}, libraries: []string{"golang.org/x/sync"}},
	"cmd/inuse":            {own: []string{"api/files", "model", "model/query", "model/facets"}},
	"cmd/config":           {own: []string{"model/lazy", "api/files", "model/command", "model/shell", "model/query", "model/text", "model/typo", "ui/action", "ui/keymap"}, libraries: []string{"go.yaml.in/yaml/v3", "github.com/adrg/xdg"}},
	"api/errorbody":        {own: []string{"model/lazy"}, libraries: []string{"golang.org/x/net/html"}},
	"api/proxy":            {own: []string{"model/text"}, libraries: []string{"golang.org/x/net/proxy"}},
	"api/redact":           {},
	"api/clouds":           {own: []string{"model/remote", "model/typo"}, libraries: []string{"github.com/gophercloud/gophercloud/v2", "go.yaml.in/yaml/v3"}},
	"api/embedded":         {own: []string{"api/embedded/"}},
	"api/embedded/faults":  {libraries: []string{"golang.org/x/sys"}},
	"api/contract":         {own: []string{"api", "api/", "model", "model/"}},
	"screenshots":          {libraries: []string{"github.com/charmbracelet/x/vt", "github.com/charmbracelet/ultraviolet", "github.com/creack/pty"}},
	"ui/terminal":          {libraries: []string{"charm.land/bubbletea/v2", "github.com/charmbracelet/", "golang.org/x/sys"}},
	"ui/textwidth":         {own: []string{"model/text", "model/search"}, libraries: []string{"github.com/charmbracelet/x/ansi", "github.com/clipperhouse/displaywidth"}},
	"ui": {
		own:       []string{"ui/", "model", "model/"},
		libraries: []string{"charm.land/", "github.com/charmbracelet/", "github.com/dustin/go-humanize", "github.com/aymanbagabas/go-osc52"},
		never:     []string{"net/http"},
	},
	// They know which action a key asks for, and neither rows nor colours.
	"ui/action":          {own: []string{"model/command", "model/query"}, never: impure},
	"ui/keymap":          {own: []string{"model/shell", "ui/action"}, never: impure},
	"ui/widget/listview": {own: []string{"ui/action"}, never: impure},
	"ui/widget/lineedit": {libraries: []string{"charm.land/bubbletea/v2"}, never: impure},
	"ui/memory":          {never: impure},
	"ui/work":            {libraries: []string{"charm.land/bubbletea/v2"}, never: impure},
}

// impure are what the model and the behaviour of lists must not depend on: a file, a network, a process.
var impure = []string{"os", "net", "net/http", "os/exec", "log", "log/slog", "context"}

// screens are the folders of ui that hold a whole screen: none imports
// another, the root alone brings them together.
var screens = []string{"ui/list", "ui/detail", "ui/picker", "ui/dialog", "ui/filter", "ui/sortpane", "ui/columns", "ui/compare", "ui/prompt", "ui/planpreview", "ui/requestlog", "ui/edit", "ui/overview", "ui/triage", "ui/uselist"}

// features are the folders of ui that do what the program is for. None imports
// another: they meet in the shell, through interfaces that they declare
// themselves, and no other folder imports them.
var features = []string{"ui/browse", "ui/image", "ui/change", "ui/jobs", "ui/clouds", "ui/own"}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	checked := 0
	eachSource(t, func(file string) {
		checked++
		checkImports(t, file)
	})
	if checked < 10 {
		t.Errorf("only %d files were checked; the walk does not reach the code", checked)
	}
}

// eachSource calls a function for each file of the program itself.
func eachSource(t *testing.T, do func(file string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		do(filepath.ToSlash(file))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// writers are the functions of the standard library that make or replace files.
// Package files alone calls them: it knows what may be planted there.
var writers = []string{
	"Create", "CreateTemp", "OpenFile", "WriteFile", "Mkdir", "MkdirAll", "MkdirTemp", "Rename", "Link", "Symlink", "Chmod", "Truncate", "CopyFS",
}

func TestFilesAreWrittenInOnePlace(t *testing.T) {
	t.Parallel()
	eachSource(t, func(file string) {
		switch path.Dir(file) {
		case "api/files", "screenshots", "cmd/budgets", "ui/uitest": // all but the first are for the developer
			return
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			called, isSelector := node.(*ast.SelectorExpr)
			if !isSelector {
				return true
			}
			if from, isName := called.X.(*ast.Ident); isName && from.Name == "os" && slices.Contains(writers, called.Sel.Name) {
				t.Errorf("%s uses os.%s: package files writes files", file, called.Sel.Name)
			}
			return true
		})
	})
}

// keyNames are how the keys of a terminal are called in texts.
var keyNames = regexp.MustCompile(`(?i)\b(ctrl|shift|alt)\+|\b(pgup|pgdown|pgdn|esc|tab|space|F[0-9]+)\b`)

// TestTheModelKnowsNoKey reads the texts of the model: which key does what is
// for the screen to say.
func TestTheModelKnowsNoKey(t *testing.T) {
	t.Parallel()
	texts := 0
	eachSource(t, func(file string) {
		if !strings.HasPrefix(file, "model/") {
			return
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if literal, isLiteral := node.(*ast.BasicLit); isLiteral && literal.Kind == token.STRING {
				texts++
				if name := keyNames.FindString(literal.Value); name != "" {
					t.Errorf("%s: %s names the key %s", file, literal.Value, name)
				}
			}
			return true
		})
	})
	if texts < 100 {
		t.Errorf("only %d texts were read", texts)
	}
}

func checkImports(t *testing.T, file string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	folder := path.Dir(file)
	rule := folder
	for {
		if _, found := allowed[rule]; found || rule == "." {
			break
		}
		rule = path.Dir(rule)
	}
	if rule == "." && folder != "." {
		t.Errorf("%s: folder %s has no rule for its imports; add it to allowed", file, folder)
		return
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if reason := forbidden(folder, rule, imported); reason != "" {
			t.Errorf("%s imports %s: %s", file, imported, reason)
		}
	}
}

// forbidden returns why a folder must not import a package, or nothing.
func forbidden(folder, rule, imported string) string {
	own, isOwn := strings.CutPrefix(imported, module+"/")
	switch {
	case isOwn:
		if slices.Contains(screens, folder) && slices.Contains(screens, own) {
			return "a screen must not import another screen"
		}
		if slices.Contains(features, own) && folder != "ui" {
			return "only the shell knows a feature"
		}
		if !listed(allowed[rule].own, own) {
			return "this arrow is not in the architecture"
		}
	case strings.Contains(strings.Split(imported, "/")[0], "."):
		if !listed(allowed[rule].libraries, imported) {
			return "this library does not belong here"
		}
	case slices.Contains(allowed[rule].never, imported):
		return "this folder is pure"
	}
	return ""
}

// listed reports whether a package is named by one of the patterns: exactly, as
// a module's own sub-package, or by a prefix that ends in a slash.
func listed(patterns []string, imported string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if strings.HasSuffix(pattern, "/") {
			return strings.HasPrefix(imported, pattern)
		}
		return imported == pattern || strings.Contains(pattern, ".") && strings.HasPrefix(imported, pattern+"/")
	})
}

// TestNoOtherSourceFolderStandsAtTheTop keeps the layout that was agreed on.
func TestNoOtherSourceFolderStandsAtTheTop(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") && !slices.Contains([]string{"api", "cmd", "dist", "model", "screenshots", "ui"}, entry.Name()) {
			t.Errorf("%s stands at the top; source belongs into ui, model, api or cmd", entry.Name())
		}
	}
}
