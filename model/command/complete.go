package command

import (
	"strings"

	"glimpse/model/query"
)

// Known is what there is to complete with, beside the words of the language.
type Known struct {
	query.Known
	Columns, Clouds, Projects, Regions, Views, Themes []string
}

// Complete returns how a line may go on at the cursor, an offset in bytes.
func Complete(line string, cursor int, known Known) []query.Completion {
	cursor = max(0, min(cursor, len(line)))
	name, argument, offset := split(line)
	start := strings.Index(line, name)
	if cursor <= start+len(name) && (argument == "" || cursor < offset) {
		return names(line[start:max(start, cursor)], min(start, cursor), cursor)
	}
	s, found := find(name)
	if !found || s.complete == nil || cursor < offset {
		return nil
	}
	completions := s.complete(argument, cursor-offset, known)
	for i := range completions {
		completions[i].Start += offset
		completions[i].End += offset
	}
	return completions
}

// names completes the name of a command.
func names(typed string, start, end int) []query.Completion {
	var out []query.Completion
	for _, s := range specs {
		if !strings.HasPrefix(s.name, typed) {
			continue
		}
		text := s.name
		if s.parse != nil {
			text += " "
		}
		help := s.help
		if s.argument != "" {
			help = s.argument + "  " + help
		}
		out = append(out, query.Completion{Text: text, Start: start, End: end, Help: help})
	}
	return out
}

func completeFilter(argument string, cursor int, known Known) []query.Completion {
	return query.Complete(argument, cursor, known.Known)
}

func completeOrder(argument string, cursor int, known Known) []query.Completion {
	return query.CompleteSort(argument, cursor, known.Known)
}

func completeMark(argument string, cursor int, known Known) []query.Completion {
	return append(whole(argument, cursor, "all", "none", "invert"), query.Complete(argument, cursor, known.Known)...)
}

func completeExport(argument string, cursor int, _ Known) []query.Completion {
	return whole(argument, cursor, "json ", "csv ")
}

func completeColumns(argument string, cursor int, known Known) []query.Completion {
	start := strings.LastIndexByte(argument[:cursor], ',') + 1
	var out []query.Completion
	for _, name := range append(append([]string{}, known.Columns...), known.Properties...) {
		if strings.HasPrefix(name, strings.TrimLeft(argument[start:cursor], " ")) {
			out = append(out, query.Completion{Text: name, Start: start, End: cursor})
		}
	}
	return out
}

func words(all ...string) func(string, int, Known) []query.Completion {
	return func(argument string, cursor int, _ Known) []query.Completion { return whole(argument, cursor, all...) }
}

func cloudNames(argument string, cursor int, known Known) []query.Completion {
	return whole(argument, cursor, known.Clouds...)
}

func projectNames(argument string, cursor int, known Known) []query.Completion {
	return whole(argument, cursor, known.Projects...)
}

func regionNames(argument string, cursor int, known Known) []query.Completion {
	return whole(argument, cursor, known.Regions...)
}

func viewNames(argument string, cursor int, known Known) []query.Completion {
	return whole(argument, cursor, known.Views...)
}

func themeNames(argument string, cursor int, known Known) []query.Completion {
	return whole(argument, cursor, known.Themes...)
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
