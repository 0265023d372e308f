package model

import (
	"encoding/json"
	"net/url"

	"glimpse/model/text"
)

// Location is a place from which the service reads the data of an image.
type Location struct {
	URL text.Untrusted
	// Store is the store that it belongs to; empty where the service does not tell.
	Store text.Untrusted
}

// MostLocationURL is how many characters the URL of a location may have.
const MostLocationURL = 255

// Locations returns where the data of an image is, and whether the service shows that
// at all. Only the Raw record has it.
func (img *Image) Locations() (locations []Location, shown bool) {
	var record map[string]json.RawMessage // by exact names, which a struct is not read by
	if json.Unmarshal(img.Raw, &record) != nil {
		return nil, false
	}
	var all []map[string]json.RawMessage
	if written, found := record[AttrLocations.String()]; !found || json.Unmarshal(written, &all) != nil {
		return nil, false
	}
	for _, one := range all {
		var metadata map[string]json.RawMessage
		_ = json.Unmarshal(one["metadata"], &metadata) // what is none has no store
		locations = append(locations, Location{URL: textIn(one["url"]), Store: textIn(metadata["store"])})
	}
	return locations, true
}

// textIn returns a JSON string, and nothing for anything else.
func textIn(value json.RawMessage) text.Untrusted {
	var said string
	_ = json.Unmarshal(value, &said) // which leaves it empty
	return text.Of(said)
}

// Shown returns the URL of a location without a password, which those of some stores
// have in them.
func (l *Location) Shown() text.Untrusted {
	parsed, err := url.Parse(l.URL.Raw())
	if err != nil {
		return text.Of("a URL that cannot be read")
	}
	if _, has := parsed.User.Password(); has {
		return text.Of(parsed.Redacted())
	}
	return l.URL
}
