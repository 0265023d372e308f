package command

import (
	"slices"
	"strings"

	"glimpse/model/query"
)

// open returns the word that the end of a line stands in, where it begins, and
// the words before it.
func open(line string) (word string, start int, before []string) {
	s := &scanner{line: line}
	for s.skipBlanks() {
		start = s.pos
		if !s.skipWord() || s.pos == len(line) {
			return line[start:], start, before
		}
		before = append(before, line[start:s.pos])
	}
	return "", len(line), before
}

// cutPair cuts a word at the sign between a key and a value. A key in quotes
// may have the sign within.
func cutPair(word string) (key, value string, isPair bool) {
	s := &scanner{line: word}
	if strings.HasPrefix(word, `"`) {
		s.skipQuoted()
	}
	sign := strings.IndexByte(s.rest(), '=')
	if sign < 0 {
		return word, "", false
	}
	return word[:s.pos+sign], word[s.pos+sign+1:], true
}

// completeSet completes KEY=VALUE ... -KEY ... of attributes and properties.
func completeSet(argument string, cursor int, known Known) []query.Completion {
	word, start, before := open(argument[:cursor])
	key, value, isPair := cutPair(word)
	if !isPair {
		return append(offerAttributes(word, start, before, false), completeProperty(argument, cursor, known)...)
	}
	if a, found := attributeNamed(key); found {
		return offer(known.valuesOf(a), value, cursor)
	}
	return completeProperty(argument, cursor, known)
}

// completeCreate completes KEY=VALUE ... of a new image.
func completeCreate(argument string, cursor int, known Known) []query.Completion {
	word, start, before := open(argument[:cursor])
	key, value, isPair := cutPair(word)
	if !isPair {
		out := offerAttributes(word, start, before, true)
		if given(before, keyVolume) {
			return append(takenOfVolumes(out), completeVolume(word, start, cursor, before)...)
		}
		if begins("tag", word) {
			out = append(out, query.Completion{Text: "tag=", Start: start, End: cursor, Help: "a tag"})
		}
		if begins(keyFile, word) {
			out = append(out, query.Completion{Text: keyFile + "=", Start: start, End: cursor, Help: "a file with the data"})
		}
		out = append(out, completeVolume(word, start, cursor, before)...)
		if given(before, keyFile) {
			out = append(out, completeSign(word, start, cursor, before)...)
		}
		return append(out, offerKeys(known.Properties, word, start, before)...)
	}
	if a, found := attributeNamed(key); found {
		return offer(known.valuesOfNew(a, before), value, cursor)
	}
	switch {
	case isSignKey(key):
		return nil
	case key == keyVolume:
		return offerVolumes(known.Volumes, value, cursor)
	case key == keyForce:
		return offer([]string{"yes"}, value, cursor)
	}
	if key == "tag" || key == "tags" {
		return offer(known.inUse(query.Field{Kind: query.FieldTag}), value, cursor)
	}
	return offer(known.inUse(query.PropertyField(said(key))), value, cursor)
}

// completeProperty completes KEY=VALUE ... ?KEY=VALUE ... OLD->NEW ... -KEY ...
func completeProperty(argument string, cursor int, known Known) []query.Completion {
	word, start, before := open(argument[:cursor])
	if sign, typed, isSigned := cutSign(word); isSigned && sign == '-' {
		return offerSigned(sign, orInstead(known.TargetProperties, known.Properties), typed, start, cursor)
	}
	keys := known.Properties
	if strings.HasPrefix(word, string(whereSet)) {
		keys, word, start = orInstead(known.TargetProperties, keys), word[1:], start+1
	}
	if key, value, isPair := cutPair(word); isPair {
		return offer(known.inUse(query.PropertyField(said(key))), value, cursor)
	}
	if at := strings.LastIndex(word, becomes); at >= 0 {
		return offerNewKeys(known.Properties, word[at+len(becomes):], cursor)
	}
	return offerKeys(keys, word, start, before)
}

// offerNewKeys offers keys behind the sign of a new key.
func offerNewKeys(keys []string, typed string, cursor int) []query.Completion {
	var out []query.Completion
	for _, key := range keys {
		if begins(key, said(typed)) && !isReserved(key) {
			out = append(out, query.Completion{Text: quoteKey(key), Start: cursor - len(typed), End: cursor, Help: "the new key"})
		}
	}
	return out
}

