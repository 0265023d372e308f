// Package glance is an Image service (OpenStack Glance, API v2.15) that lives
// in this process: an http.Handler over a store in memory which answers as
// Glance 25.1 does with its default configuration on SQLite, one file store
// and the Keystone pipeline, error texts and oddities included. It serves the
// program's demonstration mode and its tests, and shares no code with the
// client.
//
// Nothing is kept on disk. Locations, the image cache and imports from other regions
// are switched off, as they are by default in the real service, unless Options.Extras
// is set.
package glance

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/binary"
	"encoding/hex"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Identity is whom a token speaks for, as Keystone's middleware would say.
type Identity struct {
	// UserID and ProjectID are Keystone's ids; a token without a project has
	// no ProjectID. The names are for people and decide nothing.
	UserID, UserName, ProjectID, ProjectName string
	// Roles are the role names that the token carries on its project, those
	// that others imply included: admin, member, reader.
	Roles []string
	// SystemScope is set for a token scoped to the whole system.
	SystemScope bool
}

// Admin reports whether the identity carries the admin role.
func (i Identity) Admin() bool { return i.role("admin") }

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
	// default. It must be safe for concurrent use.
	NewID func() string
	// Seed drives what is arbitrary in the answers (the order of tags), and
	// the default NewID when it is not 0.
	Seed uint64
	// LimitDefault is the page size when none is asked for (25), LimitMax
	// the one that no request gets past (1000).
	LimitDefault, LimitMax int
	// NewRBAC answers by the defaults of the releases since 2023.1: readers
	// may not write, and only tokens scoped to a project are accepted.
	NewRBAC bool
	// Extras switches on what the real service has only where it is configured:
	// an image cache, several stores, locations, and imports from other regions.
	Extras bool
	// Limits returns what a project may have, by the names of the limits, as the
	// Identity service would; without it there are no limits.
	Limits func(projectID string) map[string]int64
	// Endpoint returns the address of the Image service in a region, as the catalogue
	// of a token has it.
	Endpoint func(region, face string) (address string, found bool)
	// SaveDelay is waited between reading an image and saving it in every
	// request that changes one, so that changes made meanwhile are lost as
	// they are in the real service, which knows no versions.
	SaveDelay time.Duration
	// Prefix is the path in front of the service, such as /glance. It never
	// appears in an answer.
	Prefix string
	// Certificates are the public keys of the certificates in the key manager of the
	// cloud, by their ids. Without any there is no key manager.
	Certificates map[string]*rsa.PublicKey
	// Fetch opens the source of a web-download, which has passed the filters
	// on scheme, host and port. By default it is asked for over HTTP.
	Fetch func(ctx context.Context, uri string) (io.ReadCloser, error)
	// Resolve looks up the addresses of a web-download's host, by default in
	// the DNS.
	Resolve func(ctx context.Context, host string) ([]string, error)
}

// Defaults of the real service's configuration.
const (
	defaultLimit = 25
	defaultMax   = 1000
)

// Service is the Image service. It is safe for concurrent use.
type Service struct {
	options  Options
	store    *store
	cache    imageCache
	metadefs *metadefs
	routes   []route
	// work counts the imports, and what is taken into the cache, under way.
	work sync.WaitGroup
}

var _ http.Handler = (*Service)(nil)

// New returns a Service without images.
func New(options Options) *Service {
	options.LimitDefault = cmp.Or(options.LimitDefault, defaultLimit)
	options.LimitMax = cmp.Or(options.LimitMax, defaultMax)
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.NewID == nil {
		options.NewID = newIDs(options.Seed)
	}
	if options.Fetch == nil {
		options.Fetch = fetch
		if options.Extras {
			options.Fetch = fetchNear
		}
	}
	if options.Resolve == nil {
		options.Resolve = resolve
	}
	s := &Service{options: options, store: newStore(), metadefs: newMetadefs(options.Now().UTC())}
	s.routes = s.routing()
	return s
}

// newIDs makes random UUIDs (RFC 9562, version 4), the same ones for the same
// seed unless it is 0.
func newIDs(seed uint64) func() string {
	if seed == 0 {
		return func() string {
			var raw [16]byte
			_, _ = rand.Read(raw[:]) // never fails, by its documentation
			return formatUUID(raw)
		}
	}
	var mu sync.Mutex
	source := mathrand.New(mathrand.NewPCG(seed, seed))
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		var raw [16]byte
		binary.BigEndian.PutUint64(raw[:8], source.Uint64())
		binary.BigEndian.PutUint64(raw[8:], source.Uint64())
		return formatUUID(raw)
	}
}

func formatUUID(raw [16]byte) string {
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	text := hex.EncodeToString(raw[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// now is the clock as the database keeps it, to the microsecond.
func (s *Service) now() time.Time { return s.options.Now().UTC().Truncate(time.Microsecond) }

// Load adds the records as they are, those marked deleted included, and takes
// the ownership of their slices. A record with an id that exists replaces the
// former one. It is made for many records at once.
func (s *Service) Load(records []Record) { s.store.load(records) }

// Snapshot returns what the service holds on an image, a deleted one
// included, whoever may see it. The slices in it must not be changed.
func (s *Service) Snapshot(id string) (Record, bool) {
	if r := s.store.get(id); r != nil {
		return *r, true
	}
	return Record{}, false
}

// Len is the number of images that are not deleted.
func (s *Service) Len() int { return s.store.len() }
