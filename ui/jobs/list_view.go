package jobs

import (
	"slices"
	"strings"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/message"
	"glimpse/ui/table"
)

// The columns of the list of jobs.
const (
	jobState = iota
	jobTitle
	jobBar
	jobDone
	jobResult
	jobStarted
)

// listColumns says how much room the parts of a job want. That of the images is the one
// that the jobs need, which does not change while they go on.
func listColumns(jobs []job.Progress) []table.Column {
	images := len("IMAGES")
	for i := range jobs {
		most := format.Count(jobs[i].Total)
		images = max(images, len(most+" of "+most), len(format.Images(jobs[i].Total)))
	}
	return []table.Column{
		jobState:   {Title: "STATE", Min: 12, Width: 13, Core: true},
		jobTitle:   {Title: "JOB", Min: 14, Width: 28, Rank: 1, Core: true, Flex: true},
		jobBar:     {Title: "PROGRESS", Min: 10, Width: 20, Rank: 4},
		jobDone:    {Title: "IMAGES", Min: images, Width: images, Rank: 2, Core: true, Right: true},
		jobResult:  {Title: "RESULT", Min: 24, Width: 36, Rank: 1, Core: true},
		jobStarted: {Title: "STARTED", Min: 9, Width: 16, Rank: 3},
	}
}

// View draws the screen in exactly the lines that it was given.
func (l *List) View() string {
	switch {
	case l.width <= 0 || l.height <= 0:
		return ""
	case l.width < outcome.LeastWidth:
		return strings.Repeat("\n", l.height-1)
	}
	if len(l.jobs) == 0 {
		return message.Panel{
			Title: "No job in this session",
			Text: []string{
				"A job is a change of images that is being carried out, or was.",
				"Mark images in the list and change them; the preview shows what would be sent, and " +
					l.theme.Keys.For("preview", action.Send) + " sends it.",
			},
			Hints: []message.Hint{
				{Key: "esc", Label: "back to the images"},
				{Key: l.theme.Keys.For("written", action.WriteLog), Label: "the log of what was written"},
			},
		}.View(l.theme, l.width, l.height)
	}
	placed := table.Layout(listColumns(l.jobs), l.width-outcome.Lead-1)
	lines := make([]string, 0, l.height)
	lines = append(lines, outcome.Headings(l.theme, placed))
	first, end := l.rows.Visible()
	for i := first; i < end; i++ {
		lines = append(lines, l.row(i, placed))
	}
	for len(lines) < l.height-listBelow+1 {
		lines = append(lines, "")
	}
	lines = append(lines, l.about()...)
	return strings.Join(lines[:min(len(lines), l.height)], "\n")
}

func (l *List) row(i int, placed []table.Placed) string {
	p := &l.jobs[i]
	shape, style := outcome.State(l.theme, p)
	cells := make([]table.Cell, len(placed))
	for at, column := range placed {
		switch column.Index {
		case jobState:
			cells[at] = table.Cell{Text: l.shortState(p), Style: style}
		case jobTitle:
			cells[at].Text = l.title(p)
		case jobBar:
			if p.State != outcome.Earlier {
				cells[at] = table.OfPieces(Bar(l.theme, p, column.Wide))
			}
		case jobDone:
			cells[at].Text = done(p)
			if p.State == outcome.Earlier { // of which the summary says the rest
				cells[at].Text = format.Images(p.Total)
			}
		case jobResult:
			cells[at] = l.result(p)
		case jobStarted:
			cells[at] = table.Cell{Text: started(p, l.now), Style: l.theme.Muted}
		}
	}
	return outcome.Row(l.theme, " ", shape, style, placed, cells, l.width, i == l.rows.Cursor())
}

// title is what a job does, with the name of the image if it is about one alone; how
// many there are otherwise stands in a column of its own.
func (l *List) title(p *job.Progress) string {
	title := l.theme.Cells.ShowString(p.Title)
	if p.State == outcome.Earlier {
		name := l.theme.Cells.Show(l.before(p.ID).Name)
		if name == "" || strings.Contains(title, name) {
			return title
		}
		return title + " " + l.theme.Glyphs.Dot + " " + name
	}
	if p.Plan == nil || len(p.Plan.Steps) == 0 || p.Plan.Steps[0].Name.IsEmpty() {
		return title
	}
	first := p.Plan.Steps[0]
	another := func(step plan.Step) bool { return step.Image != first.Image }
	name := l.theme.Cells.Show(first.Name)
	if slices.ContainsFunc(p.Plan.Steps, another) || strings.Contains(title, name) {
		return title
	}
	return title + " " + l.theme.Glyphs.Dot + " " + name
}

