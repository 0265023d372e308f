// Package plan holds what is to be done to images before anything is sent: one
// change for each of one image or a thousand, what every image held when the
// person saw it, and what is left out and why. A plan is a value: the preview
// shows it, the runner carries it out, the journal and files keep it.
package plan

import (
	"slices"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// Kind is what a step does to its image.
type Kind string

// The kinds of steps; Share, Answer and Relocate are others. Most are one request of the
// Image API v2: tags, members, stores and an import may take several, and
// CreateFromVolume is one of the Block Storage API.
const (
	// Update changes attributes and properties by JSON Patch.
	Update Kind = "update"
	// Retag adds and removes tags and leaves every other tag alone.
	Retag Kind = "tags"
	// Deactivate forbids the download of the image data.
	Deactivate Kind = "deactivate"
	// Reactivate allows it again.
	Reactivate Kind = "reactivate"
	// Delete deletes the image.
	Delete Kind = "delete"
	// Create makes a new image record.
	Create Kind = "create"
	// CreateFromVolume has the Block Storage service make an image of a volume. That
	// chooses the id, so that the step has none.
	CreateFromVolume Kind = "create_from_volume"
	// Upload sends the data of a file to an image that has none.
	Upload Kind = "upload"
	// Import has the service take in data by itself, or a file that is staged
	// for it.
	Import Kind = "import"
	// Download writes the data of the image into a file, and changes nothing.
	Download Kind = "download"
	// DeleteFrom deletes the data of the image from some of its stores.
	DeleteFrom Kind = "delete_from_store"
	// Cache has the service take the data of the image into its image cache, and
	// Uncache drop it from there. Neither changes the image.
	Cache   Kind = "cache"
	Uncache Kind = "uncache"
)

// Step is the change of one image.
type Step struct {
	// Image is the image's id; for Create it is chosen beforehand, so that a
	// repeated request makes one image. CreateFromVolume has none.
	Image model.ImageID `json:"image"`
	// Name is the image's name when it was shown, for the eye alone.
	Name text.Untrusted `json:"name,omitzero"`
	// Hidden reports whether the image was hidden when it was shown: the service lists
	// such images apart.
	Hidden bool `json:"hidden,omitempty"`
	Kind   Kind `json:"kind"`
	// Patch is what Update sends, if nothing has changed meanwhile.
	Patch patch.Patch `json:"patch,omitempty"`
	// Shown are the fields that the step touches, as they were when the person
	// decided: where one has changed meanwhile, the step is a conflict. For
	// Delete they are the name, the owner, the visibility and the protection;
	// for Deactivate and Reactivate the status, for Retag the tags, which are
	// for the eye alone: other tags than those of the step do not matter.
	Shown []patch.Field `json:"shown,omitempty"`
	// Add and Remove are the tags of Retag, and those that Update changes with
	// its patch; none is in both.
	Add    []string `json:"add,omitempty"`
	Remove []string `json:"remove,omitempty"`
	// Members is what Share and Answer do to the members of the image.
	Members *Members `json:"members,omitempty"`
	// Locations is what Relocate does.
	Locations *Locations `json:"locations,omitempty"`
	// New is the record of Create: every field of it, tags among them; of
	// CreateFromVolume what the image is asked to be.
	New []patch.Field `json:"new,omitempty"`
	// Volume is what CreateFromVolume makes an image of.
	Volume *Volume `json:"volume,omitempty"`
	// Data is what Upload, Import, Download and DeleteFrom move.
	Data *Data `json:"data,omitempty"`
	// Unsure reports, of an undo, whether the job may not have done what the step
	// takes back.
	Unsure bool `json:"unsure,omitempty"`
}

// stepOf is a step of an image that does nothing yet.
func stepOf(image *model.Image) Step {
	return Step{Image: image.ID, Name: image.Name, Hidden: image.Hidden}
}

// MakesImage reports whether a step makes a new image.
func (s *Step) MakesImage() bool { return s.Kind == Create || s.Kind == CreateFromVolume }

// ChangesRecord reports whether a step changes the record of its image, which the
// service saves as a whole, and not its members, its data and where that is, or the image cache.
func (s *Step) ChangesRecord() bool {
	return !s.WantsMembers() && s.Data == nil && !s.OfCache() && !s.OfLocations()
}

// LeftOut is an image that the change was asked for and that no request will
// be sent for.
type LeftOut struct {
	Image  model.ImageID  `json:"image"`
	Name   text.Untrusted `json:"name,omitzero"`
	Reason Reason         `json:"reason"`
}

// Plan is one change for each of several images.
type Plan struct {
	// Title says in a line what the plan does, in the words of the command
	// that asks for it: "tag +gold -dev". It is for the eye alone.
	Title string `json:"title"`
	// Command is what was asked for; of an undo it is what the job was begun
	// with that is taken back. It is none where a file holds one that this
	// version does not know.
	Command command.Line `json:"command,omitzero"`
	// Undoes is the job that the plan takes back; nil is a plan that takes none
	// back.
	Undoes  *Undo     `json:"undoes,omitempty"`
	Steps   []Step    `json:"steps"`
	LeftOut []LeftOut `json:"left_out,omitempty"`
}

// JobID names a job; it is the name of its journal too. It sorts by the time of
// the start.
type JobID string

// Undo says which job a plan takes back.
type Undo struct {
	// Job is the job. It is empty in a plan that was kept before plans said so.
	Job JobID `json:"job,omitempty"`
	// Redoes reports whether the job was itself an undo, so that what was asked
	// for first is done again.
	Redoes bool `json:"redoes,omitempty"`
}

// TakesBack reports whether the plan takes back what was asked for, and does
// not do it again by undoing an undo.
func (p *Plan) TakesBack() bool { return p.Undoes != nil && !p.Undoes.Redoes }

// Only returns the plan for the images that are marked: the others are left
// out, each once whatever is done to it. What was left out before keeps its reason.
func (p *Plan) Only(marked []model.ImageID) Plan {
	wanted := make(map[model.ImageID]bool, len(marked))
	for _, id := range marked {
		wanted[id] = true
	}
	part := Plan{Title: p.Title, Command: p.Command, Undoes: p.Undoes, LeftOut: slices.Clone(p.LeftOut)}
	left := map[model.ImageID]bool{}
	for i := range p.Steps {
		step := &p.Steps[i]
		switch {
		case wanted[step.Image]:
			part.Steps = append(part.Steps, *step)
		case step.Image.IsEmpty() || !left[step.Image]:
			left[step.Image] = true
			part.LeftOut = append(part.LeftOut, LeftOut{Image: step.Image, Name: step.Name, Reason: NotMarked})
		}
	}
	return part
}

// WithoutProtected returns the plan without the deletions that would be refused, for known
// has a record of the image that is protected: an undo is planned by what a job did, and
// an image may have been protected since. Of an image with several steps all stay, for
// one of them may lift the protection.
func (p *Plan) WithoutProtected(known func(model.ImageID) *model.Image) Plan {
	steps := make(map[model.ImageID]int, len(p.Steps))
	for i := range p.Steps {
		steps[p.Steps[i].Image]++
	}
	part := *p
	part.Steps, part.LeftOut = nil, slices.Clone(p.LeftOut)
	for i := range p.Steps {
		step := &p.Steps[i]
		image := (*model.Image)(nil)
		if step.Kind == Delete && steps[step.Image] == 1 {
			image = known(step.Image)
		}
		if image != nil && image.Protected {
			part.LeftOut = append(part.LeftOut, LeftOut{Image: step.Image, Name: step.Name, Reason: Protected})
		} else {
			part.Steps = append(part.Steps, *step)
		}
	}
	return part
}

// IsEmpty reports whether nothing would be sent.
func (p *Plan) IsEmpty() bool { return len(p.Steps) == 0 }
