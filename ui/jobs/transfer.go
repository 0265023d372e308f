package jobs

import (
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

// moving returns how far the data is that a job moves, in parts that may be left
// out from the end and are escaped; nothing where it moves none.
func moving(theme *theme.Theme, p *job.Progress) []string {
	if p.State == job.Ended || len(p.Transfers) == 0 {
		return nil
	}
	sum := p.Moving()
	return escaped(theme, format.Transfer(&sum))
}

func escaped(theme *theme.Theme, parts []string) []string {
	for i := range parts {
		parts[i] = theme.Cells.ShowString(parts[i])
	}
	return parts
}

// movingOf says how far the data of one step is, or nothing.
func movingOf(theme *theme.Theme, p *job.Progress, step int) []string {
	for i := range p.Transfers {
		if p.Transfers[i].Step == step {
			return escaped(theme, format.Transfer(&p.Transfers[i]))
		}
	}
	return nil
}

// adviceOnData says what can be done about data that did not get where it should.
func adviceOnData(theme *theme.Theme, step *plan.Step, of job.Outcome) string {
	retry, in := "Press "+theme.Keys.For("job-report", action.Retry), theme.Keys.For("change", action.DataIn)
	switch {
	case of != job.Failed && of != job.Unsent:
		return advice(theme, of)
	case step.Kind == plan.Download:
		return "What has arrived is kept beside the file. " + retry + " to go on from there."
	case step.Kind == plan.CreateFromVolume:
		return "Look for the image before you try again: each request makes one. " + retry + " to ask anew."
	case step.Kind == plan.Upload:
		return "Nothing is sent again by itself. " + retry + " to begin again, or " + in + " on the image for another file."
	case step.Data.Region != "":
		return "See whether the image in region " + step.Data.Region + " is active and shared with this project. " + retry +
			" to begin again, or " + in + " on the image for another source."
	default:
		return "The tasks of the image say more. " + retry + " to begin again, or " + in + " on the image for another source."
	}
}
