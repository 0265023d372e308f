package change

import (
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// The names of what a step does to members, which are no fields of the record. Their
// values are ids of projects.
const (
	addMember    = "add member"
	removeMember = "remove member"
	// AsProject is the member that answers.
	AsProject = "as project"
)

// HoldsProject reports whether the value of a field is the id of a project.
func HoldsProject(field string) bool {
	return field == addMember || field == removeMember || field == AsProject || field == model.AttrOwner.String()
}

// appendMembers adds what a step does to members. Before is what they had answered,
// as far as that is known.
func appendMembers(changes []Change, step *plan.Step) []Change {
	wanted := step.Members
	if wanted == nil {
		return changes
	}
	answered := func(one Change, project string) Change {
		status, known := wanted.Shown[project]
		one.Known, one.Before = known, patch.Field{Name: plan.AnswerField, Set: known, Value: status}
		return one
	}
	named := func(name, project string) Change {
		return Change{Field: name, IsMember: true, After: patch.Field{Name: name, Set: true, Value: project}, Removes: name == removeMember}
	}
	for _, project := range wanted.Add {
		changes = append(changes, answered(named(addMember, project), project))
	}
	for _, project := range wanted.Remove {
		changes = append(changes, answered(named(removeMember, project), project))
	}
	if wanted.Project == "" {
		return changes
	}
	answer := Change{Field: plan.AnswerField, After: patch.Field{Name: plan.AnswerField, Set: true, Value: wanted.Status}}
	return append(changes, answered(answer, wanted.Project), named(AsProject, wanted.Project))
}

// appendMembersKey adds what appendMembers says of a step.
func appendMembersKey(key []byte, wanted *plan.Members) []byte {
	if wanted == nil {
		return key
	}
	key = appendList(appendList(key, wanted.Add), wanted.Remove)
	key = appendText(appendText(key, wanted.Project), wanted.Status)
	for _, projects := range [][]string{wanted.Add, wanted.Remove, {wanted.Project}} {
		for _, project := range projects {
			status, known := wanted.Shown[project]
			key = appendField(key, known, status)
		}
	}
	return key
}
