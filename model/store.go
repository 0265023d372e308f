package model

import "glimpse/model/text"

// Store is one place in which the service keeps the data of images
// (GET /v2/info/stores). An image's Stores attribute holds their ids.
type Store struct {
	ID text.Untrusted
	// Description is the operator's, and mostly empty.
	Description text.Untrusted
	// Default reports whether data goes there where no store is named.
	Default bool
	// ReadOnly reports whether data can be read from it and not written to it.
	ReadOnly bool
}
