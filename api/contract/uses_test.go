package contract

import (
	"encoding/json"
	"net/http"
	"testing"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/model"
	"glimpse/model/uses"
)

// The services that use images are the embedded ones: the gate installs neither
// Nova nor Cinder. They answer as those document it, which openstackclient finds
// plausible.

func TestUsesAreThoseOfThePlainLists(t *testing.T) {
	cloud, stop, err := startEmbedded(t.Context(), embedded.Options{Images: 80, Seed: 3, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for who, reach := range map[account]uses.Reach{admin: uses.Everywhere, member: uses.OwnProject, reader: uses.OwnProject, other: uses.OwnProject} {
		found := cloud.client(t, who, api.Options{}).Uses(t.Context())
		if found.Servers.Reach != reach || found.Volumes.Reach != reach {
			t.Errorf("%s: servers %+v, volumes %+v, want reach %d", who, found.Servers.Gap, found.Volumes.Gap, reach)
		}
		query := ""
		if who == admin {
			query = "?all_tenants=1"
		}
		servers, volumes := cloud.plainUses(t, who, query)
		if len(servers)+len(volumes) == 0 {
			t.Errorf("%s sees nothing that uses an image; the test compares nothing", who)
		}
		compareUses(t, who, "servers", found.Servers.Uses, servers)
		compareUses(t, who, "volumes", found.Volumes.Uses, volumes)
		for image := range servers {
			one := cloud.client(t, who, api.Options{}).Uses(t.Context(), model.NewImageID(image))
			compareUses(t, who, "servers of "+image, one.Servers.Uses, map[string]int{image: servers[image]})
			break
		}
	}
}

func compareUses(t *testing.T, who account, what string, found []uses.Use, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for i := range found {
		got[found[i].Image.Raw()]++
	}
	if len(got) != len(want) {
		t.Errorf("%s: %s of %d images, want %d", who, what, len(got), len(want))
	}
	for image, count := range want {
		if got[image] != count {
			t.Errorf("%s: %d %s of image %s, want %d", who, got[image], what, image, count)
		}
	}
}

// plainUses counts what was made from each image by two plain requests.
func (t *target) plainUses(tb testing.TB, who account, query string) (servers, volumes map[string]int) {
	tb.Helper()
	token, err := t.authenticate(tb.Context(), passwordLogin(who, password, projectScope(projects[who])))
	if err != nil {
		tb.Fatal(err)
	}
	var answer struct {
		Servers []struct{ Image any }
		Volumes []struct {
			Image struct {
				ID string `json:"image_id"`
			} `json:"volume_image_metadata"`
		}
	}
	for service, list := range map[string]string{"compute": "/servers/detail", "volumev3": "/volumes/detail"} {
		address, err := token.endpoint(service, region)
		if err != nil {
			tb.Fatal(err)
		}
		request, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, address+list+query, nil)
		if err != nil {
			tb.Fatal(err)
		}
		request.Header.Set("X-Auth-Token", token.ID)
		response, err := httpClient.Do(request)
		if err != nil {
			tb.Fatal(err)
		}
		err = json.NewDecoder(response.Body).Decode(&answer)
		response.Body.Close()
		if err != nil {
			tb.Fatal(err)
		}
	}
	servers, volumes = map[string]int{}, map[string]int{}
	for _, server := range answer.Servers {
		if image, made := server.Image.(map[string]any); made {
			servers[image["id"].(string)]++
		}
	}
	for _, volume := range answer.Volumes {
		if volume.Image.ID != "" {
			volumes[volume.Image.ID]++
		}
	}
	return servers, volumes
}

func TestACloudWithoutServicesThatUseImagesIsToldAsSuch(t *testing.T) {
	cloud, stop, err := startEmbedded(t.Context(), embedded.Options{ImagesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	found := cloud.client(t, admin, api.Options{}).Uses(t.Context())
	if found.Servers.Gap.Lack != uses.Absent || found.Volumes.Gap.Lack != uses.Absent {
		t.Errorf("servers %+v, volumes %+v", found.Servers, found.Volumes)
	}
}
