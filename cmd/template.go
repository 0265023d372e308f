package cmd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/template"

	"glimpse/model"
	"glimpse/model/text"
)

// templatePrefix begins a value of --output that is a template.
const templatePrefix = "template="

// value is a field of an image in a template. What is not set is empty.
type value string

// templateWriter writes each image by a template of package text/template, in
// which every attribute and property is a field, on a line of its own.
type templateWriter struct {
	out    *bufio.Writer
	shape  *template.Template
	escape bool
}

// newTemplateWriter reads a template. The error says what is wrong with it.
func newTemplateWriter(said string, out io.Writer, toTerminal bool) (*templateWriter, error) {
	shape, err := template.New("output").Option("missingkey=zero").Funcs(template.FuncMap{
		"json": func(v value) (string, error) {
			quoted, err := json.Marshal(string(v))
			return string(quoted), err
		},
		"shell": func(v value) string { return text.ShellQuote(string(v)) },
	}).Parse(said)
	w := &templateWriter{out: bufio.NewWriter(out), shape: shape, escape: toTerminal}
	if err == nil {
		err = shape.Execute(io.Discard, w.fields(&model.Image{}))
	}
	if err != nil {
		return nil, usage(&advisedError{
			fmt.Errorf("--output %s: %s", templatePrefix, strings.TrimPrefix(err.Error(), "template: output:")),
			"such as --output 'template={{.id}} {{.os_distro}} {{shell .name}}'",
		})
	}
	return w, nil
}

// fields are the attributes and properties of an image as they are.
func (w *templateWriter) fields(image *model.Image) map[string]value {
	fields := make(map[string]value, len(image.Properties)+len(model.Attributes()))
	put := func(name, exact string) {
		if w.escape {
			exact = text.Escape(exact)
		}
		fields[name] = value(exact)
	}
	for _, property := range image.Properties {
		put(property.Key.Raw(), property.Value.Raw())
	}
	for _, attribute := range model.Attributes() {
		put(attribute.String(), column{attribute: attribute}.exact(image))
	}
	return fields
}

func (w *templateWriter) page(images []model.Image) error {
	for i := range images {
		if err := w.shape.Execute(w.out, w.fields(&images[i])); err != nil {
			return err
		}
		w.out.WriteByte('\n')
	}
	return w.out.Flush()
}

func (w *templateWriter) end() error { return nil }
