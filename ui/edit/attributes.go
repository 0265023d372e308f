package edit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/typeahead"
	"glimpse/ui/widget/listview"
)

// fields is the part of a form that is about attributes.
type fields struct {
	theme *theme.Theme
	known *Known
	form  form
	// owned are what the service alone decides about, to be read.
	owned []ownedField

	// list has the fields and, out of reach of its cursor, what the service
	// alone decides about.
	list listview.List
	// entry is the text of the field under the cursor, where it is typed.
	entry *entry
	// word is the beginning of a choice, where the field is chosen.
	word typeahead.Word

	now           time.Time
	width, height int
}

var _ part = (*fields)(nil)

func newFields(theme *theme.Theme, survey *Survey, known *Known) *fields {
	f := &fields{theme: theme, known: known, form: newForm(survey, known), owned: survey.owned}
	f.moveTo(0)
	return f
}

// at is which field is under the cursor.
func (f *fields) at() int { return f.list.Cursor() }

func (f *fields) field() *field { return &f.form.fields[f.at()] }

// isChoice reports whether a field is chosen, not typed.
func isChoice(one *field) bool { return len(one.words()) > 0 }

// moveTo puts the cursor on a field.
func (f *fields) moveTo(at int) {
	f.place(min(at, len(f.form.fields)-1))
	f.entry = nil
	f.word.End()
	if one := f.field(); !isChoice(one) && one.refused == "" {
		f.entry = newEntry(f.theme, one.text(), false)
	}
}

func (f *fields) place(row int) { f.list.Place(row, f.wants(), max(1, f.height)) }

// last is the last field that can be changed.
func (f *fields) last() int {
	for at := len(f.form.fields) - 1; at > 0; at-- {
		if f.form.fields[at].refused == "" {
			return at
		}
	}
	return 0
}

func (f *fields) act(press action.Press) (asked intent.Intent, done bool) {
	one := f.field()
	switch press.Action {
	case action.Enter:
		if f.at() >= f.last() {
			return nil, true
		}
		f.moveTo(f.at() + 1)
	case action.Next:
		if press.Key == "tab" && one.isFile() {
			if asked, completed := f.completeFile(); completed {
				return asked, false
			}
		}
		f.moveTo((f.at() + 1) % len(f.form.fields))
	case action.Previous:
		f.moveTo((f.at() + len(f.form.fields) - 1) % len(f.form.fields))
	case action.NextChoice:
		if press.Key == "space" && f.continues(" ") { // a letter of the choices that have one
			return f.typeWord(" "), false
		}
		f.word.End()
		one.cycle(1)
	case action.PreviousChoice:
		f.word.End()
		one.cycle(-1)
	case action.Undo:
		one.undo()
		f.openSigning()
		f.moveTo(f.at())
	case action.ClearLine:
		if f.entry != nil {
			f.entry.clear()
			one.put("")
			f.openSigning()
		}
	case action.OwnEditor:
		at := f.at()
		return intent.EditText{Name: one.about.Name, Text: one.text(), Done: func(edited string) {
			f.form.fields[at].put(edited)
			f.openSigning()
			f.moveTo(at)
		}}, false
	default:
	}
	return nil, false
}

func (f *fields) typed(key tea.KeyPressMsg) intent.Intent {
	one := f.field()
	switch {
	case one.refused != "":
		return intent.Notify{Text: one.about.Name + " cannot be changed: " + f.theme.Cells.ShowString(one.refused)}
	case f.entry != nil:
		if why := f.entry.typed(key); why != "" {
			return intent.Notify{Text: why}
		}
		one.put(f.entry.text())
		f.openSigning()
		if one := f.field(); one.isFile() && f.known.Folders != nil {
			return f.known.Folders.Needs(one.text())
		}
	case key.Text != "":
		return f.typeWord(key.Text)
	case key.Code == tea.KeyBackspace && f.word.Going(f.now):
		typeable, words := one.typeable()
		at, _ := f.word.Erase(f.now, typeable, slices.Index(words, one.text()))
		one.choose(words, at)
	default:
		return intent.Notify{Text: one.about.Name + ": ← and → choose, or type the beginning of a choice"}
	}
	return nil
}

// mostNamed is how many of the files that a name may become are told.
const mostNamed = 6

