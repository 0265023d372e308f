package triage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// failed returns images whose import failed, the last one changed last.
func failed(n int) []model.Image {
	images := make([]model.Image, n)
	for i := range images {
		images[i] = model.Image{
			ID: model.NewImageID(fmt.Sprint(i)), Status: model.StatusActive, UpdatedAt: uitest.Now.Add(time.Duration(i) * time.Minute),
			Properties: []model.Property{{Key: text.Of(model.PropertyFailedImport), Value: text.Of("fs")}},
		}
	}
	return images
}

func screen() *Screen {
	theme := theme.New(theme.Choice{})
	s := New(&theme, uitest.Now, "", func(text.Untrusted) text.Untrusted { return text.Untrusted{} })
	s.SetSize(120, 40)
	return s
}

func TestANewerRecordGoesToItsPlaceAndTheCursorStays(t *testing.T) {
	t.Parallel()
	s := screen()
	s.Add(failed(5), Reading{Done: true})
	s.rows.Move(2)
	under := s.current().ID
	for i, change := range []func(*model.Image){
		func(image *model.Image) { image.UpdatedAt = uitest.Now.Add(time.Hour) },
		func(image *model.Image) { image.Properties = nil },
		func(image *model.Image) { image.Status = model.StatusDeactivated },
	} {
		newer := *s.Find(model.NewImageID(fmt.Sprint(i)))
		change(&newer)
		s.Replace(&newer)
		if !slices.IsSortedFunc(s.lines, s.compare) || len(s.lines) != 5 {
			t.Errorf("after change %d the rows are out of order: %v", i, s.lines)
		}
		if s.current().ID != under {
			t.Errorf("after change %d the cursor is on %s, not on %s", i, s.current().ID.Raw(), under.Raw())
		}
	}
}

// One is counted as one, however far the reading came.
func TestOneImageThatWasReadIsOne(t *testing.T) {
	t.Parallel()
	for want, reading := range map[string]Reading{
		"1 image read so far, by":  {Read: 1},
		"Only 1 image read (":      {Read: 1, Err: errors.New("no answer")},
		"lists filters: 1 image r": {Read: 1, ByStatus: true, Done: true},
		"imports: 1 image read":    {Read: 1, ByStatus: true},
	} {
		s := screen()
		s.Add(failed(1), reading)
		if said := ansi.Strip(s.View()); !strings.Contains(strings.ReplaceAll(said, "'", ""), want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
}

// Whoever goes through the rows and changes one after another is not thrown to the top.
func TestARowThatAJobHasChangedStaysWhereItIs(t *testing.T) {
	t.Parallel()
	s := screen()
	s.Add(failed(5), Reading{Done: true})
	s.rows.Move(2)
	under := *s.current()
	under.UpdatedAt = uitest.Now.Add(time.Hour)
	under.Tags = []text.Untrusted{text.Of("seen")}
	s.Renew(&under)
	if s.rows.Cursor() != 2 || !s.current().HasTag("seen") || !s.Find(under.ID).HasTag("seen") {
		t.Errorf("row %d has %+v", s.rows.Cursor(), s.current())
	}
	well := under
	well.Properties = nil
	s.Renew(&well)
	if last := s.lines[len(s.lines)-1]; last.image.ID != well.ID || last.cause != model.Well {
		t.Errorf("what is well again stands before %+v", last)
	}
}

// The reason has the room before the owner, and the time is called what it is.
func TestTheReasonHasTheRoom(t *testing.T) {
	t.Parallel()
	s := screen()
	images := failed(1)
	const why = "<urlopen error [Errno 110] Connection timed out>"
	s.Add(images, Reading{Done: true})
	s.Explain(map[model.ImageID]model.Task{images[0].ID: {Message: text.Of(why)}})
	if shown := ansi.Strip(s.View()); !strings.Contains(shown, `"`+why+`"`) {
		t.Errorf("the reason is cut:\n%s", shown)
	}
}

func TestAReasonThatIsCutIsWholeAboveTheRows(t *testing.T) {
	t.Parallel()
	s := screen()
	s.SetSize(80, 24)
	images := failed(2)
	const why = "<urlopen error [Errno 110] Connection timed out>"
	s.Add(images, Reading{Done: true})
	s.Explain(map[model.ImageID]model.Task{images[1].ID: {Message: text.Of(why), UpdatedAt: uitest.Now.Add(time.Hour)}})
	if shown := ansi.Strip(s.View()); !strings.Contains(shown, `"`+why+`"`) {
		t.Errorf("the reason under the cursor is cut:\n%s", shown)
	}
	s.rows.Move(1)
	if shown := ansi.Strip(s.View()); strings.Contains(shown, `"`+why+`"`) {
		t.Errorf("a reason is shown that is not under the cursor:\n%s", shown)
	}
}

// TestAFailureIsAsOldAsItsTask changes the record after that, as a tag does.
func TestAFailureIsAsOldAsItsTask(t *testing.T) {
	t.Parallel()
	s := screen()
	images := failed(2)
	for i := range images {
		images[i].UpdatedAt = uitest.Now.Add(time.Duration(i-3) * time.Hour)
	}
	s.Add(images, Reading{Done: true})
	shows := func(first, second string) {
		t.Helper()
		shown := ansi.Strip(s.View())
		if at, after := strings.Index(shown, first), strings.Index(shown, second); at < 0 || after < at {
			t.Errorf("%s does not come before %s:\n%s", first, second, shown)
		}
	}
	shows(" 2h ", " 3h ")
	s.Explain(map[model.ImageID]model.Task{
		images[0].ID: {Message: text.Of("x"), CreatedAt: uitest.Now.Add(-5 * time.Hour), UpdatedAt: uitest.Now.Add(-4 * time.Hour)},
		images[1].ID: {Message: text.Of("x"), CreatedAt: uitest.Now.Add(-6 * time.Hour)},
	})
	shows(" 4h ", " 6h ")
	tagged := *s.Find(images[1].ID)
	tagged.UpdatedAt = uitest.Now
	s.Replace(&tagged)
	shows(" 4h ", " 6h ")
}

// TestWhatIsQueuedIsAsOldAsItsRecord has an image that was tagged since.
func TestWhatIsQueuedIsAsOldAsItsRecord(t *testing.T) {
	t.Parallel()
	s := screen()
	s.Add([]model.Image{{
		ID: model.NewImageID("1"), Status: model.StatusQueued,
		CreatedAt: uitest.Now.Add(-9 * 24 * time.Hour), UpdatedAt: uitest.Now.Add(-time.Hour),
	}}, Reading{Done: true})
	if shown := ansi.Strip(s.View()); !strings.Contains(shown, " 9d ") || !strings.Contains(shown, "still queued") {
		t.Errorf("the image is not stuck for nine days:\n%s", shown)
	}
}

func TestALookAsksOfEachImageOnceAndOfSoMany(t *testing.T) {
	t.Parallel()
	s := screen()
	images := failed(6)
	s.Add(images[:3], Reading{})
	first := s.Unexplained(5)
	s.Add(images[3:], Reading{Done: true})
	second := s.Unexplained(5)
	if len(first) != 3 || len(second) != 2 || len(s.Unexplained(5)) != 0 {
		t.Errorf("asked of %d, then of %d", len(first), len(second))
	}
	for _, id := range second {
		if slices.Contains(first, id) {
			t.Errorf("image %s is asked about twice", id.Raw())
		}
	}
	s.Begin()
	s.Add(images, Reading{Done: true})
	if again := s.Unexplained(5); len(again) != 5 {
		t.Errorf("the next look asks of %d", len(again))
	}
}
