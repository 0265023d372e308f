package change

import (
	"fmt"
	"io"
	"time"

	"glimpse/model/job"
	"glimpse/model/text"
	"glimpse/ui/format"
)

// ClearLine goes to the beginning of a line of a terminal, and empties it.
const ClearLine = "\r\x1b[K"

// progressLine is one line of a terminal that is written over as a job goes on.
type progressLine struct {
	out   io.Writer
	on    bool
	shown bool
	last  time.Time
}

// often is how often it is written at most.
const often = 100 * time.Millisecond

func (l *progressLine) show(now *job.Progress) {
	if !l.on || time.Since(l.last) < often {
		return
	}
	l.last, l.shown = time.Now(), true
	fmt.Fprint(l.out, ClearLine+said(now))
}

// said is how far a job is, in a line.
func said(now *job.Progress) string {
	line := fmt.Sprintf("%s of %s: %s", format.Count(now.Finished()), format.Count(now.Total), now.Summary())
	moving := now.Moving()
	switch {
	case now.State == job.Running && (moving.Begun || !moving.Doing.IsEmpty()):
		line = text.Escape(format.TransferLine(&moving))
		if now.Total > 1 {
			line = fmt.Sprintf("%s of %s: %s", format.Count(now.Finished()), format.Count(now.Total), line)
		}
	case now.State == job.Outage:
		line += "; waiting for the service: " + now.Why.Display()
	case now.Left > 0:
		line += "; " + now.Left.Round(time.Second).String() + " left"
	}
	const widest = 78 // of the narrowest terminal that glimpse is for
	if runes := []rune(line); len(runes) > widest {
		line = string(runes[:widest])
	}
	return line
}

// end takes the line away.
func (l *progressLine) end() {
	if l.shown {
		fmt.Fprint(l.out, ClearLine)
	}
}
