package change

import (
	"context"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
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
	known.Own, known.Admin = f.ctx.About.ProjectID.Raw(), len(f.ctx.About.Roles) > 0 && f.ctx.MayAdminister()
	// An owner without a name is no project that anybody would look for.
	known.Projects = slices.DeleteFunc(slices.Clone(f.ctx.Values(uictx.OwnerField)), model.IsProjectID)
	// The owner needs no share of its image.
	known.Projects = slices.DeleteFunc(known.Projects, func(name string) bool { return f.ownsAll(f.ctx.OtherNameOf(name), targets) })
	form := edit.NewMembers(f.ctx.Theme, targets, known)
	f.ctx.Layers.Show(form)
	return tea.Batch(f.ctx.Do(intent.ReadFacts{}), readMembers(f.ctx.Session, form, targets))
}

// shownInForm returns the ids of projects that the form of members has shown beside their
// names: this user may not be able to look them up again.
func (f *Feature) shownInForm(names []string) map[string]string {
	ids := map[string]string{}
	if _, atForm := f.ctx.Layers.Dialog().(*edit.Pane); !atForm {
		return ids
	}
	for _, name := range names {
		if id := f.ctx.OtherNameOf(name); id != "" && !model.IsProjectID(name) {
			ids[name] = id
		}
	}
	return ids
}

// ownsAll reports whether a project owns all of the images.
func (f *Feature) ownsAll(project string, images []*model.Image) bool {
	return !slices.ContainsFunc(images, func(image *model.Image) bool { return image.Owner.Raw() != project })
}

// membersFoundMsg answers which projects were meant in the form of members.
type membersFoundMsg struct {
	form    *edit.Pane
	session backend.Session
	found   query.Projects
	// unknown are the names that stand for none, err says so of all of them.
	unknown []string
	err     error
}

// findMembers looks the names up that were typed in the form of members.
func (f *Feature) findMembers(names []string) tea.Cmd {
	form, isForm := f.ctx.Layers.Dialog().(*edit.Pane)
	if !isForm {
		return nil
	}
	session := f.ctx.Session
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), membersWithin)
		defer cancel()
		msg := membersFoundMsg{form: form, session: session, found: query.Projects{IDs: map[string]string{}}}
		for _, name := range names {
			found, err := session.FindProjects(ctx, query.NamedProjects{Names: []string{name}}, nil)
			if err != nil {
				msg.unknown, msg.err = append(msg.unknown, name), err
			} else {
				maps.Copy(msg.found.IDs, found.IDs)
			}
		}
		if len(msg.unknown) > 1 {
			_, msg.err = session.FindProjects(ctx, query.NamedProjects{Names: msg.unknown}, nil)
		}
		return msg
	}
}

// membersFound takes which projects were meant.
func (f *Feature) membersFound(msg membersFoundMsg) {
	if msg.session != f.ctx.Session {
		return
	}
	f.ctx.LearnIDs(msg.found)
	why := ""
	if msg.err != nil {
		why = uictx.WhyNotFound(msg.err)
	}
	msg.form.MembersFound(msg.unknown, why)
}

// answered is what is known of what projects have answered: by the form of members, or
// by the query of the list.
func (f *Feature) answered() func(model.ImageID, string) (string, bool) {
	ofAll, own, read := f.images.AreAnswered(), f.ctx.About.ProjectID.Raw(), f.change.members
	if ofAll == "" && read == nil {
		return nil
	}
	return func(image model.ImageID, project string) (string, bool) {
		for _, member := range read[image] {
			if member.Project.Raw() == project {
				return member.Status.Raw(), true
			}
		}
		return ofAll, ofAll != "" && project == own && f.images.Find(image) != nil
	}
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
	if f.ctx.Layers.Dialog() == msg.form {
		f.change.members = make(map[model.ImageID][]model.Member, len(msg.all))
	}
	if f.change.members != nil {
		f.learnMembers(msg.all)
	}
	for i := range msg.all {
		for _, member := range msg.all[i].Members {
			projects = append(projects, member.Project)
		}
	}
	return f.ctx.Do(intent.ReadFacts{Projects: projects})
}
