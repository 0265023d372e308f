package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// harmless are the questions that have Yes chosen: to answer them so loses and
// changes nothing.
var harmless = map[string]bool{"Read all images?": true}

// TestEveryQuestionThatOverwritesOrDestroysHasNoChosen reads how each question
// of the screen is made. One that is not known to be harmless must have No
// chosen, and so must each whose Yes replaces something or is sure of it.
func TestEveryQuestionThatOverwritesOrDestroysHasNoChosen(t *testing.T) {
	t.Parallel()
	var sources []string
	for _, pattern := range []string{"*.go", "*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, found...)
	}
	asked := map[string]string{} // how, by title
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			call, isCall := node.(*ast.CallExpr)
			if !isCall || len(call.Args) < 2 {
				return true
			}
			made, isMade := call.Fun.(*ast.SelectorExpr)
			if !isMade || made.Sel.Name != "NewQuestion" && made.Sel.Name != "NewDestructiveQuestion" {
				return true
			}
			title, isText := call.Args[1].(*ast.BasicLit)
			if !isText {
				t.Errorf("%s: a question whose title is not written out", source)
				return true
			}
			words, _ := strconv.Unquote(title.Value)
			asked[words] = made.Sel.Name
			return true
		})
	}
	for _, title := range []string{"Replace a file?", "Replace a view?", "Delete this image?", "Drop the rest of the job?", "Read all images?"} {
		if asked[title] == "" {
			t.Errorf("%q is not asked any more", title)
		}
	}
	for title, how := range asked {
		if want := map[bool]string{true: "NewQuestion", false: "NewDestructiveQuestion"}[harmless[title]]; how != want {
			t.Errorf("%q is made by %s, want %s", title, how, want)
		}
	}
}
