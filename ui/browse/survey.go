package browse

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/facets"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/backend"
)

// surveyPage is how many images a page has that is read for its words alone: as many as
// Glance gives by default.
const surveyPage = 1000

// surveyedMsg answers with the words in use among all images of a cloud, or nil.
type surveyedMsg struct {
	session backend.Session
	words   *facets.Facets
}

// survey gathers the words that completion offers among all images of the cloud, once
// somebody asks for them: from those that are loaded where these are all, and else by
// reading the listing once more, beside everything else.
func (f *Feature) survey() tea.Cmd {
	if f.images == nil || f.ctx.Session == nil || !f.ctx.WantsCloudWords() {
		return nil
	}
	f.cancelSurvey()
	ctx, cancel := context.WithCancel(context.Background())
	f.cancelSurvey = cancel
	f.remember()
	if f.memory.images != nil && len(f.memory.query.Terms) == 0 {
		return surveyLoaded(ctx, f.ctx.Session, f.memory.images.Selection())
	}
	everything := f.ctx.WithIDs(query.Query{})
	split, err := everything.Split(f.ctx.Now)
	if err != nil {
		return f.ctx.Unhandled(err)
	}
	return surveyCloud(ctx, f.ctx.Session, split)
}

// Yield ends the gathering of words while a job is under way. A Glance of one worker
// answers a page of a thousand images in a second or more, in which it answers nobody else.
func (f *Feature) Yield() { f.cancelSurvey() }

func surveyLoaded(ctx context.Context, session backend.Session, images list.Selection) tea.Cmd {
	return func() tea.Msg {
		var words facets.Facets
		var reader list.Reader
		for i := range images.Len() {
			if i%perSlice == 0 && ctx.Err() != nil {
				return surveyedMsg{session: session}
			}
			words.AddImage(reader.Read(&images, i))
		}
		return surveyedMsg{session: session, words: &words}
	}
}

func surveyCloud(ctx context.Context, session backend.Session, everything query.Split) tea.Cmd {
	return func() tea.Msg {
		var words facets.Facets
		for pages := session.Pages(everything, surveyPage); ; {
			page, err := pages.Next(ctx)
			if err != nil {
				return surveyedMsg{session: session}
			}
			words.Add(page.Images)
			if !page.More {
				return surveyedMsg{session: session, words: &words}
			}
		}
	}
}

// surveyed takes the words of a cloud. Those of one that was left are dropped.
func (f *Feature) surveyed(msg surveyedMsg) {
	if msg.session == f.ctx.Session {
		f.ctx.LearnCloudWords(msg.words)
		if msg.words != nil {
			f.tellLearned()
		}
	}
}
