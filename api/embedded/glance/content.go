package glance

import (
	"encoding/binary"
	"hash/fnv"
	"io"
)

// Content is the data of an image whose record has a Size but no Data: bytes
// that follow from the id alone, so that an image of any size costs nothing,
// and its checksums can be worked out by whoever makes the record.
func Content(id string, size int64) *io.SectionReader {
	return io.NewSectionReader(newContent(id, size), 0, size)
}

type content struct {
	seed uint64
	size int64
}

func newContent(id string, size int64) content {
	hash := fnv.New64a()
	_, _ = io.WriteString(hash, id) // never fails
	return content{seed: hash.Sum64(), size: size}
}

// wordSize is how many bytes one number of the sequence makes.
const wordSize = 8

// word is a number of a SplitMix64 sequence, which can be entered anywhere.
func (c content) word(at int64) uint64 {
	z := c.seed + uint64(at+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// ReadAt reads from anywhere in the data (io.ReaderAt).
func (c content) ReadAt(out []byte, off int64) (int, error) {
	if off < 0 || off >= c.size {
		return 0, io.EOF
	}
	wanted := len(out)
	out = out[:min(int64(wanted), c.size-off)]
	done := 0
	for done < len(out) {
		at := off + int64(done)
		if skip := at % wordSize; skip == 0 && len(out)-done >= wordSize {
			binary.LittleEndian.PutUint64(out[done:], c.word(at/wordSize))
			done += wordSize
			continue
		}
		var word [wordSize]byte
		binary.LittleEndian.PutUint64(word[:], c.word(at/wordSize))
		done += copy(out[done:], word[at%wordSize:])
	}
	if done < wanted {
		return done, io.EOF
	}
	return done, nil
}
