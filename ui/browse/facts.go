package browse

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/filter"
	"glimpse/ui/uictx"
)

// factsMsg answers what is known of the cloud of a session.
type factsMsg struct {
	session backend.Session
	facts   backend.Facts
}

// pending are the terms of what is shared with the project and not answered.
// The service lists the project's own shared images with them.
func (f *Feature) pending() []query.Term {
	terms, _ := query.Parse("visibility=shared member_status=pending")
	if own := f.ctx.About.ProjectID.Raw(); own != "" {
		terms = append(terms, query.Term{Field: uictx.OwnerField, Op: query.OpNotEqual, Values: []string{own}})
	}
	return terms
}

// AreAnswered returns what the project has answered for every image of the list, or
// nothing where the query does not ask for that.
func (f *Feature) AreAnswered() string {
	if f.images == nil {
		return ""
	}
	return f.images.AreAnswered()
}

// Answered takes an image out of a list of others' answers, now that the project has
// answered for it.
func (f *Feature) Answered(id model.ImageID, status string) {
	if listed := f.AreAnswered(); listed != "" && listed != status {
		f.Remove(id)
	}
}

// offers are what the filter pane offers beside the words of the language.
func (f *Feature) offers() filter.Known {
	return filter.Known{
		Known: f.ctx.WordsInUse(),
		Allowed: func(field query.Field) []string {
			if field.Kind != query.FieldAttribute {
				return nil
			}
			values := f.ctx.Facts.Schema.Values(field.Attribute)
			allowed := make([]string, len(values))
			for i := range values {
				allowed[i] = values[i].Raw()
			}
			return allowed
		},
		Meaning: func(field query.Field, value string) string {
			if field != uictx.OwnerField {
				return ""
			}
			return f.ctx.OtherNameOf(value)
		},
	}
}

// learn reads what is known of the cloud beside its images, once for the owners
// that are in use, and for other projects that have no name yet.
func (f *Feature) learn(others ...text.Untrusted) tea.Cmd {
	owners := f.ctx.OwnersInUse()
	for _, project := range others {
		if f.ctx.ProjectName(project).IsEmpty() {
			owners = append(owners, project)
		}
	}
	names := make([]string, len(owners))
	for i := range owners {
		names[i] = owners[i].Raw()
	}
	asked := strings.Join(names, "\n")
	if f.ctx.Session == nil || asked == f.factsFor {
		return nil
	}
	f.factsFor = asked
	return readFacts(f.ctx.Session, owners)
}

// factsRead takes what is known of the cloud.
func (f *Feature) factsRead(msg factsMsg) {
	if msg.session != f.ctx.Session {
		return
	}
	known := f.ctx.Facts.Projects
	f.ctx.Facts = msg.facts
	f.ctx.LearnProjects(known)
	f.tellLearned()
}

// tellLearned says to what is being typed into, if that offers what is known, that more
// is known.
func (f *Feature) tellLearned() {
	if dialog, offers := f.ctx.Layers.Dialog().(interface{ Learned() }); offers {
		dialog.Learned()
	}
}

// factsWithin is how long reading the facts may take altogether.
const factsWithin = 2 * time.Minute

func readFacts(session backend.Session, owners []text.Untrusted) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), factsWithin)
		defer cancel()
		return factsMsg{session: session, facts: session.Facts(ctx, owners)}
	}
}
