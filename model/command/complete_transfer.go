package command

import (
	"slices"
	"strings"

	"glimpse/model/query"
)

// completeUpload completes what stands before the file; the caller completes that, and
// the file of the key.
func completeUpload(argument string, cursor int, known Known) []query.Completion {
	word, start, before := open(argument[:cursor])
	out := completeStores(word, start, cursor, known)
	if word == "" {
		return out // what is asked for seldom is offered once it is begun
	}
	return append(out, completeSign(word, start, cursor, before)...)
}

func completeImport(argument string, cursor int, known Known) []query.Completion {
	word, start, before := open(argument[:cursor])
	if typed, isRegion := strings.CutPrefix(word, wordRegion); isRegion {
		return offer(known.OtherRegions, typed, cursor)
	}
	if typed, isID := strings.CutPrefix(word, wordID); isID {
		return offerSources(known.Sources, typed, cursor)
	}
	var out []query.Completion
	for _, way := range sources(before) {
		if strings.HasPrefix(way.text, word) && way.text != word {
			out = append(out, query.Completion{Text: way.text, Start: start, End: cursor, Help: way.help})
		}
	}
	stores := completeStores(word, start, cursor, known)
	if len(before) > 0 {
		return append(out, stores...)
	}
	return append(stores, out...)
}

// WantsSources returns the region whose images are to be known, for the end of a line is the
// id of one that is being typed.
func WantsSources(line string) (region string, wanted bool) {
	name, _, argument, _ := split(line)
	if s, known := find(name); !known || s.name != "import" {
		return "", false
	}
	word, _, before := open(argument)
	if !strings.HasPrefix(word, wordID) {
		return "", false
	}
	for _, one := range before {
		if region, is := cutBehind(one, wordRegion); is && region != "" {
			return region, true
		}
	}
	return "", false
}

// cutBehind returns what stands behind a prefix of a word; both, or that alone, may be in
// quotation marks.
func cutBehind(word, prefix string) (string, bool) {
	if behind, found := strings.CutPrefix(word, prefix); found {
		return said(behind), true
	}
	return strings.CutPrefix(said(word), prefix)
}

// offerSources offers images of another region by their ids: those that begin with what is
// typed, and those whose names contain it.
func offerSources(all []KnownSource, typed string, cursor int) []query.Completion {
	var out []query.Completion
	wanted := strings.ToLower(said(typed))
	for _, one := range all {
		if begins(one.ID, wanted) || strings.Contains(strings.ToLower(one.Name), wanted) {
			help := one.Name
			if one.Help != "" {
				help = strings.TrimPrefix(help+", "+one.Help, ", ")
			}
			out = append(out, query.Completion{Text: quote(one.ID), Start: cursor - len(typed), End: cursor, Help: help})
		}
	}
	return out
}

// way is how a word begins that says where data comes from.
type way struct{ text, help string }

// sources are those that an import may have beside the words that stand before.
func sources(before []string) []way {
	has := func(begin string) bool {
		return slices.ContainsFunc(before, func(word string) bool { return strings.HasPrefix(said(word), begin) })
	}
	switch {
	case has(wordRegion) && has(wordID), slices.ContainsFunc(before, func(word string) bool { return isURL(said(word)) }):
		return nil
	case has(wordRegion):
		return []way{{wordID, "the image there; without it the one with the same id"}}
	default:
		return []way{{"https://", "a URL that the service fetches from"}, {wordRegion, "the image service of another region"}}
	}
}

// completeStores completes store:NAME,NAME.
func completeStores(word string, start, cursor int, known Known) []query.Completion {
	typed, isStore := strings.CutPrefix(word, wordStore)
	if !isStore {
		if !strings.HasPrefix(wordStore, word) {
			return nil
		}
		return []query.Completion{{Text: wordStore, Start: start, End: cursor, Help: "a store of the service"}}
	}
	start = lastOf(typed)
	before, names := query.SplitList(typed[:start]), slices.Clone(known.Stores)
	if start == 0 {
		names = append(names, AllStores) // which stands by itself
	}
	names = slices.DeleteFunc(names, func(store string) bool { return slices.Contains(before, quote(store)) })
	return known.noteStores(offer(names, typed[start:], cursor), quote)
}

// completeStore completes the name of one store.
func completeStore(argument string, cursor int, known Known) []query.Completion {
	return known.noteStores(offerNames(known.Stores, argument, cursor), formatName)
}

// noteStores says of completions, which are written by format, which stores have the data
// of the image.
func (k Known) noteStores(out []query.Completion, format func(string) string) []query.Completion {
	for i := range out {
		if slices.ContainsFunc(k.StoresWith, func(store string) bool { return format(store) == out[i].Text }) {
			out[i].Help = "it has the data"
		}
	}
	return out
}
