package list

import (
	"glimpse/model/list"
	"glimpse/ui/action"
)

// likely returns what is likely to be done next, as things are: the footer of a narrow
// screen has room for little else.
func (s *Screen) likely() []action.ID {
	marked, _ := s.list.MarkedCount()
	duplicates := s.list.Narrowing().Duplicates != list.NoDuplicates
	var next []action.ID
	_, _, ranging := s.list.Range()
	switch {
	case ranging:
		next = append(next, action.MarkRange, action.Back)
	case s.arePending():
		next = append(next, action.Open, action.EditMembers, action.Mark)
	case marked > 0 && duplicates:
		next = append(next, action.Compare, action.Delete, action.MarkNone, action.Mark)
	case marked > 0:
		next = append(next, action.EditAttributes, action.Copy, action.MarkNone)
	case duplicates:
		next = append(next, action.Open, action.Mark, action.MarkOlder)
	default:
		next = append(next, action.Open, action.Mark)
	}
	worked := s.undoable || len(s.outcomes) > 0
	if worked {
		next = append(next, action.Undo, action.Jobs)
	}
	switch {
	case marked > 0:
		next = append(next, action.EditTags, action.ToggleActive, action.Delete)
	case worked: // which leaves room for few more
		next = append(next, action.Search)
	}
	return append(next, action.EditAttributes, action.Copy, action.Search, action.Filter, action.Command)
}
