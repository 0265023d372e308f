package proxy

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTheProxyIsThatOfRequests compares with what Python's requests takes, see
// testdata/expect.py.
func TestTheProxyIsThatOfRequests(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("testdata/proxies.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected struct {
		URLs  []string
		Cases []struct {
			Environ map[string]string
			Proxies []string
		}
	}
	if err := json.Unmarshal(content, &expected); err != nil || len(expected.Cases) < 100 {
		t.Fatalf("%d cases, %v", len(expected.Cases), err)
	}
	for _, test := range expected.Cases {
		var environ []string
		for name, value := range test.Environ {
			environ = append(environ, name+"="+value)
		}
		slices.Sort(environ)
		settings := FromEnvironment(environ)
		for i, address := range expected.URLs {
			got := ""
			proxy, err := settings.For(parsed(t, address))
			if err != nil {
				t.Fatal(err)
			}
			if proxy != nil {
				got = proxy.URL.String()
				if !slices.Contains(environ, proxy.Variable+"="+got) {
					t.Errorf("%v: %s does not name %s", environ, proxy.Variable, got)
				}
			}
			if got != test.Proxies[i] {
				t.Errorf("%s with %v: %q, requests takes %q", address, environ, got, test.Proxies[i])
			}
		}
	}
}

func parsed(t *testing.T, address string) *url.URL {
	t.Helper()
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestANetworkOfIPv6CanBeExcepted(t *testing.T) {
	t.Parallel()
	settings := FromEnvironment([]string{"ALL_PROXY=http://proxy.example:1", "NO_PROXY=fd00::/8"})
	if proxy, err := settings.For(parsed(t, "https://[fd00::7]:5000/")); proxy != nil || err != nil {
		t.Errorf("got %v, %v", proxy, err)
	}
	if proxy, err := settings.For(parsed(t, "https://[fe80::7]:5000/")); proxy == nil || err != nil {
		t.Errorf("got %v, %v", proxy, err)
	}
}

func TestWhatIsTakenForTheAddressOfAProxy(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"proxy.example:3128":                 "http://proxy.example:3128",
		" http://proxy.example ":             "http://proxy.example",
		"https://proxy.example/path?x":       "https://proxy.example",
		"socks5://127.0.0.1:1080":            "socks5://127.0.0.1:1080",
		"SOCKS5H://[::1]:1080":               "socks5h://[::1]:1080",
		"http://user:p%40ss@proxy.example:1": "http://user:p%40ss@proxy.example:1",
		"user:secret@proxy.example:1":        "http://user:secret@proxy.example:1",
	} {
		proxy, err := FromEnvironment([]string{"HTTPS_PROXY=" + value}).For(parsed(t, "https://h/"))
		if err != nil || proxy.URL.String() != want {
			t.Errorf("%s: %v, %v", value, proxy, err)
		}
	}
}

func TestAnUnreadableValueIsAnErrorThatHidesIt(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"http://user:Geheim#1@proxy:3128", "http://user:Geheim@pro xy", "http://:Geheim@", "socks4://Geheim:1", "ftp://Geheim", "http://user:%zzGeheim@h",
		"://Geheim", "http://h:Geheim", "http://user:Geheim@h:99999", "http://user:Geheim@h:0", "http://[::1:Geheim", "Geheim://h", "http://\x00Geheim", "http://",
	} {
		for variable, target := range map[string]string{"HTTPS_PROXY": "https://h/", "http_proxy": "http://h/", "ALL_PROXY": "https://h/"} {
			settings := FromEnvironment([]string{variable + "=" + value})
			proxy, err := settings.For(parsed(t, target))
			var unreadable *UnreadableError
			if proxy != nil || !errors.As(err, &unreadable) {
				t.Errorf("%q is taken for %v, %v", value, proxy, err)
				continue
			}
			said := err.Error() + unreadable.Advice() + fmt.Sprintf("%+v %#v", err, err)
			if !strings.Contains(said, variable) || strings.Contains(said, "Geheim") {
				t.Errorf("%q: %s", value, said)
			}
			if len(settings.Secrets()) > 0 {
				t.Errorf("%q has secrets", value)
			}
		}
	}
}

func TestAProxyIsShownWithoutItsLogin(t *testing.T) {
	t.Parallel()
	settings := FromEnvironment([]string{"HTTPS_PROXY=http://user:Gehe%69m@proxy.example:3128", "no_proxy=x"})
	proxy, err := settings.For(parsed(t, "https://h/"))
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
		if said := fmt.Sprintf(verb, proxy); said != "http://proxy.example:3128 (HTTPS_PROXY)" {
			t.Errorf("%s: %s", verb, said)
		}
	}
	if got := settings.Secrets(); !slices.Equal(got, []string{"Geheim", "dXNlcjpHZWhlaW0="}) {
		t.Errorf("secrets %q", got)
	}
}

func FuzzEnvironment(f *testing.F) {
	f.Add("HTTPS_PROXY=http://u:p@h:1", "no_proxy=a,.b,10.0.0.0/8", "https://a.b:1/")
	f.Fuzz(func(t *testing.T, one, two, address string) {
		target, err := url.Parse(address)
		if err != nil {
			t.Skip()
		}
		settings := FromEnvironment([]string{one, two})
		proxy, err := settings.For(target)
		if proxy != nil && err != nil || proxy != nil && proxy.URL.Hostname() == "" {
			t.Fatalf("got %v, %v", proxy, err)
		}
		settings.Secrets()
	})
}
