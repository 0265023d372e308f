package plan

import (
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/diskformat"
)

// The import methods of Glance.
const (
	GlanceDirect   = "glance-direct"
	WebDownload    = "web-download"
	CopyImage      = "copy-image"
	GlanceDownload = "glance-download"
)

// Data is the image data that a step moves: from where, and where to.
type Data struct {
	// File is the file of this machine, by its whole path: what Upload and a
	// staged Import send, or what Download writes.
	File string `json:"file,omitempty"`
	// Size is how many bytes it has, 0 where that is not known. Modified is when
	// the file that is sent was changed last, when it was looked at.
	Size     int64     `json:"size,omitempty"`
	Modified time.Time `json:"modified,omitzero"`
	// Format and VirtualSize are what the header of the file says.
	Format      string `json:"format,omitempty"`
	VirtualSize int64  `json:"virtual_size,omitempty"`
	// SignedWith is the file of the private key that the file was signed with, and
	// KeyExposed reports whether others may read that. Both are for the eye alone.
	SignedWith string `json:"signed_with,omitempty"`
	KeyExposed bool   `json:"key_exposed,omitempty"`
	// Method is how Import goes; URL is the source of WebDownload, Region and From
	// are those of GlanceDownload.
	Method string        `json:"method,omitempty"`
	URL    string        `json:"url,omitempty"`
	Region string        `json:"region,omitempty"`
	From   model.ImageID `json:"from,omitzero"`
	// Name is that of the image in the other region, where it could be read.
	Name string `json:"name,omitempty"`
	// Stores are those that Import brings the data to, none is the default one, or
	// that DeleteFrom deletes it from.
	Stores []string `json:"stores,omitempty"`
	// Replace lets Download replace a file that is there.
	Replace bool `json:"replace,omitempty"`
}

// MovesData reports whether a step moves image data, which takes its time and is
// never sent twice by itself.
func (s *Step) MovesData() bool {
	switch s.Kind {
	case Upload, Import, Download, CreateFromVolume:
		return true
	default:
		return false
	}
}

// GoesOnAlone reports whether a service carries a step out by itself once it has accepted
// it, whoever follows it or not.
func (s *Step) GoesOnAlone() bool {
	return s.Kind == CreateFromVolume || s.Kind == Import && s.data().Method != GlanceDirect
}

// Size is how many bytes of image data a step moves, 0 where that is not known.
func (s *Step) Size() int64 { return s.data().Size }

// MovesData reports whether a plan moves image data.
func (p *Plan) MovesData() bool {
	if p == nil {
		return false
	}
	for i := range p.Steps {
		if p.Steps[i].MovesData() {
			return true
		}
	}
	return false
}

// HasWayBack reports whether anything takes back what the step does. Data that is
// there stays, unless it is a copy.
func (s *Step) HasWayBack() bool {
	switch s.Kind {
	case Delete, Upload, Download:
		return false
	case Import:
		return s.data().Method == CopyImage
	default:
		return true
	}
}

// OnlyReads reports whether a plan changes nothing in the service, as downloads do.
func (p *Plan) OnlyReads() bool {
	for i := range p.Steps {
		if p.Steps[i].Kind != Download {
			return false
		}
	}
	return !p.IsEmpty()
}

// data returns what a step moves, of one that was kept without it nothing.
func (s *Step) data() *Data {
	if s.Data == nil {
		return &Data{}
	}
	return s.Data
}

// LocalFile is a file of this machine that is to be sent.
type LocalFile struct {
	// Name is its whole path.
	Name     string
	Size     int64
	Modified time.Time
	// Info is what its header says.
	Info diskformat.Info
}

// FileName is the name of the file in which an image is kept where none was
// given: its id and format, never its name, which others choose.
func FileName(image *model.Image) string {
	id := strings.Map(func(r rune) rune {
		if r == '-' || isLetter(r) || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, image.ID.Raw())
	return strings.TrimLeft(id, "-") + "." + fileFormat(image)
}

// ProposedName is the name that is proposed for the file of one image, which a person
// sees before it is taken: what the image is called, with its format, where every
// character of that can stand in a name without quotes, or else [FileName].
func ProposedName(image *model.Image) string {
	const longest = 100
	name, end := image.Name.Raw(), "."+fileFormat(image)
	isSafe := func(r rune) bool {
		return isLetter(r) || r >= 'A' && r <= 'Z' || strings.ContainsRune("-._+", r)
	}
	if name == "" || len(name) > longest || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "-") ||
		strings.ContainsFunc(name, func(r rune) bool { return !isSafe(r) }) {
		return FileName(image)
	}
	return strings.TrimSuffix(name, end) + end
}

// fileFormat is how the name of a file with the data of an image ends.
func fileFormat(image *model.Image) string {
	format := image.DiskFormat.Raw()
	if strings.TrimFunc(format, isLetter) != "" || format == "" {
		return "img"
	}
	return format
}

// isLetter reports whether a character is a small letter or a digit.
func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }
