package command_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/command"
)

// written writes what was read of a line as a person would say it.
func written(all []command.Signed) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = "+" + one.Text
		if one.Removes {
			words[i] = "-" + one.Text
		}
	}
	return strings.Join(words, "|")
}

func TestALineWithSignsIsReadWordByWord(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"gold":             "+gold",
		"+gold":            "+gold",
		"-gold":            "-gold",
		"+a -b":            "+a|-b",
		"+a +b  -c":        "+a|+b|-c",
		"a -b":             "+a|-b",
		" a +b ":           "+a|+b",
		"web server":       "+web server",
		"a - b":            "+a - b",
		"+-odd":            "+-odd",
		`"web server"`:     "+web server",
		`+"web server" -x`: "+web server|-x",
		`-"web server"`:    "-web server",
		`"-web server"`:    "-web server",
		`5" disk`:          `+5" disk`,
		"+web server":      "! a sign is missing before server",
		"a b -c":           "! a sign is missing before b",
		"+a -":             "! the tag is missing",
		"+a -a":            "! a is both added and removed",
		`+"a`:              "! the quotation mark is not closed",
		`"a" b`:            "! the text goes on after the closing quotation mark",
	} {
		all, problem, expected := command.ReadSigned(line, "tag")
		got := written(all)
		if problem != "" {
			got = "! " + problem
		}
		if fits := got == want || strings.HasPrefix(want, "!") && strings.HasPrefix(got, want); !fits || problem != "" && expected == "" {
			t.Errorf("%q: got %q (expected %q), want %q", line, got, expected, want)
		}
	}
}

func TestTheEndOfALineWithSignsIsCompleted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, last, with, want string }{
		{"go", "+go", "gold", "gold"},
		{"+go", "+go", "gold", "+gold"},
		{"-go", "-go", "gold", "-gold"},
		{"+a go", "+go", "gold", "+a +gold"},
		{"+a +go", "+go", "gold", "+a +gold"},
		{"+a -go", "-go", "gold", "+a -gold"},
		{"a -go", "-go", "gold", "a -gold"},
		{"+a ", "+", "gold", "+a +gold"},
		{"web s", "+web s", "web server", "web server"},
		{"+a +web", "+web", "web server", `+a +"web server"`},
		{`+a +"web s`, "+web s", "web server", `+a +"web server"`},
		{"od", "+od", "-odd", "+-odd"},
		{"x", "+x", "x -y", `+"x -y"`},
		{"-x", "-x", "x -y", `-"x -y"`},
	} {
		last, _ := command.LastSigned(test.line)
		if got := written([]command.Signed{last}); got != test.last {
			t.Errorf("%q ends in %q, want %q", test.line, got, test.last)
		}
		if got := command.PutSigned(test.line, command.Signed{Text: test.with, Removes: last.Removes}); got != test.want {
			t.Errorf("%q with %q is %q, want %q", test.line, test.with, got, test.want)
		}
	}
}

func TestWhatIsCompletedIsReadAsWhatItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"", "+", "-", "+a ", "+a -", "a "}).Draw(t, "line")
		one := command.Signed{Text: rapid.StringMatching(`[-+a"\\, ]{0,6}[a-c]`).Draw(t, "text"), Removes: strings.HasSuffix(line, "-")}
		one.Text = strings.TrimSpace(one.Text)
		if line == "a " && !one.Removes {
			line = "a +"
		}
		put := command.PutSigned(line, one)
		all, problem, _ := command.ReadSigned(put, "tag")
		if one.Text == "a" && one.Removes {
			return // both added and removed
		}
		if problem != "" || all[len(all)-1] != one {
			t.Fatalf("%q with %q is %q, read as %q (%s)", line, one.Text, put, written(all), problem)
		}
	})
}

func TestALineOfPropertiesIsReadAsTheCommandIs(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"":                 "-",
		"hw_disk_bus":      "-",
		"a=":               "-",
		"a=b":              "property a=b",
		"a=b -c":           "property a=b -c",
		"-c a=b":           "property a=b -c",
		"-c":               "property -c",
		"a=1 b=2":          "property a=1 b=2",
		`a="two words" -c`: `property a="two words" -c`,
		"a=two words":      "-",
		`a={"x": 1}`:       "-",
		"a->b":             "property a->b",
		"?a=b":             "property ?a=b",
		"-c two":           "! two has no value",
		"-a=b":             "! a property that is removed takes no value",
		"-":                "! a key is missing",
		"a=b -min_disk":    "-",
		"a=1 a=2":          "-",
	} {
		read, ok, problem, _ := command.ReadProperties(line)
		got := "-"
		switch {
		case problem != "":
			got = "! " + problem
		case ok:
			got = command.Format(read)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}
