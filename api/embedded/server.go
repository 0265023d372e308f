// Package embedded runs a small OpenStack cloud inside this process, as a real HTTP
// server on loopback: an Identity service (keystone), an Image service (glance) with
// believable images (sample), and as much of a Compute and a Block Storage service
// (nova, cinder) as tells what the images are used by and makes images of volumes.
// The demonstration mode talks to it over the same client code as to any cloud, and
// so do the tests, which can make it slow, fail, lose replies and expire tokens on
// demand, and read which requests it got. It shares no code with the client.
package embedded

import (
	"cmp"
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"glimpse/api/embedded/cinder"
	"glimpse/api/embedded/faults"
	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/keystone"
	"glimpse/api/embedded/nova"
	"glimpse/api/embedded/sample"
)

// DefaultImages is the number of images that the demonstration has unless
// told otherwise.
const DefaultImages = 2000

// Options say what the cloud should be like. The zero value is a cloud
// without images, faults or delays.
type Options struct {
	// Images is the number of sample images.
	Images int
	// Seed decides the sample images and the faults: the same seed gives the
	// same ones.
	Seed uint64
	// Poison adds every kind of hostile image (control sequences, bad types
	// of names, decoder traps) to the few that the sample always has.
	Poison bool
	// Plain leaves those few out too, for clients that would not survive
	// them: one property named metadata ends openstackclient's list.
	Plain bool
	// HideTraps hides, as os_hidden does, the images of those few that end the
	// whole list of other clients, so that these work with the others.
	HideTraps bool
	// Latency is waited before every request. A latency in Faults replaces
	// it.
	Latency time.Duration
	// Faults is what goes wrong, in the grammar of faults.Parse.
	Faults string
	// Listen is the address to serve on, which must be on loopback;
	// 127.0.0.1 and any free port by default.
	Listen string
	// ImagePrefix is the path of the Image service in the catalogue, /image
	// by default; / for none. It may end in /v2, as some clouds have it.
	ImagePrefix string
	// ImagesOnly leaves the Compute and the Block Storage service out.
	ImagesOnly bool
	// TokenLife is how long a token is good for, an hour by default.
	TokenLife time.Duration
	// NewRBAC, Extras, SaveDelay, LimitDefault and LimitMax are as in
	// glance.Options.
	NewRBAC, Extras        bool
	SaveDelay              time.Duration
	LimitDefault, LimitMax int
	// VolumeTakes is how long an image of a volume takes, and RefuseForce takes no volume
	// that is in use.
	VolumeTakes time.Duration
	RefuseForce bool
	// Certificates are as in glance.Options.
	Certificates map[string]*rsa.PublicKey
	// Accounts are the users, keystone.Demo() by default.
	Accounts []keystone.Account
	// Now is the clock of both services, time.Now by default. It also says
	// how old the sample images are.
	Now func() time.Time
	// Wrap, if set, is put around everything that is served.
	Wrap func(http.Handler) http.Handler
}

const (
	defaultListen      = "127.0.0.1:0"
	defaultImagePrefix = "/image"
	identityPrefix     = "/identity"
	// headerTimeout bounds how long a client may take to send its headers.
	headerTimeout = 30 * time.Second
)

// Server is a cloud that is being served. It is safe for concurrent use.
type Server struct {
	address     string
	imagePath   string // as in the catalogue
	imagePrefix string // without the version
	// second is the Image service of the second region, where there is one.
	second   *glance.Service
	identity *keystone.Service
	image    *glance.Service
	compute  *nova.Service
	storage  *cinder.Service
	options  Options
	faults   *faults.Injector
	requests requestLog
	http     *http.Server
	served   chan struct{}
	stop     func() bool
	cancel   context.CancelFunc
	close    sync.Once
	closed   error
	// limits are what projects may have, of those that have limits of their own.
	limits map[string]map[string]int64
}

// Start serves a cloud until its Close is called or ctx ends. It returns an
// error if the faults cannot be read, or the address cannot be listened on.
func Start(ctx context.Context, options Options) (*Server, error) {
	options.Listen = cmp.Or(options.Listen, defaultListen)
	options.ImagePrefix = cmp.Or(options.ImagePrefix, defaultImagePrefix)
	if options.Now == nil {
		options.Now = time.Now
	}
	parsed, err := faults.Parse(options.Faults)
	if err != nil {
		return nil, err
	}
	listener, err := listen(ctx, options.Listen)
	if err != nil {
		return nil, err
	}
	s := &Server{address: listener.Addr().String(), options: options, served: make(chan struct{})}
	s.imagePath = strings.TrimSuffix(options.ImagePrefix, "/")
	s.imagePrefix = strings.TrimSuffix(s.imagePath, "/v2")
	s.furnish()
	s.faults = faults.NewInjector(options.Seed)
	s.apply(parsed)
	s.serve(ctx, listener)
	return s, nil
}

// listen refuses what is not loopback: the passwords are known to everybody,
// and an Image service can be told to fetch an address.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("reading the listen address: %w", err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("cannot listen on %s: the cloud has well-known passwords and serves loopback only, such as %s",
			address, defaultListen)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting the embedded cloud: %w", err)
	}
	return listener, nil
}

// furnish makes the services and their images.
func (s *Server) furnish() {
	tenants := sample.Tenants()
	s.identity = keystone.New(keystone.Options{
		Accounts: s.options.Accounts, Projects: tenants, Prefix: identityPrefix, TokenLife: s.options.TokenLife, Now: s.options.Now,
		Catalog: slices.Concat([]keystone.Endpoint{
			{Type: "identity", Name: "keystone", URL: s.AuthURL()},
			{Type: "image", Name: "glance", URL: s.ImageURL()},
		}, s.users(), s.elsewhere()),
	})
	s.image = glance.New(s.glanceOptions())
	var records []glance.Record
	if s.options.Images > 0 {
		records = sample.Records(s.sample(tenants))
	}
	s.furnishUsers(records)
	s.image.Load(records)
	if s.options.Extras {
		s.image.Cache(cached(records)...)
		s.furnishElsewhere()
		s.setLimits(records)
	}
}

