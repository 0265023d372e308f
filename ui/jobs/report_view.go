package jobs

import (
	"strconv"
	"strings"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/jobs/resultlist"
	"glimpse/ui/planpreview"
	"glimpse/ui/planpreview/change"
	"glimpse/ui/table"
	"glimpse/ui/theme"
)

// The columns of a report.
const (
	imageOutcome = iota
	imageName
	imageID
	imageChange
	imageReason
	imageRequest
)

// columns says how much room what is known of an image wants. Where no row has a
// reason, what was changed has that room.
func (r *Report) columns() []table.Column {
	columns := []table.Column{
		imageOutcome: {Title: "OUTCOME", Min: 9, Width: 9, Core: true},
		imageName:    {Title: "NAME", Min: 16, Width: 28, Rank: 1, Core: true, Flex: true, Middle: true},
		imageID:      {Title: "ID", Min: 8, Width: 8, Rank: 2},
		imageChange:  {Title: "CHANGE", Min: 16, Width: 24, Rank: 2, Core: true, Flex: true},
		imageReason:  {Title: "REASON", Min: 22, Width: 44, Rank: 2, Core: true, Flex: true},
		imageRequest: {Title: "REQUEST ID", Min: 40, Width: 40, Rank: 4},
	}
	if r.lacksReasons() {
		columns[imageReason] = table.Column{Min: r.Width()} // which finds no room
	}
	return columns
}

// head draws the lines above the images: the state, the figures, the counts, and
// what is looked for.
func (r *Report) head() []string {
	return []string{r.stateLine(), r.figures(), r.chips(), r.found()}
}

func (r *Report) row(at int, placed []table.Placed) resultlist.Row {
	step, result := r.step(at), &r.report.Results[at]
	shape, word, style := r.became(at)
	cells := make([]table.Cell, len(placed))
	for i, column := range placed {
		switch column.Index {
		case imageOutcome:
			cells[i] = table.Cell{Text: word, Style: style}
		case imageName:
			cells[i] = r.NameCell(r.theme.Cells.Show(step.Name))
		case imageID:
			cells[i] = r.ShortID(result.Image(step).Raw())
		case imageChange:
			cells[i].Text = r.changed(at)
		case imageReason:
			cells[i].Text = r.reason(result)
			if data := movingOf(r.theme, &r.report.Progress, at); len(data) > 0 && !wordOf(result).IsFinal() {
				cells[i].Text = strings.Join(data, ", ")
			}
		case imageRequest:
			cells[i] = table.Cell{Text: r.theme.Cells.Show(result.RequestID), Style: r.theme.Muted}
		}
	}
	return resultlist.Row{Shape: shape, Style: style, Cells: cells, Marked: r.marked[at]}
}

// changed is what the plan changes of an image, in one line.
func (r *Report) changed(at int) string {
	step := r.step(at)
	all := change.Of(step)
	if step.Volume != nil {
		return "from " + r.theme.Cells.Show(step.Volume.Called())
	}
	if len(all) == 0 || step.Kind == plan.Deactivate || step.Kind == plan.Reactivate {
		return string(step.Kind)
	}
	lines := make([]string, len(all))
	for i := range all {
		lines[i] = r.line(&all[i], false)
	}
	return strings.Join(lines, ", ")
}

// line writes a change in one line, with the names of projects that are known: beside their
// ids where there is room for both, and in place of them otherwise.
func (r *Report) line(one *change.Change, both bool) string {
	if !change.HoldsProject(one.Field) || r.names == nil {
		return change.Line(r.theme, one)
	}
	named := *one
	named.Before.Value, named.After.Value = r.projectName(one.Before.Value, both), r.projectName(one.After.Value, both)
	return change.Line(r.theme, &named)
}

// projectName returns the name of a project, with its id or in place of it, or the value as
// it is.
func (r *Report) projectName(value any, both bool) any {
	id, isText := value.(string)
	if !isText {
		return value
	}
	switch name := r.names(text.Of(id)); {
	case name.IsEmpty():
		return value
	case both:
		return name.Raw() + " (" + id + ")"
	default:
		return name.Raw()
	}
}

