package edit

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// members is the part of a form that is about the projects that images are shared
// with: a line in which one is typed, and the list of them below it. It is a form by
// itself, for members are no part of an image's record.
type members struct {
	theme *theme.Theme
	known *Known
	set   memberSet

	// reading reports whether the members are being read, failed is why those of an
	// image are not known, unread how many images were not looked at.
	reading bool
	failed  error
	unread  int

	// owner is the project that owns all of the images, if one does; answers reports
	// whether all are others', so that the own project answers and shares none.
	owner   string
	answers bool

	line   signedLine
	inList bool
	shown  []int
	list   listview.List
	tells  string

	width, height int
}

var _ part = (*members)(nil)

// NewMembers makes the form of the projects that images are shared with. It begins
// without them: [Pane.ShowMembers] takes them when they were read.
func NewMembers(theme *theme.Theme, images []*model.Image, known Known) *Pane {
	m := &members{theme: theme, known: &known, line: newSignedLine(theme, "project"), reading: true}
	m.set = memberSet{images: images, own: known.Own, same: m.same}
	m.owner, m.answers = images[0].Owner.Raw(), known.Own != "" && !known.Admin
	for _, image := range images {
		isForeign := known.Own != "" && !image.Owner.IsEmpty() && image.Owner.Raw() != known.Own
		m.set.foreign, m.answers = m.set.foreign || isForeign, m.answers && isForeign
		if image.Owner.Raw() != m.owner {
			m.owner = ""
		}
	}
	if m.answers {
		known.Projects = nil
	}
	m.set.read(nil, known.Projects)
	m.relist()
	return &Pane{
		theme: theme, title: "Members of " + of(theme, len(images), images[0]), warning: notShared(images), tall: leastTall,
		tabs: []tab{{name: "Members", part: m}},
	}
}

// ShowMembers takes the members of images that were read; unread is how many images
// were not. What was typed and chosen stays.
func (p *Pane) ShowMembers(all []model.Membership, unread int) {
	m, isMembers := p.part().(*members)
	if !isMembers {
		return
	}
	m.reading, m.unread = false, unread
	for i := range all {
		if all[i].Err != nil {
			m.failed = all[i].Err
		}
	}
	read := slices.DeleteFunc(slices.Clone(all), func(one model.Membership) bool { return one.Err != nil })
	m.set.read(read, m.known.Projects)
	m.relist()
	if own := m.set.find(m.set.own); m.answers && own >= 0 && m.set.isAnswering(own) && m.line.isEmpty() {
		m.inList = slices.Contains(m.shown, own)
		m.show(own)
	}
	p.arrange()
}

// notShared warns of images that have no members.
func notShared(images []*model.Image) string {
	count := 0
	for _, image := range images {
		if !image.Unknown.Has(model.AttrVisibility) && image.Visibility != model.VisibilityShared {
			count++
		}
	}
	switch {
	case count == 0:
		return ""
	case len(images) == 1:
		return "it is " + images[0].Visibility.Display() + "; members need :set visibility=shared first"
	default:
		return format.Count(count) + " of them are not shared; members need :set visibility=shared first"
	}
}

// same reports whether two words stand for one project, as far as that is known.
func (m *members) same(a, b string) bool {
	return a == b || m.known.project(a) == b && b != "" || m.known.project(b) == a && a != ""
}

// names returns what a project is called, and its id; one of both may be unknown.
func (m *members) names(project string) (name, id string) {
	other := m.known.project(project)
	switch {
	case other != "" && model.IsProjectID(project):
		return other, project
	case other != "":
		return project, other
	case model.IsProjectID(project):
		return "", project
	default:
		return project, ""
	}
}

// name is what a project is called.
func (m *members) name(project string) string {
	name, _ := m.names(project)
	return name
}

// relist shows the members that hold what is typed. A list without any is left.
func (m *members) relist() {
	m.shown = m.set.holding(m.line.last().Text, m.name, false)
	m.inList = m.inList && len(m.shown) > 0
	m.resizeList()
}

func (m *members) resizeList() { m.list.Resize(len(m.shown), max(1, m.height-lineRows)) }

func (m *members) under() int { return m.shown[m.list.Cursor()] }

// show puts the cursor on a member.
func (m *members) show(at int) {
	if row := slices.Index(m.shown, at); row >= 0 {
		m.list.MoveTo(row)
	}
}

func (m *members) edited() {
	m.line.completion.Restart(m.line.text())
	m.list.MoveTo(0)
	m.tells = ""
	m.relist()
}

func (m *members) act(press action.Press) (asked intent.Intent, done bool) {
	if m.inList {
		return nil, m.actInList(press)
	}
	switch press.Action {
	case action.Enter:
		if m.line.isEmpty() {
			return nil, true
		}
		return m.enter(), false
	case action.Next:
		m.complete(1)
	case action.Previous:
		m.complete(-1)
	case action.ClearLine:
		m.line.clear()
		m.edited()
	case action.Down:
		m.inList = len(m.shown) > 0
	default:
	}
	return nil, false
}

func (m *members) actInList(press action.Press) (done bool) {
	switch press.Action {
	case action.Toggle:
		m.set.toggle(m.under())
	case action.Undo:
		m.set.set(m.under(), asItIs, "")
	case action.Search:
		m.inList = false
	case action.Enter:
		return true
	case action.Up:
		if m.list.Cursor() == 0 {
			m.inList = false
		}
		m.list.Move(-1)
	default:
		m.list.Act(press.Action)
	}
	return false
}

