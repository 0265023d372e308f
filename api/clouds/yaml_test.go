package clouds

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const cloudsPath = "/home/u/.config/openstack/clouds.yaml"

func TestAMalformedFileIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content      string
		line, column int
		says         string
	}{
		"a tab that indents":                   {"clouds:\n  a:\n\tauth: {}\n", 3, 1, "a tab stands where"},
		"a tab after spaces":                   {"clouds:\n  a:\n    auth:\n    \tauth_url: x\n", 4, 5, "a tab stands where"},
		"a tab before a value":                 {"clouds:\n  a: {}\nx:\n\t- y\n", 4, 1, "a tab stands where"},
		"a quote that is not closed":           {"clouds:\n  a:\n    auth:\n      password: \"abc\n  b: {}\n", 4, 17, "a quote opens here"},
		"a bracket that is not closed":         {"clouds:\n  a:\n    regions: [A, B\n  b: {}\n", 3, 14, "a bracket opens here"},
		"an alias of nothing":                  {"clouds:\n  a:\n    auth:\n      password: *abc\n", 4, 17, "begins with * and names no anchor"},
		"a reserved character":                 {"clouds:\n  a:\n    auth:\n      password: @abc\n", 4, 17, "YAML reserves"},
		"a percent sign":                       {"clouds:\n  a:\n    auth:\n      password: %abc\n", 4, 17, "YAML reserves"},
		"a colon in a value":                   {"clouds:\n  a:\n    auth:\n      password: a: b\n", 4, 18, "a colon stands where no key can be"},
		"a key without a colon":                {"clouds:\n  a:\n    auth:\n      username\n      password: b\n", 5, 15, "indent the line"},
		"a line that is indented too little":   {"clouds:\n  a:\n    auth:\n      username: u\n     password: b\n", 5, 6, "indent the line"},
		"a list entry among keys":              {"clouds:\n  a:\n    auth:\n      username: u\n      - b\n", 5, 7, "indent the line"},
		"a control character":                  {"clouds:\n  a: \"\x1b\"\n", 2, 7, "a control character"},
		"a second document":                    {"clouds: {}\n---\nclouds: {}\n", 2, 1, "a second document"},
		"bytes that are not UTF-8":             {"clouds:\n  é: \xff\n", 2, 6, "not UTF-8"},
		"a list instead of a mapping":          {"- clouds\n", 1, 1, "the file is a list"},
		"a text instead of a mapping":          {"# one\nclouds\n", 2, 1, "the file is a text"},
		"clouds as a list":                     {"clouds:\n  - a\n", 2, 3, "`clouds` is a list"},
		"a tag":                                {"clouds:\n  a: !!python/object:os.system {}\n  b: !x y\n", 3, 6, "a tag (!)"},
		"a merge key without a mapping":        {"clouds:\n  <<: 1\n", 2, 7, "must bring a mapping"},
		"a key that is a mapping":              {"clouds:\n  ? {a: b}\n  : c\n", 2, 5, "a key is not a plain word"},
		"an anchor that contains itself":       {"clouds: &a\n  x: *a\n", 2, 6, "an alias contains itself"},
		"a merge key that contains itself":     {"clouds: &a\n  <<: *a\n", 2, 7, "an alias contains itself"},
		"a cloud of the environment's name":    {"clouds:\n  envvars:\n    auth: {}\n", 3, 5, "as the cloud that the OS_* variables make"},
		"a tab in a file with another problem": {"clouds:\r\n\ta: [\r\n", 2, 1, "a tab stands where"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(memory{cloudsPath: c.content}.env("OS_USERNAME=u"))
			var malformed *MalformedError
			if !errors.As(err, &malformed) {
				t.Fatalf("the error is not about the form of a file: %v", err)
			}
			if malformed.File != cloudsPath || malformed.Line != c.line || malformed.Column != c.column {
				t.Errorf("the place is %s line %d column %d, not line %d column %d", malformed.File, malformed.Line, malformed.Column, c.line, c.column)
			}
			if text := err.Error(); !strings.Contains(text, c.says) || !strings.Contains(text, fmt.Sprintf("line %d, column %d", c.line, c.column)) {
				t.Errorf("the error does not say %q with its place: %s", c.says, text)
			}
			if malformed.Advice == "" {
				t.Error("the error gives no advice")
			}
		})
	}
}

func TestMalformedJSONIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	path := "/etc/openstack/clouds.json"
	for name, c := range map[string]struct {
		content      string
		line, column int
		says         string
	}{
		"nothing":            {"", 1, 1, "ends too early"},
		"cut off":            {"{\"clouds\": {\n", 2, 1, "ends too early"},
		"a trailing comma":   {"{\"clouds\": {\n  \"a\": {},\n}}", 3, 1, "not valid JSON"},
		"a bare word":        {"{\n  clouds: {}}", 2, 3, "not valid JSON"},
		"something after it": {"{}\n{}", 2, 1, "something follows"},
		"nested too deep":    {strings.Repeat("[", 200) + strings.Repeat("]", 200), 1, 102, "deeper nested"},
		"a list":             {"[]", 1, 1, "the file is a list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(memory{path: c.content}.env())
			var malformed *MalformedError
			if !errors.As(err, &malformed) {
				t.Fatalf("the error is not about the form of a file: %v", err)
			}
			if malformed.File != path || malformed.Line != c.line || malformed.Column != c.column || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, not %q at line %d, column %d", err, c.says, c.line, c.column)
			}
		})
	}
}

func TestAliasesThatUnfoldToTooMuchAreRefused(t *testing.T) {
	t.Parallel()
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	var merge strings.Builder
	merge.WriteString("m0: &m0 {a: b}\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&merge, "m%d: &m%d\n  <<: [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*m%d, ", i-1), 10), ", "))
	}
	for name, content := range map[string]string{
		"lists of aliases":      bomb.String(),
		"merge keys":            merge.String(),
		"brackets":              strings.Repeat("[", 5000),
		"more than it may hold": strings.Repeat("# comment\n", maxFileBytes/10+1),
	} {
		_, err := Load(memory{cloudsPath: content}.env())
		var malformed *MalformedError
		if !errors.As(err, &malformed) {
			t.Errorf("%s: no error about the form of the file: %v", name, err)
		}
	}
}

func TestALargeMalformedFileIsToldInTime(t *testing.T) {
	t.Parallel()
	content := "clouds:\n" + strings.Repeat("  cloud-with-a-name: {auth: {}}\n", 20_000) + "\tx: y\n"
	_, err := Load(memory{cloudsPath: content}.env())
	var malformed *MalformedError
	if !errors.As(err, &malformed) || malformed.Line != 20_002 {
		t.Errorf("the error is not about line 20002: %v", err)
	}
}

func TestKeysGivenTwiceAreWarnedOfOnce(t *testing.T) {
	t.Parallel()
	config, err := Load(memory{cloudsPath: "clouds:\n  a:\n    auth: {}\n    auth: {}\n  b: {<<: {x: 1}, x: 2}\n  a: {}\n"}.env())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, warning := range config.Warnings() {
		got = append(got, warning.String())
	}
	want := []string{
		`"` + cloudsPath + `", line 4: "auth" is given twice here, and the last one counts`,
		`"` + cloudsPath + `", line 6: "a" is given twice here, and the last one counts`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("the warnings are %q, not %q", got, want)
	}
}

func TestPlainWordsMeanWhatYAML11Says(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"yes": "a yes/no value", "Off": "a yes/no value", "TRUE": "a yes/no value", "y": "a text", "'yes'": "a text", "|\n  no": "a text",
		"!!str yes": "a text", "!!bool 'yes'": "a yes/no value", "~": "empty", "": "empty", "''": "a text", "Null": "empty", "!!null ''": "empty",
		"1e5": "a text", "0x10": "a text", "2024-01-01": "a text", "1:30": "a text", "[a]": "a list", "{a: b}": "a mapping", "*word": "a text",
	} {
		root, _, err := parseYAML("x", []byte("w: &word a\nv: "+content+"\n*word : by alias\n"))
		if err != nil {
			t.Errorf("%q: %v", content, err)
			continue
		}
		if got := root.table.get("v").kind.String(); got != want {
			t.Errorf("%q is %s, not %s", content, got, want)
		}
		if root.table.get("a").text != "by alias" {
			t.Errorf("%q: a key by alias is not found", content)
		}
	}
}
