// Package uitest drives screens in tests: a model without a program, a real
// program on a virtual terminal, and sample images.
package uitest

import (
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// Driver runs a model as Bubble Tea would, but in one goroutine: every command
// at once or when told, and its answer right after. The model must not set
// timers, which would be waited for.
type Driver struct {
	t     Test
	Model tea.Model
	// Held are the commands that wait for Release, while Hold is set.
	Held []tea.Cmd
	Hold bool
	// Quit reports whether the model asked to quit.
	Quit bool
	// Copied is what went to the clipboard last.
	Copied string
}

// Test is a test, or one of the many that a property is checked by.
type Test interface{ Helper() }

// NewDriver starts a model on a terminal of a size.
func NewDriver(t Test, model tea.Model, width, height int) *Driver {
	t.Helper()
	d := &Driver{t: t, Model: model}
	d.run(model.Init())
	d.Send(tea.WindowSizeMsg{Width: width, Height: height})
	return d
}

// Send hands messages to Update, and runs what comes of them.
func (d *Driver) Send(messages ...tea.Msg) {
	d.t.Helper()
	for _, msg := range messages {
		if batch, several := msg.(tea.BatchMsg); several {
			d.take(batch) // which no Update is ever given
			continue
		}
		next, cmd := d.Model.Update(msg)
		d.Model = next
		d.run(cmd)
	}
}

// Keys presses keys, by the names that Bubble Tea gives them.
func (d *Driver) Keys(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.Send(Key(name))
	}
}

// Release runs the commands that were held, and what comes of them.
func (d *Driver) Release() {
	d.t.Helper()
	held := d.Held
	d.Held = nil
	hold := d.Hold
	d.Hold = false
	for _, cmd := range held {
		d.run(cmd)
	}
	d.Hold = hold
}

// Step runs the commands that are held, and holds what comes of them.
func (d *Driver) Step() {
	d.t.Helper()
	held := d.Held
	d.Held = nil
	for _, cmd := range held {
		d.take(cmd())
	}
}

// View returns the content of the screen.
func (d *Driver) View() string { return d.Model.View().Content }

func (d *Driver) run(cmd tea.Cmd) {
	d.t.Helper()
	if cmd == nil {
		return
	}
	if d.Hold {
		d.Held = append(d.Held, cmd)
		return
	}
	d.take(cmd())
}

// take takes the answer of a command.
func (d *Driver) take(msg tea.Msg) {
	d.t.Helper()
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, each := range msg {
			d.run(each)
		}
	case tea.QuitMsg:
		d.Quit = true
	default:
		if internal(msg) {
			if value := reflect.ValueOf(msg); value.Type().Name() == "setClipboardMsg" {
				d.Copied = value.String()
			}
			return
		}
		d.Send(msg)
	}
}

// internal reports whether a message is for Bubble Tea itself.
func internal(msg tea.Msg) bool {
	return reflect.TypeOf(msg).PkgPath() == reflect.TypeOf(tea.QuitMsg{}).PkgPath()
}

// special are the keys that are not their own text.
var special = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+r": {Code: 'r', Mod: tea.ModCtrl},
	"ctrl+l": {Code: 'l', Mod: tea.ModCtrl}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl},
	"space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"f1": {Code: tea.KeyF1}, "ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
}

// Key returns the message of a key by its name.
func Key(name string) tea.KeyPressMsg {
	if key, found := special[name]; found {
		return tea.KeyPressMsg(key)
	}
	return tea.KeyPressMsg{Text: name, Code: []rune(name)[0]}
}
