package glance

import (
	"net/http"
	"strconv"
)

// The limits of a project, in the words of the Identity service that keeps them. Those
// of bytes count in MiB, begun ones left out.
const (
	LimitSize      = "image_size_total"
	LimitStaged    = "image_stage_total"
	LimitCount     = "image_count_total"
	LimitUploading = "image_count_uploading"
)

// limitNames are those in the order in which the service tells them.
var limitNames = []string{LimitSize, LimitStaged, LimitCount, LimitUploading}

const mebibyte = 1 << 20

// usage is what a project uses of its limits.
type usage struct{ bytes, staged, images, uploading int64 }

// of is the part of it that a limit bounds.
func (u *usage) of(limit string) int64 {
	switch limit {
	case LimitSize:
		return u.bytes / mebibyte
	case LimitStaged:
		return u.staged / mebibyte
	case LimitCount:
		return u.images
	default:
		return u.uploading
	}
}

// usage adds up what a project uses.
func (s *Service) usage(project string) usage {
	var sum usage
	s.store.mu.RLock()
	defer s.store.mu.RUnlock()
	for _, e := range s.store.order {
		if r := e.record; r.Owner != nil && *r.Owner == project && !r.Deleted() && r.Status != statusKilled {
			sum.add(r)
		}
	}
	return sum
}

func (u *usage) add(r *Record) {
	u.images++
	size := orZero(r.Size)
	u.bytes += size * int64(len(r.Stores))
	uploads := r.Status == statusUploading || r.Status == statusImporting
	// What an import has left to do counts too, also after one that failed and left it.
	at := property(r.Properties, importingTo)
	if arriving := at >= 0 && r.Properties[at].Value != ""; uploads || arriving {
		u.staged += size
		u.uploading++
	} else if r.Status == statusSaving {
		u.uploading++
	}
}

// infoUsage answers GET /v2/info/usage.
func (c *call) infoUsage() error {
	out := []byte(`{"usage": {`)
	if c.s.options.Limits != nil {
		limits, used := c.s.options.Limits(c.who.ProjectID), c.s.usage(c.who.ProjectID)
		for i, name := range limitNames {
			if i > 0 {
				out = append(out, ", "...)
			}
			out = append(appendText(out, name), `: {"usage": `...)
			out = strconv.AppendInt(out, used.of(name), 10)
			out = strconv.AppendInt(append(out, `, "limit": `...), limits[name], 10)
			out = append(out, '}')
		}
	}
	return c.json(http.StatusOK, append(out, "}}"...))
}

// overLimit says that a project would use more than it may with what is added, or
// nothing. What it uses already may be as much as the limit: a last upload may go
// beyond it.
func (s *Service) overLimit(project, limit string, added int64) string {
	if s.options.Limits == nil {
		return ""
	}
	used, most := s.usage(project), s.options.Limits(project)[limit]
	now := used.of(limit)
	if now+added <= most {
		return ""
	}
	said := func(number int64) string { return strconv.FormatInt(number, 10) }
	return "The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was " +
		"breached.\n\nThe response body:\nProject " + project + " is over a limit for [Resource " + limit + " is over limit of " +
		said(most) + " due to current usage " + said(now) + " and delta " + said(added) + "]"
}

// within refuses what goes beyond a limit of the caller's project.
func (c *call) within(limit string, added int64) error {
	if said := c.s.overLimit(c.who.ProjectID, limit, added); said != "" {
		return explain(http.StatusRequestEntityTooLarge, said)
	}
	return nil
}

// overLimit says which limit keeps an import from being carried out, or nothing.
func (i *importing) overLimit() string {
	size := int64(0)
	if r := i.s.store.get(i.id); r != nil {
		size = orZero(r.Size) / mebibyte
	}
	if i.task.Method == "glance-direct" {
		return i.s.overLimit(i.task.Owner, LimitSize, size)
	}
	if said := i.s.overLimit(i.task.Owner, LimitStaged, size); said != "" {
		return said
	}
	return i.s.overLimit(i.task.Owner, LimitUploading, 0)
}
