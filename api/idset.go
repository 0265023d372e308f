package api

import (
	"math/rand/v2"

	"glimpse/model"
)

// idSet holds the ids that a walk has met, most of which are UUIDs and take 16
// bytes. Each image of a walk is looked for twice, which is why the UUIDs have a table
// of their own and no map.
type idSet struct {
	// uuids is a table with open addressing, at most four fifths full, whose length is a
	// power of two. The zero UUID marks a free place, and is itself kept among the others.
	uuids []idKey
	count int
	// seeds make it unknowable outside which ids meet in one place.
	seeds [2]uint64
	other map[string]struct{}
}

// idKey is a UUID as two numbers.
type idKey [2]uint64

// add returns false where the set has the id already.
func (s *idSet) add(id model.ImageID) bool {
	if idKey, ok := compact(id.Raw()); ok {
		return s.addUUID(idKey)
	}
	if s.other == nil {
		s.other = make(map[string]struct{})
	}
	before := len(s.other)
	s.other[id.Raw()] = struct{}{}
	return len(s.other) > before
}

func (s *idSet) addUUID(id idKey) bool {
	if 5*s.count >= 4*len(s.uuids) {
		s.grow()
	}
	place := s.place(id)
	if s.uuids[place] == id {
		return false
	}
	s.uuids[place] = id
	s.count++
	return true
}

// place returns where an id is, or the free place where it would be.
func (s *idSet) place(id idKey) int {
	last := len(s.uuids) - 1
	sum := id[0]*s.seeds[0] + id[1]*s.seeds[1]
	place := int(sum>>32) & last
	for s.uuids[place] != id && s.uuids[place] != (idKey{}) {
		place = (place + 1) & last
	}
	return place
}

// grow makes room for as many again.
func (s *idSet) grow() {
	before := s.uuids
	if before == nil {
		s.seeds = [2]uint64{rand.Uint64() | 1, rand.Uint64() | 1}
	}
	s.uuids = make([]idKey, max(64, 2*len(before)))
	for _, id := range before {
		if id != (idKey{}) {
			s.uuids[s.place(id)] = id
		}
	}
}

// compact reads a UUID in its canonical form. In upper case it is another id, and the zero
// UUID is none.
func compact(id string) (read idKey, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return read, false
	}
	var wrong byte
	read[0], wrong = hexadecimal(read[0], wrong, id[:8])
	read[0], wrong = hexadecimal(read[0], wrong, id[9:13])
	read[0], wrong = hexadecimal(read[0], wrong, id[14:18])
	read[1], wrong = hexadecimal(read[1], wrong, id[19:23])
	read[1], wrong = hexadecimal(read[1], wrong, id[24:])
	return read, wrong <= 0xf && read != (idKey{})
}

// hexadecimal appends digits to a number. After one that is none, wrong is over 0xf.
func hexadecimal(number uint64, wrong byte, written string) (uint64, byte) {
	for i := range len(written) {
		digit := digits[written[i]]
		wrong |= digit
		number = number<<4 | uint64(digit&0xf)
	}
	return number, wrong
}

// digits has the value of each hexadecimal digit in lower case, and 0xff elsewhere.
var digits = func() (values [256]byte) {
	for c := range values {
		values[c] = 0xff
	}
	for i, c := range []byte("0123456789abcdef") {
		values[c] = byte(i)
	}
	return values
}()
