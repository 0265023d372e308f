package keystone

import "net/http"

// version is what discovery says of the one version that there is.
type version struct {
	ID         string      `json:"id"`
	Status     string      `json:"status"`
	Updated    string      `json:"updated"`
	Links      []object    `json:"links"`
	MediaTypes []mediaType `json:"media-types"`
}

type mediaType struct {
	Base string `json:"base"`
	Type string `json:"type"`
}

func (c *call) version() version {
	return version{
		ID: "v3.14", Status: "stable", Updated: "2020-04-07T00:00:00Z",
		Links:      []object{{{"rel", "self"}, {"href", c.base + "/v3/"}}},
		MediaTypes: []mediaType{{Base: "application/json", Type: "application/vnd.openstack.identity-v3+json"}},
	}
}

// versions answers GET /.
func (s *Service) versions(c *call) error {
	c.w.Header().Set("Location", c.base+"/v3/")
	c.reply(http.StatusMultipleChoices, map[string]any{"versions": map[string]any{"values": []version{c.version()}}})
	return nil
}

// version answers GET /v3.
func (s *Service) version(c *call) error {
	c.reply(http.StatusOK, map[string]any{"version": c.version()})
	return nil
}
