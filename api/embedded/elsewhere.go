package embedded

import (
	"fmt"
	"strings"
	"time"

	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/keystone"
)

// With the extras there is a second region, whose Image service has images of its own,
// from which they can be imported.
const (
	firstRegion  = "RegionOne"
	secondRegion = "RegionTwo"
	secondPrefix = "/region-two/image"
)

// elsewhere are the services of the second region, as the catalogue lists them.
func (s *Server) elsewhere() []keystone.Endpoint {
	if !s.options.Extras {
		return nil
	}
	return []keystone.Endpoint{{Type: "image", Name: "glance", URL: s.url(secondPrefix), Region: secondRegion}}
}

// there are the images that the second region has: small ones, because what is imported
// is kept in memory, and two that cannot be imported.
var there = []struct {
	name, format, distribution, status, owner, visibility string
	size                                                  int64
}{
	{"netboot.xyz.iso", "iso", "", "active", "admin", "public", 2 << 20},
	{"ipxe.iso", "iso", "", "active", "admin", "public", 1 << 20},
	{"debian-13-rescue", "qcow2", "debian", "active", "admin", "public", 3 << 20},
	{"alpine-3.22-tiny", "raw", "alpine", "active", "demo", "shared", 2 << 20},
	{"alpine-3.21-tiny", "raw", "alpine", "deactivated", "demo", "shared", 1 << 20},
	{"golden-2026.11", "qcow2", "debian", "queued", "demo", "private", 0},
}

// furnishElsewhere makes the Image service of the second region.
func (s *Server) furnishElsewhere() {
	options := s.glanceOptions()
	options.Prefix, options.Extras, options.Limits = secondPrefix, false, nil
	s.second = glance.New(options)
	if s.options.Images == 0 {
		return
	}
	records := make([]glance.Record, len(there))
	for i := range there {
		records[i] = s.recordThere(i)
	}
	s.second.Load(records)
}

// recordThere is one of the images of the second region, each a week older than the one
// before.
func (s *Server) recordThere(i int) glance.Record {
	one := &there[i]
	const week = 7 * 24 * time.Hour
	made := s.options.Now().Add(-time.Duration(i+1) * week).UTC().Truncate(time.Second)
	owner, container := keystone.ProjectID(one.owner), "bare"
	r := glance.Record{
		ID: fmt.Sprintf("%08x-2e61-4d0a-9c37-5f1b8e0a7c42", 0x7a110000+i), Name: &one.name, Status: one.status, Visibility: one.visibility,
		DiskFormat: &one.format, ContainerFormat: &container, Owner: &owner, CreatedAt: made, UpdatedAt: made,
		Properties: []glance.Property{{Key: "hw_disk_bus", Value: "virtio"}, {Key: "ticket", Value: fmt.Sprint("IMG-", 4100+i)}},
	}
	if one.distribution != "" {
		r.Properties = append(r.Properties, glance.Property{Key: "os_distro", Value: one.distribution})
	}
	if one.size > 0 {
		_ = r.Fill(glance.Content(r.ID, one.size)) // which never fails
	}
	return r
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
