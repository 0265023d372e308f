package planpreview_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/ui/planpreview"
	"glimpse/ui/uitest"
)

// sharedImages are images that are shared, but for the last, which is private.
func sharedImages(count int) []*model.Image {
	images := make([]*model.Image, count)
	for i := range images {
		image := uitest.Image(i)
		image.Visibility = model.VisibilityShared
		if i == count-1 {
			image.Visibility = model.VisibilityPrivate
		}
		images[i] = &image
	}
	return images
}

// planned is a plan of lines of commands with a semicolon between.
func planned(t *testing.T, lines string, images []*model.Image) *plan.Plan {
	t.Helper()
	var wanted []command.Command
	for line := range strings.SplitSeq(lines, "; ") {
		read, err := command.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		wanted = append(wanted, read)
	}
	p, err := plan.Compose(wanted, images, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

func TestThePreviewOfMembers(t *testing.T) {
	t.Parallel()
	platform, other := uitest.Image(1).Owner.Raw(), "0123456789abcdef0123456789abcdef"
	images := sharedImages(4)
	at := place()
	at.Image = func(id model.ImageID) *model.Image {
		for _, image := range images {
			if image.ID == id {
				return image
			}
		}
		return nil
	}
	undone := planned(t, "share -"+platform+" -"+other, images[:1])
	now := []model.Member{
		{Project: uitest.Image(1).Owner, Status: model.MemberAccepted}, {Project: images[0].Owner, Status: model.MemberPending},
	}
	undone.Steps[0] = *undone.Steps[0].ReconcileMembers(now).Inverse
	answered := planned(t, "reject "+platform, images[:1])
	answered.Steps[0] = *answered.Steps[0].ReconcileMembers(now).Inverse
	var all strings.Builder
	for _, one := range []struct {
		name string
		plan *plan.Plan
	}{
		{"members are added and removed, by name and id", planned(t, "share +"+platform+" +"+other+" -abc", images)},
		{"a share ends", planned(t, "share -"+platform, images[:1])},
		{"that is undone", undone},
		{"images are accepted", planned(t, "accept "+platform, images)},
		{"an answer is taken back", answered},
		{"one is rejected", planned(t, "reject "+other, images[:1])},
		{"the visibility changes", planned(t, "set visibility=private", images[:1])},
		{"of several", planned(t, "set visibility=community", images)},
		{"of one of several", planned(t, "set visibility=community", images[2:])},
		{"an image is shared first", planned(t, "set visibility=shared; share +"+platform, images[3:])},
		{"nothing can be shared", planned(t, "share +"+platform, images[3:])},
	} {
		content, _ := textOf(one.plan, at, planpreview.TextOptions{Width: 100})
		all.WriteString("== " + one.name + "\n" + content + "\n")
	}
	uitest.Golden(t, "members", uitest.Screen{Lines: strings.Split(all.String(), "\n")})
}

// A change of members is one of the group that it belongs to, and no other.
func TestImagesWhoseMembersChangeAlikeAreAGroup(t *testing.T) {
	t.Parallel()
	images := sharedImages(4)[:3]
	p := planned(t, "share +a", images)
	p.Steps[1].Members = &plan.Members{Add: []string{"a"}, Shown: map[string]string{"a": "accepted"}}
	content, _ := textOf(p, place(), planpreview.TextOptions{Width: 100})
	for _, want := range []string{"In all: add member a on 3.", "\n2 images\n", "add member  a, accepted before"} {
		if !strings.Contains(content, want) {
			t.Errorf("%q is not in\n%s", want, content)
		}
	}
}
