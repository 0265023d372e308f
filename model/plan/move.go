package plan

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/query"
	"glimpse/model/text"
)

// Around is what has to be known beside the images before data is moved: what
// the service offers, and what lies on this side.
type Around struct {
	// File is what an Upload sends.
	File *LocalFile
	// Volume is what a new image is made of, and VolumesAt the address of the service that
	// has it.
	Volume    *model.Volume
	VolumesAt string
	// Signature is that of the file; nil is none.
	Signature *Signature
	// Target is the whole path that a Download writes to; Folder reports whether it
	// is a folder, in which each image gets a file.
	Target string
	Folder bool
	// Replace lets a Download replace files that are there.
	Replace bool
	// Quotas are the limits of the project, Methods the import methods of the
	// service, Stores its stores.
	Quotas  []model.Quota
	Methods []text.Untrusted
	Stores  []model.Store
	// Cache is what the image cache of the service has.
	Cache model.Cache
	// Source is the image of another region that is imported, nil where it is not known.
	Source *model.Image
}

// UnfitError says in one sentence why data cannot be moved, and what to do.
type UnfitError struct{ reason, advice string }

// Error implements error. It may hold what a service or a file chose, and is to be
// escaped.
func (e *UnfitError) Error() string { return e.reason }

// Advice says what to do about it; it may be empty.
func (e *UnfitError) Advice() string { return e.advice }

func unfit(advice, reason string, values ...any) error {
	return &UnfitError{fmt.Sprintf(reason, values...), advice}
}

// Move plans a command that moves image data, or changes where it is, as [Compose] plans
// the others. The error is an [*UnfitError] where a file, the service or the project
// does not allow it.
func Move(wanted command.Command, images []*model.Image, around *Around, newID func() string) (Plan, error) {
	planned := Plan{Title: TitleOf([]command.Command{wanted}), Command: command.Line{Command: wanted}}
	var one change
	var err error
	switch wanted := wanted.(type) {
	case command.Create:
		if wanted.Volume != "" {
			planned.Steps, err = around.createFromVolume(wanted)
		} else {
			planned.Steps, err = createWithData(wanted, around, newID)
		}
		return planned, err
	case command.Upload:
		one, err = around.upload(wanted, images)
	case command.Import:
		one, err = around.imports(wanted, images)
	case command.Download:
		one, err = around.download, nil
		if !around.Folder && len(images) > 1 {
			err = unfit("name a folder that is there", "%d images go into as many files, and %s is no folder", len(images), around.Target)
		}
	case command.DeleteFrom:
		one, err = around.deleteFrom(wanted.Store)
	case command.Location:
		one, err = relocates(wanted, images)
	case command.Cache:
		one = around.caches(Cache)
	case command.Uncache:
		one = around.caches(Uncache)
	default:
		err = fmt.Errorf("%s moves no data", text.Escape(command.Format(wanted)))
	}
	if err != nil {
		return Plan{}, err
	}
	builder := &Builder{plan: planned, changes: []change{one}, known: map[model.ImageID]int{}}
	for _, image := range images {
		builder.Add(image)
	}
	if err := around.signs(&builder.plan, images); err != nil {
		return Plan{}, err
	}
	return builder.plan, around.room(&builder.plan)
}

// createWithData plans a new image and the upload of its data. What the file tells
// is taken where nothing else was said.
func createWithData(wanted command.Create, around *Around, newID func() string) ([]Step, error) {
	name := filepath.Base(around.File.Name)
	for _, given := range []struct {
		attribute model.Attribute
		value     string
	}{
		{model.AttrName, strings.TrimSuffix(name, filepath.Ext(name))},
		{model.AttrDiskFormat, around.File.Info.Format},
		{model.AttrContainerFormat, "bare"},
	} {
		field := query.AttributeField(given.attribute)
		if !slices.ContainsFunc(wanted.Attributes, func(a command.Assignment) bool { return a.Field == field }) {
			wanted.Attributes = append(slices.Clip(wanted.Attributes), command.Assignment{Field: field, Value: given.value})
		}
	}
	made := create(wanted, newID)
	image := made.Created()
	if err := errors.Join(around.takesImages(1), around.fits(&image)); err != nil {
		return nil, first(err)
	}
	send := Step{Image: made.Image, Name: made.Name, Kind: Upload, Data: around.sent()}
	if err := around.signNew(wanted, &made, &send); err != nil {
		return nil, err
	}
	return []Step{made, send}, nil
}

