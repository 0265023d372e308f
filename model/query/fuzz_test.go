package query

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"glimpse/model"
	"glimpse/model/text"
)

// checkMistakes checks whether every mistake of a line points into it.
func checkMistakes(t *testing.T, line string, err error) {
	t.Helper()
	mistakes := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		mistakes = joined.Unwrap()
	}
	for _, one := range mistakes {
		var mistake *SyntaxError
		if !errors.As(one, &mistake) {
			t.Fatalf("%v is no SyntaxError", one)
		}
		if mistake.Offset < 0 || mistake.Offset > len(line) || mistake.Column != utf8.RuneCountInString(line[:mistake.Offset])+1 {
			t.Errorf("the place is wrong: %+v", mistake)
		}
		if !strings.Contains(line, mistake.Term) || mistake.Problem == "" || mistake.Expected == "" {
			t.Errorf("the mistake does not say enough: %+v", mistake)
		}
		// The symbols that stand for controls are escaped in what is typed,
		// and are what the controls in it are shown as.
		shown := strings.Map(func(r rune) rune {
			if r >= 0x2400 && r <= 0x2426 {
				return '.'
			}
			return r
		}, mistake.Error())
		if text.Escape(shown) != shown {
			t.Errorf("the mistake is not fit for a terminal: %q", mistake.Error())
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, test := range oneTerm {
		f.Add(test.line)
	}
	f.Add("a=\"\\u{1b}\\xff\" /x\\/y/ !b ?\"c d\" size>=1.5GiB created<-1y name=in:a,\"b,c\"")
	f.Add("\xff=\xfe \u202e \x00")
	images := []*model.Image{{}, sample(), {Null: ^model.AttributeSet(0)}}
	f.Fuzz(func(t *testing.T, line string) {
		terms, err := Parse(line)
		if err != nil {
			checkMistakes(t, line, err)
			return
		}
		end := 0
		for _, term := range terms {
			if term.Start < end || term.End <= term.Start || term.End > len(line) {
				t.Fatalf("the term %s is at %d to %d", term, term.Start, term.End)
			}
			end = term.End
		}
		canonical := Format(terms)
		if text.Escape(canonical) != canonical {
			t.Fatalf("the canonical line is not fit for a terminal: %q", canonical)
		}
		again, err := Parse(canonical)
		if err != nil {
			t.Fatalf("%q became %q: %v", line, canonical, err)
		}
		if diff := cmp.Diff(terms, again, ignoreOffsets); diff != "" {
			t.Fatalf("%q became %q (-want +got):\n%s", line, canonical, diff)
		}
		split, err := Query{Terms: terms}.Split(testNow)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		service := &glance{images: []stored{{img: *sample()}}}
		for _, request := range split.Requests {
			if _, err := service.list(request); err != nil {
				t.Fatalf("%q: the service refuses %v: %v", line, request, err)
			}
		}
		for _, img := range images {
			split.Match(img)
		}
	})
}

func FuzzParseSort(f *testing.F) {
	for _, line := range []string{"name:asc,size", `"a:b,\"c":desc , p`, "created:up", ",", `"`, "\xff:asc", "tags,hidden:asc"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		order, err := ParseSort(line)
		if err != nil {
			checkMistakes(t, line, err)
			return
		}
		canonical := FormatSort(order)
		if text.Escape(canonical) != canonical {
			t.Fatalf("the canonical order is not fit for a terminal: %q", canonical)
		}
		again, err := ParseSort(canonical)
		if err != nil {
			t.Fatalf("%q became %q: %v", line, canonical, err)
		}
		if diff := cmp.Diff(order, again); diff != "" {
			t.Fatalf("%q became %q (-want +got):\n%s", line, canonical, diff)
		}
		split, err := Query{Sort: order}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		if split.Compare(sample(), sample()) != 0 {
			t.Error("an image differs from itself")
		}
	})
}
