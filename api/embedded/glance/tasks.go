package glance

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// microLayout is the form of times that come from the database unformatted.
const microLayout = `"2006-01-02T15:04:05.000000"`

func appendMicro(out []byte, at time.Time) []byte {
	if at.IsZero() {
		return append(out, "null"...)
	}
	return at.UTC().AppendFormat(out, microLayout)
}

// appendInput appends what a task was started with.
func (t *Task) appendInput(out []byte, image string) []byte {
	out = appendText(append(out, `{"image_id": `...), image)
	out = append(out, `, "import_req": `...)
	if t.request != "" {
		out = append(out, t.request...)
	} else {
		out = appendText(append(out, `{"method": {"name": `...), t.Method)
		if t.URI != "" {
			out = appendText(append(out, `, "uri": `...), t.URI)
		}
		out = append(out, "}}"...)
	}
	out = append(out, `, "backend": [`...)
	for i, store := range t.Stores {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendText(out, store)
	}
	return append(out, "]}"...)
}

func (t *Task) appendResult(out []byte, image string) []byte {
	if t.Status != taskSuccess {
		return append(out, "null"...)
	}
	return append(appendText(append(out, `{"image_id": `...), image), '}')
}

// appendRow appends a task as the database has it, which is how the tasks of
// one image are shown.
func (t *Task) appendRow(out []byte, image string) []byte {
	out = appendText(append(out, `{"id": `...), t.ID)
	out = append(out, `, "type": "`+importTask+`", "status": `...)
	out = appendText(out, t.Status)
	out = appendText(append(out, `, "owner": `...), t.Owner)
	out = appendMicro(append(out, `, "expires_at": `...), t.ExpiresAt)
	out = appendMicro(append(out, `, "created_at": `...), t.CreatedAt)
	out = appendMicro(append(out, `, "updated_at": `...), t.UpdatedAt)
	out = appendText(append(out, `, "deleted_at": null, "deleted": false, "image_id": `...), image)
	out = appendText(append(out, `, "request_id": `...), t.RequestID)
	out = appendText(append(out, `, "user_id": `...), t.UserID)
	out = t.appendInput(append(out, `, "input": `...), image)
	out = t.appendResult(append(out, `, "result": `...), image)
	return append(appendText(append(out, `, "message": `...), t.Message), '}')
}

// appendView appends a task as the tasks API shows it, in full or as in a
// list.
func (t *Task) appendView(out []byte, image string, full bool) []byte {
	out = appendText(append(out, `{"id": `...), t.ID)
	if full {
		out = t.appendInput(append(out, `, "input": `...), image)
	}
	out = append(out, `, "type": "`+importTask+`", "status": `...)
	out = appendText(out, t.Status)
	out = appendText(append(out, `, "owner": `...), t.Owner)
	if full {
		out = appendText(append(out, `, "message": `...), t.Message)
		out = t.appendResult(append(out, `, "result": `...), image)
	}
	out = appendTime(append(out, `, "created_at": `...), t.CreatedAt)
	out = appendTime(append(out, `, "updated_at": `...), t.UpdatedAt)
	out = appendText(append(out, `, "self": `...), "/v2/tasks/"+t.ID)
	out = append(out, `, "schema": "/v2/schemas/task"`...)
	if full {
		out = appendText(append(out, `, "image_id": `...), image)
		out = appendText(append(out, `, "request_id": `...), t.RequestID)
		out = appendText(append(out, `, "user_id": `...), t.UserID)
	}
	if !t.ExpiresAt.IsZero() {
		out = appendTime(append(out, `, "expires_at": `...), t.ExpiresAt)
	}
	return append(out, '}')
}

// listImageTasks answers GET /v2/images/{id}/tasks: the tasks that the
// caller's project has started on the image.
func (c *call) listImageTasks() error {
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return noRoute()
	}
	if err := c.enforce(ruleGetImage, r); err != nil {
		return noRoute()
	}
	out := append([]byte(nil), `{"tasks": [`...)
	first := true
	for i := range r.Tasks {
		t := &r.Tasks[i]
		if !c.who.Admin() && t.Owner != c.who.ProjectID || !t.ExpiresAt.IsZero() && t.ExpiresAt.Before(c.s.now()) {
			continue
		}
		if !first {
			out = append(out, ", "...)
		}
		out, first = t.appendRow(out, r.ID), false
	}
	return c.json(http.StatusOK, append(out, "]}"...))
}

