package ui_test

import (
	"go/ast"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/command"
	"glimpse/ui"
	"glimpse/ui/action"
)

// byShell are the actions that the shell carries out for every screen.
var byShell = []action.ID{action.Help, action.Command, action.Quit, action.Suspend, action.Message}

// moves are those that package listview turns into a number of rows.
var moves = []action.ID{
	action.Up, action.Down, action.Top, action.Bottom, action.HalfUp, action.HalfDown, action.PageUp, action.PageDown,
}

// never are actions that a folder binds only to say why they cannot be done.
var never = map[string]string{"jobs": "Refresh"}

// embeds are the folders whose screens embed one of another folder, which
// handles actions for them.
var embeds = map[string]string{"jobs": "jobs/resultlist", "requestlog": "jobs/resultlist"}

// TestEveryActionHasAHandlerWhereItIsBound reads the source: whoever binds the
// actions of a place names each of them where it acts, unless the line of
// commands carries it out, or the action can never be done there.
func TestEveryActionHasAHandlerWhereItIsBound(t *testing.T) {
	t.Parallel()
	groups, bound := groupsByFunction(t), map[string]bool{}
	for _, folder := range foldersOfScreens(t) {
		uses := usesOfActions(t, folder)
		if embedded, embeds := embeds[folder]; embeds {
			handles := usesOfActions(t, embedded)
			uses.handled, uses.distance = append(uses.handled, handles.handled...), uses.distance || handles.distance
		}
		for _, use := range uses.groups {
			bound[use.function] = true
			for _, binding := range groups[use.function].Bindings {
				name := uses.nameOf(binding.Action)
				switch {
				case binding.Line != "", slices.Contains(byShell, binding.Action), use.leavesOut(name), never[folder] == name:
				case slices.Contains(moves, binding.Action) && uses.distance:
				case !slices.Contains(uses.handled, name):
					t.Errorf("%s binds %s of %s, and handles it nowhere", folder, name, use.function)
				}
			}
		}
	}
	for function := range groups {
		if !bound[function] {
			t.Errorf("no screen binds action.%s", function)
		}
	}
}

// TestEveryActionIsReachedByALine takes every action of every place, by its
// name: it is the line that it stands for, or what the screen does by its name.
func TestEveryActionIsReachedByALine(t *testing.T) {
	t.Parallel()
	for _, group := range action.All() {
		for _, binding := range group.Bindings {
			if read, err := command.Parse(binding.Line); binding.Line != "" && (err != nil || read == nil) {
				t.Errorf("%s: %s stands for %q: %v", group.Scope, binding.Action, binding.Line, err)
			}
			press, found, named := action.Named([]action.Group{group}, string(binding.Action))
			if !named || press.Action != binding.Action || found.Help != binding.Help {
				t.Errorf("%s: %s is not reached by its name", group.Scope, binding.Action)
			}
			if binding.Choices == nil {
				continue
			}
			if len(binding.Choices) != len(binding.Keys) {
				t.Errorf("%s: %s has %d keys for %d choices", group.Scope, binding.Action, len(binding.Keys), len(binding.Choices))
			}
			for nth, choice := range binding.Choices {
				if press, _, _ := action.Named([]action.Group{group}, string(binding.Action)+" "+choice); press.Nth != nth {
					t.Errorf("%s: %s %s is choice %d, want %d", group.Scope, binding.Action, choice, press.Nth, nth)
				}
			}
		}
	}
}

// groupsByFunction returns the places by the functions that declare them.
func groupsByFunction(t *testing.T) map[string]action.Group {
	t.Helper()
	byScope, found := map[action.Scope]action.Group{}, map[string]action.Group{}
	for _, group := range action.All() {
		byScope[group.Scope] = group
	}
	for _, file := range files(t, "action") {
		for _, declared := range file.Decls {
			function, isFunction := declared.(*ast.FuncDecl)
			if !isFunction || function.Recv != nil || !function.Name.IsExported() || !returnsGroup(function) {
				continue
			}
			scope := scopeIn(function)
			if _, known := byScope[scope]; !known {
				t.Errorf("action.%s declares the place %q, which All does not have", function.Name.Name, scope)
			}
			found[function.Name.Name] = byScope[scope]
		}
	}
	if len(found) < 30 {
		t.Errorf("only %d places are found", len(found))
	}
	return found
}

func returnsGroup(function *ast.FuncDecl) bool {
	results := function.Type.Results
	if results == nil || len(results.List) != 1 {
		return false
	}
	name, isName := results.List[0].Type.(*ast.Ident)
	return isName && name.Name == "Group"
}

