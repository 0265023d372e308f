package runner

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Members is what a job needs of the image service to share images. The members of
// an image are no part of its record, and no listing has them.
type Members interface {
	Members(ctx context.Context, id model.ImageID) ([]model.Member, error)
	AddMember(ctx context.Context, id model.ImageID, project string) error
	RemoveMember(ctx context.Context, id model.ImageID, project string) error
	AnswerShare(ctx context.Context, id model.ImageID, project string, answer model.MemberStatus) error
}

// carryOutMembers reads the members of the image, decides, and sends what is left to
// be done. Glance has each member in a row of its own: a change of somebody else to
// another one does not matter, and nothing is written over by it.
func (a *attempt) carryOutMembers(planned *plan.Step) {
	var members []model.Member
	err := a.call(func(ctx context.Context) (err error) {
		members, err = a.runner.service.Members(ctx, planned.Image)
		return err
	})
	switch {
	case errors.Is(err, api.ErrNotFound):
		a.missing(planned)
	case errors.Is(err, api.ErrNotShared):
		a.contact = answered
		a.decided(plan.Reconciled{Decision: plan.NotAllowed, Reason: plan.NotShared}, nil)
	case err != nil:
		a.failed(err)
	default:
		a.contact = answered
		a.decided(planned.ReconcileMembers(members), nil)
	}
}

// performMembers sends the requests of a step about members. What is removed makes
// room for what is added.
func (r *Runner) performMembers(ctx context.Context, planned *plan.Step) error {
	wanted := planned.Members
	if planned.Kind == plan.Answer {
		answer := model.MemberStatus{Untrusted: text.Of(wanted.Status)}
		return r.service.AnswerShare(ctx, planned.Image, wanted.Project, answer)
	}
	for _, project := range wanted.Remove {
		if err := r.service.RemoveMember(ctx, planned.Image, project); err != nil {
			return fmt.Errorf("ending the share with project %s: %w", text.Escape(project), err)
		}
	}
	for _, project := range wanted.Add {
		if err := r.service.AddMember(ctx, planned.Image, project); err != nil {
			return fmt.Errorf("sharing with project %s: %w", text.Escape(project), err)
		}
	}
	return nil
}

// describeMembers says in a line what is sent about members.
func describeMembers(planned *plan.Step) string {
	said := make([]string, 0, planned.Members.Count())
	for _, request := range planned.Requests() {
		said = append(said, strings.TrimSpace(request.Method+" "+request.Path+" "+string(request.Body)))
	}
	return strings.Join(said, "; ")
}
