package change

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/uictx"
)

const (
	// mostShown is of how many images the members are read for the form: each takes a
	// request. Those of the others are read when the job comes to them.
	mostShown = 50
	// membersWithin is how long reading them may take altogether.
	membersWithin = time.Minute
)

// membersMsg answers the members of the images that a form is about.
type membersMsg struct {
	form   *edit.Pane
	all    []model.Membership
	unread int
}

// editMembers opens the form of the projects that images are shared with, and reads
// their members.
func (f *Feature) editMembers() tea.Cmd {
	if changes, why := f.ctx.Changes(); changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if waiting, waits := f.wait(f.editMembers); waits {
		return waiting
	}
	f.change = change{targets: f.ctx.Selection()}
	targets := f.change.targets.Images()
	if len(targets) == 0 {
		return f.ctx.Notice.Say("there is no image to change")
	}
	known := f.known()
	known.Projects, known.Own = f.ctx.Values(uictx.OwnerField), f.ctx.About.ProjectID.Raw()
	form := edit.NewMembers(f.ctx.Theme, targets, known)
	f.ctx.Layers.Show(form)
	return tea.Batch(f.ctx.Do(intent.ReadFacts{}), readMembers(f.ctx.Session, form, targets))
}

// readMembers reads the members of images; those that are not shared have none.
func readMembers(session backend.Session, form *edit.Pane, images []*model.Image) tea.Cmd {
	msg := membersMsg{form: form}
	var asked []model.ImageID
	for _, image := range images {
		switch shared := image.Unknown.Has(model.AttrVisibility) || image.Visibility == model.VisibilityShared; {
		case !shared:
			msg.all = append(msg.all, model.Membership{Image: image.ID})
		case len(asked) == mostShown:
			msg.unread++
		default:
			asked = append(asked, image.ID)
		}
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), membersWithin)
		defer cancel()
		msg.all = append(msg.all, session.Members(ctx, asked)...)
		return msg
	}
}

// membersRead takes the members of images, and asks what their projects are called.
func (f *Feature) membersRead(msg membersMsg) tea.Cmd {
	msg.form.ShowMembers(msg.all, msg.unread)
	var projects []text.Untrusted
	for i := range msg.all {
		for _, member := range msg.all[i].Members {
			projects = append(projects, member.Project)
		}
	}
	return f.ctx.Do(intent.ReadFacts{Projects: projects})
}
