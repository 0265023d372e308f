package transfer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/dustin/go-humanize"

	"glimpse/api"
	"glimpse/api/files"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Service is what of a connection has to be known before data is moved.
type Service interface {
	Usage(ctx context.Context) ([]model.Quota, error)
	ImportMethods(ctx context.Context) ([]text.Untrusted, error)
	Stores(ctx context.Context) ([]model.Store, error)
	Cache(ctx context.Context) (model.Cache, error)
	FindVolume(ctx context.Context, word string) (model.Volume, error)
	VolumesAt() string
	WholeImages(ctx context.Context, ids []model.ImageID) ([]model.Image, error)
	ImageOfRegion(ctx context.Context, region string, id model.ImageID) (model.Image, error)
}

// Planner plans commands that move image data, with all that has to be known before: of
// the files of this side first, then of the service.
type Planner struct {
	Service Service
	// NewID makes the id of a new image.
	NewID func() string
	// Replace lets a download replace files that are there; without it the error is an
	// [*ExistsError].
	Replace bool
	// Meter, which may be nil, is told how far a file is read that is to be signed.
	Meter *job.Meter
}

// Plan plans a command on images.
func (p *Planner) Plan(ctx context.Context, wanted command.Command, images []*model.Image) (plan.Plan, error) {
	around, err := look(ctx, p.Service, wanted)
	if err != nil {
		return plan.Plan{}, err
	}
	around.Replace = p.Replace
	switch wanted := wanted.(type) {
	case command.Location:
		images, err = readWhole(ctx, p.Service, images)
	case command.Import:
		around.Source, err = source(ctx, p.Service, wanted, images, around.Methods)
	}
	if err != nil {
		return plan.Plan{}, err
	}
	planned, err := plan.Move(wanted, images, around, p.NewID)
	if by := command.SignOf(wanted); err == nil && !by.IsEmpty() && !planned.IsEmpty() {
		// Only a file that will be sent is read to its end.
		if around.Signature, err = sign(ctx, by, around.File.Name, p.Meter); err != nil {
			return plan.Plan{}, err
		}
		planned, err = plan.Move(wanted, images, around, p.NewID)
	}
	if err == nil {
		err = checkTargets(&planned)
	}
	return planned, err
}

// look finds out what has to be known before a command is planned.
func look(ctx context.Context, service Service, wanted command.Command) (around *plan.Around, err error) {
	around = &plan.Around{}
	var stores, methods bool
	switch wanted := wanted.(type) {
	case command.Create:
		if wanted.Volume == "" {
			around.File, err = known(wanted.File)
			break
		}
		var volume model.Volume
		volume, err = service.FindVolume(ctx, wanted.Volume)
		around.Volume, around.VolumesAt = &volume, service.VolumesAt()
	case command.Upload:
		around.File, err = known(wanted.File)
		stores, methods = len(wanted.Stores) > 0, len(wanted.Stores) > 0
	case command.Import:
		stores, methods = len(wanted.Stores) > 0, true
	case command.DeleteFrom:
		stores = true
	case command.Download:
		around.Target, around.Folder, err = target(wanted.File)
		return around, err
	case command.Location:
		return around, nil
	case command.Cache, command.Uncache:
		around.Cache, err = service.Cache(ctx)
		return around, err
	}
	if err == nil && stores {
		around.Stores, err = service.Stores(ctx)
	}
	if err == nil && methods {
		around.Methods, err = service.ImportMethods(ctx)
	}
	if err == nil {
		around.Quotas, err = service.Usage(ctx)
	}
	return around, err
}

// readWhole reads images whose records, in a listing, lack their locations.
func readWhole(ctx context.Context, service Service, images []*model.Image) ([]*model.Image, error) {
	ids := make([]model.ImageID, len(images))
	for i, image := range images {
		ids[i] = image.ID
	}
	read, err := service.WholeImages(ctx, ids)
	whole := make([]*model.Image, len(read))
	for i := range read {
		whole[i] = &read[i]
	}
	return whole, err
}

