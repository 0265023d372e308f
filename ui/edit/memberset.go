package edit

import (
	"cmp"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
)

// toAnswer is, beside what may become of a tag, that a member's answer changes.
const toAnswer want = toRemove + 1

// member is one project: how many of the images are shared with it, and what is to
// become of that.
type member struct {
	// project is its id, or what was typed for it.
	project string
	on      int
	// answers counts what it answered, by the words of the Image API.
	answers map[string]int
	want    want
	answer  string // of toAnswer
}

// memberSet is the members of images, other projects that are known, and what is to
// become of each.
type memberSet struct {
	images []*model.Image
	// of are the members of each of the images that was read.
	of map[model.ImageID][]model.Member
	// own is the project of the connection. It answers for the images that are
	// others' and shared with it, and shares none of them.
	own     string
	foreign bool
	// members are those that were typed, then those of the images, the most frequent
	// first, then other projects that are known.
	members []member
	typed   int
	// same reports whether two words stand for one project.
	same func(a, b string) bool
}

// read takes the members of images. What was typed and chosen stays.
func (s *memberSet) read(all []model.Membership, known []string) {
	s.of = make(map[model.ImageID][]model.Member, len(all))
	counted := map[string]*member{}
	for i := range all {
		s.of[all[i].Image] = all[i].Members
		for _, one := range all[i].Members {
			project := one.Project.Raw()
			if counted[project] == nil {
				counted[project] = &member{project: project, answers: map[string]int{}}
			}
			counted[project].on++
			counted[project].answers[one.Status.Raw()]++
		}
	}
	found := make([]member, 0, len(counted))
	for _, one := range counted {
		found = append(found, *one)
	}
	slices.SortFunc(found, func(a, b member) int { return cmp.Or(cmp.Compare(b.on, a.on), cmp.Compare(a.project, b.project)) })
	before := s.members
	s.members, s.typed = found, 0
	for _, project := range known {
		if s.find(project) < 0 {
			s.members = append(s.members, member{project: project})
		}
	}
	for _, one := range slices.Backward(before) {
		if one.want != asItIs {
			s.set(s.insert(one.project), one.want, one.answer)
		}
	}
}

// find returns where a project is, or -1.
func (s *memberSet) find(project string) int {
	return slices.IndexFunc(s.members, func(each member) bool { return s.same(each.project, project) })
}

// insert returns where a project is, which is put in front where no image has it.
func (s *memberSet) insert(project string) int {
	at := s.find(project)
	switch {
	case at < 0:
		s.members = slices.Insert(s.members, s.typed, member{project: project})
	case s.members[at].on == 0 && at >= s.typed:
		moved := s.members[at]
		s.members = slices.Insert(slices.Delete(s.members, at, at+1), s.typed, moved)
	default:
		return at
	}
	s.typed++
	return s.typed - 1
}

// drop forgets a project that no image has.
func (s *memberSet) drop(at int) {
	s.members = slices.Delete(s.members, at, at+1)
	if at < s.typed {
		s.typed--
	}
}

// onAll reports whether every image is shared with a project.
func (s *memberSet) onAll(at int) bool { return len(s.of) > 0 && s.members[at].on == len(s.images) }

// isAnswering reports whether a member is the connection's own, which can answer for
// the images that others share with it.
func (s *memberSet) isAnswering(at int) bool {
	return s.foreign && s.members[at].on > 0 && s.members[at].project == s.own
}

// set decides what is to become of a member.
func (s *memberSet) set(at int, wanted want, answer string) {
	s.members[at].want, s.members[at].answer = wanted, answer
}

// toggle goes to the next of what may become of a member.
func (s *memberSet) toggle(at int) {
	each := &s.members[at]
	if s.isAnswering(at) {
		answers := s.answersOf(each)
		next := slices.Index(answers, each.answer) + 1
		if next == len(answers) {
			s.set(at, asItIs, "")
		} else {
			s.set(at, toAnswer, answers[next])
		}
		return
	}
	choices := []want{asItIs, toAdd, toRemove}
	switch {
	case each.on == 0:
		choices = choices[:2]
	case s.onAll(at):
		choices = []want{asItIs, toRemove}
	}
	s.set(at, choices[(slices.Index(choices, each.want)+1)%len(choices)], "")
}

// answersOf are the answers that a member may give: all but one that it gave for
// every image that it has.
func (s *memberSet) answersOf(each *member) []string {
	answers := []string{model.MemberAccepted.Raw(), model.MemberRejected.Raw(), model.MemberPending.Raw()}
	return slices.DeleteFunc(answers, func(answer string) bool { return each.answers[answer] == each.on })
}

// add asks for a project to become a member of every image. It returns where it is.
func (s *memberSet) add(project string) int {
	at := s.insert(project)
	wanted := toAdd
	if s.onAll(at) {
		wanted = asItIs
	}
	s.set(at, wanted, "")
	return at
}

// remove asks for a project to be a member of no image. It returns where it is, or -1
// if it is known to be none.
func (s *memberSet) remove(project string) int {
	at := s.find(project)
	switch {
	case at < 0 && len(s.of) == len(s.images):
		return -1
	case at < 0:
		at = s.insert(project)
		s.set(at, toRemove, "")
	case s.members[at].on == 0 && s.members[at].want == toAdd:
		s.set(at, asItIs, "")
	default:
		s.set(at, toRemove, "")
	}
	return at
}

// changes is how many members are to be changed.
func (s *memberSet) changes() int {
	count := 0
	for i := range s.members {
		if s.members[i].want != asItIs {
			count++
		}
	}
	return count
}

// commands are what is to be changed.
func (s *memberSet) commands() []command.Command {
	var share command.Share
	var answers []command.Command
	for i := range s.members {
		switch each := &s.members[i]; each.want {
		case toAdd:
			share.Add = append(share.Add, each.project)
		case toRemove:
			share.Remove = append(share.Remove, each.project)
		case toAnswer:
			answers = append(answers, command.Answer{Status: each.answer})
		case asItIs:
		}
	}
	if share.IsEmpty() {
		return answers
	}
	return append([]command.Command{share}, answers...)
}

// fullest returns the largest number of members that an image would have, of those
// that were read.
func (s *memberSet) fullest() int {
	most := 0
	for _, has := range s.of {
		count := len(has)
		for i := range s.members {
			each := &s.members[i]
			is := each.on > 0 && slices.ContainsFunc(has, func(m model.Member) bool { return m.Project.Raw() == each.project })
			switch {
			case each.want == toAdd && !is:
				count++
			case each.want == toRemove && is:
				count--
			}
		}
		most = max(most, count)
	}
	return most
}

// holding returns the members whose name or id holds a text, whatever its case; those
// whose name begins with it come first where first is set.
func (s *memberSet) holding(text string, name func(project string) string, first bool) []int {
	text = strings.ToLower(text)
	var begins, holds []int
	for at := range s.members {
		project := s.members[at].project
		switch called := strings.ToLower(name(project)); {
		case first && strings.HasPrefix(called, text):
			begins = append(begins, at)
		case strings.Contains(called, text), strings.Contains(strings.ToLower(project), text):
			holds = append(holds, at)
		}
	}
	return append(begins, holds...)
}
