package usedby_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/usedby"
)

func TestOf(t *testing.T) {
	t.Parallel()
	told := func(reach uses.Reach, images ...string) uses.Answer {
		answer := uses.Answer{Reach: reach}
		for _, id := range images {
			answer.Uses = append(answer.Uses, uses.Use{Image: model.NewImageID(id)})
		}
		return answer
	}
	gap := func(lack uses.Lack, status int) uses.Answer {
		return uses.Answer{Gap: uses.Gap{Lack: lack, Status: status, Reason: text.Of("it is \x1b[31mdown")}}
	}
	const all, own = uses.Everywhere, uses.OwnProject
	for _, test := range []struct {
		name             string
		servers, volumes uses.Answer
		images           string // one letter each
		want             string
		inUse            bool
	}{
		{"used", told(all, "a", "a", "a"), told(all, "a"), "a", "3 servers and 1 volume use it", true},
		{"one server", told(all, "a"), told(all), "a", "1 server uses it", true},
		{"one volume", told(all), told(all, "a"), "a", "1 volume uses it", true},
		{"not used", told(all), told(all), "a", "no server or volume uses it", false},
		{"some of several", told(all, "a", "x"), told(all, "b", "b"), "abc", "1 server and 2 volumes use 2 of them", true},
		{"all of several", told(all, "a", "b"), told(all), "ab", "2 servers use them", true},
		{"none of several", told(all), told(all), "ab", "no server or volume uses them", false},
		{
			"one project was looked at", told(own), told(own), "a",
			"no server or volume uses it; those of other projects are not shown to you", false,
		},
		{"which is enough for its own private image", told(own), told(own), "p", "no server or volume uses it", false},
		{
			"one project, in use", told(own, "a"), told(own), "a",
			"1 server uses it; those of other projects are not shown to you", true,
		},
		{"a cloud without volumes", told(all), gap(uses.Absent, 0), "a", "no server uses it", false},
		{
			"volumes refused", told(all, "a"), gap(uses.Refused, 403), "a",
			"1 server uses it; volumes are not known: the block storage service refused (403)", true,
		},
		{
			"servers fail", gap(uses.Failed, 0), told(all), "a",
			"no volume uses it; servers are not known: the compute service did not tell: it is ␛[31mdown", false,
		},
		{
			"both refused", gap(uses.Refused, 403), gap(uses.Refused, 403), "a",
			"what uses it is not known: the compute and the block storage service refused (403)", false,
		},
		{
			"neither is there", gap(uses.Absent, 0), gap(uses.Absent, 0), "ab",
			"what uses them is not known: no compute and no block storage service in the catalogue", false,
		},
		{
			"each for its own reason", gap(uses.Unsafe, 0), gap(uses.Absent, 0), "a",
			"what uses it is not known: the address of the compute service is not encrypted, so the token was not sent there; " +
				"no block storage service in the catalogue", false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var images []uses.Image
			for _, letter := range test.images {
				image := uses.Image{ID: model.NewImageID(string(letter)), Owner: text.Of("me"), Visibility: model.VisibilityPublic}
				if letter == 'p' {
					image.Visibility = model.VisibilityPrivate
				}
				images = append(images, image)
			}
			found := uses.Of(test.servers, test.volumes)
			said := usedby.Of(&found, images, "me")
			if said.Text != test.want || said.InUse != test.inUse {
				t.Errorf("said %q (in use %v)\nwant %q (%v)", said.Text, said.InUse, test.want, test.inUse)
			}
		})
	}
}
