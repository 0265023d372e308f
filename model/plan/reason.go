package plan

import "encoding/json"

// Reason is why an image is left out of a plan: a code, which the screen puts
// into words and journals keep.
type Reason string

// The reasons.
const (
	// AsWanted means that the image already is as wanted.
	AsWanted Reason = "no_change"
	// Protected means that a protected image cannot be deleted.
	Protected Reason = "protected"
	// WrongStatus means that the image's status does not allow the change.
	WrongStatus Reason = "wrong_status"
	// Unreadable means that the record has no id that could be asked for, or
	// could not be read to its end.
	Unreadable Reason = "unreadable"
	// NotFound means that no image has the id.
	NotFound Reason = "not_found"
	// UnknownProtection, UnknownStatus and UnknownTags are that the value which
	// decides could not be read.
	UnknownProtection Reason = "unknown_protection"
	UnknownStatus     Reason = "unknown_status"
	UnknownTags       Reason = "unknown_tags"
	// KeyTaken means that the new key of a property has another value already.
	KeyTaken Reason = "key_taken"
	// NullValue means that a property whose value is null can be given no other
	// key.
	NullValue Reason = "null_value"
	// NotShared means that the image has no members, for its visibility is not
	// shared; OwnersShare that the project owns the image, and so needs no share of
	// it; NotMember that the image is not shared with the project.
	NotShared   Reason = "not_shared"
	OwnersShare Reason = "owner"
	NotMember   Reason = "not_member"
	// Changed means that somebody else changed, after it was shown, what the step
	// touches.
	Changed Reason = "changed"
	// Unsendable means that the service would damage the record or another.
	Unsendable Reason = "unsendable"
	// NoInverse is, of an undo, that the change cannot be taken back.
	NoInverse Reason = "no_inverse"
	// Unrecorded is, of an undo, that the journal does not say how the image was, for it
	// lost a line.
	Unrecorded Reason = "unrecorded"
	// NotDone is, of an undo, that the job did not change the image.
	NotDone Reason = "not_done"
	// NoData means that the image has no data that could be moved.
	NoData Reason = "no_data"
	// NoFormats means that the service takes no data before disk_format and
	// container_format are set.
	NoFormats Reason = "no_formats"
	// OnlyStore means that no other store has the data of the image.
	OnlyStore Reason = "only_store"
	// LocationsHidden means that the service does not show the locations of the image,
	// LastLocation that it would have none left.
	LocationsHidden Reason = "locations_hidden"
	LastLocation    Reason = "last_location"
	// NotMarked is, of an undo, that the person marked other images of the job.
	NotMarked Reason = "not_marked"
)

// sentences are what plans and journals held in place of codes before there
// were any.
var sentences = map[string]Reason{
	"it is so already":                          AsWanted,
	"it is protected":                           Protected,
	"its status does not allow it":              WrongStatus,
	"its record cannot be read":                 Unreadable,
	"whether it is protected is unknown":        UnknownProtection,
	"its status is unknown":                     UnknownStatus,
	"some of its tags are unknown":              UnknownTags,
	"another value stands under the new key":    KeyTaken,
	"a value of null can be given no other key": NullValue,
	"there is no way back":                      NoInverse,
	"the job did not change it":                 NotDone,
	"it is not marked":                          NotMarked,
}

// UnmarshalJSON implements json.Unmarshaler. A code of a later version is kept
// as it is.
func (r *Reason) UnmarshalJSON(content []byte) error {
	var said string
	if err := json.Unmarshal(content, &said); err != nil {
		return err
	}
	*r = Reason(said)
	if code, known := sentences[said]; known {
		*r = code
	}
	return nil
}
