package browse

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/ui/overview"
)

// quotaMsg answers what the project uses of its limits.
type quotaMsg struct {
	shown  *overview.Screen
	quotas []model.Quota
}

// quotaWithin is how long reading the limits may take.
const quotaWithin = time.Minute

// readQuota reads what the project uses of its limits. A service that does not tell
// leaves the overview as it is.
func (f *Feature) readQuota(shown *overview.Screen) tea.Cmd {
	session := f.ctx.Session
	if session == nil {
		return nil
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), quotaWithin)
		defer cancel()
		quotas, err := session.Usage(ctx)
		if err != nil {
			return nil
		}
		return quotaMsg{shown: shown, quotas: quotas}
	}
}
