package command

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/model/query"
)

// Format writes a command as its canonical line, without the colon: [Parse]
// reads the same command back from it, but for the places of terms. No command
// is an empty line.
func Format(c Command) string {
	switch c := c.(type) {
	case Filter:
		if len(c.Terms) == 0 {
			return "filter " + clearAll
		}
		return "filter " + formatTerms(c.Terms, clearAll)
	case Sort:
		return named("sort", query.FormatSort(c.Keys))
	case Search:
		return named("search", c.Text)
	case Columns:
		return "columns " + formatColumns(c.Names)
	case LoadAll:
		return "load " + markAll
	case Refresh:
		return "refresh"
	case RefreshEvery:
		if c.Every == 0 {
			return "refresh " + never
		}
		return "refresh " + c.Every.String()
	case MarkAll:
		return "mark " + markAll
	case MarkNone:
		return "mark " + markNone
	case MarkInvert:
		return "mark " + invert
	case Mark:
		return "mark " + formatTerms(c.Terms, markAll, markNone, invert)
	default:
		return formatGoing(c)
	}
}

// formatGoing writes the commands about where the program is and how it looks.
func formatGoing(c Command) string {
	switch c := c.(type) {
	case Cloud:
		return named("cloud", formatName(c.Name))
	case Project:
		return named("project", formatName(c.Name))
	case Region:
		return named("region", formatName(c.Name))
	case View:
		return named("view", formatName(c.Name))
	case SaveView:
		return named("save-view", formatName(c.Name))
	case Theme:
		return named("theme", formatName(c.Name))
	case Overview:
		return named("overview", c.Keys)
	case Duplicates:
		if c.ByChecksum {
			return named("duplicates", byChecksum)
		}
		return "duplicates"
	case Export:
		return named("export", c.Format+" "+quote(c.File))
	default:
		return formatChange(c)
	}
}

// formatChange writes the commands that change images.
func formatChange(c Command) string {
	switch c := c.(type) {
	case Set:
		return named("set", join([]string{formatAssignments(c.Assignments), formatProperty(c.Properties)}))
	case Tag:
		return named("tag", join(signedTexts('+', c.Add), signedTexts('-', c.Remove)))
	case Property:
		return named("property", formatProperty(c))
	case Share:
		return named("share", join(signedTexts('+', c.Add), signedTexts('-', c.Remove)))
	case Answer:
		return formatAnswer(c)
	case Create:
		tags := make([]string, len(c.Tags))
		for i, tag := range c.Tags {
			tags[i] = "tag=" + quote(tag)
		}
		return named("create", join([]string{formatAssignments(c.Attributes)}, c.sourceWords(), tags, formatProperties(c.Properties)))
	default:
		return formatTransfer(c)
	}
}

// formatFixed writes the commands that are their name alone.
func formatFixed(c Command) string {
	for _, s := range specs {
		if s.fixed != nil && s.fixed == c {
			return s.name
		}
	}
	return ""
}

func named(name, argument string) string {
	if argument == "" {
		return name
	}
	return name + " " + argument
}

// join writes the words of several lists with a blank between.
func join(lists ...[]string) string {
	all := slices.DeleteFunc(slices.Concat(lists...), func(word string) bool { return word == "" })
	return strings.Join(all, " ")
}

// formatTerms writes terms; one that is a mere word and would be taken for a
// word of the command stands in quotes.
func formatTerms(terms []query.Term, words ...string) string {
	line := query.Format(terms)
	if slices.Contains(words, line) {
		return inQuotes(line)
	}
	return line
}

func formatColumns(names []string) string {
	if len(names) == 0 {
		return usual
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = formatColumn(name)
	}
	if len(names) == 1 && names[0] == usual {
		return inQuotes(usual)
	}
	return strings.Join(out, ",")
}

// formatColumn writes the name of a column, in quotes where it would otherwise
// be taken for a mistake.
func formatColumn(name string) string {
	if _, mistake := query.ColumnName(name, false); mistake != nil {
		return inQuotes(name)
	}
	return quote(name)
}

func formatAssignments(assignments []Assignment) string {
	out := make([]string, 0, len(assignments))
	for _, assignment := range assignments {
		a, found := attributeOf(assignment.Field)
		if !found {
			continue
		}
		value := ""
		switch v := assignment.Value.(type) {
		case bool:
			value = strconv.FormatBool(v)
		case int64:
			value = strconv.FormatInt(v, 10)
		case string:
			value = quote(v)
		}
		out = append(out, a.name+"="+value)
	}
	return strings.Join(out, " ")
}

func formatProperty(c Property) string {
	return join(formatProperties(c.Set), formatWhereSet(c.SetWhereSet), formatRenames(c.Renames), signedTexts('-', c.Remove))
}

func formatProperties(properties []KeyValue) []string {
	out := make([]string, len(properties))
	for i, p := range properties {
		out[i] = quoteKey(p.Key) + "=" + quote(p.Value)
	}
	return out
}

func formatWhereSet(properties []KeyValue) []string {
	out := formatProperties(properties)
	for i := range out {
		out[i] = string(whereSet) + out[i]
	}
	return out
}

func formatRenames(renames []Rename) []string {
	out := make([]string, len(renames))
	for i, r := range renames {
		out[i] = quoteKey(r.From) + becomes + quoteKey(r.To)
	}
	return out
}

// signedTexts writes each text behind a sign.
func signedTexts(sign byte, texts []string) []string {
	out := make([]string, len(texts))
	for i, said := range texts {
		out[i] = string(sign) + signedText(said)
	}
	return out
}

// signedText writes a text as it stands behind a sign. The sign of equality
// would end the key of a property.
func signedText(said string) string {
	if strings.Contains(said, "=") {
		return inQuotes(said)
	}
	return quote(said)
}
