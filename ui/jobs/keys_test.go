package jobs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/intent"
	"glimpse/ui/jobs"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func TestTheNewestJobComesFirstAndTheCursorStaysOnItsJob(t *testing.T) {
	t.Parallel()
	all := several()
	u, list := listing(t, all...)
	u.press("enter").got(intent.OpenJob{ID: all[5].ID})
	u.press("j", "j", "enter").got(intent.OpenJob{ID: all[3].ID})
	newer := report(7, job.Running)
	newer.ID = "20261129T115940Z-1f2e"
	list.SetJobs(append(progress(all), newer.Progress))
	u.press("enter").got(intent.OpenJob{ID: all[3].ID})
	u.press("g", "enter").got(intent.OpenJob{ID: newer.ID})
	u.press("esc").got(intent.Close{})
	u.press("y")
	if menu, ok := u.asked.(intent.OpenCopy); !ok || menu.Items[0].Text != jobs.Counts(&newer.Progress) {
		t.Errorf("y asks for %#v", u.asked)
	}
}

func TestAnEmptyListSaysWhatAJobIs(t *testing.T) {
	t.Parallel()
	u, _ := listing(t)
	u.shows("No job in this session", "ctrl+s sends it")
	for _, key := range []string{"enter", "space", "X", "r", "u", "y"} {
		u.press(key).says("there is no job yet")
	}
}

func TestAJobIsDrivenAsItsStateAllows(t *testing.T) {
	t.Parallel()
	done := report(3, job.Ended)
	done.Counts = map[job.Outcome]int{job.Done: 3}
	same := report(3, job.Ended)
	same.Counts = map[job.Outcome]int{job.NoChange: 3}
	clash := report(3, job.Ended)
	clash.Counts = map[job.Outcome]int{job.Conflict: 3}
	refused := report(3, job.Ended)
	refused.Counts = map[job.Outcome]int{job.Refused: 3}
	drive := func(r job.Report, act intent.JobAct) intent.Intent { return intent.ControlJob{ID: r.ID, Do: act} }
	for _, test := range []struct {
		name string
		job  job.Report
		key  string
		want intent.Intent
		says string
	}{
		{"running", report(9, job.Running), "p", drive(report(1, job.Running), intent.PauseJob), ""},
		{"running", report(9, job.Running), "X", drive(report(1, job.Running), intent.CancelJob), ""},
		{"running", report(9, job.Running), "r", nil, "the job is under way"},
		{"running", report(9, job.Running), "u", nil, "cancel it first (X)"},
		{"paused", report(9, job.Paused), "p", drive(report(1, job.Paused), intent.ResumeJob), ""},
		{"waiting", waiting(9), "p", drive(waiting(1), intent.PauseJob), ""},
		{"waiting", waiting(9), "r", drive(waiting(1), intent.ResumeJob), ""},
		{"cancelling", report(9, job.Cancelling), "X", nil, "cancelled already"},
		{"cancelling", report(9, job.Cancelling), "p", nil, "it ends by itself"},
		{"ended", report(20, job.Ended), "r", drive(report(1, job.Ended), intent.RetryJob), ""},
		{"ended", report(20, job.Ended), "u", intent.Undo{ID: report(1, job.Ended).ID}, ""},
		{"ended", done, "r", nil, "nothing failed"},
		{"ended", done, "X", nil, "u undoes it"},
		{"ended", done, "p", nil, "nothing to pause"},
		{"ended without a change", same, "u", nil, "nothing to undo"},
		{"ended in conflict", clash, "r", nil, "others changed the images"},
		{"refused", refused, "r", nil, "open or mark it in the report"},
	} {
		t.Run(test.name+" "+test.key, func(t *testing.T) {
			t.Parallel()
			list, _ := listing(t, test.job)
			shown, _ := reading(t, test.job)
			for _, u := range []*user{list, shown} {
				if u.press(test.key); test.says != "" {
					u.says(test.says)
				} else {
					u.got(test.want)
				}
			}
		})
	}
}

func TestAReportShowsOneOutcomeAtATime(t *testing.T) {
	t.Parallel()
	u, r := reading(t, report(90, job.Ended))
	u.shows("[0:all 90]", "1:done 30", "6:failed 10")
	u.press("6").shows("[6:failed 10]", "the service answered 500").hides("● done")
	u.press("6").shows("[0:all 90]")
	u.press("3").shows("[3:gone 10]").press("0").shows("[0:all 90]")
	u.press("o").shows("[1:done 30]").press("o").shows("[2:no change 10]")
	for range 6 {
		u.press("o")
	}
	u.shows("[0:all 90]")
	r.Search("cirros")
	u.shows("hold: cirros").press("5").hides("ubuntu-24")
	u.press("esc").hides("hold:").shows("[5:refused 10]").press("esc").shows("[0:all 90]")
	u.press("esc").got(intent.Close{})
	u.press("/").got(intent.TypeSearch{})
	if note, bad := r.SearchNote(); bad || !strings.Contains(note, "name or id") {
		t.Errorf("the search says %q", note)
	}
	if r.Search("/("); r.Searched() != "/(" {
		t.Error("what was typed is lost")
	}
	if note, bad := r.SearchNote(); !bad || note == "" {
		t.Error("a wrong search is not told")
	}
	r.Search("nowhere")
	u.shows("no image of those shown has the words; esc shows all").press("enter").says("no image")
}

