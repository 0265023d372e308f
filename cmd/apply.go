package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"glimpse/cmd/change"
	"glimpse/model/job"
	"glimpse/model/plan"
)

func newApply(streams Streams, opts *options) *cobra.Command {
	flags := &sending{}
	command := &cobra.Command{
		Use:   "apply PLAN",
		Short: "Send a plan that was saved",
		Long: `Apply sends a plan that glimpse change --plan, or the preview of the screen, has
saved. Every image is read again: what needs no change any more is left out, and what
somebody has changed since is a conflict, of which nothing is sent. A plan is for
the cloud and the project that it was made on.`,
		Example: `  glimpse change --query 'os_distro=centos os_version=7' --plan eol.json 'tag +eol-2026'
  glimpse apply eol.json --yes --expect 37`,
		Args: oneArgument("apply takes the file of one plan"),
		RunE: func(command *cobra.Command, args []string) error {
			return applyPlan(command.Context(), streams, opts, flags, args[0])
		},
	}
	flags.add(command)
	return command
}

// oneArgument wants exactly one argument.
func oneArgument(said string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 || args[0] == "" {
			return usage(errors.New(said))
		}
		return nil
	}
}

func applyPlan(ctx context.Context, streams Streams, opts *options, flags *sending, name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return usage(fmt.Errorf("reading the plan: %w", err))
	}
	file, err := plan.ReadFile(content)
	if err != nil {
		return usage(err)
	}
	return flags.carry(ctx, streams, opts, flags.dryRun, func(s *changing) (change.Ending, error) {
		switch file.BelongsTo(s.changes.origin) {
		case plan.Here:
		case plan.Perhaps:
			return change.Failed, usage(&advisedError{
				errors.New("the plan does not say for certain which cloud it is for"), "make it again with glimpse change --plan",
			})
		default:
			return change.Failed, usage(&advisedError{
				fmt.Errorf("the plan is for another cloud or project: %s", file.Origin.Where()), "choose that with --cloud",
			})
		}
		return s.apply(&file.Plan)
	})
}

// apply sends what is left to be done of a plan that was kept.
func (s *changing) apply(p *plan.Plan) (change.Ending, error) {
	images, err := change.ByIDs(s.ctx, s.client, change.IDs(p))
	if err != nil {
		return change.Failed, err
	}
	left, blocked, changes := change.Reconcile(p, &images)
	s.run.Blocked = blocked
	s.run.Place = images.Place(s.ctx, s.client, &left, s.production)
	return s.run.Do(s.ctx, &left, changes, func() (job.ID, error) { return s.changes.Start(&left) })
}
