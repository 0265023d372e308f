package glance

import (
	"errors"
	"net/http"
	"time"
)

// showImage answers GET /v2/images/{id}.
func (c *call) showImage() error {
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	if err := c.enforce(ruleGetImage, r); err != nil {
		return err
	}
	return c.image(http.StatusOK, r)
}

// deleteImage answers DELETE /v2/images/{id}. The id stays taken.
func (c *call) deleteImage() error {
	id := c.vars[0]
	gone := notFound("Failed to find image " + id + " to delete")
	r, err := c.lookup(id)
	if err != nil {
		return gone
	}
	if err := c.enforceOwned(ruleDeleteImage, r); err != nil {
		return err
	}
	if r.Protected {
		return forbidden("Image " + id + " is protected and cannot be deleted.")
	}
	c.s.pause()
	now := c.s.now()
	err = c.s.store.change(id, func(r *Record) (bool, error) {
		if r.Deleted() {
			return false, gone
		}
		r.bury(now)
		return true, nil
	})
	if err != nil {
		return err
	}
	c.s.cache.drop(id)
	return c.empty(http.StatusNoContent)
}

// bury marks an image as deleted and drops what goes with it.
func (r *Record) bury(now time.Time) {
	r.Status, r.DeletedAt, r.UpdatedAt = statusDeleted, now, now
	r.Properties, r.Tags, r.Members, r.Stores, r.Links, r.Data = nil, nil, nil, nil, nil, nil
}

// deactivateImage answers POST /v2/images/{id}/actions/deactivate.
func (c *call) deactivateImage() error {
	return c.switchStatus(ruleDeactivate, statusActive, statusDeactivated)
}

// reactivateImage answers POST /v2/images/{id}/actions/reactivate.
func (c *call) reactivateImage() error {
	return c.switchStatus(ruleReactivate, statusDeactivated, statusActive)
}

// switchStatus brings an image from one status to another; to be there
// already is fine.
func (c *call) switchStatus(rule, from, to string) error {
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	if err := c.enforceOwned(rule, r); err != nil {
		return err
	}
	switch r.Status {
	case to:
		return c.empty(http.StatusNoContent)
	case from:
	default:
		return forbidden("Not allowed to " + rule + " image in status '" + r.Status + "'")
	}
	draft := *r
	draft.Status = to
	if err := c.save(&draft, saving{from: from}); err != nil {
		return uncaught(err)
	}
	return c.empty(http.StatusNoContent)
}

// uncaught turns the conflict of two requests that were under way at once
// into the 500 that it is where the real service does not expect it.
func uncaught(err error) error {
	var failure *statusError
	if errors.As(err, &failure) && failure.code == http.StatusConflict {
		return broken()
	}
	return err
}
