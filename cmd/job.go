package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"glimpse/api/journal"
	"glimpse/cmd/change"
	"glimpse/model/job"
	"glimpse/model/plan"
)

func newJob(streams Streams, opts *options) *cobra.Command {
	command := &cobra.Command{
		Use:   "job report|resume|undo JOB",
		Short: "Report, finish or undo a job",
		Long: `Job tells what became of every image of a job, finishes one that was interrupted,
and takes one back. glimpse jobs lists them. Finishing and undoing go through the
preview like every other change.`,
		Args: func(*cobra.Command, []string) error {
			return usage(&advisedError{errors.New("job takes report, resume or undo, and the id of a job"), "glimpse jobs lists the jobs"})
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	wanted := oneArgument("which job? glimpse jobs lists them")
	report := &sending{}
	reported := &cobra.Command{
		Use: "report JOB", Short: "Tell what became of every image of a job", Args: wanted,
		RunE: func(_ *cobra.Command, args []string) error { return reportJob(streams, report, job.ID(args[0])) },
	}
	report.addOutput(reported)
	resumed := sendingJob(streams, opts, "resume JOB", "Finish a job that was interrupted", wanted, (*changing).resume)
	undone := sendingJob(streams, opts, "undo JOB", "Undo a job, as far as it can be undone", wanted, (*changing).undo)
	reported.ValidArgsFunction = completeJob(streams, func(journal.Known) bool { return true })
	resumed.ValidArgsFunction = completeJob(streams, func(one journal.Known) bool { return !one.Finished })
	undone.ValidArgsFunction = completeJob(streams, func(one journal.Known) bool { return one.Finished })
	command.AddCommand(reported, resumed, undone)
	return command
}

// sendingJob makes a command that sends what is planned of a job.
func sendingJob(
	streams Streams, opts *options, use, short string, args cobra.PositionalArgs, do func(*changing, job.ID) (change.Ending, error),
) *cobra.Command {
	flags := &sending{}
	command := &cobra.Command{
		Use: use, Short: short, Args: args,
		RunE: func(command *cobra.Command, args []string) error {
			return flags.carry(command.Context(), streams, opts, flags.dryRun, func(s *changing) (change.Ending, error) {
				ending, err := do(s, job.ID(args[0]))
				return ending, ofJob(job.ID(args[0]), err)
			})
		},
	}
	flags.add(command)
	return command
}

// ofJob says what is wrong with a job in words for the command line.
func ofJob(id job.ID, err error) error {
	var uncertain *job.UncertainError
	switch {
	case errors.As(err, &uncertain):
		return &advisedError{err, "open glimpse on its cloud: J lists the job, and asks whether it belongs there"}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, journal.ErrNone):
		return &advisedError{fmt.Errorf("there is no job %s", id), "glimpse jobs lists the jobs"}
	default:
		return err
	}
}

// resume finishes a job of an earlier run.
func (s *changing) resume(id job.ID) (change.Ending, error) {
	left, err := s.changes.Left(id)
	if err != nil {
		return change.Failed, err
	}
	finish := func() (job.ID, error) { return id, s.changes.Finish(id) }
	if left.IsEmpty() && !s.run.DryRun { // it only lacks its end
		return s.run.Finish(s.ctx, &left, finish)
	}
	return s.planned(&left, finish)
}

// undo takes a job back.
func (s *changing) undo(id job.ID) (change.Ending, error) {
	undo, err := s.changes.Undo(id)
	if err != nil {
		return change.Failed, err
	}
	images, err := change.ByIDs(s.ctx, s.client, change.IDs(&undo))
	if err != nil {
		return change.Failed, err
	}
	s.run.Place = images.Place(s.ctx, s.client, &undo, s.production)
	undo = undo.WithoutProtected(s.run.Place.Image)
	return s.run.Do(s.ctx, &undo, undo.Images(), func() (job.ID, error) { return s.changes.Start(&undo) })
}

// planned lets a plan go its way that a journal gave. Its images are read for
// the preview alone.
func (s *changing) planned(p *plan.Plan, begin func() (job.ID, error)) (change.Ending, error) {
	images, err := change.ByIDs(s.ctx, s.client, change.IDs(p))
	if err != nil {
		return change.Failed, err
	}
	s.run.Place = images.Place(s.ctx, s.client, p, s.production)
	return s.run.Do(s.ctx, p, p.Images(), begin)
}

// reportJob prints what the journal of a job knows. It sends no request.
func reportJob(streams Streams, flags *sending, id job.ID) error {
	if err := flags.checked(); err != nil {
		return err
	}
	state := stateFolder(streams.environment())
	if state == "" {
		return errNoHome
	}
	entry, err := journal.Load(journalFolder(state), id)
	if err != nil {
		return ofJob(id, err)
	}
	report := entry.Report()
	run := flags.begin(streams, nil)
	return run.Tell(&report)
}

func newJobs(streams Streams, opts *options) *cobra.Command {
	output := ""
	command := &cobra.Command{
		Use:   "jobs",
		Short: "List the jobs on this cloud, unfinished and finished",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return listJobs(command.Context(), streams, opts, output)
		},
	}
	command.Flags().StringVar(&output, "output", "table", "table, or json: an array")
	registerCompletion(command, "output", func() []string { return []string{"table", "json"} })
	return command
}

func listJobs(ctx context.Context, streams Streams, opts *options, output string) error {
	if output != "table" && output != "json" {
		return usage(fmt.Errorf("--output %q is not a format; use table or json", output))
	}
	flags := &sending{output: "text", expect: -1}
	return flags.carry(ctx, streams, opts, true, func(s *changing) (change.Ending, error) {
		unfinished, damaged := s.changes.Unfinished()
		finished, err := s.changes.Earlier()
		if err == nil {
			err = writeJobs(streams, output, unfinished, finished)
		}
		if err = errors.Join(err, damaged); err != nil {
			return change.Failed, err
		}
		return change.Done, nil
	})
}
