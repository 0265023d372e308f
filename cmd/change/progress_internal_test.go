package change

import (
	"bytes"
	"testing"

	"glimpse/model/job"
	"glimpse/model/text"
)

// TestALineOfProgressIsWrittenOver writes a long line whose characters take several bytes,
// and a short one over it, which must not wrap.
func TestALineOfProgressIsWrittenOver(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	line := progressLine{out: &out, on: true}
	line.end()
	if out.Len() > 0 {
		t.Errorf("without a line it takes %q away", out.String())
	}
	why := text.Of("größer, größer, größer, größer, größer, größer, größer, größer, größer, größer")
	line.show(&job.Progress{State: job.Outage, Total: 1, Why: why})
	before := out.Len()
	line.last = line.last.Add(-often)
	line.show(&job.Progress{State: job.Running, Total: 1})
	line.end()
	if got, want := out.String()[before:], ClearLine+said(&job.Progress{State: job.Running, Total: 1})+ClearLine; got != want {
		t.Errorf("it writes %q, not %q", got, want)
	}
}
