package glance

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// ownedTask is a task with the image it belongs to, "" for a task of the tasks
// API that names none.
type ownedTask struct {
	*Task
	image string
}

// tasks returns all tasks that are remembered, in no order.
func (s *Service) tasks() []ownedTask {
	s.store.mu.RLock()
	defer s.store.mu.RUnlock()
	now := s.now()
	var out []ownedTask
	add := func(tasks []Task, image func(*Task) string) {
		for i := range tasks {
			if t := &tasks[i]; !t.expired(now) {
				out = append(out, ownedTask{Task: t, image: image(t)})
			}
		}
	}
	for _, e := range s.store.order {
		add(e.record.Tasks, func(*Task) string { return e.record.ID })
	}
	add(s.store.posted, func(t *Task) string { return t.image })
	return out
}

// taskColumns are what tasks can be filtered and sorted by. Times have a fixed
// number of digits and so are in order as texts.
var taskColumns = map[string]func(ownedTask) string{
	"id":         func(t ownedTask) string { return t.ID },
	"type":       func(t ownedTask) string { return t.kind() },
	"status":     func(t ownedTask) string { return t.Status },
	"owner":      func(t ownedTask) string { return t.Owner },
	"image_id":   func(t ownedTask) string { return t.image },
	"request_id": func(t ownedTask) string { return t.RequestID },
	"user_id":    func(t ownedTask) string { return t.UserID },
	"created_at": func(t ownedTask) string { return t.CreatedAt.Format(microLayout) },
	"updated_at": func(t ownedTask) string { return t.UpdatedAt.Format(microLayout) },
	"expires_at": func(t ownedTask) string {
		if t.ExpiresAt.IsZero() {
			return ""
		}
		return t.ExpiresAt.Format(microLayout)
	},
}

// taskListing is what a list of tasks is asked for.
type taskListing struct {
	limit     int
	marker    string
	hasMarker bool
	sortKeys  []string
	ascending bool
	filters   params
}

func (c *call) readTaskListing(given params) (taskListing, error) {
	l := taskListing{sortKeys: []string{"created_at", "id"}}
	given = slices.Clone(given) // which the links of the answer quote
	if dir, ok := given.pop("sort_dir"); ok {
		if err := checkSortDir(dir); err != nil {
			return l, err
		}
		l.ascending = dir == "asc"
	}
	if err := checkTaskFilters(given); err != nil {
		return l, err
	}
	if l.marker, l.hasMarker = given.pop("marker"); l.marker != "" && !isUUID(l.marker) {
		return l, badRequest("Invalid marker format")
	}
	var err error
	if l.limit, err = c.popLimit(&given); err != nil {
		return l, err
	}
	if key, ok := given.pop("sort_key"); ok {
		if taskColumns[key] == nil {
			return l, badRequest("Sort key supplied was not valid.")
		}
		if !slices.Contains(l.sortKeys, key) {
			l.sortKeys = slices.Insert(l.sortKeys, 0, key)
		}
	}
	for _, p := range given {
		if taskColumns[p.key] != nil {
			l.filters = append(l.filters, p)
		}
	}
	return l, nil
}

func checkTaskFilters(given params) error {
	status, _ := given.get("status")
	kind, _ := given.get("type")
	switch {
	case !slices.Contains([]string{"", taskPending, taskProcessing, taskSuccess, taskFailure}, status):
		return badRequest("Invalid status value: " + status)
	case kind != "" && kind != legacyImport:
		return badRequest("Invalid type value: " + kind)
	}
	return nil
}

func (l *taskListing) matches(t ownedTask) bool {
	return !slices.ContainsFunc(l.filters, func(p param) bool { return taskColumns[p.key](t) != p.value })
}

func (l *taskListing) compare(a, b ownedTask) int {
	if !l.ascending {
		a, b = b, a
	}
	for _, key := range l.sortKeys {
		if order := cmp.Compare(taskColumns[key](a), taskColumns[key](b)); order != 0 {
			return order
		}
	}
	return 0
}

// listTasks answers GET /v2/tasks, for admins.
func (c *call) listTasks() error {
	if err := c.enforceTasks(); err != nil {
		return err
	}
	query, ok := parseQuery(c.r.URL.RawQuery)
	if !ok {
		return undecodable()
	}
	l, err := c.readTaskListing(query)
	if err != nil {
		return err
	}
	all := c.s.tasks()
	slices.SortFunc(all, l.compare)
	if l.hasMarker {
		at := slices.IndexFunc(all, func(t ownedTask) bool { return t.ID == l.marker })
		if at < 0 {
			return badRequest("Task with the given id " + l.marker + " was not found")
		}
		all = all[at+1:]
	}
	found := slices.DeleteFunc(all, func(t ownedTask) bool { return !l.matches(t) })
	found = found[:min(l.limit, len(found))]
	next := ""
	if len(found) > 0 && len(found) == l.limit {
		next = found[len(found)-1].ID
	}
	out := append([]byte(nil), `{"tasks": [`...)
	for i, t := range found {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = t.appendView(out, t.image, false)
	}
	return c.json(http.StatusOK, append(appendLinks(append(out, ']'), query, "/v2/tasks", "/v2/schemas/tasks", next), '}'))
}

// expired reports whether a task is no longer remembered.
func (t *Task) expired(now time.Time) bool {
	return !t.ExpiresAt.IsZero() && !t.ExpiresAt.After(now)
}
