package compact

import (
	"encoding/hex"
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
	at := cursor{of: p.packed}
	return at.take(at.number()), at.number()
}

// ID returns the id of the image.
func (p Image) ID() model.ImageID {
	at := p.afterClass()
	at.signed()
	return model.NewImageID(at.take(at.number() >> kindBits))
}

// Size returns the bytes of the image's data, as far as they are known.
func (p Image) Size() int64 {
	at := p.afterClass()
	return at.signed()
}

func (p Image) afterClass() cursor {
	at := cursor{of: p.packed}
	at.take(at.number())
	at.number()
	return at
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
	cursor
	beside string
	words  Words
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
	updated := image.CreatedAt.Unix() + r.signed()
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
			key := r.text()
			if r.of[r.at] == null {
				r.at++
				r.properties = append(r.properties, model.Property{Key: key, Null: true})
				continue
			}
			r.properties = append(r.properties, model.Property{Key: key, Value: r.text()})
		}
		image.Properties = r.properties
	}
	return image
}

// ReadListed returns of a packed image what a list shows of every one: id, name,
// status, visibility, formats, owner, size, tags and when it was created; what else it has is undefined.
// It takes half the time of [Reader.Read].
func (r *Reader) ReadListed(words Words, p Image) *model.Image {
	r.head(words, p)
	return &r.image
}

func (r *Reader) head(words Words, p Image) {
	r.words, r.cursor = words, cursor{of: p.packed}
	r.beside = r.take(r.number())
	r.image = words.classes[r.number()]
	image := &r.image
	image.Size = r.signed()
	image.ID = model.ImageID{Untrusted: r.text()}
	image.Name, image.Owner = r.text(), r.text()
	image.CreatedAt = time.Unix(r.signed(), int64(r.number())).UTC()
	if n := r.number(); n > 0 {
		r.tags = slices.Grow(r.tags[:0], n)
		for range n {
			r.tags = append(r.tags, r.text())
		}
		image.Tags = r.tags
	}
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
	for i := range len(of) {
		two := pairs[of[i]]
		digits[2*i], digits[2*i+1] = two[0], two[1]
	}
	return 2 * len(of)
}

// pairs are the digits of all bytes.
var pairs = func() (all [256][2]byte) {
	for i := range all {
		hex.Encode(all[i][:], []byte{byte(i)})
	}
	return all
}()

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

// cursor is a place in a packed image.
type cursor struct {
	of string
	at int
}

func (c *cursor) number() int {
	if first := c.of[c.at]; first < 0x80 {
		c.at++
		return int(first)
	}
	return int(c.unsigned())
}

// unsigned reads a number as binary.Uvarint does.
func (c *cursor) unsigned() (number uint64) {
	for shift := 0; ; shift += 7 {
		next := c.of[c.at]
		c.at++
		number |= uint64(next&0x7f) << shift
		if next < 0x80 {
			return number
		}
	}
}

// signed reads a number as binary.Varint does.
func (c *cursor) signed() int64 {
	unsigned := c.unsigned()
	return int64(unsigned>>1) ^ -int64(unsigned&1)
}

func (c *cursor) take(n int) string {
	begin := c.at
	c.at += n
	return c.of[begin:c.at]
}
