// Package shell is the commands of a person's own for a shell, with the fields of
// images in them.
//
// A value never becomes a part of what a shell reads: the script has a parameter
// in its place ("${1}"), and the value is handed over as an argument. So it means
// nothing to the shell, whatever it holds.
package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"glimpse/model"
	"glimpse/model/lazy"
	"glimpse/model/text"
)

// Template is a line for a shell in which {{field}} stands for a field of an
// image, and {{ids}} for the ids of all.
type Template struct {
	line   string
	fields []string
	all    bool
}

var placeholder = lazy.Regexp(`\{\{\s*([^{}]*?)\s*\}\}`)

// allIDs is the field that stands for the ids of all images.
const allIDs = "ids"

// Parse reads a template, or says what is wrong with it.
func Parse(line string) (t Template, problem, expected string) {
	t.line = line
	if strings.TrimSpace(line) == "" || strings.ContainsRune(line, 0) {
		return t, "there is no command", "such as: openstack server list --image {{id}}"
	}
	for _, at := range placeholder().FindAllStringSubmatchIndex(line, -1) {
		field := line[at[2]:at[3]]
		switch {
		case field == "":
			return t, "{{}} names no field", "write {{id}}, {{name}} or any attribute or property"
		case quoted(line[:at[0]]):
			return t, "{{" + field + "}} stands in quotes", "glimpse quotes it itself: leave the quotes out"
		}
		if !slices.Contains(t.fields, field) {
			t.fields = append(t.fields, field)
		}
	}
	if t.all = slices.Contains(t.fields, allIDs); t.all && len(t.fields) > 1 {
		return t, "{{ids}} is of all images, and other fields of one", "use one or the other"
	}
	return t, "", ""
}

// quoted reports whether quotes are open at the end of a text for a shell.
func quoted(before string) bool {
	open := byte(0)
	for i := 0; i < len(before); i++ {
		switch c := before[i]; {
		case c == '\\' && open != '\'':
			i++
		case open == 0 && (c == '\'' || c == '"' || c == '`'):
			open = c
		case c == open:
			open = 0
		}
	}
	return open != 0
}

// Script returns what a shell reads, in which parameters stand for the values.
func (t Template) Script() string {
	return t.replaced(func(at int) string { return `"${` + strconv.Itoa(at+1) + `}"` }, `"$@"`)
}

// Shown returns the command with its values in it, quoted as for a shell.
func (t Template) Shown(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = text.ShellQuote(arg)
	}
	return t.replaced(func(at int) string { return words[at] }, strings.Join(words, " "))
}

func (t Template) replaced(one func(at int) string, all string) string {
	return placeholder().ReplaceAllStringFunc(t.line, func(found string) string {
		if t.all {
			return all
		}
		return one(slices.Index(t.fields, placeholder().FindStringSubmatch(found)[1]))
	})
}

// Args returns the values for each time that the command runs, in the order of the
// parameters. The error says which value cannot be handed over.
func (t Template) Args(images []*model.Image) (runs [][]string, err error) {
	if len(t.fields) == 0 {
		return [][]string{nil}, nil
	}
	for _, image := range images {
		var args []string
		for _, field := range t.fields {
			if field == allIDs {
				field = model.AttrID.String()
			}
			value, err := Value(image, field)
			if err != nil {
				return nil, err
			}
			args = append(args, value)
		}
		if t.all && len(runs) > 0 {
			runs[0] = append(runs[0], args...)
			continue
		}
		runs = append(runs, args)
	}
	return runs, nil
}

// Value returns a field of an image as the API has it: an attribute, or else a
// property. Where it is not set, or not fit for an argument, the error says so.
func Value(image *model.Image, field string) (string, error) {
	value, set := attribute(image, field)
	switch {
	case !set:
		return "", fmt.Errorf("the image %s has no %s", image.ID.Display(), text.Escape(field))
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		const why = "%s of the image %s has control characters: it is given to no command"
		return "", fmt.Errorf(why, text.Escape(field), image.ID.Display())
	}
	return value, nil
}

func attribute(image *model.Image, field string) (value string, set bool) {
	known, is := model.AttributeNamed(field)
	if !is {
		property, has := image.Property(field)
		return property.Raw(), has
	}
	if value, set := image.Text(known); set {
		return value.Raw(), true
	}
	if value, set := image.Number(known); set {
		return strconv.FormatInt(value, 10), true
	}
	if value, set := image.Time(known); set {
		return value.UTC().Format(time.RFC3339), true
	}
	if value, set := image.Bool(known); set {
		return strconv.FormatBool(value), true
	}
	if known == model.AttrTags {
		tags := make([]string, len(image.Tags))
		for i, tag := range image.Tags {
			tags[i] = tag.Raw()
		}
		return strings.Join(tags, ","), true
	}
	return "", false
}
