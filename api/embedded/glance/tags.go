package glance

import (
	"errors"
	"net/http"
	"slices"
)

// putTag answers PUT /v2/images/{id}/tags/{tag}. The tag is read from the path
// byte by byte, so one outside ASCII is stored garbled.
func (c *call) putTag() error {
	id, tag := c.vars[0], c.vars[1]
	wanted := value{kind: kindDict, dict: newDict()}
	wanted.dict.set("tags", value{kind: kindList, items: []value{stringValue(tag)}})
	if err := imageSchema().check(wanted); err != nil {
		return err
	}
	r, err := c.lookup(id)
	if err != nil {
		return tagFailure(err, id, "update")
	}
	if err := c.enforceOwned(ruleModifyImage, r); err != nil {
		return tagFailure(err, id, "update")
	}
	draft := *r
	if !slices.Contains(r.Tags, tag) {
		draft.Tags = append(slices.Clone(r.Tags), tag)
		if count := len(draft.Tags); count > quota {
			return explain(http.StatusRequestEntityTooLarge, "Image tag limit exceeded for image "+id+": "+
				overQuota("tags", count)+":")
		}
	}
	if err := c.save(&draft, saving{}); err != nil {
		return tagFailure(err, id, "update")
	}
	return c.empty(http.StatusNoContent)
}

// deleteTag answers DELETE /v2/images/{id}/tags/{tag}.
func (c *call) deleteTag() error {
	id, tag := c.vars[0], c.vars[1]
	r, err := c.lookup(id)
	if err != nil {
		return tagFailure(err, id, "delete")
	}
	if err := c.enforceOwned(ruleModifyImage, r); err != nil {
		return tagFailure(err, id, "delete")
	}
	if !slices.Contains(r.Tags, tag) {
		return noRoute()
	}
	draft := *r
	draft.Tags = slices.DeleteFunc(slices.Clone(r.Tags), func(known string) bool { return known == tag })
	if err := c.save(&draft, saving{}); err != nil {
		return tagFailure(err, id, "delete")
	}
	return c.empty(http.StatusNoContent)
}

// tagFailure gives an error the text that it has on this resource; one that
// comes from the policy keeps its own.
func tagFailure(err error, id, verb string) error {
	var failure *statusError
	if !errors.As(err, &failure) {
		return err
	}
	fromPolicy := failure.explanation != notOwner && failure.code == http.StatusForbidden &&
		failure.explanation != "Forbidding request, image "+id+" not visible"
	switch {
	case fromPolicy || failure.explanation == explanations[http.StatusNotFound]:
		return err
	case failure.code == http.StatusNotFound:
		return notFound("Image " + id + " not found.")
	case failure.code == http.StatusForbidden:
		return forbidden("Not allowed to " + verb + " tags for image " + id + ".")
	case failure.code == http.StatusBadRequest:
		return badRequest("Could not update image: " + failure.explanation)
	}
	return err
}
