package problem

import "strings"

// Sentence gives an error's text the shape of a sentence: errors begin in
// lower case and end without a period, because others quote them.
func Sentence(s string) string {
	if s == "" {
		return s
	}
	s = Begin(s)
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

// Begin gives the beginning of an error's text the shape of that of a sentence. What
// begins with a name that is written small, such as disk_format or an address, stays.
func Begin(s string) string {
	first, _, _ := strings.Cut(s, " ")
	isLetter := func(r rune) bool { return r >= 'a' && r <= 'z' || r == '\'' }
	word := strings.TrimRight(first, ",:;.?!")
	if word == "" || strings.TrimFunc(word, isLetter) != "" || word == "glimpse" || word == "openstack" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
