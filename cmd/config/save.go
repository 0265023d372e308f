package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"

	"go.yaml.in/yaml/v3"

	"glimpse/api/files"
	"glimpse/model/query"
)

// ErrViewExists means that there is a view of the same name or key, and that
// it was not asked to replace it.
var ErrViewExists = errors.New("there is such a view")

// AddView writes a view into the file, which keeps everything else, comments
// and order included, and is made where it is missing. The file is replaced as
// a whole: whoever reads it meanwhile reads the old one or the new one. A file
// with mistakes is not touched.
func AddView(file string, view View, replace bool) error {
	content, err := readFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	known := &Config{File: file}
	if err := known.parse(content); err != nil {
		return err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	if err := addView(&document, view, replace); err != nil {
		return err
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(&document), encoder.Close()); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	if len(document.Content) > 0 && onlyComments(content) {
		// A file of comments alone has no place in the document for them.
		out = *bytes.NewBuffer(append(append(bytes.TrimRight(content, "\n"), "\n\n"...), out.Bytes()...))
	}
	if _, err := files.Folder(filepath.Dir(file)); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	if err := replaceFile(file, out.Bytes()); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	return nil
}

// onlyComments reports whether a file has text and sets nothing.
func onlyComments(content []byte) bool {
	var node yaml.Node
	return len(bytes.TrimSpace(content)) > 0 && yaml.Unmarshal(content, &node) == nil && len(node.Content) == 0
}

func addView(document *yaml.Node, view View, replace bool) error {
	if document.Kind == 0 {
		*document = yaml.Node{Kind: yaml.DocumentNode}
	}
	if len(document.Content) == 0 {
		document.Content = []*yaml.Node{{Kind: yaml.MappingNode}}
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		*root = yaml.Node{Kind: yaml.MappingNode}
	}
	views := child(root, "views")
	if views == nil {
		views = &yaml.Node{Kind: yaml.SequenceNode}
		root.Content = append(root.Content, scalar("views"), views)
	}
	if views.Kind != yaml.SequenceNode {
		*views = yaml.Node{Kind: yaml.SequenceNode}
	}
	views.Style = 0
	return putView(views, view, replace)
}

func putView(views *yaml.Node, view View, replace bool) error {
	written := viewNode(view)
	placed := false
	for i, item := range views.Content {
		name, key := child(item, "name"), child(item, "key")
		sameName := name != nil && name.Value == view.Name
		sameKey := view.Key != 0 && key != nil && key.Value == strconv.Itoa(view.Key)
		switch {
		case (sameName || sameKey) && !replace:
			return ErrViewExists
		case sameName:
			written.HeadComment = item.HeadComment
			views.Content[i], placed = written, true
		case sameKey:
			drop(item, "key")
		}
	}
	if !placed {
		views.Content = append(views.Content, written)
	}
	return nil
}

func viewNode(view View) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	set := func(name string, value *yaml.Node) { node.Content = append(node.Content, scalar(name), value) }
	set("name", scalar(view.Name))
	if view.Key != 0 {
		set("key", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(view.Key)})
	}
	if len(view.Query) > 0 {
		set("query", scalar(query.Format(view.Query)))
	}
	if len(view.Sort) > 0 {
		set("sort", scalar(query.FormatSort(view.Sort)))
	}
	if len(view.Columns) > 0 {
		columns := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, name := range view.Columns {
			columns.Content = append(columns.Content, scalar(name))
		}
		set("columns", columns)
	}
	return node
}

func scalar(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

func child(mapping *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func drop(mapping *yaml.Node, name string) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			mapping.Content = append(mapping.Content[:i], mapping.Content[i+2:]...)
			return
		}
	}
}

// replaceFile puts a file for its owner alone in the place of another at once.
func replaceFile(name string, content []byte) error {
	return files.Whole{Name: name, Mode: files.Private, Replace: true}.Write(func(out io.Writer) error {
		_, err := out.Write(content)
		return err
	})
}
