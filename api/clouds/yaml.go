package clouds

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlReader makes values out of YAML nodes: the nodes, because they keep their
// places, and because the SDK reads YAML 1.1, where plain yes is a yes/no value
// and 1e3 is a text, while the library would decide otherwise.
type yamlReader struct {
	path     string
	values   int
	warnings []Warning
	// unfolding are the nodes whose aliases are being written out.
	unfolding map[*yaml.Node]bool
}

func parseYAML(path string, content []byte) (*value, []Warning, error) {
	root, err := yamlDocument(content)
	if err != nil {
		return nil, nil, yamlMalformed(path, content, err)
	}
	reader := yamlReader{path: path, unfolding: map[*yaml.Node]bool{}}
	if root == nil {
		return &value{at: place{file: path, line: 1, column: 1}}, nil, nil
	}
	v, err := reader.from(root, 0)
	return v, reader.warnings, err
}

// errDocuments means that a file holds more than one document.
var errDocuments = errors.New("a second document")

// yamlDocument returns the root of the only document, or nil if there is none.
func yamlDocument(content []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var node yaml.Node
	err := decoder.Decode(&node)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var second yaml.Node
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errDocuments
		}
		return nil, err
	}
	if len(node.Content) == 0 {
		return nil, nil
	}
	return node.Content[0], nil
}

// at returns a value that stands where a node does.
func (r *yamlReader) at(node *yaml.Node) *value {
	return &value{at: place{file: r.path, line: node.Line, column: node.Column}}
}

// from makes the value of a node, aliases and merge keys written out.
func (r *yamlReader) from(node *yaml.Node, depth int) (*value, error) {
	v := r.at(node)
	if r.values++; r.values > maxValues {
		return nil, v.malformed("the aliases of this file unfold to more values than any configuration needs", "write the settings out")
	}
	if depth > maxDepth {
		return nil, v.malformed("values are nested deeper than any configuration needs", "write the settings out")
	}
	switch node.Kind {
	case yaml.AliasNode:
		if r.unfolding[node.Alias] {
			return nil, v.malformed("an alias contains itself", "write the settings out")
		}
		r.unfolding[node.Alias] = true
		defer delete(r.unfolding, node.Alias)
		return r.from(node.Alias, depth+1)
	case yaml.SequenceNode:
		v.kind = list
		for _, child := range node.Content {
			item, err := r.from(child, depth+1)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
		return v, nil
	case yaml.MappingNode:
		v.kind = mapping
		return v, r.fill(&v.table, node, depth)
	default:
		return v, r.scalar(v, node)
	}
}

// fill adds the entries of a mapping node to a table: first what its merge keys
// (<<) bring, so that its own entries win; the last of two equal keys counts.
func (r *yamlReader) fill(into *table, node *yaml.Node, depth int) error {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if isMerge(node.Content[i]) {
			if err := r.merge(into, node.Content[i+1], depth+1); err != nil {
				return err
			}
		}
	}
	own := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if isMerge(node.Content[i]) {
			continue
		}
		name, err := r.key(node.Content[i])
		if err != nil {
			return err
		}
		inner, err := r.from(node.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if own[name] {
			r.warnTwice(node.Content[i], name)
		}
		own[name] = true
		into.set(name, inner)
	}
	return nil
}

// warnTwice warns of a key that its mapping has had before.
func (r *yamlReader) warnTwice(key *yaml.Node, name string) {
	if len(r.warnings) < maxWarnings {
		r.warnings = append(r.warnings, Warning{
			File: r.path, Line: key.Line,
			Problem: fmt.Sprintf("%q is given twice here, and the last one counts", name),
		})
	}
}

// isMerge reports whether a key is the merge key, written plainly.
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && (key.Style&^yaml.TaggedStyle == 0)
}

// key returns the name that a key node stands for.
func (r *yamlReader) key(node *yaml.Node) (string, error) {
	for steps := 0; node.Kind == yaml.AliasNode && steps < maxDepth; steps++ {
		node = node.Alias
	}
	if node.Kind != yaml.ScalarNode {
		return "", r.at(node).malformed("a key is not a plain word", "write `name: value`")
	}
	return node.Value, nil
}

// merge adds the mapping, or the mappings, that a merge key brings. Of several
// the first counts most.
func (r *yamlReader) merge(into *table, node *yaml.Node, depth int) error {
	if r.values++; r.values > maxValues || depth > maxDepth {
		return r.at(node).malformed("merge keys (<<) are nested too deep or unfold to too much", "write the settings out")
	}
	switch node.Kind {
	case yaml.AliasNode:
		if r.unfolding[node.Alias] {
			return r.at(node).malformed("an alias contains itself", "write the settings out")
		}
		r.unfolding[node.Alias] = true
		defer delete(r.unfolding, node.Alias)
		return r.merge(into, node.Alias, depth+1)
	case yaml.MappingNode:
		return r.fill(into, node, depth)
	case yaml.SequenceNode:
		for i := len(node.Content) - 1; i >= 0; i-- {
			if err := r.merge(into, node.Content[i], depth+1); err != nil {
				return err
			}
		}
		return nil
	default:
		return r.at(node).malformed("a merge key (<<) must bring a mapping", "name an anchor, as in `<<: *common`")
	}
}