// takeTyped takes the projects that are typed, unless something is wrong with one.
func (m *members) takeTyped() {
	words, _, _ := m.line.words()
	if problem, expected := m.problem(); problem != "" || len(words) == 0 {
		m.tells = sentence(problem, expected)
		return
	}
	m.line.set("")
	m.edited()
	m.tells = takeEach(words, m.take)
}

// take takes a project that was typed, and returns what there is to tell of it.
func (m *members) take(word command.Signed) (tells string) {
	if word.Removes {
		at := m.set.remove(word.Text)
		m.relist()
		m.show(at)
		return ""
	}
	project := word.Text
	at := m.set.add(project)
	m.relist()
	m.show(at)
	switch name, id := m.names(project); {
	case m.set.members[at].want == asItIs:
		return "every image is shared with " + word.Text + " already"
	case name == "" && id != "":
		return "not checked: the image service takes any id"
	case m.isUnknown(project):
		return "looking " + word.Text + " up" + m.theme.Glyphs.Ellipsis
	default:
		return ""
	}
}

// problem says what is wrong with the line, and what is expected.
func (m *members) problem() (problem, expected string) {
	words, problem, expected := m.line.words()
	for _, word := range words {
		if problem, expected = m.unfit(word); problem != "" {
			break
		}
	}
	return problem, expected
}

// unfit says what is wrong with a project that is typed, and what is expected.
func (m *members) unfit(word command.Signed) (problem, expected string) {
	if command.Characters(word.Text) > command.LongestText {
		return "no project has so long a name", "its name or its id"
	}
	if !word.Removes && m.owner != "" && m.same(word.Text, m.owner) {
		return word.Text + " owns " + map[bool]string{true: "the image", false: "the images"}[len(m.set.images) == 1], "another project"
	}
	at := m.set.find(word.Text)
	none := at < 0 || m.set.members[at].on == 0 && m.set.members[at].want == asItIs
	if word.Removes && none && !m.reading && m.failed == nil && m.unread == 0 {
		return "no image is shared with " + word.Text, "a member in the list"
	}
	return "", ""
}

// candidates are the members that the line may be completed to.
func (m *members) candidates() []int {
	last := m.line.last()
	return slices.DeleteFunc(m.set.holding(last.Text, m.name, true), func(at int) bool {
		each := &m.set.members[at]
		return last.Removes && each.on == 0 || !last.Removes && m.set.onAll(at) || m.shownAs(each) == last.Text
	})
}

// shownAs is how a member is written in the line: by its name, where it has one.
func (m *members) shownAs(each *member) string {
	if name, _ := m.names(each.project); name != "" {
		return name
	}
	return each.project
}

// complete puts another of the projects that hold what was typed in its place, and
// after the last the line as it was typed.
func (m *members) complete(step int) {
	candidates := m.candidates()
	m.line.complete(step, len(candidates), func(at int) string { return m.shownAs(&m.set.members[candidates[at]]) })
}

func (m *members) typed(key tea.KeyPressMsg) intent.Intent {
	if m.inList {
		return intent.Notify{Text: m.theme.Cells.ShowString(key.String()) + " does nothing here; " +
			m.theme.Keys.For("member-list", action.Search) + " goes to the line in which a project is typed"}
	}
	before := m.line.text()
	if why := m.line.typed(key); why != "" {
		return intent.Notify{Text: why}
	}
	if m.line.text() != before {
		m.edited()
	}
	return nil
}

func (m *members) pasted(text string) intent.Intent {
	m.inList = false
	lost := m.line.pasted(text)
	m.edited()
	return tellLost(lost)
}

func (m *members) wheel(lines int) {
	if m.inList {
		m.list.Move(lines)
	}
}

func (m *members) back() bool { return false }

func (m *members) groups() []action.Group {
	if !m.inList {
		own := m.line.relabelled(action.MemberLine(), "end the share with the project; without - before it, share",
			"share with projects, and end that with others")
		if len(m.candidates()) == 0 {
			why := "no known project matches"
			if model.IsProjectID(m.line.last().Text) {
				why = "an id is complete"
			}
			own = own.Disable(action.Next, why).Disable(action.Previous, why)
		}
		if len(m.shown) == 0 {
			own = own.Disable(action.Down, "no project below holds what is typed")
		}
		return []action.Group{own}
	}
	own := action.MemberList()
	at := m.under()
	if m.set.isAnswering(at) {
		own = own.Relabel(action.Toggle, "answer", "accept, reject, pending again, or leave unchanged")
	}
	if m.set.members[at].want == asItIs {
		own = own.Disable(action.Undo, "the member is unchanged")
	}
	return []action.Group{own, action.Moving().Relabel(action.Bottom, "", "to the last"), action.Everywhere().Only(action.Leave).
		Relabel(action.Leave, "", "close the form; it asks first if changes would be lost")}
}

// changes counts what is to be changed, projects that are still typed among it and each once.
func (m *members) changes() int {
	return m.set.changes() + m.line.pending(func(word command.Signed) bool {
		at := m.set.find(word.Text)
		return at >= 0 && (m.set.members[at].want != asItIs || !word.Removes && m.set.onAll(at))
	})
}

func (m *members) commands() []command.Command { return m.set.commands() }

func (m *members) wrong() string {
	problem, expected := m.problem()
	if problem == "" {
		return ""
	}
	m.inList = false
	return sentence(problem, expected)
}

func (m *members) resize(width, height int) {
	m.width, m.height = width, height
	m.resizeList()
}
