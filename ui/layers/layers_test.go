package layers_test

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
)

// sheet is a screen that remembers its size.
type sheet struct{ width, height int }

func (s *sheet) SetSize(width, height int)        { s.width, s.height = width, height }
func (*sheet) Act(action.Press) intent.Intent     { return nil }
func (*sheet) Wheel(int) intent.Intent            { return nil }
func (*sheet) Click(int, int) intent.Intent       { return nil }
func (*sheet) Bindings() []action.Group           { return nil }
func (*sheet) View() string                       { return "" }
func (*sheet) Type(tea.KeyPressMsg) intent.Intent { return nil }
func (*sheet) Paste(string) intent.Intent         { return nil }

// slip is a dialog that remembers its size.
type slip struct {
	width, height int
	unsaved       bool
}

func (d *slip) SetSize(width, height int)      { d.width, d.height = width, height }
func (*slip) Act(action.Press) intent.Intent   { return nil }
func (*slip) Wheel(int)                        {}
func (*slip) Bindings() []action.Group         { return nil }
func (*slip) View() (lines []string, wide int) { return nil, 0 }
func (d *slip) Unsaved() bool                  { return d.unsaved }

var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

func TestWhatIsShownHasTheKeysAndTheSizeOfTheTerminal(t *testing.T) {
	t.Parallel()
	var stack layers.Stack
	stack.Resize(80, 24, 21)
	list, editor, preview := &sheet{}, &slip{unsaved: true}, &sheet{}
	stack.Push(list)
	stack.Show(editor)
	if stack.Dialog() != layers.Dialog(editor) || editor.height != 23 || list.height != 21 {
		t.Errorf("the editor is not in front in its size: %+v, list %+v", editor, list)
	}
	stack.Push(preview)
	if stack.Dialog() != nil || stack.Top() != layers.Screen(preview) || stack.Behind(preview) != layers.Dialog(editor) {
		t.Error("the preview does not lie on the editor")
	}
	if stack.Unsaved() != layers.Dialog(editor) {
		t.Error("what was typed beneath the preview is forgotten")
	}
	stack.Resize(100, 30, 25)
	if list.height != 25 || editor.height != 29 || preview.height != 25 {
		t.Error("what lies behind did not follow the size of the terminal")
	}
	stack.Remove(preview)
	if stack.Dialog() != nil || stack.Top() != layers.Screen(list) {
		t.Error("the editor stays, of which the plan was sent")
	}
}

func TestWhatOpensByItselfWaitsItsTurn(t *testing.T) {
	t.Parallel()
	var stack layers.Stack
	list, editor, first, second := &sheet{}, &slip{}, &slip{}, &slip{}
	stack.Push(list)
	stack.Show(editor)
	if stack.Offer(first, false, noon) || stack.Offer(second, false, noon) || stack.Waiting() != 2 {
		t.Fatal("a dialog opened over an editor by itself")
	}
	if stack.Admit(false, noon) {
		t.Fatal("a dialog that waited opened over an editor")
	}
	stack.Pop()
	if stack.Admit(true, noon) {
		t.Fatal("a dialog opened while the user was at something else")
	}
	if !stack.Admit(false, noon) || stack.Dialog() != layers.Dialog(first) {
		t.Fatal("the one that waited longest did not open")
	}
	if stack.TakesKeys(noon.Add(layers.Grace - 1)) {
		t.Error("a dialog takes keys that nobody has seen")
	}
	if !stack.TakesKeys(noon.Add(layers.Grace)) {
		t.Error("a dialog takes no key though it has been there for long")
	}
	stack.ForgetWaiting()
	stack.Pop()
	if stack.Admit(false, noon) {
		t.Error("what was forgotten opened")
	}
}

func TestANewSessionKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	var stack layers.Stack
	connecting, line, images := &sheet{}, &slip{}, &sheet{}
	stack.Push(connecting)
	stack.Show(line)
	stack.Reset(nil, images)
	if stack.Dialog() != layers.Dialog(line) || !slices.Equal(stack.Screens(), []layers.Screen{images}) {
		t.Errorf("screens %v, in front %v", stack.Screens(), stack.Dialog())
	}
}

// TestThereIsAlwaysAScreen does anything in any order.
func TestThereIsAlwaysAScreen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var stack layers.Stack
		stack.Push(&sheet{})
		t.Repeat(map[string]func(*rapid.T){
			"push":  func(*rapid.T) { stack.Push(&sheet{}) },
			"show":  func(*rapid.T) { stack.Show(&slip{}) },
			"pop":   func(*rapid.T) { stack.Pop() },
			"offer": func(*rapid.T) { stack.Offer(&slip{}, rapid.Bool().Draw(t, "engaged"), noon) },
			"admit": func(*rapid.T) { stack.Admit(false, noon) },
			"reset": func(*rapid.T) { stack.Reset(&sheet{}) },
			"back": func(t *rapid.T) {
				to := rapid.SampledFrom(stack.Screens()).Draw(t, "screen")
				stack.BackTo(func(s layers.Screen) bool { return s == to })
				if stack.Top() != to || stack.Dialog() != nil {
					t.Fatal("something lies in front of the screen that was gone back to")
				}
			},
			"": func(t *rapid.T) {
				if stack.Top() == nil {
					t.Fatal("no screen is left")
				}
			},
		})
	})
}
