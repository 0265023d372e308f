package planpreview

import (
	"bytes"
	"encoding/json"
	"strings"

	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// requests shows the exact requests of a plan, image by image. The requests of
// an image are made when they come into sight: where the view stands is told
// by the image and the line in it, so that nobody needs to know how many lines
// a thousand images have.
type requests struct {
	theme *theme.Theme
	plan  *plan.Plan
	// images has the first step of each image.
	images []int

	width, height int
	// image and line are the first line that is seen.
	image, line int
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

// lines returns the lines of an image.
func (r *requests) lines(image int) []string {
	if lines, known := r.drawn[image]; known {
		return lines
	}
	if r.drawn == nil || len(r.drawn) >= mostDrawn {
		r.drawn = make(map[int][]string, mostDrawn)
	}
	lines := r.draw(image)
	r.drawn[image] = lines
	return lines
}

// steps returns the steps of an image.
func (r *requests) steps(image int) []plan.Step {
	if image == len(r.images)-1 {
		return r.plan.Steps[r.images[image]:]
	}
	return r.plan.Steps[r.images[image]:r.images[image+1]]
}

// draw makes the lines of an image: its name, its requests, a blank line.
func (r *requests) draw(image int) []string {
	steps := r.steps(image)
	measurer := r.theme.Cells
	room := max(1, r.width-margin-1)
	name := "(no name)"
	if !steps[0].Name.IsEmpty() {
		name = measurer.Show(steps[0].Name)
	}
	lines := []string{textwidth.Blank(margin) + r.theme.Accent.Render(measurer.Cut(name, room))}
	for i := range steps {
		lines = r.addRequests(lines, &steps[i])
	}
	return append(lines, "")
}

// addRequests adds the requests of a step.
func (r *requests) addRequests(lines []string, step *plan.Step) []string {
	measurer := r.theme.Cells
	for _, request := range step.Requests() {
		line := measurer.ShowString(request.Method + " " + request.Path)
		lines = r.add(lines, line, r.theme.Strong)
		if request.Version != "" {
			lines = r.add(lines, plan.VersionHeader+": "+request.Version, r.theme.Muted)
		}
		if request.MediaType != "" {
			lines = r.add(lines, "Content-Type: "+request.MediaType, r.theme.Muted)
		}
		switch {
		case request.File != "" && step.Kind == plan.Download:
			lines = r.add(lines, "> "+measurer.ShowString(request.File), r.theme.Text)
		case request.File != "":
			lines = r.add(lines, "< "+measurer.ShowString(request.File), r.theme.Text)
		}
		if len(request.Body) > 0 {
			for line := range strings.SplitSeq(pretty(request.Body), "\n") {
				lines = r.add(lines, measurer.ShowString(line), r.theme.Text)
			}
		}
	}
	return lines
}

// add adds a text on as many lines as it needs. What the lines show adds up to the
// text: it is what will be sent.
func (r *requests) add(lines []string, said string, style theme.Style) []string {
	said, depth := strings.TrimLeft(said, " "), len(said)-len(strings.TrimLeft(said, " "))
	from := margin + indent + depth
	// What follows the first line is indented once more, and as wide.
	room := max(1, r.width-from-indent-1)
	for i, piece := range r.theme.Cells.Pieces(said, room) {
		if i == 1 {
			from += indent
		}
		lines = append(lines, textwidth.Blank(from)+style.Render(piece))
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
	r.image = min(r.image, len(r.images)-1)
	r.line += by
	for r.line < 0 && r.image > 0 {
		r.image--
		r.line += len(r.lines(r.image))
	}
	r.line = max(0, r.line)
	for r.image < len(r.images)-1 && r.line >= len(r.lines(r.image)) {
		r.line -= len(r.lines(r.image))
		r.image++
	}
	// The last line is not to rise from the foot of the screen.
	below, image := len(r.lines(r.image))-r.line, r.image+1
	for ; image < len(r.images) && below <= r.height; image++ {
		below += len(r.lines(image))
	}
	if missing := r.height - (below - 1); missing > 0 && (r.image > 0 || r.line > 0) {
		r.rise(missing)
	}
}

// rise moves the view up by lines, as far as there are some.
func (r *requests) rise(by int) {
	r.line -= by
	for r.line < 0 && r.image > 0 {
		r.image--
		r.line += len(r.lines(r.image))
	}
	r.line = max(0, r.line)
}

func (r *requests) act(act action.ID) {
	switch act {
	case action.Top:
		r.image, r.line = 0, 0
	case action.Bottom:
		if !r.plan.IsEmpty() {
			r.image = len(r.images) - 1
			r.line = max(0, len(r.lines(r.image))-1)
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
		r.image = max(0, min(r.image+by, len(r.images)-1))
	}
	r.line = 0
	r.scroll(0)
}

// view draws the lines that are seen.
func (r *requests) view() []string {
	lines := make([]string, 0, r.height)
	skip := r.line
	for image := r.image; image < len(r.images) && len(lines) < r.height; image++ {
		all := r.lines(image)
		lines = append(lines, all[min(skip, len(all)):]...)
		skip = 0
	}
	return lines[:min(len(lines), r.height)]
}

// note says which image is seen first.
func (r *requests) note() string {
	if len(r.images) < 2 {
		return ""
	}
	return "image " + format.Count(r.image+1) + " of " + format.Count(len(r.images))
}

// position says how far down the view is: by images, of which the lines are
// not known before they are seen.
func (r *requests) position() string {
	switch end := r.atEnd(); {
	case r.plan.IsEmpty(), r.image == 0 && r.line == 0 && end:
		return ""
	case len(r.images) == 1:
		lines := len(r.lines(0)) - 1 // behind the last is a blank one
		return format.Position("line", min(lines, r.line+r.height), lines)
	case end:
		return format.Position("image", len(r.images), len(r.images))
	default:
		return format.Position("image", r.image+1, len(r.images))
	}
}

// atEnd reports whether the last line is seen.
func (r *requests) atEnd() bool {
	below := -r.line
	for image := r.image; image < len(r.images); image++ {
		if below += len(r.lines(image)); below-1 > r.height {
			return false
		}
	}
	return true
}
