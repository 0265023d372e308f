package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/uses"
)

const (
	serverList = "/compute/v2.1/servers/detail"
	volumeList = "/volume/v3/p1/volumes/detail"
)

// documentedServer is a server as the Compute API's reference shows it, cut to
// what matters here and beside it.
func documentedServer(id, image, project string) string {
	if image != `""` {
		image = fmt.Sprintf(`{"id": %q, "links": [{"rel": "bookmark", "href": "http://nova/images/x"}]}`, image)
	}
	return fmt.Sprintf(`{"id": %q, "name": "new-server-test", "status": "ACTIVE", "tenant_id": %q, "image": %s,
		"created": "2017-12-12T19:40:43Z", "updated": "2017-12-12T19:40:45Z", "OS-EXT-STS:vm_state": "active",
		"os-extended-volumes:volumes_attached": [{"id": "v"}], "key_name": null}`, id, project, image)
}

// documentedVolume is a volume as the Block Storage API's reference shows it.
func documentedVolume(id, image, project string) string {
	metadata := ""
	if image != "" {
		metadata = fmt.Sprintf(`"volume_image_metadata": {"image_id": %q, "image_name": "cirros", "min_ram": "0"},`, image)
	}
	return fmt.Sprintf(`{"id": %q, "name": null, "status": "in-use", "bootable": "true", %s "size": 1,
		"os-vol-tenant-attr:tenant_id": %q, "created_at": "2018-11-29T06:50:07.770785",
		"attachments": [{"server_id": "s9", "device": "/dev/vdb", "volume_id": %q}]}`, id, metadata, project, id)
}

func list(name string, records ...string) string {
	return fmt.Sprintf(`{%q: [%s]}`, name, strings.Join(records, ","))
}

// withVolumes is a cloud that lists a Block Storage service too.
func withVolumes(t *testing.T, answer http.HandlerFunc, roles ...string) *fakeCloud {
	t.Helper()
	f := newFakeCloud(t, answer)
	f.roles = roles
	f.services = []any{map[string]any{
		"type": "volumev3", "name": "cinderv3", "endpoints": []any{endpointIn("RegionOne", "public", f.URL+"/volume/v3/p1")},
	}}
	return f
}

// shown is what two services told, in one line each.
func shown(found uses.Found) string {
	var out []string
	for _, answer := range []uses.Answer{found.Servers, found.Volumes} {
		line := fmt.Sprint(answer.Reach, answer.Gap.Lack, answer.Gap.Status)
		for _, use := range answer.Uses {
			line += " " + use.ID.Raw() + "<" + use.Image.Raw()
		}
		out = append(out, line)
	}
	return strings.Join(out, " | ")
}

func TestUsesAreReadAsTheServicesDocumentThem(t *testing.T) {
	t.Parallel()
	servers := list("servers", documentedServer("s1", "i1", "p1"), documentedServer("s2", `""`, "p2"), documentedServer("s3", "i2", "p2"))
	volumes := list("volumes", documentedVolume("v1", "i1", "p1"), documentedVolume("v2", "", "p1"))
	f := withVolumes(t, answers{serverList: servers, volumeList: volumes}.ServeHTTP, "admin")
	found := f.connect(t, Options{}).Uses(t.Context())
	if got, want := shown(found), "2 0 0 s1<i1 s3<i2 | 2 0 0 v1<i1"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
	server, volume := found.Servers.Uses[0], found.Volumes.Uses[0]
	if server.Name.Raw() != "new-server-test" || server.Status.Raw() != "ACTIVE" || server.Project.Raw() != "p1" || server.CreatedAt.Year() != 2017 {
		t.Errorf("server %+v", server)
	}
	if !volume.Name.IsEmpty() || volume.Status.Raw() != "in-use" || volume.Server.Raw() != "s9" || volume.Project.Raw() != "p1" || volume.CreatedAt.Year() != 2018 {
		t.Errorf("volume %+v", volume)
	}
}

