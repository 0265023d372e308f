package clouds

import (
	"strings"
	"testing"
)

func TestServicesBesideImagesAreFoundAsTheClientDoes(t *testing.T) {
	t.Parallel()
	const login = "\n    auth: {auth_url: \"https://a.example\", username: u, password: p, project_name: demo}\n"
	for name, test := range map[string]struct {
		said             string
		compute, storage Service
	}{
		"nothing said":                         {"region_name: R", Service{Region: "R"}, Service{Region: "R"}},
		"overrides":                            {"compute_endpoint_override: https://c.example/v2.1\n    volume_endpoint_override: https://v.example/v3/%(project_id)s", Service{Endpoint: "https://c.example/v2.1"}, Service{Endpoint: "https://v.example/v3/%(project_id)s"}},
		"the type comes first":                 {"volume_endpoint_override: https://v.example\n    block_storage_endpoint_override: https://b.example", Service{}, Service{Endpoint: "https://b.example"}},
		"the old word":                         {"volumev3_endpoint: https://v.example", Service{}, Service{Endpoint: "https://v.example"}},
		"where and what":                       {"compute_region_name: C\n    compute_interface: internalURL\n    volume_service_type: volumev3\n    volume_service_name: cinderv3", Service{Region: "C", Interface: "internal"}, Service{Type: "volumev3", Name: "cinderv3"}},
		"images elsewhere, the rest anywhere":  {"image_region_name: I", Service{}, Service{}},
		"one of several":                       {"regions: [S]\n    image_region_name: I", Service{Region: "S"}, Service{Region: "S"}},
		"one of them with a region of its own": {"regions: [{name: S, values: {volume_region_name: V}}]\n    image_region_name: I", Service{Region: "S"}, Service{Region: "V"}},
		"images elsewhere":                     {"region_name: R\n    image_region_name: I\n    image_interface: internal", Service{Region: "R", Interface: "public"}, Service{Region: "R", Interface: "public"}},
	} {
		config := load(t, memory{cloudsPath: "clouds:\n  a:\n    " + test.said + login})
		cloud, err := config.Cloud("a", "")
		if err != nil || cloud.Compute != test.compute || cloud.BlockStorage != test.storage || len(cloud.Warnings) > 0 {
			t.Errorf("%s: %+v, %+v, %v, %v", name, cloud.Compute, cloud.BlockStorage, cloud.Warnings, err)
		}
	}
	config := load(t, memory{cloudsPath: "clouds:\n  a:\n    volume_endpoint_override: v.example" + login})
	if _, err := config.Cloud("a", ""); err == nil || !strings.Contains(err.Error(), "volume_endpoint_override must begin with https://") {
		t.Errorf("an address that is none: %v", err)
	}
}
