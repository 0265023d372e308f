package embedded

import (
	"net/http"

	"glimpse/api/embedded/faults"
)

// apply replaces what goes wrong from the next request on, and starts the sequence of
// faults anew: with the same seed and the same requests, the same faults follow.
func (s *Server) apply(parsed faults.Faults) {
	if s.options.Latency > 0 {
		parsed.Delay(s.options.Latency)
	}
	s.identity.SetTokenLife(parsed.TokenLife())
	s.faults.Set(parsed)
}

// group returns which faults concern a request.
func (s *Server) group(r *http.Request) faults.Group {
	switch {
	case under(identityPrefix, r.URL.Path):
		return faults.Identity
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return faults.Read
	}
	return faults.Write
}
