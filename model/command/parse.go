package command

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"glimpse/model/query"
)

// spec declares one command.
type spec struct {
	name, argument, help string
	// parse reads the argument; nil takes none and gives fixed.
	parse func(argument string) (Command, error)
	fixed Command
	// complete says what the argument may be.
	complete func(argument string, cursor int, known Known) []query.Completion
}

// specs are the commands. Those that are keys as well come last.
var specs = append([]spec{
	{
		name: "filter", argument: "EXPR | clear",
		help:     "list the images that match, such as status=active tag=gold",
		parse:    filter,
		complete: completeFilter,
	},
	{
		name: "sort", argument: "KEY:DIR,...",
		help:     "list in another order, such as size:desc,name:asc",
		parse:    order,
		complete: completeOrder,
	},
	{
		name: "search", argument: "TEXT",
		help:  "search the loaded images",
		parse: text(func(s string) Command { return Search{s} }),
	},
	{
		name: "columns", argument: "NAME,...",
		help:     "show these columns, any property among them; usual for the usual ones",
		parse:    columns,
		complete: completeColumns,
	},
	{
		name: "load", argument: "all",
		help:     "load every image of the query",
		parse:    load,
		complete: words("all"),
	},
	{
		name: "refresh", argument: "[TIME | off]",
		help:     "read the list again; with a time such as 30s, every so often",
		parse:    refresh,
		complete: words("30s", "1m", "5m", "off"),
	},
	{
		name: "mark", argument: "all | none | invert | EXPR",
		help:     "mark images: all that are shown, or those loaded that match",
		parse:    mark,
		complete: completeMark,
	},
	{
		name: "cloud", argument: "[NAME]",
		help:     "switch to another cloud",
		parse:    optional(func(s string) Command { return Cloud{s} }),
		complete: cloudNames,
	},
	{
		name: "project", argument: "[NAME]",
		help:     "work in another project of this cloud",
		parse:    optional(func(s string) Command { return Project{s} }),
		complete: projectNames,
	},
	{
		name: "region", argument: "[NAME]",
		help:     "use another region of this cloud",
		parse:    optional(func(s string) Command { return Region{s} }),
		complete: regionNames,
	},
	{
		name: "view", argument: "[NAME]",
		help:     "open a saved view",
		parse:    optional(func(s string) Command { return View{s} }),
		complete: viewNames,
	},
	{
		name: "save-view", argument: "NAME",
		help:  "save filters, order and columns as a view; 3 NAME puts it on key 3",
		parse: text(func(s string) Command { return SaveView{s} }),
	},
	{
		name: "export", argument: "json|csv FILE",
		help:     "write what is listed to a file",
		parse:    export,
		complete: completeExport,
	},
	{
		name: "theme", argument: "NAME",
		help:     "change the colours",
		parse:    text(func(s string) Command { return Theme{s} }),
		complete: themeNames,
	},
}, pressed()...)

// pressed are the commands that do what a key does.
func pressed() []spec {
	keys := []struct{ name, key, help string }{
		{"open", "enter", "show the image under the cursor in detail"},
		{"copy", "y", "copy the id, name, JSON or a command"},
		{"compare", "=", "compare the two marked images"},
		{"attention", "!", "only what needs attention, or all again"},
		{"only-marked", "m", "only the marked images, or all again"},
		{"duplicates", "", "only images whose name is used more than once"},
		{"preview", "p", "detail beside the list"},
		{"wide", "w", "more columns, or the usual ones again"},
		{"back", "[", "the query before"},
		{"forward", "]", "the query after it again"},
		{"help", "?", "the keys and commands"},
		{"q", "q", "back; out of the program from the list"},
	}
	out := make([]spec, len(keys))
	for i, k := range keys {
		out[i] = spec{name: k.name, help: k.help, fixed: Press{Key: k.key}}
		if k.key == "" {
			out[i].fixed = Duplicates{}
		}
	}
	return out
}

// Duplicates shows the images whose name is used more than once, loading the
// rest first.
type Duplicates struct{}

func (Duplicates) command() {}

// find returns the command with a name.
func find(name string) (spec, bool) {
	for _, s := range specs {
		if s.name == name {
			return s, true
		}
	}
	return spec{}, false
}

// split cuts a line into the name of the command and its argument, with the
// offset of the latter in bytes.
func split(line string) (name, argument string, offset int) {
	start := len(line) - len(strings.TrimLeft(line, " :"))
	end := strings.IndexByte(line[start:], ' ')
	if end < 0 {
		return line[start:], "", len(line)
	}
	offset = start + end
	argument = strings.TrimLeft(line[offset:], " ")
	return line[start : start+end], argument, len(line) - len(argument)
}

