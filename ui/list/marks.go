package list

import (
	"glimpse/model"
	"glimpse/model/list"
	"glimpse/ui/action"
	"glimpse/ui/clipboard"
	"glimpse/ui/format"
	"glimpse/ui/intent"
)

// actOnMarks carries out what is about marks.
func (s *Screen) actOnMarks(press action.Press) intent.Intent {
	switch press.Action {
	case action.Mark:
		return s.mark()
	case action.MarkRange:
		return s.markRange()
	case action.MarkOlder:
		return s.markOlder()
	case action.OnlyMarked:
		return s.onlyMarked()
	case action.Compare:
		return intent.OpenCompare{Images: s.list.Marked()}
	default:
	}
	return nil
}

// mark marks the image under the cursor or takes its mark away, and moves on.
// In a range it ends the range and marks it.
func (s *Screen) mark() intent.Intent {
	if _, _, ranging := s.list.Range(); ranging {
		return s.markRange()
	}
	image := s.list.Current()
	if !s.list.SetMark(image, !s.list.IsMarked(image.ID)) {
		return intent.Notify{Text: "an image without an id cannot be marked"}
	}
	return s.move(1)
}

func (s *Screen) markRange() intent.Intent {
	if _, _, ranging := s.list.Range(); !ranging {
		s.list.BeginRange()
		return intent.Notify{Text: "a range begins here: move, then " + s.theme.Keys.For("marks", action.MarkRange) +
			" marks it, esc gives it up"}
	}
	s.list.MarkRange()
	return s.tellMarks()
}

// closeRange marks the range, if one was begun.
func (s *Screen) closeRange() {
	if _, _, ranging := s.list.Range(); ranging {
		s.list.MarkRange()
	}
}

// MarkShown marks every image that is shown.
func (s *Screen) MarkShown() intent.Intent {
	s.list.MarkShown(true)
	return s.Settled(s.tellMarks)
}

// MarkWhere marks the loaded images for which a function holds, and says how
// many those are.
func (s *Screen) MarkWhere(match func(*model.Image) bool) intent.Intent {
	s.list.BeginMarkWhere(match)
	s.begin()
	return s.Settled(s.tellMatched)
}

// tellMatched says how many images are marked, and of none among which it was looked.
func (s *Screen) tellMatched() intent.Intent {
	count := s.list.Count()
	switch marked, _ := s.list.MarkedCount(); {
	case marked > 0:
		return s.tellMarks()
	case count.Complete:
		return intent.Notify{Text: "nothing is marked: none of " + format.Images(count.Listed) + " matches"}
	default:
		return intent.Notify{Text: "nothing is marked: none of " + format.Count(count.Listed) + " loaded matches; " +
			s.theme.Keys.For("list", action.LoadAll) + " loads the rest"}
	}
}

// Unmark takes every mark away.
func (s *Screen) Unmark() intent.Intent {
	s.list.Unmark()
	return s.tellMarks()
}

// Invert inverts the marks of what is shown.
func (s *Screen) Invert() intent.Intent {
	s.list.InvertMarks()
	return s.Settled(s.tellMarks)
}

func (s *Screen) tellMarks() intent.Intent {
	marked, _ := s.list.MarkedCount()
	if marked == 0 {
		return intent.Notify{Text: "nothing is marked"}
	}
	return intent.Notify{Text: format.Counted(marked, "image is", "images are") + " marked"}
}

// MarkText says how many images are marked and how many of them the list does
// not show just now, or nothing.
func (s *Screen) MarkText() string {
	marked, hidden := s.list.MarkedCount()
	switch {
	case marked == 0:
		return ""
	case hidden == 0:
		return format.Count(marked) + " marked"
	default:
		return format.Count(marked) + " marked, " + format.Count(hidden) + " not shown"
	}
}

// ShowsUnmarked reports whether images are marked, and others are listed beside them.
func (s *Screen) ShowsUnmarked() bool {
	marked, hidden := s.list.MarkedCount()
	return marked > 0 && !s.list.Narrowing().Marked && (marked-hidden < s.list.Len() || !s.list.Count().Complete)
}

// MarkBytes returns what the marked images take.
func (s *Screen) MarkBytes() string { return format.Size(s.list.MarkedBytes()) }

// Under returns the id of the image under the cursor where marks mean others,
// so that it can be copied by itself.
func (s *Screen) Under() *clipboard.Value {
	image := s.list.Current()
	if marked, _ := s.list.MarkedCount(); marked < 2 || image == nil {
		return nil
	}
	return &clipboard.Value{Label: "id under the cursor", Value: image.ID.Untrusted}
}

// Marked returns the ids of the marked images.
func (s *Screen) Marked() []model.ImageID {
	marked := s.list.Selected()
	ids := make([]model.ImageID, marked.Len())
	for i := range ids {
		ids[i] = marked.ID(i)
	}
	return ids
}

// anyTarget reports whether something holds for one of the targets, without
// making their list.
func (s *Screen) anyTarget(holds func(*model.Image) bool) bool {
	s.closeRange()
	if marked, _ := s.list.MarkedCount(); marked > 0 {
		return s.list.AnyMarked(holds)
	}
	image := s.list.Current()
	return image != nil && holds(image)
}

// Targets returns the images that a change is about: the marked ones, and
// without marks the one under the cursor. A range that was begun is marked
// first: its rows are what is seen as chosen.
func (s *Screen) Targets() []*model.Image {
	targets := s.Selection()
	return targets.Images()
}

// Selection returns the images of Targets without making anything of them.
func (s *Screen) Selection() list.Selection {
	s.closeRange()
	if marked, _ := s.list.MarkedCount(); marked > 0 {
		return s.list.Selected()
	}
	return s.list.Under()
}
