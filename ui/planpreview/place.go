// Package planpreview is the preview of a plan: what would be done to which images,
// what is left out and why, and the exact requests, before anything is sent.
//
// It asks for the plan to be sent and sends nothing itself. What is drawn
// costs what is visible, however many images the plan has.
package planpreview

import (
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Place is where a plan would be sent, and what is known there.
type Place struct {
	// Cloud is the name in clouds.yaml; empty is the OS_* environment.
	Cloud string
	// Project, User and Region are names for people.
	Project, User, Region text.Untrusted
	// ProjectID separates the images of the project from those of others.
	ProjectID text.Untrusted
	// NoAdmin reports whether the user is known not to have the role by which clouds know
	// their administrators.
	NoAdmin bool
	// Production says that the cloud's name is to be typed before anything is
	// sent.
	Production bool
	// ReadOnly is why nothing can be sent, or nothing where it can.
	ReadOnly string
	// Image returns what is known of an image, or nil. It may be nil; what the
	// plan itself says of an image is used then.
	Image func(id model.ImageID) *model.Image
	// Owner returns the name of a project by its id, or nothing. It may be
	// nil.
	Owner func(id text.Untrusted) text.Untrusted
}

// facts are what is known of the image of a step.
type facts struct {
	owner      text.Untrusted
	visibility model.Visibility
	protected  bool
	// size is that of the image data in bytes, if sized tells so.
	size  int64
	sized bool
	// unread reports that there is a size which could not be read.
	unread bool
	// coming reports that image data is coming in, perhaps that it may be: the
	// status of the image is unknown.
	coming, perhaps bool
	// empty reports that the image never got any data.
	empty bool
	// owned, visible and guarded tell that the owner, the visibility and the
	// protection are known, loaded that there is a record, which says all.
	owned, visible, guarded, loaded bool
}

// whole reports whether it is known whose the image is and who sees it.
func (f *facts) whole() bool { return f.owned && f.visible }

// knowsSize reports whether it is known how large the image data is, or that
// there is none.
func (f *facts) knowsSize() bool { return (f.loaded || f.sized) && !f.unread }

func (f *facts) shared() bool { return f.visibility == model.VisibilityShared }

// coming reports whether the data of an image is coming in: Glance saves what it
// knew of the image at the start again when the data is complete, and with it
// undoes every change in between.
func coming(image *model.Image) bool {
	switch image.Status {
	case model.StatusSaving, model.StatusUploading, model.StatusImporting:
		return true
	}
	task, has := image.Property(model.PropertyImportTask)
	return has && !task.IsEmpty()
}

// factsOf returns what is known of the image of a step: from its record, or
// else from the fields that the plan keeps.
func (p *Place) factsOf(step *plan.Step) facts {
	if p.Image != nil {
		if image := p.Image(step.Image); image != nil {
			return facts{
				owner: image.Owner, visibility: image.Visibility, protected: image.Protected, coming: coming(image),
				perhaps: image.Unknown.Has(model.AttrStatus), empty: image.Status == model.StatusQueued,
				size: image.Size, sized: image.Has(model.AttrSize), unread: image.Unknown.Has(model.AttrSize),
				owned: !image.Unknown.Has(model.AttrOwner), visible: !image.Unknown.Has(model.AttrVisibility),
				guarded: !image.Unknown.Has(model.AttrProtected), loaded: true,
			}
		}
	}
	var known facts
	for _, field := range step.Shown {
		known.read(field)
	}
	return known
}

// read takes what a field says of an image.
func (f *facts) read(field patch.Field) {
	attribute, isAttribute := model.AttributeNamed(field.Name)
	if !isAttribute || field.Unknown {
		return
	}
	said, _ := field.Value.(string)
	switch attribute {
	case model.AttrOwner:
		f.owner, f.owned = text.Of(said), true
	case model.AttrVisibility:
		f.visibility, f.visible = model.Visibility{Untrusted: text.Of(said)}, true
	case model.AttrProtected:
		f.protected, _ = field.Value.(bool)
		f.guarded = true
	case model.AttrSize:
		switch size := field.Value.(type) {
		case int64:
			f.size, f.sized = size, true
		case int:
			f.size, f.sized = int64(size), true
		}
	default:
	}
}

// ownerName is the name of the project that an image belongs to, or its id.
func (p *Place) ownerName(id text.Untrusted) text.Untrusted {
	if p.Owner != nil {
		if name := p.Owner(id); !name.IsEmpty() {
			return name
		}
	}
	return id
}

// others reports whether an image belongs to another project.
func (p *Place) others(known facts) bool {
	return !known.owner.IsEmpty() && !p.ProjectID.IsEmpty() && known.owner != p.ProjectID
}
