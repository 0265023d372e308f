// Package glance is an Image service (OpenStack Glance, API v2.15) that lives
// in this process: an http.Handler over a store in memory which answers as
// Glance 25.1 does with its default configuration on SQLite, one file store
// and the Keystone pipeline, error texts and oddities included. It serves the
// program's demonstration mode and its tests, and shares no code with the
// client.
//
// Nothing is kept on disk. Locations and the image cache are switched off, as
// they are by default in the real service.
package glance

import (
	"net/http"
	"sync"
	"time"
)

// Identity is whom a token speaks for, as Keystone's middleware would say.
type Identity struct {
	UserID, UserName, ProjectID, ProjectName string
	// Roles are the role names that the token carries on its project.
	Roles []string
	// SystemScope is set for a token scoped to the whole system.
	SystemScope bool
}

// Admin tells whether the identity carries the admin role.
func (i Identity) Admin() bool {
	for _, role := range i.Roles {
		if role == "admin" {
			return true
		}
	}
	return false
}

// Authenticator knows the tokens. It must be safe for concurrent use.
type Authenticator interface {
	// Authenticate returns whom the token speaks for. The answer to a token
	// for which ok is false is 401.
	Authenticate(token string) (identity Identity, ok bool)
}

// Options say what a Service should be like; the zero value of every field
// but Auth means the real service's default.
type Options struct {
	// Auth knows the tokens; without it every request is answered 401.
	Auth Authenticator
	// KeystoneURL is what a 401 names in Www-Authenticate, without /v3.
	KeystoneURL string
	// Now is the clock, time.Now by default.
	Now func() time.Time
	// NewID makes ids for images, tasks and requests: random UUIDs by
	// default.
	NewID func() string
	// Seed drives what is arbitrary in the answers (the order of tags) and
	// the default NewID when it is not 0.
	Seed uint64
	// LimitDefault is the page size when none is asked for (25), LimitMax
	// the one that no request gets past (1000).
	LimitDefault, LimitMax int
	// NewRBAC answers by the defaults of the releases since 2023.1: readers
	// may not write, and only project-scoped tokens are accepted.
	NewRBAC bool
	// SaveDelay is waited between reading an image and saving it in every
	// request that changes one, so that changes made meanwhile are lost as
	// they are in the real service, which knows no versions.
	SaveDelay time.Duration
	// Prefix is the path in front of the service, such as /glance. It never
	// appears in an answer.
	Prefix string
}

// Service is the Image service. It is safe for concurrent use.
type Service struct {
	options Options
	mu      sync.RWMutex
	records []Record
	byID    map[string]int
}

var _ http.Handler = (*Service)(nil)

// New returns an empty Service.
func New(options Options) *Service {
	return &Service{options: options, byID: map[string]int{}}
}

// Load adds the records as they are, those marked deleted included, and takes
// the ownership of their slices. A record with an id that exists replaces the
// former one.
func (s *Service) Load(records []Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, record := range records {
		if at, taken := s.byID[record.ID]; taken {
			s.records[at] = record
			continue
		}
		s.byID[record.ID] = len(s.records)
		s.records = append(s.records, record)
	}
}

// Snapshot returns what the service holds on an image, a deleted one
// included, whoever may see it.
func (s *Service) Snapshot(id string) (Record, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	at, ok := s.byID[id]
	if !ok {
		return Record{}, false
	}
	return s.records[at], true
}

// Len is the number of images that are not deleted.
func (s *Service) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	living := 0
	for i := range s.records {
		if !s.records[i].Deleted() {
			living++
		}
	}
	return living
}

// ServeHTTP answers one request of the Image API.
func (s *Service) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "The resource could not be found.", http.StatusNotFound)
}
