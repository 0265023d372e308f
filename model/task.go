package model

import (
	"time"

	"glimpse/model/text"
)

// Task is one piece of work of the service on an image, such as an import of
// data (GET /v2/images/{id}/tasks). The service forgets a task some time after
// its end.
type Task struct {
	ID     text.Untrusted
	Type   text.Untrusted // api_image_import for what the import call starts
	Status TaskStatus
	// Message is what the service says of the outcome: the reason of a
	// failure, or how far the copying has come. It may be empty.
	Message text.Untrusted
	// Owner is the project that started the task.
	Owner text.Untrusted
	// RequestID is the request that started it, to quote to the operator, and
	// UserID who sent that; both are empty where the
	// service does not tell them.
	RequestID, UserID text.Untrusted
	// The times are in UTC, and zero where the service told none that can be
	// read. ExpiresAt is when the service forgets the task, which it decides
	// at the task's end.
	CreatedAt, UpdatedAt, ExpiresAt time.Time
}

// TaskStatus is the state of a task. Comparing with the constants below is
// exact; an unknown status is kept as it was sent.
type TaskStatus struct{ text.Untrusted }

// The statuses of a task in the Image API v2.
var (
	TaskPending    = TaskStatus{text.Of("pending")}
	TaskProcessing = TaskStatus{text.Of("processing")}
	TaskSuccess    = TaskStatus{text.Of("success")}
	TaskFailure    = TaskStatus{text.Of("failure")}
)

// IsOver reports whether the task has come to its end, good or bad. A status
// that is not known counts as under way.
func (t *Task) IsOver() bool { return t.Status == TaskSuccess || t.Status == TaskFailure }

// FailureOf returns what the service said of the last task that failed, or
// nothing.
func FailureOf(tasks []Task) text.Untrusted {
	if last := LastFailure(tasks); last != nil {
		return last.Message
	}
	return text.Untrusted{}
}

// LastFailure returns the last task that failed and says why, or nil.
func LastFailure(tasks []Task) *Task {
	var last *Task
	for i := range tasks {
		failed := tasks[i].Status == TaskFailure && !tasks[i].Message.IsEmpty()
		if failed && (last == nil || tasks[i].CreatedAt.After(last.CreatedAt)) {
			last = &tasks[i]
		}
	}
	return last
}

// FailedAt returns when a task failed: when the service changed it last, or else when it
// was begun.
func (t *Task) FailedAt() time.Time {
	if t.UpdatedAt.IsZero() {
		return t.CreatedAt
	}
	return t.UpdatedAt
}
