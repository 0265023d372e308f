// Package cinder is as much of a Block Storage service (OpenStack Cinder, API
// v3) as a client of the Image service meets when it asks which volumes were
// made from an image: the versions, the lists of volumes and one volume. It is
// written after Cinder's documented API, serves the demonstration and the
// tests, and shares no code with the client.
//
// An image can be made of a volume. Nothing else can be changed: such requests are
// answered as by a policy that allows them to nobody. What only an administrator is told
// of a volume is left out.
package cinder

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"glimpse/api/embedded/collection"
)

// Volume is one volume.
type Volume struct {
	// ID is a UUID, Name what its owner calls it.
	ID, Name string
	// Status is available, in-use or error.
	Status string
	// ProjectID and UserID are whose it is.
	ProjectID, UserID string
	// Size is in GiB.
	Size int
	// ImageID and ImageName are of the image that it was made from; a volume
	// that was made empty has none.
	ImageID, ImageName string
	// Server is the id of the server that it is attached to, if any.
	Server string
	// Created is when it was made.
	Created time.Time
}

// Uploads say how images are made of volumes.
type Uploads struct {
	Images Images
	// Takes is how long one takes.
	Takes time.Duration
	// RefuseForce takes no volume that is in use, as services do unless they are told to.
	RefuseForce bool
}

// Service is the Block Storage service. It is safe for concurrent use.
type Service struct {
	options collection.Options
	uploads Uploads
	// mu guards the volumes, whose statuses change.
	mu      sync.Mutex
	volumes collection.Records[Volume]

	working sync.WaitGroup
	closing sync.Once
	closed  chan struct{}
}

var _ http.Handler = (*Service)(nil)

// New returns a Service with volumes, newest first. It is to be closed.
func New(options collection.Options, uploads Uploads, volumes []Volume) *Service {
	missing := func(id string) error { return collection.NotFound("Volume " + id + " could not be found.") }
	s := &Service{options: options, uploads: uploads, closed: make(chan struct{})}
	s.volumes = collection.Records[Volume]{
		One: "volume", Many: "volumes", All: volumes, View: s.view, Create: create, Missing: missing, NoMarker: missing,
		ID:      func(volume *Volume) string { return volume.ID },
		Project: func(volume *Volume) string { return volume.ProjectID },
	}
	return s
}

// version is the path of the one version that there is.
const version = "/v3"

// byImage is the microversion since which a list can be filtered by the image
// that volumes were made from. Before it, the parameter is passed over.
const byImage = 4

var versions = collection.Versions{Service: "volume", Major: 3, Least: 0, Most: byImage}

// create is the rule that a request which changes something breaks.
const create = "volume:create"

// ServeHTTP answers one request of the Block Storage API. The path has the
// prefix, and after the version the id of the token's project.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := s.options.Path(r)
	if path == "" || path == version {
		s.describe(w, r, path)
		return
	}
	collection.Serve(w, r, s.options.Auth, func(who collection.Identity) error {
		minor, err := versions.Asked(w, r)
		if err != nil {
			return err
		}
		project, rest, _ := strings.Cut(strings.TrimPrefix(path, version+"/"), "/")
		if project != who.ProjectID {
			return collection.BadRequest("Malformed request url")
		}
		if id, isAction := volumeOfAction(rest); isAction && r.Method == http.MethodPost {
			return s.action(w, r, caller{who, minor}, id)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.volumes.Answer(w, r, who, "/"+rest, func(detail bool) error {
			return s.list(w, r, caller{who, minor}, detail)
		})
	})
}

// volumeOfAction returns the volume that a path asks for an action of.
func volumeOfAction(path string) (id string, isAction bool) {
	rest, isVolume := strings.CutPrefix(path, "volumes/")
	id, isAction = strings.CutSuffix(rest, "/action")
	return id, isVolume && isAction && id != "" && !strings.Contains(id, "/")
}

// caller is who asks, in which microversion.
type caller struct {
	collection.Identity
	minor int
}

// list answers GET /volumes and GET /volumes/detail. Whoever is no administrator
// gets the volumes of one project, whatever is asked for.
func (s *Service) list(w http.ResponseWriter, r *http.Request, who caller, detail bool) error {
	query := r.URL.Query()
	page, err := collection.ReadPage(query)
	if err != nil {
		return err
	}
	all := who.Admin && collection.IsTrue(query.Get("all_tenants"))
	return s.volumes.List(w, r, page, detail, func(volume *Volume) bool {
		return (all || volume.ProjectID == who.ProjectID) && volume.matches(query, who)
	})
}

// matches reports whether a volume is one of those that a query asks for. By the
// image that they were made from, an administrator alone may filter.
func (v *Volume) matches(query url.Values, who caller) bool {
	if bootable := query.Get("bootable"); bootable != "" && strconv.FormatBool(v.ImageID != "") != strings.ToLower(bootable) {
		return false
	}
	asked := query.Get("glance_metadata")
	if asked == "" || who.minor < byImage || !who.Admin {
		return true
	}
	var wanted map[string]string
	// The real service reads Python's literals, of which JSON's are some.
	if json.Unmarshal([]byte(asked), &wanted) != nil {
		return false
	}
	for key, value := range wanted {
		if v.imageMetadata()[key] != value {
			return false
		}
	}
	return true
}
