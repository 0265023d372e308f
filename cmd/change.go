package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"glimpse/api/transfer"
	"glimpse/cmd/change"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/model/text"
)

// changeOptions are the flags of `glimpse change` beside the common ones.
type changeOptions struct {
	sending
	ids, plan string
}

func newChange(streams Streams, opts *options) *cobra.Command {
	flags := &changeOptions{}
	command := &cobra.Command{
		Use:   "change (--query EXPR | --ids FILE|- | ID...) 'COMMAND'...",
		Short: "Change images without a screen",
		Long: `Change makes one plan of one or several commands, the lines of : on the screen:
set, tag, property, deactivate, reactivate, hide, unhide, protect, unprotect,
delete, and create, which takes no images.

It prints the preview. On a terminal it then asks; elsewhere it sends nothing
unless --yes is given. Each image is read again right before it is changed, every
request is in the journal before it is sent, and the job can be finished (glimpse
job resume) and undone (glimpse job undo) like one of the screen.

Exit codes: 0 all images are as wanted; 1 something failed, was refused, left out or
is a conflict, or nothing was sent; 2 wrong usage; 3 no image matched; 130
interrupted. --dry-run and --plan end with 0 where nothing is left out.`,
		Example: `  glimpse change --query 'os_distro=centos os_version=7' 'tag +eol-2026 -gold' 'set hidden=true'
  glimpse change --query 'updated<-2y !protected' --dry-run delete
  scanner --list | glimpse change --ids - --yes deactivate
  glimpse change --query 'tag=nightly' --expect 12 --yes 'tag -nightly'`,
		RunE: func(command *cobra.Command, args []string) error {
			return changeImages(command.Context(), streams, opts, flags, args, command.Flags().Changed("query"))
		},
	}
	command.Flags().StringVar(&opts.query, "query", "", "which images, an `EXPR` such as 'status=active tag=gold name~ubuntu'")
	completeFlag(command, "query", asker{streams, opts}.query)
	command.ValidArgsFunction = completeChange(streams, opts)
	command.Flags().StringVar(&flags.ids, "ids", "", "`FILE` with the ids of the images, one a line; - is standard input")
	command.Flags().StringVar(&flags.plan, "plan", "", "save the plan to `FILE` for glimpse apply, and send nothing")
	flags.add(command)
	return command
}

// changeImages checks everything that can be checked before the first request,
// then reads the images, and lets the plan go its way.
func changeImages(ctx context.Context, streams Streams, opts *options, flags *changeOptions, args []string, byQuery bool) error {
	if err := opts.readConfig(streams.environment()); err != nil {
		return err
	}
	ids, commands, err := change.Arguments(args, opts.config.Aliases)
	if err != nil {
		return usage(err)
	}
	if ids, err = flags.selected(streams, opts, ids, commands, byQuery); err != nil {
		return err
	}
	selection, err := opts.selection()
	if err != nil {
		return err
	}
	if _, err := selection.Split(time.Now()); err != nil {
		return usage(err)
	}
	read := func(s *changing) (change.Images, error) {
		switch {
		case byQuery:
			return s.byQuery(selection)
		case len(ids) > 0:
			return change.ByIDs(s.ctx, s.client, ids)
		}
		return change.Images{}, nil
	}
	return flags.carry(ctx, streams, opts, flags.dryRun || flags.plan != "", func(s *changing) (change.Ending, error) {
		if flags.plan != "" {
			s.run.Save = func(p *plan.Plan) error { return s.save(streams, p, flags.plan) }
		}
		return s.change(commands, read)
	})
}

// change plans the commands on the images, and lets the plan go its way.
func (s *changing) change(commands []command.Command, read func(*changing) (change.Images, error)) (change.Ending, error) {
	named, err := s.withProjects(commands)
	if err != nil {
		return change.Failed, err
	}
	images, err := read(s)
	if err != nil {
		return change.Failed, err
	}
	if _, creates := named[0].(command.Create); len(images.Found) == 0 && !creates {
		fmt.Fprintln(s.run.Err, "glimpse: no image matches; nothing was sent")
		return change.Nothing, nil
	}
	planned, err := s.plan(named, images.Found)
	if err != nil {
		return change.Failed, err
	}
	planned.Title = plan.TitleOf(commands) // with the names of projects as they were typed
	images.Tell(&planned)
	s.run.Place = images.Place(s.ctx, s.client, &planned, s.production)
	return s.run.Do(s.ctx, &planned, planned.Images(), func() (job.ID, error) { return s.changes.Start(&planned) })
}

