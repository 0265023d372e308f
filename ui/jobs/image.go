package jobs

import (
	"regexp"
	"strings"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/ui/cell"
	"glimpse/ui/frame"
	"glimpse/ui/human"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/review"
	"glimpse/ui/review/change"
	"glimpse/ui/theme"
)

// open shows what became of the image under the cursor, and asks for the image
// itself where that is shown already.
func (r *Report) open() intent.Intent {
	if r.current() == nil && !r.detail {
		return nil
	}
	if r.detail {
		step := r.step(r.cursor)
		return intent.OpenImage{Image: &model.Image{ID: step.Image, Name: step.Name}}
	}
	r.detail = true
	r.scroll.Top = 0
	r.write()
	return nil
}

// neighbour shows the image after or before among those that are shown.
func (r *Report) neighbour(by int) intent.Intent {
	count := r.rows.count()
	if !r.detail || count == 0 {
		return nil
	}
	place := r.rows.place(r.cursor)
	here := place < count && r.rows.at(place) == r.cursor
	if here || by < 0 {
		place += by
	}
	if place < 0 || place >= count {
		return intent.Tell{Text: map[bool]string{true: "this is the last image", false: "this is the first image"}[by > 0]}
	}
	r.moveTo(place)
	r.scroll.Top = 0
	r.write()
	return nil
}

func (r *Report) scrollBy(lines int) {
	r.scroll.Height = max(1, r.height)
	r.scroll = r.scroll.Scroll(lines, len(r.lines))
}

// copying returns what can be copied of the job and of the image under the
// cursor.
func (r *Report) copying() []intent.CopyItem {
	var items []intent.CopyItem
	if result := r.current(); result != nil {
		step := r.step(r.cursor)
		items = append(items,
			intent.CopyItem{Key: "i", Label: "image id", Text: step.Image.Clipboard()},
			intent.CopyItem{Key: "n", Label: "image name", Text: step.Name.Clipboard()},
			intent.CopyItem{
				Key: "w", Label: "reason", Text: review.Why(result).Clipboard(),
				Why: without(review.Why(result).IsEmpty(), "there is no reason to tell"),
			},
			intent.CopyItem{
				Key: "r", Label: "request id", Text: result.RequestID.Clipboard(),
				Why: without(result.RequestID.IsEmpty(), "no request was sent"),
			},
		)
	}
	return append(items, copyJob(&r.report.Progress)...)
}

func without(missing bool, why string) string {
	if missing {
		return why
	}
	return ""
}

// label is the room of the names of fields in the detail.
const label = 14

// write makes the lines of the detail, where it is shown.
func (r *Report) write() {
	if !r.detail || r.cursor >= len(r.report.Results) {
		r.lines = nil
		return
	}
	step, result := r.step(r.cursor), &r.report.Results[r.cursor]
	shape, style := outcome.Mark(r.look, wordOf(result))
	name := nameCell(r.look, step.Name.Raw(), r.look.Cells.Show(step.Name))
	row := frame.NewRow(r.look, r.width-1).Put(r.look.Text, " ").Put(style, shape+" "+r.look.Cells.ShowString(string(wordOf(result))))
	row.Put(r.look.Text, "   ").Put(name.Style, name.Text)
	r.lines = []string{"", strings.TrimRight(row.String(), " "), ""}
	r.field("image id", r.look.Cells.Show(step.Image.Untrusted), r.look.Text)
	r.field("reason", r.reason(result), style)
	r.field("request id", r.look.Cells.Show(result.RequestID), r.look.Text)
	if !result.At.IsZero() {
		r.field("at", human.Time(result.At)+" ("+human.Age(r.now, result.At)+")", r.look.Text)
	}
	r.asked()
	r.conflicts(result)
	if said := adviceOn(result); said != "" {
		r.lines = append(r.lines, "")
		r.field("what to do", r.look.Cells.ShowString(said), r.look.Text)
	}
	r.scrollBy(0)
}

