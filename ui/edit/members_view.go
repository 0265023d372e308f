package edit

import (
	"strings"

	"glimpse/model"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
)

// mostMembers is how many members an image may have unless the operator says
// otherwise.
const mostMembers = 128

func (m *members) wants() int { return lineRows + max(leastTags, len(m.set.members)) }

func (m *members) rows() []string {
	all := make([]string, 0, m.height)
	row := begin(m.theme, m.width, !m.inList, m.theme.Muted, "")
	const label = "project "
	style := m.theme.Key
	if m.inList {
		style = m.theme.Muted
	}
	row.Put(style, label)
	room := m.width - signWidth - len(label)
	if m.inList {
		typed := brief(m.theme, m.line.text(), room)
		if m.answers && m.line.isEmpty() {
			typed = m.theme.Keys.For("member-list", action.Toggle) + " answers for your project: accept, reject, pending"
		}
		row.Put(m.theme.Muted, m.theme.Cells.Cut(typed, room))
	} else {
		row.Styled(m.line.view(room, m.placeholder()), room)
	}
	all = append(all, row.String(), m.rule())
	names := 0
	first, end := m.list.Visible()
	for _, at := range m.shown[first:end] {
		names = max(names, m.theme.Cells.Width(m.title(at)))
	}
	for i := first; i < end; i++ {
		all = append(all, m.row(i, names))
	}
	if len(m.shown) == 0 {
		all = append(all, box.NewRow(m.theme, m.width).To(signWidth).Put(m.theme.Muted, m.none()).String())
	}
	return padded(all, m.height, m.width)
}

// placeholder says what may be typed: to answer for what others share is likelier than
// to share it, which is for its owner.
func (m *members) placeholder() string {
	if !m.answers {
		return "type a project to share with, or - and one to end the share with"
	}
	return "of another project, whose owner shares it"
}

func (m *members) none() string {
	switch {
	case m.reading:
		return "reading the members" + m.theme.Glyphs.Ellipsis
	case model.IsProjectID(m.line.last().Text):
		return "not known here by this id; the image service takes any"
	case m.line.last().Text != "":
		return "no known project matches what is typed"
	case m.failed != nil:
		return "the members are not known"
	default:
		return "shared with nobody yet"
	}
}

// rule stands above the list, and says whether there is more of it.
func (m *members) rule() string {
	more := m.theme.Glyphs.More(m.list.More())
	if more == "" {
		return box.Rule(m.theme, m.width)
	}
	said := format.Counted(len(m.shown), "project", "projects") + ", " + more
	return box.Rule(m.theme, m.width, box.Title{At: signWidth, Room: len(said) + 2, Text: said, Style: m.theme.Muted})
}

// wideEnough is from which width on ids are whole beside names; briefID is how much of
// them is seen below it.
const (
	wideEnough = 100
	briefID    = 9
)

// title is a project by its name and its id, or what is known of both.
func (m *members) title(at int) string {
	name, id := m.names(m.set.members[at].project)
	widest := max(briefID, m.width/2)
	switch {
	case name == "":
		return cut(m.theme, id, widest)
	case id == "":
		return cut(m.theme, name, widest)
	case m.width < wideEnough:
		id = cut(m.theme, id, briefID)
	}
	const gap = "  "
	return cut(m.theme, name, max(briefID, widest-len(gap)-m.theme.Cells.Width(id))) + gap + m.theme.Cells.ShowString(id)
}

// row draws a member: what is to become of it, which images it has, what it answered,
// and what all of that leads to.
func (m *members) row(i, names int) string {
	at := m.shown[i]
	each := &m.set.members[at]
	sign, signStyle, then := m.becomes(at)
	mark := "[" + m.box(at) + "]"
	name, on := m.theme.Cells.Left(m.title(at), names+2), m.on(each)
	switch {
	case each.want == toAnswer:
		then, on = on+" "+m.theme.Glyphs.Arrow+" "+then, ""
	case then != "":
		then = m.theme.Glyphs.Arrow + " " + then + "  "
	}
	if m.inList && i == m.list.Cursor() {
		text := m.theme.Cells.Left(m.theme.Glyphs.Pointer+sign, signWidth) + m.theme.Cells.Left(mark, boxWidth) + name + then + on
		return m.theme.Cursor.Render(m.theme.Cells.Left(text, m.width))
	}
	row := begin(m.theme, m.width, false, signStyle, sign)
	style := m.theme.Text
	if each.on == 0 && each.want == asItIs {
		style = m.theme.Muted
	}
	return row.Put(style, m.theme.Cells.Left(mark, boxWidth)+name).Put(signStyle, then).Put(m.theme.Muted, on).String()
}

