package model

import (
	"strings"

	"glimpse/model/text"
)

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

// IsIn reports whether a store holds the data of the image.
func (img *Image) IsIn(store string) bool {
	for name := range strings.SplitSeq(img.Stores.Raw(), ",") {
		if strings.TrimSpace(name) == store {
			return true
		}
	}
	return false
}
