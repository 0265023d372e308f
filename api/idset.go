package api

import "glimpse/model"

// idSet holds the ids that a walk has met, most of which are UUIDs and take 16
// bytes.
type idSet struct {
	uuids map[[16]byte]struct{}
	other map[string]struct{}
}

// add returns false where the set has the id already.
func (s *idSet) add(id model.ImageID) bool {
	if s.uuids == nil {
		s.uuids, s.other = make(map[[16]byte]struct{}), make(map[string]struct{})
	}
	if uuid, ok := compact(id.Raw()); ok {
		before := len(s.uuids)
		s.uuids[uuid] = struct{}{}
		return len(s.uuids) > before
	}
	before := len(s.other)
	s.other[id.Raw()] = struct{}{}
	return len(s.other) > before
}

// compact reads a UUID in its canonical form. In upper case it is another id.
func compact(id string) (uuid [16]byte, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return uuid, false
	}
	at := 0
	for i := range uuid {
		if at == 8 || at == 13 || at == 18 || at == 23 {
			at++
		}
		high, low := digits[id[at]], digits[id[at+1]]
		if high|low > 0xf {
			return uuid, false
		}
		uuid[i] = high<<4 | low
		at += 2
	}
	return uuid, true
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
