package command

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/query"
)

// Share shares images with projects and ends that for others, and leaves every
// other member alone; without any it asks for the dialog of members. A project is
// an id, or a name that is to be looked up first ([NamedProjects]); none is in both.
type Share struct{ Add, Remove []string }

// Answer sets what a project answers to images that others share with it.
type Answer struct {
	// Status is a word of the Image API: accepted, rejected or pending.
	Status string
	// Project is the one that answers; empty is that of the connection, which
	// [WithProjects] puts in its place.
	Project string
}

func (Share) command()  {}
func (Share) change()   {}
func (Answer) command() {}
func (Answer) change()  {}

// IsEmpty reports whether a command asks for nothing but its dialog.
func (s Share) IsEmpty() bool { return len(s.Add)+len(s.Remove) == 0 }

// sharing are the commands about the projects that images are shared with.
func sharing() []spec {
	specs := make([]spec, 0, 1+len(answers))
	specs = append(specs, spec{
		name: "share", aliases: []string{"members"}, argument: "[+PROJECT -PROJECT ...]",
		help:     "share images with projects, or end that; by name or id; alone, the members",
		example:  "share +demo -other",
		parse:    share,
		complete: completeShare,
	})
	for _, one := range answers {
		specs = append(specs, spec{
			name: one.name, argument: "[PROJECT]", help: one.help, example: one.name,
			parse:    func(argument string) (Command, error) { return answer(one.status, argument) },
			complete: completeProject,
		})
	}
	for i := range specs {
		specs[i].writes, specs[i].ofChanges = true, true
	}
	return specs
}

// answers are the commands that answer a share. Administrators may answer for a
// project that they name.
var answers = []struct {
	name   string
	status string
	help   string
}{
	{"accept", model.MemberAccepted.Raw(), "accept images shared with your project: they are listed from then on"},
	{"reject", model.MemberRejected.Raw(), "reject images shared with your project: they are not listed"},
	{"unanswer", model.MemberPending.Raw(), "take the answer to a share back: it is pending again"},
}

// share reads +PROJECT -PROJECT ...
func share(argument string) (Command, error) {
	add, remove, wrong := plusMinus(argument, "a project", "PROJECT", fitsProject)
	if wrong != nil {
		return nil, wrong
	}
	return Share{Add: add, Remove: remove}, nil
}

// plusMinus reads +WORD -WORD ..., each of them once and none with both signs. what and
// word name one in an error, and fits returns what is wrong with one.
func plusMinus(argument, what, word string, fits func(piece) *fault) (add, remove []string, wrong *fault) {
	s := &scanner{line: argument}
	for s.skipBlanks() {
		sign, said, wrong := s.signed(what, word)
		if wrong == nil {
			wrong = fits(said)
		}
		if wrong != nil {
			return nil, nil, wrong
		}
		to, other := &add, remove
		if sign == '-' {
			to, other = &remove, add
		}
		switch {
		case slices.Contains(other, said.text):
			return nil, nil, faultAt(said.offset, "one of the two", "%s is both added and removed", shown(said.text))
		case !slices.Contains(*to, said.text):
			*to = append(*to, said.text)
		}
	}
	return add, remove, nil
}

// fitsProject checks what can be no project.
func fitsProject(said piece) *fault {
	if said.text == "" {
		return faultAt(said.offset, "its name or id", "a project is missing")
	}
	if problem, expected := tooLong(said.text); problem != "" {
		return &fault{offset: said.offset, problem: problem, expected: expected}
	}
	return nil
}

func answer(status, argument string) (Command, error) {
	s := &scanner{line: argument}
	if !s.skipBlanks() {
		return Answer{Status: status}, nil
	}
	project, wrong := s.next("")
	if wrong == nil {
		wrong = fitsProject(project)
	}
	if wrong == nil && s.skipBlanks() {
		wrong = faultAt(s.pos, "one project, in quotes if its name has a blank", "the name of the project ends here")
	}
	if wrong != nil {
		return nil, wrong
	}
	return Answer{Status: status, Project: project.text}, nil
}

func formatAnswer(c Answer) string {
	for _, one := range answers {
		switch {
		case one.status == c.Status && c.Project != "":
			return named(one.name, quote(c.Project))
		case one.status == c.Status:
			return one.name
		}
	}
	return ""
}

// completeShare completes +PROJECT -PROJECT ...
func completeShare(argument string, cursor int, known Known) []query.Completion {
	word, start, _ := open(argument[:cursor])
	sign, typed, isSigned := cutSign(word)
	if !isSigned {
		sign, typed = '+', said(word)
	}
	out := offerSigned(sign, known.projects(), typed, start, cursor)
	help := map[byte]string{'+': "share with it", '-': "end the share"}[sign]
	for i := range out {
		out[i].Help = help
	}
	return out
}

// completeProject completes the name of one project.
func completeProject(argument string, cursor int, known Known) []query.Completion {
	return offer(known.projects(), argument[:cursor], cursor)
}

// projects lists the projects that are known by name: those of the person first,
// then others that own images.
func (k Known) projects() []string {
	owners := slices.DeleteFunc(slices.Clone(k.inUse(query.AttributeField(model.AttrOwner))), model.IsProjectID)
	all := slices.Clone(k.Projects)
	for _, name := range owners {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return slices.DeleteFunc(all, func(name string) bool { return strings.TrimSpace(name) == "" })
}
