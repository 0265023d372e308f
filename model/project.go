package model

import "glimpse/model/text"

// Project is one project of the cloud as the Identity service tells it
// (GET /v3/auth/projects).
type Project struct {
	// ID is what an image's Owner holds.
	ID text.Untrusted
	// Name is unique within the domain only.
	Name     text.Untrusted
	DomainID text.Untrusted
	// Description is the operator's, and mostly empty.
	Description text.Untrusted
	// Enabled reports whether one can work in it.
	Enabled bool
}

// IsProjectID reports whether a text looks like the id of a project: 32
// hexadecimal digits, as Keystone makes them, or a UUID with its hyphens. The
// owner of an image may be any other text as well.
func IsProjectID(text string) bool {
	const hyphened = "00000000-0000-0000-0000-000000000000"
	if len(text) != 32 && len(text) != len(hyphened) {
		return false
	}
	for i := range len(text) {
		c := text[i]
		isHyphen := len(text) == len(hyphened) && hyphened[i] == '-'
		isDigit := '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
		if isHyphen != (c == '-') || !isHyphen && !isDigit {
			return false
		}
	}
	return true
}
