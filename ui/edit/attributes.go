package edit

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// NewAttributes makes the editor of the attributes of images. There must be at
// least one.
func NewAttributes(look *theme.Theme, images []*model.Image, known Known) *Pane {
	fields := newFields(look, images, &known)
	return &Pane{
		look: look, title: "Attributes of " + of(look, images), warning: uploading(images), parts: []part{fields},
		command: func() command.Command { return command.Set{Assignments: fields.form.assignments()} },
	}
}

// fields is the part of an editor that is a form of attributes.
type fields struct {
	look  *theme.Theme
	known *Known
	form  form
	// owned are what the service alone decides about, to be read.
	owned []ownedField

	at int
	// entry is the text of the field under the cursor, where it is typed.
	entry *entry

	width, height int
	window        table.Window
}

var _ part = (*fields)(nil)

func newFields(look *theme.Theme, images []*model.Image, known *Known) *fields {
	f := &fields{look: look, known: known, form: newForm(images, known), owned: ownedOf(images)}
	f.moveTo(0)
	return f
}

func (f *fields) field() *field { return &f.form.fields[f.at] }

// isChoice tells that a field is chosen, not typed.
func isChoice(one *field) bool { return len(one.words()) > 0 }

// moveTo puts the cursor on a field.
func (f *fields) moveTo(at int) {
	f.at = max(0, min(at, len(f.form.fields)-1))
	f.entry = nil
	if one := f.field(); !isChoice(one) && one.refused == "" {
		f.entry = newEntry(f.look, one.text(), false)
	}
	f.follow()
}

func (f *fields) follow() {
	f.window.Height = max(1, f.height)
	f.window = f.window.Follow(f.at, f.wants())
}

// last is the last field that can be changed.
func (f *fields) last() int {
	for at := len(f.form.fields) - 1; at > 0; at-- {
		if f.form.fields[at].refused == "" {
			return at
		}
	}
	return 0
}

func (f *fields) act(press keys.Press) (asked intent.Intent, done bool) {
	one := f.field()
	switch press.Action {
	case keys.Enter:
		if f.at >= f.last() {
			return nil, true
		}
		f.moveTo(f.at + 1)
	case keys.Next:
		f.moveTo((f.at + 1) % len(f.form.fields))
	case keys.Previous:
		f.moveTo((f.at + len(f.form.fields) - 1) % len(f.form.fields))
	case keys.NextChoice:
		one.cycle(1)
	case keys.PreviousChoice:
		one.cycle(-1)
	case keys.Undo:
		one.undo()
		f.moveTo(f.at)
	case keys.OwnEditor:
		at := f.at
		return intent.EditText{Name: one.about.Name, Text: one.text(), Done: func(edited string) {
			f.form.fields[at].put(edited)
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
		return intent.Tell{Text: one.about.Name + " cannot be changed: " + f.look.Cells.ShowString(one.refused)}
	case f.entry != nil:
		if why := f.entry.typed(key); why != "" {
			return intent.Tell{Text: why}
		}
		one.put(f.entry.text())
	case !one.letter(key.Text):
		return intent.Tell{Text: "the words of " + one.about.Name + " are gone through by ← and →, or by their first letters in lower case"}
	}
	return nil
}

func (f *fields) pasted(text string) intent.Intent {
	if f.entry == nil {
		return intent.Tell{Text: "nothing is typed into " + f.field().about.Name}
	}
	lost := f.entry.pasted(text)
	f.field().put(f.entry.text())
	return tellLost(lost)
}

func (f *fields) wheel(lines int) { f.moveTo(f.at + lines) }

func (f *fields) typing() bool { return f.entry != nil }

func (f *fields) back() bool { return false }

func (f *fields) groups() []keys.Group {
	one := f.field()
	own := keys.FormText()
	if isChoice(one) {
		own = keys.FormChoice()
	}
	if f.at == f.last() {
		label := "preview"
		if f.form.isNew {
			label = "tags"
		}
		own = own.Relabel(keys.Enter, label, "there is no further field: go on")
	}
	if one.refused != "" {
		why := f.look.Cells.ShowString(one.refused)
		own = own.Because(keys.NextChoice, why).Because(keys.PreviousChoice, why).Because(keys.OwnEditor, why)
	}
	if !one.changed {
		own = own.Because(keys.Undo, one.about.Name+" is as it was")
	}
	return []keys.Group{own}
}

func (f *fields) settle() {}

func (f *fields) changes() int { return f.form.changes() }

func (f *fields) wrong() string {
	at := f.form.wrong()
	if at < 0 {
		return ""
	}
	f.moveTo(at)
	problem, expected := f.field().problem()
	return f.field().about.Name + ": " + sentence(problem, expected)
}

func (f *fields) resize(width, height int) {
	f.width, f.height = width, height
	f.follow()
}
