package edit

import (
	"glimpse/model"
	"glimpse/model/definition"
	"glimpse/model/query"
	"glimpse/ui/folders"
)

// Known is what a form offers and says beside the images themselves. The
// zero value knows nothing; its functions may be nil. They are called while
// keys are handled, so they must only look things up.
type Known struct {
	// Tags and Properties are the tags and the keys of properties in use among
	// the images that were read, the most used first.
	Tags, Properties []string
	// Values returns the values in use of a field.
	Values func(query.Field) []string
	// Schema is what the service says of the fields of an image, or nil. It
	// may come to say more while a form is open.
	Schema *model.Schema
	// Definitions returns what the service says of properties, or nil. It may come to
	// say more while a form is open.
	Definitions func() *definition.Catalogue
	// NoAdmin reports whether the user is known not to have the role by which clouds know
	// their administrators. What that keeps from the user the service decides.
	NoAdmin bool
	// Folders are what the names of files are completed with, or nil.
	Folders *folders.Folders
	// Projects are the names of projects that images may be shared with, Own is the id
	// of the connection's own.
	Projects []string
	Own      string
	// Admin reports whether the user may change the members of others' images, too.
	Admin bool
	// Project returns what a project's id stands for. It may be foreign, and
	// is escaped when drawn.
	Project func(id string) string
}

func (k *Known) values(field query.Field) []string {
	if k.Values == nil {
		return nil
	}
	return k.Values(field)
}

func (k *Known) project(id string) string {
	if k.Project == nil {
		return ""
	}
	return k.Project(id)
}

// formats are those of the Image API, for a service that does not tell which
// it takes.
var formats = map[model.Attribute][]string{
	model.AttrDiskFormat:      {"qcow2", "raw", "iso", "vmdk", "vhd", "vhdx", "vdi", "ploop", "ami", "ari", "aki"},
	model.AttrContainerFormat: {"bare", "ovf", "ova", "docker", "compressed", "ami", "ari", "aki"},
}

// schema returns what the service says; it may be nothing.
func (k *Known) schema() *model.Schema {
	if k.Schema == nil {
		return &model.Schema{}
	}
	return k.Schema
}

// allowed returns the values that the service allows of an attribute or a
// property, where it says which.
func (k *Known) allowed(name string) []string {
	field, _ := k.schema().Field(name)
	values := make([]string, len(field.Values))
	for i, value := range field.Values {
		values[i] = value.Raw()
	}
	return values
}

// words returns the words that an attribute takes: those of the service, where
// it says which.
func (k *Known) words(attribute model.Attribute) []string {
	if words := k.allowed(attribute.String()); len(words) > 0 {
		return words
	}
	return formats[attribute]
}