func (c *call) enforceTasks() error {
	if !c.s.allowed(&c.who, ruleTasks, ownTarget(&c.who)) {
		return refused(ruleTasks)
	}
	return nil
}

// ownedTask is a task with the image it belongs to.
type ownedTask struct {
	*Task
	image string
}

// tasks returns all tasks that are remembered, newest first.
func (s *Service) tasks() []ownedTask {
	s.store.mu.RLock()
	defer s.store.mu.RUnlock()
	now := s.now()
	var out []ownedTask
	for _, e := range s.store.order {
		for i := range e.record.Tasks {
			t := &e.record.Tasks[i]
			if t.ExpiresAt.IsZero() || t.ExpiresAt.After(now) {
				out = append(out, ownedTask{Task: t, image: e.record.ID})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ownedTask) int {
		if order := b.CreatedAt.Compare(a.CreatedAt); order != 0 {
			return order
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out
}

// taskListing is what a list of tasks is asked for.
type taskListing struct {
	limit        int
	marker       string
	hasMarker    bool
	status, kind string
	ascending    bool
}

func (c *call) readTaskListing(given params) (taskListing, error) {
	l := taskListing{limit: c.s.options.LimitDefault}
	if text, ok := given.get("limit"); ok {
		number, err := readLimit(text, c.s.options.LimitMax)
		if err != nil {
			return l, err
		}
		l.limit = number
	}
	l.limit = min(l.limit, c.s.options.LimitMax)
	l.marker, l.hasMarker = given.get("marker")
	if dir, ok := given.get("sort_dir"); ok {
		if err := checkSortDir(dir); err != nil {
			return l, err
		}
		l.ascending = dir == "asc"
	}
	l.status, _ = given.get("status")
	l.kind, _ = given.get("type")
	switch {
	case !slices.Contains([]string{"", taskPending, taskProcessing, taskSuccess, taskFailure}, l.status):
		return l, badRequest("Invalid status value: " + l.status)
	case l.kind != "" && l.kind != "import":
		return l, badRequest("Invalid type value: " + l.kind)
	}
	if key, ok := given.get("sort_key"); ok && !slices.Contains([]string{"id", "created_at", "updated_at", "status", "type"}, key) {
		return l, badRequest("Sort key supplied was not valid.")
	}
	return l, nil
}

// listTasks answers GET /v2/tasks, for admins: by their creation.
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
	found := slices.DeleteFunc(c.s.tasks(), func(t ownedTask) bool {
		return l.status != "" && t.Status != l.status || l.kind != "" // no image's task is of the one type to ask for
	})
	if l.ascending {
		slices.Reverse(found)
	}
	if l.hasMarker {
		at := slices.IndexFunc(found, func(t ownedTask) bool { return t.ID == l.marker })
		if at < 0 {
			return badRequest("Invalid marker format")
		}
		found = found[at+1:]
	}
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

// showTask answers GET /v2/tasks/{id}, for admins.
func (c *call) showTask() error {
	if err := c.enforceTasks(); err != nil {
		return err
	}
	for _, t := range c.s.tasks() {
		if t.ID == c.vars[0] {
			return c.json(http.StatusOK, t.appendView(nil, t.image, true))
		}
	}
	return notFound("Could not find task " + c.vars[0])
}

// deleteTask answers DELETE /v2/tasks/{id}, which is refused.
func (c *call) deleteTask() error {
	if err := c.enforceTasks(); err != nil {
		return err
	}
	return &statusError{
		code:   http.StatusMethodNotAllowed,
		header: http.Header{"Allow": {get}},
		layout: "This operation is currently not permitted on Glance Tasks. They are auto deleted after reaching the time " +
			"based on their expires_at property.",
	}
}

// createTask answers POST /v2/tasks, for admins. The API has been deprecated
// for years; of a source that could be read, none is let through here.
func (c *call) createTask() error {
	if err := c.enforceTasks(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	for _, name := range []string{"type", "input"} {
		if body.kind != kindDict {
			return broken()
		}
		if _, ok := body.dict.get(name); !ok {
			return badRequest("Task '" + name + "' is required")
		}
	}
	if err := taskSchema.check(body); err != nil {
		return err
	}
	input, _ := body.dict.get("input")
	source := value{}
	if input.kind == kindDict {
		source, _ = input.dict.get("import_from")
	}
	return badRequest("Invalid location: " + str(source))
}
