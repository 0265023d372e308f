package edit

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// tags is the part of a form that is about tags: a line in which one is
// typed, and the list of them below it.
type tags struct {
	theme *theme.Theme
	set   tagSet

	line signedLine
	// inList reports whether the keys are the list's.
	inList bool
	// shown are the tags that the list shows: those that hold what is typed.
	shown []int
	list  listview.List
	// tells is what came of the last line.
	tells string

	width, height int
}

var _ part = (*tags)(nil)

func newTags(theme *theme.Theme, survey *Survey, known *Known) *tags {
	t := &tags{theme: theme, set: newTagSet(survey.tags, known.Tags), line: newSignedLine(theme, "tag")}
	t.relist()
	return t
}

// relist shows the tags that hold what is typed.
func (t *tags) relist() {
	t.shown = t.set.holding(t.line.last().Text, false)
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
	t.line.completion.Restart(t.line.text())
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
		if t.line.isEmpty() {
			return nil, true
		}
		t.takeTyped()
	case action.Next:
		t.complete(1)
	case action.Previous:
		t.complete(-1)
	case action.ClearLine:
		t.line.clear()
		t.edited()
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

// takeTyped takes the tags that are typed. If the service would refuse one, all stay
// in the line.
func (t *tags) takeTyped() {
	words, _, _ := t.line.words()
	if problem, expected := t.problem(); problem != "" || len(words) == 0 {
		t.tells = sentence(problem, expected)
		return
	}
	t.line.set("")
	t.edited()
	t.tells = takeEach(words, t.take)
}

// take takes a tag that was typed, and returns what there is to tell of it.
func (t *tags) take(word command.Signed) (tells string) {
	if word.Removes {
		t.show(t.set.remove(word.Text))
		return ""
	}
	at := t.set.add(word.Text)
	t.relist()
	t.show(at)
	if t.set.tags[at].want == asItIs {
		return "every image has " + word.Text + " already"
	}
	return doubt(word.Text)
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
	words, problem, expected := t.line.words()
	for _, word := range words {
		if problem, expected = t.unfit(word); problem != "" {
			break
		}
	}
	return problem, expected
}

// unfit says what is wrong with a tag that is typed, and what is expected.
func (t *tags) unfit(word command.Signed) (problem, expected string) {
	if !word.Removes {
		return command.UnfitTag(word.Text)
	}
	at := t.set.find(word.Text)
	if at < 0 || t.set.tags[at].on == 0 && t.set.tags[at].want == asItIs {
		return "no image has the tag " + word.Text, "a tag in the list"
	}
	return "", ""
}

// candidates are the tags that the line may be completed to.
func (t *tags) candidates() []int {
	last := t.line.last()
	return slices.DeleteFunc(t.set.holding(last.Text, true), func(at int) bool {
		each := t.set.tags[at]
		return last.Removes && each.on == 0 || !last.Removes && t.set.onAll(at) || each.name == last.Text
	})
}

// complete puts another of the tags that hold what was typed in its place, and
// after the last the line as it was typed.
func (t *tags) complete(step int) {
	candidates := t.candidates()
	t.line.complete(step, len(candidates), func(at int) string { return t.set.tags[candidates[at]].name })
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
		own := t.line.relabelled(action.TagLine(), "remove the tag; without - before it, add it", "add and remove the tags")
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

// changes counts what is to be changed, tags that are still typed among it and each once.
func (t *tags) changes() int {
	return t.set.changes() + t.line.pending(func(word command.Signed) bool {
		at := t.set.find(word.Text)
		return at >= 0 && (t.set.tags[at].want != asItIs || !word.Removes && t.set.onAll(at))
	})
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
