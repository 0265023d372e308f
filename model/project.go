package model

import "glimpse/model/text"

// Project is one project of the cloud as the Identity service tells it
// (GET /v3/auth/projects).
type Project struct {
	// ID is what an image's Owner holds.
	ID text.Untrusted
	// Name is unique within the domain only.
	Name     text.Untrusted
	DomainID text.Untrusted
	// Description is the operator's, and mostly empty.
	Description text.Untrusted
	// Enabled tells that one can work in it.
	Enabled bool
}
