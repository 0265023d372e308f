package transfer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"glimpse/api"
	"glimpse/api/files"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Client is what of a connection the moving of data needs.
type Client interface {
	Source
	Importer
	VolumeMaker
}

var _ Client = (*api.Client)(nil)

// Mover carries out the steps of plans that move image data.
type Mover struct{ Client Client }

// Move carries out a step, on its image as it was just read, and returns what is
// to be told of it. again reports whether a request of it may have been carried out
// before: then it is found out first what became of that. meter is told how far it
// is.
//
// An error that is a [*job.VerdictError] is the end of the step. Any other says that
// the service could not be asked, and nothing is lost by asking again. Where the
// context ends because the program does, the error is its cause. An import whose job is
// cancelled is done once the service has accepted it: it goes on by itself.
func (m *Mover) Move(
	ctx context.Context, step *plan.Step, image *model.Image, again bool, meter *job.Meter,
) (note text.Untrusted, err error) {
	switch {
	case step.Data == nil:
		err = errors.New("the plan does not say what is to be moved")
	case step.Kind == plan.Download:
		note, err = m.download(ctx, step, image, meter)
	case step.Kind == plan.Upload, step.Data.Method == plan.GlanceDirect:
		note, err = m.upload(ctx, step, image, again, meter)
	case step.Kind == plan.Import:
		note, err = m.imports(ctx, step, image, again, meter)
	default:
		err = fmt.Errorf("a step of kind %q moves no data", step.Kind)
	}
	switch {
	case err == nil:
		return note, nil
	case isLeft(ctx):
		return note, context.Cause(ctx)
	case errors.Is(err, errUnfollowed):
		return text.Of(err.Error()), nil
	}
	return note, verdict(ctx, step, err)
}

// verdict says what became of a step that failed.
func verdict(ctx context.Context, step *plan.Step, err error) error {
	var own *Error
	isOwn := errors.As(err, &own)
	if !isOwn && isService(err) && ctx.Err() == nil {
		return err
	}
	v := &job.VerdictError{Outcome: job.Failed, Reason: text.Of(err.Error()), Cause: err}
	var problem *api.Problem
	switch {
	case errors.Is(context.Cause(ctx), job.ErrCancelled):
		v.Outcome, v.Reason = job.Unsent, text.Of(whenCancelled(step, err))
	case isOwn && refused(err) && errors.As(err, &problem):
		v.Outcome, v.Status = job.Refused, problem.Status
		v.Reason = text.Of(own.reason)
		if errors.Is(err, api.ErrInvalid) && problem.Advice() != "" { // which knows the cause
			v.Reason = text.Of(own.reason + "; " + problem.Advice())
		}
	case isOwn && own.advice != "":
		v.Reason = text.Of(own.reason + "; " + own.advice)
	}
	return v
}

// isService reports whether an error is an answer of the service, or that there was
// none.
func isService(err error) bool {
	var problem *api.Problem
	return errors.As(err, &problem)
}

// whenCancelled says where a transfer stands that was cancelled.
func whenCancelled(step *plan.Step, err error) string {
	var own *Error
	switch {
	case errors.As(err, &own):
		return own.reason
	case step.Kind == plan.Download:
		name := step.Data.File + files.PartEnd
		return fmt.Sprintf("cancelled; %s are kept in %s, and the same download goes on from there",
			humanize.IBytes(uint64(sizeOf(name))), name)
	case errors.Is(err, api.ErrUncertain):
		return "cancelled while it was asked for; the image tells whether the service has begun it"
	}
	return "cancelled"
}

// checkedNote says what was compared.
func checkedNote(size int64, checked Checked) text.Untrusted {
	said := humanize.IBytes(uint64(max(0, size)))
	if checked == SizeAndHash {
		return text.Of(said + ", size and hash checked")
	}
	return text.Of(said + ", size checked; the service gives no hash")
}

// download downloads into a file.
func (m *Mover) download(ctx context.Context, step *plan.Step, image *model.Image, meter *job.Meter) (note text.Untrusted, err error) {
	d := &Download{Source: m.Client, Image: *image, Meter: meter, Overwrite: step.Data.Replace}
	if err := d.ToFile(ctx, step.Data.File); err != nil {
		return note, err
	}
	return checkedNote(meter.Transfer(time.Now()).Done, d.Checked()), nil
}

// upload sends a file, or stages it and has the service import it.
func (m *Mover) upload(
	ctx context.Context, step *plan.Step, image *model.Image, again bool, meter *job.Meter,
) (note text.Untrusted, err error) {
	local, err := OpenLocal(step.Data.File)
	if err != nil {
		return note, err
	}
	defer func() { _ = local.Close() }()
	if !local.isAsPlanned(step.Data) {
		return note, &Error{reason: local.Name + " was changed since the preview", advice: "look at it, and upload it anew"}
	}
	u := &Upload{Sink: m.Client, Local: local, Image: step.Image, Meter: meter}
	var checked Checked
	var after model.Image
	waits := true
	if again && step.Kind == plan.Upload {
		after, checked, waits, err = u.Again(ctx)
	}
	switch {
	case err != nil || !waits:
	case step.Kind == plan.Upload:
		after, checked, err = u.Run(ctx)
	default:
		if after, err = (&Import{Service: m.Client, Step: step, Meter: meter}).Run(ctx, image, again, u); err == nil {
			checked, err = u.compare(ctx, &after, nil, nil)
		}
	}
	if err != nil {
		return note, err
	}
	return checkedNote(after.Size, checked), nil
}

// imports has the service take in data by itself.
func (m *Mover) imports(
	ctx context.Context, step *plan.Step, image *model.Image, again bool, meter *job.Meter,
) (note text.Untrusted, err error) {
	after, err := (&Import{Service: m.Client, Step: step, Meter: meter}).Run(ctx, image, again, nil)
	if err != nil {
		return note, err
	}
	said := "the image is active"
	if after.Has(model.AttrSize) {
		said = humanize.IBytes(uint64(max(0, after.Size)))
	}
	if !after.Stores.IsEmpty() {
		said += ", in " + after.Stores.Raw()
	}
	return text.Of(said), nil
}
