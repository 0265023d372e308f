// Package sortkey writes values as bytes that compare as the values do, so that
// whatever images are ordered by becomes one text, and comparing two of them needs
// neither the images nor the order.
package sortkey

import "encoding/binary"

// AppendText appends a text. No text is the beginning of another one then, so that
// more may follow.
func AppendText(key []byte, value string) []byte {
	for i := range len(value) {
		key = append(key, value[i])
		if value[i] == 0 {
			key = append(key, 1)
		}
	}
	return append(key, 0, 0)
}

// AppendNumber appends a number.
func AppendNumber(key []byte, value int64) []byte {
	const sign = 1 << 63
	return binary.BigEndian.AppendUint64(key, uint64(value)^sign)
}

// AppendBool appends a truth value: false comes first.
func AppendBool(key []byte, value bool) []byte {
	if value {
		return append(key, 1)
	}
	return append(key, 0)
}

// Reverse turns the order of what a key, or the end of one, stands for round.
func Reverse(key []byte) {
	for i := range key {
		key[i] = ^key[i]
	}
}