// scopeIn returns the scope that a function gives its group: the last text that
// stands for one.
func scopeIn(function *ast.FuncDecl) (scope action.Scope) {
	ast.Inspect(function, func(node ast.Node) bool {
		var value ast.Expr
		switch node := node.(type) {
		case *ast.KeyValueExpr:
			if key, isName := node.Key.(*ast.Ident); isName && key.Name == "Scope" {
				value = node.Value
			}
		case *ast.AssignStmt:
			if to, isField := node.Lhs[0].(*ast.SelectorExpr); isField && to.Sel.Name == "Scope" {
				value = node.Rhs[0]
			}
		}
		if literal, isText := value.(*ast.BasicLit); isText {
			scope = action.Scope(strings.Trim(literal.Value, `"`))
		}
		return true
	})
	return scope
}

// foldersOfScreens are the folders of ui that may bind keys.
func foldersOfScreens(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"."}
	for _, entry := range entries {
		if entry.IsDir() && !slices.Contains([]string{"action", "testdata", "uitest", "widget"}, entry.Name()) {
			folders = append(folders, entry.Name())
		}
	}
	return folders
}

// uses are what a folder does with actions.
type uses struct {
	groups []use
	// handled are the names of the actions that it compares with, has in a case
	// or in a map.
	handled  []string
	distance bool // it asks listview how far an action goes
	names    map[action.ID]string
}

// use is one call of a function of package action that declares a place, with
// what is taken of it.
type use struct {
	function      string
	only, without []string
}

// leavesOut reports whether an action of the place is not bound, or never to be
// done.
func (u use) leavesOut(name string) bool {
	return u.only != nil && !slices.Contains(u.only, name) || slices.Contains(u.without, name)
}

func (u uses) nameOf(id action.ID) string { return u.names[id] }

func usesOfActions(t *testing.T, folder string) uses {
	t.Helper()
	found := uses{names: namesOfActions(t)}
	for _, file := range files(t, folder) {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.CaseClause:
				for _, one := range node.List {
					found.handles(one)
				}
			case *ast.BinaryExpr:
				found.handles(node)
			case *ast.KeyValueExpr:
				found.handles(node.Key)
			case *ast.CallExpr:
				found.handsOn(node)
				if one, bound := useIn(node, use{}); bound {
					found.groups = append(found.groups, one)
					return false
				}
			}
			return true
		})
	}
	return found
}

// handsOn notes the actions that a call hands on to who carries them out for
// several screens.
func (u *uses) handsOn(call *ast.CallExpr) {
	selector, isSelector := call.Fun.(*ast.SelectorExpr)
	switch {
	case !isSelector:
	case selector.Sel.Name == "Distance", selector.Sel.Name == "Act":
		u.distance = true
	case selector.Sel.Name == "Changing":
		u.handled = append(u.handled, "ToggleActive", "ToggleHidden", "ToggleProtected")
	}
}

// handles notes the actions that an expression names.
func (u *uses) handles(expression ast.Expr) {
	ast.Inspect(expression, func(node ast.Node) bool {
		if namesKey(node) {
			return false // in a text
		}
		if selector, ok := node.(*ast.SelectorExpr); ok && isName(selector.X, "action") {
			u.handled = append(u.handled, selector.Sel.Name)
		}
		return true
	})
}

// useIn follows a chain of calls such as action.Everywhere().Only(…).Disable(…)
// back to the place that it begins with.
func useIn(call *ast.CallExpr, so use) (use, bool) {
	selector, isSelector := call.Fun.(*ast.SelectorExpr)
	if !isSelector {
		return so, false
	}
	if isName(selector.X, "action") {
		so.function = selector.Sel.Name
		return so, !slices.Contains([]string{"Match", "Find", "Footer", "Named", "All", "Names", "ByName", "Complete", "WithHelp", "Together"}, so.function)
	}
	switch selector.Sel.Name {
	case "Only":
		so.only = append([]string{}, selected(call.Args)...)
	case "Without":
		so.without = append(so.without, selected(call.Args)...)
	case "Disable":
		// A reason that is written there holds always.
		if isTextual(call.Args[1]) {
			so.without = append(so.without, selected(call.Args[:1])...)
		}
	}
	before, chained := selector.X.(*ast.CallExpr)
	if !chained {
		return so, false
	}
	return useIn(before, so)
}

// namesKey reports whether a node is a call of keymap.Map.For.
func namesKey(node ast.Node) bool {
	call, isCall := node.(*ast.CallExpr)
	if !isCall {
		return false
	}
	function, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || function.Sel.Name != "For" {
		return false
	}
	from, isMethod := function.X.(*ast.SelectorExpr)
	return isMethod && from.Sel.Name == "Keys"
}

