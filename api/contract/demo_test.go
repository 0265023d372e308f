package contract

import (
	"errors"
	"slices"
	"testing"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/image/v2/images"

	"glimpse/api"
	"glimpse/api/embedded"
	"glimpse/model"
	foreign "glimpse/model/text"
)

// The demonstration has something to show for everything that the detail of an
// image asks for. It is the embedded service's alone.
func TestTheDemonstrationHasMembersAndTasksToShow(t *testing.T) {
	t.Parallel()
	on, stop, err := startEmbedded(t.Context(), embedded.Options{Images: embedded.DefaultImages, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	c := on.client(t, admin, api.Options{ReadOnly: true})
	s := spaceOn(t, on)
	listed, _ := s.must(admin, "GET /v2/images?limit=1000", "").object(t)["images"].([]any)
	tasks, statuses := map[model.TaskStatus]int{}, map[model.MemberStatus]int{}
	var ids []foreign.Untrusted
	for _, each := range listed {
		image := each.(map[string]any)
		id := model.NewImageID(image["id"].(string))
		ids = append(ids, foreign.Of(image["owner"].(string)))
		_, imported := image["os_glance_failed_import"]
		if imported {
			found, err := c.Tasks(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, task := range found {
				tasks[task.Status]++
				if task.Status == model.TaskFailure && task.Message.IsEmpty() {
					t.Errorf("the task %+v of image %s does not say what failed", task, id.Raw())
				}
			}
		}
		members, err := c.Members(t.Context(), id)
		if (image["visibility"] == "shared") == errors.Is(err, api.ErrNotShared) {
			t.Errorf("the members of a %v image are %v, %v", image["visibility"], members, err)
		}
		for _, m := range members {
			statuses[m.Status]++
		}
	}
	if tasks[model.TaskFailure] == 0 || tasks[model.TaskProcessing] == 0 {
		t.Errorf("the tasks are %v", tasks)
	}
	for _, status := range model.MemberStatuses() {
		if statuses[status] == 0 {
			t.Errorf("no member is %s", status.Raw())
		}
	}
	names, err := c.ProjectNames(t.Context(), ids)
	if err != nil || slices.ContainsFunc(ids, func(id foreign.Untrusted) bool { return names[id.Raw()].IsEmpty() }) {
		t.Errorf("not every owner has a name: %v, %v", names, err)
	}
}

// Two of the sample images end the whole list of gophercloud, as they would if a real
// service had them: served to other clients, they are hidden.
func TestOtherClientsListTheDemonstrationWithItsTrapsHidden(t *testing.T) {
	t.Parallel()
	for _, hide := range []bool{false, true} {
		on, stop, err := startEmbedded(t.Context(), embedded.Options{Images: embedded.DefaultImages, Seed: 1, HideTraps: hide})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(stop)
		list := func(options images.ListOpts) ([]images.Image, error) {
			client := &gophercloud.ServiceClient{
				ProviderClient: &gophercloud.ProviderClient{TokenID: on.logins[admin].Token}, Endpoint: on.ImageURL + "/v2/",
			}
			pages, err := images.List(client, options).AllPages(t.Context())
			if err != nil {
				return nil, err
			}
			return images.ExtractImages(pages)
		}
		listed, err := list(images.ListOpts{Limit: 100})
		if hide && (err != nil || len(listed) < embedded.DefaultImages/2) || !hide && err == nil {
			t.Errorf("with traps hidden %t, gophercloud lists %d images, %v", hide, len(listed), err)
		}
		if _, err := list(images.ListOpts{Limit: 100, Hidden: true}); hide == (err == nil) {
			t.Errorf("with traps hidden %t, gophercloud lists the hidden images with %v", hide, err)
		}
	}
}
