package cmd_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"glimpse/api/embedded"
)

// TROUBLESHOOTING.md is made of what the program says:
//
//	go test ./cmd -run Troubleshooting -update
var update = flag.Bool("update", false, "write TROUBLESHOOTING.md anew")

const troubleshooting = "../TROUBLESHOOTING.md"

// met is an error that people meet.
type met struct {
	title string
	// args are what is typed; says returns what the program answers.
	args []string
	says func(t *testing.T, args []string) outcome
	// cause and cure are what is known beyond that.
	cause, cure string
}

// with runs glimpse with a clouds.yaml and an environment.
func with(clouds string, environ ...string) func(t *testing.T, args []string) outcome {
	return func(t *testing.T, args []string) outcome {
		t.Helper()
		place := newSurroundings(t, environ...)
		if clouds != "" {
			place = place.withClouds(t, clouds)
		}
		return place.named(place.run(t.Context(), args...))
	}
}

// named gives what differs from run to run a name. What becomes of images is told on
// standard output.
func (s surroundings) named(said outcome) outcome {
	if said.errs == "" {
		_, refused, _ := strings.Cut(said.out, "\nrefused ")
		said.errs, _, _ = strings.Cut("refused "+refused, "\n")
	}
	said.errs = strings.ReplaceAll(said.errs, s.home, "/home/me")
	for _, as := range []struct{ is, name string }{
		{`127\.0\.0\.1:\d+|\[::1\]:\d+`, "cloud.example.org:5000"},
		{`req-[0-9a-f-]{36}`, "req-5c0ffee5-0000-4000-8000-000000000000"},
		{`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`, "5c0ffee5-0000-4000-8000-000000000000"},
		{`(refused +\S+  )[^:]*:`, "${1}debian-13:"},
	} {
		said.errs = regexp.MustCompile(as.is).ReplaceAllString(said.errs, as.name)
	}
	return said
}

