package command

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"glimpse/model/query"
	"glimpse/model/typo"
)

// find returns the command with a name or an alias.
func find(name string) (spec, bool) {
	i := slices.IndexFunc(specs, func(s spec) bool { return s.name == name || slices.Contains(s.aliases, name) })
	if i < 0 {
		return spec{}, false
	}
	return specs[i], true
}

// split cuts a line into the name of the command, where it begins, and the
// argument with the place where that begins, in bytes.
func split(line string) (name string, start int, argument string, offset int) {
	isLead := func(r rune) bool { return r == ':' || unicode.IsSpace(r) }
	start = len(line) - len(strings.TrimLeftFunc(line, isLead))
	end := strings.IndexFunc(line[start:], unicode.IsSpace)
	if end < 0 {
		return line[start:], start, "", len(line)
	}
	argument = strings.TrimLeftFunc(line[start+end:], unicode.IsSpace)
	return line[start : start+end], start, argument, len(line) - len(argument)
}

// Parse reads a line of one command, with or without the colon. Its error is
// an *[Error] with the place. An empty line is no command and no error.
//
// A command is carried out by its whole name alone: the beginning of a name is
// no command, however few it could stand for.
func Parse(line string) (Command, error) {
	name, start, argument, offset := split(line)
	if name == "" {
		return nil, nil //nolint:nilnil // nothing was typed, which is not wrong
	}
	s, known := find(name)
	if !known {
		return nil, &Error{Column: column(line, start), Problem: "there is no command " + name, Expected: Suggest(name), Unknown: true}
	}
	if s.parse == nil {
		if argument != "" {
			return nil, &Error{Column: column(line, offset), Problem: name + " takes nothing after it"}
		}
		return s.fixed, nil
	}
	read, err := s.parse(strings.TrimRightFunc(argument, unicode.IsSpace))
	if err != nil {
		return nil, placed(err, line, offset)
	}
	return read, nil
}

// placed gives an error of an argument its place in the line.
func placed(err error, line string, offset int) error {
	var foreign *query.SyntaxError
	if errors.As(err, &foreign) {
		return &Error{Column: column(line, offset+foreign.Offset), Problem: foreign.Problem, Expected: foreign.Expected}
	}
	var own *fault
	if errors.As(err, &own) {
		return &Error{Column: column(line, offset+own.offset), Problem: own.problem, Expected: own.expected}
	}
	return &Error{Column: column(line, offset), Problem: err.Error()}
}

func column(line string, offset int) int {
	return utf8.RuneCountInString(line[:max(0, min(offset, len(line)))]) + 1
}

// Suggest names the command that was probably meant, if one may be: one of
// these, or of other names that the line takes.
func Suggest(typed string, others ...string) string {
	var aliases, begin []string
	names := make([]string, 0, len(specs)+len(others))
	for _, s := range specs {
		names, aliases = append(names, s.name), append(aliases, s.aliases...)
	}
	names = append(names, others...)
	for _, name := range names {
		if strings.HasPrefix(name, typed) {
			begin = append(begin, name)
		}
	}
	if len(begin) > 0 {
		return orList(begin)
	}
	return typo.Nearest(typed, append(names, aliases...))
}

// The words that stand for an argument of their own.
const (
	clearAll = "clear"
	usual    = "usual"
	never    = "off"
	markAll  = "all"
	markNone = "none"
	invert   = "invert"

	byName     = "name"
	byChecksum = "checksum"
)

// formats are those of files that are written.
var formats = []string{"json", "csv"}

func filter(argument string) (Command, error) {
	if argument == clearAll || argument == "" {
		return Filter{}, nil
	}
	terms, err := query.Parse(argument)
	return Filter{Terms: terms}, err
}

func duplicates(argument string) (Command, error) {
	switch argument {
	case "", byName:
		return Duplicates{}, nil
	case byChecksum:
		return Duplicates{ByChecksum: true}, nil
	default:
		return nil, &fault{problem: "there are no duplicates by " + argument, expected: byName + " or " + byChecksum}
	}
}

