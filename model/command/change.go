package command

import (
	"slices"

	"glimpse/model/query"
)

// Change is a command that changes images, or leads there.
type Change interface {
	Command
	change()
}

// The commands that change images: the marked ones, or the one under the
// cursor. None sends anything by itself; each leads to the same preview as the
// key of its editor.
type (
	// Set gives attributes of images a value, and changes properties by the way;
	// without any of both it asks for the form on its attributes.
	Set struct {
		Assignments []Assignment
		Properties  Property
	}
	// Tag adds tags to images and removes others, and leaves every other tag
	// alone; without any it asks for the editor of tags. No tag is in both.
	Tag struct{ Add, Remove []string }
	// Property gives images properties, gives others another key and takes
	// others away; without any it asks for the editor of properties. No key is
	// in it twice.
	Property struct {
		Set []KeyValue
		// SetWhereSet gives a value only to the images that have the property.
		SetWhereSet []KeyValue
		Renames     []Rename
		Remove      []string
	}
	// Create makes a new image record; without anything it asks for the editor of
	// a new image.
	Create struct {
		Attributes []Assignment
		Tags       []string
		Properties []KeyValue
		// File is the file of this machine that holds the data; empty is none yet. Sign
		// is by what that is signed.
		File string
		Sign Sign
		// Volume is the name or the id of a volume of the Block Storage service that
		// becomes the data; Force takes one that a server is using.
		Volume string
		Force  bool
	}
	// Deactivate forbids the download of the image data to all but
	// administrators.
	Deactivate struct{}
	// Reactivate allows it again.
	Reactivate struct{}
	// Hide leaves images out of the usual listing (os_hidden).
	Hide struct{}
	// Unhide puts them back.
	Unhide struct{}
	// Protect makes images safe from deletion.
	Protect struct{}
	// Unprotect ends that.
	Unprotect struct{}
	// Delete deletes images, which has no way back.
	Delete struct{}
	// Undo plans the inverse of the last job.
	Undo struct{}
	// Editor asks for the whole image in the person's own editor.
	Editor struct{}
)

// Assignment is the value that an attribute is to get.
type Assignment struct {
	// Field is the attribute; os_hidden is [query.FieldHidden], as in the
	// query language.
	Field query.Field
	// Value is a bool for protected and hidden, an int64 for min_disk (GiB)
	// and min_ram (MiB), and a string for the others: what the Image API takes
	// as JSON.
	Value any
}

// Rename gives a property another key. Each image keeps its own value; an image
// without the property is left alone.
type Rename struct{ From, To string }

// IsEmpty reports whether a command asks for nothing but its editor.
func (s Set) IsEmpty() bool { return len(s.Assignments) == 0 && s.Properties.IsEmpty() }

// IsEmpty reports whether a command asks for nothing but its editor.
func (p Property) IsEmpty() bool { return len(p.keys()) == 0 }

// IsEmpty reports whether a command asks for nothing but its editor.
func (c Create) IsEmpty() bool {
	return len(c.Attributes)+len(c.Tags)+len(c.Properties) == 0 && c.File == "" && c.Volume == ""
}

// keys are the keys that the command is about, each of which it has once.
func (p Property) keys() []string {
	keys := slices.Clone(p.Remove)
	for _, pair := range slices.Concat(p.Set, p.SetWhereSet) {
		keys = append(keys, pair.Key)
	}
	for _, rename := range p.Renames {
		keys = append(keys, rename.From, rename.To)
	}
	return keys
}

// KeyValue is a custom property: its exact key and its value.
type KeyValue struct{ Key, Value string }

func (Set) command()        {}
func (Tag) command()        {}
func (Property) command()   {}
func (Create) command()     {}
func (Deactivate) command() {}
func (Reactivate) command() {}
func (Hide) command()       {}
func (Unhide) command()     {}
func (Protect) command()    {}
func (Unprotect) command()  {}
func (Delete) command()     {}
func (Undo) command()       {}
func (Editor) command()     {}

func (Set) change()        {}
func (Tag) change()        {}
func (Property) change()   {}
func (Create) change()     {}
func (Deactivate) change() {}
func (Reactivate) change() {}
func (Hide) change()       {}
func (Unhide) change()     {}
func (Protect) change()    {}
func (Unprotect) change()  {}
func (Delete) change()     {}
func (Undo) change()       {}
func (Editor) change()     {}
