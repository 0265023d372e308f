package embedded

import (
	"maps"

	"glimpse/api/embedded/glance"
)

// everybody is what a project may have, unless it has limits of its own. Those of
// bytes are in MiB.
var everybody = map[string]int64{
	glance.LimitSize: 1 << 20, glance.LimitStaged: 100 << 10, glance.LimitCount: 100000, glance.LimitUploading: 100,
}

// few is what project other may have where the service has no images of the sample.
var few = map[string]int64{glance.LimitSize: 2, glance.LimitStaged: 1, glance.LimitCount: 3, glance.LimitUploading: 1}

// limitsOf is what a project may have.
func (s *Server) limitsOf(projectID string) map[string]int64 {
	if own, has := s.limits[projectID]; has {
		return own
	}
	return everybody
}

// setLimits gives project other small limits, or those who have images of the sample
// limits that leave them some room: a quarter of what they have, in round numbers.
func (s *Server) setLimits(records []glance.Record) {
	s.limits = map[string]map[string]int64{}
	if len(records) == 0 {
		s.limits[project("other").ID] = few
		return
	}
	bytes, images := map[string]int64{}, map[string]int64{}
	for i := range records {
		r := &records[i]
		if r.Owner == nil {
			continue
		}
		images[*r.Owner]++
		if r.Size != nil {
			bytes[*r.Owner] += *r.Size * int64(len(r.Stores))
		}
	}
	for owner, count := range images {
		limits := maps.Clone(everybody)
		limits[glance.LimitSize] = roundAbove(bytes[owner]>>20*5/4, 500<<10)
		limits[glance.LimitCount] = roundAbove(count*5/4, 100)
		s.limits[owner] = limits
	}
}

// roundAbove is the next multiple of a number above a count.
func roundAbove(count, multiple int64) int64 { return (count/multiple + 1) * multiple }
