package api

import "sync/atomic"

// learned is what a connection has found out about its services, and does not
// ask again. The zero value knows nothing.
type learned struct {
	// noTasks: the service does not tell the tasks of an image.
	noTasks atomic.Bool
	names   projectNames
}
