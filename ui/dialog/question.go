package dialog

import (
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/intent"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// A question is at most so wide, and so many lines of the screen are not its text:
// the frame, a blank line and the answers, one above the dialog and the footer.
const (
	mostQuestionWide = 64
	aroundQuestion   = 7
)

// Question asks something that is answered by yes or no. A text that is longer
// than the screen is scrolled.
type Question struct {
	scrolled
	title    string
	yes      intent.Intent
	answered intent.Intent // by No, beside that the question closes
	no       bool          // the answer that is marked
	destroys bool          // y only marks Yes
}

// NewQuestion makes a question, with what is asked for if the answer is yes.
// Yes is marked at first, so the answer must destroy nothing; for one that does
// there is [NewDestructiveQuestion]. Its texts are the program's own or
// escaped.
func NewQuestion(theme *theme.Theme, title, text string, yes intent.Intent) *Question {
	return &Question{
		scrolled: scrolled{theme: theme, text: text, widest: mostQuestionWide, around: aroundQuestion}, title: title, yes: yes,
	}
}

// NewDestructiveQuestion makes a question of which the answer cannot be taken
// back: No is marked at first, so that enter by itself destroys nothing, and y
// only selects Yes, so that no single key does.
func NewDestructiveQuestion(theme *theme.Theme, title, text string, yes intent.Intent) *Question {
	q := NewQuestion(theme, title, text, yes)
	q.no, q.destroys = true, true
	return q
}

// Otherwise sets what is asked for if the answer is no, and returns the question.
func (q *Question) Otherwise(no intent.Intent) *Question {
	q.answered = no
	return q
}

// close closes the question with no for an answer.
func (q *Question) close() intent.Intent {
	if q.answered == nil {
		return intent.Close{}
	}
	return intent.All{intent.Close{}, q.answered}
}

// Act carries out an action and returns what is asked for.
func (q *Question) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.NextChoice:
		q.no = !q.no
	case action.Yes:
		if q.destroys {
			q.no = false
			return nil
		}
		return intent.All{intent.Close{}, q.yes}
	case action.Choose:
		if q.no {
			return q.close()
		}
		return intent.All{intent.Close{}, q.yes}
	case action.No, action.Back, action.Leave:
		return q.close()
	default:
		q.move(press.Action)
	}
	return nil
}

// Bindings returns what the keys do while the question is shown.
func (q *Question) Bindings() []action.Group {
	everywhere := action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", "close").Relabel(action.Back, "close", "close")
	own := action.Question()
	if q.destroys {
		own = own.Relabel(action.Yes, "select Yes", "select Yes; "+q.theme.Keys.For("question", action.Choose)+" confirms")
	}
	groups := []action.Group{own}
	if lines, _ := q.wrapped(); len(lines) > q.window.Height {
		groups = append(groups, action.Moving().Relabel(action.Down, "scroll", "down").Relabel(action.Bottom, "", "to the last"))
	}
	return append(groups, everywhere)
}

// View returns the lines of the dialog and the cells that each takes.
func (q *Question) View() (lines []string, wide int) {
	content, width, more := q.visible()
	yes, no := q.theme.Cursor.Render("  Yes  "), "  No  "
	if q.no {
		yes, no = "  Yes  ", q.theme.Cursor.Render("  No  ")
	}
	answers := sized{text: yes + "  " + no, cells: 15}
	if q.destroys && !q.no {
		confirms := "  " + q.theme.Keys.For("question", action.Choose) + " confirms"
		answers.text += q.theme.Muted.Render(confirms)
		answers.cells += q.theme.Cells.Width(confirms)
	}
	if more != "" {
		answers.text += textwidth.Blank(width-answers.cells-q.theme.Cells.Width(more)) + q.theme.Muted.Render(more)
		answers.cells = width
	}
	return framed(q.theme, q.title, append([]sized{{}}, append(content, sized{}, answers)...), width), width + box.Sides
}
