package backend

import (
	"glimpse/model/overview"
	"glimpse/model/text"
)

// Overview is what was counted of images, by one key or within that by a second.
type Overview struct {
	By, Within overview.Key
	Total      overview.Count
	Groups     []overview.Group
	// Names are the names of the projects among the values, as far as they are
	// known, by their ids.
	Names map[string]text.Untrusted
}
