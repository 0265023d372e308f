package contract

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/model"
	foreign "glimpse/model/text"
)

func TestWhatTheDetailAsksFor(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, "{}")
	s.image("private", member, `{"visibility": "private"}`)
	const asJSON = "\nContent-Type: application/json"
	s.check(t, []exchange{
		{"a store is its id and a flag in words", other, "GET /v2/info/stores", "", 200, text(`{"stores": [{"id": "fs", "default": "true"}]}`)},
		{"a member has its times", member, "POST /v2/images/{id}/members" + asJSON, `{"member": "{other}"}`, 200, all(contains(`"created_at": "20`), contains(`"updated_at": "20`))},
		{"a private image has no members to tell", member, "GET /v2/images/{private}/members", "", 403, contains("Only shared images have members.")},
		{"not even to the admin", admin, "GET /v2/images/{private}/members", "", 403, contains("Only shared images have members.")},
		{"a private image has tasks", member, "GET /v2/images/{private}/tasks", "", 200, text(`{"tasks": []}`)},
		{"no image has no tasks, in the words of the router", member, "GET /v2/images/{none}/tasks", "", 404, noRoute()},
		{"what is no call is answered in the same words", member, "GET /v2/images/{private}/nope", "", 404, noRoute()},
	})
}

func TestWhatTheIdentityServiceTellsOfProjects(t *testing.T) {
	s := newSpace(t)
	project := func(name string) expectation {
		return func(s *space, a *answer) {
			s.Helper()
			told, _ := a.object(s)["project"].(map[string]any)
			if told["name"] != name || told["domain_id"] != "default" || told["enabled"] != true {
				s.Errorf("the project is %v", told)
			}
		}
	}
	forbids := func(rule string) expectation {
		return identityFault("You are not authorized to perform the requested action: " + rule + ".")
	}
	working := func(names ...string) expectation {
		return func(s *space, a *answer) {
			s.Helper()
			list, _ := a.object(s)["projects"].([]any)
			var found []string
			for _, each := range list {
				found = append(found, each.(map[string]any)["name"].(string))
			}
			slices.Sort(found)
			if !slices.Equal(found, names) {
				s.Errorf("the projects are %q, want %q", found, names)
			}
		}
	}
	s.check(t, []exchange{
		{"a member is told where it may work", member, "GET identity:/auth/projects", "", 200, working("demo", "web-prod")},
		{"a reader, too", reader, "GET identity:/auth/projects", "", 200, working("demo")},
		{"the admin is not told of the rest", admin, "GET identity:/auth/projects", "", 200, working("admin", "demo", "web-prod")},
		{"a project is whole in that list", other, "GET identity:/auth/projects", "", 200, all(contains(`"domain_id": "default"`), contains(`"enabled": true`), contains(`"description": ""`))},
		{"the project of the token has a name", other, "GET identity:/projects/{other}", "", 200, project("other")},
		{"a project of others has none", other, "GET identity:/projects/{demo}", "", 403, forbids("identity:get_project")},
		{"nor has one that does not exist", other, "GET identity:/projects/0123456789abcdef0123456789abcdef", "", 403, forbids("identity:get_project")},
		{"a reader does not list them", reader, "GET identity:/projects", "", 403, forbids("identity:list_projects")},
		{"the admin is told any", admin, "GET identity:/projects/{other}", "", 200, project("other")},
		{"the admin is told that one does not exist", admin, "GET identity:/projects/0123456789abcdef0123456789abcdef", "", 404, identityFault("Could not find project: 0123456789abcdef0123456789abcdef.")},
		{"the admin lists all", admin, "GET identity:/projects", "", 200, all(contains(`"id": "{demo}"`), contains(`"id": "{other}"`), contains(`"next": null`))},
	})
}

func TestTheClientReadsMembers(t *testing.T) {
	s := newSpace(t)
	owner, partner := theTarget.client(t, member, api.Options{}), theTarget.client(t, other, api.Options{ReadOnly: true})
	shared := created(t, s, owner, api.NewImage{ID: model.NewImageID(uuid.NewString())})
	s.values["id"] = shared.ID.Raw()
	if members, err := owner.Members(t.Context(), shared.ID); err != nil || len(members) != 0 {
		t.Errorf("of an image that was offered to nobody: %v, %v", members, err)
	}
	s.must(member, "POST /v2/images/{id}/members\nContent-Type: application/json", `{"member": "{other}"}`)
	s.must(member, "POST /v2/images/{id}/members\nContent-Type: application/json", `{"member": "zz-nobody"}`)
	s.must(other, "PUT /v2/images/{id}/members/{other}\nContent-Type: application/json", `{"status": "rejected"}`)
	members, err := owner.Members(t.Context(), shared.ID)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(members, func(a, b model.Member) int { return strings.Compare(b.Status.Raw(), a.Status.Raw()) })
	if len(members) != 2 || members[0].Project.Raw() != s.values["other"] || members[0].Status != model.MemberRejected ||
		members[1].Project.Raw() != "zz-nobody" || members[1].Status != model.MemberPending {
		t.Errorf("the owner is told %+v", members)
	}
	for _, m := range members {
		if time.Since(m.CreatedAt).Abs() > time.Hour || m.UpdatedAt.Before(m.CreatedAt) {
			t.Errorf("a member of %v, changed at %v", m.CreatedAt, m.UpdatedAt)
		}
	}
	if members, err := partner.Members(t.Context(), shared.ID); err != nil || len(members) != 1 || members[0].Project.Raw() != s.values["other"] {
		t.Errorf("the member is told %+v, %v", members, err)
	}
	private := created(t, s, owner, api.NewImage{ID: model.NewImageID(uuid.NewString()), Attributes: map[model.Attribute]any{model.AttrVisibility: "private"}})
	if _, err := owner.Members(t.Context(), private.ID); !errors.Is(err, api.ErrNotShared) {
		t.Errorf("of a private image: %v", err)
	}
	if _, err := partner.Members(t.Context(), private.ID); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("of a private image of others: %v", err)
	}
}