// sent is the file that is sent, as data.
func (a *Around) sent() *Data {
	return &Data{
		File: a.File.Name, Size: a.File.Size, Modified: a.File.Modified, Format: a.File.Info.Format, VirtualSize: a.File.Info.VirtualSize,
	}
}

// fits holds the file against what an image declares, and against the limits of
// the project.
func (a *Around) fits(image *model.Image) error {
	container, disk := image.ContainerFormat.Raw(), image.DiskFormat.Raw()
	if problem := a.File.Info.Problem(container, disk, image.MinDisk); problem != "" {
		return unfit("", "%s: %s", a.File.Name, problem)
	}
	return a.takesData(a.File.Name+" has", a.File.Size)
}

// offers reports whether the service has an import method.
func (a *Around) offers(method, does string) error {
	if slices.Contains(a.Methods, text.Of(method)) {
		return nil
	}
	names := make([]string, len(a.Methods))
	for i, name := range a.Methods {
		names[i] = name.Raw()
	}
	if len(names) == 0 {
		return unfit("upload a file, or ask the cloud's operator", "this service offers no import, and cannot %s", does)
	}
	return unfit("choose another way, or ask the cloud's operator", "this service cannot %s (%s): it offers %s",
		does, method, strings.Join(names, ", "))
}

// stores returns the stores that were named, if data can go there.
func (a *Around) stores(named []string) ([]string, error) {
	if slices.Equal(named, []string{command.AllStores}) && !slices.ContainsFunc(a.Stores, isStore(command.AllStores)) {
		named = nil
		for i := range a.Stores {
			if !a.Stores[i].ReadOnly {
				named = append(named, a.Stores[i].ID.Raw())
			}
		}
		if len(named) == 0 {
			return nil, unfit("", "this service does not name its stores")
		}
	}
	for _, name := range named {
		at := slices.IndexFunc(a.Stores, isStore(name))
		switch {
		case at < 0:
			return nil, a.noStore(name)
		case a.Stores[at].ReadOnly:
			return nil, unfit("choose another store", "the store %s is read-only", name)
		}
	}
	return named, nil
}

func isStore(name string) func(model.Store) bool {
	return func(store model.Store) bool { return store.ID.Raw() == name }
}

func (a *Around) noStore(name string) error {
	names := make([]string, len(a.Stores))
	for i := range a.Stores {
		names[i] = a.Stores[i].ID.Raw()
	}
	if len(names) == 0 {
		return unfit("", "this service does not name its stores: there is no %s", name)
	}
	if len(names) == 1 {
		return unfit("its only store is "+names[0], "the service has no store %s", name)
	}
	return unfit("the stores are "+strings.Join(names, ", "), "the service has no store %s", name)
}

// single refuses several images for data that one of them can have.
func single(images []*model.Image) error {
	if len(images) > 1 {
		return unfit("unmark all but one of them", "data goes to one image, and %d are chosen", len(images))
	}
	return nil
}

// upload plans the upload of a file to an image, or its import into stores.
func (a *Around) upload(wanted command.Upload, images []*model.Image) (change, error) {
	if err := single(images); err != nil {
		return nil, err
	}
	stores, err := a.stores(wanted.Stores)
	if err == nil && len(stores) > 0 {
		err = first(errors.Join(a.offers(GlanceDirect, "import a file into chosen stores"), a.stages(0)))
	}
	if err != nil {
		return nil, err
	}
	if len(images) == 1 && waitsForData(images[0]) == "" {
		if err := a.fits(images[0]); err != nil {
			return nil, err
		}
	}
	return func(image *model.Image, step *Step) Reason {
		step.Kind, step.Data = Upload, a.sent()
		if len(stores) > 0 {
			step.Kind, step.Data.Method, step.Data.Stores = Import, GlanceDirect, stores
		}
		step.Shown = shownFormats(image)
		return waitsForData(image)
	}, nil
}

// shownFormats are the fields that data has to fit.
func shownFormats(image *model.Image) []patch.Field {
	return []patch.Field{
		patch.FieldOf(image, model.AttrDiskFormat.String()), patch.FieldOf(image, model.AttrContainerFormat.String()),
		patch.FieldOf(image, model.AttrMinDisk.String()),
	}
}

// waitsForData says why an image can be given no data, or nothing.
func waitsForData(image *model.Image) Reason {
	held, _ := image.Property(model.PropertyImportTask)
	switch {
	case image.Unknown.Has(model.AttrStatus):
		return UnknownStatus
	case image.Status != model.StatusQueued, !held.IsEmpty():
		return WrongStatus
	case image.DiskFormat.IsEmpty(), image.ContainerFormat.IsEmpty():
		return NoFormats
	default:
		return ""
	}
}

