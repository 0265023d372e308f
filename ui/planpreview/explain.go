package planpreview

import (
	"strings"

	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// Explain says why a step was not sent: by its code, what else is known of that,
// and the fields that others changed. The text is foreign.
func Explain(code plan.Reason, detail text.Untrusted, conflicts []patch.Conflict) text.Untrusted {
	switch {
	case code == "":
		return detail
	case code == plan.Changed && len(conflicts) > 0:
		return text.Of(changedFields(conflicts))
	case detail.IsEmpty():
		return text.Of(ReasonText(nil, code, 1))
	default:
		return text.Of(ReasonText(nil, code, 1) + ": " + detail.Raw())
	}
}

// ResultText says why a result of a job is as it is. The text is foreign.
func ResultText(result *job.Result) text.Untrusted {
	return Explain(result.Code, result.Reason, result.Conflicts)
}

// changedFields names the fields of conflicts.
func changedFields(conflicts []patch.Conflict) string {
	var changed, appeared, lost []string
	for i := range conflicts {
		switch name := conflicts[i].Name; {
		case conflicts[i].Theirs.Unknown:
			lost = append(lost, name)
		case conflicts[i].Shown.Unknown:
			appeared = append(appeared, name)
		default:
			changed = append(changed, name)
		}
	}
	var said []string
	if len(changed) > 0 {
		said = append(said, "somebody else changed "+strings.Join(changed, ", ")+" after it was shown")
	}
	if len(appeared) > 0 {
		said = append(said, "what was shown as unknown is known now: "+strings.Join(appeared, ", "))
	}
	if len(lost) > 0 {
		said = append(said, "what was shown is unknown now: "+strings.Join(lost, ", "))
	}
	return strings.Join(said, "; ")
}
