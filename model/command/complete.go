package command

import (
	"slices"
	"strings"

	"glimpse/model/query"
)

// Known is what there is to complete with, beside the words of the language.
// Each list is in the order in which it is offered. All may be empty.
type Known struct {
	query.Known
	Columns, Clouds, Projects, Regions, Views, Themes []string
	// OtherRegions are those from which images can be imported.
	OtherRegions []string
	// Stores are those that take data, StoresWith those of them that have the data of
	// the image that the command would be about.
	Stores, StoresWith []string
	// Volumes are those that may become images.
	Volumes []KnownVolume
	// Sources are the images of the region that an import names, in which [WantsSources]
	// says.
	Sources []KnownSource
	// Aliases are the person's own names for lines.
	Aliases Aliases
	// Overview are the keys by which images are counted.
	Overview []string
	// DiskFormats and ContainerFormats are those of the live schema of the
	// service (GET /v2/schemas/image); without them, those in use are offered.
	DiskFormats, ContainerFormats []string
	// TargetTags and TargetProperties are those of the images that a command
	// would change: what can be removed. Without them, all in use are offered.
	TargetTags, TargetProperties []string
	// Changes reports whether images can be changed here; without it, the
	// commands that do, and those that show what was changed, are not offered.
	// They are read all the same.
	Changes bool
}

// KnownVolume is a volume that is offered: the word that names it, and what else is known.
type KnownVolume struct{ Word, Help string }

// KnownSource is an image of another region that is offered by its id, and found by its name
// as well; Help is what else is known of it.
type KnownSource struct{ ID, Name, Help string }

// Complete returns how a line may go on at the cursor, an offset in bytes. The
// caller completes the names of files, which nothing here can know.
func Complete(line string, cursor int, known Known) []query.Completion {
	cursor = max(0, min(cursor, len(line)))
	name, start, argument, offset := split(line)
	if cursor <= start+len(name) {
		typed, start := line[min(start, cursor):cursor], min(start, cursor)
		return append(names(typed, start, cursor, known), known.Aliases.complete(typed, start, cursor)...)
	}
	s, found := find(name)
	if !found || s.complete == nil || s.ofChanges && !known.Changes {
		return nil
	}
	if cursor < offset { // among the blanks before the argument
		argument, offset = "", cursor
	}
	completions := s.complete(argument, cursor-offset, known)
	for i := range completions {
		completions[i].Start += offset
		completions[i].End += offset
	}
	return completions
}

// names completes the name of a command. Aliases are offered only where no
// name begins with what was typed.
func names(typed string, start, end int, known Known) []query.Completion {
	var out, others []query.Completion
	for _, s := range specs {
		if s.ofChanges && !known.Changes {
			continue
		}
		help := strings.TrimSpace(s.argument + "  " + s.help)
		ending := ""
		if s.parse != nil {
			ending = " "
		}
		if strings.HasPrefix(s.name, typed) {
			out = append(out, query.Completion{Text: s.name + ending, Start: start, End: end, Help: help})
			continue
		}
		if slices.ContainsFunc(s.aliases, func(alias string) bool { return strings.HasPrefix(alias, typed) }) {
			others = append(others, query.Completion{Text: s.name + ending, Start: start, End: end, Help: help})
		}
	}
	if out == nil {
		return others
	}
	return out
}

func completeFilter(argument string, cursor int, known Known) []query.Completion {
	return append(query.Complete(argument, cursor, known.Known), begun(argument, cursor, clearAll)...)
}

func completeOrder(argument string, cursor int, known Known) []query.Completion {
	return query.CompleteSort(argument, cursor, known.Known)
}

func completeMark(argument string, cursor int, known Known) []query.Completion {
	return append(whole(argument, cursor, markAll, markNone, invert), query.Complete(argument, cursor, known.Known)...)
}

func completeExport(argument string, cursor int, _ Known) []query.Completion {
	out := whole(argument, cursor, formats...)
	for i := range out {
		out[i].Text += " "
	}
	return out
}

func completeColumns(argument string, cursor int, known Known) []query.Completion {
	names := slices.Concat(known.Columns, known.Properties)
	return append(begun(argument, cursor, usual), CompleteNames(argument[:cursor], names)...)
}

func completeOverview(argument string, cursor int, known Known) []query.Completion {
	return CompleteNames(argument[:cursor], slices.Concat(known.Overview, known.Properties))
}

// CompleteNames returns how a list of names with commas between may go on: with names of
// columns that are not in it yet.
func CompleteNames(list string, names []string) []query.Completion {
	start := lastOf(list)
	before := query.SplitList(list[:start])
	var out []query.Completion
	for _, name := range names {
		if written := formatColumn(name); begins(name, said(list[start:])) && !slices.Contains(before, written) {
			out = append(out, query.Completion{Text: written, Start: start, End: len(list)})
		}
	}
	return out
}

// lastOf returns where the last of several names with commas between begins.
func lastOf(names string) int {
	s := &scanner{line: names}
	start := 0
	for s.pos < len(names) {
		switch names[s.pos] {
		case '"':
			s.skipQuoted()
			continue
		case ',':
			start = s.pos + 1
		}
		s.pos++
	}
	s.pos = start
	s.skipBlanks()
	return s.pos
}

func words(all ...string) func(string, int, Known) []query.Completion {
	return func(argument string, cursor int, _ Known) []query.Completion { return whole(argument, cursor, all...) }
}

// listed completes an argument that is one name of those that are known.
func listed(of func(Known) []string) func(string, int, Known) []query.Completion {
	return func(argument string, cursor int, known Known) []query.Completion {
		return offerNames(of(known), argument, cursor)
	}
}

// whole completes an argument that is one word of several.
func whole(argument string, cursor int, all ...string) []query.Completion {
	var out []query.Completion
	for _, text := range all {
		if strings.HasPrefix(text, argument[:cursor]) && text != argument {
			out = append(out, query.Completion{Text: text, Start: 0, End: cursor})
		}
	}
	return out
}

// begun is [whole] for a word that is not offered before it is begun.
func begun(argument string, cursor int, word string) []query.Completion {
	if cursor == 0 {
		return nil
	}
	return whole(argument, cursor, word)
}

// begins reports whether a word begins with what was typed, whatever the case.
func begins(word, typed string) bool {
	return strings.HasPrefix(strings.ToLower(word), strings.ToLower(typed))
}

// said is what an unfinished text says so far.
func said(typed string) string {
	if !strings.HasPrefix(typed, `"`) {
		return typed
	}
	for _, closed := range []string{typed, typed + `"`} {
		if text, wrong := unquote(closed); wrong == nil {
			return text
		}
	}
	return typed
}
