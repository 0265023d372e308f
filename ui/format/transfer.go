package format

import (
	"strconv"
	"strings"
	"time"

	"glimpse/model/job"
	"glimpse/model/plan"
)

// Transfer writes how far image data is, in parts that may be left out from the
// end: "45%", "80 MiB/s", "17 s left", "1.2 GiB of 2.6 GiB". What the service itself
// says stands first, and is not escaped.
func Transfer(t *job.Transfer) []string {
	var parts []string
	if !t.Doing.IsEmpty() {
		parts = append(parts, t.Doing.Raw())
	}
	percent, known := t.Percent()
	switch {
	case !t.Begun && len(parts) == 0:
		return []string{"waiting"}
	case !t.Begun:
		return parts
	case known:
		parts = append(parts, strconv.Itoa(percent)+"%")
	default:
		parts = append(parts, Size(t.Done))
	}
	if t.Rate >= 1 {
		parts = append(parts, Size(int64(t.Rate))+"/s")
	}
	if t.Left >= time.Second {
		parts = append(parts, Span(t.Left)+" left")
	}
	if known {
		parts = append(parts, Size(t.Done)+" of "+Size(t.Total))
	}
	return parts
}

// Leaving says what becomes of a job that is left in the middle, and what is done with
// the rest of it "next time", or whenever that is.
func Leaving(p *plan.Plan, when string) string {
	var up, down, volume, imported bool
	for i := range p.Steps {
		switch step := &p.Steps[i]; {
		case step.Kind == plan.CreateFromVolume:
			volume = true
		case step.GoesOnAlone():
			imported = true
		case step.Kind == plan.Download:
			down = true
		case step.MovesData():
			up = true
		}
	}
	switch {
	case up && down || (up || down) && (volume || imported):
		return "What is on its way is cut off: " + when + " a download goes on from there, and an upload begins again."
	case up:
		return "The upload is cut off, and begins again " + when + "."
	case down:
		return "The download is cut off, and goes on from there " + when + "."
	case volume:
		return "The block storage service goes on with the image by itself; " + when + " it is followed again."
	case imported:
		return "The image service goes on with the import by itself; " + when + " it is followed again."
	default:
		return "Requests in flight will finish; resume the rest " + when + "."
	}
}

// TransferLine is Transfer in one line.
func TransferLine(t *job.Transfer) string { return strings.Join(Transfer(t), ", ") }

// Span writes a length of time in one or two units: "17 s", "3 min 20 s",
// "1 h 5 min".
func Span(d time.Duration) string {
	seconds := int64((max(0, d) + time.Second/2) / time.Second)
	minutes, hours := seconds/60, seconds/3600
	two := func(large int64, unit string, small int64, smaller string) string {
		said := strconv.FormatInt(large, 10) + " " + unit
		if small > 0 {
			said += " " + strconv.FormatInt(small, 10) + " " + smaller
		}
		return said
	}
	switch {
	case d > 0 && d < time.Second:
		return "under 1 s"
	case seconds < 60:
		return strconv.FormatInt(seconds, 10) + " s"
	case minutes < 60:
		return two(minutes, "min", seconds%60, "s")
	case hours < 48:
		return two(hours, "h", minutes%60, "min")
	default:
		return two(hours/24, "d", hours%24, "h")
	}
}
