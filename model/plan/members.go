package plan

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/text"
)

const (
	// Share adds projects to the members of an image, and removes others. It leaves
	// every other member alone.
	Share Kind = "share"
	// Answer sets what a member answers to being offered the image.
	Answer Kind = "answer"
)

// Members is what Share and Answer do to the members of an image: the projects that
// it is shared with, each by its id. What is as wanted when a step's turn comes is
// not sent.
type Members struct {
	// Add and Remove are the projects of Share; none is in both.
	Add    []string `json:"add,omitempty"`
	Remove []string `json:"remove,omitempty"`
	// Project is who answers, of Answer, and Status what: a word of the Image API.
	Project string `json:"project,omitempty"`
	Status  string `json:"status,omitempty"`
	// Shown are the answers of members as the person saw them, by their projects, as
	// far as they were read. For Answer, another answer is a conflict; for Share they
	// are for the eye alone: a member that is added again has to answer again.
	Shown map[string]string `json:"shown,omitempty"`
}

// Count returns how many members a step changes.
func (m *Members) Count() int {
	if m == nil {
		return 0
	}
	if m.Project != "" {
		return 1
	}
	return len(m.Add) + len(m.Remove)
}

// Projects returns the ids of the projects that the plan makes members, or no longer
// members, each once.
func (p *Plan) Projects() []text.Untrusted {
	var projects []text.Untrusted
	seen := map[string]bool{}
	var before *Members
	for i := range p.Steps {
		members := p.Steps[i].Members
		if members == nil || members == before { // which most steps share
			continue
		}
		before = members
		for _, project := range slices.Concat(members.Add, members.Remove, []string{members.Project}) {
			if !seen[project] && project != "" {
				seen[project] = true
				projects = append(projects, text.Of(project))
			}
		}
	}
	return projects
}

// AnswerField is the field that Answer changes, by its name in the query language.
const AnswerField = "member_status"

// ofMembers reports whether a step is about the members of its image, which are no
// part of the record.
func (s *Step) ofMembers() bool { return s.Kind == Share || s.Kind == Answer }

// WantsMembers reports whether a step is decided on the members of its image
// ([Step.ReconcileMembers]).
func (s *Step) WantsMembers() bool { return s.ofMembers() && s.Members != nil }

// share plans a change of members. The owner of an image needs no share of it.
func share(wanted command.Share) (change, error) {
	if wanted.IsEmpty() {
		return nil, errors.New("no project is named")
	}
	all := &Members{Add: wanted.Add, Remove: wanted.Remove}
	return func(image *model.Image, step *Step) Reason {
		step.Kind, step.Members = Share, all
		if slices.Contains(all.Add, image.Owner.Raw()) {
			others := slices.DeleteFunc(slices.Clone(all.Add), func(project string) bool { return project == image.Owner.Raw() })
			step.Members = &Members{Add: others, Remove: all.Remove}
		}
		switch {
		case !mayHaveMembers(image):
			return NotShared
		case step.Members.Count() == 0:
			return OwnersShare
		default:
			return ""
		}
	}, nil
}

// answer plans what a project answers to being offered an image.
func answer(wanted command.Answer) change {
	all := &Members{Project: wanted.Project, Status: wanted.Status}
	return func(image *model.Image, step *Step) Reason {
		step.Kind, step.Members = Answer, all
		switch {
		case wanted.Project == "":
			return NotMember
		case image.Owner.Raw() == wanted.Project:
			return OwnersShare
		case !mayHaveMembers(image):
			return NotShared
		default:
			return ""
		}
	}
}

// mayHaveMembers reports whether an image is shared, as far as that is known.
func mayHaveMembers(image *model.Image) bool {
	return image.Unknown.Has(model.AttrVisibility) || image.Visibility == model.VisibilityShared
}

// reconcileImage decides a step about members on the record of its image, which
// does not hold them.
func (s *Step) reconcileImage(now *model.Image) Reconciled {
	if !mayHaveMembers(now) {
		return notAllowed(NotShared, now.Visibility.Raw())
	}
	return Reconciled{Step: *s}
}

