package api

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"

	"glimpse/api/clouds"
	"glimpse/api/proxy"
	"glimpse/api/redact"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// Options are what a connection is made with.
type Options struct {
	// ReadOnly lets no request other than reads leave the program.
	ReadOnly bool
	// Workers is how many calls may be under way at once without waiting for a
	// connection; 0 is eight.
	Workers int
	// Readers is how many pages of a listing are read at once where all are wanted;
	// 0 is DefaultReaders, 1 reads one after the other.
	Readers int
	// Log gets a line for each request: method, path, status, duration and
	// request id, never a header or a body. Nil logs nothing.
	Log *slog.Logger
	// UserAgent goes before gophercloud's own.
	UserAgent string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Environ returns the environment in which proxies are looked for, as
	// KEY=VALUE; nil is os.Environ.
	Environ func() []string
	// Secrets learns the secrets of the connection, and keeps them out of every
	// error and out of the log; nil makes one.
	Secrets *redact.Secrets
	// RefuseInsecureEndpoint ends a connection whose login is encrypted and
	// whose image endpoint is not, before the token goes there.
	RefuseInsecureEndpoint bool
}

func (o Options) withDefaults() Options {
	if o.Workers <= 0 {
		o.Workers = 8
	}
	if o.Readers <= 0 {
		o.Readers = DefaultReaders
	}
	o.Workers = max(o.Workers, o.Readers)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Environ == nil {
		o.Environ = os.Environ
	}
	if o.Secrets == nil {
		o.Secrets = &redact.Secrets{}
	}
	return o
}

// Client is a connection to the image service of one cloud, as one user in
// one project. Its methods are safe for concurrent use.
type Client struct {
	about     remote.Connection
	endpoint  *url.URL // without /v2
	service   *gophercloud.ServiceClient
	transport *router
	source    *tokenSource
	retry     *retrier
	explain   *explainer
	log       *slog.Logger
	timeout   time.Duration
	readers   int // how many pages of a listing are read at once
	intern    *interner
	writes    keyedLock
	learned   capabilities
	// compute and storage are the services that use images; admin reports whether
	// the token carries the role that Cinder takes for an administrator's.
	compute, storage beside
	admin            bool
	// elsewhere are the image services of the regions.
	elsewhere []regional

	// life ends with Close, and with it every call under way.
	life context.Context //nolint:containedctx // it is the life of the connection, not of a call
	end  context.CancelCauseFunc
}

// String shows where the connection goes, and no secret.
func (c *Client) String() string {
	return fmt.Sprintf("image service %s of cloud %s", c.about.Endpoint.Display(), text.Escape(c.about.Cloud))
}

// Format implements fmt.Formatter: whatever the verb, a client prints as its
// String, and never as the fields among which the token is.
func (c *Client) Format(state fmt.State, _ rune) { fmt.Fprint(state, c.String()) }

// About describes the connection. It neither waits nor sends.
func (c *Client) About() remote.Connection { return c.about }

// Close ends the calls under way and drops the connections. Calls made
// afterwards fail. It may be called several times.
func (c *Client) Close() {
	c.end(errClosed)
	c.transport.CloseIdleConnections()
}

// Connect logs in to a cloud with one request, and finds its image service in
// the catalogue of the answer; it sends no other request. A password that is
// refused is not tried again.
//
// The error is a [*remote.RegionRequiredError] where the catalogue has several regions
// and none was chosen, an [*EndpointError] where it has no fitting image
// endpoint, a [*Problem] where logging in failed, or one about the
// certificates of the configuration.
func Connect(ctx context.Context, cloud clouds.Cloud, options Options) (*Client, error) {
	options = options.withDefaults()
	retry := newRetrier(options.Now)
	retry.log = options.Log
	return connect(ctx, cloud, options, retry)
}

