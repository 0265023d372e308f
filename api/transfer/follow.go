package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Importer is what of a connection an import needs.
type Importer interface {
	Sink
	StartImport(ctx context.Context, image *model.Image, wanted api.Import) error
	Tasks(ctx context.Context, id model.ImageID) ([]model.Task, error)
}

// How often the image is looked at while an import is under way: the first time,
// and at most when it takes long.
const (
	firstLook = 500 * time.Millisecond
	mostLook  = 5 * time.Second
)

// isHeld reports whether an import is under way.
func isHeld(image *model.Image) bool {
	task, _ := image.Property(model.PropertyImportTask)
	return !task.IsEmpty() || image.Status == model.StatusImporting
}

// Import is an import under way, which the service carries out by itself.
type Import struct {
	Service Importer
	Step    *plan.Step
	Meter   *job.Meter
}

// errUnfollowed means that the service has accepted an import, and carries it out by
// itself: the context has ended meanwhile.
var errUnfollowed = errors.New("no longer followed: the service goes on with the import by itself")

// Follow looks at the image and its tasks until the import is over, and returns
// the image as it is then. A context that ends leaves the import to the service, with
// [errUnfollowed].
func (i *Import) Follow(ctx context.Context) (model.Image, error) {
	for wait := firstLook; ; wait = min(2*wait, mostLook) {
		image, err := i.Service.Image(ctx, i.Step.Image)
		switch {
		case ctx.Err() != nil:
			return image, errUnfollowed
		case err != nil:
			return image, err
		}
		tasks := i.tasks(ctx)
		if !isHeld(&image) {
			return image, i.outcome(&image, tasks)
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return image, errUnfollowed
		}
	}
}

// tasks reads the tasks of the image, and tells what the service says of the one
// under way. Not every service has them, and the image itself says enough.
func (i *Import) tasks(ctx context.Context) []model.Task {
	tasks, err := i.Service.Tasks(ctx, i.Step.Image)
	if err != nil {
		return nil
	}
	for at := range tasks {
		switch task := &tasks[at]; {
		case task.IsOver():
		case task.Message.IsEmpty():
			i.Meter.Tell(task.Status.Untrusted)
		default:
			i.Meter.Tell(task.Message)
		}
	}
	return tasks
}

// outcome returns what became of an import that is over.
func (i *Import) outcome(image *model.Image, tasks []model.Task) error {
	failed, _ := image.Property(model.PropertyFailedImport)
	lacking := slices.DeleteFunc(slices.Clone(i.Step.Data.Stores), image.IsIn)
	said := model.FailureOf(tasks)
	switch {
	case image.Status == model.StatusActive && len(lacking) == 0:
		return nil
	case image.Status == model.StatusActive && image.Stores.IsEmpty() && failed.IsEmpty():
		return nil // a service that does not tell its stores
	case image.Status == model.StatusActive:
		return i.failure("the data is not in "+strings.Join(lacking, ", "), said)
	case image.Status == model.StatusQueued:
		return i.failure("the import failed; the image is still queued", said)
	default:
		return i.failure("the import left the image "+image.Status.Raw(), said)
	}
}

// failure is what to say of an import that failed, with what the service says of it,
// which of an import from another region is nothing.
func (i *Import) failure(what string, said text.Untrusted) error {
	if !said.IsEmpty() {
		what += fmt.Sprintf(": \"%s\"", said.Raw())
	}
	advice := cmp.Or(model.QuotaAdvice(said.Raw()), "fix the cause, then import again")
	if data := i.Step.Data; data.Method == plan.GlanceDownload && model.QuotaAdvice(said.Raw()) == "" {
		advice = fmt.Sprintf("check that image %s is active in region %s and shared with this project there, and ask the cloud's operator "+
			"whether this service reaches that one; then import again", data.From.Raw(), data.Region)
	}
	return &Error{reason: what, advice: advice}
}

// wanted is the import in the client's terms.
func (i *Import) wanted() api.Import {
	data := i.Step.Data
	return api.Import{Method: data.Method, URI: data.URL, Region: data.Region, From: data.From, Stores: data.Stores}
}

// Run has the service take in the data, and waits until it has. again reports
// whether an earlier request may have begun that already; staged is the upload of
// the data, nil where the service fetches it.
func (i *Import) Run(ctx context.Context, image *model.Image, again bool, staged *Upload) (model.Image, error) {
	switch done, err := i.earlier(image, again); {
	case err != nil:
		return *image, err
	case done && ctx.Err() != nil && !isHeld(image):
		return *image, i.outcome(image, nil)
	case done:
		return i.Follow(ctx)
	}
	now := *image
	if staged != nil && image.Status == model.StatusQueued {
		var err error
		if now, err = i.stage(ctx, staged); err != nil {
			return now, err
		}
	}
	if err := i.Service.StartImport(ctx, &now, i.wanted()); err != nil {
		return now, err
	}
	return i.Follow(ctx)
}

// earlier reports whether the import was begun before, as the image tells.
func (i *Import) earlier(image *model.Image, again bool) (begun bool, err error) {
	failed, _ := image.Property(model.PropertyFailedImport)
	copies := i.Step.Data.Method == plan.CopyImage
	switch {
	case !again:
		return false, nil
	case isHeld(image), image.Status == model.StatusActive && !copies:
		return true, nil
	case image.Status == model.StatusQueued && !failed.IsEmpty(), copies && !failed.IsEmpty():
		return true, nil // its failure is told
	case image.Status == model.StatusUploading && i.Step.Data.Method == plan.GlanceDirect && image.Size == i.Step.Data.Size:
		return false, nil // all of it was staged
	case image.Status != model.StatusQueued && !copies:
		return false, &Error{
			reason: "the image is " + image.Status.Raw() + ": whether its data is whole is not known", advice: "look at it again later",
		}
	}
	return false, nil
}

// stage stages the data once. What was staged only in part the service drops.
func (i *Import) stage(ctx context.Context, staged *Upload) (model.Image, error) {
	_, sendErr := staged.send(ctx, true)
	if isLeft(ctx) {
		return model.Image{}, context.Cause(ctx)
	}
	image, err := staged.settled(ctx, sendErr)
	switch {
	case err != nil:
		return image, staged.unknown(sendErr, err)
	case image.Status == model.StatusUploading && (sendErr == nil || image.Size == staged.Local.Size) && ctx.Err() == nil:
		return image, nil
	case sendErr == nil:
		sendErr = errors.New("the service dropped the data")
	}
	return image, staged.notArrived(&image, sendErr)
}
