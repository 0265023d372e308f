package api

import (
	"sync/atomic"

	"glimpse/model"
	"glimpse/model/definition"
)

// capabilities is what a connection has found out about its services, and does not
// ask again. The zero value knows nothing.
type capabilities struct {
	// noTasks: the service does not tell the tasks of an image.
	noTasks atomic.Bool
	// ownServers: the Compute service shows this user one project's servers alone.
	ownServers atomic.Bool
	names      projectNames
	// noCache is why the image cache cannot be read, once that was said.
	noCache atomic.Pointer[Problem]
	// definitions are those of properties, once they were read.
	definitions atomic.Pointer[definition.Catalogue]
	// schema is that of images, once it was read.
	schema atomic.Pointer[model.Schema]
}
