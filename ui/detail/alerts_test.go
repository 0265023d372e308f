package detail

import (
	"strings"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/ui/uitest"
)

func TestAnImageThatIsStuckSaysSinceWhen(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, test := range []struct {
		status           model.Status
		created, changed time.Duration
		want             string
	}{
		{model.StatusQueued, 9 * day, time.Hour, "Stuck: still queued; it was created 9 days ago"},
		{model.StatusSaving, 9 * day, 2 * day, "Stuck: still saving; its record was last changed 2 days ago"},
	} {
		image := uitest.Image(0)
		image.Status, image.CreatedAt, image.UpdatedAt = test.status, uitest.Now.Add(-test.created), uitest.Now.Add(-test.changed)
		if s := opened(image, 120, 40); !strings.Contains(s.shown(), test.want) {
			t.Errorf("%q is not in\n%s", test.want, s.shown())
		}
	}
}
