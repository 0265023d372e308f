package ui_test

import (
	"errors"
	"testing"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

const (
	ownProject   = "0000000000000000000000000000abcd"
	otherProject = "0000000000000000000000000000ef01"
)

// sharing is a list of images of the own project, all of them shared, of which the
// first has a member.
func sharing(t *testing.T, count int) *flow {
	t.Helper()
	return changing(t, count, func(s *stub) {
		s.about.ProjectID = text.Of(ownProject)
		for i := range s.images {
			s.images[i].Visibility, s.images[i].Owner = model.VisibilityShared, text.Of(ownProject)
		}
		s.named = map[string]string{"other": otherProject}
		s.members = map[model.ImageID]model.Membership{
			s.images[0].ID: {Members: []model.Member{{Project: text.Of("abc"), Status: model.MemberAccepted}}},
		}
	})
}

// M opens the form of the members, a name is looked up, and what comes of it is a job
// like any other.
func TestMembersAreChangedInAFormOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := sharing(t, 4)
	f.Keys("space", "space", "M")
	f.shows("Members of 2 images", "abc", "on 1 of 2: accepted", "fullest image: 1 member (")
	f.types("other")
	f.Keys("enter", "-")
	f.types("abc")
	f.Keys("ctrl+s")
	f.shows("images › Preview", "share +other -abc", "Change the members of 2 images", "add member", "other ("+otherProject+")", "remove member")
	f.Keys("ctrl+s")
	f.started(1)
	sent := f.changes.jobs[0].Plan
	if len(sent.Steps) != 2 || sent.Steps[0].Kind != plan.Share || sent.Steps[0].Members.Add[0] != otherProject {
		t.Fatalf("the plan is %+v", sent)
	}
	f.becomes(job.Done, job.Done)
	f.shows("2 done, 0 failed; J enter shows the report, u undoes it")
}

// What is typed stays when the name stands for no project.
func TestAProjectThatIsNotKnownIsToldInTheForm(t *testing.T) {
	t.Parallel()
	f := sharing(t, 2)
	f.stub.set(func() { f.stub.findErr = errors.New(`no project is called "othr"`) })
	f.command("share")
	f.types("othr")
	f.Keys("ctrl+s")
	f.shows("Members of", `no project is called "othr"`, "othr")
	f.Keys("esc")
	f.shows("Discard your changes?")
}

// A line does the same without the form, and answers what is shared with the project.
func TestSharesAreAnsweredByALine(t *testing.T) {
	t.Parallel()
	f := sharing(t, 3)
	f.command("accept")
	f.shows("nothing to send: it is the project's own")
	f.stub.set(func() { f.stub.images[0].Owner = text.Of(otherProject) })
	f.command("refresh")
	f.command("accept")
	f.shows("images › Preview", "Accept 1 image", "member_status  accepted")
	f.Keys("ctrl+s")
	f.started(1)
	if step := f.changes.jobs[0].Plan.Steps[0]; step.Kind != plan.Answer || step.Members.Project != ownProject {
		t.Errorf("the step is %+v", step)
	}
}

// The inbox names what it is and how to answer, the preview what was answered before, and
// what is answered leaves it.
func TestWhatIsAnsweredLeavesThePendingShares(t *testing.T) {
	t.Parallel()
	f := changing(t, 3, func(s *stub) {
		s.about.ProjectID = text.Of(ownProject)
		s.members = map[model.ImageID]model.Membership{}
		for i := range s.images {
			s.images[i].Visibility, s.images[i].Owner = model.VisibilityShared, text.Of(otherProject)
			s.members[s.images[i].ID] = model.Membership{Members: []model.Member{{Project: text.Of(ownProject), Status: model.MemberPending}}}
		}
	})
	first := f.stub.images[0].Name.Raw()
	f.command("pending")
	f.shows("3 pending shares", ":accept or :reject answers", "M answer", first)
	f.command("accept")
	f.shows("images › Preview", "Accept 1 image", "member_status  pending → accepted")
	f.Keys("ctrl+s")
	f.started(1)
	if shown := f.changes.jobs[0].Plan.Steps[0].Members.Shown[ownProject]; shown != "pending" {
		t.Errorf("the answer before is %q", shown)
	}
	f.becomes(job.Done)
	f.shows("2 pending shares")
	f.hides(first)
}