// advice is what can be done about an outcome.
var advice = map[job.Outcome]string{
	job.Conflict: "Nothing was sent. Press enter to see the image as it is now; if your change is still wanted, make it again.",
	job.Gone:     "The image no longer exists; there is nothing to do.",
	job.Refused:  "Fix the cause, then press r to retry.",
	job.Failed:   "As far as is known the image is unchanged. Press r to retry.",
	job.Unsent:   "Nothing was sent for it. Press r to send it.",
}

// roleNamed finds the role in the sentence of a service that names one.
var roleNamed = regexp.MustCompile(`(?i)\brole ?[:'"] ?'?([a-z][\w-]*)|\b(admin|manager|member|reader)\b['"]? role\b`)

// adviceOn says what can be done about a result. Another attempt by the same user
// at what is forbidden ends no better; not all that is forbidden is so by a role.
func adviceOn(result *job.Result) string {
	if wordOf(result) != job.Refused || !result.IsForbidden() {
		return advice[wordOf(result)]
	}
	if role := roleNamed.FindStringSubmatch(result.Reason.Raw()); role != nil {
		return "This needs the role " + role[1] + role[2] + ". Ask an administrator of the cloud to do it, or to give you the role."
	}
	return "The service forbids it (403). If the reason is not the image itself, ask an administrator."
}

// field adds a name and a value, on as many lines as the value needs.
func (r *Report) field(name, value string, style theme.Style) {
	if value == "" {
		return
	}
	room := max(1, r.width-label-outcome.Lead-1)
	for i, line := range r.look.Cells.Wrap(value, room) {
		if i > 0 {
			name = ""
		}
		r.lines = append(r.lines, cell.Blank(outcome.Lead)+
			r.look.Muted.Render(r.look.Cells.Left(name, label))+style.Render(r.look.Cells.Cut(line, room)))
	}
}

// asked adds what the plan was to do with the image.
func (r *Report) asked() {
	for i, one := range change.Of(r.step(r.cursor)) {
		name := ""
		if i == 0 {
			r.lines = append(r.lines, "")
			name = "asked for"
		}
		r.field(name, change.Line(r.look, &one), r.look.Text)
	}
}

// conflicts adds the fields that others changed, in three columns.
func (r *Report) conflicts(result *job.Result) {
	if len(result.Conflicts) == 0 {
		return
	}
	room := max(1, (r.width-outcome.Lead-label-1-2*2)/3)
	r.lines = append(r.lines, "", r.three([4]string{"", "WHEN SHOWN", "THEIRS NOW", "YOURS"}, room, r.look.Heading))
	for i := range result.Conflicts {
		r.conflict(&result.Conflicts[i], room)
	}
}

// conflict adds one field that others changed.
func (r *Report) conflict(conflict *patch.Conflict, room int) {
	cells := r.look.Cells
	columns := [4][]string{cells.Wrap(change.Name(r.look, conflict.Name), label-1)}
	most := len(columns[0])
	for i, field := range []patch.Field{conflict.Shown, conflict.Theirs, conflict.Yours} {
		columns[i+1] = cells.Wrap(change.Value(r.look, field), room)
		most = max(most, len(columns[i+1]))
	}
	for line := range most {
		var texts [4]string
		for i, column := range columns {
			if line < len(column) {
				texts[i] = column[line]
			}
		}
		r.lines = append(r.lines, r.three(texts, room, theme.Style{}))
	}
}

// three draws a name and three values; theirs stands out.
func (r *Report) three(texts [4]string, room int, style theme.Style) string {
	theirs := style
	if style == (theme.Style{}) {
		theirs = r.look.Warn
	}
	cells := r.look.Cells
	return cell.Blank(outcome.Lead) + r.look.Muted.Render(cells.Left(texts[0], label)) +
		style.Render(cells.Left(texts[1], room)) + "  " + theirs.Render(cells.Left(texts[2], room)) + "  " +
		style.Render(strings.TrimRight(cells.Cut(texts[3], room), " "))
}
