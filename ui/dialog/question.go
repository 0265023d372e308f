package dialog

import (
	"glimpse/ui/intent"
	"glimpse/ui/keys"
	"glimpse/ui/theme"
)

// questionWidth is how wide a question is at most.
const questionWidth = 60

// Question asks something that is answered by yes or no. No answer destroys
// anything, so yes is marked at first.
type Question struct {
	look          *theme.Theme
	title, text   string
	yes           intent.Intent
	no            bool // the answer that is marked
	width, height int
}

// NewQuestion makes a question, with what is asked for if the answer is yes.
// Its texts are the program's own or escaped.
func NewQuestion(look *theme.Theme, title, text string, yes intent.Intent) *Question {
	return &Question{look: look, title: title, text: text, yes: yes}
}

// SetSize gives the dialog the size of the whole screen.
func (q *Question) SetSize(width, height int) { q.width, q.height = width, height }

// Act carries out an action and returns what is asked for.
func (q *Question) Act(press keys.Press) intent.Intent {
	switch press.Action {
	case keys.NextChoice:
		q.no = !q.no
	case keys.Yes:
		return intent.All{intent.Close{}, q.yes}
	case keys.Choose:
		if q.no {
			return intent.Close{}
		}
		return intent.All{intent.Close{}, q.yes}
	case keys.No, keys.Back, keys.Leave:
		return intent.Close{}
	default:
	}
	return nil
}

// Wheel does nothing: a question is short.
func (q *Question) Wheel(int) {}

// Bindings returns what the keys do while the question is shown.
func (q *Question) Bindings() []keys.Group {
	everywhere := keys.Everywhere().Only(keys.Back, keys.Leave, keys.Quit).
		Relabel(keys.Leave, "", "leave it").Relabel(keys.Back, "leave it", "leave it")
	return []keys.Group{keys.Question(), everywhere}
}

// View returns the lines of the dialog and the cells that each takes.
func (q *Question) View() (lines []string, wide int) {
	width := max(20, min(questionWidth, q.width-8))
	text := q.look.Cells.Wrap(q.text, width)
	content := make([]sized, 1, len(text)+3)
	for _, line := range text {
		content = append(content, sized{text: line, cells: q.look.Cells.Width(line)})
	}
	yes, no := q.look.Cursor.Render("  Yes  "), "  No  "
	if q.no {
		yes, no = "  Yes  ", q.look.Cursor.Render("  No  ")
	}
	content = append(content, sized{}, sized{text: yes + "  " + no, cells: 15})
	return box(q.look, q.title, content, width), width + frameWidth
}
