package faulttest_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/api/runner/faulttest"
	jobs "glimpse/model/job"
)

// user is an account that a test has made for itself at a real Keystone, with
// the role of an administrator. It stays: on SQLite, Keystone trips over what it
// leaves behind of a user who had an application credential.
type user struct {
	id, name, password string
}

func newUser(t *testing.T, cloud *faulttest.Cloud) user {
	t.Helper()
	u := user{name: "f19-" + uuid.NewString(), password: "demo"}
	made := cloud.Keystone(t, http.MethodPost, "/users", map[string]any{"user": map[string]any{"name": u.name, "password": u.password, "domain_id": "default"}})
	u.id, _ = made["user"].(map[string]any)["id"].(string)
	find := func(kind, name string) string {
		found := cloud.Keystone(t, http.MethodGet, "/"+kind+"?name="+name, nil)
		id, _ := found[kind].([]any)[0].(map[string]any)["id"].(string)
		return id
	}
	cloud.Keystone(t, http.MethodPut, "/projects/"+find("projects", "admin")+"/users/"+u.id+"/roles/"+find("roles", "admin"), nil)
	return u
}

// by is how the Identity API is told who the user is.
func (u user) by(secret string) map[string]any {
	return map[string]any{"user": map[string]any{"id": u.id, "password": secret}}
}

// cloudsYAML logs in as the user by password.
func (u user) cloudsYAML(cloud *faulttest.Cloud) string {
	return cloud.CloudsYAMLBy("password", map[string]string{
		"username": u.name, "password": u.password, "project_name": "admin", "user_domain_name": "Default", "project_domain_name": "Default",
	})
}

// passcode is the one of this time for a secret (RFC 6238: SHA-1, six digits,
// thirty seconds).
func passcode(secret []byte, now time.Time) string {
	mac := hmac.New(sha1.New, secret)
	_ = binary.Write(mac, binary.BigEndian, now.Unix()/30)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000)
}

// wantSecondFactor gives a user a second factor, and returns its secret.
func (u user) wantSecondFactor(t *testing.T, cloud *faulttest.Cloud) []byte {
	t.Helper()
	secret := []byte(uuid.NewString()[:20])
	cloud.Keystone(t, http.MethodPost, "/credentials", map[string]any{"credential": map[string]any{
		"type": "totp", "user_id": u.id, "blob": base32.StdEncoding.EncodeToString(secret),
	}})
	cloud.Keystone(t, http.MethodPatch, "/users/"+u.id, map[string]any{"user": map[string]any{"options": map[string]any{
		"multi_factor_auth_enabled": true, "multi_factor_auth_rules": [][]string{{"password", "totp"}},
	}}})
	return secret
}

// byPasscode logs in as the user by password and passcode.
func (u user) byPasscode(cloud *faulttest.Cloud, passcode string) string {
	return cloud.CloudsYAMLBy("v3multifactor", map[string]string{
		"username": u.name, "password": u.password, "passcode": passcode, "project_name": "admin",
		"user_domain_name": "Default", "project_domain_name": "Default",
	}, "auth_methods: [v3password, v3totp]")
}

// refusals are ways in which a login that was good once is refused. before
// returns how the client logs in while it is good, spoil ends that. logins is
// how often the client is refused after that: a passcode that was spent is not
// even tried. late is how a client logs in that comes too late, where that is
// another way.
var refusals = []struct {
	name   string
	before func(t *testing.T, cloud *faulttest.Cloud, u user) (cloudsYAML string)
	spoil  func(t *testing.T, cloud *faulttest.Cloud, u user)
	logins int
	advice string
	late   func(t *testing.T, cloud *faulttest.Cloud, u user) (cloudsYAML string)
}{
	{
		"a wrong password", func(_ *testing.T, cloud *faulttest.Cloud, u user) string { return u.cloudsYAML(cloud) },
		func(t *testing.T, cloud *faulttest.Cloud, u user) {
			cloud.Keystone(t, http.MethodPatch, "/users/"+u.id, map[string]any{"user": map[string]any{"password": "another"}})
		},
		1, "check the user, the password and the project", nil,
	},
	{
		"a locked account", func(_ *testing.T, cloud *faulttest.Cloud, u user) string { return u.cloudsYAML(cloud) },
		func(t *testing.T, cloud *faulttest.Cloud, u user) {
			for range 10 {
				cloud.Token(t, map[string]any{"password": u.by("guessed")}, "admin")
			}
			if _, status := cloud.Token(t, map[string]any{"password": u.by(u.password)}, "admin"); status != http.StatusUnauthorized {
				t.Skip("this Keystone locks no account: start it with LOCKOUT_ATTEMPTS=3")
			}
		},
		1, "check the user, the password and the project", nil,
	},
	{
		"an expired application credential", func(t *testing.T, cloud *faulttest.Cloud, u user) string {
			token, _ := cloud.Token(t, map[string]any{"password": u.by(u.password)}, "admin")
			id, secret := cloud.ApplicationCredential(t, token, u.id, time.Now().Add(credentialLife))
			return cloud.CloudsYAMLBy("v3applicationcredential", map[string]string{
				"application_credential_id": id, "application_credential_secret": secret,
			})
		},
		func(*testing.T, *faulttest.Cloud, user) {},
		1, "an application credential may have expired", nil,
	},
	{
		"a second factor", func(t *testing.T, cloud *faulttest.Cloud, u user) string {
			return u.byPasscode(cloud, passcode(u.wantSecondFactor(t, cloud), time.Now()))
		},
		func(*testing.T, *faulttest.Cloud, user) {},
		0, "start again with a new one in OS_PASSCODE",
		func(t *testing.T, cloud *faulttest.Cloud, u user) string {
			return u.byPasscode(cloud, passcode(u.wantSecondFactor(t, cloud), time.Now().Add(-time.Hour)))
		},
	},
}

