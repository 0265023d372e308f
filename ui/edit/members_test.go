package edit_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/text"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

const (
	demoID  = "0123456789abcdef0123456789abcdef"
	otherID = "fedcba9876543210fedcba9876543210"
	ownID   = "00000000000000000000000000000001"
	oddID   = "00000000000000000000000000000002"
)

// projectNames are what projects are called, by their ids.
var projectNames = map[string]string{demoID: "demo", otherID: "other", ownID: "mine"}

// knownProjects are the projects that are known by name.
func knownProjects() edit.Known {
	return edit.Known{
		Projects: []string{"demo", "other", "third"}, Own: ownID,
		Project: func(project string) string {
			for id, name := range projectNames {
				switch project {
				case id:
					return name
				case name:
					return id
				}
			}
			return ""
		},
	}
}

// shares are images of a project that are shared.
func shares(owner string, count int) []*model.Image {
	all := make([]*model.Image, count)
	for i := range all {
		image := uitest.Image(i)
		image.Visibility, image.Owner = model.VisibilityShared, text.Of(owner)
		all[i] = &image
	}
	return all
}

// membership is what is known of an image's members, "demo pending".
func membership(image *model.Image, said ...string) model.Membership {
	of := model.Membership{Image: image.ID}
	for _, one := range said {
		project, status, _ := strings.Cut(one, " ")
		of.Members = append(of.Members, model.Member{Project: text.Of(project), Status: model.MemberStatus{Untrusted: text.Of(status)}})
	}
	return of
}

// sharer is a user before the form of members.
func sharer(t rapid.TB, choice theme.Choice, images []*model.Image, all ...model.Membership) *user {
	u := newUserWith(t, choice, edit.NewMembers, knownProjects(), images...)
	u.pane.ShowMembers(all, len(images)-len(all))
	return u
}

