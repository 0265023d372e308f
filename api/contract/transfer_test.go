package contract

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/api/transfer"
	"glimpse/model"
	untrusted "glimpse/model/text"
)

// disk makes an image that waits for its data.
func disk(t *testing.T, s *space, c *api.Client) model.Image {
	t.Helper()
	return created(t, s, c, api.NewImage{Attributes: map[model.Attribute]any{
		model.AttrDiskFormat: "raw", model.AttrContainerFormat: "bare",
	}})
}

func TestTheClientMovesData(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{})
	id := disk(t, s, c).ID
	if _, err := c.Data(t.Context(), id, 0); !errors.Is(err, api.ErrNoData) {
		t.Errorf("an image without data: %v", err)
	}
	if err := c.Upload(t.Context(), id, strings.NewReader(content), int64(len(content)), false); err != nil {
		t.Fatal(err)
	}
	if err := c.Upload(t.Context(), id, strings.NewReader(content), int64(len(content)), false); !errors.Is(err, api.ErrConflict) {
		t.Errorf("a second upload: %v", err)
	}
	for from := range int64(len(content)) {
		data, err := c.Data(t.Context(), id, from)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(data)
		if err != nil || data.From != from || string(got) != content[from:] || data.Length != int64(len(got)) {
			t.Errorf("from %d: %q from %d, %d announced, %v", from, got, data.From, data.Length, err)
		}
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	}
	// Behind the end there is nothing: it begins at the beginning again.
	data, err := c.Data(t.Context(), id, int64(len(content)))
	if err != nil || data.From != 0 {
		t.Fatalf("behind the end: from %d, %v", data.From, err)
	}
	_ = data.Close()
	image, err := c.Image(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	d := &transfer.Download{Source: c, Image: image}
	if err := d.To(t.Context(), &out); err != nil || out.String() != content || d.Checked() != transfer.SizeAndHash {
		t.Errorf("downloaded %q, %v", &out, err)
	}
	image.HashValue = untrusted.Of(strings.Repeat("0", 128))
	if err := (&transfer.Download{Source: c, Image: image}).To(t.Context(), io.Discard); err == nil {
		t.Error("a hash that does not fit is no error")
	}
}

func TestTheClientKnowsWhatTheServiceOffers(t *testing.T) {
	c := theTarget.client(t, member, api.Options{})
	methods, err := c.ImportMethods(t.Context())
	if err != nil || !slices.Contains(methods, untrusted.Of("glance-direct")) || !slices.Contains(methods, untrusted.Of("web-download")) {
		t.Errorf("import methods %v, %v", methods, err)
	}
	if quotas, err := c.Usage(t.Context()); err != nil || len(quotas) != 0 {
		t.Errorf("usage %v, %v", quotas, err)
	}
	stores, err := c.Stores(t.Context())
	if err != nil || len(stores) == 0 {
		t.Fatalf("stores %v, %v", stores, err)
	}
}

func TestTheClientImports(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{})
	image := disk(t, s, c)
	direct := api.Import{Method: "glance-direct"}
	if err := c.StartImport(t.Context(), &image, direct); !errors.Is(err, api.ErrConflict) {
		t.Errorf("what was not staged: %v", err)
	}
	if err := c.StartImport(t.Context(), &image, api.Import{Method: "bogus"}); !errors.Is(err, api.ErrInvalid) {
		t.Errorf("an unknown method: %v", err)
	}
	local := api.Import{Method: "web-download", URI: "http://127.0.0.1/x"}
	if err := c.StartImport(t.Context(), &image, local); !errors.Is(err, api.ErrInvalid) {
		t.Errorf("a local URI: %v", err)
	}
	if err := c.Upload(t.Context(), image.ID, strings.NewReader(content), int64(len(content)), true); err != nil {
		t.Fatal(err)
	}
	image, err := c.Image(t.Context(), image.ID)
	if err != nil || image.Status != model.StatusUploading {
		t.Fatalf("staged: %s, %v", image.Status.Raw(), err)
	}
	direct.Stores = []string{"nope"}
	if err := c.StartImport(t.Context(), &image, direct); !errors.Is(err, api.ErrConflict) {
		t.Errorf("an unknown store: %v", err)
	}
	direct.Stores = []string{"fs"}
	if err := c.StartImport(t.Context(), &image, direct); err != nil {
		t.Fatal(err)
	}
	s.values["imported"] = image.ID.Raw()
	s.await("active", "{imported}")
	tasks, err := c.Tasks(t.Context(), image.ID)
	if err != nil || len(tasks) != 1 {
		t.Errorf("tasks %v, %v", tasks, err)
	}
	if err := c.DeleteFromStore(t.Context(), image.ID, "nope"); !errors.Is(err, api.ErrConflict) {
		t.Errorf("deleting from an unknown store: %v", err)
	}
	admins := theTarget.client(t, admin, api.Options{})
	if err := admins.DeleteFromStore(t.Context(), image.ID, "fs"); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("deleting from the only store: %v", err)
	}
}

func TestTheClientShares(t *testing.T) {
	s := newSpace(t)
	owner, theirs := theTarget.client(t, member, api.Options{}), theTarget.client(t, other, api.Options{})
	id := created(t, s, owner, api.NewImage{Attributes: map[model.Attribute]any{model.AttrVisibility: "shared"}}).ID
	private := created(t, s, owner, api.NewImage{Attributes: map[model.Attribute]any{model.AttrVisibility: "private"}}).ID
	project := theirs.About().ProjectID.Raw()
	ctx := t.Context()
	for range 2 { // the second time it is so already
		if err := owner.AddMember(ctx, id, project); err != nil {
			t.Fatal(err)
		}
	}
	if members, err := owner.Members(ctx, id); err != nil || len(members) != 1 || members[0].Status != model.MemberPending {
		t.Errorf("members %v, %v", members, err)
	}
	if err := owner.AddMember(ctx, private, project); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a private image: %v", err)
	}
	if err := owner.AnswerShare(ctx, id, project, model.MemberAccepted); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("the owner accepts: %v", err)
	}
	for _, answer := range model.MemberStatuses() {
		if err := theirs.AnswerShare(ctx, id, project, answer); err != nil {
			t.Errorf("%s: %v", answer.Raw(), err)
		}
		if members, err := theirs.Members(ctx, id); err != nil || len(members) != 1 || members[0].Status != answer {
			t.Errorf("after %s: %v, %v", answer.Raw(), members, err)
		}
	}
	if err := theirs.AnswerShare(ctx, private, project, model.MemberAccepted); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("an image that is not shared: %v", err)
	}
	for range 2 {
		if err := owner.RemoveMember(ctx, id, project); err != nil {
			t.Error(err)
		}
	}
	if err := owner.RemoveMember(ctx, model.NewImageID("12345678-1234-4234-8234-123456789abc"), project); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("no image: %v", err)
	}
	for i := range 128 {
		if err := owner.AddMember(ctx, id, "project-"+string(rune('a'+i%26))+strings.Repeat("x", i/26)); err != nil {
			t.Fatal(err)
		}
	}
	var problem *api.Problem
	err := owner.AddMember(ctx, id, "one-more")
	if !errors.Is(err, api.ErrQuota) || !errors.As(err, &problem) || !strings.Contains(problem.Advice(), "128 members") {
		t.Errorf("a 129th member: %v", err)
	}
}