// Whatever list an answer is given on, the preview has what was answered before, and a
// job finds out if that is otherwise by then.
func TestAnAnswerOnAnyListShowsTheOneBefore(t *testing.T) {
	t.Parallel()
	f := changing(t, 3, func(s *stub) {
		s.about.ProjectID = text.Of(ownProject)
		s.images[0].Visibility, s.images[0].Owner = model.VisibilityShared, text.Of(otherProject)
		s.images[1].Owner = text.Of(ownProject)
		s.members = map[model.ImageID]model.Membership{
			s.images[0].ID: {Members: []model.Member{{Project: text.Of(ownProject), Status: model.MemberRejected}}},
		}
	})
	f.command("accept")
	f.shows("images › Preview", "Accept 1 image", "member_status  rejected → accepted")
	f.Keys("ctrl+s")
	f.started(1)
	if shown := f.changes.jobs[0].Plan.Steps[0].Members.Shown[ownProject]; shown != "rejected" {
		t.Errorf("the answer before is %q", shown)
	}
	// What belongs to the project, or is not shared, is not asked about.
	asked := len(f.stub.memberAsked)
	f.Keys("j")
	f.command("reject")
	f.shows("nothing to send")
	if len(f.stub.memberAsked) != asked {
		t.Errorf("the members of %v were read", f.stub.memberAsked[asked:])
	}
}

// What was answered comes too late for who has gone on to something else.
func TestWhoWentOnIsShownNoAnswer(t *testing.T) {
	t.Parallel()
	f := changing(t, 3, func(s *stub) {
		s.about.ProjectID = text.Of(ownProject)
		s.images[0].Visibility, s.images[0].Owner = model.VisibilityShared, text.Of(otherProject)
	})
	f.Keys(":")
	f.types("accept")
	f.Hold = true
	f.Keys("enter")
	f.shows("reading what was answered")
	late := f.Held
	f.Held, f.Hold = nil, false
	f.Keys("J")
	f.Held = late
	f.Release()
	f.shows("nothing was opened, for you went on to something else")
	f.hides("Preview")
}

// The form knows what was answered on whatever list it is opened.
func TestTheFormOfMembersShowsWhatWasAnsweredInThePreview(t *testing.T) {
	t.Parallel()
	f := changing(t, 2, func(s *stub) {
		s.about.ProjectID = text.Of(ownProject)
		s.images[0].Visibility, s.images[0].Owner = model.VisibilityShared, text.Of(otherProject)
		s.members = map[model.ImageID]model.Membership{
			s.images[0].ID: {Members: []model.Member{{Project: text.Of(ownProject), Status: model.MemberRejected}}},
		}
	})
	f.Keys("M", "space", "ctrl+s")
	f.shows("images › Preview", "Accept 1 image", "member_status  rejected → accepted")
}

// A name that this user cannot look up is no row of the form; all of them are named.
func TestNamesThatAreNotFoundAreToldAtOnce(t *testing.T) {
	t.Parallel()
	f := sharing(t, 2)
	f.command("share")
	f.types("+other +othr +third")
	f.Keys("enter")
	f.shows("no project is called", "+othr +third")
	f.Keys("ctrl+u")
	f.shows("+ [ ] other  0000")
	f.hides("othr", "third")
}

// What a session has shown of a project is enough to share with it: the identity service
// is not asked again for what it refuses this user. The title has the name.
func TestAProjectThatWasShownIsSharedWithByItsName(t *testing.T) {
	t.Parallel()
	f := sharing(t, 2)
	f.stub.set(func() { f.stub.facts.Projects = map[string]text.Untrusted{otherProject: text.Of("shown")} })
	f.command("refresh")
	f.Keys("M")
	f.types("shown")
	f.Keys("enter")
	f.shows("shown  "+otherProject, "share with it")
	f.stub.set(func() { f.stub.findErr = errors.New("refused") })
	f.Keys("ctrl+s")
	f.shows("images › Preview", "share +shown", "shown ("+otherProject+")")
}

// A name that this session has met is enough for a line, too, where the identity service
// tells this user of no such project; where it tells of one, that is meant.
func TestALineSharesByANameThatThisSessionHasSeen(t *testing.T) {
	t.Parallel()
	f := sharing(t, 2)
	f.stub.set(func() { f.stub.facts.Projects = map[string]text.Untrusted{otherProject: text.Of("seen")} })
	f.command("refresh")
	f.Keys("M", "esc")
	f.command("share +seen")
	f.shows("images › Preview", "share +seen", "seen ("+otherProject+")")
	f.Keys("esc")
	f.command("share +unseen")
	f.shows("no project is called unseen")
	f.stub.set(func() { f.stub.named["seen"] = "0000000000000000000000000000ee55" })
	f.command("share +seen")
	f.shows("0000000000000000000000000000ee55")
}

// An administrator may share what belongs to others.
func TestAnAdministratorIsOfferedTheShareOfAnothersImage(t *testing.T) {
	t.Parallel()
	f := changing(t, 2, func(s *stub) {
		s.about.ProjectID, s.about.Roles = text.Of(ownProject), []text.Untrusted{text.Of("admin")}
		s.images[0].Visibility, s.images[0].Owner = model.VisibilityShared, text.Of(otherProject)
	})
	f.Keys("M")
	f.shows("type a project to share with")
}
