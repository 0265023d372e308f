package format_test

import (
	"strings"
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
	web := &plan.Data{Method: plan.WebDownload}
	for want, steps := range map[string][]plan.Step{
		"Requests in flight will finish; resume the rest next time.":                                          {{Kind: plan.Retag}},
		"The upload is cut off, and begins again next time.":                                                  {{Kind: plan.Create}, {Kind: plan.Upload}},
		"The download is cut off, and goes on from there next time.":                                          {{Kind: plan.Download}},
		"What is on its way is cut off: next time a download goes on from there, and an upload begins again.": {{Kind: plan.Upload}, {Kind: plan.Import, Data: web}},
		"The upload is cut off, and begins again next time. ":                                                 {{Kind: plan.Import, Data: &plan.Data{Method: plan.GlanceDirect}}},
		"The block storage service goes on with the image by itself; next time it is followed again.":         {{Kind: plan.CreateFromVolume}},
		"The image service goes on with the import by itself; next time it is followed again.":                {{Kind: plan.Import, Data: web}},
	} {
		if got := format.Leaving(&plan.Plan{Steps: steps}, "next time"); got != strings.TrimSpace(want) {
			t.Errorf("got %q, not %q", got, want)
		}
	}
}