func TestTheClientReadsTasks(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{ReadOnly: true})
	s.image("id", member, `{"disk_format": "raw", "container_format": "bare"}`)
	id := model.NewImageID(s.values["id"])
	if tasks, err := c.Tasks(t.Context(), id); err != nil || len(tasks) != 0 {
		t.Errorf("before an import: %v, %v", tasks, err)
	}
	s.must(member, "PUT /v2/images/{id}/stage\nContent-Type: application/octet-stream", "0123456789")
	s.must(member, "POST /v2/images/{id}/import\nContent-Type: application/json", `{"method": {"name": "glance-direct"}}`)
	tasks, err := c.Tasks(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(tasks) != 1 {
		t.Fatalf("the tasks are %+v", tasks)
	}
	task := tasks[0]
	if task.ID.IsEmpty() || task.Type.Raw() != "api_image_import" || task.Owner.Raw() != s.values["demo"] ||
		task.UserID.Raw() != theTarget.logins[member].UserID || !strings.HasPrefix(task.RequestID.Raw(), "req-") {
		t.Errorf("the task is %+v", task)
	}
	if time.Since(task.CreatedAt).Abs() > time.Hour || time.Since(task.UpdatedAt).Abs() > time.Hour {
		t.Errorf("a task of %v, changed at %v", task.CreatedAt, task.UpdatedAt)
	}
	s.poll("success", func() any {
		tasks, err = c.Tasks(t.Context(), id)
		if err != nil || len(tasks) != 1 {
			t.Fatalf("the tasks are %+v, %v", tasks, err)
		}
		return tasks[0].Status.Raw()
	})
	if !tasks[0].IsOver() || !tasks[0].ExpiresAt.After(time.Now()) {
		t.Errorf("the task that ended is %+v", tasks[0])
	}
	if _, err := c.Tasks(t.Context(), model.NewImageID(uuid.NewString())); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("of no image: %v", err)
	}
}

func TestTheClientReadsStoresAndTheSchema(t *testing.T) {
	t.Parallel()
	c := theTarget.client(t, reader, api.Options{ReadOnly: true})
	stores, err := c.Stores(t.Context())
	if err != nil || len(stores) != 1 || stores[0] != (model.Store{ID: foreign.Of("fs"), Default: true}) {
		t.Errorf("the stores are %+v, %v", stores, err)
	}
	schema, err := c.ImageSchema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[model.Attribute][]string{
		model.AttrDiskFormat:      {"ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"},
		model.AttrContainerFormat: {"ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"},
		model.AttrVisibility:      {"community", "public", "private", "shared"},
		model.AttrStatus:          {"queued", "saving", "active", "killed", "deleted", "uploading", "importing", "pending_delete", "deactivated"},
		model.AttrName:            nil,
	}
	for attribute, words := range want {
		var got []string
		for _, value := range schema.Values(attribute) {
			got = append(got, value.Raw())
		}
		if !slices.Equal(got, words) {
			t.Errorf("%s may be %q, want %q", attribute, got, words)
		}
	}
	if schema.Additional != model.AdditionalStrings {
		t.Errorf("other properties are %v, want strings", schema.Additional)
	}
	for _, test := range []struct {
		name                         string
		readOnly, nullable, property bool
		length, items                int64
	}{
		{name: "name", nullable: true, length: 255},
		{name: "status", readOnly: true},
		{name: "checksum", readOnly: true, nullable: true, length: 32},
		{name: "disk_format", nullable: true},
		{name: "visibility"},
		{name: "tags", items: 255},
		{name: "min_ram"},
		{name: "kernel_id", nullable: true, property: true},
	} {
		field, found := schema.Field(test.name)
		if !found || field.ReadOnly != test.readOnly || field.Nullable != test.nullable || field.Property != test.property ||
			field.MaxLength != test.length || field.ItemMaxLength != test.items || len(field.Types) == 0 {
			t.Errorf("%s: %+v", test.name, field)
		}
	}
}

