package transfer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// VolumeMaker is what of a connection the making of an image of a volume needs.
type VolumeMaker interface {
	ImageOfVolume(ctx context.Context, wanted api.VolumeImage) (model.ImageID, error)
	Volume(ctx context.Context, id text.Untrusted) (model.Volume, error)
	Image(ctx context.Context, id model.ImageID) (model.Image, error)
}

// MakeOfVolume has an image made of a volume, and waits until it is there. made is told
// the id of the image as soon as the service has said it. Of an earlier run known is that
// id; where again says that there was a request, and no id is known, nothing is sent. A job
// that is cancelled meanwhile leaves the image to the service: the step is done.
func (m *Mover) MakeOfVolume(
	ctx context.Context, step *plan.Step, known model.ImageID, again bool, meter *job.Meter, made func(model.ImageID),
) (note text.Untrusted, err error) {
	if step.Volume == nil {
		return note, &job.VerdictError{Outcome: job.Failed, Reason: text.Of("the plan does not say which volume")}
	}
	id := known
	switch {
	case again && known.IsEmpty():
		return note, &job.VerdictError{Outcome: job.Failed, Reason: text.Of(unknownImage(step))}
	case !again:
		meter.Tell(text.Of("asking the block storage service"))
		if id, err = m.Client.ImageOfVolume(ctx, wantedOf(step)); err != nil {
			return note, m.notMade(ctx, step, err)
		}
		made(id)
	}
	image, err := (&volumeImage{service: m.Client, volume: step.Volume.ID, image: id, meter: meter}).follow(ctx)
	switch {
	case err == nil:
		return text.Of(madeNote(&image)), nil
	case isLeft(ctx):
		return note, context.Cause(ctx)
	case ctx.Err() != nil:
		return leftNote(id), nil //nolint:nilerr // what the step asks for was done, and can be taken back
	}
	return note, verdict(ctx, step, err)
}

// wantedOf is the image in the client's terms.
func wantedOf(step *plan.Step) api.VolumeImage {
	wanted := api.VolumeImage{Volume: step.Volume.ID, Force: step.Volume.Force, Attributes: map[model.Attribute]any{}}
	for _, field := range step.New {
		if attribute, known := model.AttributeNamed(field.Name); known {
			wanted.Attributes[attribute] = field.Value
		}
	}
	return wanted
}

// notMade is the error of a request that was refused, or of which nobody knows what
// became of it: it is not sent again.
func (m *Mover) notMade(ctx context.Context, step *plan.Step, err error) error {
	var problem *api.Problem
	switch {
	case errors.Is(err, api.ErrUncertain):
		return &job.VerdictError{Outcome: job.Failed, Reason: text.Of(err.Error() + "; " + unknownImage(step)), Cause: err}
	case ctx.Err() != nil:
		return err
	case !errors.As(err, &problem):
		return &job.VerdictError{Outcome: job.Failed, Reason: text.Of(err.Error()), Cause: err}
	case !refused(err):
		return err // nothing was sent, or nothing answered for it
	}
	reason := err.Error()
	if advice := problem.Advice(); advice != "" {
		reason += "; " + advice
	}
	return &job.VerdictError{Outcome: job.Refused, Status: problem.Status, Reason: text.Of(reason), Cause: err}
}

// unknownImage says what is left to a person after a request whose answer never came.
func unknownImage(step *plan.Step) string {
	return fmt.Sprintf("whether the image is being made is not known, and nothing is sent again: look for a new image %q", step.Name.Raw())
}

// leftNote says what is left of a step whose job was cancelled while its image was being
// made.
func leftNote(id model.ImageID) text.Untrusted {
	return text.Of("no longer followed: the block storage service goes on with image " + id.Raw() + " by itself")
}

func madeNote(image *model.Image) string {
	if !image.Has(model.AttrSize) {
		return "the image is active"
	}
	return humanize.IBytes(uint64(max(0, image.Size)))
}

// volumeImage is an image that the Block Storage service is making.
type volumeImage struct {
	service VolumeMaker
	volume  text.Untrusted
	image   model.ImageID
	meter   *job.Meter
}

// uploading is the status of a volume of which an image is being made.
const uploading = "uploading"

// follow looks at the image until it has its data. The service deletes an image that it
// cannot finish, and tells nobody but its own log.
func (v *volumeImage) follow(ctx context.Context) (model.Image, error) {
	idle := 0 // how often in a row the volume was found at rest and the image without data
	for wait := firstLook; ; wait = min(2*wait, mostLook) {
		image, err := v.service.Image(ctx, v.image)
		switch {
		case errors.Is(err, api.ErrNotFound):
			return image, &Error{
				reason: "the block storage service gave the image up and deleted it",
				advice: "`openstack volume message list` may say why",
			}
		case err != nil:
			return image, err
		case image.Status == model.StatusActive, image.Status == model.StatusDeactivated:
			return image, nil
		case image.Status == model.StatusKilled, image.Status == model.StatusDeleted, image.Status == model.StatusPendingDelete:
			return image, &Error{reason: "the image is " + image.Status.Raw(), advice: "try again"}
		}
		v.meter.Tell(image.Status.Untrusted)
		if idle = v.idle(ctx, idle); idle > 1 {
			return image, &Error{
				reason: "the volume is no longer being sent, and the image is still " + image.Status.Raw(),
				advice: "look at it again later, and delete it if it stays so",
			}
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return image, context.Cause(ctx)
		}
	}
}

// idle counts how often in a row the volume was found at rest. A service that does not
// tell is believed to be at work.
func (v *volumeImage) idle(ctx context.Context, before int) int {
	volume, err := v.service.Volume(ctx, v.volume)
	if err != nil || volume.Status.Raw() == uploading {
		return 0
	}
	return before + 1
}
