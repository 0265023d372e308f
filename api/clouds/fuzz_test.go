package clouds

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"
)

// FuzzLoad reads any bytes as the configuration: it must end, without a panic,
// in clouds or in an error of this package, and in the same both times.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		twoClouds, "", "clouds: {c: null}", "clouds: null", "clouds:\n\ta: b", "a: &a [*a]", "a: &a\n  <<: *a", "\xff\xfe", "\xef\xbb\xbfclouds: {}",
		"{\"clouds\": {\"a\": {\"auth\": 1}}}", "clouds: {a: {regions: [{name: 1}], profile: p, auth: {password: yes}}}", "? x", "--- !x\n...\n---",
		"clouds: {a: {auth_type: v3totp, verify: 'x{y}', auth: {auth_url: '{region_name}'}}}",
	} {
		f.Add([]byte(seed), []byte("clouds: {Lab: {auth: {password: x}}}"), []byte("public-clouds: {p: {regions: [A, B]}}"), false)
	}
	paths, err := filepath.Glob("testdata/configurations/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content, content, content, len(content)%2 == 0)
	}
	f.Fuzz(func(t *testing.T, clouds, secure, vendor []byte, asJSON bool) {
		suffix := ".yaml"
		if asJSON {
			suffix = ".json"
		}
		env := memory{
			"/cwd/clouds" + suffix:        string(clouds),
			"/cwd/secure" + suffix:        string(secure),
			"/cwd/clouds-public" + suffix: string(vendor),
		}.env("OS_TOKEN=t")
		config, err := Load(env)
		again, errAgain := Load(env)
		if (err == nil) != (errAgain == nil) || err != nil && err.Error() != errAgain.Error() {
			t.Fatalf("the same files give %v and then %v", err, errAgain)
		}
		if err != nil {
			checkMalformed(t, err)
			return
		}
		entries := config.Names()
		if !reflect.DeepEqual(entries, again.Names()) {
			t.Fatal("the same files give other clouds")
		}
		for _, entry := range entries {
			cloud, err := config.Cloud(entry.Name, "")
			if err != nil {
				checkText(t, err.Error())
				if errorKind(err) == "none" {
					t.Errorf("the error is of no kind that callers know: %v", err)
				}
				continue
			}
			if entry.Problem != nil && len(entry.Regions) < 2 {
				t.Errorf("the list says %v of a cloud that works", entry.Problem)
			}
			if cloud.AuthURL == "" || cloud.AuthOptions().IdentityEndpoint != cloud.AuthURL {
				t.Errorf("the cloud has no address: %v", cloud)
			}
		}
	})
}

// checkMalformed fails unless an error of Load is about the form of a file and
// tells a place that there can be.
func checkMalformed(t *testing.T, err error) {
	t.Helper()
	checkText(t, err.Error())
	var malformed *MalformedError
	if !errors.As(err, &malformed) {
		t.Fatalf("the error is not about the form of a file: %v", err)
	}
	if malformed.File == "" || malformed.Line < 0 || malformed.Line > 0 && malformed.Column < 1 || malformed.Problem == "" {
		t.Errorf("the place is file %q, line %d, column %d", malformed.File, malformed.Line, malformed.Column)
	}
}

// checkText fails if an error's text could do something to a terminal.
func checkText(t *testing.T, said string) {
	t.Helper()
	for _, r := range said {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			t.Fatalf("the error holds %U: %q", r, said)
		}
	}
}
