package format_test

import (
	"testing"
	"time"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/format"
)

func TestHowFarDataIs(t *testing.T) {
	t.Parallel()
	for want, now := range map[string]job.Transfer{
		"waiting": {},
		"25%, 64 MiB/s, 24 s left, 512 MiB of 2.0 GiB": {
			Begun: true, Done: 512 << 20, Total: 2 << 30, Rate: 64 << 20, Left: 24 * time.Second,
		},
		"512 B":                              {Begun: true, Done: 512, Total: -1},
		"100%, 2.0 KiB of 2.0 KiB":           {Begun: true, Done: 2048, Total: 2048},
		"Copied 15 MiB":                      {Doing: text.Of("Copied 15 MiB")},
		"reading it, 50%, 1 B/s, 1 B of 2 B": {Begun: true, Done: 1, Total: 2, Rate: 1, Doing: text.Of("reading it")},
	} {
		if got := format.TransferLine(&now); got != want {
			t.Errorf("got %q, not %q", got, want)
		}
	}
}

func TestWhatIsLeftInTheMiddle(t *testing.T) {
	t.Parallel()
	for want, kind := range map[string]plan.Kind{
		"Requests in flight will finish; resume the rest next time.":                                          plan.Retag,
		"What is on its way is cut off: next time a download goes on from there, and an upload begins again.": plan.Upload,
	} {
		if got := format.Leaving(&plan.Plan{Steps: []plan.Step{{Kind: kind}}}, "next time"); got != want {
			t.Errorf("got %q, not %q", got, want)
		}
	}
}
