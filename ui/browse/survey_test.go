package browse

import (
	"context"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/backend"
)

// blocked is a session whose pages come when nobody waits for them any more.
type blocked struct{ backend.Session }

func (blocked) Pages(query.Split, int) backend.Pages { return blockedPages{} }

type blockedPages struct{ backend.Pages }

func (blockedPages) Next(ctx context.Context) (page model.Page, err error) {
	<-ctx.Done()
	return page, ctx.Err()
}

// A job does not wait behind the pages that are read for their words.
func TestAJobEndsTheSurveyOfTheCloud(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	f := &Feature{cancelSurvey: cancel}
	var everything query.Query
	split, err := everything.Split(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	session := blocked{}
	answer := surveyCloud(ctx, session, split)
	f.Yield()
	if got := answer(); got != (surveyedMsg{session: session}) {
		t.Errorf("the survey answers %+v", got)
	}
}
