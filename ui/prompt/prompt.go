// Package prompt is the line at the foot of the screen in which commands and
// searches are typed: with completion, history, and a word on what is wrong
// while it is typed.
package prompt

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/input"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
)

// Candidate is one way to go on with the line: Text replaces its bytes from
// Start to End. Texts may be foreign and are escaped when drawn.
type Candidate struct {
	Text       string
	Start, End int
	// Help says what it is, in a few words.
	Help string
}

// Notice is what stands above the line.
type Notice struct {
	Text string
	// Wrong reports whether the line cannot be entered as it is.
	Wrong bool
	// Late keeps the text back until somebody tries to enter the line: while
	// it is being typed it is no news.
	Late bool
}

// Options are what a prompt is made with. Functions may be nil.
type Options struct {
	// Sign stands before the line and says what is typed, such as ":".
	Sign string
	// Title and Hint say so in words: for the help, and in the empty line.
	Title, Hint string
	// Start is what the line begins with.
	Start string
	// Complete returns how the line may go on at the cursor, an offset in
	// bytes.
	Complete func(line string, cursor int) []Candidate
	// Notice returns what is to be said of the line as it is. It is escaped
	// when drawn.
	Notice func(line string) Notice
	// Changed returns what is asked for after each change of the line.
	Changed func(line string) intent.Intent
	// Enter returns what is asked for in the end; the prompt is closed by
	// whoever carries it out.
	Enter func(line string) intent.Intent
	// Cancel is asked for where the user leaves.
	Cancel intent.Intent
	// Extra are further bindings, which Act hands on to Other.
	Extra []action.Group
	Other func(press action.Press) intent.Intent
	// History are the lines entered before, the oldest first.
	History []string
}

// Prompt is one line that is being typed.
type Prompt struct {
	theme   *theme.Theme
	options Options
	line    *input.Line

	// candidates are those of the line as it was typed; completion goes through
	// them.
	candidates []Candidate
	completion lineedit.Cycle
	history    lineedit.Recall

	// refused reports whether the line as it is was entered, and was wrong.
	refused bool

	width, height int
}

// New makes a prompt.
func New(theme *theme.Theme, options Options) *Prompt {
	p := &Prompt{theme: theme, options: options, line: input.New(theme), history: lineedit.NewRecall(options.History)}
	p.history.Typed()
	p.line.Set(options.Start)
	p.complete()
	return p
}

// SetSize gives the prompt the size of the whole screen.
func (p *Prompt) SetSize(width, height int) { p.width, p.height = width, height }

// Docked reports whether the prompt stands at the foot of the screen.
func (p *Prompt) Docked() bool { return true }

// Type takes a key that is no binding.
func (p *Prompt) Type(key tea.KeyPressMsg) intent.Intent {
	if key.Code == tea.KeyBackspace && p.line.Value() == "" {
		return intent.All{intent.Close{}, p.options.Cancel}
	}
	return p.edited(p.line.Type(key))
}

// Paste takes a text that was pasted.
func (p *Prompt) Paste(text string) intent.Intent { return p.edited(p.line.Paste(text)) }

// edited follows a change of the line or of the cursor.
func (p *Prompt) edited(changed bool) intent.Intent {
	p.refused = false
	p.complete()
	if !changed {
		return nil
	}
	p.history.Typed()
	return p.changed()
}

func (p *Prompt) changed() intent.Intent {
	if p.options.Changed == nil {
		return nil
	}
	return p.options.Changed(p.line.Value())
}

func (p *Prompt) complete() {
	line := p.line.Value()
	p.candidates = nil
	p.completion.Restart(line)
	if p.options.Complete == nil {
		return
	}
	p.candidates = p.options.Complete(line, lineedit.ByteOffset(line, p.line.Position()))
}

// Learned says that more is known now than before: what is offered is made anew, unless
// the user is choosing from it.
func (p *Prompt) Learned() {
	if p.completion.Chosen() < 0 {
		p.complete()
	}
}

// Act carries out an action and returns what is asked for.
func (p *Prompt) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Enter:
		return p.enter()
	case action.Back:
		return intent.All{intent.Close{}, p.options.Cancel}
	case action.Next:
		return p.choose(1)
	case action.Previous:
		return p.choose(-1)
	case action.Older:
		return p.recall(-1)
	case action.Newer:
		return p.recall(1)
	default:
		if p.options.Other != nil {
			return p.options.Other(press)
		}
		return nil
	}
}

func (p *Prompt) enter() intent.Intent {
	if p.notice().Wrong {
		p.refused = true
		return nil
	}
	return p.options.Enter(p.line.Value())
}

func (p *Prompt) notice() Notice {
	if p.options.Notice == nil {
		return Notice{}
	}
	notice := p.options.Notice(p.line.Value())
	if notice.Late && !p.refused {
		notice.Text = ""
	}
	return notice
}

// choose puts the next candidate in, and after the last the line as it was
// typed.
func (p *Prompt) choose(step int) intent.Intent {
	if len(p.candidates) == 0 {
		return nil
	}
	p.refused = false
	at, typed := p.completion.Step(step, len(p.candidates)), p.completion.Typed()
	p.line.Set(typed)
	if at >= 0 {
		c := p.candidates[at]
		p.line.Splice(lineedit.RuneOffset(typed, c.Start), lineedit.RuneOffset(typed, c.End), c.Text)
	}
	if len(p.candidates) == 1 {
		p.complete()
	}
	return p.changed()
}

// recall shows an older or newer line of the history, only those that begin
// as the line that is being typed.
func (p *Prompt) recall(step int) intent.Intent {
	line, there := p.history.Step(step, p.line.Value())
	if !there {
		return nil
	}
	p.refused = false
	p.line.Set(line)
	p.complete()
	return p.changed()
}

// Wheel does nothing: a line has nothing to scroll.
func (p *Prompt) Wheel(int) {}

// Bindings returns what the keys do while the line is typed.
func (p *Prompt) Bindings() []action.Group {
	own := action.Prompt()
	if p.options.Complete == nil {
		own = own.Without(action.Next, action.Previous)
	}
	own.Title = p.options.Title
	everywhere := action.Everywhere().Only(action.Back, action.Quit).Relabel(action.Back, "close", "close without entering the line")
	return append(append([]action.Group{own}, p.options.Extra...), everywhere)
}
