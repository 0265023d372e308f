// Package record writes an image as a YAML document that a person edits, and reads
// from the edited one what is to be changed. What only the service sets stands in it
// as comments.
package record

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// The fields of the document that hold several values.
const (
	tagsField       = "tags"
	propertiesField = "properties"
)

// head stands above the document. It is long enough that no editor looks for its
// settings in what the service sent.
const head = `# Edit the image, save, and close the editor: the change is shown before it is
# sent. Lines that begin with # are not read. A property whose line is removed is
# removed; an attribute whose line is removed stays as it is. A text with
# characters that cannot be seen stands in quotation marks, as in JSON.
#
`

// foot stands below it for the same reason.
const foot = "# End of the image: write above this line.\n#\n#\n#\n#\n#\n"

// Write returns the document of an image.
func Write(image *model.Image) string {
	var out strings.Builder
	out.WriteString(head)
	for _, attribute := range model.Attributes() {
		if !isReadOnly(attribute) {
			continue
		}
		value := patch.FieldOf(image, attribute.String()).Value
		if at, isTime := image.Time(attribute); isTime {
			value = at.Format(time.RFC3339)
		}
		fmt.Fprintf(&out, "# %s: %s\n", attribute, scalar(value))
	}
	out.WriteString("\n")
	for _, one := range command.SettableAttributes() {
		if field := fieldOf(image, one); !one.OnlyNew {
			out.WriteString(comment(!isEditable(field)) + one.Name + ": " + scalar(field.Value) + "\n")
		}
	}
	writeTags(&out, image)
	writeProperties(&out, image)
	out.WriteString(foot)
	return out.String()
}

// isReadOnly reports whether an attribute is one that the service alone sets, of those
// that have one value which can be written.
func isReadOnly(attribute model.Attribute) bool {
	if attribute == model.AttrTags || attribute.Kind() == model.KindOther {
		return false
	}
	for _, one := range command.SettableAttributes() {
		if !one.OnlyNew && attributeOf(one) == attribute {
			return false
		}
	}
	return true
}

// attributeOf is the attribute that a settable one stands for.
func attributeOf(one command.Settable) model.Attribute {
	if one.Name == "hidden" {
		return model.AttrHidden
	}
	return one.Field.Attribute
}

func fieldOf(image *model.Image, one command.Settable) patch.Field {
	return patch.FieldOf(image, attributeOf(one).String())
}

// isEditable reports whether a document can hold a field: it is known, and a text of
// it is one that YAML can have.
func isEditable(field patch.Field) bool {
	said, _ := field.Value.(string)
	return !field.Unknown && utf8.ValidString(said)
}

// comment begins a line that is not read.
func comment(is bool) string {
	if is {
		return "# "
	}
	return ""
}

func writeTags(out *strings.Builder, image *model.Image) {
	if image.Unknown.Has(model.AttrTags) {
		out.WriteString("# tags: unknown\n")
		return
	}
	if len(image.Tags) == 0 {
		out.WriteString("tags: []\n")
		return
	}
	out.WriteString("tags:\n")
	for _, tag := range image.Tags {
		out.WriteString(comment(!utf8.ValidString(tag.Raw())) + "  - " + scalar(tag.Raw()) + "\n")
	}
}

func writeProperties(out *strings.Builder, image *model.Image) {
	if len(editableProperties(image)) == 0 {
		out.WriteString("properties: {}\n")
	} else {
		out.WriteString("properties:\n")
	}
	for i := range image.Properties {
		key := image.Properties[i].Key.Raw()
		field := patch.FieldOf(image, key)
		out.WriteString(comment(!isProperty(field)) + "  " + scalar(key) + ": " + scalar(field.Value) + "\n")
	}
}

// isProperty reports whether a property can be edited: keys that the service keeps for
// itself cannot.
func isProperty(field patch.Field) bool {
	problem, _ := command.UnfitKey(field.Name)
	return isEditable(field) && utf8.ValidString(field.Name) && problem == ""
}

// editableProperties are the properties that the document holds, by their keys.
func editableProperties(image *model.Image) map[string]patch.Field {
	all := make(map[string]patch.Field, len(image.Properties))
	for i := range image.Properties {
		if field := patch.FieldOf(image, image.Properties[i].Key.Raw()); isProperty(field) {
			all[field.Name] = field
		}
	}
	return all
}

// scalar writes one value.
func scalar(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		return quoted(value)
	default:
		return fmt.Sprint(value)
	}
}

// quoted writes a text: plain where it is a word that YAML takes for nothing else, and
// otherwise in quotation marks, with all that cannot be seen or that an editor could
// act on escaped.
func quoted(said string) string {
	if isWord(said) {
		return said
	}
	var out strings.Builder
	out.WriteByte('"')
	for at, r := range said {
		switch {
		case r == '"' || r == '\\':
			out.WriteString(`\` + string(r))
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == ':' && strings.HasSuffix(strings.ToLower(said[:at]), "local variables"): // which Emacs obeys
			out.WriteString(`\x3a`)
		case r == utf8.RuneError || !unicode.IsPrint(r):
			fmt.Fprintf(&out, `\U%08x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// isWord reports whether a text can stand without quotation marks.
func isWord(said string) bool {
	switch strings.ToLower(said) {
	case "", "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	for i, r := range said {
		isLetter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_'
		isWithin := i > 0 && ('0' <= r && r <= '9' || r == '-' || r == '.')
		if !isLetter && !isWithin {
			return false
		}
	}
	return true
}

// Mistake is what is wrong with a line of the document, counted from 1.
type Mistake struct {
	Line              int
	Problem, Expected string
}

// String says where and what it is. It may hold anything that was typed.
func (m Mistake) String() string {
	said := "line " + strconv.Itoa(m.Line) + ": " + m.Problem
	if m.Expected != "" {
		said += "; expected " + m.Expected
	}
	return said
}

// mark begins the lines that tell of mistakes.
const mark = "# ! "

// Annotate returns a document with its mistakes as comments above their lines, in the
// place of those that it was annotated with before.
func Annotate(document string, mistakes []Mistake) string {
	var out strings.Builder
	tell := func(m Mistake) {
		said := m.Problem
		if m.Expected != "" {
			said += "; expected " + m.Expected
		}
		out.WriteString(mark + text.Escape(said) + "\n")
	}
	lines := strings.SplitAfter(Bare(document), "\n")
	for i, line := range lines {
		for _, m := range mistakes {
			if m.Line == i+1 || i == 0 && m.Line < 1 || i == len(lines)-1 && m.Line > len(lines) {
				tell(m)
			}
		}
		out.WriteString(line)
	}
	return out.String()
}

// Bare returns a document without what Annotate added.
func Bare(document string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(document, "\r\n", "\n")) {
		if !strings.HasPrefix(line, mark) {
			out.WriteString(line)
		}
	}
	return out.String()
}