// becomes says what is to become of a member, by a sign and in words.
func (m *members) becomes(at int) (sign string, style theme.Style, words string) {
	several := len(m.set.images) > 1
	switch each := &m.set.members[at]; each.want {
	case toRemove:
		return removedSign, m.theme.Bad, "end the share"
	case toAdd:
		if several {
			return addedSign, m.theme.Good, "share all " + format.Count(len(m.set.images)) + " with it"
		}
		return addedSign, m.theme.Good, "share with it"
	case toAnswer:
		return changedSign, m.theme.Good, each.answer
	default:
		return "", m.theme.Muted, ""
	}
}

// box shows whether all, some or none of the images are shared with a project.
func (m *members) box(at int) string {
	switch each := &m.set.members[at]; {
	case each.on == 0:
		return " "
	case m.set.onAll(at):
		return m.theme.Glyphs.Marked
	default:
		return "~"
	}
}

// on says how many of the images a project has, and what it answered.
func (m *members) on(each *member) string {
	if each.on == 0 {
		return ""
	}
	answers := make([]string, 0, len(each.answers))
	said := func(answer string, count int) {
		shown := m.theme.Cells.ShowString(answer)
		if each.on > 1 {
			shown = format.Count(count) + " " + shown
		}
		answers = append(answers, shown)
	}
	rest := each.on
	for _, status := range model.MemberStatuses() {
		if count := each.answers[status.Raw()]; count > 0 {
			said(status.Raw(), count)
			rest -= count
		}
	}
	if rest > 0 {
		said("unknown", rest)
	}
	if len(m.set.images) == 1 {
		return strings.Join(answers, ", ")
	}
	return "on " + format.Count(each.on) + " of " + format.Count(len(m.set.images)) + ": " + strings.Join(answers, ", ")
}

func (m *members) foot() []told {
	var all []told
	problem, expected := m.problem()
	switch {
	case problem != "" && len(m.candidates()) == 0:
		all = append(all, told{m.theme.Bad, m.theme.Cells.ShowString(sentence(problem, expected))})
	case m.tells != "":
		all = append(all, told{m.theme.Warn, m.theme.Cells.ShowString(m.tells)})
	default:
		all = append(all, told{m.theme.Muted, m.hint()})
	}
	return append(all, m.count())
}

// hint says what the line can be completed to, or what a member can do.
func (m *members) hint() string {
	if m.inList {
		if m.set.isAnswering(m.under()) {
			return "your own project: its answer decides whether it lists the images"
		}
		return "a new member can use an image by its id at once, and lists it when it has accepted"
	}
	candidates := m.candidates()
	if m.line.isEmpty() || len(candidates) == 0 {
		return "the name of a project, or its id where the cloud does not let you look names up"
	}
	const most = 6
	var shown []string
	for _, at := range candidates[:min(most, len(candidates))] {
		shown = append(shown, cut(m.theme, m.shownAs(&m.set.members[at]), mostTagName))
	}
	return "tab: " + strings.Join(shown, ", ")
}

// count says how many members an image would have, of how many it may, and of which
// images that is not known.
func (m *members) count() told {
	switch {
	case m.reading:
		return told{m.theme.Muted, "reading the members" + m.theme.Glyphs.Ellipsis}
	case m.failed != nil:
		return told{m.theme.Warn, "members not read: " + m.theme.Cells.ShowString(problem.Of(m.failed).Sentence)}
	}
	more := ""
	if m.unread > 0 {
		more = "; " + format.Counted(m.unread, "more image is", "more images are") + " not read yet"
	}
	return fill(m.theme, m.set.fullest(), mostMembers, len(m.set.images), "member", "members", more)
}
