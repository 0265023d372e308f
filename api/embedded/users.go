package embedded

import (
	"slices"

	"glimpse/api/embedded/cinder"
	"glimpse/api/embedded/collection"
	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/keystone"
	"glimpse/api/embedded/nova"
	"glimpse/api/embedded/sample"
)

// The paths of the services that use images.
const (
	computePrefix = "/compute"
	storagePrefix = "/volume"
)

// users are the services that use images, as the catalogue lists them.
func (s *Server) users() []keystone.Endpoint {
	if s.options.ImagesOnly {
		return nil
	}
	return []keystone.Endpoint{
		{Type: "compute", Name: "nova", URL: s.url(computePrefix + "/v2.1")},
		{Type: "volumev3", Name: "cinderv3", URL: s.url(storagePrefix+"/v3/") + keystone.ProjectIDVariable},
	}
}

// furnishUsers makes the services that use images, with what was made from
// some.
func (s *Server) furnishUsers(records []glance.Record) {
	if s.options.ImagesOnly {
		return
	}
	options := s.sample(sample.Tenants())
	servers, volumes := sample.Users(records, options)
	if len(records) > 0 {
		volumes = append(sample.Disks(options), volumes...)
	}
	s.compute = nova.New(collection.Options{Auth: s.known, Prefix: computePrefix}, servers)
	s.storage = cinder.New(collection.Options{Auth: s.known, Prefix: storagePrefix}, cinder.Uploads{
		Images: volumeImages{s}, Takes: s.options.VolumeTakes, RefuseForce: s.options.RefuseForce,
	}, volumes)
}

// known lets them ask the Identity service about a token.
func (s *Server) known(token string) (collection.Identity, bool) {
	who, ok := authenticator{s.identity}.Authenticate(token)
	return collection.Identity{ProjectID: who.ProjectID, Admin: who.Admin(), Member: slices.Contains(who.Roles, "member")}, ok
}
