package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"glimpse/model/query"
	"glimpse/ui/widget/lineedit"
)

// completion is the ways to go on with the line.
type completion struct {
	candidates []query.Completion
	lineedit.Cycle
}

// any reports whether there is something to complete.
func (c *completion) any() bool { return len(c.candidates) > 0 }

// running reports whether a candidate was put in.
func (c *completion) running() bool { return c.Chosen() >= 0 }

// complete finds how the line may go on at the cursor. Between two terms it
// may go on with any key: those are in the list of keys, and offered here
// only once their beginning is typed.
func (p *Pane) complete() {
	p.completion = completion{}
	if p.focus != theLine {
		return
	}
	line := p.line.Value()
	cursor := lineedit.ByteOffset(line, p.line.Position())
	candidates := query.Complete(line, cursor, p.known.completion())
	if len(candidates) == 0 {
		return
	}
	before, _ := utf8.DecodeLastRuneInString(line[:cursor])
	first := candidates[0]
	between := first.Start == first.End && (cursor == 0 || unicode.IsSpace(before))
	done := len(candidates) == 1 && line[first.Start:first.End] == first.Text
	if !between && !done {
		p.completion.candidates = candidates
		p.completion.Restart(line)
	}
}

// choose puts the next candidate in, and after the last the line as it was
// typed. It returns false where there is nothing to complete.
func (p *Pane) choose(step int) bool {
	c := &p.completion
	if !c.any() {
		return false
	}
	at, typed := c.Step(step, len(c.candidates)), c.Typed()
	kept := *c
	p.line.Set(typed)
	if at >= 0 {
		candidate := c.candidates[at]
		p.line.Splice(lineedit.RuneOffset(typed, candidate.Start), lineedit.RuneOffset(typed, candidate.End), candidate.Text)
	}
	p.edited(true)
	if len(kept.candidates) > 1 {
		p.completion = kept
	}
	return true
}

// edited follows a change of the line, or of the cursor in it.
func (p *Pane) edited(changed bool) {
	if changed {
		p.history.Typed()
		p.read()
	}
	p.complete()
	cursor := lineedit.ByteOffset(p.line.Value(), p.line.Position())
	for _, term := range p.terms {
		if term.Start <= cursor && cursor <= term.End {
			p.goTo(term.Field)
		}
	}
}

// write puts the beginning of a term at the end of the line, and goes there
// to type the rest, back characters before the end.
func (p *Pane) write(beginning string, back int) {
	line := p.line.Value()
	if line != "" && !strings.HasSuffix(line, " ") {
		line += " "
	}
	p.setLine(line + beginning)
	p.line.SetPosition(len([]rune(p.line.Value())) - back)
	p.history.Typed()
	p.enter(theLine)
}

// recall shows an older or newer line of the history: of those that begin as
// the line does, if that was typed, else of all.
func (p *Pane) recall(step int) {
	if line, there := p.history.Step(step, p.line.Value()); there {
		p.setLine(line)
		p.complete()
	}
}

// mistake returns the mistake to tell of: the first, but what is being typed
// just now only if there is no other.
func (p *Pane) mistake() *query.SyntaxError {
	for _, mistake := range p.mistakes {
		if !p.unfinished(mistake) {
			return mistake
		}
	}
	return p.mistakes[0]
}

// unfinished reports whether a mistake is where the user types: it says what is
// to come rather than what is wrong.
func (p *Pane) unfinished(mistake *query.SyntaxError) bool {
	return p.focus == theLine && mistake.Offset == lineedit.ByteOffset(p.line.Value(), p.line.Position())
}
