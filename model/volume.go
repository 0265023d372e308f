package model

import "glimpse/model/text"

// Volume is a disk of the Block Storage service.
type Volume struct {
	// ID is its UUID, Name what its owner calls it; many have no name.
	ID, Name text.Untrusted
	// Status is a word of the service.
	Status text.Untrusted
	// Size is in GiB.
	Size int64
	// Server is the id of a server that it is attached to, if any.
	Server text.Untrusted
}

// The statuses of volumes that can become images: the second only by force.
const (
	VolumeAvailable = "available"
	VolumeInUse     = "in-use"
)
