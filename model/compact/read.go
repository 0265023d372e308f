package compact

import (
	"slices"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/text"
)

// Image is a packed image. It does not change.
type Image struct{ packed string }

// Beside returns what is kept with the image, and the number of its class.
func (p Image) Beside() (beside string, class int) {
	beside, number, _ := p.begin()
	return beside, number
}

func (p Image) begin() (beside string, class int, rest string) {
	length, rest := uvarint(p.packed)
	beside = rest[:length]
	number, rest := uvarint(rest[length:])
	return beside, int(number), rest
}

// ID returns the id of the image.
func (p Image) ID() model.ImageID {
	_, _, rest := p.begin()
	_, rest = varint(rest)
	length, rest := uvarint(rest)
	return model.NewImageID(rest[:length>>kindBits])
}

// Size returns the bytes of the image's data, as far as they are known.
func (p Image) Size() int64 {
	_, _, rest := p.begin()
	size, _ := varint(rest)
	return size
}

// Unpack returns an image that is packed.
func (w Words) Unpack(p Image) *model.Image {
	reader := Reader{room: roomOfOne}
	image := *reader.Read(w, p)
	return &image
}

// The room that is made at once for texts which were in hexadecimal.
const (
	roomOfOne = 256
	room      = 8 << 10
)

// Reader reads one image after the other without making more than their hashes:
// what it returns holds until the next is read. Its texts, and copies of its lists,
// hold for ever.
type Reader struct {
	image      model.Image
	tags       []text.Untrusted
	faults     []model.Fault
	properties []model.Property
	rest       string
	beside     string
	words      Words
	// made are the texts that are not part of a packed image; room is how many
	// bytes of them are made at once.
	made strings.Builder
	room int
}

// Read returns a packed image.
func (r *Reader) Read(words Words, p Image) *model.Image {
	r.head(words, p)
	image := &r.image
	image.VirtualSize, image.MinDisk, image.MinRAM = r.signed(), r.signed(), r.signed()
	created := r.signed()
	image.CreatedAt = time.Unix(created, int64(r.number())).UTC()
	updated := created + r.signed()
	image.UpdatedAt = time.Unix(updated, int64(r.number())).UTC()
	image.Checksum, image.HashValue, image.DirectURL = r.text(), r.text(), r.text()
	if n := r.number(); n > 0 {
		r.faults = r.faults[:0]
		for range n {
			r.faults = append(r.faults, model.Fault{Field: r.text(), Reason: r.text().Raw()})
		}
		image.Faults = r.faults
	}
	if n := r.number(); n > 0 {
		r.properties = slices.Grow(r.properties[:0], n)
		for range n {
			null := r.number() != 0
			r.properties = append(r.properties, model.Property{Null: null, Key: r.text(), Value: r.text()})
		}
		image.Properties = r.properties
	}
	return image
}

// ReadListed returns of a packed image what a list shows of every one: id, name,
// status, visibility, formats, owner, size and tags; what else it has is undefined.
// It takes half the time of [Reader.Read].
func (r *Reader) ReadListed(words Words, p Image) *model.Image {
	r.head(words, p)
	return &r.image
}

func (r *Reader) head(words Words, p Image) {
	beside, class, rest := p.begin()
	r.words, r.rest, r.beside = words, rest, beside
	r.image = words.classes[class]
	image := &r.image
	image.Size = r.signed()
	image.ID = model.ImageID{Untrusted: r.text()}
	image.Name, image.Owner = r.text(), r.text()
	if n := r.number(); n > 0 {
		r.tags = slices.Grow(r.tags[:0], n)
		for range n {
			r.tags = append(r.tags, r.text())
		}
		image.Tags = r.tags
	}
}

func (r *Reader) number() int {
	n, rest := uvarint(r.rest)
	r.rest = rest
	return int(n)
}

func (r *Reader) signed() int64 {
	n, rest := varint(r.rest)
	r.rest = rest
	return n
}

func (r *Reader) text() text.Untrusted {
	head := r.number()
	n := head >> kindBits
	switch head & (1<<kindBits - 1) {
	case asWord:
		return text.Of(r.words.words[n])
	case asHex:
		return r.digits(r.take(n))
	case asOther:
		if n > 0 {
			return text.Of(r.beside[:n-1])
		}
		return r.uuid(r.take(uuidBytes))
	default:
		return text.Of(r.take(n))
	}
}

func (r *Reader) take(n int) string {
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// digits makes the digits of some bytes.
func (r *Reader) digits(of string) text.Untrusted {
	begin := r.begin(2 * len(of))
	var chunk [2 * uuidBytes]byte
	for len(of) > 0 {
		n := min(len(of), uuidBytes)
		r.made.Write(chunk[:encode(&chunk, of[:n])])
		of = of[n:]
	}
	return text.Of(r.made.String()[begin:])
}

func (r *Reader) uuid(of string) text.Untrusted {
	begin := r.begin(uuidLength)
	var digits [2 * uuidBytes]byte
	encode(&digits, of)
	from := 0
	for _, to := range [...]int{8, 12, 16, 20} {
		r.made.Write(digits[from:to])
		r.made.WriteByte('-')
		from = to
	}
	r.made.Write(digits[from:])
	return text.Of(r.made.String()[begin:])
}

// encode writes the digits of at most sixteen bytes and returns how many there are.
func encode(digits *[2 * uuidBytes]byte, of string) int {
	const hexadecimal = "0123456789abcdef"
	for i := range len(of) {
		digits[2*i], digits[2*i+1] = hexadecimal[of[i]>>4], hexadecimal[of[i]&15]
	}
	return 2 * len(of)
}

// begin makes room for a text, and returns where it begins.
func (r *Reader) begin(length int) int {
	if r.made.Cap()-r.made.Len() < length {
		if r.room == 0 {
			r.room = room
		}
		r.made.Reset() // what was made stays with those who have it
		r.made.Grow(max(length, r.room))
	}
	return r.made.Len()
}

// uvarint reads a number off a text, as binary.Uvarint does off bytes.
func uvarint(from string) (number uint64, rest string) {
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		number |= uint64(from[i]&0x7f) << shift
		if from[i] < 0x80 {
			return number, from[i+1:]
		}
	}
}

// varint reads a number that may be negative.
func varint(from string) (number int64, rest string) {
	unsigned, rest := uvarint(from)
	number = int64(unsigned >> 1)
	if unsigned&1 != 0 {
		number = ^number
	}
	return number, rest
}