// peopleMeet are the errors, those of connecting first.
func peopleMeet(t *testing.T) []met {
	t.Helper()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 200, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<html><body><h1>Welcome</h1></body></html>"))
	}))
	t.Cleanup(page.Close)
	moved := httptest.NewServer(http.RedirectHandler("https://elsewhere.example.org/v2/images", http.StatusMovedPermanently))
	t.Cleanup(moved.Close)
	secure, _, _ := halfSecure(t)
	here := cloudAt(server.AuthURL(), "demo")
	reader := strings.NewReplacer("username: admin", "username: reader", "project_name: admin", "project_name: demo").Replace(here)
	first := firstImage(t, here)
	return []met{
		{
			"No cloud is configured",
			[]string{"list"},
			with(""),
			"There is no clouds.yaml where the `openstack` command looks for one, and no OS_* variable.",
			"Do one of the three; `glimpse clouds` then lists what is found, and where.",
		},
		{
			"A cloud of that name is not there",
			[]string{"list", "--cloud", "hree"},
			with(here),
			"The name is none of clouds.yaml, or OS_CLOUD still names a cloud of another file.",
			"`glimpse clouds` lists the names; `unset OS_CLOUD` if it is that.",
		},
		{
			"clouds.yaml cannot be read",
			[]string{"list"},
			with("clouds:\n\there: {}\n"),
			"YAML is indented with spaces; a tab, or a line that is indented more than its neighbours, is a mistake.",
			"Correct the line that is named.",
		},
		{
			"Several clouds, and none is chosen",
			[]string{"list"},
			with(here + strings.ReplaceAll(strings.TrimPrefix(here, "clouds:\n"), "here:", "there:")),
			"The screen has a picker; a command has to be told.", "Add `--cloud NAME`, or set OS_CLOUD.",
		},
		{
			"The region is not in the catalogue",
			[]string{"list", "--region", "Mars"},
			with(here),
			"`region_name`, OS_REGION_NAME or `--region` names a region that the catalogue does not have. Case counts.",
			"Use one of the regions that are named.",
		},
		{
			"The login is refused",
			[]string{"list"},
			with(cloudAt(server.AuthURL(), "wrong")),
			"User, password, project or domain is wrong, or an application credential has expired or was deleted. It is tried once, so that no account is locked.",
			"Compare with what `openstack token issue` accepts; the domains are case-sensitive names, `Default` and not `default`, or ids.",
		},
		{
			"The service cannot be reached",
			[]string{"list"},
			with(cloudAt("http://"+closedPort+"/v3", "demo")),
			"Nothing listens there: the port is wrong, or the service or the VPN is down.", "Try the address with `curl`; if it answers, compare port and path.",
		},
		{
			"The name of the cloud does not resolve",
			[]string{"list"},
			with(cloudAt("http://cloud.invalid:5000/v3", "demo")),
			"A mistyped host, or a name that only the VPN's or the proxy's resolver knows.", "Connect the VPN, or set HTTPS_PROXY as for the `openstack` command.",
		},
		{
			"The certificate is not accepted",
			[]string{"list"},
			with(cloudAt(secure, "demo")),
			"The cloud's certificate is self-signed, or its authority is one that this machine does not know, such as the company's own.",
			"Get that certificate from the operator and name it in `cacert`. With `verify: false` anybody on the way could read the password.",
		},
		{
			"http where it should be https",
			[]string{"list"},
			with(cloudAt(strings.Replace(secure, "https://", "http://", 1), "demo")),
			"The port speaks TLS.", "Correct the scheme in `auth_url`.",
		},
		{
			"https where it should be http",
			[]string{"list"},
			with(cloudAt(strings.Replace(server.AuthURL(), "http://", "https://", 1), "demo")),
			"The port speaks plain HTTP, as development clouds do.", "Correct the scheme, or the port.",
		},
		{
			"The proxy cannot be reached",
			[]string{"list"},
			with(cloudAt("http://cloud.example.com:5000/v3", "demo"), "HTTP_PROXY=http://"+closedPort),
			"HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is set, and nothing listens there. glimpse never bypasses a proxy that is set.",
			"Correct the variable, or name the cloud's host in NO_PROXY.",
		},
		{
			"A web page answers in place of the image service",
			[]string{"list"},
			with(here + "    image_endpoint_override: " + page.URL + "\n"),
			"The endpoint in the catalogue or in `image_endpoint_override` leads to a dashboard, a login page or a load balancer.",
			"Look at the endpoint with `openstack catalog show image`.",
		},
		{
			"The service points elsewhere",
			[]string{"list"},
			with(here + "    image_endpoint_override: " + moved.URL + "\n"),
			"The endpoint is an old address, or http of a service that wants https. The token is not sent to another address.",
			"Write the address that it points to into the catalogue or `image_endpoint_override`.",
		},
		{
			"A login that glimpse does not have",
			[]string{"list"},
			with(strings.Replace(here, "    auth:", "    auth_type: v3oidcpassword\n    auth:", 1)),
			"OpenID Connect, SAML and Kerberos are for `openstack`, which has the libraries.", "Take a token from there, as it says.",
		},
		{
			"This user may not change the image",
			[]string{"change", "--yes", first, "tag +gold"},
			with(reader),
			"The role is reader, or the image belongs to another project.", "Ask for the role member, or choose the project that owns the image with `--cloud`.",
		},
		{
			"The connection is read-only",
			[]string{"change", "--yes", "--read-only", first, "tag +gold"},
			with(here),
			"`--read-only`, or `read_only: true` for the cloud in glimpse's configuration.", "Leave it out where you mean to change something.",
		},
		{
			"A mistake in a query",
			[]string{"list", "--query", "status=active size>=big"},
			with(here),
			"Each term is `key`, an operator and a value; the position is counted from 1.", "Write what was expected there; values with spaces or commas go in double quotes.",
		},
		{
			"No image, or several, of that name",
			[]string{"show", "no-such-image"},
			with(here),
			"Names are compared letter by letter, among all images that you may list, hidden ones too. Several images can have one name.", "Search with `glimpse list --query 'name~part hidden=both visibility=all'`, and use the id.",
		},
		{
			"Signed data is refused",
			[]string{"upload", "debian-13.raw", "sign-key=key.pem", "sign-cert=" + certificate},
			refusedSignature(here),
			"The image service fetches the certificate from the cloud's key manager (Barbican), and finds no key manager, no such certificate, or one that this user may not read.",
			"Compare the id with `openstack secret list`. In a cloud without a key manager, delete the image and upload the file without a signature.",
		},
		{
			"The journal cannot be written",
			[]string{"change", "--yes", first, "tag +gold"},
			func(t *testing.T, args []string) outcome {
				t.Helper()
				place := newSurroundings(t).withClouds(t, here)
				if err := os.WriteFile(filepath.Join(place.home, "state"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
				return place.named(place.run(t.Context(), args...))
			},
			"The XDG state folder cannot be written to: no room, no permission, a read-only home, or a file in its place. Without a journal nothing is sent.",
			"Make room or correct the folder, or point XDG_STATE_HOME to one that can be written to.",
		},
	}
}

// refusedSignature uploads a signed file to a cloud without a key manager.
func refusedSignature(clouds string) func(t *testing.T, args []string) outcome {
	return func(t *testing.T, args []string) outcome {
		t.Helper()
		place := newSurroundings(t).withClouds(t, clouds)
		keyFile(t, place.home, newKey(t), 0o600)
		said := slices.Clone(args)
		said[1], said[2] = filepath.Join(place.home, args[1]), "sign-key="+filepath.Join(place.home, "key.pem")
		if err := os.WriteFile(said[1], []byte("a disk"), 0o600); err != nil {
			t.Fatal(err)
		}
		told := place.run(t.Context(), said...)
		_, refused, _ := strings.Cut(told.errs, "\nrefused ")
		refused, _, _ = strings.Cut("refused "+refused, "\n")
		told.errs = refused // what comes of it
		return place.named(told)
	}
}

// firstImage returns the id of an image of the service.
func firstImage(t *testing.T, clouds string) string {
	t.Helper()
	place := newSurroundings(t).withClouds(t, clouds)
	listed := place.run(t.Context(), "list", "--limit", "1", "--output", "id", "--query", "visibility=public status=active")
	if listed.code != 0 {
		t.Fatal(listed.errs)
	}
	return strings.TrimSpace(listed.out)
}

const pageHead = `# Troubleshooting

The errors that people meet most: what glimpse says, what causes it and what helps.
The messages are made by running glimpse (` + "`go test ./cmd -run Troubleshooting -update`" + `); a test
fails when they differ. Names, addresses and ids stand for yours. What a service says
itself is in quotation marks, and the line with ` + "`request id`" + ` is for the
cloud's operator. ` + "`--log-file FILE`" + ` writes a line for each request.

`

func TestTroubleshootingIsWhatTheProgramSays(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the page has the words of Linux")
	}
	errors := peopleMeet(t)
	says := make([]string, len(errors))
	t.Run("error", func(t *testing.T) { // which waits for all of them
		for i, e := range errors {
			t.Run(e.title, func(t *testing.T) {
				t.Parallel()
				got := e.says(t, e.args)
				if got.code == 0 || got.errs == "" {
					t.Fatalf("exit code %d, and it says %q", got.code, got.errs)
				}
				if r, found := forbidden(got.errs); found {
					t.Errorf("character %U reached the terminal", r)
				}
				says[i] = strings.TrimRight(got.errs, "\n")
			})
		}
	})
	var page strings.Builder
	page.WriteString(pageHead)
	for i, e := range errors {
		fmt.Fprintf(&page, "## %s\n\n```text\n%s\n```\n\n%s\n\n%s\n\n", e.title, says[i], e.cause, e.cure)
	}
	content := strings.TrimRight(page.String(), "\n") + "\n"
	if *update {
		if err := os.WriteFile(troubleshooting, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	is, err := os.ReadFile(troubleshooting)
	if err != nil {
		t.Fatal(err)
	}
	if string(is) != content {
		t.Errorf("TROUBLESHOOTING.md is not what the program says; go test ./cmd -run Troubleshooting -update writes it anew.\nIt would be:\n%s", content)
	}
}
