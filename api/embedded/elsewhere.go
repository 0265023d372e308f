package embedded

import (
	"strings"

	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/keystone"
	"glimpse/api/embedded/sample"
)

// With the extras there is a second region, whose Image service has images of its own,
// from which they can be imported.
const (
	firstRegion  = "RegionOne"
	secondRegion = "RegionTwo"
	secondPrefix = "/region-two/image"
	// secondImages is how many images it has at most.
	secondImages = 40
)

// elsewhere are the services of the second region, as the catalogue lists them.
func (s *Server) elsewhere() []keystone.Endpoint {
	if !s.options.Extras {
		return nil
	}
	return []keystone.Endpoint{{Type: "image", Name: "glance", URL: s.url(secondPrefix), Region: secondRegion}}
}

// furnishElsewhere makes the Image service of the second region, of the images of
// another seed.
func (s *Server) furnishElsewhere() {
	options := s.glanceOptions()
	options.Prefix, options.Extras, options.Limits = secondPrefix, false, nil
	s.second = glance.New(options)
	if s.options.Images == 0 {
		return
	}
	there := s.sample(sample.Tenants())
	there.Images, there.Seed, there.Plain, there.Poison = min(secondImages, s.options.Images), s.options.Seed+1, true, false
	s.second.Load(sample.Records(there))
}

// endpoint is the address of the Image service in a region, whose name may be in
// capital letters or not.
func (s *Server) endpoint(region, face string) (address string, found bool) {
	if face != "public" && face != "internal" && face != "admin" {
		return "", false
	}
	switch strings.ToLower(region) {
	case strings.ToLower(firstRegion):
		return s.url(s.imagePrefix), true
	case strings.ToLower(secondRegion):
		return s.url(secondPrefix), true
	}
	return "", false
}