// wordOf is the outcome of a result; one that nothing is known of waits.
func wordOf(result *job.Result) job.Outcome {
	if result.Outcome == "" {
		return job.Waiting
	}
	return result.Outcome
}

// reason says why an outcome is as it is, in one line, escaped.
func (r *Report) reason(result *job.Result) string {
	if word := wordOf(result); r.report.Unread > 0 && r.report.State == job.Ended {
		switch {
		case !word.IsFinal():
			return "the journal lost what became of it"
		case word == job.Unsent:
			return "or its line is lost"
		}
	}
	said := r.theme.Cells.Show(planpreview.ResultText(result))
	if said != "" || len(result.Conflicts) == 0 {
		return said
	}
	names := make([]string, len(result.Conflicts))
	for i, conflict := range result.Conflicts {
		names[i] = r.theme.Cells.ShowString(conflict.Name)
	}
	return strings.Join(names, ", ") + " changed meanwhile"
}

// stateLine draws what the job is doing, and how far it is as a bar.
func (r *Report) stateLine() string {
	p := &r.report.Progress
	shape, style := outcome.State(r.theme, p)
	said := strconv.Itoa(percent(p)) + "%"
	row := box.NewRow(r.theme, r.Width()-1).Put(r.theme.Text, " ").Put(style, shape+" ")
	row.Put(style, r.theme.Cells.Cut(state(r.theme, p, r.now), row.Room()-len(said)-2))
	const least, most = 10, 60
	if room := min(most, row.Room()-len(said)-4); room >= least {
		row.Put(r.theme.Text, "  ")
		for _, piece := range Bar(r.theme, p, room) {
			row.Put(piece.Style, piece.Text)
		}
	}
	return strings.TrimRight(row.Put(r.theme.Text, "  ").Put(r.theme.Strong, said).String(), " ")
}

// figures draws the line of how many, how fast and how long, and at its right
// what was left out of the plan.
func (r *Report) figures() string {
	p := &r.report.Progress
	// Of images, where what is below counts steps.
	images := done(p) + map[bool]string{true: " image", false: " images"}[p.Total == 1]
	parts := append([]string{images}, pace(p)...)
	if data := moving(r.theme, p); len(data) > 0 {
		parts = append([]string{images}, data...)
	}
	if p.State == job.Ended && p.Partly > 0 {
		parts = append(parts, partly(p))
	}
	if r.undone > 0 {
		parts = append(parts, format.Count(r.undone)+" undone since")
	}
	if p.State == job.Ended && !p.Ended.IsZero() {
		parts = append(parts, took(p), "ended "+format.Age(r.now, p.Ended))
	} else if said := started(p, r.now); said != "" {
		parts = append(parts, "started "+said)
	}
	if r.report.Plan != nil && len(r.report.Plan.LeftOut) > 0 {
		parts = append(parts, format.Count(len(r.report.Plan.LeftOut))+" left out of the plan")
	}
	const between = 3 // cells of a dot between blanks
	room := r.Width() - outcome.Lead - 1
	for i, part := range parts {
		if room -= r.theme.Cells.Width(part); i > 0 && room < 0 {
			parts = parts[:i] // what has no room whole is left out
			break
		}
		room -= between
	}
	return r.Line(strings.Join(parts, " "+r.theme.Glyphs.Dot+" "))
}

// chip is the count of one outcome, or of all images, with the key that shows
// those alone.
type chip struct {
	code       int
	key, label string
	count      int
	style      theme.Style
	cells      int
}

