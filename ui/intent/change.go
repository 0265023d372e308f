package intent

import (
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
	// Edit asks for the editor of a kind on the marked images, or on the one
	// under the cursor.
	Edit struct {
		change
		Editor Editor
	}
	// EditText asks to edit a text in the person's own editor ($VISUAL,
	// $EDITOR); Done gets it back, unless the editor failed.
	EditText struct {
		change
		// Name says what the text is, for the name of the file.
		Name, Text string
		// Done takes the edited text. It is called from Update.
		Done func(edited string)
	}
	// Change asks to plan a change of the images that the editor was opened
	// on, or of the marked ones, and to show the plan. The editor stays as it
	// is beneath the preview.
	Change struct {
		change
		Command command.Command
	}
	// Undo asks to plan the inverse of a job; an empty ID is the last one.
	Undo struct {
		change
		ID job.ID
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

// Editor is a kind of editor.
type Editor uint8

// The editors.
const (
	EditAttributes Editor = iota
	EditTags
	EditProperties
	NewImage
)