func TestWhatWentWrongIsCountedOnANarrowScreenToo(t *testing.T) {
	t.Parallel()
	u, _ := reading(t, report(500, job.Running))
	u.screen.SetSize(80, 21)
	u.shows("6:failed", "5:refused", "4:conflict", "1:done", "0:all 500")
}

func TestAReportFollowsItsJob(t *testing.T) {
	t.Parallel()
	running := report(40, job.Running)
	for i := range running.Results {
		running.Results[i] = job.Result{Step: i, Outcome: job.Waiting}
	}
	u, r := reading(t, running)
	u.shows("waiting 40").press("o").shows("[waiting 40]")
	u.press("j", "j")
	p := running.Progress
	r.Apply(p, []job.Result{{Step: 0, Outcome: job.Sending}, {Step: 1, Outcome: job.Done}, {Step: 99, Outcome: job.Done}, {Step: -1}})
	u.shows("[waiting 38]", "sending 1", "1:done 1")
	u.press("enter").shows(uitest.Image(2).ID.Raw(), "waiting")
	// The image that is open stays, whatever becomes of it.
	r.Apply(p, []job.Result{{Step: 2, Outcome: job.Failed, Reason: text.Of("no answer"), RequestID: text.Of("req-1")}})
	u.shows(uitest.Image(2).ID.Raw(), "failed", "no answer", "req-1")
	// Once the job has ended none is waiting any more, and all are shown.
	p.State, p.Ended, p.Counts = job.Ended, uitest.Now, map[job.Outcome]int{job.Done: 40}
	var rest []job.Result
	for i := range running.Results {
		rest = append(rest, job.Result{Step: i, Outcome: job.Done})
	}
	u.press("esc")
	r.Apply(p, rest)
	u.shows("[0:all 40]", "1:done 40", "ended now", "100%")
}

func TestOneImageIsShownInDetail(t *testing.T) {
	t.Parallel()
	u, _ := reading(t, report(90, job.Ended))
	u.press("4", "enter").shows("conflict", "WHEN SHOWN", "THEIRS NOW", "YOURS", "private", "community", "shared", "what to do", "Nothing was sent.")
	u.press("]").shows(uitest.Image(14).ID.Raw()).press("[").press("[").says("this is the first image")
	u.press("y")
	menu, ok := u.asked.(intent.OpenCopy)
	if !ok || menu.Items[0].Text != uitest.Image(5).ID.Raw() || menu.Items[2].Why == "" {
		t.Errorf("y asks for %#v", u.asked)
	}
	u.press("enter")
	if opened, ok := u.asked.(intent.OpenImage); !ok || opened.Image.ID != uitest.Image(5).ID || opened.Image.Name != uitest.Image(5).Name {
		t.Errorf("enter asks for %#v", u.asked)
	}
	// q goes one step back as esc does: to the list, then out of the report.
	u.press("q").got(nil).shows("OUTCOME").press("q").got(intent.Close{})
	u.press("e").got(intent.ExportReport{ID: report(1, job.Ended).ID, Format: "json"})
	u.press("E").got(intent.ExportReport{ID: report(1, job.Ended).ID, Format: "csv"})
}

func TestNoPositionReadsAsProgress(t *testing.T) {
	t.Parallel()
	u, _ := reading(t, report(500, job.Running))
	for key, want := range map[string]string{"g": "line 1 of 500", "G": "line 500 of 500"} {
		if at := u.press(key).screen.Position(); at != want {
			t.Errorf("%s is at %s", key, at)
		}
	}
}

func TestTheMouseMovesAndOpens(t *testing.T) {
	t.Parallel()
	u, _ := reading(t, report(90, job.Ended))
	u.screen.Click(10, 8)
	u.screen.Click(10, 8)
	u.shows(uitest.Image(3).ID.Raw())
	all := several()
	l, _ := listing(t, all...)
	l.screen.Click(10, 3)
	l.asked = l.screen.Click(10, 3)
	l.got(intent.OpenJob{ID: all[3].ID})
	l.screen.Click(10, 30)
	l.screen.Wheel(3)
	l.press("enter").got(intent.OpenJob{ID: all[0].ID})
}

