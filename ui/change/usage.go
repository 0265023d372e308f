package change

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/uses"
	"glimpse/ui/planpreview"
	"glimpse/ui/usedby"
)

// usageMsg answers what uses the images of a preview.
type usageMsg struct {
	preview *planpreview.Screen
	said    usedby.Sentence
}

// askUsage asks what uses the images that a plan takes away. The preview does not
// wait for it.
func (f *Feature) askUsage(preview *planpreview.Screen, withdrawn []uses.Image) tea.Cmd {
	if len(withdrawn) == 0 || f.ctx.Session == nil {
		return nil
	}
	f.cancelUsage()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelUsage = cancel
	session, own := f.ctx.Session, f.ctx.About.ProjectID.Raw()
	return func() tea.Msg {
		ids := make([]model.ImageID, len(withdrawn))
		for i := range withdrawn {
			ids[i] = withdrawn[i].ID
		}
		found := session.Uses(ctx, ids...)
		return usageMsg{preview: preview, said: usedby.Of(&found, withdrawn, own)}
	}
}