// Parse reads a line of one command. Its error is an *Error with the place.
// An empty line is no command and no error.
func Parse(line string) (Command, error) {
	name, argument, offset := split(line)
	if name == "" {
		return nil, nil //nolint:nilnil // nothing was typed, which is not wrong
	}
	s, known := find(name)
	if !known {
		at := column(line, strings.Index(line, name))
		return nil, &Error{Column: at, Problem: "there is no command " + name, Expected: suggestion(name)}
	}
	if s.parse == nil {
		if argument != "" {
			return nil, &Error{Column: column(line, offset), Problem: name + " takes nothing after it"}
		}
		return s.fixed, nil
	}
	read, err := s.parse(strings.TrimRight(argument, " "))
	if err != nil {
		return nil, placed(err, line, offset)
	}
	return read, nil
}

// placed gives an error of an argument its place in the line.
func placed(err error, line string, offset int) error {
	var wrong *query.SyntaxError
	if errors.As(err, &wrong) {
		return &Error{Column: column(line, offset+wrong.Offset), Problem: wrong.Problem, Expected: wrong.Expected}
	}
	var own *Error
	if errors.As(err, &own) {
		return &Error{Column: column(line, offset), Problem: own.Problem, Expected: own.Expected}
	}
	return &Error{Column: column(line, offset), Problem: err.Error()}
}

func column(line string, offset int) int {
	return utf8.RuneCountInString(line[:max(0, min(offset, len(line)))]) + 1
}

// suggestion names the command that was probably meant.
func suggestion(name string) string {
	var begin []string
	for _, s := range specs {
		if strings.HasPrefix(s.name, name) {
			begin = append(begin, s.name)
		}
	}
	if len(begin) == 0 {
		return "one of those that tab and ? list"
	}
	return strings.Join(begin, " or ")
}

func filter(argument string) (Command, error) {
	if argument == "clear" || argument == "" {
		return Filter{}, nil
	}
	terms, err := query.Parse(argument)
	return Filter{Terms: terms}, err
}

func order(argument string) (Command, error) {
	keys, err := query.ParseSort(argument)
	return Sort{Keys: keys}, err
}

func columns(argument string) (Command, error) {
	if argument == "usual" {
		return Columns{}, nil
	}
	var names []string
	for name := range strings.SplitSeq(argument, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, &Error{Problem: "a column has no name", Expected: "names with commas between, or usual"}
		}
		names = append(names, name)
	}
	return Columns{Names: names}, nil
}

func refresh(argument string) (Command, error) {
	switch argument {
	case "":
		return Refresh{}, nil
	case "off":
		return RefreshEvery{}, nil
	}
	every, err := time.ParseDuration(argument)
	if err != nil || every <= 0 {
		return nil, &Error{Problem: argument + " is no length of time", Expected: "one such as 30s or 5m, or off"}
	}
	return RefreshEvery{Every: every}, nil
}

func mark(argument string) (Command, error) {
	switch argument {
	case "all":
		return MarkAll{}, nil
	case "none":
		return MarkNone{}, nil
	case "invert":
		return MarkInvert{}, nil
	case "":
		return nil, &Error{Problem: "it is not said what to mark", Expected: "all, none, invert or filters such as tag=gold"}
	}
	terms, err := query.Parse(argument)
	return Mark{Terms: terms}, err
}

func export(argument string) (Command, error) {
	format, file, _ := strings.Cut(argument, " ")
	file = strings.TrimSpace(file)
	if format != "json" && format != "csv" {
		return nil, &Error{Problem: "the format is missing", Expected: "json or csv, then the name of a file"}
	}
	if file == "" {
		return nil, &Error{Problem: "the name of the file is missing", Expected: "it after " + format}
	}
	return Export{Format: format, File: file}, nil
}

func load(argument string) (Command, error) {
	if argument != "all" {
		return nil, &Error{Problem: "it is not said what to load", Expected: "all"}
	}
	return LoadAll{}, nil
}

// text reads an argument that is taken as it is and must be there.
func text(of func(string) Command) func(string) (Command, error) {
	return func(argument string) (Command, error) {
		if argument == "" {
			return nil, &Error{Problem: "the argument is missing", Expected: "a text"}
		}
		return of(argument), nil
	}
}

// optional reads an argument that may be missing.
func optional(of func(string) Command) func(string) (Command, error) {
	return func(argument string) (Command, error) { return of(argument), nil }
}
