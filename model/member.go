package model

import (
	"time"

	"glimpse/model/text"
)

// Member is one project that an image of visibility shared is offered to
// (GET /v2/images/{id}/members). The owner and an administrator see all
// members of an image, a member sees itself alone.
type Member struct {
	// Project is the project's id, as the owner wrote it: the service does not
	// check that there is such a project.
	Project text.Untrusted
	Status  MemberStatus
	// CreatedAt is when the image was offered, UpdatedAt when the member last
	// answered; in UTC, and zero where the service told none that can be read.
	CreatedAt, UpdatedAt time.Time
}

// MemberStatus is a member's answer to being offered an image. It decides
// whether the image is in the member's list; it can be read by its id in any
// case. Comparing with the constants below is exact; an unknown status is kept
// as it was sent.
type MemberStatus struct{ text.Untrusted }

// The statuses of a member in the Image API v2.
var (
	MemberPending  = MemberStatus{text.Of("pending")}
	MemberAccepted = MemberStatus{text.Of("accepted")}
	MemberRejected = MemberStatus{text.Of("rejected")}
)

// MemberStatuses lists the known statuses: no answer first.
func MemberStatuses() []MemberStatus {
	return []MemberStatus{MemberPending, MemberAccepted, MemberRejected}
}

// Membership is what is known of the members of one image.
type Membership struct {
	Image   ImageID
	Members []Member
	// Err says why they are not known.
	Err error
}
