package plan

import (
	"net/url"
	"path"
	"strings"

	"glimpse/model/lazy"
)

// Origin is the connection that a plan was made on, and its requests go
// through. It holds no credentials.
type Origin struct {
	// Cloud, Project, User and Region are names, as the person knows them.
	// Elsewhere others may have the same ones: with the OS_* variables the
	// cloud is always called envvars.
	Cloud   string `json:"cloud"`
	Project string `json:"project,omitempty"`
	User    string `json:"user,omitempty"`
	Region  string `json:"region,omitempty"`
	// Endpoint is the URL of the image service, Identity that of the identity
	// service, ProjectID and UserID are what the identity service calls them.
	Endpoint  string `json:"endpoint,omitempty"`
	Identity  string `json:"identity_endpoint,omitempty"`
	ProjectID string `json:"project_id,omitempty"`
	UserID    string `json:"user_id,omitempty"`
}

// Belonging says whether something that was begun on one connection belongs
// to another.
type Belonging int

const (
	// Elsewhere means that the images are others.
	Elsewhere Belonging = iota
	// Perhaps means that the names are the same, and that no more is known.
	Perhaps
	// Here means that the images are the same.
	Here
)

// BelongsTo reports whether what was begun on a connection is about the images
// of another one: one identity service, one project, one image service. The
// names and the user may be others. An origin that was written before these
// were kept, or by nobody who knew them, belongs perhaps where the names are
// the same.
func (o Origin) BelongsTo(there Origin) Belonging {
	endpoint, other := normalized(o.Endpoint), normalized(there.Endpoint)
	if o.Identity == "" || there.Identity == "" {
		sameNames := o.Cloud == there.Cloud && o.Project == there.Project && o.Region == there.Region
		if sameNames && (endpoint == other || endpoint == "" || other == "") {
			return Perhaps
		}
		return Elsewhere
	}
	if normalized(o.Identity) == normalized(there.Identity) && o.ProjectID == there.ProjectID && endpoint == other {
		return Here
	}
	return Elsewhere
}

// version is a version at the end of an endpoint's path.
var version = lazy.Regexp(`/v[0-9]+(\.[0-9]+)?$`)

// normalized writes an endpoint in one way: what does not change where it leads
// is left out.
func normalized(endpoint string) string {
	parsed, err := url.Parse(endpoint)
	if err != nil || parsed.Host == "" {
		return strings.TrimRight(endpoint, "/")
	}
	scheme, host, port := strings.ToLower(parsed.Scheme), strings.ToLower(parsed.Hostname()), parsed.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[scheme] {
		host += ":" + port
	}
	root := version().ReplaceAllString(path.Clean("/"+parsed.Path), "")
	return scheme + "://" + strings.TrimSuffix(host, ".") + strings.TrimSuffix(root, "/")
}

// Where says in a line for people where something was begun, as far as is
// known. It is not escaped.
func (o Origin) Where() string {
	var known []string
	for _, one := range []struct{ what, value string }{
		{"cloud ", o.Cloud},
		{"project ", o.Project},
		{"project id ", o.ProjectID},
		{"region ", o.Region},
		{"images at ", o.Endpoint},
		{"login at ", o.Identity},
	} {
		if one.value != "" {
			known = append(known, one.what+one.value)
		}
	}
	return strings.Join(known, ", ")
}