func TestTheClientNamesProjects(t *testing.T) {
	t.Parallel()
	ids := make([]foreign.Untrusted, 0, len(projects)+2)
	for who := range projects {
		ids = append(ids, foreign.Of(theTarget.logins[who].ProjectID))
	}
	ids = append(ids, foreign.Of("0123456789abcdef0123456789abcdef"), foreign.Of("no id at all/.."))
	for who, known := range map[account][]string{
		admin: {"admin", "demo", "other"}, member: {"demo"}, reader: {"demo"}, other: {"other"},
	} {
		c := theTarget.client(t, who, api.Options{ReadOnly: true})
		for range 2 {
			names, err := c.ProjectNames(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for id, name := range names {
				got = append(got, name.Raw())
				if id == "" || name.IsEmpty() {
					t.Errorf("%s: %q is called %q", who, id, name.Raw())
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, known) {
				t.Errorf("%s is told %q, want %q", who, got, known)
			}
		}
	}
}

func TestTheClientFindsProjectsByTheirNames(t *testing.T) {
	t.Parallel()
	id := func(who account) string { return theTarget.logins[who].ProjectID }
	for _, test := range []struct {
		who   account
		typed string
		want  string // an id, or nothing where it is refused
	}{
		{admin, "demo", id(member)},
		{admin, "admin", id(admin)},
		{admin, "other", id(other)},
		{admin, "none of these", ""},
		{admin, "no-such-project", ""},
		{admin, id(other), id(other)},
		{member, "demo", id(member)},
		{member, "other", ""},
		{reader, "demo", id(reader)},
		{other, "other", id(other)},
		{other, "demo", ""},
	} {
		c := theTarget.client(t, test.who, api.Options{ReadOnly: true})
		for range 2 {
			found, err := c.FindProject(t.Context(), test.typed)
			var refused *api.ProjectNameError
			switch {
			case test.want == "" && !errors.As(err, &refused):
				t.Errorf("%s finds %q: %+v, %v", test.who, test.typed, found, err)
			case test.want != "" && (err != nil || found.ID.Raw() != test.want):
				t.Errorf("%s finds %q: %+v, %v; want %s", test.who, test.typed, found, err, test.want)
			}
		}
	}
}

func TestTheClientNamesEveryProjectThatItMay(t *testing.T) {
	t.Parallel()
	for who, wanted := range map[account][]account{admin: {admin, member, other}, member: {member}, other: {other}} {
		c := theTarget.client(t, who, api.Options{ReadOnly: true})
		names, err := c.AllProjectNames(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, whose := range wanted {
			if got := names[theTarget.logins[whose].ProjectID]; got.Raw() != projects[whose] {
				t.Errorf("for %s the project of %s is called %q", who, whose, got.Raw())
			}
		}
		if stranger := theTarget.logins[other].ProjectID; who == member && !names[stranger].IsEmpty() {
			t.Errorf("a member is told %q", names[stranger].Raw())
		}
	}
}

// connected connects to a cloud for a project that another login has found.
func connected(t *testing.T, cloud clouds.Cloud, project string) *api.Client {
	t.Helper()
	there, err := cloud.WithProject(project)
	if err != nil {
		t.Fatal(err)
	}
	c, err := api.Connect(t.Context(), there, api.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestTheClientChangesToAnotherProject(t *testing.T) {
	t.Parallel()
	first := theTarget.client(t, member, api.Options{ReadOnly: true})
	working, err := first.Projects(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(working, func(p model.Project) bool { return p.Name.Raw() == "web-prod" })
	if at < 0 || !working[at].Enabled || working[at].DomainID.Raw() != "default" {
		t.Fatalf("the projects are %+v", working)
	}
	id := working[at].ID
	byPassword := theTarget.cloud(member)
	token := clouds.Cloud{
		Name: "token", AuthType: "token", AuthURL: theTarget.AuthURL, Region: region, Interface: "public", Verify: true,
		Token: clouds.NewSecret(theTarget.logins[member].Token),
	}
	for name, cloud := range map[string]clouds.Cloud{"a password": byPassword, "a token": token} {
		c := connected(t, cloud, id.Raw())
		if about := c.About(); about.Project.Raw() != "web-prod" || about.ProjectID != id {
			t.Errorf("with %s: %+v", name, about)
		}
		if _, err := c.Image(t.Context(), model.NewImageID(uuid.NewString())); !errors.Is(err, api.ErrNotFound) {
			t.Errorf("with %s, reading an image that does not exist: %v", name, err)
		}
	}
	elsewhere, err := byPassword.WithProject(theTarget.logins[other].ProjectID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.Connect(t.Context(), elsewhere, api.Options{}); !errors.Is(err, api.ErrUnauthorized) {
		t.Errorf("to a project without a role: %v", err)
	}
}
