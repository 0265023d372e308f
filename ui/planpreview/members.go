package planpreview

import (
	"slices"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/planpreview/change"
)

// sharing is what is found out about the steps that are about members, and about
// images that are no longer shared.
type sharing struct {
	// projects are those that become members, in the order of the plan.
	projects []text.Untrusted
	known    map[string]bool
	// accepts and rejects are images that a project answers so.
	accepts, rejects int
	// withdrawn are the images that their members lose, offered those that all projects
	// may use and no member lists any more, regained those that become shared.
	withdrawn, offered, regained int
}

// add counts what a step does to members.
func (s *sharing) add(step *plan.Step) {
	if step.Members == nil {
		return
	}
	for _, project := range step.Members.Add {
		if s.known == nil {
			s.known = map[string]bool{}
		}
		if !s.known[project] {
			s.known[project] = true
			s.projects = append(s.projects, text.Of(project))
		}
	}
	switch {
	case step.Kind != plan.Answer:
	case step.Members.Status == model.MemberAccepted.Raw():
		s.accepts++
	case step.Members.Status == model.MemberRejected.Raw():
		s.rejects++
	}
}

// addVisibility counts what a change of the visibility does to members.
func (s *sharing) addVisibility(step *plan.Step, place *Place) {
	at := slices.IndexFunc(step.Patch, func(o patch.Operation) bool { return o.Field == visibilityField })
	if at < 0 {
		return
	}
	known := place.factsOf(step)
	if !known.visible {
		return
	}
	switch to, _ := step.Patch[at].Value.(string); {
	case to == model.VisibilityShared.Raw():
		s.regained++
	case !known.shared():
	case to == model.VisibilityPrivate.Raw():
		s.withdrawn++
	case to == model.VisibilityCommunity.Raw():
		s.offered++
	}
}

// memberVerb says what a plan does that is about members alone, all in one way or as
// answers.
func memberVerb(p *plan.Plan) string {
	adds, removes := false, false
	answers := map[string]bool{}
	for i := range p.Steps {
		if members := p.Steps[i].Members; members != nil {
			adds, removes = adds || len(members.Add) > 0, removes || len(members.Remove) > 0
			answers[members.Status] = true
		}
	}
	switch {
	case p.Steps[0].Kind == plan.Answer:
		return answerVerb(answers)
	case !removes:
		return "Share"
	case !adds:
		return "End the share of"
	default:
		return "Change the members of"
	}
}

// answerVerb says what some answers are.
func answerVerb(answers map[string]bool) string {
	switch {
	case len(answers) != 1:
		return "Answer the share of"
	case answers[model.MemberAccepted.Raw()]:
		return "Accept"
	case answers[model.MemberRejected.Raw()]:
		return "Reject"
	default:
		return "Take back the answer to the share of"
	}
}

// losing says what a change of the visibility does to the members of the images.
func (s *Screen) losing() []string {
	of := &s.totals.sharing
	var said []string
	for _, one := range []struct {
		count           int
		single, several string
	}{
		{
			of.withdrawn, "no longer shared: its members lose it until it is shared again.",
			"no longer shared: their members lose them until they are shared again.",
		},
		{
			of.offered, "no longer shared: projects that had accepted it no longer list it.",
			"no longer shared: projects that had accepted them no longer list them.",
		},
	} {
		switch {
		case one.count == 0:
		case s.images == 1:
			said = append(said, "It is "+one.single)
		default:
			said = append(said, format.Counted(one.count, "of them is "+one.single, "of them are "+one.several))
		}
	}
	return said
}

// unnamed says which of the projects that become members have no name that is known
// here, as a wrong id has none.
func (s *Screen) unnamed() string {
	var unknown []text.Untrusted
	for _, project := range s.totals.sharing.projects {
		if s.place.ownerName(project) == project {
			unknown = append(unknown, project)
		}
	}
	switch len(unknown) {
	case 0:
		return ""
	case 1:
		return "No project is known here by the id " + s.theme.Cells.Show(unknown[0]) + ": the service does not check that there is one."
	default:
		return format.Count(len(unknown)) + " projects are not known here by their ids: the service does not check that there are such."
	}
}

// memberNotes say what follows from sharing and from answering.
func (s *Screen) memberNotes() []string {
	of := &s.totals.sharing
	var said []string
	if len(of.projects) > 0 {
		said = append(said, "A new member can use an image by its id at once, and lists it when it has accepted.")
	}
	if of.regained > 0 {
		said = append(said, "Former members can use shared images again.")
	}
	if of.accepts > 0 {
		said = append(said, "Accepted images are listed with your own.")
	}
	if of.rejects > 0 {
		said = append(said, "Rejected images are not listed; by their ids they can still be used.")
	}
	return said
}

// memberValue is the value of a change of members: the project by its name and id, and
// what it had answered.
func (s *Screen) memberValue(one *change.Change) piece {
	said, style := s.value(one.After), s.theme.Good
	if one.Removes {
		style = s.theme.Bad
	}
	if before, _ := one.Before.Value.(string); one.Known && before != "" {
		said += ", " + s.theme.Cells.ShowString(before)
		if !one.Removes {
			said += " before: it has to accept again"
		}
	}
	if one.Field == change.AsProject {
		style = s.theme.Text
	}
	return piece{said, style}
}
