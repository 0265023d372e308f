package ui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// carriers are the functions that carry out the intents of a group.
var carriers = map[string]struct{ folder, function string }{
	"shell": {".", "doShell"}, "clouds": {"clouds", "Do"}, "browse": {"browse", "Do"}, "image": {"image", "Do"},
	"change": {"change", "Do"}, "jobs": {"jobs", "Do"},
}

// TestEveryIntentIsCarriedOutOnce reads the source: each intent of a group is a
// case of the function that carries the group out, exactly once, and of no
// other.
func TestEveryIntentIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	groups := intentsByGroup(t)
	for group, carrier := range carriers {
		handled := cases(t, carrier.folder, carrier.function)
		if len(groups[group]) == 0 {
			t.Errorf("the group %s has no intents", group)
		}
		for _, name := range groups[group] {
			if count := len(slices.DeleteFunc(slices.Clone(handled), func(c string) bool { return c != name })); count != 1 {
				t.Errorf("%v carries intent.%s out %d times, want once", carrier, name, count)
			}
		}
		for _, name := range handled {
			if !slices.Contains(groups[group], name) {
				t.Errorf("%v carries intent.%s out, which is none of its group", carrier, name)
			}
		}
	}
	for group := range groups {
		if carriers[group].function == "" {
			t.Errorf("nothing carries out the intents of the group %s", group)
		}
	}
}

func files(t *testing.T, folder string) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	parsed := map[string]*ast.File{}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), folder+"/"+name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			parsed[name] = file
		}
	}
	return parsed
}

// intentsByGroup returns the exported structs of package intent by the name of
// the marker that they embed.
func intentsByGroup(t *testing.T) map[string][]string {
	t.Helper()
	groups := map[string][]string{}
	for _, file := range files(t, "intent") {
		ast.Inspect(file, func(node ast.Node) bool {
			spec, isType := node.(*ast.TypeSpec)
			if !isType || !spec.Name.IsExported() {
				return true
			}
			fields, isStruct := spec.Type.(*ast.StructType)
			if !isStruct || len(fields.Fields.List) == 0 {
				return true
			}
			if first := fields.Fields.List[0]; len(first.Names) == 0 {
				group := first.Type.(*ast.Ident).Name
				groups[group] = append(groups[group], spec.Name.Name)
			}
			return true
		})
	}
	return groups
}

// cases returns the intents that the functions of a name in a folder tell
// apart, by a case or an assertion.
func cases(t *testing.T, folder, name string) (found []string) {
	t.Helper()
	for _, file := range files(t, folder) {
		for _, declared := range file.Decls {
			function, isFunction := declared.(*ast.FuncDecl)
			if !isFunction || function.Name.Name != name {
				continue
			}
			ast.Inspect(function, func(node ast.Node) bool {
				var types []ast.Expr
				switch node := node.(type) {
				case *ast.CaseClause:
					types = node.List
				case *ast.TypeAssertExpr:
					types = []ast.Expr{node.Type}
				}
				for _, one := range types {
					if selector, ok := one.(*ast.SelectorExpr); ok {
						if from, named := selector.X.(*ast.Ident); named && from.Name == "intent" {
							found = append(found, selector.Sel.Name)
						}
					}
				}
				return true
			})
		}
	}
	return found
}
