package cmd_test

import (
	"os"
	"regexp"
	"testing"
	"time"

	"glimpse/model/query"
)

// TestTheQueriesOfREADMEAreRight reads every query that README has as an argument.
func TestTheQueriesOfREADMEAreRight(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`--query (?:'([^'\n]*)'|"([^"\n]*)")`).FindAllSubmatch(readme, -1)
	if len(found) == 0 {
		t.Fatal("README has no query")
	}
	for _, match := range found {
		expression := string(match[1]) + string(match[2])
		terms, err := query.Parse(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if _, err := (query.Query{Terms: terms}).Split(time.Now()); err != nil {
			t.Errorf("%s: %v", expression, err)
		}
	}
}
