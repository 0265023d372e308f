package glance

import (
	"cmp"
	"net/http"
	"slices"
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

// kind is the type of a task in the words of the API.
func (t *Task) kind() string { return cmp.Or(t.posted, importTask) }

// appendInput appends what a task was started with.
func (t *Task) appendInput(out []byte, image string) []byte {
	if t.input != "" {
		return append(out, t.input...)
	}
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
	return append(appendText(append(out, `{"image_id": `...), cmp.Or(t.made, image)), '}')
}

// appendRow appends a task as the database has it, which is how the tasks of
// one image are shown.
func (t *Task) appendRow(out []byte, image string) []byte {
	out = appendText(append(out, `{"id": `...), t.ID)
	out = appendText(append(out, `, "type": `...), t.kind())
	out = appendText(append(out, `, "status": `...), t.Status)
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
	out = appendText(append(out, `, "type": `...), t.kind())
	out = appendText(append(out, `, "status": `...), t.Status)
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
		if image != "" {
			out = appendText(append(out, `, "image_id": `...), image)
		}
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
	for _, t := range slices.Concat(r.Tasks, c.s.store.postedFor(r.ID)) {
		if !c.who.Admin() && t.Owner != c.who.ProjectID || t.expired(c.s.now()) {
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