func order(argument string) (Command, error) {
	keys, err := query.ParseSort(argument)
	return Sort{Keys: keys}, err
}

// columns reads names with commas between; a name may stand in quotes.
func columns(argument string) (Command, error) {
	if argument == usual {
		return Columns{}, nil
	}
	var names []string
	s := &scanner{line: argument}
	for more := true; more; {
		s.skipBlanks()
		name, wrong := s.columnName()
		if wrong != nil {
			return nil, wrong
		}
		names = append(names, name)
		if more = s.skipBlanks(); more {
			s.pos++ // the comma
		}
	}
	return Columns{Names: names}, nil
}

// columnName reads a name up to the comma or the end. Without quotes it may
// have blanks within.
func (s *scanner) columnName() (string, *fault) {
	start := s.pos
	name, wrong := s.next(",")
	for wrong == nil && s.skipBlanks() && s.line[s.pos] != ',' {
		if name.quoted || s.line[s.pos] == '"' {
			return "", faultAt(s.pos, "a comma", "the name of the column ends here")
		}
		_, wrong = s.next(",")
		name.text = s.line[start:s.pos]
	}
	if wrong == nil && name.text == "" {
		wrong = faultAt(start, "names with commas between, or "+usual, "a column has no name")
	}
	if wrong != nil {
		return "", wrong
	}
	meant, mistake := query.ColumnName(name.text, name.quoted)
	if mistake != nil {
		return "", &fault{offset: start, problem: mistake.Problem, expected: mistake.Expected}
	}
	return meant, nil
}

func refresh(argument string) (Command, error) {
	switch argument {
	case "":
		return Refresh{}, nil
	case never:
		return RefreshEvery{}, nil
	}
	every, err := time.ParseDuration(argument)
	if err != nil || every <= 0 {
		return nil, &fault{problem: argument + " is no length of time", expected: "one such as 30s or 5m, or off"}
	}
	return RefreshEvery{Every: every}, nil
}

func mark(argument string) (Command, error) {
	switch argument {
	case markAll:
		return MarkAll{}, nil
	case markNone:
		return MarkNone{}, nil
	case invert:
		return MarkInvert{}, nil
	case "":
		return nil, &fault{problem: "it is not said what to mark", expected: "all, none, invert or filters such as tag=gold"}
	}
	terms, err := query.Parse(argument)
	if slices.ContainsFunc(terms, query.Term.CountsNames) {
		return nil, &fault{problem: "mark looks at one image at a time, and duplicate takes all", expected: ":duplicates, and A there"}
	}
	return Mark{Terms: terms}, err
}

func export(argument string) (Command, error) {
	format, from := argument, len(argument)
	if blank := strings.IndexFunc(argument, unicode.IsSpace); blank >= 0 {
		format, from = argument[:blank], blank
	}
	if !slices.Contains(formats, format) {
		return nil, &fault{problem: "the format is missing", expected: "json or csv, then the name of a file"}
	}
	file, wrong := nameAt(argument, from)
	if wrong == nil && file == "" {
		wrong = faultAt(len(argument), "it after "+format, "the name of the file is missing")
	}
	if wrong != nil {
		return nil, wrong
	}
	return Export{Format: format, File: file}, nil
}

func load(argument string) (Command, error) {
	if argument != markAll {
		return nil, &fault{problem: "it is not said what to load", expected: "all"}
	}
	return LoadAll{}, nil
}

// needed reads an argument that must be there.
func needed(read func(string) (Command, error)) func(string) (Command, error) {
	return func(argument string) (Command, error) {
		if argument == "" {
			return nil, &fault{problem: "the argument is missing", expected: "a text"}
		}
		return read(argument)
	}
}

// optional reads an argument that is taken as it is, and may be missing.
func optional(of func(string) Command) func(string) (Command, error) {
	return func(argument string) (Command, error) { return of(argument), nil }
}
