package model

import (
	"time"

	"glimpse/model/text"
)

// Text returns the attribute as text, for the kinds KindText and KindWord;
// ok is false where it is null or unknown, or of another kind.
func (img *Image) Text(attribute Attribute) (value text.Untrusted, ok bool) {
	switch attribute {
	case AttrID:
		value = img.ID.Untrusted
	case AttrName:
		value = img.Name
	case AttrStatus:
		value = img.Status.Untrusted
	case AttrVisibility:
		value = img.Visibility.Untrusted
	case AttrDiskFormat:
		value = img.DiskFormat
	case AttrContainerFormat:
		value = img.ContainerFormat
	case AttrOwner:
		value = img.Owner
	case AttrChecksum:
		value = img.Checksum
	case AttrHashAlgorithm:
		value = img.HashAlgorithm
	case AttrHashValue:
		value = img.HashValue
	case AttrStores:
		value = img.Stores
	case AttrDirectURL:
		value = img.DirectURL
	default:
		return text.Untrusted{}, false
	}
	return value, img.Has(attribute)
}

// Number returns the attribute as a number in the API's unit, for the kinds
// KindBytes, KindGiB and KindMiB; ok is false where it is null or unknown, or of
// another kind.
func (img *Image) Number(attribute Attribute) (value int64, ok bool) {
	switch attribute {
	case AttrSize:
		value = img.Size
	case AttrVirtualSize:
		value = img.VirtualSize
	case AttrMinDisk:
		value = img.MinDisk
	case AttrMinRAM:
		value = img.MinRAM
	default:
		return 0, false
	}
	return value, img.Has(attribute)
}

// Time returns the attribute as a time, for KindTime; ok is false where it is
// null or unknown, or of another kind.
func (img *Image) Time(attribute Attribute) (value time.Time, ok bool) {
	switch attribute {
	case AttrCreatedAt:
		value = img.CreatedAt
	case AttrUpdatedAt:
		value = img.UpdatedAt
	default:
		return time.Time{}, false
	}
	return value, img.Has(attribute)
}

// Bool returns the attribute as true or false, for KindBool; ok is false where
// it is null or unknown, or of another kind.
func (img *Image) Bool(attribute Attribute) (value, ok bool) {
	switch attribute {
	case AttrProtected:
		value = img.Protected
	case AttrHidden:
		value = img.Hidden
	default:
		return false, false
	}
	return value, img.Has(attribute)
}
