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

// sharersMsg answers with whom the images of a preview are shared.
type sharersMsg struct {
	preview *planpreview.Screen
	with    planpreview.Sharers
}

// askSharers asks for the members of the shared images that a plan takes away, of a few.
// The preview does not wait for it.
func (f *Feature) askSharers(preview *planpreview.Screen, withdrawn []uses.Image) tea.Cmd {
	var asked []model.ImageID
	unread := 0
	for i := range withdrawn {
		switch {
		case withdrawn[i].Visibility != model.VisibilityShared:
		case len(asked) == mostShown:
			unread++
		default:
			asked = append(asked, withdrawn[i].ID)
		}
	}
	if len(asked) == 0 || f.ctx.Session == nil {
		return nil
	}
	session := f.ctx.Session
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), membersWithin)
		defer cancel()
		return sharersMsg{preview: preview, with: planpreview.SharersOf(session.Members(ctx, asked), unread)}
	}
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
