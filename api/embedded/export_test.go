package embedded

import (
	"glimpse/api/embedded/faults"
	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/keystone"
)

// SetFaults replaces what goes wrong from the next request on. An error is a
// *faults.SpecError, and changes nothing.
func (s *Server) SetFaults(spec string) error {
	parsed, err := faults.Parse(spec)
	if err != nil {
		return err
	}
	s.apply(parsed)
	return nil
}

// Busy is the number of requests under way.
func (s *Server) Busy() int {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	return s.requests.open
}

// Glance is the Image service, to look behind the API.
func (s *Server) Glance() *glance.Service { return s.image }

// Keystone is the Identity service, to look behind the API.
func (s *Server) Keystone() *keystone.Service { return s.identity }