func connect(ctx context.Context, cloud clouds.Cloud, options Options, retry *retrier) (*Client, error) {
	identityURL, err := identityEndpoint(cloud.AuthURL)
	if err != nil {
		return nil, fmt.Errorf("reading the auth_url of cloud %q: %w", cloud.Name, err)
	}
	transport, err := newRouter(&cloud, &options)
	if err != nil {
		return nil, err
	}
	keepSecrets(options.Secrets, &cloud, transport.proxies)
	explain := &explainer{cloud: &cloud, login: identityURL, secrets: options.Secrets, environ: options.Environ(), now: options.Now}
	entry := &guardTransport{next: transport, readOnly: options.ReadOnly, identity: identityURL}
	web := http.Client{
		Transport:     entry,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	timeout := callTimeout
	if cloud.Timeout > 0 {
		timeout = cloud.Timeout
	}
	if err := complete(cloud.AuthOptions()); err != nil {
		return nil, fmt.Errorf("reading the login of cloud %q: %w", cloud.Name, err)
	}
	source := newTokenSource(explain, web, &options, retry)
	source.timeout = timeout
	first, err := source.first(ctx)
	if err != nil {
		transport.CloseIdleConnections()
		return nil, err
	}
	endpoint, region, err := explain.imageEndpoint(first.catalog, options.RefuseInsecureEndpoint)
	if err != nil {
		transport.CloseIdleConnections()
		return nil, first.unscoped(err, explain.setting("project_name"))
	}
	entry.image = endpoint
	client := &Client{
		endpoint:  endpoint,
		service:   &gophercloud.ServiceClient{ProviderClient: newProvider(web, options.UserAgent), Type: "image"},
		transport: transport,
		source:    source,
		retry:     retry,
		explain:   explain,
		log:       options.Log,
		timeout:   timeout,
		readers:   options.Readers,
		intern:    newInterner(),
	}
	client.life, client.end = context.WithCancelCause(context.Background())
	client.service.Endpoint = endpoint.String() + "/"
	client.about = about(&cloud, first, region, options.ReadOnly)
	client.about.Endpoint = text.Of(options.Secrets.Redact(endpoint.Redacted()))
	client.about.Identity = text.Of(options.Secrets.Redact(identityURL.Redacted()))
	client.about.PlainHTTP = exposed(identityURL, endpoint)
	client.admin = first.admin
	client.besides(&cloud, entry, first)
	client.regions(&cloud, entry, first.catalog)
	client.about.Regions = usableRegions(&cloud, first.catalog)
	client.about.OtherRegions = client.otherRegions()
	return client, nil
}

// about describes a connection: by what the token says of it, and where that says
// nothing, by the configuration.
func about(cloud *clouds.Cloud, first login, region string, readOnly bool) remote.Connection {
	about := first.about
	configured := func(fact *text.Untrusted, names ...string) {
		if fact.IsEmpty() {
			*fact = text.Of(cmp.Or(names...))
		}
	}
	configured(&about.Project, cloud.ProjectName, cloud.ProjectID)
	configured(&about.ProjectID, cloud.ProjectID)
	configured(&about.User, cloud.Username, cloud.UserID)
	configured(&about.UserID, cloud.UserID)
	about.Cloud, about.Region = cloud.Name, text.Of(region)
	about.ReadOnly, about.Insecure = readOnly, !cloud.Verify
	return about
}

// newTokenSource makes what logs in to a cloud.
func newTokenSource(explain *explainer, web http.Client, options *Options, retry *retrier) *tokenSource {
	return &tokenSource{
		identity: &gophercloud.ServiceClient{
			ProviderClient: newProvider(web, options.UserAgent),
			Endpoint:       explain.login.String() + "/",
			Type:           "identity",
		},
		options: explain.cloud.AuthOptions(),
		now:     options.Now,
		retry:   retry,
		explain: explain,
		log:     options.Log,
	}
}

// imageEndpoint finds the image service, and refuses one that the token must
// not go to. Its errors hold no secret, whatever is in the catalogue.
func (e *explainer) imageEndpoint(catalog *tokens.ServiceCatalog, refuseInsecure bool) (endpoint *url.URL, region string, err error) {
	endpoint, region, err = imageEndpoint(e.cloud, catalog)
	if err == nil && refuseInsecure && exposed(e.login, endpoint) {
		err = &InsecureEndpointError{Cloud: e.cloud.Name, Endpoint: endpoint.Redacted(), setting: e.setting("image_endpoint_override")}
	}
	if err == nil {
		return endpoint, region, nil
	}
	err = redacted(err, e.secrets)
	if remote.Advice(err) == "" {
		err = &catalogueError{error: err, advice: "set " + e.setting("image_endpoint_override") + " to the URL of the image service"}
	}
	return nil, "", err
}

// keepSecrets registers which secrets a connection has, and which of the same words
// are none.
func keepSecrets(secrets *redact.Secrets, cloud *clouds.Cloud, proxies proxy.Settings) {
	secrets.Publish(cloud.Name, cloud.Username, cloud.UserDomainName, cloud.ProjectName, cloud.ProjectDomainName, cloud.DomainName,
		cloud.Region)
	secrets.Add(cloud.Password.Reveal(), cloud.Passcode.Reveal(), cloud.Token.Reveal(), cloud.ApplicationCredentialSecret.Reveal())
	secrets.Add(proxies.Secrets()...)
}

// exposed reports whether a token that was got over TLS is sent without it.
func exposed(login, endpoint *url.URL) bool {
	return login.Scheme == "https" && endpoint.Scheme == "http"
}

// newProvider makes a gophercloud client that sends what it is told to: its
// hooks for renewing and retrying stay empty, because both are done here.
func newProvider(web http.Client, agent string) *gophercloud.ProviderClient {
	provider := &gophercloud.ProviderClient{HTTPClient: web}
	provider.UseTokenLock()
	if agent != "" {
		provider.UserAgent.Prepend(agent)
	}
	return provider
}

// identityEndpoint completes an auth_url with the version that this program
// speaks, so that no request is spent on asking which versions there are.
func identityEndpoint(authURL string) (*url.URL, error) {
	parsed, err := webURL(authURL)
	if err != nil {
		return nil, err
	}
	switch version := path.Base(parsed.Path); version {
	case "v3":
	case "v2.0":
		parsed.Path = path.Dir(parsed.Path) + "/v3"
	default:
		parsed.Path += "/v3"
	}
	parsed.Path = "/" + strings.TrimLeft(parsed.Path, "/")
	return parsed, nil
}
