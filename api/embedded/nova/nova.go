// Package nova is as much of a Compute service (OpenStack Nova, API v2.1) as a
// client of the Image service meets when it asks which servers were made from
// an image: the versions, the lists of servers and one server. It is written
// after Nova's documented API, serves the demonstration and the tests, and
// shares no code with the client.
//
// Nothing can be changed: such requests are answered as by a policy that allows
// them to nobody. Hosts, addresses and what only an administrator is told of a
// server are left out.
package nova

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"glimpse/api/embedded/collection"
)

// Server is one server.
type Server struct {
	// ID is a UUID, Name what its owner calls it.
	ID, Name string
	// Status is ACTIVE, SHUTOFF or ERROR.
	Status string
	// ProjectID and UserID are whose it is.
	ProjectID, UserID string
	// ImageID is the image that it was made from. It is empty for one that
	// starts from a volume.
	ImageID string
	// Volumes are the ids of the volumes that are attached.
	Volumes []string
	// Created is when it was made, Updated when it last changed.
	Created, Updated time.Time
}

// Options say what a Service should be like.
type Options struct {
	// Auth knows the tokens.
	Auth collection.Authenticate
	// Prefix is the path in front of the service, such as /compute.
	Prefix string
}

// Service is the Compute service. It is safe for concurrent use.
type Service struct {
	options Options
	servers []Server
}

var _ http.Handler = (*Service)(nil)

// New returns a Service with servers, newest first.
func New(options Options, servers []Server) *Service {
	return &Service{options: options, servers: servers}
}

// version is the path of the one version that there is.
const version = "/v2.1"

// versions has no microversion but the first.
var versions = collection.Versions{Service: "compute", Major: 2, Least: 1, Most: 1}

// The rules of the policy that a request may break.
const (
	allDetailed = "os_compute_api:servers:detail:get_all_tenants"
	allBrief    = "os_compute_api:servers:index:get_all_tenants"
	create      = "os_compute_api:servers:create"
)

// ServeHTTP answers one request of the Compute API. The path has the prefix.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, s.options.Prefix), "/")
	if path == "" || path == version {
		s.describe(w, r, path)
		return
	}
	collection.Serve(w, r, s.options.Auth, func(who collection.Identity) error {
		if _, err := versions.Asked(w, r); err != nil {
			return err
		}
		return s.answer(w, r, who, strings.TrimPrefix(path, version))
	})
}

func (s *Service) answer(w http.ResponseWriter, r *http.Request, who collection.Identity, path string) error {
	id, isServers := strings.CutPrefix(path, "/servers")
	switch {
	case !isServers || id != "" && id[0] != '/':
		return collection.NotFound("The resource could not be found.")
	case r.Method != http.MethodGet:
		return collection.Forbidden(create)
	case id == "" || id == "/detail":
		return s.list(w, r, who, id != "")
	}
	for i := range s.servers {
		if server := &s.servers[i]; "/"+server.ID == id && (who.Admin || server.ProjectID == who.ProjectID) {
			collection.Reply(w, http.StatusOK, map[string]any{"server": s.detailed(r, server)})
			return nil
		}
	}
	return collection.NotFound("Instance " + strings.TrimPrefix(id, "/") + " could not be found.")
}

// list answers GET /servers and GET /servers/detail.
func (s *Service) list(w http.ResponseWriter, r *http.Request, who collection.Identity, detail bool) error {
	query := r.URL.Query()
	all := collection.IsTrue(query.Get("all_tenants"))
	if all && !who.Admin {
		if detail {
			return collection.Forbidden(allDetailed)
		}
		return collection.Forbidden(allBrief)
	}
	page, err := collection.ReadPage(query)
	if err != nil {
		return err
	}
	var matching []*Server
	for i := range s.servers {
		server := &s.servers[i]
		if (all || server.ProjectID == who.ProjectID) && server.matches(query) {
			matching = append(matching, server)
		}
	}
	part, more, ok := collection.Cut(matching, page, func(server *Server) string { return server.ID })
	if !ok {
		return collection.BadRequest("marker [" + page.Marker + "] not found")
	}
	listed := make([]any, len(part))
	for i, server := range part {
		if listed[i] = s.brief(r, server); detail {
			listed[i] = s.detailed(r, server)
		}
	}
	answer := map[string]any{"servers": listed}
	if more {
		answer["servers_links"] = collection.Next(r, part[len(part)-1].ID)
	}
	collection.Reply(w, http.StatusOK, answer)
	return nil
}

// matches reports whether a server is one of those that a query asks for.
func (s *Server) matches(query url.Values) bool {
	return (!query.Has("image") || query.Get("image") == s.ImageID) &&
		(!query.Has("status") || strings.EqualFold(query.Get("status"), s.Status)) &&
		(!query.Has("name") || strings.Contains(s.Name, query.Get("name")))
}
