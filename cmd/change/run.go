package change

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/uses"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
	"glimpse/ui/usedby"
)

// Ending is how a change ended.
type Ending int

const (
	// Done means that every image is as wanted.
	Done Ending = iota
	// Failed means that some are not, or that nothing was sent.
	Failed
	// Nothing means that there was no image.
	Nothing
	// Interrupted means that a signal ended it.
	Interrupted
)

// Jobs carries plans out.
type Jobs interface {
	Progress(id job.ID) (job.Progress, bool)
	Report(id job.ID) (job.Report, bool)
	// Changed holds a value when something has changed since the last one.
	Changed() <-chan struct{}
	// Drain ends all: what is under way may end until the context does.
	Drain(ctx context.Context) error
}

// Run is a change from its plan to its report, and how much of it is wanted.
type Run struct {
	In       io.Reader
	Out, Err io.Writer
	// OutIsTerminal reports whether a person reads Out, Asks whether a person
	// reads Err and types into In.
	OutIsTerminal, ErrIsTerminal, Asks bool
	Theme                              *theme.Theme
	Width                              int
	// WriteJSON writes one JSON text as a line.
	WriteJSON func([]byte) error

	Jobs  Jobs
	Place planpreview.Place
	// Blocked are the steps that will not be sent, by their number in the plan.
	Blocked map[int]plan.Reconciled
	// Usage says what uses images that are taken away; nil asks nobody.
	Usage func(withdrawn []uses.Image) usedby.Sentence
	// Save keeps the plan instead of sending it; nil sends.
	Save func(p *plan.Plan) error

	DryRun, Yes, Requests, JSON bool
	// Now ends with the second signal.
	Now context.Context //nolint:containedctx // it is the life of the program, not of a call
	// Expect is how many images must be changed; negative is any number.
	Expect int
}

// ErrNotAsked means that nobody could be asked.
var ErrNotAsked error = &UsageError{
	"nothing was sent: there is no terminal to ask on", "--yes sends without asking, --dry-run ends after the preview",
}

// members is how many images of a group a preview names.
const members = 20

// Do shows a plan, asks, has it carried out by begin, and tells what became of
// it. changes is how many images it would change.
func (r *Run) Do(ctx context.Context, p *plan.Plan, changes int, begin func() (job.ID, error)) (Ending, error) {
	options := planpreview.TextOptions{Width: r.Width, Members: members, Requests: r.Requests, Usage: r.Usage}
	preview, asked := planpreview.Text(r.Theme, p, r.Place, options)
	if _, err := io.WriteString(r.previewTo(), preview+r.blockedText(p)); err != nil {
		return Failed, fmt.Errorf("nothing was sent: writing the preview: %w", err)
	}
	if r.Expect >= 0 && changes != r.Expect {
		return Failed, fmt.Errorf("nothing was sent: %s would change, and --expect says %d", images(changes), r.Expect)
	}
	switch {
	case r.Save != nil && !p.IsEmpty():
		if err := r.Save(p); err != nil {
			return Failed, err
		}
		return r.planned(p)
	case p.IsEmpty(), r.DryRun:
		return r.planned(p)
	}
	if !r.Yes {
		if err := r.ask(ctx, asked); err != nil {
			return Failed, err
		}
	}
	if ctx.Err() != nil {
		return Interrupted, ctx.Err()
	}
	return r.Finish(ctx, p, begin)
}

// Finish has a plan carried out that needs no question, and tells what became of
// it.
func (r *Run) Finish(ctx context.Context, p *plan.Plan, begin func() (job.ID, error)) (Ending, error) {
	id, err := begin()
	if err != nil {
		return Failed, err
	}
	return r.follow(ctx, id, p)
}

// previewTo is where the preview goes: beside the question, and out of the way of
// results that a program reads.
func (r *Run) previewTo() io.Writer {
	if r.JSON || r.Asks && !r.Yes && !r.OutIsTerminal {
		return r.Err
	}
	return r.Out
}

// planned ends a change of which nothing is sent.
func (r *Run) planned(p *plan.Plan) (Ending, error) {
	if err := r.tellPlan(p); err != nil {
		return Failed, err
	}
	if len(r.Blocked) > 0 {
		return Failed, nil
	}
	return ofLeftOut(p), nil
}

// ask asks whether the plan is to be sent; the error says that it is not.
func (r *Run) ask(ctx context.Context, asked string) error {
	if !r.Asks {
		return ErrNotAsked
	}
	if asked == "" {
		fmt.Fprint(r.Err, "\nSend this? [y/N] ")
	} else {
		fmt.Fprintf(r.Err, "\nType %s and press enter to send this: ", r.Theme.Cells.ShowString(asked))
	}
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(r.In).ReadString('\n')
		lines <- strings.TrimSpace(line)
	}()
	select {
	case line := <-lines:
		agreed := line == asked
		if asked == "" {
			agreed = strings.EqualFold(line, "y") || strings.EqualFold(line, "yes")
		}
		if !agreed {
			return errors.New("nothing was sent")
		}
		return nil
	case <-ctx.Done():
		fmt.Fprintln(r.Err)
		return ctx.Err()
	}
}

// DrainWithin is how long requests that are under way may take when the program ends.
const DrainWithin = 10 * time.Second

// follow waits for the end of a job, and tells what became of it.
func (r *Run) follow(ctx context.Context, id job.ID, p *plan.Plan) (Ending, error) {
	line := progressLine{out: r.Err, on: r.ErrIsTerminal}
	tick := time.NewTicker(often)
	defer tick.Stop()
	for {
		now, known := r.Jobs.Progress(id)
		if !known || now.State == job.Ended || now.State == job.Paused {
			break
		}
		line.show(&now)
		select {
		case <-r.Jobs.Changed():
			continue
		case <-tick.C: // the bytes of data are no news of the job
			continue
		case <-ctx.Done():
			line.end()
			return Interrupted, r.interrupted(id, p)
		}
	}
	line.end()
	if report, known := r.Jobs.Report(id); known {
		return r.ended(&report, p)
	}
	return Failed, fmt.Errorf("job %s is not known", id)
}

// interrupted lets what is under way end, unless another signal comes.
func (r *Run) interrupted(id job.ID, p *plan.Plan) error {
	ends := "requests in flight will finish"
	switch {
	case len(p.Steps) > 0 && p.Steps[0].GoesOnAlone():
		ends = "the service goes on by itself with what it has accepted"
	case p.MovesData():
		ends = "what is on its way is cut off"
	}
	fmt.Fprintf(r.Err, "glimpse: interrupted; %s, a second signal ends now\n", ends)
	ending, cancel := context.WithTimeout(r.Now, DrainWithin)
	defer cancel()
	if err := r.Jobs.Drain(ending); err != nil {
		fmt.Fprintln(r.Err, "glimpse:", r.Theme.Cells.ShowString(err.Error()))
	}
	report, known := r.Jobs.Report(id)
	if !known {
		return fmt.Errorf("job %s is not known", id)
	}
	_, err := r.ended(&report, p)
	return err
}
