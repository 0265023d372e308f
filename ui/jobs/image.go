package jobs

import (
	"regexp"
	"strings"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/lazy"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/jobs/outcome"
	"glimpse/ui/planpreview"
	"glimpse/ui/planpreview/change"
	"glimpse/ui/textwidth"
	"glimpse/ui/theme"
)

// copying returns what can be copied of the job and of the image under the
// cursor.
func (r *Report) copying() []intent.CopyItem {
	var items []intent.CopyItem
	if result := r.current(); result != nil {
		step := r.step(result.Step)
		items = append(items,
			intent.CopyItem{Key: "i", Label: "image id", Text: result.Image(step).Clipboard()},
			intent.CopyItem{Key: "n", Label: "image name", Text: step.Name.Clipboard()},
			intent.CopyItem{
				Key: "w", Label: "reason", Text: planpreview.ResultText(result).Clipboard(),
				Why: without(planpreview.ResultText(result).IsEmpty(), "there is no reason to tell"),
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

// detail returns the lines of all that is known of an image.
func (r *Report) detail(at int) []string {
	if at >= len(r.report.Results) {
		return nil
	}
	step, result := r.step(at), &r.report.Results[at]
	shape, word, style := r.became(at)
	show := r.theme.Cells.Show
	lines := r.Heading(shape, r.theme.Cells.ShowString(word), style, show(step.Name))
	field := func(name, value string, style theme.Style) { lines = append(lines, r.Field(name, value, style)...) }
	field("image id", show(result.Image(step).Untrusted), r.theme.Text)
	why := "reason"
	if wordOf(result) == job.Done {
		why = "result" // what came of it: a size, or what was compared
	}
	field(why, r.reason(result), style)
	field("request id", show(result.RequestID), r.theme.Text)
	if !result.At.IsZero() {
		field("at", format.Time(result.At)+" ("+format.Age(r.now, result.At)+")", r.theme.Text)
	}
	lines = append(lines, r.asked(step)...)
	lines = append(lines, r.conflicts(result)...)
	if data := movingOf(r.theme, &r.report.Progress, at); len(data) > 0 && !wordOf(result).IsFinal() {
		field("progress", strings.Join(data, ", "), r.theme.Text)
	}
	if said := adviceOn(r.theme, step, result); said != "" {
		lines = append(lines, "")
		field("what to do", r.theme.Cells.ShowString(said), r.theme.Text)
	}
	return lines
}

// advice says what can be done about an outcome.
func advice(theme *theme.Theme, of job.Outcome) string {
	retry := "press " + theme.Keys.For("job-report", action.Retry)
	switch of {
	case job.Conflict:
		return "Nothing was sent. Press " + theme.Keys.For("job-image", action.Open) +
			" to see the image as it is now; if your change is still wanted, make it again."
	case job.Gone:
		return "The image no longer exists; there is nothing to do."
	case job.Refused:
		return "Fix the cause, then " + retry + " to retry."
	case job.Failed:
		return "As far as is known the image is unchanged. To retry, " + retry + "."
	case job.Unsent:
		return "Nothing was sent for it. To send it, " + retry + "."
	default:
		return ""
	}
}

// roleNamed finds the role in the sentence of a service that names one.
var roleNamed = lazy.Regexp(`(?i)\brole ?[:'"] ?'?([a-z][\w-]*)|\b(admin|manager|member|reader)\b['"]? role\b`)

// adviceOn says what can be done about a result. Another attempt by the same user
// at what is forbidden ends no better; not all that is forbidden is so by a role.
func adviceOn(theme *theme.Theme, step *plan.Step, result *job.Result) string {
	if said := model.QuotaAdvice(result.Reason.Raw()); said != "" && (wordOf(result) == job.Refused || wordOf(result) == job.Failed) {
		if model.NoMemory(result.Reason.Raw()) {
			return "Press " + theme.Keys.For("change", action.DataIn) + " on the image to " + said + "."
		}
		return strings.ToUpper(said[:1]) + said[1:] + ". Then press " + theme.Keys.For("job-report", action.Retry) + " to retry."
	}
	if wordOf(result) != job.Refused || !result.IsForbidden() {
		if step.MovesData() {
			return adviceOnData(theme, step, wordOf(result))
		}
		return advice(theme, wordOf(result))
	}
	said := result.Reason.Raw()
	if role := roleNamed().FindStringSubmatch(said); role != nil {
		return needs("the role " + role[1] + role[2])
	}
	for _, one := range forbidden {
		if one.said().MatchString(said) {
			return needs(one.needed)
		}
	}
	return "The service forbids it (403). If the reason is not the image itself, ask an administrator."
}

// forbidden are sentences by which Glance refuses what its policy does not allow,
// and what the policy asks for unless an operator changed it.
var forbidden = []struct {
	said   func() *regexp.Regexp
	needed string
}{
	{lazy.Regexp(`publicize_image|by non admin|images owned by`), "the role admin"},
	{lazy.Regexp(`authorized to complete \w+ action`), "the role member in the project that owns the image"},
	{lazy.Regexp(`do not own|^Not allowed to (update|delete) tags|^Not allowed to \w+ members`), "the project that owns the image"},
}

func needs(what string) string {
	return "This needs " + what + ", or an administrator of the cloud: ask one, or switch to an entry of clouds.yaml that has it."
}

// asked returns what the plan was to do with the image.
func (r *Report) asked(step *plan.Step) []string {
	var lines []string
	for i, one := range change.Of(step) {
		name := ""
		if i == 0 {
			lines = append(lines, "")
			name = "asked for"
		}
		lines = append(lines, r.Field(name, r.line(&one, true), r.theme.Text)...)
	}
	return lines
}

// conflicts returns the fields that others changed, in three columns.
func (r *Report) conflicts(result *job.Result) []string {
	if len(result.Conflicts) == 0 {
		return nil
	}
	room := max(1, (r.Width()-outcome.Lead-label-1-2*2)/3)
	lines := []string{"", r.three([4]string{"", "WHEN SHOWN", "THEIRS NOW", "YOURS"}, room, r.theme.Heading)}
	for i := range result.Conflicts {
		lines = append(lines, r.conflict(&result.Conflicts[i], room)...)
	}
	return lines
}

// conflict returns one field that others changed.
func (r *Report) conflict(conflict *patch.Conflict, room int) []string {
	cells := r.theme.Cells
	columns := [4][]string{cells.Wrap(change.Name(r.theme, conflict.Name), label-1)}
	most := len(columns[0])
	for i, field := range []patch.Field{conflict.Shown, conflict.Theirs, conflict.Yours} {
		columns[i+1] = cells.Wrap(change.Value(r.theme, field), room)
		most = max(most, len(columns[i+1]))
	}
	lines := make([]string, most)
	for line := range lines {
		var texts [4]string
		for i, column := range columns {
			if line < len(column) {
				texts[i] = column[line]
			}
		}
		lines[line] = r.three(texts, room, theme.Style{})
	}
	return lines
}

// three draws a name and three values; theirs stands out.
func (r *Report) three(texts [4]string, room int, style theme.Style) string {
	theirs := style
	if style.IsZero() {
		theirs = r.theme.Warn
	}
	cells := r.theme.Cells
	return textwidth.Blank(outcome.Lead) + r.theme.Muted.Render(cells.Left(texts[0], label)) +
		style.Render(cells.Left(texts[1], room)) + "  " + theirs.Render(cells.Left(texts[2], room)) + "  " +
		style.Render(strings.TrimRight(cells.Cut(texts[3], room), " "))
}
