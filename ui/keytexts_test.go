package ui_test

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/ui"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
	"glimpse/ui/uitest"
)

// keyInText finds the name of a key in a sentence. esc and ctrl+c always keep
// their meaning.
var keyInText = regexp.MustCompile(`\bctrl\+[abd-z]\b|` + // any of these
	`\b(press|with|then|and) ([A-Za-z!=?/'\[\]]|enter|tab|space)$|` + // at the end of a part
	`(^|[;:,(] ?)([A-HJ-Za-z!=?/'\[\]]|enter|tab|space) [a-z]+s\b`) // before its verb

// names of keys that are not bound: a line that is typed empties itself by it.
var unbindable = "ctrl+u"

// TestNoTextNamesAFixedKey reads the texts of every screen: which key does what
// is asked of keymap.Map.For, since the configuration may bind another.
func TestNoTextNamesAFixedKey(t *testing.T) {
	t.Parallel()
	texts, named := 0, 0
	for _, folder := range foldersWithTexts(t) {
		for name, file := range files(t, folder) {
			ast.Inspect(file, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.ImportSpec:
					return false
				case *ast.CallExpr:
					if namesKey(node) {
						named++
						knowsKey(t, folder+"/"+name, node)
						return false
					}
				case *ast.BasicLit:
					if node.Kind != token.STRING {
						return true
					}
					texts++
					text, err := strconv.Unquote(node.Value)
					if err != nil {
						t.Fatal(err)
					}
					if key := keyInText.FindString(strings.ReplaceAll(text, unbindable, "")); key != "" && text != key {
						t.Errorf("%s/%s: %q names the key %q", folder, name, text, key)
					}
				}
				return true
			})
		}
	}
	if texts < 1000 || named < 50 {
		t.Errorf("only %d texts and %d keys were read", texts, named)
	}
}

// knowsKey fails the test where a text asks for the key of an action that its
// place does not have.
func knowsKey(t *testing.T, where string, call *ast.CallExpr) {
	t.Helper()
	scope, isText := call.Args[0].(*ast.BasicLit)
	selector, isAction := call.Args[1].(*ast.SelectorExpr)
	if !isText || !isAction {
		return // from a group, which has it
	}
	for id, name := range namesOfActions(t) {
		if name != selector.Sel.Name {
			continue
		}
		for _, group := range action.All() {
			if _, has := action.Find([]action.Group{group}, id); has && strconv.Quote(string(group.Scope)) == scope.Value {
				return
			}
		}
	}
	t.Errorf("%s: %s has no action %s", where, scope.Value, selector.Sel.Name)
}

// foldersWithTexts are the folders of ui whose texts a person reads.
func foldersWithTexts(t *testing.T) (folders []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry os.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir():
			return err
		case entry.Name() == "testdata", entry.Name() == "action", entry.Name() == "keymap", entry.Name() == "terminal", entry.Name() == "uitest":
			return filepath.SkipDir
		}
		folders = append(folders, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return folders
}

// allBoundAnew binds every action to a key that it does not have, the same in each
// place, and returns the keys.
func allBoundAnew(t *testing.T) (binds []keymap.Bind, keys map[action.ID]string) {
	t.Helper()
	var free []string
	for r := 'a'; r <= 'z'; r++ {
		free = append(free, "alt+"+string(r))
	}
	for _, held := range []string{"", "alt+", "shift+", "ctrl+", "ctrl+alt+"} {
		for n := 1; n <= 20; n++ {
			free = append(free, held+"f"+strconv.Itoa(n))
		}
	}
	keys = map[action.ID]string{}
	for _, group := range keymap.Bindable() {
		for _, binding := range group.Bindings {
			if binding.Action == action.Back || binding.Action == action.Quit {
				continue
			}
			if keys[binding.Action] == "" {
				keys[binding.Action], free = free[0], free[1:]
			}
			binds = append(binds, keymap.Bind{Scope: group.Scope, Action: binding.Action, Keys: []string{keys[binding.Action]}})
		}
	}
	return binds, keys
}

// oldKey finds a key on screen that asks for nothing any more.
var oldKey = regexp.MustCompile(`\bctrl\+[abd-z]\b|\b(enter|tab|space|pgdn|pgup) [a-z]|; [A-Za-z!=?/'\[\]] [a-z]+s\b|(^|\s)[A-Za-z] (quit|help|mark|filter|sort|tags|edit|copy|details)\b`)

// TestNoScreenNamesAKeyThatIsBoundAnew opens the screens by keys that a
// configuration binds, and finds none of those that it took them from: neither
// on screen nor in the reasons of the keys that cannot act.
func TestNoScreenNamesAKeyThatIsBoundAnew(t *testing.T) {
	t.Parallel()
	binds, keys := allBoundAnew(t)
	if oldKey.FindString("; u undoes it") == "" || oldKey.FindString("enter open") == "" || oldKey.FindString(" q quit") == "" {
		t.Fatal("old keys are not found")
	}
	const one, two = action.Mark, action.Mark
	for where, to := range map[string][]action.ID{
		"the list": {}, "detail": {action.Open}, "JSON": {action.Open, action.Raw}, "compare": {one, two, action.Compare},
		"the preview": {action.ToggleActive}, "its requests": {action.ToggleActive, action.OtherSide}, "a word to type": {action.Delete, action.Send},
		"the line of commands": {action.Command}, "the search": {action.Search}, "the filter pane": {action.Filter},
		"its keys": {action.Filter, action.Next, action.Next}, "the sort pane": {action.Sort}, "the columns": {action.Columns},
		"the name of a column": {action.Columns, action.Search}, "the copy menu": {action.Copy}, "the views": {action.Views},
		"the attributes": {action.EditAttributes}, "a tag": {action.EditTags}, "the tags": {action.EditTags, action.Down},
		"a property": {action.EditProperties}, "the properties": {action.EditProperties, action.Down},
		"a new property": {action.EditProperties, action.Down, action.AddNew},
		"the jobs":       {action.Jobs}, "the write log": {action.WriteLog}, "the clouds": {action.SwitchCloud}, "the overview": {action.Overview},
		"what needs attention": {action.Attention}, "the help": {action.Help}, "only marked": {one, action.OnlyMarked}, "a range": {action.MarkRange},
		"a key that does nothing": {action.Raw}, "nothing marked": {action.MarkNone}, "undo": {action.Undo}, "first query": {action.Earlier},
	} {
		s := newStub(12)
		o := boundAnew(t, s, binds...)
		o.Views = &shelf{}
		app := ui.NewWithoutTimers(o)
		d := uitest.NewDriver(t, app, 120, 40)
		for _, id := range to {
			d.Keys(keys[id])
		}
		if found := oldKey.FindString(ansi.Strip(d.View())); found != "" {
			t.Errorf("%s names %q:\n%s", where, found, ansi.Strip(d.View()))
		}
		for _, group := range ui.Bindings(app) {
			for _, binding := range group.Bindings {
				for _, said := range []string{binding.DisabledReason, binding.Help} {
					if found := oldKey.FindString(said); found != "" {
						t.Errorf("%s: %s says %q, which names %q", where, binding.Action, said, found)
					}
				}
			}
		}
	}
}
