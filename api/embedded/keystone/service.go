// Package keystone is an Identity service (OpenStack Keystone, API v3.14) that
// lives in this process: an http.Handler which answers as Keystone 22 does
// where a client of the Image service meets it, error bodies included. It
// serves the program's demonstration mode and its tests, and shares no code
// with the client.
//
// It knows one domain, a fixed set of projects and users, the methods
// password, token and application_credential, and scopes to a project, to the
// system or to nothing. Users and projects cannot be changed: such requests
// are answered as by a policy that allows them to nobody. Of a schema error,
// the dump of the schema is given for plain types only.
package keystone

import (
	"cmp"
	"net/http"
	"sync"
	"time"
)

// Endpoint is one service of the catalogue; it stands for its public,
// internal and admin interface alike, in one region. Those of one type are
// those of one service, in several regions.
type Endpoint struct {
	// Type is the service type, such as image, Name the service's name, such
	// as glance.
	Type, Name string
	// URL is where the service answers; [ProjectIDVariable] may be part of it.
	URL string
	// Region is the region, that of the Options by default.
	Region string
}

// Options say what a Service should be like. The zero value of every field
// stands for the default named with it.
type Options struct {
	// Accounts are the users, Demo() by default. Their projects exist.
	Accounts []Account
	// Projects are the names of further projects, which have no users.
	Projects []string
	// Catalog are the services that a scoped token's catalogue lists, none
	// by default.
	Catalog []Endpoint
	// Region is the catalogue's region, RegionOne by default.
	Region string
	// Prefix is the path in front of the service, such as /identity. Links
	// include it.
	Prefix string
	// TokenLife is how long a token is good for, an hour by default. Times
	// on the wire are whole seconds if it is: as in Keystone, such a token
	// then lives up to a second less.
	TokenLife time.Duration
	// Now is the clock, time.Now by default.
	Now func() time.Time
}

const (
	defaultRegion = "RegionOne"
	defaultLife   = time.Hour
)

// Service is the Identity service. It is safe for concurrent use.
type Service struct {
	options  Options
	projects []project
	users    []user
	routes   []route

	mu          sync.Mutex
	tokens      map[string]*Token
	credentials []*credential
	// life overrides the life of new tokens unless it is 0.
	life time.Duration
}

var _ http.Handler = (*Service)(nil)

// New returns a Service that has issued no tokens. Every account gets one
// application credential, see DemoCredential.
func New(options Options) *Service {
	if options.Accounts == nil {
		options.Accounts = Demo()
	}
	options.Region = cmp.Or(options.Region, defaultRegion)
	options.TokenLife = cmp.Or(options.TokenLife, defaultLife)
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Service{options: options, tokens: map[string]*Token{}}
	s.populate()
	s.routes = s.routing()
	return s
}

// SetTokenLife changes how long the tokens issued from now on are good for;
// 0 stands for the life given to New.
func (s *Service) SetTokenLife(life time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.life = life
}
