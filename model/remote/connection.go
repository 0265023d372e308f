package remote

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"glimpse/model/text"
)

// Connection describes a connection to a cloud, as one user in one project.
type Connection struct {
	// Cloud is the name in clouds.yaml, or envvars.
	Cloud string
	// Project and User are names as the identity service told them, or the
	// configuration's where it told none; Region may be empty.
	Project, User, Region text.Untrusted
	// ProjectID is the id of the project, as it stands in the Owner of its
	// images; empty where the identity service told none.
	ProjectID text.Untrusted
	// UserID is the id of the user; empty where the identity service told none.
	UserID text.Untrusted
	// Roles are the names of the user's roles in the project, by which the cloud
	// decides what the user may do, in the order of the alphabet; none where the identity
	// service told none.
	Roles []text.Untrusted
	// Regions are those in which the catalogue offers images, of which the
	// configuration allows the use; empty where it names the endpoint itself.
	Regions []string
	// OtherRegions are those of the catalogue, without the connection's own, that have an
	// image service from which images can be imported.
	OtherRegions []string
	// Endpoint is the URL of the image service, without credentials.
	Endpoint text.Untrusted
	// Identity is the URL of the identity service, without credentials.
	Identity text.Untrusted
	// ReadOnly and Insecure report whether only reads leave the program, and
	// whether the cloud's certificate is not verified.
	ReadOnly, Insecure bool
	// PlainHTTP reports whether the login is encrypted and the image endpoint
	// is not, so that who is on the way can read the token.
	PlainHTTP bool
}

// MayAdminister reports whether the user has the role by which clouds know their
// administrators, or may have it: the roles are not known.
func (c *Connection) MayAdminister() bool {
	return len(c.Roles) == 0 || slices.ContainsFunc(c.Roles, func(role text.Untrusted) bool {
		return strings.EqualFold(role.Raw(), "admin")
	})
}

// RegionRequiredError is the error of connecting to a cloud with several regions of
// which none was chosen. openstacksdk takes the first; a change sent to the
// wrong region is not worth that convenience.
type RegionRequiredError struct {
	Cloud string
	// Regions are those to choose from.
	Regions []string
}

// Error lists the regions.
func (e *RegionRequiredError) Error() string {
	quoted := make([]string, len(e.Regions))
	for i, region := range e.Regions {
		quoted[i] = strconv.Quote(region)
	}
	return fmt.Sprintf("cloud %q has several regions, and none is chosen: %s", e.Cloud, strings.Join(quoted, ", "))
}

// Advice says how to choose one.
func (*RegionRequiredError) Advice() string { return "choose one with --region or OS_REGION_NAME" }
