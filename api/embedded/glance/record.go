package glance

import "time"

// Record is one stored image with everything the service keeps about it. A
// pointer stands for a column that may be NULL. Times keep the microseconds
// that the wire format, which has whole seconds, leaves out: filters and
// sorting use them as the real service's database does.
type Record struct {
	// ID is the image's identifier, a UUID unless loaded otherwise. It stays
	// taken after the image is deleted.
	ID string
	// Name is nil for an image that was given none, which is not the same
	// as the empty name.
	Name *string
	// Status is one of the Image API's words: queued, saving, active,
	// killed, deleted, uploading, importing, pending_delete, deactivated.
	Status string
	// Visibility is public, private, shared or community.
	Visibility string
	// DiskFormat and ContainerFormat are nil until set.
	DiskFormat, ContainerFormat *string
	// Size and VirtualSize are in bytes, nil while unknown.
	Size, VirtualSize *int64
	// Checksum (MD5), HashAlgo and HashValue are nil until there is data.
	Checksum, HashAlgo, HashValue *string
	// Owner is a project id; an admin may set it to nil.
	Owner *string
	// Protected keeps the image from being deleted, Hidden (os_hidden) from
	// being listed by default.
	Protected, Hidden bool
	// MinDisk is in GiB, MinRAM in MiB.
	MinDisk, MinRAM int64
	// Tags is a set; the order is not kept.
	Tags []string
	// Properties are the custom properties in the order they are shown.
	Properties []Property
	// CreatedAt and UpdatedAt are kept to the microsecond, in UTC.
	CreatedAt, UpdatedAt time.Time
	// DeletedAt is when the image was deleted, zero for a living one.
	DeletedAt time.Time
	// Stores names the stores that hold the data, none while there is none.
	Stores []string
	// Links are the URLs of the data in the store of the web, one for each time that
	// Stores names it, in that order.
	Links []string
	// Members are the projects the image is shared with.
	Members []Member
	// Tasks are the import tasks that were started on the image.
	Tasks []Task
	// Data is the content. When it is nil but Size is not and Stores is not
	// empty, the content is generated from the ID when it is asked for, so
	// that a sample image may claim any size at no cost.
	Data []byte
}

// Property is one custom property. Null marks a property that was stored as
// JSON null, which the schema allows for kernel_id and ramdisk_id alone.
type Property struct {
	Key, Value string
	Null       bool
}

// Member is one project an image is shared with; Status is pending, accepted
// or rejected.
type Member struct {
	Project, Status      string
	CreatedAt, UpdatedAt time.Time
}

// Task is one import of data into an image, as GET /v2/images/{id}/tasks
// shows it.
type Task struct {
	// ID is the task's UUID, Status one of pending, processing, success,
	// failure.
	ID, Status string
	// Message says how far a task has come or why it failed.
	Message string
	// Owner is the project and UserID the user who asked for it, RequestID
	// the request by which they did.
	Owner, UserID, RequestID string
	// Method is the import method, URI the source of a web-download.
	Method, URI string
	// Stores are the stores that the data was meant for.
	Stores []string
	// CreatedAt and UpdatedAt frame the task's life; ExpiresAt is zero until
	// it has ended.
	CreatedAt, UpdatedAt, ExpiresAt time.Time
	// request is the JSON of the request that asked for it, which the task
	// shows as it came.
	request string
	// from is the source of a glance-download.
	from *elsewhere
	// partly lets stores fail where others take the data.
	partly bool
	// posted is the type of a task that was made by POST /v2/tasks, with the
	// input that it was given there, the image that this named, and the one
	// that the task has made.
	posted, input, image, made string
}

// Deleted reports whether the image was deleted; its id stays taken.
func (r *Record) Deleted() bool { return !r.DeletedAt.IsZero() }