func TestTheBadgeSaysWhatIsGoingOn(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{})
	clean := func(state job.State) job.Report {
		r := report(500, state)
		r.Counts = map[job.Outcome]int{job.Done: 137, job.Waiting: 363}
		return r
	}
	running := clean(job.Running)
	failing := clean(job.Running)
	failing.Counts = map[job.Outcome]int{job.Done: 130, job.Failed: 3, job.Refused: 4, job.Waiting: 363}
	outage := clean(job.Outage)
	outage.Again, outage.Why = uitest.Now.Add(7*time.Second), text.Of("503")
	tooLate := outage
	tooLate.Again = uitest.Now
	ended := clean(job.Ended)
	ended.Counts = map[job.Outcome]int{job.Done: 1499, job.Gone: 1}
	odd := clean(job.Running)
	odd.Plan, odd.Rate, odd.Left = &plan.Plan{Title: "frobnicate"}, 0, 0
	undoing := clean(job.Running)
	undoing.Plan = &plan.Plan{Command: running.Plan.Command, Undoes: &plan.Undo{Job: "20261123T115940Z-1f2e"}}
	checking := clean(job.Running)
	checking.Checking = 1080
	for want, one := range map[string]job.Report{
		"checking 1,080":                                checking,
		"tagging 137 of 500, 21/s, 17 s left":           clean(job.Running),
		"tagging 137 of 500, 7 failed, 21/s, 17 s left": failing,
		"waiting, again in 7 s, 137 of 500":             outage,
		"waiting, trying again now, 137 of 500":         tooLate,
		"paused at 137 of 500":                          clean(job.Paused),
		"cancelling at 137 of 500":                      clean(job.Cancelling),
		"1,499 done, 1 gone, 0 failed":                  ended,
		"working on 137 of 500":                         odd,
		"undoing 137 of 500, 21/s, 17 s left":           undoing,
	} {
		if got, _ := jobs.Badge(&theme, &one.Progress, 60, uitest.Now); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got, _ := jobs.Badge(&theme, &running.Progress, 27, uitest.Now); got != "tagging 137 of 500, 21/s" {
		t.Errorf("in little room it says %q", got)
	}
}

func TestAJobThatLooksOnceMoreSaysSo(t *testing.T) {
	t.Parallel()
	r := report(108, job.Running)
	r.Counts, r.Checking = map[job.Outcome]int{job.Done: 108}, 108
	u, _ := reading(t, r)
	u.shows("checking 108 images once more").hides("17 s left")
	u, _ = listing(t, r)
	u.shows("checking  ", "checking 108 images once more")
}

func TestTimesAndRatesAreWrittenForPeople(t *testing.T) {
	t.Parallel()
	for took, want := range map[time.Duration]string{
		300 * time.Millisecond: "under 1 s", 42 * time.Second: "42 s", 200 * time.Second: "3 min 20 s", time.Hour: "1 h",
		65 * time.Minute: "1 h 5 min", 49 * time.Hour: "2 d 1 h",
	} {
		r := report(5, job.Ended)
		r.Ended = r.Started.Add(took)
		u, _ := reading(t, r)
		u.shows("took " + want)
	}
	for perSecond, want := range map[float64]string{0.05: "3.0/min", 2.34: "2.3/s", 123.4: "123/s"} {
		r := report(50, job.Running)
		r.Rate = perSecond
		u, _ := reading(t, r)
		u.shows(want)
	}
}

func TestWhyAPausedJobStoppedIsSaid(t *testing.T) {
	t.Parallel()
	r := report(50, job.Paused)
	r.Why = text.Of("the journal cannot be written: no space left on device")
	u, _ := reading(t, r)
	u.shows("paused: the journal cannot be written: no space left")
	l, _ := listing(t, r)
	l.shows("paused: the journal cannot be written")
}

func TestNothingIsKnownOfAJobWithoutAPlan(t *testing.T) {
	t.Parallel()
	r := report(5, job.Ended)
	r.Plan, r.Title = nil, ""
	u, _ := reading(t, r)
	u.shows("(no name)").press("enter", "]", "esc")
	if u.screen.Title() != "Report" {
		t.Errorf("the title is %q", u.screen.Title())
	}
}

func TestWhatHasNoWayBackIsNotOfferedToBeUndone(t *testing.T) {
	t.Parallel()
	r := report(5, job.Ended)
	u, _ := reading(t, r)
	if u.press("u"); u.why != "" {
		t.Errorf("tags are not taken back: %s", u.why)
	}
	for i := range r.Plan.Steps {
		r.Plan.Steps[i] = plan.Step{Image: r.Plan.Steps[i].Image, Kind: plan.Delete}
	}
	u, _ = reading(t, r)
	if u.press("u"); !strings.Contains(u.why, "cannot be undone") {
		t.Errorf("a deletion is offered to be undone: %q", u.why)
	}
}

