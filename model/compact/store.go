package compact

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
)

// The bounds of the words that stand once: a word is taken when it is met again
// soon, so that what is unique displaces nothing and costs nothing.
const (
	mostWords   = 1 << 15
	longestWord = 64
	met         = 1 << 12
)

// Store packs images. The zero value is empty. It is not safe for concurrent use;
// the [Words] that it hands out are.
type Store struct {
	words   Words
	numbers map[string]int
	seed    maphash.Seed
	// met are the hashes of words that were met once.
	met     *[met]uint64
	classes map[classKey]int
	buffer  []byte
	beside  []byte
	ends    []int
}

// Words are what images of a [Store] have in common. They hold for every image
// that the store packed until then, and do not change.
type Words struct {
	words   []string
	classes []model.Image
}

// classKey is what few images have for themselves.
type classKey struct {
	status          model.Status
	visibility      model.Visibility
	disk, container text.Untrusted
	algorithm       text.Untrusted
	stores          text.Untrusted
	protected       bool
	hidden          bool
	null, unknown   model.AttributeSet
}

func keyOf(image *model.Image) classKey {
	return classKey{
		image.Status, image.Visibility, image.DiskFormat, image.ContainerFormat, image.HashAlgorithm,
		image.Stores, image.Protected, image.Hidden, image.Null, image.Unknown,
	}
}

// image returns an image that has nothing but what the key says. It keeps nothing
// of the image that the key was made of.
func (k *classKey) image() model.Image {
	return model.Image{
		Status: model.Status{Untrusted: clone(k.status.Untrusted)}, Visibility: model.Visibility{Untrusted: clone(k.visibility.Untrusted)},
		DiskFormat: clone(k.disk), ContainerFormat: clone(k.container), HashAlgorithm: clone(k.algorithm), Stores: clone(k.stores),
		Protected: k.protected, Hidden: k.hidden, Null: k.null, Unknown: k.unknown,
	}
}

func clone(of text.Untrusted) text.Untrusted { return text.Of(strings.Clone(of.Raw())) }

// Words returns what is in common by now.
func (s *Store) Words() Words { return s.words }

// Class returns an image that has what all of a class have, and nothing else.
func (w Words) Class(number int) *model.Image { return &w.classes[number] }

// Pack packs images, which then lie one behind another. The record as the service
// sent it ([model.Image.Raw]) is left out; all else comes back as it was, times in
// UTC. What beside appends is kept with each image, and costs least where it begins
// with the name.
func (s *Store) Pack(images []*model.Image, beside func(buffer []byte, image *model.Image) []byte) []Image {
	s.buffer, s.ends = s.buffer[:0], s.ends[:0]
	for _, image := range images {
		s.beside = beside(s.beside[:0], image)
		s.append(image)
		s.ends = append(s.ends, len(s.buffer))
	}
	all, begin := string(s.buffer), 0
	packed := make([]Image, len(images))
	for i, end := range s.ends {
		packed[i].packed = all[begin:end]
		begin = end
	}
	if cap(s.buffer) > mostBuffer {
		s.buffer = nil
	}
	return packed
}

// mostBuffer is how many bytes of room are kept for the next images.
const mostBuffer = 1 << 20

// append packs one image: first what is asked for often.
func (s *Store) append(image *model.Image) {
	s.number(len(s.beside))
	s.buffer = append(s.buffer, s.beside...)
	s.number(s.class(image))
	s.signed(image.Size)
	s.plain(image.ID.Raw())
	if name := image.Name.Raw(); name != "" && bytes.HasPrefix(s.beside, []byte(name)) {
		s.number((len(name)+1)<<kindBits | asOther)
	} else {
		s.text(name)
	}
	s.text(image.Owner.Raw())
	s.signed(image.CreatedAt.Unix())
	s.number(image.CreatedAt.Nanosecond())
	s.number(len(image.Tags))
	for i := range image.Tags {
		s.text(image.Tags[i].Raw())
	}
	s.signed(image.VirtualSize)
	s.signed(image.MinDisk)
	s.signed(image.MinRAM)
	s.signed(image.UpdatedAt.Unix() - image.CreatedAt.Unix())
	s.number(image.UpdatedAt.Nanosecond())
	s.text(image.Checksum.Raw())
	s.text(image.HashValue.Raw())
	s.text(image.DirectURL.Raw())
	s.number(len(image.Faults))
	for i := range image.Faults {
		s.text(image.Faults[i].Field.Raw())
		s.text(image.Faults[i].Reason)
	}
	s.number(len(image.Properties))
	for i := range image.Properties {
		property := &image.Properties[i]
		s.text(property.Key.Raw())
		if property.Null {
			s.number(null)
		} else {
			s.text(property.Value.Raw())
		}
	}
}

