package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"glimpse/model"
)

const sharing = "sharing"

// AddMember shares an image with a project, by its id
// (POST /v2/images/{id}/members). The service does not check that there is such
// a project. One that is a member already is success.
//
// Errors: ErrForbidden where the image is not shared or not the user's,
// ErrQuota (128 members), ErrNotFound.
func (c *Client) AddMember(ctx context.Context, id model.ImageID, project string) error {
	body, err := json.Marshal(map[string]string{"member": project})
	if err != nil {
		return err
	}
	request := call{
		operation: sharing, image: id, method: http.MethodPost, path: imagePath(id) + "/members",
		body: body, mediaType: "application/json", accept: []int{http.StatusOK},
	}
	isMember := func(ctx context.Context) (bool, error) {
		_, is, err := c.memberOnce(ctx, id, project)
		return is, err
	}
	err = c.write(ctx, id, sharing, func(ctx context.Context, change *change) error {
		_, err := change.send(ctx, request)
		if errors.Is(err, ErrConflict) {
			if is, readErr := isMember(ctx); is && readErr == nil {
				return nil
			}
		}
		return err
	}, isMember)
	return memberAdvice(err)
}

// RemoveMember ends that an image is shared with a project
// (DELETE /v2/images/{id}/members/{project}). One that is no member is success.
// Errors: ErrForbidden where the image is not shared or not the user's,
// ErrNotFound where there is no such image.
func (c *Client) RemoveMember(ctx context.Context, id model.ImageID, project string) error {
	noMember := func(ctx context.Context) (bool, error) {
		_, is, err := c.memberOnce(ctx, id, project)
		return err == nil && !is, err
	}
	err := c.write(ctx, id, sharing, func(ctx context.Context, change *change) error {
		_, err := change.send(ctx, call{
			operation: sharing, image: id, method: http.MethodDelete, path: memberPath(id, project), accept: []int{http.StatusNoContent},
		})
		if errors.Is(err, ErrNotFound) {
			done, readErr := noMember(ctx)
			if done && readErr == nil {
				return nil
			}
			if readErr != nil {
				return readErr
			}
		}
		return err
	}, noMember)
	return memberAdvice(err)
}

// AnswerShare sets what a project answers to being offered an image
// (PUT /v2/images/{id}/members/{project}): pending, accepted or rejected. The
// project itself and an administrator can. Errors: ErrForbidden, ErrNotFound
// where the image is not shared with the project, ErrInvalid.
func (c *Client) AnswerShare(ctx context.Context, id model.ImageID, project string, answer model.MemberStatus) error {
	const answering = "answering the share of"
	body, err := json.Marshal(map[string]string{"status": answer.Raw()})
	if err != nil {
		return err
	}
	return c.write(ctx, id, answering, func(ctx context.Context, change *change) error {
		_, err := change.send(ctx, call{
			operation: answering, image: id, method: http.MethodPut, path: memberPath(id, project),
			body: body, mediaType: "application/json", accept: []int{http.StatusOK},
		})
		return err
	}, func(ctx context.Context) (bool, error) {
		member, is, err := c.memberOnce(ctx, id, project)
		return is && member.Status == answer, err
	})
}

func memberPath(id model.ImageID, project string) string {
	return imagePath(id) + "/members/" + url.PathEscape(project)
}

// memberOnce is one attempt to read one member of an image. That the image is
// not there is an error, that the project is no member of it is none.
func (c *Client) memberOnce(ctx context.Context, id model.ImageID, project string) (member model.Member, is bool, err error) {
	request := call{
		operation: "listing the members of", image: id, method: http.MethodGet, path: imagePath(id) + "/members",
		accept: []int{http.StatusOK},
	}
	err = c.readOnce(ctx, request, func(body []byte) error {
		members, err := decodeMembers(id, body)
		for _, one := range members {
			if one.Project.Raw() == project {
				member, is = one, true
			}
		}
		return err
	})
	return member, is, err
}

// memberAdvice gives an error of sharing the advice that fits it.
func memberAdvice(err error) error {
	var problem *Problem
	if !errors.As(err, &problem) {
		return err
	}
	advised := *problem
	switch {
	case problem.isOneOf(ErrForbidden):
		advised.advice = "only the owner shares an image, and only while its visibility is shared"
	case problem.isOneOf(ErrQuota):
		advised.advice = "an image has 128 members at most unless the cloud's operator allows more: remove some first"
	default:
		return err
	}
	return &advised
}
