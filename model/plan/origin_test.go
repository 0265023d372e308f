package plan_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/plan"
)

var home = plan.Origin{
	Cloud: "envvars", Project: "demo", User: "alice", Region: "RegionOne", Endpoint: "https://images.example/v2",
	Identity: "https://keystone.example:5000/v3", ProjectID: "0a1b", UserID: "77",
}

func TestWhoseAJobIs(t *testing.T) {
	t.Parallel()
	old := func(o *plan.Origin) { o.Identity, o.ProjectID, o.UserID = "", "", "" }
	for _, test := range []struct {
		name   string
		change func(o *plan.Origin)
		want   plan.Belonging
	}{
		{"the same", func(*plan.Origin) {}, plan.Here},
		{"another user", func(o *plan.Origin) { o.User, o.UserID = "bob", "78" }, plan.Here},
		{"another name for the cloud", func(o *plan.Origin) { o.Cloud = "prod" }, plan.Here},
		{"a project that was renamed", func(o *plan.Origin) { o.Project = "demo-old" }, plan.Here},
		{"a region by another name", func(o *plan.Origin) { o.Region = "" }, plan.Here},
		{"the names of another cloud", func(o *plan.Origin) { o.Identity = "https://keystone.other:5000/v3" }, plan.Elsewhere},
		{"another project of that name", func(o *plan.Origin) { o.ProjectID = "0a1c" }, plan.Elsewhere},
		{"no project", func(o *plan.Origin) { o.ProjectID = "" }, plan.Elsewhere},
		{"another image service", func(o *plan.Origin) { o.Endpoint = "https://images2.example/v2" }, plan.Elsewhere},
		{"written otherwise", func(o *plan.Origin) {
			o.Identity, o.Endpoint = "HTTPS://Keystone.Example:5000/", "https://Images.example.:443/"
		}, plan.Here},
		{"another port", func(o *plan.Origin) { o.Endpoint = "https://images.example:9292/v2" }, plan.Elsewhere},
		{"another scheme", func(o *plan.Origin) { o.Endpoint = "http://images.example/v2" }, plan.Elsewhere},
		{"another path", func(o *plan.Origin) { o.Endpoint = "https://images.example/image/v2" }, plan.Elsewhere},
		{"old", old, plan.Perhaps},
		{"old, without an endpoint", func(o *plan.Origin) { old(o); o.Endpoint = "" }, plan.Perhaps},
		{"old, of another cloud", func(o *plan.Origin) { old(o); o.Cloud = "prod" }, plan.Elsewhere},
		{"old, of another project", func(o *plan.Origin) { old(o); o.Project = "other" }, plan.Elsewhere},
		{"old, of another region", func(o *plan.Origin) { old(o); o.Region = "Two" }, plan.Elsewhere},
		{"old, of another image service", func(o *plan.Origin) { old(o); o.Endpoint = "https://images2.example/v2" }, plan.Elsewhere},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			other := home
			test.change(&other)
			if got := other.BelongsTo(home); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
			if got := home.BelongsTo(other); got != test.want {
				t.Errorf("the other way round: got %d, want %d", got, test.want)
			}
		})
	}
}

// TestAnEndpointIsTheSameHoweverItIsWritten writes one endpoint in many ways.
func TestAnEndpointIsTheSameHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.SampledFrom([]string{"a.example", "10.0.0.1", "[fd00::1]"}).Draw(t, "host")
		scheme := rapid.SampledFrom([]string{"http", "https"}).Draw(t, "scheme")
		port := rapid.SampledFrom([]string{"", ":9292"}).Draw(t, "port")
		path := rapid.SampledFrom([]string{"", "/image", "/a/b"}).Draw(t, "path")
		write := func(label string) plan.Origin {
			scheme, host, port, path := scheme, host, port, path
			if rapid.Bool().Draw(t, label+" upper") {
				scheme, host = strings.ToUpper(scheme), strings.ToUpper(host)
			}
			if port == "" && rapid.Bool().Draw(t, label+" port") {
				port = map[string]string{"http": ":80", "https": ":443"}[strings.ToLower(scheme)]
			}
			path += rapid.SampledFrom([]string{"", "/", "/v2", "/v2/", "/v2.0", "/v3", "//"}).Draw(t, label+" version")
			return plan.Origin{Endpoint: scheme + "://" + host + port + path, Identity: "https://k.example"}
		}
		one, other := write("one"), write("other")
		if one.BelongsTo(other) != plan.Here {
			t.Fatalf("%q is not %q", one.Endpoint, other.Endpoint)
		}
		other.Endpoint = strings.Replace(other.Endpoint, "://", "://x", 1)
		if one.BelongsTo(other) != plan.Elsewhere {
			t.Fatalf("%q is %q", one.Endpoint, other.Endpoint)
		}
	})
}

func TestASavedPlanKnowsWhereItWasMade(t *testing.T) {
	t.Parallel()
	old, err := os.ReadFile("testdata/without-origin.json")
	if err != nil {
		t.Fatal(err)
	}
	read, err := plan.ReadFile(old)
	if err != nil || len(read.Steps) != 4 || read.Steps[2].Patch[0].Value != "new" || len(read.LeftOut) != 1 || read.BelongsTo(home) != plan.Perhaps {
		t.Fatalf("got %+v, %v", read, err)
	}
	read.Origin = &home
	var out bytes.Buffer
	if err := read.Write(&out); err != nil {
		t.Fatal(err)
	}
	again, err := plan.ReadFile(out.Bytes())
	if err != nil || again.BelongsTo(home) != plan.Here || again.Title != read.Title || len(again.Steps) != 4 {
		t.Errorf("got %+v, %v", again, err)
	}
	other := home
	other.ProjectID = "0a1c"
	if again.BelongsTo(other) != plan.Elsewhere {
		t.Error("the plan of another project is taken")
	}
	var members map[string]any
	if err := json.Unmarshal(out.Bytes(), &members); err != nil || members["steps"] == nil || members["origin"] == nil || members["version"] != 1.0 {
		t.Errorf("the file holds %s", out.Bytes())
	}
	for _, content := range []string{"", "{}", "[]", `{"title":"x"}`, `{"id":1}`, strings.Replace(out.String(), `"version": 1`, `"version": 2`, 1)} {
		if _, err := plan.ReadFile([]byte(content)); err == nil {
			t.Errorf("%q is read as a plan", content)
		}
	}
}