func TestUsesCostAsFewRequestsAsPossible(t *testing.T) {
	t.Parallel()
	none := answers{serverList: list("servers"), volumeList: list("volumes")}
	for _, test := range []struct {
		name  string
		roles []string
		ids   []string
		want  []string
	}{
		{
			"one image of an administrator",
			[]string{"admin"},
			[]string{"i1"},
			[]string{"servers?all_tenants=1&image=i1", `volumes?all_tenants=1&glance_metadata={"image_id":"i1"}`},
		},
		{"all images", []string{"admin"}, nil, []string{"servers?all_tenants=1", "volumes?all_tenants=1"}},
		{"many images", []string{"admin"}, []string{"a", "b", "c", "d", "e"}, []string{"servers?all_tenants=1", "volumes?all_tenants=1"}},
		{
			"who is no administrator cannot filter volumes",
			[]string{"member"},
			[]string{"i1", "i2"},
			[]string{"servers?all_tenants=1&image=i1", "servers?all_tenants=1&image=i2", "volumes?all_tenants=1"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := withVolumes(t, none.ServeHTTP, test.roles...)
			c := f.connect(t, Options{})
			c.Uses(t.Context(), imageIDs(test.ids)...)
			if got := usesAsked(t, f); !slices.Equal(got, test.want) {
				t.Errorf("sent %q, want %q", got, test.want)
			}
		})
	}
}

func imageIDs(ids []string) []model.ImageID {
	all := make([]model.ImageID, len(ids))
	for i, id := range ids {
		all[i] = modelID(id)
	}
	return all
}

// usesAsked are the lists that were asked for, without the limit, sorted.
func usesAsked(t *testing.T, f *fakeCloud) []string {
	t.Helper()
	var asked []string
	for _, request := range f.taken() {
		method, address, _ := strings.Cut(request, " ")
		r, err := http.NewRequest(method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		query := r.URL.Query()
		query.Del("limit")
		unescaped := strings.NewReplacer("%7B", "{", "%22", `"`, "%3A", ":", "%7D", "}").Replace(query.Encode())
		parts := strings.Split(r.URL.Path, "/")
		asked = append(asked, parts[len(parts)-2]+"?"+unescaped)
	}
	slices.Sort(asked)
	return asked
}

func TestUsesOfAProjectAreToldFromThoseOfAll(t *testing.T) {
	t.Parallel()
	f := withVolumes(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == serverList && r.URL.Query().Get("all_tenants") != "" {
			fault(w, http.StatusForbidden, "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.")
			return
		}
		answers{
			serverList: list("servers", documentedServer("s1", "i1", "p1")),
			volumeList: list("volumes", documentedVolume("v1", "i1", "p1"), documentedVolume("v2", "i2", "p1")),
		}.ServeHTTP(w, r)
	}, "member")
	c := f.connect(t, Options{})
	if got, want := shown(c.Uses(t.Context(), modelID("i1"))), "1 0 0 s1<i1 | 1 0 0 v1<i1"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
	f.taken()
	c.Uses(t.Context())
	if asked := usesAsked(t, f); !slices.Equal(asked, []string{"servers?", "volumes?all_tenants=1"}) {
		t.Errorf("after a refusal, %q was asked", asked)
	}
}

func TestUsesOfOtherProjectsShowThatAllWereGiven(t *testing.T) {
	t.Parallel()
	f := withVolumes(t, answers{serverList: list("servers"), volumeList: list("volumes", documentedVolume("v1", "i1", "p7"))}.ServeHTTP, "auditor")
	if got, want := shown(f.connect(t, Options{}).Uses(t.Context())), "2 0 0 | 2 0 0 v1<i1"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}