// class returns the number of what an image shares with others.
func (s *Store) class(image *model.Image) int {
	key := keyOf(image)
	number, known := s.classes[key]
	if !known {
		if s.classes == nil {
			s.classes = make(map[classKey]int)
		}
		number = len(s.words.classes)
		one := key.image()
		s.words.classes = append(s.words.classes, one)
		s.classes[keyOf(&one)] = number
	}
	return number
}

func (s *Store) number(n int)   { s.buffer = binary.AppendUvarint(s.buffer, uint64(n)) }
func (s *Store) signed(n int64) { s.buffer = binary.AppendVarint(s.buffer, n) }

// How a text is written: a number whose lowest bits say the kind, and what its
// other bits say the length or the number of.
const (
	_        = iota // as it is: that many bytes follow
	asWord          // the word with that number
	asHex           // that many bytes follow, each of which stands for two digits
	asOther         // zero: a UUID, whose sixteen bytes follow; else, less one, the beginning of what is beside
	kindBits = 2

	// null is the beginning, of no length, of what is beside: a value that is null.
	null = 1<<kindBits | asOther
)

// plain writes a text so that it can be read without making anything.
func (s *Store) plain(value string) {
	s.number(len(value) << kindBits) // as it is, which is zero
	s.buffer = append(s.buffer, value...)
}

func (s *Store) text(value string) {
	if number, known := s.word(value); known {
		s.number(number<<kindBits | asWord)
		return
	}
	const worthIt = 16
	begin := len(s.buffer)
	var ok bool
	switch {
	case len(value) == uuidLength:
		s.number(asOther)
		s.buffer, ok = appendUUID(s.buffer, value)
	case len(value) >= worthIt && len(value)%2 == 0:
		s.number(len(value)/2<<kindBits | asHex)
		s.buffer, ok = appendHex(s.buffer, value)
	}
	if !ok {
		s.buffer = s.buffer[:begin]
		s.plain(value)
	}
}

// word returns the number of a word that came back.
func (s *Store) word(value string) (number int, known bool) {
	if value == "" || len(value) > longestWord {
		return 0, false
	}
	if number, known = s.numbers[value]; known || len(s.words.words) == mostWords {
		return number, known
	}
	if s.met == nil {
		s.met, s.seed, s.numbers = new([met]uint64), maphash.MakeSeed(), make(map[string]int)
	}
	hash := maphash.String(s.seed, value)
	if at := &s.met[hash%met]; *at != hash {
		*at = hash
		return 0, false
	}
	number, value = len(s.words.words), strings.Clone(value)
	s.words.words = append(s.words.words, value)
	s.numbers[value] = number
	return number, true
}

// A UUID is sixteen bytes, and its text 32 digits and four dashes.
const (
	uuidBytes  = 16
	uuidLength = 36
)

// dashes are the places of the dashes in a UUID.
var dashes = []int{8, 13, 18, 23}

// appendUUID appends the sixteen bytes of a UUID in its canonical form.
func appendUUID(buffer []byte, value string) ([]byte, bool) {
	var digits [2 * uuidBytes]byte
	n := 0
	for i := range len(value) {
		if slices.Contains(dashes, i) {
			if value[i] != '-' {
				return buffer, false
			}
			continue
		}
		digits[n] = value[i]
		n++
	}
	return appendHex(buffer, digits[:])
}

// appendHex appends the bytes of digits in lower case; in upper case they are
// another text.
func appendHex[text string | []byte](buffer []byte, digits text) ([]byte, bool) {
	for i := 0; i < len(digits); i += 2 {
		high, low := nibbles[digits[i]], nibbles[digits[i+1]]
		if high|low == noNibble {
			return buffer, false
		}
		buffer = append(buffer, high<<4|low)
	}
	return buffer, true
}

const noNibble = 0xff

// nibbles are the values of the digits.
var nibbles = func() (values [256]byte) {
	for i := range values {
		values[i] = noNibble
	}
	for i, digit := range []byte("0123456789abcdef") {
		values[digit] = byte(i)
	}
	return values
}()
