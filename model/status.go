package model

import "glimpse/model/text"

// Status is the state of an image in the service. Comparing with the
// constants below is exact; an unknown status is kept as it was sent.
type Status struct{ text.Untrusted }

// The statuses of the Image API v2.
var (
	StatusQueued        = Status{text.Of("queued")}
	StatusSaving        = Status{text.Of("saving")}
	StatusUploading     = Status{text.Of("uploading")}
	StatusImporting     = Status{text.Of("importing")}
	StatusActive        = Status{text.Of("active")}
	StatusDeactivated   = Status{text.Of("deactivated")}
	StatusKilled        = Status{text.Of("killed")}
	StatusDeleted       = Status{text.Of("deleted")}
	StatusPendingDelete = Status{text.Of("pending_delete")}
)

// Statuses lists the known statuses in the order of an image's life.
func Statuses() []Status {
	return []Status{
		StatusQueued, StatusSaving, StatusUploading, StatusImporting, StatusActive,
		StatusDeactivated, StatusKilled, StatusDeleted, StatusPendingDelete,
	}
}

// Visibility says who sees an image. Comparing with the constants below is
// exact; an unknown visibility is kept as it was sent.
type Visibility struct{ text.Untrusted }

// The visibilities of the Image API v2.
var (
	VisibilityPublic    = Visibility{text.Of("public")}
	VisibilityCommunity = Visibility{text.Of("community")}
	VisibilityShared    = Visibility{text.Of("shared")}
	VisibilityPrivate   = Visibility{text.Of("private")}
)

// Visibilities lists the known visibilities, the widest first.
func Visibilities() []Visibility {
	return []Visibility{VisibilityPublic, VisibilityCommunity, VisibilityShared, VisibilityPrivate}
}

// importFailed is the property in which Glance keeps the stores that an
// import failed for. After a successful import it stays, empty.
const importFailed = "os_glance_failed_import"

// ImportFailed reports whether the last import of data failed for some store.
func (img *Image) ImportFailed() bool {
	stores, found := img.Property(importFailed)
	return found && !stores.IsEmpty()
}

// NeedsAttention reports whether an operator should look at the image: it is
// not active, an import of it failed, or its record could not be read in full.
func (img *Image) NeedsAttention() bool {
	return img.Status != StatusActive || img.ImportFailed() || img.IsIncomplete()
}