// selected checks that the images are said in one way, and reads the ids.
func (o *changeOptions) selected(
	streams Streams, opts *options, ids []model.ImageID, commands []command.Command, byQuery bool,
) ([]model.ImageID, error) {
	ways := 0
	for _, given := range []bool{byQuery, o.ids != "", len(ids) > 0} {
		if given {
			ways++
		}
	}
	_, creates := commands[0].(command.Create)
	switch {
	case creates && ways > 0:
		return nil, usage(errors.New("create makes a new image: it takes no --query, --ids or ids"))
	case !creates && ways != 1:
		return nil, usage(&advisedError{errors.New("which images? Say it in one way"), "use --query, --ids or the ids themselves"})
	case byQuery && opts.query == "":
		return nil, usage(&advisedError{errors.New("--query is empty, which is every image"), "if you mean all, say --query 'hidden=no'"})
	case o.plan != "" && o.yes:
		return nil, usage(errors.New("--plan saves the plan and sends nothing: it does not go with --yes"))
	case o.ids == "":
		return ids, nil
	}
	in := streams.In
	if o.ids != "-" {
		file, err := os.Open(o.ids)
		if err != nil {
			return nil, usage(fmt.Errorf("--ids: %w", err))
		}
		defer file.Close()
		in = file
	}
	ids, err := change.ReadIDs(in)
	if err != nil {
		return nil, usage(fmt.Errorf("--ids: %w", err))
	}
	return ids, nil
}

// byQuery reads the images of a query.
func (s *changing) byQuery(selection query.Query) (change.Images, error) {
	split, err := splitWithProjects(s.ctx, s.client, &selection, selection.NamedProjects())
	if err != nil {
		return change.Images{}, err
	}
	return change.ByQuery(s.ctx, s.client, split)
}

// plan plans commands on images; of one that moves data, with what has to be known
// beside them.
func (s *changing) plan(wanted []command.Command, images []*model.Image) (plan.Plan, error) {
	if len(wanted) == 1 && command.MovesData(wanted[0]) {
		return s.planData(wanted[0], images)
	}
	return plan.Compose(wanted, images, s.changes.NewID)
}

// planData plans a command that moves data. While a file is read that is to be signed,
// a terminal is told how far that is.
func (s *changing) planData(wanted command.Command, images []*model.Image) (plan.Plan, error) {
	wanted, err := withHome(wanted)
	if err != nil {
		return plan.Plan{}, err
	}
	planner := transfer.Planner{Service: s.client, NewID: s.changes.NewID}
	if s.run.ErrIsTerminal && !command.SignOf(wanted).IsEmpty() {
		planner.Meter = &job.Meter{}
		defer progressLine(s.run.Err, planner.Meter, progressPause)()
	}
	return planner.Plan(s.ctx, wanted, images)
}

// withProjects puts the ids of projects in the place of their names.
func (s *changing) withProjects(commands []command.Command) ([]command.Command, error) {
	named := query.NamedProjects{Names: command.NamedProjects(commands...)}
	found, err := findProjects(s.ctx, s.client, named, command.PerhapsIDs(commands...))
	if err != nil {
		return nil, err
	}
	known := make([]command.Command, len(commands))
	for i, one := range commands {
		known[i] = command.WithProjects(one, found.IDs, s.client.About().ProjectID.Raw())
	}
	return known, nil
}

// save keeps the plan of a change for `glimpse apply`.
func (s *changing) save(streams Streams, p *plan.Plan, file string) error {
	err := s.changes.SavePlan(p, file, false)
	if errors.Is(err, os.ErrExist) {
		return &advisedError{fmt.Errorf("%s is there already; the plan was not saved", file), "name another file, or remove it"}
	}
	if err == nil {
		_, err = fmt.Fprintf(streams.Err, "glimpse: the plan is in %s; send it with: glimpse apply %s\n",
			text.Escape(file), text.ShellQuote(text.Escape(file)))
	}
	return err
}