// scalar gives a value the meaning of a scalar node by the rules of YAML 1.1.
func (r *yamlReader) scalar(v *value, node *yaml.Node) error {
	v.kind, v.text = text, node.Value
	quoted := node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if node.Style&yaml.TaggedStyle != 0 {
		switch node.ShortTag() {
		case "!!str":
			return nil
		case "!!null", "!!bool", "!!int", "!!float", "!!timestamp":
			quoted = false
		default:
			return v.malformed("this value carries a tag (!) that means nothing here", "put a value that begins with ! in quotes")
		}
	}
	if quoted {
		return nil
	}
	switch node.Value {
	case "", "~", "null", "Null", "NULL":
		v.kind, v.text = null, ""
	case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		v.kind, v.truth = boolean, true
	case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		v.kind, v.truth = boolean, false
	}
	return nil
}

// yamlMalformed says what is wrong with a file that is not YAML, and where. The
// library's own words are not repeated: they quote the name of an unknown
// anchor, which is a password that begins with an asterisk and lacks quotes.
func yamlMalformed(path string, content []byte, cause error) *MalformedError {
	offset := bytes.IndexFunc(content, isControl)
	if offset < 0 || !strings.Contains(cause.Error(), "control characters") {
		offset = yamlFailure(content)
	}
	e := &MalformedError{File: path}
	e.Line, e.Column = position(content, offset)
	e.Problem, e.Advice = "this is not valid YAML", "compare the indentation with the lines around it"
	rest := content[min(offset, len(content)):]
	said := cause.Error()
	contains := func(part string) bool { return strings.Contains(said, part) }
	switch {
	case errors.Is(cause, errDocuments):
		e.Problem, e.Advice = "a second document begins here", "keep one document in a file: remove the line `---`"
	case len(rest) > 0 && rest[0] == '\t':
		e.Problem, e.Advice = "a tab stands where the indentation must be", "indent with spaces"
	case contains("unknown anchor"):
		e.Problem, e.Advice = "this value begins with * and names no anchor", "put a value that begins with * in quotes"
	case contains("cannot start any token"):
		e.Problem, e.Advice = "a value begins with a character that YAML reserves", "put the value in quotes"
	case contains("control characters"), contains("invalid Unicode"):
		e.Problem, e.Advice = "a control character stands here", "remove it"
	case len(rest) > 0 && strings.ContainsRune(`"'`, rune(rest[0])):
		e.Problem, e.Advice = "a quote opens here and the text does not end properly", "close the quote, or double a quote within it"
	case len(rest) > 0 && strings.ContainsRune("[{", rune(rest[0])):
		e.Problem, e.Advice = "a bracket opens here and is not closed", "close it, or put a value that begins with a bracket in quotes"
	case contains("mapping values are not allowed"):
		e.Problem = "a colon stands where no key can be"
		e.Advice = "indent the line like those beside it, or put a value with a colon in quotes"
	case contains("expected key"), contains("expected '-' indicator"):
		e.Advice = "indent the line like those beside it, and end a key with a colon and a space"
	}
	return e
}

// isControl reports whether YAML forbids a character as a control character.
func isControl(r rune) bool {
	return r != '\t' && unicode.IsControl(r) && r != '\n' && r != '\r' && r != 0x85
}

// yamlFailure returns the offset of the first byte with which the content stops
// being the beginning of something valid. The library tells a line at best, and
// for a wrong indentation that of the block's first line.
func yamlFailure(content []byte) int {
	broken := func(end int) bool {
		_, err := yamlDocument(content[:end])
		return err != nil
	}
	ends := []int{0}
	for i, b := range content {
		if b == '\n' || i == len(content)-1 {
			ends = append(ends, i+1)
		}
	}
	// The last line up to which the content is valid is looked for from the
	// end, since a quote that spans lines is broken in between. A large file
	// is halved instead: it may name the line where such a quote opens.
	const patience = 4 << 20
	good := 0
	if len(ends)*len(content) <= patience {
		for good = len(ends) - 2; good > 0 && broken(ends[good]); good-- {
		}
	} else {
		for bad := len(ends) - 1; bad-good > 1; {
			if middle := (good + bad) / 2; broken(ends[middle]) {
				bad = middle
			} else {
				good = middle
			}
		}
	}
	start, end := ends[max(good, 0)], ends[min(good+1, len(ends)-1)]
	return failureInLine(content, start, end, broken)
}

// failureInLine returns the offset within one line, as [yamlFailure] does.
func failureInLine(content []byte, start, end int, broken func(int) bool) int {
	const longest = 256
	line := bytes.TrimRight(content[start:end], "\r\n")
	// A tab that indents is the culprit wherever the parser stumbles over it.
	if indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]; bytes.ContainsRune(indent, '\t') {
		return start + bytes.IndexByte(indent, '\t')
	}
	for at := start + min(len(line), longest) - 1; at > start; at-- {
		if utf8.RuneStart(content[at]) && !broken(at) {
			return at
		}
	}
	return start
}