// TestF19OnTheRealServices lets a login end in mid-job in each way, at a real
// Keystone whose tokens live for three seconds: the job pauses, says why, and
// has tried once, so that no account is locked by it.
func TestF19OnTheRealServices(t *testing.T) {
	cloud := shortTokens(t)
	for _, refusal := range refusals {
		t.Run(refusal.name, func(t *testing.T) {
			const count = 200 // which takes longer than an application credential lasts
			u := newUser(t, cloud)
			chosen := images(t, cloud, count)
			before := cloud.Walk(t, "visibility=all")
			cloud.Identity.Set(faulttest.Faults{})
			cloud.Images.Set(faulttest.Faults{Latency: 250 * time.Millisecond})
			r := newRigIn(t, cloud, refusal.before(t, cloud, u), t.TempDir(), 4)
			cloud.Identity.Set(faulttest.Faults{})
			refusal.spoil(t, cloud, u)
			tag := "f19-" + uuid.NewString()
			id := r.start(tagging(chosen, tag))
			paused := r.until(id, func(p jobs.Progress) bool { return p.State == jobs.Paused && p.Counts[jobs.Sending] == 0 })
			if refused := cloud.Identity.Count(refusedLogin); refused != refusal.logins {
				t.Errorf("%d logins were refused, want %d", refused, refusal.logins)
			}
			if done := paused.Counts[jobs.Done]; paused.Counts[jobs.Failed] > 0 || done == count || paused.Why.IsEmpty() {
				t.Errorf("%s, %d waiting, because %q", paused.Summary(), paused.Counts[jobs.Waiting], paused.Why.Display())
			}
			report, _ := r.Report(id)
			truth(t, &report, before, cloud.Walk(t, "visibility=all"), tag)
			figure(t, "paused at %d of %d after %d more logins: %s", paused.Counts[jobs.Done], count, refusal.logins, paused.Why.Display())
		})
	}
}

// TestF19AtTheStartOnTheRealServices begins with such a login: it is tried
// once, and the error says what to do.
func TestF19AtTheStartOnTheRealServices(t *testing.T) {
	cloud := shortTokens(t)
	for _, refusal := range refusals {
		t.Run(refusal.name, func(t *testing.T) {
			u := newUser(t, cloud)
			var cloudsYAML string
			if refusal.late != nil {
				cloudsYAML = refusal.late(t, cloud, u)
			} else {
				cloudsYAML = refusal.before(t, cloud, u)
				refusal.spoil(t, cloud, u)
			}
			if strings.Contains(refusal.name, "expired") {
				<-time.After(credentialLife + time.Second)
			}
			cloud.Identity.Set(faulttest.Faults{})
			why := connecting(t, cloudsYAML)
			tried := cloud.Identity.Count(anyRequest)
			if tried != 1 || !errors.Is(why, api.ErrUnauthorized) {
				t.Errorf("%d logins were tried: %v", tried, why)
			}
			var advised interface{ Advice() string }
			if !errors.As(why, &advised) {
				t.Fatalf("nothing is advised after %v", why)
			}
			if !strings.Contains(advised.Advice(), refusal.advice) {
				t.Errorf("%q is advised after %v", advised.Advice(), why)
			}
			figure(t, "%d login: %v; %s", tried, why, advised.Advice())
		})
	}
}

// credentialLife is how long the application credential that ends lasts: as long as a
// busy Keystone may take to make it and to let in whom it was made for.
const credentialLife = 8 * time.Second

// shortTokens are the real services whose tokens live for three seconds.
func shortTokens(t *testing.T) *faulttest.Cloud {
	t.Helper()
	cloud, isReal := faulttest.RealServices(t)
	if !isReal {
		t.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	if life := cloud.TokenLife(t); life > 10*time.Second {
		t.Skipf("the tokens live for %v: start the services with TOKEN_SECONDS=3", life)
	}
	return cloud
}

func refusedLogin(r *faulttest.Request) bool { return r.Status == http.StatusUnauthorized }

// cloudOf reads the cloud "faulty" of a clouds.yaml.
func cloudOf(t testing.TB, cloudsYAML string) (clouds.Cloud, error) {
	t.Helper()
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "clouds.yaml"), []byte(cloudsYAML), 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := clouds.Load(clouds.Env{
		Environ: func() []string { return nil }, Open: func(path string) (fs.File, error) { return os.Open(path) },
		Home: home, WorkDir: home, Platform: "linux",
	})
	if err != nil {
		t.Fatal(err)
	}
	return config.Cloud("faulty", "")
}

// connecting returns why a client cannot connect.
func connecting(t *testing.T, cloudsYAML string) error {
	t.Helper()
	cloud, err := cloudOf(t, cloudsYAML)
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.Connect(t.Context(), cloud, api.Options{})
	if err == nil {
		client.Close()
		t.Fatal("the login was good")
	}
	return err
}
