package api

import (
	"encoding/hex"

	"glimpse/model"
)

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
	var digits [32]byte
	n := 0
	for i := range len(id) {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			continue
		case id[i] >= 'A' && id[i] <= 'F':
			return uuid, false
		}
		digits[n] = id[i]
		n++
	}
	_, err := hex.Decode(uuid[:], digits[:])
	return uuid, err == nil
}
