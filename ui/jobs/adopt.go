package jobs

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/ui/backend"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
)

// adoptedMsg answers that a job belongs to this cloud.
type adoptedMsg struct {
	session backend.Session
	then    intent.Intent
	err     error
}

// earlierMsg answers which jobs others have finished.
type earlierMsg struct {
	session backend.Session
	jobs    []job.Earlier
	err     error
}

// adopt notes that a job belongs to this cloud, once the person is sure of it,
// and then goes on with what that is for.
func (f *Feature) adopt(wanted intent.AdoptJob) tea.Cmd {
	changes, why := f.ctx.Changes()
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if !wanted.Sure {
		sure := wanted
		sure.Sure = true
		f.ctx.Layers.Show(dialog.NewDestructiveQuestion(f.ctx.Theme, "Does the job belong to this cloud?",
			"The journal of "+f.ctx.DisplayString(wanted.Title)+" does not tell for certain where it was begun. It knows: "+
				f.ctx.DisplayString(wanted.Origin.Where())+".\nThis is "+f.ctx.DisplayString(f.connection())+
				".\nOn another cloud its images would seem to be gone.", sure))
		return nil
	}
	session := f.ctx.Session
	return func() tea.Msg { return adoptedMsg{session: session, then: wanted.Then, err: changes.Adopt(wanted.ID)} }
}

// connection says where this connection is, as the journal says it of a job.
func (f *Feature) connection() string {
	about := &f.ctx.About
	here := plan.Origin{
		Cloud: about.Cloud, Project: about.Project.Raw(), ProjectID: about.ProjectID.Raw(), Region: about.Region.Raw(),
		Endpoint: about.Endpoint.Raw(),
	}
	return here.Where()
}

// adopted goes on with a job that belongs to this cloud.
func (f *Feature) adopted(msg adoptedMsg) tea.Cmd {
	switch {
	case msg.session != f.ctx.Session:
		return nil
	case msg.err != nil:
		return f.ctx.Failed("the job cannot be taken over", msg.err)
	}
	return f.ctx.Do(msg.then)
}

// lookForEarlier asks for the finished jobs of earlier runs and other programs.
func (f *Feature) lookForEarlier(changes backend.Changes) tea.Cmd {
	session := f.ctx.Session
	return func() tea.Msg {
		earlier, err := changes.Earlier()
		return earlierMsg{session: session, jobs: earlier, err: err}
	}
}

// earlier shows the finished jobs of others in the list of jobs.
func (f *Feature) earlier(msg earlierMsg) tea.Cmd {
	if msg.session != f.ctx.Session {
		return nil
	}
	for _, s := range f.ctx.Layers.Screens() {
		if shown, open := s.(*List); open {
			shown.SetEarlier(msg.jobs)
		}
	}
	if msg.err != nil {
		return f.ctx.Failed("the jobs before this session cannot be read", msg.err)
	}
	return nil
}
