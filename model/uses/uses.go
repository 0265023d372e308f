// Package uses is what was made from images elsewhere in a cloud: servers and
// volumes, as far as the services that have them tell this user.
package uses

import (
	"time"

	"glimpse/model"
	"glimpse/model/text"
)

// Use is a server or a volume that was made from an image.
type Use struct {
	// Image is the image.
	Image model.ImageID
	// ID and Name are the server's or the volume's own; many volumes have no
	// name.
	ID, Name text.Untrusted
	// Status is a word of its service, such as ACTIVE or in-use.
	Status text.Untrusted
	// Project is the id of the project that it belongs to.
	Project text.Untrusted
	// Server is the id of the server that a volume is attached to, if any.
	Server text.Untrusted
	// CreatedAt is when it was made; zero where that is not told.
	CreatedAt time.Time
}

// Reach is how far a service let this user look.
type Reach uint8

// The reaches.
const (
	// Nowhere: nothing is known, for the reason of the gap.
	Nowhere Reach = iota
	// OwnProject: what other projects have is not known.
	OwnProject
	// Everywhere: all projects were looked at.
	Everywhere
)

// Lack is why nothing is known from a service.
type Lack uint8

// The lacks.
const (
	// NotAsked: nobody has asked.
	NotAsked Lack = iota
	// Absent: the catalogue has no such service.
	Absent
	// Refused: the service does not let this user look.
	Refused
	// Unsafe: its address is not encrypted, although the login is.
	Unsafe
	// Failed: it did not answer, or not as it should.
	Failed
)

// Gap is why nothing is known, with what the service said.
type Gap struct {
	Lack Lack
	// Status is that of the answer, 0 where there was none.
	Status int
	// Reason says why it failed.
	Reason text.Untrusted
}

// Answer is what one service told.
type Answer struct {
	Reach Reach
	// Gap is set where Reach is Nowhere.
	Gap Gap
	// Uses are in the order of the service.
	Uses []Use
}

// Found is what is known of the uses of some images. The zero value knows
// nothing. It is not changed once it was made.
type Found struct {
	Servers, Volumes Answer

	servers, volumes map[string]int
}

// Of returns what two services told.
func Of(servers, volumes Answer) Found {
	return Found{Servers: servers, Volumes: volumes, servers: servers.counted(), volumes: volumes.counted()}
}

func (a *Answer) counted() map[string]int {
	counts := make(map[string]int)
	for i := range a.Uses {
		counts[a.Uses[i].Image.Raw()]++
	}
	return counts
}

// Count returns how many servers and volumes are known to be made from an
// image.
func (f *Found) Count(id model.ImageID) (servers, volumes int) {
	return f.servers[id.Raw()], f.volumes[id.Raw()]
}

// Image is what has to be known of an image to say whether it may be used where
// nobody looked.
type Image struct {
	ID         model.ImageID
	Visibility model.Visibility
	// Owner is the id of its project.
	Owner text.Untrusted
}

// ImageOf returns what has to be known of an image.
func ImageOf(image *model.Image) Image {
	return Image{ID: image.ID, Visibility: image.Visibility, Owner: image.Owner}
}

// Unused reports whether nothing was made from an image, and whether that is
// known: one use is enough to say no, and to say yes all that could use it must
// have been seen. own is the id of the user's project.
//
// A cloud without a Block Storage service has no volumes. One that shows no
// Compute service may have servers all the same.
func (f *Found) Unused(image Image, own string) (unused, known bool) {
	servers, volumes := f.Count(image.ID)
	if servers+volumes > 0 {
		return false, true
	}
	known = f.Servers.covers(image, own) && (f.noVolumes() || f.Volumes.covers(image, own))
	return known, known
}

// noVolumes reports whether the cloud has no service for volumes.
func (f *Found) noVolumes() bool { return f.Volumes.Reach == Nowhere && f.Volumes.Gap.Lack == Absent }

// CanTell reports whether it can be known of any image that it is unused.
func (f *Found) CanTell() bool {
	return f.Servers.Reach != Nowhere && (f.noVolumes() || f.Volumes.Reach != Nowhere)
}

// covers reports whether all that could use an image was looked at: a private
// image is for its own project alone.
func (a *Answer) covers(image Image, own string) bool {
	private := image.Visibility == model.VisibilityPrivate && own != "" && image.Owner.Raw() == own
	return a.Reach == Everywhere || a.Reach == OwnProject && private
}