func TestOnlyTheMembersThatWereAskedForAreChanged(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 3)
	all := []model.Membership{
		membership(of[0], demoID+" accepted", otherID+" pending"), membership(of[1], demoID+" pending"), membership(of[2], demoID+" rejected"),
	}
	for _, test := range []struct {
		name, types string
		keys        []string
		want        string
	}{
		{"nothing", "", nil, ""},
		{"typed and entered", "third", []string{"enter"}, "share +third"},
		{"typed and not entered", "new", nil, "share +new"},
		{"by its id", oddID, []string{"enter"}, "share +" + oddID},
		{"one that all have, by its name", "demo", []string{"enter"}, ""},
		{"one that some have", "other", nil, "share +" + otherID},
		{"removed by its name", "-demo", nil, "share -" + demoID},
		{"completed", "th", []string{"tab", "enter"}, "share +third"},
		{"completed by a part", "the", []string{"tab", "enter"}, "share +" + otherID},
		{"a removal completed", "-ot", []string{"tab", "enter"}, "share -" + otherID},
		{"one shared with and another no more", "+third -demo", []string{"enter"}, "share +third -" + demoID},
		{"one of two is none", "+third -nobody", []string{"enter"}, ""},
		{"the last of two completed", "+third -ot", []string{"tab", "enter"}, "share +third -" + otherID},
		{"all: removed", "", []string{"down", "space"}, "share -" + demoID},
		{"some: added", "", []string{"down", "j", "space"}, "share +" + otherID},
		{"some: removed", "", []string{"down", "j", "space", "space"}, "share -" + otherID},
		{"some: taken back", "", []string{"down", "j", "space", "u"}, ""},
		{"none: added", "", []string{"down", "G", "space"}, "share +third"},
		{"added, then removed again", "new", []string{"enter", "-", "n", "e", "w", "enter"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := sharer(t, theme.Choice{}, of, all...)
			if got := u.types(test.types).press(test.keys...).changed(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestTheOwnProjectAnswersForWhatOthersShareWithIt(t *testing.T) {
	t.Parallel()
	of := shares(demoID, 2)
	pending := []model.Membership{membership(of[0], ownID+" pending"), membership(of[1], ownID+" pending")}
	mixed := []model.Membership{membership(of[0], ownID+" accepted"), membership(of[1], ownID+" pending")}
	for keys, test := range map[string]struct {
		all  []model.Membership
		want string
	}{
		"space":                     {pending, "accept"},
		"space space":               {pending, "reject"},
		"space space space":         {pending, ""},
		"space u":                   {pending, ""},
		"space space space (mixed)": {mixed, "unanswer"},
		"space (mixed)":             {mixed, "accept"},
	} {
		u := sharer(t, theme.Choice{}, of, test.all...)
		for key := range strings.SplitSeq(strings.TrimSuffix(keys, " (mixed)"), " ") {
			u.press(key)
		}
		if got := u.changed(); got != test.want {
			t.Errorf("%s: got %q, want %q\n%s", keys, got, test.want, u.screen())
		}
	}
	asked := sharer(t, theme.Choice{}, of[:1], pending[0]).sees("space answers for your project: accept, reject, pending", "your own project: its answer decides")
	asked.misses("type a project to share with", "other", "third").press("space").sees("pending → accepted")
	// Of an image of its own, a project is a member like any other.
	own := shares(ownID, 1)
	if got := sharer(t, theme.Choice{}, own, membership(own[0], ownID+" pending")).press("down", "space").changed(); got != "share -"+ownID {
		t.Errorf("got %q", got)
	}
}

func TestMembersSayWhatTheyAnswered(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 3)
	u := sharer(t, theme.Choice{}, of,
		membership(of[0], demoID+" accepted", oddID+" pending"), membership(of[1], demoID+" pending"), membership(of[2], demoID+" perhaps"))
	u.pane.SetSize(120, 30)
	u.sees("demo  "+demoID, "on 3 of 3: 1 pending, 1 accepted, 1 unknown", oddID, "on 1 of 3: pending", "fullest image: 2 members (limit 128)")
	u.press("down", "space").sees("end the share")
	one := sharer(t, theme.Choice{}, of[:1], membership(of[0], demoID+" rejected"))
	one.sees("demo", "rejected", "1 of 128 members")
}

// What is typed before the members are there stays, and those that cannot be read or
// were not asked for are told.
func TestMembersComeLater(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 2)
	u := newUserWith(t, theme.Choice{}, edit.NewMembers, knownProjects(), of...)
	u.sees("reading the members")
	u.types("third").press("enter").types("-demo").press("enter")
	u.types("new").pane.ShowMembers([]model.Membership{membership(of[0], demoID+" pending")}, 1)
	if got := u.sees("1 more image is not read yet").changed(); got != "share +third +new -demo" && got != "share +third +new -"+demoID {
		t.Errorf("got %q", got)
	}
	failed := newUserWith(t, theme.Choice{}, edit.NewMembers, knownProjects(), of...)
	failed.pane.ShowMembers([]model.Membership{{Image: of[0].ID, Err: errors.New("no\x1b answer")}}, 0)
	failed.sees("members not read: no")
	if got := failed.types("-whoever").press("enter").changed(); got != "share -whoever" {
		t.Errorf("got %q", got)
	}
	private := shares(ownID, 1)
	private[0].Visibility = model.VisibilityPrivate
	sharer(t, theme.Choice{}, private).sees("it is private; members need :set visibility=shared first")
}

func TestAProjectThatIsNotKnownIsToldWhenItIsTaken(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 1)
	read := membership(of[0], demoID+" accepted")
	const unknown = "looking "
	u := sharer(t, theme.Choice{}, of, read).types("+nosuch +third -demo +one").press("enter").sees(unknown + "one up")
	if asked, asks := u.asked.(intent.FindMembers); !asks || !slices.Equal(asked.Names, []string{"nosuch", "one"}) {
		t.Errorf("it asks for %#v", u.asked)
	}
	u.pane.MembersFound([]string{"nosuch", "one"}, "none is called so")
	if got := u.sees("none is called so", "project +nosuch +one").press("ctrl+u").changed(); got != "share +third -"+demoID {
		t.Errorf("got %q", got)
	}
	u = sharer(t, theme.Choice{}, of, read).types("nosuch").press("enter")
	u.types("next").pane.MembersFound([]string{"nosuch"}, "none is called so")
	u.sees("none is called so", "project next").press("ctrl+u").misses("nosuch")
	sharer(t, theme.Choice{}, of, read).types(oddID).sees("not known here by this id").misses("no known project matches")
	sharer(t, theme.Choice{}, of, read).types("mine").press("enter").sees("mine owns the image").misses("share with it")
	sharer(t, theme.Choice{}, of, read).types(oddID).press("enter").sees("not checked: the image service takes any id")
	for _, known := range []string{"third", "other", otherID} {
		if u := sharer(t, theme.Choice{}, of, read).types(known).press("enter"); strings.Contains(u.screen(), unknown) || strings.Contains(u.screen(), "not checked") {
			t.Errorf("%s: %s", known, u.screen())
		}
	}
}

func TestAProjectThatIsTypedAgainIsOneChange(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 1)
	u := sharer(t, theme.Choice{}, of, membership(of[0], demoID+" accepted"))
	u.types("+third +third").sees("1 change ")
	u.press("enter").types("third").sees("1 change ")
	u.types(" -demo").sees("2 changes ")
	u.press("ctrl+u").types("demo").sees("1 change ") // that every image has
}

