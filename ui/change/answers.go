package change

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/layers"
	"glimpse/ui/uictx"
)

// answersMsg answers what projects have answered so far for the images of a change.
type answersMsg struct {
	ticket uictx.Ticket
	all    []model.Membership
	// dialog and screen had the keys when it was asked, then does what was asked for.
	dialog layers.Dialog
	screen layers.Screen
	then   func() tea.Cmd
}

// withAnswers reads what was answered before, if a change is an answer, and then does what
// it was asked for: the preview shows both, and another answer until then is a conflict.
// Neither a listing nor a record has it, and each image takes a request: of more than a few
// it is not read, and the preview has the new answer alone.
func (f *Feature) withAnswers(wanted []command.Command, then func() tea.Cmd) tea.Cmd {
	f.answering = 0
	asked := f.unanswered(wanted)
	if len(asked) == 0 || f.ctx.Session == nil {
		return then()
	}
	f.answering = f.ctx.Ticket()
	msg := answersMsg{ticket: f.answering, dialog: f.ctx.Layers.Dialog(), screen: f.ctx.Layers.Top(), then: then}
	session := f.ctx.Session
	return tea.Batch(f.ctx.Notice.Say("reading what was answered"), func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), membersWithin)
		defer cancel()
		msg.all = session.Members(ctx, asked)
		return msg
	})
}

// unanswered returns the targets of which it is not known what was answered for them; none
// where they are too many to be read.
func (f *Feature) unanswered(wanted []command.Command) []model.ImageID {
	if f.change.targets.Len() > mostShown {
		return nil
	}
	known := f.answered()
	var asked []model.ImageID
	for _, one := range wanted {
		answer, isAnswer := one.(command.Answer)
		if !isAnswer {
			continue
		}
		for _, image := range f.change.targets.Images() {
			if isSharedWith(image, answer.Project) && (known == nil || !isKnown(known, image.ID, answer.Project)) {
				asked = append(asked, image.ID)
			}
		}
	}
	return asked
}

// isSharedWith reports whether a project may have a share of an image to answer.
func isSharedWith(image *model.Image, project string) bool {
	shared := image.Unknown.Has(model.AttrVisibility) || image.Visibility == model.VisibilityShared
	return shared && image.Owner.Raw() != project
}

func isKnown(answered func(model.ImageID, string) (string, bool), image model.ImageID, project string) bool {
	_, known := answered(image, project)
	return known
}

// answersRead takes what was answered, unless the user went on to something else.
func (f *Feature) answersRead(msg answersMsg) tea.Cmd {
	if msg.ticket != f.answering {
		return nil
	}
	f.answering = 0
	f.ctx.Notice.Clear()
	if f.ctx.Layers.Dialog() != msg.dialog || f.ctx.Layers.Top() != msg.screen {
		return f.ctx.Notice.Say("nothing was opened, for you went on to something else: ask for it again")
	}
	f.learnMembers(msg.all)
	return msg.then()
}

// learnMembers keeps the members of the targets, as far as they could be read.
func (f *Feature) learnMembers(all []model.Membership) {
	if f.change.members == nil {
		f.change.members = make(map[model.ImageID][]model.Member, len(all))
	}
	for i := range all {
		if all[i].Err == nil {
			f.change.members[all[i].Image] = all[i].Members
		}
	}
}