// completeFile goes on with the name of a file as far as it can be told, and reports
// whether there was anything to go on with.
func (f *fields) completeFile() (asked intent.Intent, completed bool) {
	one := f.field()
	typed := one.text()
	if f.known.Folders == nil || typed == "" {
		return nil, false
	}
	longest, names := f.known.Folders.Complete(typed)
	if len(names) == 0 {
		return nil, false
	}
	one.put(longest)
	f.entry.set(longest)
	f.openSigning()
	if longest != typed {
		return f.known.Folders.Needs(longest), true
	}
	told := strings.Join(names[:min(len(names), mostNamed)], "  ")
	if more := len(names) - mostNamed; more > 0 {
		told += "  and " + format.Count(more) + " more"
	}
	return intent.Notify{Text: f.theme.Cells.ShowString(told)}, true
}

// openSigning shows the fields about a signature below the file that is to be signed.
func (f *fields) openSigning() {
	f.form.openSigning()
	f.place(f.at())
}

// typeWord goes on with the word that is typed into a choice, and says where no
// choice begins with it.
func (f *fields) typeWord(letters string) intent.Intent {
	one := f.field()
	typeable, words := one.typeable()
	at, found := f.word.Type(letters, f.now, typeable, slices.Index(words, one.text()))
	one.choose(words, at)
	if found {
		return nil
	}
	said := "no " + one.about.Name + " begins with " + f.theme.Cells.ShowString(strconv.Quote(f.word.Typed()))
	if typed := f.word.Typed(); strings.ToLower(typed) != typed {
		said += "; type in lower case"
	}
	return intent.Notify{Text: said + "; " + strings.Join(f.shownWords(one), ", ")}
}

// continues reports whether a choice goes on with these letters after what was
// typed of it.
func (f *fields) continues(letters string) bool {
	typeable, _ := f.field().typeable()
	word := f.word
	if !word.Going(f.now) {
		return false
	}
	_, found := word.Type(letters, f.now, typeable, typeahead.None)
	return found
}

func (f *fields) pasted(text string) intent.Intent {
	one := f.field()
	switch {
	case one.refused != "":
		return intent.Notify{Text: one.about.Name + " cannot be changed: " + f.theme.Cells.ShowString(one.refused)}
	case f.entry == nil:
		f.word.End()
		defer f.word.End()
		return f.typeWord(strings.TrimSpace(text))
	}
	lost := f.entry.pasted(text)
	one.put(f.entry.text())
	f.openSigning()
	return tellLost(lost)
}

func (f *fields) setNow(now time.Time) { f.now = now }

func (f *fields) wheel(lines int) { f.moveTo(f.at() + lines) }

func (f *fields) back() bool { return false }

func (f *fields) groups() []action.Group {
	one := f.field()
	own := action.FormText()
	if isChoice(one) {
		own = action.FormChoice()
	}
	if f.at() == f.last() {
		label := "preview"
		if f.form.isNew {
			label = "tags"
		}
		own = own.Relabel(action.Enter, label, "there is no further field: go on")
	}
	if one.refused != "" {
		why := f.theme.Cells.ShowString(one.refused)
		own = own.Disable(action.NextChoice, why).Disable(action.PreviousChoice, why).Disable(action.OwnEditor, why).
			Disable(action.ClearLine, why)
	}
	if f.entry != nil && f.entry.text() == "" {
		own = own.Disable(action.ClearLine, one.about.Name+" is empty")
	}
	if !one.changed {
		own = own.Disable(action.Undo, one.about.Name+" is unchanged")
	}
	return []action.Group{own}
}

func (f *fields) takeTyped() {}

func (f *fields) changes() int { return f.form.changes() }

func (f *fields) commands() []command.Command {
	return []command.Command{command.Set{Assignments: f.form.assignments()}}
}

func (f *fields) wrong() string {
	at := f.form.wrong()
	if at < 0 {
		sign := f.form.sign()
		problem, expected := sign.Lacks()
		switch {
		case problem == "":
			return ""
		case sign.Key == "":
			f.moveTo(f.last() - 1)
		default:
			f.moveTo(f.last())
		}
		return sentence(problem, expected)
	}
	f.moveTo(at)
	problem, expected := f.field().problem()
	return f.field().about.Name + ": " + sentence(problem, expected)
}

func (f *fields) resize(width, height int) {
	f.width, f.height = width, height
	f.place(f.at())
}