func TestTooManyMembersAreTold(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 1)
	var many []string
	for i := range 128 {
		many = append(many, fmt.Sprintf("%032x pending", i+100))
	}
	sharer(t, theme.Choice{}, of, membership(of[0], many...)).sees("128 of 128 members").
		types("third").press("enter").sees("129 of 128 members: the service refuses more")
}

// What is typed may be shown nowhere below when the answer comes.
func TestAnAnswerThatIsNotShownIsNotGoneTo(t *testing.T) {
	t.Parallel()
	of := shares(demoID, 1)
	u := newUserWith(t, theme.Choice{}, edit.NewMembers, knownProjects(), of...)
	u.press("-", "-")
	u.pane.ShowMembers([]model.Membership{membership(of[0], ownID+" accepted")}, 0)
	u.press("ctrl+u", "d").sees("d")
}

// The only member below may be one that turns out to be no project.
func TestTheListThatAnAnswerEmptiesIsLeft(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 1)
	u := sharer(t, theme.Choice{}, of, membership(of[0])).types("nosuch").press("enter").types("nos").press("down")
	u.pane.MembersFound([]string{"nosuch"}, "none is called so")
	u.sees("none is called so").press("u").sees("project nosu")
}

// Whatever is pressed, a project is never both added and removed, and what is asked
// for can be read back as a line.
func TestMembersAreNeverBothAddedAndRemoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := shares(rapid.SampledFrom([]string{ownID, demoID}).Draw(t, "owner"), 2)
		u := newUserWith(t, theme.Choice{}, edit.NewMembers, knownProjects(), of...)
		keys := []string{"d", "e", "o", "-", "+", "tab", "enter", "down", "j", "k", "space", "u", "/", "G", "read", "unknown"}
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 1, 30).Draw(t, "keys") {
			if key == "read" {
				u.pane.ShowMembers([]model.Membership{membership(of[0], demoID+" pending", ownID+" accepted"), membership(of[1])}, 0)
				continue
			}
			if key == "unknown" {
				u.pane.MembersFound([]string{"d", "e", "o"}, "none is called so")
				continue
			}
			u.press(key)
		}
		line := u.changed()
		for part := range strings.SplitSeq(line, "; ") {
			if part == "" {
				continue
			}
			read, err := command.Parse(part)
			share, isShare := read.(command.Share)
			if err != nil || isShare && slices.ContainsFunc(share.Add, func(project string) bool { return slices.Contains(share.Remove, project) }) {
				t.Fatalf("%q: %v", part, err)
			}
		}
	})
}

func TestTheFormOfMembersOnTheScreen(t *testing.T) {
	t.Parallel()
	of := shares(ownID, 3)
	all := []model.Membership{
		membership(of[0], demoID+" accepted", otherID+" pending"), membership(of[1], demoID+" pending", oddID+" rejected"), membership(of[2], demoID+" rejected"),
	}
	for _, width := range []int{80, 120} {
		u := sharer(t, theme.Choice{}, of, all...)
		u.pane.SetSize(width, 24)
		u.types("third").press("enter", "down", "j", "space")
		lines, wide := u.pane.View()
		uitest.Golden(t, fmt.Sprintf("members-%d", width), uitest.Draw(t, strings.Join(lines, "\n"), wide, len(lines)))
	}
	u := sharer(t, theme.Choice{ASCII: true}, shares(demoID, 1), membership(of[0], ownID+" pending"))
	u.press("space")
	lines, wide := u.pane.View()
	uitest.Golden(t, "members-answer-ascii", uitest.Draw(t, strings.Join(lines, "\n"), wide, len(lines)))
}
