package change

import (
	"path/filepath"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui/format"
)

// keptInField is the name of what says which stores keep the data that is deleted from others.
const keptInField = "stays in"

// keptIn returns the stores that keep the data of an image, as they were shown.
func keptIn(step *plan.Step) []string {
	var kept []string
	for _, shown := range step.Shown {
		said, _ := shown.Value.(string)
		if shown.Name != model.AttrStores.String() || shown.Unknown {
			continue
		}
		for store := range strings.SplitSeq(said, ",") {
			if store = strings.TrimSpace(store); store != "" && !slices.Contains(step.Data.Stores, store) {
				kept = append(kept, store)
			}
		}
	}
	return kept
}

// volumeFields say what becomes of a volume: the fields of the image, and of what volume it
// is made, as fields that no image has.
func volumeFields(step *plan.Step) []patch.Field {
	fields, volume := slices.Clone(step.New), step.Volume
	if volume == nil {
		return fields
	}
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, patch.Field{Name: name, Set: true, Value: value})
		}
	}
	if unsaid := step.UnsaidVisibility(); !unsaid.IsEmpty() {
		add(model.AttrVisibility.String(), unsaid.Raw()+" (default)")
	}
	named := volume.ID.Raw()
	if !volume.Name.IsEmpty() {
		named = volume.Name.Raw() + " (" + named + ")"
	}
	add("from volume", named)
	if volume.Size > 0 {
		add("volume size", format.Size(volume.Size<<30))
	}
	if volume.InUse {
		add("in use by", "server "+volume.Server.Raw())
	}
	return fields
}

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
		add(keptInField, strings.Join(keptIn(step), ", "))
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
	add("signed with", data.SignedWith)
	add("from URL", data.URL)
	add("from region", data.Region)
	add("image there", strings.TrimSpace(data.Name+"  "+data.From.Raw()))
	if data.Region != "" {
		add("takes along", "disk_format, container_format, and properties such as hw_*, os_distro and os_type")
	}
	add("to stores", strings.Join(data.Stores, ", "))
	add("method", data.Method)
	return fields
}
