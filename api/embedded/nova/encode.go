package nova

import (
	"net/http"

	"glimpse/api/embedded/collection"
)

type (
	brief struct {
		ID    string            `json:"id"`
		Name  string            `json:"name"`
		Links []collection.Link `json:"links"`
	}
	reference struct {
		ID    string            `json:"id"`
		Links []collection.Link `json:"links"`
	}
	detailed struct {
		brief
		Status      string         `json:"status"`
		TenantID    string         `json:"tenant_id"`
		UserID      string         `json:"user_id"`
		Metadata    map[string]any `json:"metadata"`
		Image       any            `json:"image"`
		Flavor      reference      `json:"flavor"`
		Created     string         `json:"created"`
		Updated     string         `json:"updated"`
		Addresses   map[string]any `json:"addresses"`
		AccessIPv4  string         `json:"accessIPv4"`
		AccessIPv6  string         `json:"accessIPv6"`
		DiskConfig  string         `json:"OS-DCF:diskConfig"`
		Zone        string         `json:"OS-EXT-AZ:availability_zone"`
		ConfigDrive string         `json:"config_drive"`
		KeyName     *string        `json:"key_name"`
		Launched    string         `json:"OS-SRV-USG:launched_at"`
		Terminated  *string        `json:"OS-SRV-USG:terminated_at"`
		Task        *string        `json:"OS-EXT-STS:task_state"`
		State       string         `json:"OS-EXT-STS:vm_state"`
		Power       int            `json:"OS-EXT-STS:power_state"`
		Volumes     []volume       `json:"os-extended-volumes:volumes_attached"`
	}
	volume struct {
		ID string `json:"id"`
	}
)

// states are the states of the machine behind a status, and of its power.
var states = map[string]struct {
	state string
	power int
}{
	"ACTIVE": {"active", 1}, "SHUTOFF": {"stopped", 4}, "ERROR": {"error", 0},
}

// flavor is the one of every server.
const flavor = "2"

// view is what is told of a server.
func (s *Service) view(r *http.Request, server *Server, detail bool) any {
	if detail {
		return s.detailed(r, server)
	}
	return s.brief(r, server)
}

func (s *Service) brief(r *http.Request, server *Server) brief {
	return brief{ID: server.ID, Name: server.Name, Links: s.links(r, "servers", server.ID)}
}

func (s *Service) detailed(r *http.Request, server *Server) detailed {
	out := detailed{
		brief: s.brief(r, server), Status: server.Status, TenantID: server.ProjectID, UserID: server.UserID,
		Metadata: map[string]any{}, Addresses: map[string]any{},
		Flavor:  reference{ID: flavor, Links: s.bookmark(r, "flavors", flavor)},
		Created: collection.Time(server.Created), Updated: collection.Time(server.Updated),
		Launched: server.Created.UTC().Format("2006-01-02T15:04:05.000000"), DiskConfig: "AUTO", Zone: "nova",
		State: states[server.Status].state, Power: states[server.Status].power,
		Image: "", // so it is for a server that starts from a volume
	}
	if server.ImageID != "" {
		out.Image = reference{ID: server.ImageID, Links: s.bookmark(r, "images", server.ImageID)}
	}
	out.Volumes = make([]volume, len(server.Volumes))
	for i, id := range server.Volumes {
		out.Volumes[i] = volume{id}
	}
	return out
}

func (s *Service) links(r *http.Request, kind, id string) []collection.Link {
	return append([]collection.Link{{Rel: "self", Href: s.options.Root(r) + version + "/" + kind + "/" + id}}, s.bookmark(r, kind, id)...)
}

func (s *Service) bookmark(r *http.Request, kind, id string) []collection.Link {
	return []collection.Link{{Rel: "bookmark", Href: s.options.Root(r) + "/" + kind + "/" + id}}
}

// describe answers GET / and GET /v2.1, which need no token.
func (s *Service) describe(w http.ResponseWriter, r *http.Request, path string) {
	described := map[string]any{
		"id": "v2.1", "status": "CURRENT", "version": "2.1", "min_version": "2.1", "updated": "2013-07-23T11:33:21Z",
		"links": []collection.Link{{Rel: "self", Href: s.options.Root(r) + version + "/"}},
	}
	if path == version {
		collection.Reply(w, http.StatusOK, map[string]any{"version": described})
		return
	}
	collection.Reply(w, http.StatusOK, map[string]any{"versions": []any{described}})
}
