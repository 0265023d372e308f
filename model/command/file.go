package command

import (
	"slices"
	"strings"

	"glimpse/model/query"
)

// FilePart is the name of a file that is being typed in a line.
type FilePart struct {
	// Typed is what it says so far.
	Typed string
	// start and end are where it stands.
	start, end int
	// isWord reports whether it is one word of several, quoted that it begins with a
	// quotation mark.
	isWord, quoted bool
}

// FileAt returns the name of a file that the cursor is in, an offset in bytes, if the
// command takes one there.
func FileAt(line string, cursor int) (part FilePart, found bool) {
	cursor = max(0, min(cursor, len(line)))
	name, start, _, offset := split(line)
	if cursor < offset || offset == start+len(name) { // the name itself is typed
		return FilePart{}, false
	}
	typed := line[offset:cursor]
	part.end = cursor
	switch s, known := find(name); {
	case !known:
		return FilePart{}, false
	case s.name == "create":
		found = part.isValue(typed, offset, keyFile) || part.isValue(typed, offset, keySignKey)
	case s.name == "upload":
		words := &scanner{line: typed}
		for words.skipBlanks() && isUploadWord(words.rest()) {
			if words.skipWord(); words.pos == len(typed) { // it is still typed
				found = part.isValue(typed, offset, keySignKey)
				part.take()
				return part, found
			}
		}
		rest := words.rest()
		part.start, part.Typed, found = cursor-len(rest), rest, true
	case s.name == "download":
		part.start, part.Typed, found = offset, typed, true
	case s.name == "export":
		format, rest, named := strings.Cut(typed, " ")
		rest = strings.TrimLeft(rest, " ")
		part.start, part.Typed, found = cursor-len(rest), rest, named && slices.Contains(formats, format)
	}
	part.take()
	return part, found
}

// take reads what is typed of the name.
func (p *FilePart) take() {
	p.quoted = strings.HasPrefix(p.Typed, `"`)
	p.Typed = said(p.Typed)
}

// isValue takes the value of a key for the name of the file, if the word that is typed
// is of that key.
func (p *FilePart) isValue(typed string, offset int, key string) bool {
	word, start, _ := open(typed)
	value, isFile := strings.CutPrefix(word, key+"=")
	if isFile {
		p.start, p.Typed, p.isWord = offset+start+len(key)+1, value, true
	}
	return isFile
}

// Completion writes a name in the place of what is typed. That of a folder, which ends
// with a slash, goes on.
func (p FilePart) Completion(name string) query.Completion {
	written := name
	if p.quoted || p.isWord && quote(name) != name || !isBareName(name) || isUploadWord(name) {
		written = inQuotes(name)
		if strings.HasSuffix(name, "/") {
			written = strings.TrimSuffix(written, `"`)
		}
	}
	return query.Completion{Text: written, Start: p.start, End: p.end}
}