// glanceOptions say what the Image service should be like.
func (s *Server) glanceOptions() glance.Options {
	options := glance.Options{
		Auth: authenticator{s.identity}, KeystoneURL: s.url(identityPrefix), Now: s.options.Now, Seed: s.options.Seed,
		LimitDefault: s.options.LimitDefault, LimitMax: s.options.LimitMax, NewRBAC: s.options.NewRBAC, Extras: s.options.Extras,
		SaveDelay: s.options.SaveDelay, Prefix: s.imagePrefix, Certificates: s.options.Certificates,
	}
	if s.options.Extras {
		options.Limits, options.Endpoint = s.limitsOf, s.endpoint
	}
	return options
}

// mostCached is how many of the sample images are in the image cache.
const mostCached = 12

// cached are the newest public images, which a cache would have.
func cached(records []glance.Record) []string {
	var ids []string
	for i := range records {
		r := &records[i]
		if r.Visibility == "public" && r.Status == "active" && !r.Hidden && len(ids) < mostCached {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// sample says what the sample images are to be like.
func (s *Server) sample(tenants []string) sample.Options {
	projects := sample.Projects{Admin: project("admin"), Demo: project("demo"), Other: project("other")}
	for _, name := range tenants {
		projects.Tenants = append(projects.Tenants, project(name))
	}
	return sample.Options{
		Images: s.options.Images, Seed: s.options.Seed, Now: s.options.Now(), Poison: s.options.Poison, Plain: s.options.Plain,
		HideTraps: s.options.HideTraps,
		Projects:  projects,
	}
}

func project(name string) sample.Project {
	return sample.Project{ID: keystone.ProjectID(name), Name: name}
}

func (s *Server) serve(ctx context.Context, listener net.Listener) {
	var handler http.Handler = http.HandlerFunc(s.handle)
	if s.options.Wrap != nil {
		handler = s.options.Wrap(handler)
	}
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	s.http = &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout,
		BaseContext: func(net.Listener) context.Context { return base },
		ErrorLog:    log.New(io.Discard, "", 0), // stderr is the terminal's in the demonstration
	}
	go func() {
		defer close(s.served)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.closed = fmt.Errorf("serving the embedded cloud: %w", err)
		}
	}()
	s.stop = context.AfterFunc(ctx, s.shut)
}

// Close ends the service, with every connection. It returns an error if the
// service had ended before, on its own.
func (s *Server) Close() error {
	s.stop()
	s.shut()
	return s.closed
}

func (s *Server) shut() {
	s.close.Do(func() {
		s.cancel()
		_ = s.http.Close() // what it could say has been said by Serve
		if s.storage != nil {
			s.storage.Close()
		}
		<-s.served
	})
}

// Done is closed when the service has ended.
func (s *Server) Done() <-chan struct{} { return s.served }

// handle answers one request after the faults have had their say.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	entry := s.requests.begin(r, s.classify(r))
	recorder := &recorder{ResponseWriter: w}
	defer func() { s.requests.end(entry, recorder) }()
	recorder.met = s.faults.Serve(recorder, r, s.group(r), http.HandlerFunc(s.route))
}

// route passes a request to the service that its path belongs to.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	switch {
	case under(identityPrefix, r.URL.Path):
		s.identity.ServeHTTP(w, r)
	case under(computePrefix, r.URL.Path) && s.compute != nil:
		s.compute.ServeHTTP(w, r)
	case under(storagePrefix, r.URL.Path) && s.storage != nil:
		s.storage.ServeHTTP(w, r)
	case under(secondPrefix, r.URL.Path) && s.second != nil:
		serveUnder(secondPrefix, s.second, w, r)
	case under(s.imagePrefix, r.URL.Path):
		serveUnder(s.imagePrefix, s.image, w, r)
	default:
		http.NotFound(w, r)
	}
}

// serveUnder has a service answer under a path. The real service is told so by its
// web server, and puts it into the addresses that it makes of the Host header: the
// versions' and Location. Clients that look at the versions first would go astray
// without it.
func serveUnder(prefix string, service http.Handler, w http.ResponseWriter, r *http.Request) {
	inner := r.WithContext(r.Context())
	inner.Host += prefix
	service.ServeHTTP(w, inner)
}

// under reports whether a path lies below a prefix.
func under(prefix, path string) bool {
	rest, found := strings.CutPrefix(path, prefix)
	return found && (rest == "" || rest[0] == '/')
}

func (s *Server) url(path string) string { return "http://" + s.address + path }

// AuthURL is the address of the Identity service, version included, as in a
// clouds.yaml.
func (s *Server) AuthURL() string { return s.url(identityPrefix + "/v3") }

// ImageURL is the address of the Image service as the catalogue has it.
func (s *Server) ImageURL() string { return s.url(s.imagePath) }

// authenticator lets the Image service ask the Identity service about tokens
// without a request. Nothing is cached: a revoked token is useless at once.
type authenticator struct{ keystone *keystone.Service }

// Authenticate implements glance.Authenticator.
func (a authenticator) Authenticate(token string) (glance.Identity, bool) {
	t, ok := a.keystone.Validate(token)
	return glance.Identity{
		UserID: t.UserID, UserName: t.UserName, ProjectID: t.ProjectID, ProjectName: t.ProjectName,
		Roles: t.Roles, SystemScope: t.System,
	}, ok
}