func TestWhatIsNotToldOfUsesIsAGap(t *testing.T) {
	t.Parallel()
	refused := withVolumes(t, answers{serverList: "403!no", volumeList: "503!away"}.ServeHTTP, "admin")
	if got, want := shown(refused.connect(t, Options{}).Uses(t.Context())), "0 2 403 | 0 4 503"; got != want {
		t.Errorf("refused: %s, want %s", got, want)
	}
	absent := newFakeCloud(t, answers{serverList: list("servers")}.ServeHTTP)
	if got, want := shown(absent.connect(t, Options{}).Uses(t.Context())), "2 0 0 | 0 1 0"; got != want {
		t.Errorf("without volumes: %s, want %s", got, want)
	}
	for _, body := range []string{"<html>", "{}", `{"servers": 1}`, ""} {
		odd := newFakeCloud(t, answers{serverList: body}.ServeHTTP)
		if found := odd.connect(t, Options{}).Uses(t.Context()); found.Servers.Reach != uses.Nowhere || found.Servers.Gap.Lack != uses.Failed {
			t.Errorf("%q was read as %s", body, shown(found))
		}
	}
}

func TestUsesAreReadToTheEndAndNoFurther(t *testing.T) {
	t.Parallel()
	link := `"servers_links": [{"rel": "next", "href": "http://elsewhere.example/servers"}]`
	f := newFakeCloud(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("marker") {
		case "":
			_, _ = fmt.Fprintf(w, `{"servers": [%s], %s}`, documentedServer("s1", "i1", "p1"), link)
		case "s1":
			_, _ = fmt.Fprintf(w, `{"servers": [%s], %s}`, documentedServer("s2", "i1", "p1"), link)
		case "s2": // leads back
			_, _ = fmt.Fprintf(w, `{"servers": [%s], %s}`, documentedServer("s1", "i1", "p1"), link)
		}
	})
	found := f.connect(t, Options{}).Uses(t.Context())
	if servers, _ := found.Count(modelID("i1")); servers != 3 || f.count("GET "+serverList) != 3 {
		t.Errorf("%d servers by %d requests", servers, f.count("GET "+serverList))
	}
}

func TestNothingIsWrittenToTheServicesThatUseImages(t *testing.T) {
	t.Parallel()
	reached := 0
	f := newFakeCloud(t, func(http.ResponseWriter, *http.Request) { reached++ })
	elsewhere := newFakeCloud(t, func(http.ResponseWriter, *http.Request) { reached++ })
	f.services = []any{map[string]any{
		"type": "block-storage", "endpoints": []any{endpointIn("RegionOne", "public", elsewhere.URL+"/v3")},
	}}
	c := f.connect(t, Options{})
	_, err := c.storage.client.once(t.Context(), call{operation: "writing", method: http.MethodDelete, path: "/volumes/v1"})
	if err == nil || !strings.Contains(err.Error(), errForeignOrigin.Error()) || reached > 0 {
		t.Errorf("a write to another service: %v, %d requests", err, reached)
	}
	if got, want := c.storage.client.endpoint.String(), elsewhere.URL+"/v3/p1"; got != want {
		t.Errorf("volumes are asked for at %s, want %s", got, want)
	}
}

