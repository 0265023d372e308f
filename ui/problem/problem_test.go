package problem_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/problem"
)

type known struct {
	kind             remote.Kind
	sentence, advice string
}

func (k known) Error() string         { return k.sentence }
func (k known) Advice() string        { return k.advice }
func (known) Request() text.Untrusted { return text.Of("req-1") }
func (k known) Unwrap() error         { return k.kind }

func TestReports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want problem.Report
	}{
		{
			"a problem speaks for itself, however it is wrapped",
			fmt.Errorf("listing: %w", known{remote.Forbidden, "no", "ask"}),
			problem.Report{Sentence: "listing: no", Advice: "ask", Request: text.Of("req-1"), Kind: remote.Forbidden},
		},
		{
			"what it leaves open is filled in",
			known{kind: remote.Busy, sentence: "later"},
			problem.Report{Sentence: "later", Advice: "wait a moment and try again", Request: text.Of("req-1"), Kind: remote.Busy},
		},
		{
			"a time-out is no answer",
			fmt.Errorf("x: %w", context.DeadlineExceeded),
			problem.Report{
				Sentence: "no answer came in time", Kind: remote.Unreachable,
				Advice: "check the network, the VPN and the cloud's auth_url",
			},
		},
		{
			"any other error is its text",
			errors.New("odd"),
			problem.Report{Sentence: "odd", Advice: "Try again; if it stays, start with --log-file and look there."},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := problem.Of(test.err); got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestWithoutAConnectionTheCloudsAreLookedAt(t *testing.T) {
	t.Parallel()
	if got := problem.OfConnecting(errors.New("odd")).Advice; !strings.Contains(got, "glimpse clouds") {
		t.Errorf("the advice is %q", got)
	}
	if got := problem.OfConnecting(known{remote.Forbidden, "no", "ask"}).Advice; got != "ask" {
		t.Errorf("the advice is %q, and the error's own is another", got)
	}
}

func TestAMessageBeginsWithTheCause(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("starting a job: %w", &fs.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}), "disk full: nothing was sent (starting a job: write /x: no space left on device)"},
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, "permission denied: nothing was sent (open /x: permission denied)"},
		{known{remote.Forbidden, `tagging image x: "no".`, "ask"}, `tagging image x: "no"; nothing was sent. Ask (request id req-1)`},
		{errors.New("odd"), "nothing was sent: odd"},
	} {
		if got := problem.Message("nothing was sent", test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}

func TestASentenceBeginsWithACapitalUnlessItIsAName(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"": "", "ask for it": "Ask for it.", "why?": "Why?", "don't": "Don't.", "try: again": "Try: again.", "Done": "Done.",
		"disk_format is not set": "disk_format is not set.", "https://host answers": "https://host answers.", "`x` is": "`x` is.",
		"glimpse clouds lists them": "glimpse clouds lists them.", "1 image": "1 image.", "é": "é.",
	} {
		if got := problem.Sentence(said); got != want {
			t.Errorf("%q became %q, not %q", said, got, want)
		}
	}
}

// smallAfterStop is a sentence that begins in lower case with a word that is no name.
var smallAfterStop = regexp.MustCompile(`[.?!] [a-z']+[ ,;:]`)

// TestNoRefusalHasASentenceInLowerCase reads from the source what is advised anywhere,
// and says it after each kind of refusal.
func TestNoRefusalHasASentenceInLowerCase(t *testing.T) {
	t.Parallel()
	all := []string{""} // the kind's own
	for _, folder := range []string{"../../api", "../../model", "../../cmd"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				all = append(all, advised(t, path)...)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 30 {
		t.Fatalf("only %d texts of advice were found in the source", len(all))
	}
	for _, kind := range []remote.Kind{
		remote.Unauthorized, remote.Forbidden, remote.NotFound, remote.MarkerGone, remote.Conflict, remote.Quota, remote.Invalid,
		remote.ReadOnly, remote.Redirect, remote.NoImageAPI, remote.Proxy, remote.Unreachable, remote.Busy, remote.TooLarge,
		remote.Answer, remote.Uncertain, remote.NotOffered, remote.NotShared, remote.NoData,
	} {
		for _, advice := range all {
			said := problem.Message("nothing was sent", known{kind, "the service said no", advice})
			if found := smallAfterStop.FindString(said); found != "" && !strings.HasPrefix(found[2:], "glimpse") {
				t.Errorf("%q: %s", found, said)
			}
		}
	}
}

// advised returns what a file has for the fields called advice, as far as it stands
// there as a text.
func advised(t *testing.T, path string) (all []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		field, isField := n.(*ast.KeyValueExpr)
		if !isField {
			return true
		}
		if name, named := field.Key.(*ast.Ident); !named || name.Name != "advice" && name.Name != "Advice" {
			return true
		}
		value := field.Value
		for sum, isSum := value.(*ast.BinaryExpr); isSum; sum, isSum = value.(*ast.BinaryExpr) {
			value = sum.X
		}
		if literal, isLiteral := value.(*ast.BasicLit); isLiteral {
			said, _ := strconv.Unquote(literal.Value)
			all = append(all, said)
		}
		return true
	})
	return all
}