// result says how fast a job is and how long it takes, or what became of it.
func (l *List) result(p *job.Progress) table.Cell {
	switch {
	case p.State == job.Ended && outcome.Troubled(p):
		return table.Cell{Text: brief(p), Style: l.theme.Warn}
	case p.State == outcome.Earlier && (outcome.Troubled(p) || outcome.Cancelled(p)):
		return table.Cell{Text: brief(p), Style: l.theme.Muted}
	case p.State == job.Ended && outcome.Cancelled(p):
		return table.Cell{Text: brief(p), Style: l.theme.Muted}
	case p.State == job.Ended:
		return table.Cell{Text: Counts(p)}
	case p.State == outcome.Earlier:
		return table.Cell{Text: l.theme.Cells.ShowString(l.before(p.ID).Summary), Style: l.theme.Muted}
	case p.State == unfinished:
		return table.Cell{Text: format.Count(p.Counts[job.Waiting]) + " left", Style: l.theme.Warn}
	case p.State == job.Outage:
		return table.Cell{Text: strings.TrimPrefix(again(p, l.now), ", "), Style: l.theme.Warn}
	case len(p.Transfers) > 0:
		return table.Cell{Text: strings.Join(moving(l.theme, p), ", "), Style: l.theme.Muted}
	default:
		return table.Cell{Text: strings.Join(pace(p), ", "), Style: l.theme.Muted}
	}
}

// shortState is the state in a word that a column has room for.
func (l *List) shortState(p *job.Progress) string {
	switch {
	case outcome.Cancelled(p):
		return "cancelled"
	case p.State == outcome.Earlier && l.before(p.ID).Own:
		return string(job.Ended)
	case checks(p):
		return "checking"
	case p.State == job.Outage:
		return "waiting"
	default:
		return string(p.State)
	}
}

// about says what is known of the job under the cursor: its counts, and what
// it waits for.
func (l *List) about() []string {
	p, room := l.current(), max(0, l.width-outcome.Lead-1)
	shape, style := outcome.State(l.theme, p)
	first := box.NewRow(l.theme, room).Put(style, shape+" "+state(l.theme, p, l.now)).
		Put(l.theme.Muted, " "+l.theme.Glyphs.Dot+" ").Put(l.theme.Text, Counts(p))
	if p.State == unfinished {
		left := format.Count(p.Counts[job.Waiting]) + " left of " + format.Count(p.Total)
		first = box.NewRow(l.theme, room).Put(style, shape+" "+string(unfinished)).
			Put(l.theme.Muted, " "+l.theme.Glyphs.Dot+" ").Put(l.theme.Text, left)
	}
	if p.State == outcome.Earlier {
		said := " not of this session"
		if l.before(p.ID).Own {
			said = " " + l.shortState(p) + ", before you connected anew"
		}
		first = box.NewRow(l.theme, room).Put(style, shape+said).
			Put(l.theme.Muted, " "+l.theme.Glyphs.Dot+" ").Put(l.theme.Text, l.theme.Cells.ShowString(l.before(p.ID).Summary))
	}
	margin := strings.Repeat(" ", outcome.Lead)
	return []string{
		margin + strings.TrimRight(first.String(), " "),
		margin + l.theme.Muted.Render(l.named(p, room)),
	}
}

// named says how long a job took, which it is and when it was begun, as far as all of each
// has room.
func (l *List) named(p *job.Progress, room int) string {
	var parts []string
	if !p.Ended.IsZero() {
		parts = append(parts, took(p))
	}
	parts = append(parts, "job "+l.theme.Cells.ShowString(string(p.ID)))
	if !p.Started.IsZero() {
		parts = append(parts, "started "+format.Time(p.Started))
	}
	said := ""
	for i, part := range parts {
		if i > 0 {
			part = ", " + part
		}
		if l.theme.Cells.Width(said+part) <= room {
			said += part
		}
	}
	return said
}
