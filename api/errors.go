package api

import (
	"errors"
	"fmt"
	"strings"

	"glimpse/api/redact"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// EndpointError reports that the catalogue has no image endpoint of the kind
// that was asked for.
type EndpointError struct {
	Cloud, Region, Interface string
	// Regions and Interfaces are what the catalogue has instead.
	Regions, Interfaces []string
}

// Error says what was looked for and what there is.
func (e *EndpointError) Error() string {
	cloud := text.Escape(e.Cloud)
	switch {
	case len(e.Interfaces) == 0:
		return fmt.Sprintf("cloud %s has no image service in its catalogue", cloud)
	case e.Region != "" && len(e.Regions) > 0:
		return fmt.Sprintf("cloud %s has no %s image endpoint in region %s; it has one in %s",
			cloud, text.Escape(e.Interface), text.Escape(e.Region), escapedList(e.Regions))
	}
	return fmt.Sprintf("cloud %s has no %s image endpoint; it has %s", cloud, text.Escape(e.Interface), escapedList(e.Interfaces))
}

// Advice says what to change.
func (e *EndpointError) Advice() string {
	switch {
	case len(e.Interfaces) == 0:
		return "the project may have no access to it; otherwise set image_endpoint_override in clouds.yaml"
	case e.Region != "" && len(e.Regions) > 0:
		return "choose another --region"
	}
	return "choose another --interface"
}

// InsecureEndpointError reports that the image endpoint is not encrypted
// although the login is, and that the token was not sent there, as the
// configuration wants it.
type InsecureEndpointError struct {
	Cloud, Endpoint string

	setting string // image_endpoint_override, where it is set
}

// Error says what is not encrypted.
func (e *InsecureEndpointError) Error() string {
	return fmt.Sprintf("the image endpoint of cloud %s is %s, not encrypted although the login is; "+
		"insecure_endpoint: refuse keeps the token from it, nothing was sent there", text.Escape(e.Cloud), text.Escape(e.Endpoint))
}

// Advice says how to go on.
func (e *InsecureEndpointError) Advice() string {
	return "set " + e.setting + " to the https address of the image service, or ask the cloud's operator to correct the catalogue; " +
		"insecure_endpoint: warn in the configuration of glimpse only warns"
}

// catalogueError is an error about an address with what to do about it.
type catalogueError struct {
	error
	advice string
}

// Unwrap returns the error itself.
func (e *catalogueError) Unwrap() error { return e.error }

// Advice says which setting takes the place of the address.
func (e *catalogueError) Advice() string { return e.advice }

// redacted takes the secrets out of what an error about the catalogue repeats
// of it.
func redacted(err error, secrets *redact.Secrets) error {
	hide := func(names []string) []string {
		shown := make([]string, len(names))
		for i, name := range names {
			shown[i] = secrets.Redact(name)
		}
		return shown
	}
	switch known := err.(type) { //nolint:errorlint // they are returned as they are, never wrapped
	case *remote.RegionRequiredError:
		return &remote.RegionRequiredError{Cloud: known.Cloud, Regions: hide(known.Regions)}
	case *EndpointError:
		hidden := *known
		hidden.Regions, hidden.Interfaces = hide(known.Regions), hide(known.Interfaces)
		return &hidden
	case *InsecureEndpointError:
		hidden := *known
		hidden.Endpoint = secrets.Redact(known.Endpoint)
		return &hidden
	}
	if said := err.Error(); secrets.Redact(said) != said {
		return errors.New(secrets.Redact(said))
	}
	return err
}

// UnscopedError reports that the login is good for no project, so that its
// catalogue is empty.
type UnscopedError struct {
	Cloud string

	setting string // project_name, where it is to be set
}

// Error says what the login is good for.
func (e *UnscopedError) Error() string {
	return fmt.Sprintf("the login to cloud %s is good for no project, and so for no image service", text.Escape(e.Cloud))
}

// Advice says what to change.
func (e *UnscopedError) Advice() string {
	return "set " + e.setting + " to one of your projects"
}

// unscoped turns the error that there is no image service into its cause, where
// the login is good for nothing.
func (l *login) unscoped(err error, setting string) error {
	var missing *EndpointError
	if !l.scoped && errors.As(err, &missing) && len(missing.Interfaces) == 0 {
		return &UnscopedError{Cloud: missing.Cloud, setting: setting}
	}
	return err
}

func escapedList(names []string) string {
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = text.Escape(name)
	}
	return strings.Join(shown, ", ")
}
