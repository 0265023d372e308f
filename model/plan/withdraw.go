package plan

import (
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
)

// Withdraws reports whether the step takes its image away from who uses it: it is
// deleted, deactivated or hidden.
func (s *Step) Withdraws() bool {
	if s.Kind == Delete || s.Kind == Deactivate {
		return true
	}
	return s.Kind == Update && slices.ContainsFunc(s.Patch, func(one patch.Operation) bool {
		hides, isFlag := one.Value.(bool)
		return isFlag && hides && one.Field == model.AttrHidden.String()
	})
}
