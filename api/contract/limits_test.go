package contract

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/remote"
)

// limits are what the projects may have: everybody much, and project other little.
const (
	much   = `{"usage": {"image_size_total": {"usage": %d, "limit": 1048576}, "image_stage_total": {"usage": %d, "limit": 102400}, "image_count_total": {"usage": %d, "limit": 100000}, "image_count_uploading": {"usage": %d, "limit": 100}}}`
	little = `{"usage": {"image_size_total": {"usage": %d, "limit": 2}, "image_stage_total": {"usage": %d, "limit": 1}, "image_count_total": {"usage": %d, "limit": 3}, "image_count_uploading": {"usage": %d, "limit": 1}}}`

	megabyte = 1 << 20
)

// over is the refusal of what goes beyond a limit.
func over(limit string, most, usage, delta int) string {
	return fmt.Sprintf("The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was "+
		"breached.\n\nThe response body:\nProject {other} is over a limit for [Resource %s is over limit of %d due to current usage %d and delta %d]", limit, most, usage, delta)
}

// usesNow expects what project other uses.
func usesNow(bytes, staged, images, uploading int) exchange {
	return exchange{"so it uses", other, "GET /v2/info/usage", "", 200, text(fmt.Sprintf(little, bytes, staged, images, uploading))}
}

func TestExtrasLimitsOfAProject(t *testing.T) {
	s := spaceOn(t, extras(t))
	for _, name := range []string{"a", "b", "c"} {
		s.image(name, other, bare)
	}
	const put, stage = "PUT /v2/images/{%s}/file", "PUT /v2/images/{%s}/stage"
	half := strings.Repeat("x", megabyte*3/2)
	status := func(name, status string) exchange {
		return exchange{name + " is " + status, other, "GET /v2/images/{" + name + "}", "", 200, has(`{"status": "` + status + `"}`)}
	}
	s.check(t, []exchange{
		usesNow(0, 0, 3, 0),
		{"no more images than that", other, "POST /v2/images", bare, 413, refused(over("image_count_total", 3, 3, 1))},
		{"data is counted in whole MiB", other, fmt.Sprintf(put, "a"), half, 204, nil},
		usesNow(1, 0, 3, 0),
		{"a last upload may go beyond the limit", other, fmt.Sprintf(put, "b"), half + "x", 204, nil},
		usesNow(3, 0, 3, 0),
		{"and none after it", other, fmt.Sprintf(put, "c"), content, 413, refused(over("image_size_total", 2, 3, 0))},
		status("c", "queued"),
		{"data is still staged", other, fmt.Sprintf(stage, "c"), content, 204, nil},
		usesNow(3, 0, 3, 1),
		{"and not imported", other, "POST /v2/images/{c}/import\nContent-Type: application/json", `{"method": {"name": "glance-direct"}}`, 413, refused(over("image_size_total", 2, 3, 0))},
		status("c", "uploading"),
		{"room is made", other, "DELETE /v2/images/{b}", "", 204, nil},
		usesNow(1, 0, 2, 1),
		{"one upload at a time", other, "GET /v2/images/{a}", "", 200, func(s *space, _ *answer) {
			s.image("d", other, bare)
			s.exchange(exchange{"", other, fmt.Sprintf(put, "d"), content, 413, refused(over("image_count_uploading", 1, 2, 0))})
			s.exchange(exchange{"", other, fmt.Sprintf(stage, "d"), content, 413, refused(over("image_count_uploading", 1, 2, 0))})
			s.exchange(status("d", "queued"))
		}},
		{"others do not notice", admin, "GET /v2/info/usage", "", 200, contains(`"limit": 1048576`)},
	})
	s.fork(t).expectUsage()
}

// expectUsage expects what the others may have.
func (s *space) expectUsage() {
	s.Helper()
	for _, as := range []account{admin, member} {
		got := s.must(as, "GET /v2/info/usage", "")
		var bytes, staged, images, uploading int
		if _, err := fmt.Sscanf(string(got.body), much, &bytes, &staged, &images, &uploading); err != nil {
			s.Errorf("%s: %s", as, got.body)
		}
	}
}

func TestExtrasLimitsOfAnImport(t *testing.T) {
	s := spaceOn(t, extras(t))
	s.image("id", other, bare)
	s.image("next", other, bare)
	large := strings.Repeat("x", 3*megabyte)
	s.check(t, []exchange{
		{"what is staged may go beyond both limits", other, "PUT /v2/images/{id}/stage", large, 204, nil},
		usesNow(0, 3, 2, 1),
		{"no more is staged then", other, "PUT /v2/images/{next}/stage", content, 413, refused(over("image_stage_total", 1, 3, 0))},
		{"the import is begun", other, postImport, `{"method": {"name": "glance-direct"}}`, 202, nil},
	})
	if image := s.imported("id"); image["status"] != "queued" || image["size"] != nil || image["os_glance_failed_import"] != "" || image["os_glance_importing_to_stores"] != "" {
		t.Errorf("the image is %v", image)
	}
	tasks := s.must(other, "GET /v2/images/{id}/tasks", "").object(s)["tasks"].([]any)
	if task := tasks[0].(map[string]any); task["status"] != "failure" || task["message"] != s.expand(over("image_size_total", 2, 0, 3)) {
		t.Errorf("the task is %v", task)
	}
	s.check(t, []exchange{
		usesNow(0, 0, 2, 0),
		{"what was staged stays in the way", other, "PUT /v2/images/{id}/stage", content, 409, refused("The image {id} has data on staging")},
	})
}

func TestExtrasTheClientReadsTheLimits(t *testing.T) {
	on := extras(t)
	s := spaceOn(t, on)
	c := on.client(t, other, api.Options{})
	created(t, s, c, api.NewImage{})
	quotas, err := c.Usage(t.Context())
	want := []model.Quota{
		{Resource: model.QuotaSize, Limit: 2},
		{Resource: model.QuotaStaged, Limit: 1},
		{Resource: model.QuotaCount, Limit: 3, Used: 1},
		{Resource: model.QuotaUploading, Limit: 1},
	}
	if err != nil || fmt.Sprint(quotas) != fmt.Sprint(want) {
		t.Errorf("the limits are %v, %v; want %v", quotas, err, want)
	}
	created(t, s, c, api.NewImage{})
	created(t, s, c, api.NewImage{})
	_, err = c.Create(t.Context(), api.NewImage{})
	refusal := s.expand(`creating: "Project {other} is over a limit for [Resource image_count_total is over limit of 3 due to current usage 3 and delta 1]"`)
	if !errors.Is(err, api.ErrQuota) || !strings.HasSuffix(err.Error(), refusal[len("creating"):]) || !strings.HasPrefix(remote.Advice(err), "delete images that are no longer used") {
		t.Errorf("one more: %v; %s", err, remote.Advice(err))
	}
}
