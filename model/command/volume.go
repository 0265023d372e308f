package command

import (
	"slices"
	"strings"

	"glimpse/model/query"
)

// The keys under which a new image is given the data of a volume. They are no
// properties, unless they stand in quotes.
const (
	keyVolume = "volume"
	keyForce  = "force"
)

// wordVolume is how a volume might be named as the source of an import.
const wordVolume = "volume:"

// isVolumeKey reports whether a key is about a volume.
func isVolumeKey(key string) bool { return key == keyVolume || key == keyForce }

// addVolume takes the volume, or that it is used although a server has it.
func (c *Create) addVolume(key, value piece) *fault {
	if key.text == keyForce {
		forces, problem, expected := readBool(value.text)
		if problem != "" {
			return &fault{offset: value.offset, problem: keyForce + ": " + problem, expected: expected}
		}
		c.Force, _ = forces.(bool)
		return nil
	}
	switch {
	case c.Volume != "":
		return faultAt(key.offset, "one volume", "volume is given twice")
	case value.text == "":
		return faultAt(value.offset, "the name or the id of a volume", "the volume has no name")
	}
	c.Volume = value.text
	return nil
}

// Volumes have their images made by the Block Storage service, which takes no more of
// them than these attributes.
var ofVolumes = []string{"name", diskFormat, "container_format", "visibility", "protected"}

const diskFormat = "disk_format"

// VolumeFormats returns the formats of the disk in which the Block Storage service makes
// images.
func VolumeFormats() []string {
	return []string{"raw", "qcow2", "vmdk", "vdi", "vhd", "vhdx", "ploop"}
}

// completeSource says what the source of the data lacks, or has too much. It has no place
// in the line.
func (c *Create) completeSource() *fault {
	if wrong := c.Sign.complete(); wrong != nil {
		return wrong
	}
	more := ""
	for _, one := range c.Attributes {
		a, _ := attributeOf(one.Field)
		if !slices.Contains(ofVolumes, a.name) {
			more = a.name
		}
	}
	switch {
	case c.Volume == "" && c.Force:
		return &fault{problem: "force is said of a volume", expected: `volume=NAME beside it, or "force" in quotes if a property is meant`}
	case c.Volume == "" && c.File == "" && !c.Sign.IsEmpty():
		return &fault{problem: "there is no data to sign", expected: "file=FILE beside the signature"}
	case c.Volume == "":
		return nil
	case c.File != "":
		return &fault{problem: "a file and a volume are two sources", expected: "one of the two"}
	case !c.Sign.IsEmpty():
		return &fault{problem: "the data of a volume cannot be signed here", expected: "the signature with file=FILE only"}
	case len(c.Tags) > 0:
		more = "tag"
	case len(c.Properties) > 0:
		more = shown(c.Properties[0].Key)
	}
	if more != "" {
		return &fault{
			problem:  more + " cannot be said with volume=",
			expected: "only " + strings.Join(ofVolumes, ", ") + "; set the rest once the image is there",
		}
	}
	return nil
}

// sourceWords writes where the data comes from.
func (c *Create) sourceWords() []string {
	var words []string
	if c.File != "" {
		words = append(words, keyFile+"="+quote(c.File))
	}
	if c.Volume != "" {
		words = append(words, keyVolume+"="+quote(c.Volume))
	}
	if c.Force {
		words = append(words, keyForce+"=yes")
	}
	return append(words, c.Sign.words()...)
}

// WantsVolumes reports whether the end of a line is the name of a volume that is being
// typed.
func WantsVolumes(line string) bool {
	name, _, argument, _ := split(line)
	if s, known := find(name); !known || s.name != "create" {
		return false
	}
	word, _, _ := open(argument)
	return strings.HasPrefix(word, keyVolume+"=")
}

// offerVolumes offers volumes by their names, or by the id where there is none or several
// have it, each with what is known of it.
func offerVolumes(volumes []KnownVolume, typed string, cursor int) []query.Completion {
	var out []query.Completion
	for _, volume := range volumes {
		if begins(volume.Word, said(typed)) {
			out = append(out, query.Completion{Text: quote(volume.Word), Start: cursor - len(typed), End: cursor, Help: volume.Help})
		}
	}
	return out
}

// takenOfVolumes returns the attributes that an image of a volume can be given.
func takenOfVolumes(offered []query.Completion) []query.Completion {
	return slices.DeleteFunc(offered, func(one query.Completion) bool {
		return !slices.Contains(ofVolumes, strings.TrimSuffix(one.Text, "="))
	})
}

// completeVolume offers the words about a volume that are not given yet.
func completeVolume(word string, start, cursor int, before []string) []query.Completion {
	var out []query.Completion
	offer := func(key, help string) {
		if begins(key, word) && !given(before, key) {
			out = append(out, query.Completion{Text: key + "=", Start: start, End: cursor, Help: help})
		}
	}
	if !given(before, keyFile) {
		offer(keyVolume, "a volume that becomes the data")
	}
	if given(before, keyVolume) {
		offer(keyForce, "also where a server is using the volume")
	}
	return out
}