// chips draws the counts by outcome, the one that is shown in brackets. Where
// there is no room for all, what went wrong matters more than what did not.
func (r *Report) chips() string {
	chips := r.counted()
	room := r.Width() - outcome.Lead
	kept := make([]bool, len(chips))
	for _, word := range mattering {
		for i := range chips {
			if chips[i].label == word && chips[i].cells <= room {
				kept[i], room = true, room-chips[i].cells
			}
		}
	}
	row := box.NewRow(r.theme, r.Width()-1).Put(r.theme.Text, strings.Repeat(" ", outcome.Lead-1))
	for i, one := range chips {
		if !kept[i] {
			continue
		}
		open, closed, style := " ", " ", one.style
		if one.code == r.rows.only {
			open, closed, style = "[", "]", r.theme.Strong
		}
		row.Put(r.theme.Strong, open)
		if one.key != "" {
			row.Put(r.theme.Key, one.key).Put(r.theme.Text, ":")
		}
		row.Put(style, one.label+" "+format.Count(one.count)).Put(r.theme.Strong, closed)
	}
	return strings.TrimRight(row.String(), " ")
}

// found says how many images are marked, what is looked for and how many of the
// images of the outcome that is shown have it, and what the journal lacks; it is
// blank where there is nothing to say.
func (r *Report) found() string {
	var parts []string
	if len(r.marked) > 0 {
		parts = append(parts, format.Count(len(r.marked))+" marked")
	}
	if r.Searched() != "" {
		parts = append(parts, format.Count(r.rows.count())+" hold: "+r.theme.Cells.ShowString(r.Searched()))
	}
	if unread := r.report.UnreadText(); unread != "" {
		parts = append(parts, unread)
	}
	if parts == nil {
		return ""
	}
	said := strings.Join(parts, " "+r.theme.Glyphs.Dot+" ")
	return strings.Repeat(" ", outcome.Lead) + r.theme.Warn.Render(r.theme.Cells.Cut(said, r.Width()-outcome.Lead-1))
}

// The labels of the chip that shows every row: a step, of which an image may have
// several.
const (
	allImages = "all"
	allSteps  = "all steps"
)

// mattering are the labels of chips, what a person looks for first coming
// first.
var mattering = []string{
	allImages, allSteps, string(job.Failed), string(job.Refused), string(job.Conflict), string(job.Done), string(outcome.Undone),
	string(job.Gone), string(job.Unsent), string(job.NoChange), string(job.Sending), string(job.Waiting),
}

// counted returns the chips of the outcomes that there are.
func (r *Report) counted() []chip {
	all := allImages
	if len(r.rows.codes) != r.report.Total { // an image may have several
		all = allSteps
	}
	chips := []chip{{code: every, key: "0", label: all, count: len(r.rows.codes), style: r.theme.Text}}
	for code, word := range outcomes {
		count := r.rows.counts[code]
		if count == 0 && word != job.Done && word != job.Failed && code != r.rows.only {
			continue
		}
		one := chip{code: code, label: string(word), count: count}
		if code >= firstFinal {
			one.key = strconv.Itoa(code - firstFinal + 1)
		}
		if _, one.style = outcome.Mark(r.theme, word); count == 0 {
			one.style = r.theme.Muted
		}
		chips = append(chips, one)
	}
	for i := range chips {
		chips[i].cells = len(chips[i].label) + len(format.Count(chips[i].count)) + 3
		if chips[i].key != "" {
			chips[i].cells += 2
		}
	}
	return chips
}

// none says why no image is shown.
func (r *Report) none() string {
	switch {
	case len(r.rows.codes) == 0:
		return "the job has no image"
	case r.Searched() != "":
		return "no image of those shown has the words; esc shows all"
	default:
		return "no image is " + outcomeWords[outcomes[r.rows.only]] + "; esc shows all"
	}
}

// outcomeWords are the outcomes as they follow "no image is".
var outcomeWords = map[job.Outcome]string{
	job.Waiting: "waiting", job.Sending: "being sent", job.Unsent: "left unsent", job.Done: "done",
	job.NoChange: "unchanged", job.Gone: "gone", job.Conflict: "a conflict", job.Refused: "refused", job.Failed: "failed",
	outcome.Undone: "undone",
}