// ReconcileMembers decides a step about members anew on those that its image has
// now. The image is there and is shared.
func (s *Step) ReconcileMembers(now []model.Member) Reconciled {
	has := make(map[string]string, len(now))
	for i := range now {
		has[now[i].Project.Raw()] = now[i].Status.Raw()
	}
	if s.Kind == Answer {
		return s.reconcileAnswer(has)
	}
	is := func(project string) bool { _, is := has[project]; return is }
	left := Members{Shown: map[string]string{}}
	left.Add = missing(s.Members.Add, nil, func(project string) bool { return !is(project) })
	left.Remove = missing(s.Members.Remove, s.Members.Add, is)
	for _, project := range left.Remove {
		left.Shown[project] = has[project]
	}
	if left.Count() == 0 {
		return Reconciled{Decision: NoChange}
	}
	step, inverse := *s, *s
	step.Members = &left
	inverse.Members = &Members{Add: left.Remove, Remove: left.Add, Shown: left.Shown}
	return Reconciled{Step: step, Inverse: &inverse}
}

func (s *Step) reconcileAnswer(has map[string]string) Reconciled {
	project, wanted := s.Members.Project, s.Members.Status
	before, is := has[project]
	shown, wasShown := s.Members.Shown[project]
	switch {
	case !is:
		return notAllowed(NotMember, "")
	case before == wanted:
		return Reconciled{Decision: NoChange}
	case wasShown && shown != before:
		return conflict([]patch.Conflict{{
			Name: AnswerField, Shown: answered(shown), Theirs: answered(before), Yours: answered(wanted),
		}})
	}
	step, inverse := *s, *s
	step.Members = &Members{Project: project, Status: wanted, Shown: map[string]string{project: before}}
	inverse.Members = &Members{Project: project, Status: before, Shown: map[string]string{project: wanted}}
	return Reconciled{Step: step, Inverse: &inverse}
}

// answered is an answer as a field.
func answered(status string) patch.Field {
	return patch.Field{Name: AnswerField, Set: true, Value: status}
}

// memberRequests are the requests of a step about members, in the order in which
// they are sent: what is removed makes room for what is added.
func (s *Step) memberRequests(path string) []Request {
	const media = "application/json"
	path += "/members"
	member := func(project string) string { return path + "/" + url.PathEscape(project) }
	if s.Kind == Answer {
		body, _ := json.Marshal(map[string]string{"status": s.Members.Status}) // texts can always be
		return []Request{{Method: "PUT", Path: member(s.Members.Project), MediaType: media, Body: body}}
	}
	requests := make([]Request, 0, s.Members.Count())
	for _, project := range s.Members.Remove {
		requests = append(requests, Request{Method: "DELETE", Path: member(project)})
	}
	for _, project := range s.Members.Add {
		body, _ := json.Marshal(map[string]string{"member": project}) // as before
		requests = append(requests, Request{Method: "POST", Path: path, MediaType: media, Body: body})
	}
	return requests
}

// openStackMembers are the commands of a step about members.
func (s *Step) openStackMembers(id string) []string {
	if s.Kind == Answer {
		option := map[string]string{
			model.MemberAccepted.Raw(): "--accept", model.MemberRejected.Raw(): "--reject", model.MemberPending.Raw(): "--pending",
		}[s.Members.Status]
		if option == "" {
			return []string{"# openstack has no such answer for " + id}
		}
		return []string{"# as project " + text.Escape(s.Members.Project), "set " + option + " " + id}
	}
	lines := make([]string, 0, s.Members.Count())
	for _, project := range s.Members.Remove {
		lines = append(lines, "remove project "+operands(s.Image.Untrusted, text.Of(project)))
	}
	for _, project := range s.Members.Add {
		lines = append(lines, "add project "+operands(s.Image.Untrusted, text.Of(project)))
	}
	return lines
}

// operands are the words of a command that are no options, whatever they begin with.
func operands(words ...text.Untrusted) string {
	quoted, mark := make([]string, len(words)), ""
	for i, word := range words {
		if quoted[i] = word.Shell(); strings.HasPrefix(word.Raw(), "-") {
			mark = "-- "
		}
	}
	return mark + strings.Join(quoted, " ")
}

// joined is what two steps about members do one after the other, in one step.
// Answers of different projects stay apart.
func joined(steps []Step, next Step) []Step {
	for i := range steps {
		before, after := steps[i].Members, next.Members
		switch {
		case steps[i].Kind != next.Kind || before.Project != after.Project:
			continue
		case next.Kind == Share:
			next.Members = &Members{
				Add: merged(before.Add, after.Add, after.Remove), Remove: merged(before.Remove, after.Remove, after.Add),
			}
		}
		steps[i] = next
		return steps
	}
	return append(steps, next)
}
