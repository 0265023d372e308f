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
