package plan

import (
	"net/url"

	"glimpse/model"
	"glimpse/model/patch"
)

// CacheField is the name of what Cache and Uncache change, which is no field of an
// image. The others are its values.
const (
	CacheField  = "image cache"
	CacheQueued = "queued"
	CacheCached = "cached"
	CacheNone   = "not cached"
)

// OfCache reports whether a step is about the image cache of the service, and so
// decided on that ([Step.ReconcileCache]).
func (s *Step) OfCache() bool { return s.Kind == Cache || s.Kind == Uncache }

// caches plans that images are cached, or dropped from the cache.
func (a *Around) caches(kind Kind) change {
	states := make(map[model.ImageID]string, len(a.Cache.Cached)+len(a.Cache.Queued))
	for _, id := range a.Cache.Queued {
		states[id] = CacheQueued
	}
	for i := range a.Cache.Cached {
		states[a.Cache.Cached[i].ID] = CacheCached
	}
	return func(image *model.Image, step *Step) Reason {
		state, has := states[image.ID]
		if !has {
			state = CacheNone
		}
		step.Kind = kind
		step.Shown = only(patch.Field{Name: CacheField, Set: true, Value: state})
		if has == (kind == Cache) {
			return AsWanted
		}
		return step.cacheable(image)
	}
}

// cacheable says why the image of a step cannot be cached, or nothing. It can always
// be dropped.
func (s *Step) cacheable(image *model.Image) Reason {
	switch {
	case s.Kind == Uncache:
		return ""
	case image.Unknown.Has(model.AttrStatus):
		return UnknownStatus
	case image.Status != model.StatusActive:
		return WrongStatus
	default:
		return ""
	}
}

// ReconcileCache decides a step about the image cache anew, on its image and on what
// the cache has now; nil is that this is not known.
func (s *Step) ReconcileCache(now *model.Image, cache *model.Cache) Reconciled {
	if cache != nil && cache.Has(s.Image) == (s.Kind == Cache) {
		return Reconciled{Decision: NoChange}
	}
	if why := s.cacheable(now); why != "" {
		return notAllowed(why, now.Status.Raw())
	}
	inverse := Step{Image: s.Image, Name: s.Name, Kind: Uncache}
	if s.Kind == Uncache {
		inverse.Kind = Cache
	}
	return Reconciled{Step: *s, Inverse: &inverse}
}

// cacheRequest is the request of a step about the image cache.
func (s *Step) cacheRequest() Request {
	method := "PUT"
	if s.Kind == Uncache {
		method = "DELETE"
	}
	return Request{Method: method, Path: "/v2/cache/" + url.PathEscape(s.Image.Raw())}
}

// openStackCache says what does the same, which the commands about images do not.
func (s *Step) openStackCache(id string) string {
	if s.Kind == Uncache {
		return "# not a command of openstack image: openstack cached image delete " + id
	}
	return "# not a command of openstack image: openstack cached image queue " + id
}
