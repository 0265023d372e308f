package ui_test

import (
	"errors"
	"slices"
	"testing"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/uitest"
)

// withPlaces is a stub with projects and regions to choose from.
func withPlaces() *stub {
	s := newStub(20)
	s.about.ProjectID = text.Of("p-admin")
	s.about.Regions = []string{"RegionOne", "RegionTwo"}
	for _, each := range [][3]string{
		{"p-web", "web", "shop and checkout"},
		{"p-admin", "admin", ""},
		{"p-lab", "lab", "d-one"},
		{"p-lab2", "Lab", "d-two"},
	} {
		s.projects = append(s.projects, model.Project{
			ID: text.Of(each[0]), Name: text.Of(each[1]), Description: text.Of(each[2]), DomainID: text.Of("default"), Enabled: true,
		})
	}
	return s
}

func (s *stub) connections() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func lastAsked(t *testing.T, s *stub, want string) {
	t.Helper()
	if asked := s.connections(); len(asked) == 0 || asked[len(asked)-1] != want {
		t.Errorf("connected to %q, want %q last", asked, want)
	}
}

func TestTheProjectsAreReadWhenTheirTabIsSeen(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	d := start(t, options(s), 80, 24)
	d.Keys("c")
	shows(t, d, "[Cloud]", "demo", "(current)")
	before := s.calls.Load()
	d.Keys("tab")
	shows(t, d, "[Project]", "admin", "(current)", "web", "shop and checkout", "lab")
	if s.calls.Load() == before {
		t.Error("the projects were not asked for")
	}
	d.Keys("G", "enter")
	lastAsked(t, s, "demo/RegionOne/p-web")
	shows(t, d, "20 images")
}

func TestAProjectIsWorkedInByItsName(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	d := start(t, options(s), 80, 24)
	enters(d, "project web")
	lastAsked(t, s, "demo/RegionOne/p-web")
	enters(d, "project LAB")
	shows(t, d, "several domains have a project LAB", "[Project]", "p-lab2")
	d.Keys("q")
	enters(d, "project nowhere")
	shows(t, d, "there is no project nowhere for you", "[Project]")
	d.Keys("q")
	enters(d, "project p-lab2")
	lastAsked(t, s, "demo/RegionOne/p-lab2")
}

func TestProjectsThatCannotBeReadAreToldAndTriedAgain(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	s.projectsErr = trouble{kind: remote.Forbidden, sentence: "listing your projects failed: you are not allowed to", advice: "ask the operator"}
	d := start(t, options(s), 80, 24)
	enters(d, "project")
	shows(t, d, "[Project]", "you are not allowed to", "ctrl+r")
	s.set(func() { s.projectsErr = nil })
	d.Keys("ctrl+r")
	shows(t, d, "web", "(current)")
	d.Keys("q")
	shows(t, d, "20 images")
}

func TestAnotherRegionKeepsTheProjectAndTheQuery(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	d := start(t, options(s), 120, 40)
	enters(d, "filter status=active")
	enters(d, "columns name,id")
	enters(d, "project web")
	shows(t, d, "status=active")
	hides(t, d, "VISIBILITY")
	enters(d, "region")
	shows(t, d, "[Region]", "RegionOne", "(current)", "RegionTwo")
	d.Keys("j", "enter")
	lastAsked(t, s, "demo/RegionTwo/p-web")
	shows(t, d, "status=active")
	enters(d, "region RegionOne")
	lastAsked(t, s, "demo/RegionOne/p-web")
}

func TestTheCloudsAreReadForATabThatWasNotOpenedFirst(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	d := start(t, options(s), 80, 24)
	enters(d, "region")
	d.Keys("shift+tab", "shift+tab")
	shows(t, d, "[Cloud]", "demo", "(current)")
}

func TestAFailedConnectionToAProjectLeavesTheOneBefore(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	d := start(t, options(s), 80, 24)
	s.set(func() { s.connect = errors.New("the credential is good for one project") })
	enters(d, "project web")
	shows(t, d, "The credential is good for one project")
	d.Keys("esc")
	shows(t, d, "20 images", "project admin")
	s.set(func() { s.connect = nil })
	enters(d, "region RegionTwo")
	lastAsked(t, s, "demo/RegionTwo")
}