func TestTheTokenTakesNoOpenLineToAServiceThatUsesImages(t *testing.T) {
	t.Parallel()
	address := func(text string) *url.URL {
		parsed, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, test := range []struct {
		name, login, service string
		imagesOpen, want     bool
	}{
		{"all encrypted", "https://id", "https://compute", false, true},
		{"the service is not", "https://id", "http://compute", false, false},
		{"nor are images, of which the user was warned", "https://id", "http://compute", true, true},
		{"nothing is", "http://id", "http://compute", false, true},
	} {
		c := newFakeCloud(t, answers{}.ServeHTTP).connect(t, Options{})
		c.about.PlainHTTP = test.imagesOpen
		entry := &guardTransport{identity: address(test.login)}
		found := c.reach(entry, address(test.service))
		if found.unsafe == test.want || (len(entry.readOnlyAt) == 1) != test.want {
			t.Errorf("%s: unsafe %v, %d addresses let through", test.name, found.unsafe, len(entry.readOnlyAt))
		}
	}
}

func TestTheConfigurationSaysWhereTheServicesAre(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{
		"/nova/v2.1/servers/detail":       list("servers", documentedServer("s1", imageID(1), "p1")),
		"/cinder/v3/p1/volumes/detail":    list("volumes", documentedVolume("v1", imageID(1), "p1")),
		serverList:                        list("servers", documentedServer("s2", imageID(1), "p1")),
		"/elsewhere/v3/p1/volumes/detail": list("volumes"),
		"/internal/v2.1/servers/detail":   list("servers", documentedServer("s3", imageID(1), "p1")),
	}.ServeHTTP)
	f.services = []any{
		map[string]any{"type": "compute", "name": "nova", "endpoints": []any{
			endpointIn("RegionTwo", "internal", f.URL+"/internal"),
		}},
		map[string]any{"type": "volumev3", "name": "cinderv3", "endpoints": []any{endpointIn("RegionOne", "public", f.URL+"/elsewhere/v3/p1")}},
	}
	for name, test := range map[string]struct {
		compute, storage clouds.Service
		servers, volumes string
	}{
		"the catalogue":     {clouds.Service{}, clouds.Service{}, "s2", ""},
		"overrides":         {clouds.Service{Endpoint: f.URL + "/nova"}, clouds.Service{Endpoint: f.URL + "/cinder/v3/%(project_id)s"}, "s1", "v1"},
		"another place":     {clouds.Service{Region: "RegionTwo", Interface: "internal"}, clouds.Service{}, "s3", ""},
		"any place":         {clouds.Service{Interface: "internal"}, clouds.Service{}, "s3", ""},
		"not its place":     {clouds.Service{Region: "RegionOne", Interface: "internal"}, clouds.Service{Region: "RegionTwo"}, "none", "none"},
		"another name":      {clouds.Service{}, clouds.Service{Name: "other"}, "s2", "none"},
		"no such interface": {clouds.Service{Interface: "admin"}, clouds.Service{}, "none", ""},
	} {
		cloud := f.cloud()
		cloud.Region, cloud.Compute, cloud.BlockStorage = "RegionOne", test.compute, test.storage
		found := f.connectTo(t, cloud, Options{}).Uses(t.Context(), modelID(imageID(1)))
		for _, one := range []struct {
			answer uses.Answer
			want   string
		}{{found.Servers, test.servers}, {found.Volumes, test.volumes}} {
			var got []string
			for _, use := range one.answer.Uses {
				got = append(got, use.ID.Raw())
			}
			if one.answer.Gap.Lack == uses.Absent {
				got = append(got, "none")
			}
			if strings.Join(got, " ") != one.want {
				t.Errorf("%s: %v (%+v), want %q", name, got, one.answer.Gap, one.want)
			}
		}
	}
}

// TestAnAnswerAboutAnotherVolumeIsAnError keeps an image from being made of a volume that
// nobody chose.
func TestAnAnswerAboutAnotherVolumeIsAnError(t *testing.T) {
	t.Parallel()
	const id = "7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20"
	for answer, says := range map[string]string{
		`{"volume": ` + documentedVolume("v9", "", "p1") + `}`: "the answer is about another volume: v9",
		`{"volumes": []}`: "the answer holds no volume",
	} {
		f := withVolumes(t, answers{"/volume/v3/p1/volumes/" + id: answer}.ServeHTTP)
		volume, err := f.connect(t, Options{}).FindVolume(t.Context(), id)
		if !errors.Is(err, ErrAnswer) || !strings.Contains(err.Error(), says) || !volume.ID.IsEmpty() {
			t.Errorf("%s: %+v, %v", answer, volume, err)
		}
	}
}
