// Package model holds the records of the Image API v2 as the program knows
// them: the image with its attributes, properties and tags, and the table of
// the API's attributes. It knows no terminal, no network, no file and no
// clock, and imports the standard library only.
//
// Every string of a service is a [text.Untrusted]. Values are plain data: they
// may be read from several goroutines at once, and whoever changes one must
// own it.
package model

import (
	"slices"
	"strings"
	"time"

	"glimpse/model/text"
)

// ImageID identifies an image: the UUID that the service or the creating
// client chose. Case matters. It is comparable and serves as a map key.
type ImageID struct{ text.Untrusted }

// NewImageID wraps an id as the service wrote it.
func NewImageID(raw string) ImageID { return ImageID{text.Of(raw)} }

// Image is one image record of the Image API v2 (GET /v2/images/{id}).
//
// An attribute is one of three things: it has a value, it is null, or it is
// unknown. The last two have the zero value in their field and their bit in
// Null or Unknown; [Image.Has], [Image.Bool] and the like tell them apart, and
// are what to decide by.
type Image struct {
	ID              ImageID
	Name            text.Untrusted
	Status          Status
	Visibility      Visibility
	DiskFormat      text.Untrusted
	ContainerFormat text.Untrusted
	Size            int64          // bytes of the image data; while uploading, the bytes staged so far
	VirtualSize     int64          // bytes of the disk that the data describes
	MinDisk         int64          // GiB a flavor's disk must have
	MinRAM          int64          // MiB a flavor's memory must have
	Owner           text.Untrusted // project id
	Checksum        text.Untrusted // MD5 of the data, in hexadecimal
	HashAlgorithm   text.Untrusted // os_hash_algo
	HashValue       text.Untrusted // os_hash_value, in hexadecimal
	CreatedAt       time.Time      // UTC; the service keeps microseconds and sends whole seconds
	UpdatedAt       time.Time
	Protected       bool
	Hidden          bool             // os_hidden
	Stores          text.Untrusted   // names of the stores that hold the data, comma separated
	DirectURL       text.Untrusted   // direct_url, where the service shows it
	Tags            []text.Untrusted // in the service's order, which is arbitrary
	Properties      []Property       // in the service's order

	// Null has the bit of each attribute that was null, or that the service may
	// leave out and left out.
	Null AttributeSet
	// Unknown has the bit of each attribute that has a value which could not be
	// read, or that the service left out although the API always has it. Of the
	// tags, those that could be read are kept all the same. Nothing is in both
	// Null and Unknown.
	Unknown AttributeSet
	// Faults says what could not be decoded, and why. An image with faults is
	// still one row of the list, marked as such.
	Faults []Fault
	// Raw is the record exactly as the service sent it, where it was asked
	// for; lists leave it out to stay small. In one that is no JSON, what
	// is none stands as a string.
	Raw []byte
}

// Property is one custom property of an image. On the wire it stands beside
// the attributes, and its value is a string; only the legacy kernel_id and
// ramdisk_id may be null.
type Property struct {
	Key   text.Untrusted
	Value text.Untrusted
	// Null reports whether the value was null.
	Null bool
}

// Fault is one thing in a record that could not be decoded.
type Fault struct {
	// Field is the attribute or property that is at fault, or empty where the
	// record as a whole could not be read.
	Field text.Untrusted
	// Reason says what was expected, in words for a person.
	Reason string
}

// Property returns the value of a custom property, by its exact key, and
// whether the image has it with a value other than null.
func (img *Image) Property(key string) (text.Untrusted, bool) {
	for i := range img.Properties {
		if img.Properties[i].Key.Raw() == key {
			return img.Properties[i].Value, !img.Properties[i].Null
		}
	}
	return text.Untrusted{}, false
}

// SortedTags returns the tags in the order of their names, in which they are shown: the
// service keeps none, and tells them in another one after each change.
func (img *Image) SortedTags() []text.Untrusted {
	byName := func(a, b text.Untrusted) int { return strings.Compare(a.Raw(), b.Raw()) }
	if slices.IsSortedFunc(img.Tags, byName) {
		return img.Tags
	}
	return slices.SortedFunc(slices.Values(img.Tags), byName)
}

// HasTag reports whether the image carries the tag, exactly, case and all.
func (img *Image) HasTag(tag string) bool {
	for i := range img.Tags {
		if img.Tags[i].Raw() == tag {
			return true
		}
	}
	return false
}

// Has reports whether an attribute has a value that is known: it was sent,
// could be read, and is not null.
func (img *Image) Has(attribute Attribute) bool { return !(img.Null | img.Unknown).Has(attribute) }

// IsIncomplete reports whether something of the record could not be read, or
// is missing. That os_hidden is missing does not count: services older than
// the Image API 2.7 have no such attribute in any record.
func (img *Image) IsIncomplete() bool {
	return len(img.Faults) > 0 || img.Unknown.Without(AttrHidden) != 0
}

// IsCutShort reports whether the record could not be read to its end, so that it may have
// properties that nobody knows.
func (img *Image) IsCutShort() bool {
	return slices.ContainsFunc(img.Faults, func(fault Fault) bool { return fault.Field.IsEmpty() })
}

// Missing returns the attributes that are unknown because the service left
// them out, in the order in which a person wants them.
func (img *Image) Missing() []Attribute {
	var missing []Attribute
	for _, attribute := range Attributes() {
		if img.Unknown.Has(attribute) && !img.hasFault(attribute) {
			missing = append(missing, attribute)
		}
	}
	return missing
}

// hasFault reports whether a fault tells of an attribute, or of the record as
// a whole.
func (img *Image) hasFault(attribute Attribute) bool {
	for i := range img.Faults {
		if field := img.Faults[i].Field; field.IsEmpty() || field.Raw() == attribute.String() {
			return true
		}
	}
	return false
}

// SetKnown notes that an attribute has a value now, which the caller gives it,
// and forgets why it had none.
func (img *Image) SetKnown(attribute Attribute) {
	img.Null, img.Unknown = img.Null.Without(attribute), img.Unknown.Without(attribute)
	if len(img.Faults) > 0 {
		// Copies of the image have the same list.
		img.Faults = slices.DeleteFunc(slices.Clone(img.Faults), func(fault Fault) bool {
			return fault.Field.Raw() == attribute.String()
		})
	}
}
