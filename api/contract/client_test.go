package contract

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/model"
	jsonpatch "glimpse/model/patch"
)

// cloud is what a clouds.yaml would say of one of the accounts.
func (t *target) cloud(who account) clouds.Cloud {
	return clouds.Cloud{
		Name: string(who), AuthType: "password", AuthURL: t.AuthURL, Username: string(who), UserDomainName: "Default",
		Password: clouds.NewSecret(password), ProjectName: projects[who], ProjectDomainName: "Default",
		Region: region, Interface: "public", Verify: true,
	}
}

// client connects the program's own client layer as one of the accounts.
func (t *target) client(tb testing.TB, who account, options api.Options) *api.Client {
	tb.Helper()
	c, err := api.Connect(tb.Context(), t.cloud(who), options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(c.Close)
	return c
}

// created makes an image through the client layer, and takes it away again.
func created(t *testing.T, s *space, c *api.Client, wanted api.NewImage) model.Image {
	t.Helper()
	image, err := c.Create(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.remove(image.ID.Raw()) })
	return image
}

func TestTheClientCreatesWithItsOwnID(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{})
	id := model.NewImageID(uuid.NewString())
	wanted := api.NewImage{
		ID:         id,
		Attributes: map[model.Attribute]any{model.AttrName: "näme / with ~", model.AttrMinDisk: 3, model.AttrProtected: false, model.AttrDiskFormat: "qcow2"},
		Tags:       []string{"b", "a tag"}, Properties: map[string]string{"Key/with ~ and space": "välue", "os_distro": "ubuntu"},
	}
	image := created(t, s, c, wanted)
	value, _ := image.Property("Key/with ~ and space")
	if image.ID != id || image.Name.Raw() != "näme / with ~" || image.MinDisk != 3 || value.Raw() != "välue" || !image.HasTag("a tag") {
		t.Errorf("created %+v", image)
	}
	if _, err := c.Create(t.Context(), wanted); !errors.Is(err, api.ErrConflict) {
		t.Errorf("the same id again: %v", err)
	}
	read, err := c.Image(t.Context(), id)
	if err != nil || read.Name != image.Name || len(read.Raw) == 0 {
		t.Errorf("read %+v, %v", read, err)
	}
	wrong := api.NewImage{Attributes: map[model.Attribute]any{model.AttrVisibility: "everyone"}}
	if _, err := c.Create(t.Context(), wrong); !errors.Is(err, api.ErrInvalid) {
		t.Errorf("a visibility that is none: %v", err)
	}
	reserved := api.NewImage{Properties: map[string]string{"os_glance_x": "1"}}
	if _, err := c.Create(t.Context(), reserved); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a reserved property: %v", err)
	}
	if _, err := c.Create(t.Context(), api.NewImage{Attributes: map[model.Attribute]any{model.AttrVisibility: "public"}}); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a public image by a member: %v", err)
	}
}

func TestTheClientPatches(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{})
	image := created(t, s, c, api.NewImage{Properties: map[string]string{"a/b~c": "1", "gone": "x"}})
	changed, err := c.Update(t.Context(), image.ID, jsonpatch.Patch{
		jsonpatch.SetAttribute(model.AttrName, "new"), jsonpatch.SetProperty("a/b~c", "2"), jsonpatch.SetProperty("Capital Key", "3"), jsonpatch.RemoveProperty("gone"),
	})
	if err != nil {
		t.Fatal(err)
	}
	escaped, _ := changed.Property("a/b~c")
	capital, _ := changed.Property("Capital Key")
	if _, there := changed.Property("gone"); there || changed.Name.Raw() != "new" || escaped.Raw() != "2" || capital.Raw() != "3" {
		t.Errorf("changed to %+v", changed)
	}
	for name, test := range map[string]struct {
		changes jsonpatch.Patch
		want    error
	}{
		"a property that is not there, beside a change": {jsonpatch.Patch{jsonpatch.RemoveProperty("none"), jsonpatch.SetProperty("p", "1")}, api.ErrConflict},
		"a reserved property":                           {jsonpatch.Patch{jsonpatch.SetProperty("os_glance_x", "1")}, api.ErrForbidden},
		"a public image":                                {jsonpatch.Patch{jsonpatch.SetAttribute(model.AttrVisibility, "public")}, api.ErrForbidden},
		"a name that is too long":                       {jsonpatch.Patch{jsonpatch.SetAttribute(model.AttrName, strings.Repeat("x", 256))}, api.ErrInvalid},
	} {
		if _, err := c.Update(t.Context(), image.ID, test.changes); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	if _, err := c.Update(t.Context(), image.ID, jsonpatch.Patch{jsonpatch.RemoveProperty("none")}); err != nil {
		t.Errorf("to remove what is not there alone is done: %v", err)
	}
	if _, err := theTarget.client(t, other, api.Options{}).Update(t.Context(), image.ID, jsonpatch.Patch{jsonpatch.SetProperty("p", "1")}); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("another project's image: %v", err)
	}
	read, _ := c.Image(t.Context(), image.ID)
	if _, there := read.Property("p"); there {
		t.Error("a patch of which a part failed changed something")
	}
}

