package list

import (
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// SetReadOnly says why images cannot be changed here, such as that the connection
// is read-only; empty is that they can.
func (s *Screen) SetReadOnly(why string) { s.readOnly = why }

// NameProjects takes what tells the name of a project; an empty one is not
// known.
func (s *Screen) NameProjects(name func(id text.Untrusted) text.Untrusted) { s.names = name }

// SetProject takes the id of the user's own project: images of others have a sign.
func (s *Screen) SetProject(id text.Untrusted) { s.project = id }

// ShowOutcomes shows what jobs are doing to the images, by their ids, and takes whether
// the last one can be undone. The map
// is the screen's from then on.
func (s *Screen) ShowOutcomes(outcomes map[model.ImageID]job.Outcome, undoable bool) {
	s.outcomes, s.undoable = outcomes, undoable
}

// changes returns the bindings that change images, as things are.
func (s *Screen) changes(noImage string) action.Group {
	marked, _ := s.list.MarkedCount()
	if marked > 0 {
		noImage = ""
	}
	group := action.Changes()
	if image := s.list.Current(); marked == 0 && image != nil {
		group = labelled(group, image)
	}
	if s.arePending() {
		group = group.Relabel(action.EditMembers, "answer", "accept or reject what is shared with your project")
	}
	for _, act := range []action.ID{
		action.EditTags, action.EditAttributes, action.EditProperties,
		action.ToggleActive, action.ToggleHidden, action.ToggleProtected, action.Delete, action.Download,
	} {
		group = group.Disable(act, noImage)
	}
	if s.list.Pending() == list.Marking {
		group = group.DisableAll("images are being marked; esc stops that")
	}
	if len(s.outcomes) > 0 && !s.undoable {
		group = group.Unlabel(action.Undo)
	}
	return group.DisableChanges(s.readOnly)
}

// labelled returns bindings with the help for one image. Their labels stay the same for
// all: a footer that changes with the cursor is drawn anew with each move.
func labelled(changes action.Group, image *model.Image) action.Group {
	if binding, found := action.Find([]action.Group{intent.Labelled(changes, image)}, action.ToggleActive); found {
		return changes.Relabel(action.ToggleActive, "de/reactivate", binding.Help)
	}
	return changes
}

// outcomeSign returns the sign of a row that a job is about.
func (s *Screen) outcomeSign(outcome job.Outcome) (string, theme.Style) {
	switch outcome {
	case job.Waiting, job.Unsent:
		return s.theme.Glyphs.Queued, s.theme.Muted
	case job.Sending:
		return s.theme.Glyphs.Pending, s.theme.Busy
	case job.Done:
		return s.theme.Glyphs.Changed, s.theme.Good
	case job.NoChange:
		return s.theme.Glyphs.Changed, s.theme.Muted
	case job.Gone:
		return s.theme.Glyphs.Dead, s.theme.Bad
	default:
		return s.theme.Glyphs.Fault, s.theme.Bad
	}
}

// Find returns the last known record of an image that is loaded or marked, or
// nil.
func (s *Screen) Find(id model.ImageID) *model.Image { return s.list.Find(id) }
