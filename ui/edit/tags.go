package edit

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
	"glimpse/ui/widget/listview"
)

// tags is the part of a form that is about tags: a line in which one is
// typed, and the list of them below it.
type tags struct {
	theme *theme.Theme
	set   tagSet

	line *entry
	// inList reports whether the keys are the list's.
	inList bool
	// shown are the tags that the list shows: those that hold what is typed.
	shown []int
	list  listview.List
	// completion goes through the tags that hold what was typed.
	completion lineedit.Cycle
	// tells is what came of the last line.
	tells string

	width, height int
}

var _ part = (*tags)(nil)

func newTags(theme *theme.Theme, survey *Survey, known *Known) *tags {
	t := &tags{theme: theme, set: newTagSet(survey.tags, known.Tags), line: newEntry(theme, "", false)}
	t.relist()
	return t
}

// relist shows the tags that hold what is typed.
func (t *tags) relist() {
	name, _ := readTag(t.completion.Typed())
	t.shown = t.set.holding(name, false)
	t.resizeList()
}

func (t *tags) resizeList() { t.list.Resize(len(t.shown), max(1, t.height-lineRows)) }

// under is which tag is under the cursor. There must be one.
func (t *tags) under() int { return t.shown[t.list.Cursor()] }

// show puts the cursor on a tag.
func (t *tags) show(at int) {
	if row := slices.Index(t.shown, at); row >= 0 {
		t.list.MoveTo(row)
	}
}

// edited follows a change of the line.
func (t *tags) edited() {
	t.completion.Restart(t.line.text())
	t.list.MoveTo(0)
	t.tells = ""
	t.relist()
}

func (t *tags) act(press action.Press) (asked intent.Intent, done bool) {
	if t.inList {
		return nil, t.actInList(press)
	}
	switch press.Action {
	case action.Enter:
		if name, _ := readTag(t.line.text()); name == "" {
			return nil, true
		}
		t.takeTyped()
	case action.Next:
		t.complete(1)
	case action.Previous:
		t.complete(-1)
	case action.Down:
		t.enterList()
	default:
	}
	return nil, false
}

// enterList gives the keys to the list.
func (t *tags) enterList() { t.inList = len(t.shown) > 0 }

func (t *tags) actInList(press action.Press) (done bool) {
	switch press.Action {
	case action.Toggle:
		t.set.toggle(t.under())
	case action.Undo:
		t.set.set(t.under(), asItIs)
	case action.Search:
		t.inList = false
	case action.Enter:
		return true
	case action.Up:
		if t.list.Cursor() == 0 {
			t.inList = false
		}
		t.list.Move(-1)
	default:
		t.list.Act(press.Action)
	}
	return false
}

// takeTyped takes the tag that is typed. One that the service would refuse stays
// in the line.
func (t *tags) takeTyped() {
	name, removes := readTag(t.line.text())
	problem, _ := t.problem()
	if name == "" || problem != "" {
		return
	}
	t.line.set("")
	t.edited()
	if removes {
		t.show(t.set.remove(name))
		return
	}
	at := t.set.add(name)
	t.relist()
	t.show(at)
	t.tells = doubt(name)
	if t.set.tags[at].want == asItIs {
		t.tells = "every image has " + name + " already"
	}
}

// doubt says why a tag may be none that is meant, or nothing.
func doubt(name string) string {
	if said := command.DoubtfulTag(name); said != "" {
		return name + " is " + said
	}
	return ""
}

// problem says what is wrong with the line, and what is expected.
func (t *tags) problem() (problem, expected string) {
	name, removes := readTag(t.line.text())
	switch {
	case name == "":
		return "", ""
	case !removes:
		return command.UnfitTag(name)
	}
	at := t.set.find(name)
	if at < 0 || t.set.tags[at].on == 0 && t.set.tags[at].want == asItIs {
		return "no image has the tag " + name, "a tag in the list"
	}
	return "", ""
}

// candidates are the tags that the line may be completed to.
func (t *tags) candidates() []int {
	name, removes := readTag(t.completion.Typed())
	return slices.DeleteFunc(t.set.holding(name, true), func(at int) bool {
		each := t.set.tags[at]
		return removes && each.on == 0 || !removes && t.set.onAll(at) || each.name == name
	})
}

// complete puts another of the tags that hold what was typed in its place, and
// after the last the line as it was typed.
func (t *tags) complete(step int) {
	candidates := t.candidates()
	if len(candidates) == 0 {
		return
	}
	at := t.completion.Step(step, len(candidates))
	if at < 0 {
		t.line.set(t.completion.Typed())
		return
	}
	sign := ""
	name := t.set.tags[candidates[at]].name
	if _, removes := readTag(t.completion.Typed()); removes {
		sign = "-"
	} else if strings.HasPrefix(name, "-") || strings.HasPrefix(name, "+") {
		sign = "+"
	}
	t.line.set(sign + name)
}

func (t *tags) typed(key tea.KeyPressMsg) intent.Intent {
	if t.inList {
		return intent.Notify{Text: t.theme.Cells.ShowString(key.String()) + " does nothing here; " +
			t.theme.Keys.For("tag-list", action.Search) + " goes to the line in which a tag is typed"}
	}
	before := t.line.text()
	if why := t.line.typed(key); why != "" {
		return intent.Notify{Text: why}
	}
	if t.line.text() != before {
		t.edited()
	}
	return nil
}

func (t *tags) pasted(text string) intent.Intent {
	t.inList = false
	lost := t.line.pasted(text)
	t.edited()
	return tellLost(lost)
}

func (t *tags) wheel(lines int) {
	if t.inList {
		t.list.Move(lines)
	}
}

func (t *tags) back() bool { return false }

func (t *tags) groups() []action.Group {
	if !t.inList {
		own := action.TagLine()
		switch name, removes := readTag(t.line.text()); {
		case name == "":
			own = own.Relabel(action.Enter, "", "go on")
		case removes:
			own = own.Relabel(action.Enter, "remove", "remove the tag; without - before it, add it")
		}
		if len(t.candidates()) == 0 {
			const why = "no tag in use holds this"
			own = own.Disable(action.Next, why).Disable(action.Previous, why)
		}
		if len(t.shown) == 0 {
			own = own.Disable(action.Down, "no tag below holds what is typed")
		}
		return []action.Group{own}
	}
	own := action.TagList()
	each := t.set.tags[t.under()]
	if each.want == asItIs {
		own = own.Disable(action.Undo, "the tag is unchanged")
	}
	return []action.Group{own, action.Moving().Relabel(action.Bottom, "", "to the last"), action.Everywhere().Only(action.Leave).
		Relabel(action.Leave, "", "close the form; it asks first if changes would be lost")}
}

// changes counts what is to be changed, a tag that is still typed among it.
func (t *tags) changes() int {
	count := t.set.changes()
	if name, _ := readTag(t.line.text()); name != "" {
		count++
	}
	return count
}

func (t *tags) commands() []command.Command { return []command.Command{t.set.command()} }

func (t *tags) wrong() string {
	problem, expected := t.problem()
	if problem == "" {
		return ""
	}
	t.inList = false
	return sentence(problem, expected)
}

func (t *tags) resize(width, height int) {
	t.width, t.height = width, height
	t.resizeList()
}
