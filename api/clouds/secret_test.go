package clouds

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// hidden is a secret that must turn up nowhere; its parts are looked for too,
// since %x and %q change the whole.
const hidden = "hunter2-Zq9"

// printed returns a value in every way that Go prints one.
func printed(t *testing.T, v any) string {
	t.Helper()
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%10.3s", "%-20v", "%U", "%z"} {
		fmt.Fprintf(&out, verb+"\n", v)
	}
	fmt.Fprintln(&out, v)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("text", "value", v)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "value", v)
	out.Write(log.Bytes())
	if encoded, err := json.Marshal(v); err == nil {
		out.Write(encoded)
	}
	if encoded, err := xml.Marshal(v); err == nil {
		out.Write(encoded)
	}
	return out.String()
}

// leaks reports whether a text gives the secret away, plainly or in hexadecimal.
func leaks(text string) bool {
	lower := strings.ToLower(text)
	spaced := strings.TrimSpace(fmt.Sprintf("% x", hidden))
	return strings.Contains(lower, strings.ToLower(hidden)) || strings.Contains(lower, fmt.Sprintf("%x", hidden)) ||
		strings.Contains(lower, spaced) || strings.Contains(text, hidden[:3]+"\n")
}

func TestNoWayOfPrintingGivesASecretAway(t *testing.T) {
	t.Parallel()
	secret := NewSecret(hidden)
	type carrier struct {
		Exported   Secret
		unexported Secret
		nested     struct{ deep []Secret }
		byName     map[string]Secret
	}
	inside := carrier{Exported: secret, unexported: secret, byName: map[string]Secret{"a": secret}}
	inside.nested.deep = []Secret{secret}
	cloud := Cloud{Name: "c", Password: secret, Token: secret, ApplicationCredentialSecret: secret}
	for name, v := range map[string]any{
		"the secret itself":                    secret,
		"a pointer to it":                      &secret,
		"a list of it":                         []Secret{secret},
		"a struct with it in every place":      inside,
		"a pointer to such a struct":           &inside,
		"a cloud":                              cloud,
		"a cloud in an unexported field":       struct{ kept Cloud }{cloud},
		"a pointer to a cloud":                 &cloud,
		"an error that wraps one with a cloud": fmt.Errorf("connecting to %v: %w", cloud, errors.New("refused")),
	} {
		if text := printed(t, v); leaks(text) {
			t.Errorf("%s gives the secret away:\n%s", name, text)
		}
	}
}

func TestALeakWouldBeSeen(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"x " + hidden + " y", fmt.Sprintf("%x", hidden), fmt.Sprintf("%X", hidden), fmt.Sprintf("% x", hidden)} {
		if !leaks(text) {
			t.Errorf("the check does not see the secret in %q", text)
		}
	}
	if leaks(redacted) {
		t.Error("the check takes what is redacted for the secret")
	}
}

func TestASecretShowsOnlyWhetherItIsSet(t *testing.T) {
	t.Parallel()
	set, unset := NewSecret(hidden), NewSecret("")
	if got := fmt.Sprintf("%v|%s|%+v|%#v", set, set, set, set); got != "[redacted]|[redacted]|[redacted]|clouds.Secret{[redacted]}" {
		t.Errorf("a secret prints as %s", got)
	}
	if got := fmt.Sprintf("%v|%#v", unset, unset); got != "|clouds.Secret{}" {
		t.Errorf("a secret that is not set prints as %s", got)
	}
	if encoded, err := json.Marshal(set); err != nil || string(encoded) != `"[redacted]"` {
		t.Errorf("a secret encodes as %s, %v", encoded, err)
	}
	if set.Reveal() != hidden || unset.Reveal() != "" || !set.IsSet() || unset.IsSet() {
		t.Error("a secret does not return what it was made of")
	}
}

func TestAConfigurationAndItsErrorsPrintNoSecret(t *testing.T) {
	t.Parallel()
	env := memory{
		"/home/u/.config/openstack/clouds.yaml": `
clouds:
  good: {auth: {auth_url: "https://x.example", username: u, password: ` + hidden + `}}
  unsupported: {auth_type: v3oidcpassword, passcode: ` + hidden + `, auth: {auth_url: "https://x.example", username: u}}
  incomplete: {auth: {password: ` + hidden + `}}
  address: {auth: {auth_url: "https://u:` + hidden + `@x.example", username: u, password: x}}
  braces: {auth: {auth_url: "https://{password}.example", username: u}, password: ` + hidden + `}
  override: {image_endpoint_override: "https://u:` + hidden + `@x", auth: {auth_url: "https://x.example", username: u, password: x}}
  list: {auth: {auth_url: "https://x.example", username: [` + hidden + `], password: x}}
  passcode: {auth_type: v3totp, auth: {auth_url: "https://x.example", username: u, passcode: ` + hidden + `}}
`,
	}.env("OS_PASSWORD=" + hidden)
	config, err := Load(env)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, v any) {
		t.Helper()
		if text := printed(t, v); leaks(text) {
			t.Errorf("%s gives a secret away:\n%s", what, text)
		}
	}
	check("the configuration", config)
	check("its content", *config)
	check("the list of clouds", config.Names())
	check("the warnings", config.Warnings())
	for _, name := range []string{"good", "unsupported", "incomplete", "address", "braces", "override", "list", "passcode", "envvars", "nowhere", ""} {
		cloud, err := config.Cloud(name, "")
		if (err == nil) != (name == "good" || name == "passcode") {
			t.Errorf("cloud %q: unexpected error %v", name, err)
		}
		check("cloud "+name, cloud)
		if err != nil {
			check("the error of cloud "+name, err)
			check("the text of the error of cloud "+name, err.Error())
		}
	}
}

func TestASyntaxErrorRepeatsNothingOfTheFile(t *testing.T) {
	t.Parallel()
	for _, content := range []string{
		"clouds:\n  a:\n    auth:\n      password: *" + hidden + "\n",
		"clouds:\n  a:\n    auth:\n      password: &" + hidden + " &twice x\n",
		"clouds:\n  a:\n    auth:\n      password: @" + hidden + "\n",
		"clouds:\n  a:\n    auth:\n      password: !" + hidden + "\n",
		"clouds:\n  a:\n    auth:\n      password: \"" + hidden + "\n",
		"clouds:\n  a:\n    auth:\n      password: x: " + hidden + "\n",
		"clouds:\n  a:\n    auth:\n      - " + hidden + "\n      password: x\n",
		"%" + hidden + "\n",
		hidden,
	} {
		_, err := Load(memory{"/etc/openstack/clouds.yaml": content}.env())
		var malformed *MalformedError
		if !errors.As(err, &malformed) {
			t.Errorf("%q: no error about its form: %v", content, err)
			continue
		}
		if text := printed(t, err) + err.Error(); leaks(text) {
			t.Errorf("the error about %q gives it away:\n%s", content, text)
		}
	}
}