// completeTag completes +TAG -TAG ...
func completeTag(argument string, cursor int, known Known) []query.Completion {
	word, start, _ := open(argument[:cursor])
	inUse := known.inUse(query.Field{Kind: query.FieldTag})
	removable := orInstead(known.TargetTags, inUse)
	switch sign, typed, isSigned := cutSign(word); {
	case isSigned && sign == '-':
		return offerSigned('-', removable, typed, start, cursor)
	case isSigned:
		return known.counted(offerSigned('+', inUse, typed, start, cursor))
	default:
		added := known.counted(offerSigned('+', inUse, said(word), start, cursor))
		return append(added, offerSigned('-', removable, said(word), start, cursor)...)
	}
}

// counted says of tags that are offered with a sign how many images have them.
func (k Known) counted(tags []query.Completion) []query.Completion {
	if k.Uses == nil {
		return tags
	}
	for i := range tags {
		_, tag, _ := cutSign(tags[i].Text)
		tags[i].Help = k.Uses(query.Field{Kind: query.FieldTag}, tag)
	}
	return tags
}

// cutSign takes the sign off a word, within the quotation marks or before
// them, and returns what the rest says.
func cutSign(word string) (sign byte, typed string, isSigned bool) {
	if word != "" && (word[0] == '+' || word[0] == '-') {
		return word[0], said(word[1:]), true
	}
	if typed := said(word); strings.HasPrefix(word, `"`) && typed != "" && (typed[0] == '+' || typed[0] == '-') {
		return typed[0], typed[1:], true
	}
	return 0, "", false
}

// valuesOfNew lists what an attribute of a new image may be set to.
func (k Known) valuesOfNew(a attribute, before []string) []string {
	if a.name == diskFormat && given(before, keyVolume) {
		return VolumeFormats()
	}
	return k.valuesOf(a)
}

// valuesOf lists what an attribute may be set to.
func (k Known) valuesOf(a attribute) []string {
	switch {
	case a.onlyNew():
		return nil // an id is never one in use
	case len(a.words) > 0:
		return a.words
	case a.name == diskFormat && len(k.DiskFormats) > 0:
		return k.DiskFormats
	case a.name == "container_format" && len(k.ContainerFormats) > 0:
		return k.ContainerFormats
	}
	return k.inUse(a.field)
}

// inUse lists the values in use of a field.
func (k Known) inUse(field query.Field) []string {
	if k.Values == nil {
		return nil
	}
	return k.Values(field)
}

func orInstead(words, instead []string) []string {
	if len(words) > 0 {
		return words
	}
	return instead
}

// offer offers the values that begin with what is typed up to the cursor.
func offer(values []string, typed string, cursor int) []query.Completion {
	start := cursor - len(typed)
	var out []query.Completion
	for _, value := range values {
		if begins(value, said(typed)) {
			out = append(out, query.Completion{Text: quote(value), Start: start, End: cursor})
		}
	}
	return out
}

// offerAttributes offers the attributes that are not given yet.
func offerAttributes(word string, start int, before []string, isNew bool) []query.Completion {
	var out []query.Completion
	for _, a := range attributes {
		if a.onlyNew() && !isNew || !begins(a.name, word) || given(before, a.name) {
			continue
		}
		out = append(out, query.Completion{Text: a.name + "=", Start: start, End: start + len(word), Help: a.help})
	}
	return out
}

// offerKeys offers the keys of properties that are not given yet.
func offerKeys(keys []string, word string, start int, before []string) []query.Completion {
	var out []query.Completion
	for _, key := range keys {
		if begins(key, said(word)) && !given(before, quoteKey(key)) && !isReserved(key) {
			out = append(out, query.Completion{Text: quoteKey(key) + "=", Start: start, End: start + len(word), Help: "a property"})
		}
	}
	return out
}

// given reports whether a key stands in one of the words before.
func given(before []string, key string) bool {
	return slices.ContainsFunc(before, func(word string) bool { return strings.HasPrefix(word, key+"=") })
}

// offerSigned offers texts behind a sign.
func offerSigned(sign byte, texts []string, typed string, start, cursor int) []query.Completion {
	help := "add the tag"
	if sign == '-' {
		help = "remove it"
	}
	var out []query.Completion
	for _, text := range texts {
		if begins(text, typed) {
			out = append(out, query.Completion{Text: string(sign) + signedText(text), Start: start, End: cursor, Help: help})
		}
	}
	return out
}
