package clouds

import (
	"time"

	"github.com/gophercloud/gophercloud/v2"
)

// Cloud is everything needed to connect to the image service of one cloud in
// one region. Every text in it is foreign: escape it before showing it. Its
// secrets print as "[redacted]".
type Cloud struct {
	// Name is the cloud's name in clouds.yaml, or envvars.
	Name string
	// File is where the cloud is written; empty for the environment.
	File string
	// Region is the chosen region, empty if the configuration names none;
	// Regions are all that it names.
	Region  string
	Regions []string
	// Interface is the kind of endpoint: public, internal or admin.
	Interface string

	// AuthType is password, token, v3applicationcredential, v3totp or
	// v3multifactor.
	AuthType string
	// AuthURL is the address of the Identity API, with its version or without.
	AuthURL string
	// Username or UserID is who logs in; a name needs its domain.
	Username, UserID             string
	UserDomainID, UserDomainName string
	Password                     Secret
	// Passcode is the code of a second factor, which is good for one login.
	Passcode                    Secret
	Token                       Secret
	ApplicationCredentialID     string
	ApplicationCredentialName   string
	ApplicationCredentialSecret Secret
	ProjectID, ProjectName      string
	ProjectDomainID             string
	ProjectDomainName           string
	DefaultDomainID             string
	DefaultDomainName           string
	DomainID, DomainName        string
	SystemScope                 string
	TrustID                     string
	ImageEndpointOverride       string
	ImageAPIVersion             string
	ImageServiceType            string
	ImageServiceName            string
	// Compute and BlockStorage are how the services that use images are found.
	Compute, BlockStorage Service
	// Verify reports whether the service's certificate is verified: against the
	// authorities in the file CACert, or those of the system if it is empty.
	Verify bool
	CACert string
	// Cert and Key are the files of the client's certificate and its key; with
	// Key empty, Cert holds both.
	Cert, Key string
	// Timeout bounds one request; 0 is the program's own choice.
	Timeout time.Duration
	// Warnings are what is odd about this cloud.
	Warnings []Warning
}

// AuthOptions returns the login as gophercloud takes it. AllowReauth is set for
// what can be sent again, a password or an application credential, and not for
// a token or a passcode: once used up, they are of no use. The result holds the secrets
// in the clear and must not be printed.
func (c Cloud) AuthOptions() gophercloud.AuthOptions {
	options := gophercloud.AuthOptions{IdentityEndpoint: c.AuthURL}
	switch c.AuthType {
	case authToken:
		options.TokenID = c.Token.Reveal()
		options.Scope = c.scope()
	case authApplicationCredential:
		// The scope is that of the credential; the service refuses another.
		options.AllowReauth = true
		options.ApplicationCredentialID = c.ApplicationCredentialID
		options.ApplicationCredentialSecret = c.ApplicationCredentialSecret.Reveal()
		if c.ApplicationCredentialID == "" {
			options.ApplicationCredentialName = c.ApplicationCredentialName
			c.setUser(&options)
		}
	case authTOTP, authMultifactor:
		// A passcode cannot be sent again.
		options.Password, options.Passcode = c.Password.Reveal(), c.Passcode.Reveal()
		options.Scope = c.scope()
		c.setUser(&options)
	default:
		options.AllowReauth = true
		options.Password = c.Password.Reveal()
		options.Scope = c.scope()
		c.setUser(&options)
	}
	return options
}

// setUser fills in who logs in: an id alone, or a name with its domain.
func (c Cloud) setUser(options *gophercloud.AuthOptions) {
	if c.UserID != "" {
		options.UserID = c.UserID
		return
	}
	options.Username = c.Username
	options.DomainID, options.DomainName = c.domain(c.UserDomainID, c.UserDomainName)
}

// domain returns the id of a domain or else its name. Without either it is the
// default domain of the configuration, and at last the domain `default`, as
// the openstack command has it.
func (c Cloud) domain(id, name string) (onlyID, onlyName string) {
	for _, pair := range [][2]string{{id, name}, {c.DefaultDomainID, c.DefaultDomainName}} {
		if pair[0] != "" {
			return pair[0], ""
		}
		if pair[1] != "" {
			return "", pair[1]
		}
	}
	return "default", ""
}

// scope returns what the token is to be good for. An empty one leaves it to
// the service: the user's default project, or the scope of the token given.
func (c Cloud) scope() *gophercloud.AuthScope {
	scope := &gophercloud.AuthScope{}
	switch {
	case c.TrustID != "":
		scope.TrustID = c.TrustID
	case c.SystemScope != "":
		scope.System = true
	case c.ProjectID != "":
		scope.ProjectID = c.ProjectID
	case c.ProjectName != "":
		scope.ProjectName = c.ProjectName
		scope.DomainID, scope.DomainName = c.domain(c.ProjectDomainID, c.ProjectDomainName)
	case c.DomainID != "":
		scope.DomainID = c.DomainID
	case c.DomainName != "":
		scope.DomainName = c.DomainName
	}
	return scope
}