func TestTheFilterPaneOffersWhatTheServiceAllowsAndNamesOwners(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	owner := uitest.Image(0).Owner.Raw()
	s.facts = backend.Facts{
		Schema:   model.Schema{Fields: []model.SchemaField{{Name: text.Of("disk_format"), Values: []text.Untrusted{text.Of("ploop"), text.Of("vhdx")}}}},
		Projects: map[string]text.Untrusted{owner: text.Of("the network team")},
	}
	d := start(t, options(s), 120, 40)
	d.Keys("f")
	types(d, "disk_format=")
	shows(t, d, "ploop", "vhdx")
	for range len("disk_format=") {
		d.Keys("backspace")
	}
	types(d, "owner=")
	shows(t, d, "the network team")
}

func TestCommandsOfferTheFormatsThatTheServiceTakes(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) {
		s.facts.Schema.Fields = []model.SchemaField{
			{Name: text.Of("disk_format"), Values: []text.Untrusted{text.Of("ploop"), text.Of("vhdx")}},
			{Name: text.Of("container_format"), Values: []text.Untrusted{text.Of("ovf")}},
		}
	})
	f.Keys(":")
	f.types("set disk_format=")
	f.shows("ploop", "vhdx")
	f.Keys("ctrl+u")
	f.types("set container_format=")
	f.shows("ovf")
}

func TestWhatOneImageDoesNotHaveIsNotOfferedToBeRemoved(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.Keys("j", ":")
	f.types("tag -")
	f.shows("-gold")
	f.hides("-lts", "-stream")
	f.Keys("ctrl+u")
	f.types("property -h")
	f.shows("-hw_disk_bus")
	f.Keys("ctrl+u")
	f.types("tag +l")
	f.shows("+lts")
}

func TestSharesThatWaitForAnAnswerAreOneCommand(t *testing.T) {
	t.Parallel()
	d := start(t, options(withPlaces()), 120, 40)
	enters(d, "pending")
	shows(t, d, "visibility=shared", "member_status=pending", "owner!=admin", "pending share", "M answer")
}

// The service lists for an administrator what is shared with any project, answered or not.
func TestSharesAreNotCalledPendingForAnAdministrator(t *testing.T) {
	t.Parallel()
	s := withPlaces()
	s.about.Roles = []text.Untrusted{text.Of("member"), text.Of("admin")}
	d := start(t, options(s), 120, 40)
	enters(d, "pending")
	shows(t, d, "member_status=pending", "administrators see all shares: M shows who has not answered, :accept PROJECT answers")
	hides(t, d, "pending share", "wait for an answer")
}

func TestTheIDUnderTheCursorCanBeCopiedBesideMarks(t *testing.T) {
	t.Parallel()
	d := start(t, options(withPlaces()), 120, 40)
	d.Keys("space", "space", "space", "y")
	shows(t, d, "3 ids", "id under the cursor")
	d.Keys("u")
	shows(t, d, "copied the id under the cursor "+uitest.Image(3).ID.Display())
}

func TestOwnersAreToldByTheNamesThatAreKnown(t *testing.T) {
	t.Parallel()
	s := newStub(8)
	owner := s.images[1].Owner
	s.about.ProjectID, s.about.Project = owner, text.Of("research")
	d := start(t, options(s), 120, 40)
	enters(d, "columns name,owner")
	shows(t, d, "debian-13-genericcloud", "  research\n")
	hides(t, d, owner.Raw())
	d.Keys("/")
	types(d, owner.Raw()[len(owner.Raw())-6:])
	d.Keys("enter")
	shows(t, d, owner.Raw()) // it is what was found
	s = newStub(8)
	other := s.images[1].Owner
	s.facts.Projects = map[string]text.Untrusted{other.Raw(): text.Of("physics")}
	d = start(t, options(s), 120, 40)
	enters(d, "columns name,owner") // names are asked for once there are rows
	hides(t, d, other.Raw())
	shows(t, d, "physics")
	d.Hold = true
	d.Keys("j", "enter") // before anything of it is read
	shows(t, d, "owner             physics", other.Raw())
}
