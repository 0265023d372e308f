package api

import (
	"context"
	"errors"
	"net/http"

	"glimpse/api/errorbody"
	"glimpse/model"
	"glimpse/model/text"
)

// Tasks reads the tasks of an image that the service still remembers
// (GET /v2/images/{id}/tasks), in the service's order: imports under way, and
// for some time those that ended. A project sees the tasks that it started, an
// administrator all.
//
// The error is ErrNotOffered where the service is too old to have the call,
// which is an answer rather than a failure and is remembered by the
// connection, and ErrNotFound where there is no such image that this project
// sees.
func (c *Client) Tasks(ctx context.Context, id model.ImageID) ([]model.Task, error) {
	const listing = "listing the tasks of"
	notOffered := &Problem{
		Operation: listing, Image: id, Status: http.StatusNotFound, Kind: ErrNotOffered,
		Reason: ownWords("this image service does not tell the tasks of an image"),
		advice: "the image itself tells of an import in " + model.PropertyImportTask + " and " + model.PropertyFailedImport,
	}
	if c.learned.noTasks.Load() {
		return nil, notOffered
	}
	request := call{
		operation: listing, image: id, method: http.MethodGet, path: imagePath(id) + "/tasks",
		accept: []int{http.StatusOK},
	}
	var tasks []model.Task
	err := c.read(ctx, request, func(body []byte) (err error) {
		tasks, err = decodeTasks(id, body)
		for i := range tasks {
			tasks[i].Message = text.Of(c.explain.secrets.Redact(errorbody.Tidy(tasks[i].Message.Raw())))
		}
		return err
	})
	if !errors.Is(err, ErrNotFound) {
		return tasks, err
	}
	// An old service and one without the image answer alike, word for word.
	if _, missing := c.Image(ctx, id); missing != nil {
		return nil, missing
	}
	c.learned.noTasks.Store(true)
	var answered *Problem
	if errors.As(err, &answered) {
		notOffered.RequestID = answered.RequestID
	}
	return nil, notOffered
}

func decodeTasks(asked model.ImageID, body []byte) ([]model.Task, error) {
	_, list, err := decodeRecords(body, "tasks", "list of tasks")
	if err != nil {
		return nil, err
	}
	if err := checkRecords(asked, list); err != nil {
		return nil, err
	}
	tasks := make([]model.Task, len(list))
	for i, r := range list {
		tasks[i] = model.Task{
			ID: r.text("id"), Type: r.text("type"), Status: model.TaskStatus{Untrusted: r.text("status")},
			Message: r.text("message"), Owner: r.text("owner"),
			RequestID: r.text("request_id"), UserID: r.text("user_id"),
			CreatedAt: r.time("created_at"), UpdatedAt: r.time("updated_at"), ExpiresAt: r.time("expires_at"),
		}
	}
	return tasks, nil
}