// imports plans an import by the service itself.
func (a *Around) imports(wanted command.Import, images []*model.Image) (change, error) {
	stores, err := a.stores(wanted.Stores)
	if err != nil {
		return nil, err
	}
	if wanted.Copies() {
		if len(stores) == 0 {
			return nil, errors.New("it is not said where the data is to come from")
		}
		return a.copies(stores), a.offers(CopyImage, "copy an image to other stores")
	}
	data := Data{Method: WebDownload, URL: wanted.URL, Stores: stores}
	does := "fetch from a URL"
	if wanted.Region != "" {
		data.Method, data.Region, does = GlanceDownload, wanted.Region, "fetch from another region"
	}
	err = errors.Join(single(images), a.offers(data.Method, does), a.takesData("the import", 0), a.stages(0))
	if data.Region != "" && a.Source != nil && len(images) == 1 {
		data.Name, data.Format, data.Size = a.Source.Name.Raw(), a.Source.DiskFormat.Raw(), max(0, a.Source.Size)
		err = errors.Join(err, sourceHasData(a.Source, images[0], data.Region), a.takesData("the image there has", data.Size))
	}
	if err != nil {
		return nil, first(err)
	}
	return func(image *model.Image, step *Step) Reason {
		moved := data
		if moved.Region != "" {
			moved.From = SourceOf(wanted, image)
		}
		step.Kind, step.Data, step.Shown = Import, &moved, shownFormats(image)
		return waitsForData(image)
	}, nil
}

// first returns the first of several errors, nil where there is none.
func first(err error) error {
	if many, joined := err.(interface{ Unwrap() []error }); joined {
		return many.Unwrap()[0]
	}
	return err
}

// copies plans the copying of the data of images to the stores that lack it.
func (a *Around) copies(stores []string) change {
	return func(image *model.Image, step *Step) Reason {
		missing := slices.DeleteFunc(slices.Clone(stores), image.IsIn)
		step.Kind = Import
		step.Data = &Data{Method: CopyImage, Stores: missing, Size: max(0, image.Size)}
		return copyable(image, missing)
	}
}

// copyable says why the data of an image is not copied to stores, or nothing.
func copyable(image *model.Image, missing []string) Reason {
	held, _ := image.Property(model.PropertyImportTask)
	switch {
	case image.Unknown.Has(model.AttrStatus):
		return UnknownStatus
	case image.Status != model.StatusActive, !held.IsEmpty():
		return WrongStatus
	case len(missing) == 0:
		return AsWanted
	default:
		return ""
	}
}

// download plans the download of an image.
func (a *Around) download(image *model.Image, step *Step) Reason {
	target := a.Target
	if a.Folder {
		target = filepath.Join(target, FileName(image))
	}
	step.Kind, step.Data = Download, &Data{File: target, Replace: a.Replace}
	if image.Has(model.AttrSize) {
		step.Data.Size = image.Size
	}
	return downloadable(image)
}

// downloadable says why an image cannot be downloaded, or nothing.
func downloadable(image *model.Image) Reason {
	switch {
	case image.Unknown.Has(model.AttrStatus):
		return UnknownStatus
	case image.Status != model.StatusActive && image.Status != model.StatusDeactivated:
		return NoData
	default:
		return ""
	}
}

// deleteFrom plans the deletion of data from a store.
func (a *Around) deleteFrom(store string) (change, error) {
	if !slices.ContainsFunc(a.Stores, isStore(store)) {
		return nil, a.noStore(store)
	}
	return func(image *model.Image, step *Step) Reason {
		step.Kind, step.Data = DeleteFrom, &Data{Stores: []string{store}, Size: max(0, image.Size)}
		step.Shown = []patch.Field{patch.FieldOf(image, model.AttrStores.String())}
		return removable(image, store)
	}, nil
}

// removable says why the data of an image is not deleted from a store, or nothing.
func removable(image *model.Image, store string) Reason {
	switch {
	case image.Unknown.Has(model.AttrStatus):
		return UnknownStatus
	case image.Status != model.StatusActive:
		return WrongStatus
	case !image.IsIn(store):
		return AsWanted
	case strings.TrimSpace(image.Stores.Raw()) == store:
		return OnlyStore
	default:
		return ""
	}
}
