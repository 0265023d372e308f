package review

import (
	"bytes"
	"encoding/json"
	"strings"

	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/cell"
	"glimpse/ui/human"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// requests shows the exact requests of a plan, image by image. The requests of
// an image are made when they come into sight: where the view stands is told
// by the image and the line in it, so that nobody needs to know how many lines
// a thousand images have.
type requests struct {
	look *theme.Theme
	plan *plan.Plan

	width, height int
	// step and line are the first line that is seen.
	step, line int
	// drawn are the lines of the images that were seen lately.
	drawn map[int][]string
}

// mostDrawn is how many images have their lines kept: more than a screen
// shows.
const mostDrawn = 128

func (r *requests) setSize(width, height int) {
	if width != r.width {
		r.drawn = nil
	}
	r.width, r.height = width, height
	r.scroll(0)
}

// lines returns the lines of the image of a step.
func (r *requests) lines(step int) []string {
	if lines, known := r.drawn[step]; known {
		return lines
	}
	if r.drawn == nil || len(r.drawn) >= mostDrawn {
		r.drawn = make(map[int][]string, mostDrawn)
	}
	lines := r.draw(step)
	r.drawn[step] = lines
	return lines
}

// draw makes the lines of the image of a step: its name, its requests, a blank
// line.
func (r *requests) draw(at int) []string {
	step := &r.plan.Steps[at]
	ruler := r.look.Cells
	room := max(1, r.width-margin-1)
	name := "(no name)"
	if !step.Name.IsEmpty() {
		name = ruler.Show(step.Name)
	}
	lines := []string{cell.Blank(margin) + r.look.Accent.Render(ruler.Cut(name, room))}
	for _, request := range step.Requests() {
		line := ruler.ShowString(request.Method + " " + request.Path)
		lines = r.add(lines, line, r.look.Strong)
		if request.MediaType != "" {
			lines = r.add(lines, "Content-Type: "+request.MediaType, r.look.Muted)
		}
		if len(request.Body) > 0 {
			for line := range strings.SplitSeq(pretty(request.Body), "\n") {
				lines = r.add(lines, ruler.ShowString(line), r.look.Text)
			}
		}
	}
	return append(lines, "")
}

// add adds a text on as many lines as it needs.
func (r *requests) add(lines []string, said string, style theme.Style) []string {
	depth := len(said) - len(strings.TrimLeft(said, " "))
	room := max(8, r.width-margin-indent-depth-1)
	for i, line := range r.look.Cells.Wrap(said[depth:], room) {
		from := margin + indent + depth
		if i > 0 {
			from += indent
		}
		lines = append(lines, cell.Blank(from)+style.Render(r.look.Cells.Cut(line, max(0, r.width-from))))
	}
	return lines
}

// pretty puts the members of a JSON text on lines of their own, an operation
// of a patch on one.
func pretty(body []byte) string {
	var operations []json.RawMessage
	if json.Unmarshal(body, &operations) == nil && len(operations) > 0 {
		lines := make([]string, len(operations))
		for i, operation := range operations {
			lines[i] = "  " + string(operation)
		}
		return "[\n" + strings.Join(lines, ",\n") + "\n]"
	}
	var out bytes.Buffer
	if json.Indent(&out, body, "", "  ") != nil {
		return string(body)
	}
	return out.String()
}

// scroll moves the view by lines, and no further than the last line.
func (r *requests) scroll(by int) {
	if r.plan.IsEmpty() {
		return
	}
	r.step = min(r.step, len(r.plan.Steps)-1)
	r.line += by
	for r.line < 0 && r.step > 0 {
		r.step--
		r.line += len(r.lines(r.step))
	}
	r.line = max(0, r.line)
	for r.step < len(r.plan.Steps)-1 && r.line >= len(r.lines(r.step)) {
		r.line -= len(r.lines(r.step))
		r.step++
	}
	// The last line is not to rise from the foot of the screen.
	below, step := len(r.lines(r.step))-r.line, r.step+1
	for ; step < len(r.plan.Steps) && below <= r.height; step++ {
		below += len(r.lines(step))
	}
	if missing := r.height - (below - 1); missing > 0 && (r.step > 0 || r.line > 0) {
		r.rise(missing)
	}
}

// rise moves the view up by lines, as far as there are some.
func (r *requests) rise(by int) {
	r.line -= by
	for r.line < 0 && r.step > 0 {
		r.step--
		r.line += len(r.lines(r.step))
	}
	r.line = max(0, r.line)
}

func (r *requests) act(act action.ID) {
	switch act {
	case action.Top:
		r.step, r.line = 0, 0
	case action.Bottom:
		if !r.plan.IsEmpty() {
			r.step = len(r.plan.Steps) - 1
			r.line = max(0, len(r.lines(r.step))-1)
			r.scroll(0)
		}
	default:
		r.scroll(listview.Window{Height: r.height}.Distance(act, 0))
	}
}

// jump goes to the next image, or to the beginning of this one or of the one
// before.
func (r *requests) jump(by int) {
	if r.plan.IsEmpty() {
		return
	}
	if by > 0 || r.line == 0 {
		r.step = max(0, min(r.step+by, len(r.plan.Steps)-1))
	}
	r.line = 0
	r.scroll(0)
}

// view draws the lines that are seen.
func (r *requests) view() []string {
	lines := make([]string, 0, r.height)
	skip := r.line
	for step := r.step; step < len(r.plan.Steps) && len(lines) < r.height; step++ {
		all := r.lines(step)
		lines = append(lines, all[min(skip, len(all)):]...)
		skip = 0
	}
	return lines[:min(len(lines), r.height)]
}

// note says which image is seen first.
func (r *requests) note() string {
	if len(r.plan.Steps) < 2 {
		return ""
	}
	return "image " + human.Count(r.step+1) + " of " + human.Count(len(r.plan.Steps))
}

// position says how far down the view is: by images, of which the lines are
// not known before they are seen.
func (r *requests) position() string {
	switch end := r.atEnd(); {
	case r.plan.IsEmpty(), r.step == 0 && r.line == 0 && end:
		return ""
	case len(r.plan.Steps) == 1:
		lines := len(r.lines(0)) - 1 // behind the last is a blank one
		return human.Position("line", min(lines, r.line+r.height), lines)
	case end:
		return human.Position("image", len(r.plan.Steps), len(r.plan.Steps))
	default:
		return human.Position("image", r.step+1, len(r.plan.Steps))
	}
}

// atEnd reports whether the last line is seen.
func (r *requests) atEnd() bool {
	below := -r.line
	for step := r.step; step < len(r.plan.Steps); step++ {
		if below += len(r.lines(step)); below-1 > r.height {
			return false
		}
	}
	return true
}
