package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"glimpse/model"
)

// onlyShared is a part of what Glance answers then, with a 403 that it also
// answers to those who may not know the members.
const onlyShared = "Only shared images have members"

// Members reads the projects that an image is shared with, and what they
// answered (GET /v2/images/{id}/members), in the service's order. The owner
// and an administrator see all of them; a member sees itself alone.
//
// The error is ErrNotShared where the image's visibility is not shared, which
// is an answer rather than a failure, ErrForbidden where this user may not
// know the members, and ErrNotFound where there is no such image that this
// project sees.
func (c *Client) Members(ctx context.Context, id model.ImageID) ([]model.Member, error) {
	request := call{
		operation: "listing the members of", image: id, method: http.MethodGet, path: imagePath(id) + "/members",
		accept: []int{http.StatusOK},
	}
	var members []model.Member
	err := c.read(ctx, request, func(body []byte) (err error) {
		members, err = decodeMembers(id, body)
		return err
	})
	var problem *Problem
	if errors.As(err, &problem) && problem.isOneOf(ErrForbidden) && strings.Contains(problem.said.Reveal(), onlyShared) {
		told := *problem
		told.Kind = ErrNotShared
		told.advice = "set its visibility to shared to share it with other projects"
		return nil, &told
	}
	return members, err
}

func decodeMembers(asked model.ImageID, body []byte) ([]model.Member, error) {
	_, list, err := decodeRecords(body, "members", "list of members")
	if err != nil {
		return nil, err
	}
	if err := checkRecords(asked, list); err != nil {
		return nil, err
	}
	members := make([]model.Member, len(list))
	for i, r := range list {
		members[i] = model.Member{
			Project:   r.text("member_id"),
			Status:    model.MemberStatus{Untrusted: r.text("status")},
			CreatedAt: r.time("created_at"),
			UpdatedAt: r.time("updated_at"),
		}
	}
	return members, nil
}