// A look at a job of many images costs what is new.
func BenchmarkApply(b *testing.B) {
	theme := theme.New(theme.Choice{})
	big := report(100_000, job.Running)
	s := jobs.NewReport(&theme, big, uitest.Now)
	s.SetSize(200, 45)
	news := slices.Clone(big.Results[:20])
	b.ReportAllocs()
	for b.Loop() {
		for i := range news {
			news[i].Outcome = map[bool]job.Outcome{true: job.Sending, false: job.Done}[news[i].Outcome == job.Done]
		}
		s.Apply(big.Progress, news)
		_ = s.View()
	}
}

func TestACancelledJobSaysSoAndWhatWasNotSent(t *testing.T) {
	t.Parallel()
	r := report(382, job.Ended)
	r.Counts = map[job.Outcome]int{job.Done: 267, job.Unsent: 115}
	u, list := listing(t, r)
	list.SetSize(80, 21)
	u.shows("cancelled", "267 of 382", "115 not sent, 267 done", "267 done, 0 failed, 115 not sent")
	u.hides("ended", "382 of 382")
}

func TestAResumedJobTookTheTimeSinceItWasTakenUp(t *testing.T) {
	t.Parallel()
	r := report(5, job.Ended)
	r.Started, r.Resumed, r.Ended = uitest.Now.Add(-9*time.Hour), uitest.Now.Add(-time.Minute), uitest.Now.Add(-50*time.Second)
	const want = "resumed 2026-11-23 11:59:00 UTC, took 10 s from there"
	u, _ := listing(t, r)
	u.shows(want)
	v, _ := reading(t, r)
	v.shows(want)
}

func TestTheAdviceFitsTheCauseOfARefusal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status       int
		reason, want string
	}{
		{403, "modify_image requires role:manager here", "needs the role manager"},
		{403, "The role 'creator' is required", "needs the role creator"},
		{403, "only for the Admin role", "needs the role Admin"},
		{403, "You are not authorized to complete publicize_image action.", "needs the role admin"},
		{403, "Owner can't be updated by non admin.", "needs the role admin"},
		{403, "You are not authorized to complete modify_image action.", "needs the role member in the project that owns the image"},
		{403, "You do not own this image", "needs the project that owns the image"},
		{403, "your role is too low", "ask an administrator"},
		{409, "the image is not permitted to change", "Fix the cause"},
		{413, "Project p is over a limit for [Resource image_count_total is over limit of 3]", "Delete images that are no longer used"},
		{413, "Project p is over a limit for [Resource image_count_uploading is over limit of 1]", "Wait until the uploads and imports under way"},
		{0, `the import failed: "the demonstration imports at most 512 MiB, which are kept in memory"`, "Press I on the image to choose another source"},
		{0, "forbidden by policy, as an older journal has it", "Fix the cause"},
	} {
		r := report(1, job.Ended)
		r.Results[0] = job.Result{Outcome: job.Refused, Status: test.status, Reason: text.Of(test.reason)}
		u, _ := reading(t, r)
		u.press("enter").shows("what to do", test.want)
	}
}

func TestMarkedImagesAreWhatKeysAreAbout(t *testing.T) {
	t.Parallel()
	ended := report(9, job.Ended)
	for i, outcome := range []job.Outcome{job.Done, job.Refused, job.Failed, job.Done} {
		ended.Results[i].Outcome = outcome
	}
	id := func(at int) model.ImageID { return ended.Plan.Steps[at].Image }
	u, _ := reading(t, ended)
	u.press("U").says("nothing is marked")
	u.press("g", "space", "space").shows("2 marked")
	u.press("r").got(intent.ControlJob{ID: ended.ID, Do: intent.RetryJob, Only: []model.ImageID{id(0), id(1)}})
	u.press("u").got(intent.Undo{ID: ended.ID, Only: []model.ImageID{id(0), id(1)}})
	u.press("E").got(intent.ExportReport{ID: ended.ID, Format: "csv", Only: []model.ImageID{id(0), id(1)}})
	listed, ok := u.press("f").asked.(intent.SetTerms)
	if want := "id=in:" + id(0).Raw() + "," + id(1).Raw() + " hidden=both"; !ok || query.Format(listed.Terms) != want || !listed.ToList {
		t.Errorf("f asks for %#v, want %s", u.asked, want)
	}
	u.press("k", "space").shows("1 marked") // the refused one is unmarked
	u.press("r").says("neither refused nor failed")
	u.press("a").shows("9 marked").press("U").hides("marked")
	// In full, the keys are about that image.
	u.press("g", "j", "enter", "r").got(intent.ControlJob{ID: ended.ID, Do: intent.RetryJob, Only: []model.ImageID{id(1)}})
	u.press("]", "]", "r").says("neither refused nor failed")
}
