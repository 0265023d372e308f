package plan

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/text"
)

// Volume is the volume that an image is made of, as it was shown.
type Volume struct {
	ID   text.Untrusted `json:"id"`
	Name text.Untrusted `json:"name,omitzero"`
	// Size is in GiB.
	Size int64 `json:"size,omitempty"`
	// Server is one that the volume is attached to, and Force takes it all the same.
	Server text.Untrusted `json:"server,omitzero"`
	InUse  bool           `json:"in_use,omitempty"`
	Force  bool           `json:"force,omitempty"`
	// At is the address of the service, for the eye alone.
	At string `json:"at,omitempty"`
}

// Called returns the name of the volume, or its id where it has none.
func (v *Volume) Called() text.Untrusted {
	if v.Name.IsEmpty() {
		return v.ID
	}
	return v.Name
}

// VersionHeader is how a microversion is asked for.
const VersionHeader = "OpenStack-API-Version"

const (
	// What the Block Storage service makes of no word.
	volumeFormat    = "raw"
	volumeContainer = "bare"
	// uploadVersion is the microversion since which the visibility and the protection of
	// the image can be said.
	uploadVersion = "volume 3.1"
)

// createFromVolume plans a new image of a volume. What was not said is what the service
// would choose, and the name that of the volume.
func (a *Around) createFromVolume(wanted command.Create) ([]Step, error) {
	volume := a.Volume
	what := "the volume " + volume.ID.Raw()
	if !volume.Name.IsEmpty() {
		what = "the volume " + volume.Name.Raw()
	}
	step := create(wanted, func() string { return "" })
	step.Kind, step.Image = CreateFromVolume, model.ImageID{}
	said := step.New
	step.New = nil
	for _, one := range []struct{ attribute, value string }{
		{model.AttrName.String(), volume.Name.Raw()},
		{model.AttrDiskFormat.String(), volumeFormat},
		{model.AttrContainerFormat.String(), volumeContainer},
	} {
		if one.value != "" {
			step.setNew(one.attribute, one.value)
		}
	}
	for _, field := range said {
		if field.Value != "" {
			step.setNew(field.Name, field.Value)
		}
	}
	name := step.newText(model.AttrName.String())
	step.Name = text.Of(name)
	format := step.newText(model.AttrDiskFormat.String())
	inUse := volume.Status.Raw() == model.VolumeInUse
	switch {
	case name == "":
		return nil, unfit("give it one: name=NAME", "%s has no name, and the image needs one", what)
	case !slices.Contains(command.VolumeFormats(), format):
		return nil, unfit("choose one of "+strings.Join(command.VolumeFormats(), ", "),
			"the block storage service makes no images in the format %s", format)
	case inUse && !wanted.Force:
		return nil, unfit("add force=yes, or detach it first: what the server has not written yet would be missing", "%s is in use", what)
	case !inUse && volume.Status.Raw() != model.VolumeAvailable:
		return nil, unfit("wait until it is available",
			"%s has the status %s, and only an available volume becomes an image", what, volume.Status.Raw())
	}
	step.Volume = &Volume{
		ID: volume.ID, Name: volume.Name, Size: volume.Size, Server: volume.Server, InUse: inUse, Force: wanted.Force, At: a.VolumesAt,
	}
	err := a.takesImages(1)
	if err == nil && format == volumeFormat { // of another one it is not known how large it becomes
		err = a.takesData(what+" has", volume.Size<<30)
	}
	if err != nil {
		return nil, err
	}
	return []Step{step}, nil
}

// newText returns the text that a field of a new image is set to, or nothing.
func (s *Step) newText(name string) (value string) {
	for _, field := range s.New {
		if field.Name == name {
			value, _ = field.Value.(string)
		}
	}
	return value
}

// UnsaidVisibility is the visibility that the service gives an image of a volume of which
// none is asked; nothing where one is. Block Storage passes none on before the microversion
// that knows it, so that Glance chooses, and chooses itself from then on.
func (s *Step) UnsaidVisibility() model.Visibility {
	visibility := model.VisibilityShared
	for _, field := range s.New {
		switch field.Name {
		case model.AttrVisibility.String():
			return model.Visibility{}
		case model.AttrProtected.String():
			visibility = model.VisibilityPrivate
		}
	}
	return visibility
}

// volumeImage is what is asked of the Block Storage service: the body of the request, and
// the microversion that it needs.
func (s *Step) volumeImage() (document map[string]any, version string) {
	wanted := map[string]any{"force": s.volume().Force}
	for _, field := range s.New {
		name := field.Name
		switch name {
		case model.AttrName.String():
			name = "image_name"
		case model.AttrVisibility.String(), model.AttrProtected.String():
			version = uploadVersion
		}
		wanted[name] = field.Value
	}
	return map[string]any{"os-volume_upload_image": wanted}, version
}

// volume returns what a step makes an image of, of one that was kept without it nothing.
func (s *Step) volume() *Volume {
	if s.Volume == nil {
		return &Volume{}
	}
	return s.Volume
}

// volumeRequests are the requests of a step that makes an image of a volume.
func (s *Step) volumeRequests() []Request {
	document, version := s.volumeImage()
	body, _ := json.Marshal(document) // texts and booleans, which never fail
	address := s.volume().At + "/volumes/" + url.PathEscape(s.volume().ID.Raw()) + "/action"
	return []Request{{Method: "POST", Path: address, Version: version, MediaType: "application/json", Body: body}}
}

// Unmake is the step that deletes the image that was made of a volume, which has this id.
func (s *Step) Unmake(id model.ImageID) *Step {
	inverse := Step{Image: id, Name: s.Name, Kind: Delete}
	for _, field := range s.New {
		if slices.ContainsFunc(identity(), func(a model.Attribute) bool { return a.String() == field.Name }) {
			inverse.Shown = append(inverse.Shown, field)
		}
	}
	return &inverse
}

// openStackVolume returns the command that makes an image of a volume.
func (s *Step) openStackVolume() []string {
	name, flags := "''", " --volume="+s.volume().ID.Shell()
	if s.volume().Force {
		flags += " --force"
	}
	for _, field := range s.New {
		if value, isText := field.Value.(string); isText && field.Name == model.AttrName.String() {
			name = text.Of(value).ShellArgument()
			continue
		}
		said, _ := flagsOf(field)
		flags += said
	}
	return []string{"create" + flags + " " + name}
}
