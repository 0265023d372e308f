package detail

import (
	"strings"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/text"
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

// The letters before a row of the list are met beside the words that they stand for.
func TestTheSignsOfARowAreToldWithTheirWords(t *testing.T) {
	t.Parallel()
	image := uitest.Image(0)
	image.Hidden, image.Protected, image.Visibility = true, true, model.VisibilityPrivate
	image.Owner = text.Of("0a1b")
	names := func(text.Untrusted) text.Untrusted { return text.Of("billing") }
	for _, test := range []struct {
		own   string
		named bool
		is    model.Visibility
		want  string
	}{
		{"0a1b", false, model.VisibilityPrivate, "owner             0a1b\n"},
		{"", false, model.VisibilityPrivate, "owner             0a1b\n"},
		{"ffff", false, model.VisibilityPrivate, "owner             0a1b, not yours (o)\n"},
		{"ffff", true, model.VisibilityPublic, "owner             billing, not yours (o)  0a1b\n"},
		{"ffff", true, model.VisibilityShared, "owner             billing, not yours (s)  0a1b\n"},
	} {
		image.Visibility = test.is
		s := opened(image, 100, 40)
		s.SetProject(test.own, false)
		if test.named {
			s.NameProjects(names)
		}
		s.arrange()
		for _, want := range []string{test.want, "protected         yes (p)", "os_hidden         yes (h)"} {
			if !strings.Contains(trimmed(s.shown()), want) {
				t.Errorf("as %q: %q is not in\n%s", test.own, want, s.shown())
			}
		}
	}
}

// trimmed returns lines without the blanks at their ends.
func trimmed(shown string) string {
	var out strings.Builder
	for line := range strings.Lines(shown) {
		out.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return out.String()
}
