package model

import "time"

// Cause is why an image needs attention.
type Cause uint8

// The causes, what is worst first.
const (
	// Well: there is none.
	Well Cause = iota
	// FailedImport: an import of data failed for some store.
	FailedImport
	// Stuck: data has been coming in for over a day, or none came for over a
	// week.
	Stuck
	// Killed: the upload failed.
	Killed
	// PendingDelete: the image is about to be deleted.
	PendingDelete
	// Deactivated: the data of the image is locked.
	Deactivated
	// Unreadable: the record could not be read in full.
	Unreadable
)

// Causes lists the causes in their order.
func Causes() []Cause {
	return []Cause{FailedImport, Stuck, Killed, PendingDelete, Deactivated, Unreadable}
}

// The properties in which Glance keeps how an import of data goes: the stores that
// it failed for, those that it goes on for, and its task. After one that went well
// they stay, empty.
const (
	PropertyFailedImport      = "os_glance_failed_import"
	PropertyImportingToStores = "os_glance_importing_to_stores"
	PropertyImportTask        = "os_glance_import_task"
)

// ImportFailed reports whether the last import of data failed for some store.
func (img *Image) ImportFailed() bool {
	stores, found := img.Property(PropertyFailedImport)
	return found && !stores.IsEmpty() || img.ImportBrokeOff()
}

// ImportBrokeOff reports whether an import ended before it came to any store: Glance
// leaves the stores that the data was for where it cannot read an image of another
// region, and no task holds the image.
func (img *Image) ImportBrokeOff() bool {
	stores, _ := img.Property(PropertyImportingToStores)
	task, _ := img.Property(PropertyImportTask)
	return img.Status == StatusQueued && !stores.IsEmpty() && task.IsEmpty()
}

// IsFailed reports whether the last import or upload of data failed.
func (img *Image) IsFailed() bool { return img.Status == StatusKilled || img.ImportFailed() }

// How long an image may stay as it is before it is stuck.
const (
	longestTransfer = 24 * time.Hour
	longestQueued   = 7 * 24 * time.Hour
)

// IsStuck reports whether data has been coming in for over a day, or none came
// for over a week.
func (img *Image) IsStuck(now time.Time) bool {
	since, known := img.Time(img.stuckSince())
	if !known {
		return false
	}
	switch img.Status {
	case StatusSaving, StatusUploading, StatusImporting:
		return now.Sub(since) > longestTransfer
	case StatusQueued:
		return now.Sub(since) > longestQueued
	default:
		return false
	}
}

// stuckSince is the attribute that tells since when an image waits for data. One that is
// queued has had none since it was made: a tag that was changed meanwhile is no reason to
// wait for another week. When data began to come in the service does not say, but it
// was no later than the last change.
func (img *Image) stuckSince() Attribute {
	if img.Status == StatusQueued {
		return AttrCreatedAt
	}
	return AttrUpdatedAt
}

// AttentionSince is the attribute that tells, as well as a record can, since when an
// image needs attention for a cause.
func (img *Image) AttentionSince(cause Cause) Attribute {
	if cause == Stuck {
		return img.stuckSince()
	}
	return AttrUpdatedAt
}

// The property by which Nova says that it made an image of a server, and its value.
const (
	PropertyImageType = "image_type"
	ImageTypeSnapshot = "snapshot"
)

// IsSnapshot reports whether the image was made of a server.
func (img *Image) IsSnapshot() bool {
	kind, found := img.Property(PropertyImageType)
	return found && kind.Raw() == ImageTypeSnapshot
}

// NeedsAttention returns why an operator should look at the image, the worst
// cause where there are several, or Well.
func (img *Image) NeedsAttention(now time.Time) Cause {
	switch {
	case img.ImportFailed():
		return FailedImport
	case img.IsStuck(now):
		return Stuck
	case img.Status == StatusKilled:
		return Killed
	case img.Status == StatusPendingDelete:
		return PendingDelete
	case img.Status == StatusDeactivated:
		return Deactivated
	case img.IsIncomplete():
		return Unreadable
	default:
		return Well
	}
}