// source reads the image of another region that is to be imported, for the service says
// nothing of why it cannot fetch one. It is nil where it does not matter, or where the
// region cannot be asked from here: the service itself may be nearer.
func source(
	ctx context.Context, service Service, wanted command.Import, images []*model.Image, methods []text.Untrusted,
) (*model.Image, error) {
	if wanted.Region == "" || len(images) != 1 || !slices.Contains(methods, text.Of(plan.GlanceDownload)) {
		return nil, nil //nolint:nilnil // there is none, and that is no failure
	}
	id := plan.SourceOf(wanted, images[0])
	found, err := service.ImageOfRegion(ctx, wanted.Region, id)
	switch {
	case errors.Is(err, api.ErrNotOffered):
		return nil, err
	case errors.Is(err, api.ErrNotFound):
		advice := "name the image there: import region:" + wanted.Region + " id:ID"
		if wanted.From != "" {
			advice = "check the id, and that the image is shared with this project there"
		}
		return nil, &Error{
			reason: fmt.Sprintf("region %s has no image %s that this project may see", wanted.Region, id.Raw()), advice: advice, cause: err,
		}
	case err != nil:
		return nil, nil //nolint:nilerr,nilnil // the service may reach it nevertheless
	}
	return &found, nil
}

// known is what is known of a file that is to be sent.
func known(name string) (*plan.LocalFile, error) {
	whole, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", name, err)
	}
	local, err := OpenLocal(whole)
	if err != nil {
		return nil, err
	}
	return local.Known(), local.Close()
}

// target is where a download goes, by its whole path: a file, or the folder in
// which each image gets one.
func target(name string) (whole string, folder bool, err error) {
	if whole, err = filepath.Abs(name); err != nil {
		return "", false, fmt.Errorf("finding %s: %w", name, err)
	}
	about, err := os.Stat(whole)
	return whole, err == nil && about.IsDir(), nil
}

// ExistsError says that files are there already to which a download would write.
type ExistsError struct{ Files []string }

// Error implements error.
func (e *ExistsError) Error() string {
	if len(e.Files) == 1 {
		return e.Files[0] + " is there already"
	}
	return fmt.Sprintf("%d of the files are there already, such as %s", len(e.Files), e.Files[0])
}

// Advice says how to go on.
func (e *ExistsError) Advice() string { return "choose another file, or have it replaced" }

// Is makes it an [fs.ErrExist].
func (e *ExistsError) Is(target error) bool { return target == fs.ErrExist }

// checkTargets looks at the places of files before anything is downloaded: whether
// they are taken, and whether there is room for all of them.
func checkTargets(p *plan.Plan) error {
	var taken []string
	need := map[string]int64{}
	for i := range p.Steps {
		data := p.Steps[i].Data
		if p.Steps[i].Kind != plan.Download {
			continue
		}
		folder := filepath.Dir(data.File)
		switch about, err := os.Stat(folder); {
		case errors.Is(err, fs.ErrNotExist):
			return &Error{reason: "there is no folder for " + data.File, advice: "make it first, or choose another file", cause: err}
		case err != nil:
			return fmt.Errorf("reading %s: %w", folder, err)
		case !about.IsDir():
			return &Error{reason: folder + " is no folder", advice: "choose another file"}
		}
		if _, err := os.Lstat(data.File); err == nil && !data.Replace {
			taken = append(taken, data.File)
		}
		need[folder] += data.Size - sizeOf(data.File+files.PartEnd)
	}
	for folder, bytes := range need {
		if free, isKnown := files.FreeIn(folder); isKnown && free < bytes {
			return noRoom(bytes, free)
		}
	}
	if len(taken) > 0 {
		return &ExistsError{taken}
	}
	return nil
}

// sizeOf is how many bytes a file has, 0 where it is not there.
func sizeOf(name string) int64 {
	about, err := os.Lstat(name)
	if err != nil {
		return 0
	}
	return about.Size()
}

// noRoom is the error of a disk on which a download does not fit.
func noRoom(missing, free int64) error {
	return &Error{
		reason: fmt.Sprintf("the disk has no room for it: %s are missing, %s are free",
			humanize.IBytes(uint64(missing)), humanize.IBytes(uint64(max(0, free)))),
		advice: "make room, or choose a file on another disk",
	}
}