func TestTheClientChangesTagsAndLeavesOthers(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{})
	image := created(t, s, c, api.NewImage{Tags: []string{"old", "keep"}})
	tags := func(image *model.Image) []string {
		var all []string
		for _, tag := range image.Tags {
			all = append(all, tag.Raw())
		}
		slices.Sort(all)
		return all
	}
	for _, step := range []struct{ add, remove, want []string }{
		{[]string{"gold"}, nil, []string{"gold", "keep", "old"}},
		{[]string{"gold"}, []string{"old", "never there"}, []string{"gold", "keep"}},
		{[]string{"a/b", "größe", "two words", "x", "y"}, []string{"gold"}, []string{"a/b", "größe", "keep", "two words", "x", "y"}},
		{nil, []string{"a/b", "größe", "two words", "x", "y"}, []string{"keep"}},
	} {
		if err := c.Retag(t.Context(), &image, step.add, step.remove); err != nil {
			t.Fatal(err)
		}
		var err error
		image, err = c.Image(t.Context(), image.ID)
		if err != nil || !slices.Equal(tags(&image), step.want) {
			t.Errorf("+%q -%q gave %q, %v, want %q", step.add, step.remove, tags(&image), err, step.want)
		}
	}
	var many []string
	for n := range 129 {
		many = append(many, strings.Repeat("t", n+1))
	}
	if err := c.Retag(t.Context(), &image, many, nil); !errors.Is(err, api.ErrQuota) {
		t.Errorf("129 tags: %v", err)
	}
	if err := c.Retag(t.Context(), &image, []string{strings.Repeat("x", 256)}, nil); !errors.Is(err, api.ErrInvalid) {
		t.Errorf("a tag of 256 characters: %v", err)
	}
	if err := c.Retag(t.Context(), &model.Image{ID: model.NewImageID(uuid.NewString())}, []string{"x"}, nil); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("no such image: %v", err)
	}
}

func TestTheClientDeactivatesAndDeletes(t *testing.T) {
	s := newSpace(t)
	s.active("id", member, "{}", "data")
	id := model.NewImageID(s.values["id"])
	c := theTarget.client(t, member, api.Options{})
	status := func(want model.Status) {
		t.Helper()
		if image, err := c.Image(t.Context(), id); err != nil || image.Status != want {
			t.Errorf("the status is %v, %v, want %v", image.Status, err, want)
		}
	}
	for range 2 { // the second time it is so already
		if err := c.Deactivate(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	status(model.StatusDeactivated)
	if err := c.Reactivate(t.Context(), id); err != nil {
		t.Error(err)
	}
	status(model.StatusActive)
	queued := created(t, s, c, api.NewImage{})
	if err := c.Deactivate(t.Context(), queued.ID); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a queued image: %v", err)
	}
	if _, err := c.Update(t.Context(), id, jsonpatch.Patch{jsonpatch.SetAttribute(model.AttrProtected, true)}); err != nil {
		t.Error(err)
	}
	if err := c.Delete(t.Context(), id); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a protected image: %v", err)
	}
	if _, err := c.Update(t.Context(), id, jsonpatch.Patch{jsonpatch.SetAttribute(model.AttrProtected, false)}); err != nil {
		t.Error(err)
	}
	if err := c.Delete(t.Context(), id); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"delete": c.Delete(t.Context(), id), "deactivate": c.Deactivate(t.Context(), id), "reactivate": c.Reactivate(t.Context(), id),
	} {
		if !errors.Is(err, api.ErrNotFound) {
			t.Errorf("%s of what is gone: %v", name, err)
		}
	}
}

func TestAReadOnlyClientChangesNothing(t *testing.T) {
	s := newSpace(t)
	writer := theTarget.client(t, member, api.Options{})
	image := created(t, s, writer, api.NewImage{Tags: []string{"t"}})
	c := theTarget.client(t, member, api.Options{ReadOnly: true})
	_, create := c.Create(t.Context(), api.NewImage{})
	_, update := c.Update(t.Context(), image.ID, jsonpatch.Patch{jsonpatch.SetProperty("p", "1")})
	tags := c.Retag(t.Context(), &image, []string{"x"}, []string{"t"})
	for name, err := range map[string]error{
		"create": create, "update": update, "tags": tags, "delete": c.Delete(t.Context(), image.ID),
		"deactivate": c.Deactivate(t.Context(), image.ID), "reactivate": c.Reactivate(t.Context(), image.ID),
	} {
		if !errors.Is(err, api.ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	read, err := c.Image(t.Context(), image.ID)
	if err != nil || !read.HasTag("t") || read.HasTag("x") || len(read.Properties) != 0 {
		t.Errorf("it reads %+v, %v", read, err)
	}
}