// isTextual reports whether an expression is a text that is written there, perhaps
// with the name of a key in it.
func isTextual(expression ast.Expr) bool {
	switch expression.(type) {
	case *ast.BasicLit, *ast.BinaryExpr:
		return true
	default:
		return false
	}
}

func selected(expressions []ast.Expr) (names []string) {
	for _, one := range expressions {
		if selector, ok := one.(*ast.SelectorExpr); ok {
			names = append(names, selector.Sel.Name)
		}
	}
	return names
}

func isName(expression ast.Expr, name string) bool {
	is, ok := expression.(*ast.Ident)
	return ok && is.Name == name
}

// namesOfActions returns how the code calls each action.
func namesOfActions(t *testing.T) map[action.ID]string {
	t.Helper()
	names := map[action.ID]string{}
	for _, file := range files(t, "action") {
		ast.Inspect(file, func(node ast.Node) bool {
			spec, isValue := node.(*ast.ValueSpec)
			if !isValue || !isName(spec.Type, "ID") || len(spec.Values) != 1 {
				return true
			}
			id := action.ID(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
			if other, taken := names[id]; taken {
				t.Errorf("%s and %s are both called %q", other, spec.Names[0].Name, id)
			}
			names[id] = spec.Names[0].Name
			return true
		})
	}
	return names
}

// declaredTogether fails the test where actions can be asked for that are nowhere
// declared to hold together: their keys would not be checked against each other.
func declaredTogether(t rapid.TB, live []action.Group) {
	t.Helper()
	best := "everything"
	for _, place := range action.Together() {
		missing := ""
		for _, group := range live {
			for _, binding := range group.Bindings {
				numbered, help := binding.Action == action.Pick, binding.Action == action.Help
				if !numbered && !help && !slices.ContainsFunc(place, func(g action.Group) bool {
					_, has := action.Find([]action.Group{g}, binding.Action)
					return has && g.Scope == group.Scope
				}) {
					missing += " " + string(group.Scope) + "/" + string(binding.Action)
				}
			}
		}
		if missing == "" {
			return
		}
		if len(missing) < len(best) || best == "everything" {
			best = missing
		}
	}
	t.Errorf("these are not declared to hold together with the rest of %s:%s", live[0].Scope, best)
}

// oneMeaning fails the test where a key means two things at the same time, or
// something that no declaration says.
func oneMeaning(t rapid.TB, live []action.Group) {
	t.Helper()
	declaredTogether(t, live)
	meaning := map[string]action.ID{}
	for _, group := range live {
		for _, binding := range group.Bindings {
			if declared, known := action.Find(action.All(), binding.Action); !known || declared.Help == "" {
				t.Errorf("%s is declared nowhere", binding.Action)
			}
			for _, key := range binding.Keys {
				if other, taken := meaning[key]; taken && other != binding.Action {
					t.Errorf("%s means %s and %s", key, other, binding.Action)
				}
				meaning[key] = binding.Action
			}
		}
	}
}

// TestTheHelpOpensEverywhere opens the help over each pane, editor and dialog, by
// f1 where text is typed, and goes back to the same screen.
func TestTheHelpOpensEverywhere(t *testing.T) {
	t.Parallel()
	for where, to := range map[string][]string{
		"the list": {}, "detail": {"enter"}, "compare": {"space", "space", "="}, "the preview": {"x"},
		"the line of commands": {":", "f", "i"}, "the search": {"/", "u"},
		"the filter pane": {"f"}, "its line": {"f", "shift+tab"}, "the sort pane": {"s"}, "finding a key": {"s", "/"},
		"the columns": {"C"}, "the name of a column": {"C", "/"}, "the copy menu": {"y"}, "the views": {"'"},
		"the attributes": {"e"}, "a tag": {"t"}, "the tags": {"t", "down"}, "a property": {"P"}, "the properties": {"P", "down"}, "leaving": {"t", "a", "esc"},
		"a question": {"D", "ctrl+s"}, "the jobs": {"J"}, "the write log": {"W"}, "the clouds": {"c"},
	} {
		f := changing(t, 8)
		f.Keys(to...)
		before := f.View()
		live := ui.Bindings(f.app)
		declaredTogether(t, live)
		for _, key := range []string{"f1", "?"} {
			if press, _, bound := action.Match(live, key); key == "?" && (!bound || press.Action != action.Help) {
				continue
			}
			f.Keys(key)
			if press, _, _ := action.Match(ui.Bindings(f.app), "esc"); !strings.Contains(f.View(), "Keys") || press.Action != action.Back {
				t.Errorf("%s: %s opens no help:\n%s", where, key, f.View())
			}
			f.Keys("esc")
			if after := f.View(); after != before {
				t.Errorf("%s: %s leaves another screen behind:\n%s\nwas\n%s", where, key, after, before)
			}
		}
	}
}
