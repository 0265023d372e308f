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

// Service is the Compute service. It is safe for concurrent use.
type Service struct {
	options collection.Options
	servers collection.Records[Server]
}

var _ http.Handler = (*Service)(nil)

// New returns a Service with servers, newest first.
func New(options collection.Options, servers []Server) *Service {
	s := &Service{options: options}
	s.servers = collection.Records[Server]{
		One: "server", Many: "servers", All: servers, View: s.view, Create: create,
		ID:       func(server *Server) string { return server.ID },
		Project:  func(server *Server) string { return server.ProjectID },
		Missing:  func(id string) error { return collection.NotFound("Instance " + id + " could not be found.") },
		NoMarker: func(id string) error { return collection.BadRequest("marker [" + id + "] not found") },
	}
	return s
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
	path := s.options.Path(r)
	if path == "" || path == version {
		s.describe(w, r, path)
		return
	}
	collection.Serve(w, r, s.options.Auth, func(who collection.Identity) error {
		if _, err := versions.Asked(w, r); err != nil {
			return err
		}
		return s.servers.Answer(w, r, who, strings.TrimPrefix(path, version), func(detail bool) error {
			return s.list(w, r, who, detail)
		})
	})
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
	return s.servers.List(w, r, page, detail, func(server *Server) bool {
		return (all || server.ProjectID == who.ProjectID) && server.matches(query)
	})
}

// matches reports whether a server is one of those that a query asks for.
func (s *Server) matches(query url.Values) bool {
	return (!query.Has("image") || query.Get("image") == s.ImageID) &&
		(!query.Has("status") || strings.EqualFold(query.Get("status"), s.Status)) &&
		(!query.Has("name") || strings.Contains(s.Name, query.Get("name")))
}
