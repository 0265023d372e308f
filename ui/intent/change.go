package intent

import (
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
)

// ForChange is what is asked of the part that prepares changes of images, up to
// the moment when they are sent.
type ForChange interface {
	Intent
	toChange()
}

type change struct{}

func (change) intent()   {}
func (change) toChange() {}

type (
	// Edit asks for the form of the marked images, or of the one under the cursor,
	// on one of its tabs.
	Edit struct {
		change
		Tab Tab
	}
	// EditMembers asks for the form of the projects that the marked images are shared
	// with, or the one under the cursor.
	EditMembers struct{ change }
	// FindMembers asks which projects are meant by names that were typed in the form
	// of members.
	FindMembers struct {
		change
		Names []string
	}
	// EditRecord asks for the whole image in the person's own editor.
	EditRecord struct{ change }
	// NewImage asks for the form of a new image.
	NewImage struct{ change }
	// EditText asks to edit a text in the person's own editor ($VISUAL,
	// $EDITOR); Done gets it back, unless the editor failed.
	EditText struct {
		change
		// Name says what the text is, for the name of the file.
		Name, Text string
		// Done takes the edited text. It is called from Update.
		Done func(edited string)
	}
	// ReadDefinitions asks for what the service says of properties.
	ReadDefinitions struct{ change }
	// Change asks to plan commands, as one change of the images that the form was
	// opened on, or of the marked ones, and to show the plan. The form stays as it
	// is beneath the preview.
	Change struct {
		change
		Commands []command.Command
	}
	// MoveData asks to plan a command that moves image data, or for what it does not
	// say: a file, a source, a store. Replace says that the user knows that a file is
	// replaced.
	MoveData struct {
		change
		Command command.Command
		Replace bool
	}
	// Undo asks to plan the inverse of a job; an empty ID is the last one.
	Undo struct {
		change
		ID job.ID
		// Only are the images that it is about; none is all.
		Only []model.ImageID
	}
	// FinishJob asks to preview the rest of it; sending that carries it out.
	FinishJob struct {
		change
		ID    job.ID
		Title string
	}
	// SendPlan asks to carry out the plan that is previewed. Count is what was
	// typed where a count was asked for.
	SendPlan struct {
		change
		Count string
	}
	// SavePlan asks to write the previewed plan to a file; without a name, for
	// the line in which it is typed.
	SavePlan struct {
		change
		File string
	}
	// CopyPlan asks for the menu of what can be copied of the previewed plan.
	CopyPlan struct{ change }
)

// ToChange asks to plan one command.
func ToChange(wanted command.Command) Change { return Change{Commands: []command.Command{wanted}} }

// Tab is where a form begins.
type Tab uint8

// The tabs of the form of images.
const (
	Attributes Tab = iota
	Tags
	Properties
)
