package edit

import (
	"slices"
	"strings"

	"glimpse/model/command"
	"glimpse/ui/intent"
)

// enter takes the projects that are typed, and asks which are meant by names that are
// not known.
func (m *members) enter() intent.Intent {
	words, _, _ := m.line.words()
	m.takeTyped()
	if !m.line.isEmpty() {
		return nil // something is wrong with it
	}
	var names []string
	for _, word := range words {
		if !word.Removes && m.isUnknown(word.Text) {
			names = append(names, word.Text)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return intent.FindMembers{Names: names}
}

// isUnknown reports whether a name stands for no project that is known here.
func (m *members) isUnknown(project string) bool {
	_, id := m.names(project)
	return id == "" && !slices.Contains(m.known.Projects, project)
}

// MembersFound takes the names that stand for no project, and why: they are typed
// again, and no members. The others have their ids by now.
func (p *Pane) MembersFound(unknown []string, why string) {
	m, isMembers := p.part().(*members)
	if !isMembers {
		return
	}
	m.tells = ""
	if len(unknown) > 0 {
		m.giveBack(unknown)
		m.tells = why
	}
	m.relist()
	p.arrange()
}

// giveBack puts names of projects back into the line that were taken from it.
func (m *members) giveBack(names []string) {
	line := ""
	for _, name := range names {
		if at := m.set.find(name); at >= 0 && m.set.members[at].on == 0 && m.set.members[at].want == toAdd {
			m.set.drop(at)
			line = command.PutSigned(line+" +", command.Signed{Text: name})
		}
	}
	if line = strings.TrimSpace(line); line != "" && m.line.isEmpty() {
		m.line.set(line)
		m.inList = false
		m.line.completion.Restart(m.line.text())
	}
}
