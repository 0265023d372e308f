package change

import (
	"path/filepath"
	"strings"

	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui/format"
)

// dataFields say what data a step moves, from where and where to, as fields that no
// image has. Downloads into the same folder say the same, so that they are one
// group.
func dataFields(step *plan.Step) []patch.Field {
	data := step.Data
	if data == nil {
		return nil
	}
	var fields []patch.Field
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, patch.Field{Name: name, Set: true, Value: value})
		}
	}
	switch step.Kind {
	case plan.DeleteFrom:
		add("data in store", strings.Join(data.Stores, ", "))
		return fields
	case plan.Download:
		if name, hasOwn := strings.CutPrefix(filepath.Base(data.File), step.Image.Raw()); hasOwn {
			add("to folder", filepath.Dir(data.File))
			add("as", "ID"+name)
		} else {
			add("to file", data.File)
		}
		if data.Replace {
			add("replaces", "a file that is there")
		}
		return fields
	default:
	}
	add("from file", data.File)
	if data.Size > 0 {
		add("size", format.Size(data.Size))
	}
	switch {
	case data.Format != "" && data.VirtualSize > 0:
		add("format", data.Format+", a disk of "+format.Size(data.VirtualSize))
	default:
		add("format", data.Format)
	}
	add("from URL", data.URL)
	add("from region", data.Region)
	add("image there", data.From.Raw())
	add("to stores", strings.Join(data.Stores, ", "))
	add("method", data.Method)
	return fields
}
