package record

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/lazy"
	"glimpse/model/patch"
)

// reader reads a document and gathers what is wrong with it.
type reader struct {
	image    *model.Image
	set      command.Set
	tag      command.Tag
	mistakes []Mistake
}

// Read returns the commands that make of an image what its edited document says: none
// where nothing was changed. Lines of mistakes are those of the document without what
// [Annotate] added; where there is one, there are no commands.
func Read(image *model.Image, document string) ([]command.Command, []Mistake) {
	r := &reader{image: image}
	root := r.parse(Bare(document))
	if root != nil {
		r.fields(root)
	}
	slices.SortStableFunc(r.mistakes, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	if len(r.mistakes) > 0 {
		return nil, r.mistakes
	}
	var commands []command.Command
	if !r.set.IsEmpty() {
		commands = append(commands, r.set)
	}
	if len(r.tag.Add)+len(r.tag.Remove) > 0 {
		commands = append(commands, r.tag)
	}
	return commands, nil
}

func (r *reader) wrong(node *yaml.Node, problem, expected string) {
	r.mistakes = append(r.mistakes, Mistake{node.Line, problem, expected})
}

// lineOf finds the line in what the library says of a mistake.
var lineOf = lazy.Regexp(`^yaml: (?:line (\d+): )?`)

// parse returns the mapping that the document is, or nil.
func (r *reader) parse(document string) *yaml.Node {
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(document)))
	var root, second yaml.Node
	switch err := decoder.Decode(&root); {
	case errors.Is(err, io.EOF):
		return nil // only comments are left: every attribute stays
	case err != nil:
		line := 1
		found := lineOf().FindStringSubmatch(err.Error())
		if found != nil && found[1] != "" {
			line, _ = strconv.Atoi(found[1])
		}
		r.mistakes = append(r.mistakes, Mistake{line, "this is no YAML: " + lineOf().ReplaceAllString(err.Error(), ""), ""})
		return nil
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		r.mistakes = append(r.mistakes, Mistake{cmp.Or(second.Line, 1), "a second document begins here", "one image"})
		return nil
	}
	if len(root.Content) != 1 || root.Content[0].Kind != yaml.MappingNode {
		r.wrong(&root, "the document is no image", "lines such as name: test")
		return nil
	}
	return root.Content[0]
}

// fields reads the fields of the document.
func (r *reader) fields(root *yaml.Node) {
	attributes := map[string]command.Settable{}
	for _, one := range command.SettableAttributes() {
		if !one.OnlyNew {
			attributes[one.Name] = one
		}
	}
	r.each(root, func(key, value *yaml.Node) {
		attribute, isAttribute := attributes[key.Value]
		_, isKnown := model.AttributeNamed(key.Value)
		switch {
		case isAttribute:
			r.attribute(attribute, value)
		case key.Value == tagsField:
			r.tags(value)
		case key.Value == propertiesField:
			r.properties(value)
		case isKnown:
			r.wrong(key, key.Value+" is for the service to set", "no such line")
		default:
			r.wrong(key, "an image has no attribute "+key.Value, "properties below "+propertiesField+":, two blanks further in")
		}
	})
}

// each calls a function for each pair of a mapping; a key that is there twice is a
// mistake.
func (r *reader) each(mapping *yaml.Node, do func(key, value *yaml.Node)) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.wrong(key, "the key is no text", "a name")
		case seen[key.Value]:
			r.wrong(key, key.Value+" is there twice", "each once")
		default:
			seen[key.Value] = true
			do(key, value)
		}
	}
}

// text returns the text of a node, and whether it is null.
func (r *reader) text(node *yaml.Node) (said string, isNull, ok bool) {
	if node.Kind != yaml.ScalarNode {
		r.wrong(node, "one value is expected here", "a text")
		return "", false, false
	}
	return node.Value, node.Tag == "!!null", true
}

func (r *reader) attribute(one command.Settable, node *yaml.Node) {
	said, isNull, ok := r.text(node)
	if !ok {
		return
	}
	has := fieldOf(r.image, one)
	if isNull {
		if has.Value != nil && !has.Unknown {
			r.wrong(node, one.Name+" cannot become null", "a value, or no such line")
		}
		return
	}
	if before, isText := has.Value.(string); isText && before == said {
		return // also what could not be set: it stays
	}
	value, problem, expected := one.Read(said)
	if problem != "" {
		r.wrong(node, one.Name+": "+problem, expected)
		return
	}
	if !has.Equal(patch.Field{Name: has.Name, Set: true, Value: value}) {
		r.set.Assignments = append(r.set.Assignments, command.Assignment{Field: one.Field, Value: value})
	}
}

func (r *reader) tags(node *yaml.Node) {
	if node.Kind != yaml.SequenceNode {
		if node.Tag != "!!null" {
			r.wrong(node, "the tags are no list", "lines such as - gold")
		}
		node = &yaml.Node{Kind: yaml.SequenceNode}
	}
	wanted := make([]string, 0, len(node.Content))
	for _, each := range node.Content {
		said, isNull, ok := r.text(each)
		switch problem, expected := command.UnfitTag(said); {
		case !ok:
		case isNull:
			r.wrong(each, "a tag is missing", "a text")
		case r.image.HasTag(said):
			wanted = append(wanted, said)
		case problem != "":
			r.wrong(each, problem, expected)
		case !slices.Contains(wanted, said):
			wanted, r.tag.Add = append(wanted, said), append(r.tag.Add, said)
		}
	}
	for _, tag := range r.image.Tags {
		if !slices.Contains(wanted, tag.Raw()) && isEditable(patch.Field{Value: tag.Raw()}) {
			r.tag.Remove = append(r.tag.Remove, tag.Raw())
		}
	}
}

func (r *reader) properties(node *yaml.Node) {
	if node.Kind != yaml.MappingNode {
		if node.Tag != "!!null" {
			r.wrong(node, "the properties are no list of keys and values", "lines such as os_distro: debian")
			return
		}
		node = &yaml.Node{Kind: yaml.MappingNode}
	}
	has, kept := editableProperties(r.image), map[string]bool{}
	r.each(node, func(key, value *yaml.Node) {
		kept[key.Value] = true
		before, is := has[key.Value]
		r.property(key, value, before, is)
	})
	for i := range r.image.Properties {
		key := r.image.Properties[i].Key.Raw()
		if _, is := has[key]; is && !kept[key] {
			r.set.Properties.Remove = append(r.set.Properties.Remove, key)
		}
	}
}

// property reads one property; is reports whether the image has it.
func (r *reader) property(key, value *yaml.Node, before patch.Field, is bool) {
	said, isNull, ok := r.text(value)
	if !ok {
		return
	}
	problem, expected := command.UnfitKey(key.Value)
	if problem == "" {
		problem, expected = command.UnfitValue(said)
	}
	switch {
	case is && isNull && before.Value == nil, is && !isNull && before.Value == any(said):
		// It stays as it is.
	case isNull:
		r.wrong(value, key.Value+" cannot become null", `a value; "" is the empty text`)
	case problem != "":
		r.wrong(key, problem, expected)
	default:
		r.set.Properties.Set = append(r.set.Properties.Set, command.KeyValue{Key: key.Value, Value: said})
	}
}
