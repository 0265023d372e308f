package plan

import "glimpse/model"

// Withdraws reports whether the step takes its image away from who uses it: it is
// deleted, deactivated or hidden.
func (s *Step) Withdraws() bool {
	switch s.Kind {
	case Delete, Deactivate:
		return true
	case Update:
		for i := range s.Patch {
			if hides, isFlag := s.Patch[i].Value.(bool); isFlag && hides && s.Patch[i].Field == model.AttrHidden.String() {
				return true
			}
		}
	}
	return false
}

// Withdrawn returns the images that the plan takes away from who uses them.
func (p *Plan) Withdrawn() []model.ImageID {
	var ids []model.ImageID
	for i := range p.Steps {
		if p.Steps[i].Withdraws() {
			ids = append(ids, p.Steps[i].Image)
		}
	}
	return ids
}
