package query

import (
	"slices"
	"strings"

	"glimpse/model"
)

// KeyInfo describes one key of the language, for completion and help.
type KeyInfo struct {
	Name    string   // the key as [Format] writes it
	Aliases []string // other spellings that are read as well
	Field   Field
	Ops     []Op     // what may be asked of it
	Values  []string // the words that it takes, where these are all
	Hint    string   // what a value looks like, where Values is empty
	Help    string   // what it is, in a few words
	// Sortable reports whether an order may use the key.
	Sortable bool
}

// Accepts reports whether the operator may follow the key.
func (k KeyInfo) Accepts(op Op) bool { return slices.Contains(k.Ops, op) }

var (
	textOps  = []Op{OpEqual, OpNotEqual, OpContains, OpNotContains, OpMatches, OpNotMatches, OpSet, OpUnset}
	orderOps = []Op{OpEqual, OpNotEqual, OpLess, OpLessOrEqual, OpGreater, OpGreaterOrEqual, OpSet, OpUnset}
	// The service always says one or the other: "not set" would be a mistake
	// for "not true".
	boolOps = []Op{OpEqual, OpNotEqual, OpSet}
	modeOps = []Op{OpEqual}
	isOps   = []Op{OpEqual, OpNotEqual}
)

const (
	hintSize  = "a size such as 500MB, 1.5GiB or a number of bytes"
	hintGiB   = "a number of GiB, or a size such as 500MB"
	hintMiB   = "a number of MiB, or a size such as 2GiB"
	hintTime  = "a date such as 2024, 2024-01-31 or 2024-01-31T10:00Z, or an age such as -14d"
	hintText  = "a text, in quotes if it has blanks or commas"
	hintTag   = "a tag"
	hintForID = "an image id"
)

var keys = buildKeys()

func buildKeys() []KeyInfo {
	attribute := func(attribute model.Attribute, ops []Op, hint, help string, values ...string) KeyInfo {
		return KeyInfo{
			Name: attribute.String(), Field: AttributeField(attribute), Ops: ops,
			Values: values, Hint: hint, Help: help, Sortable: true,
		}
	}
	created := attribute(model.AttrCreatedAt, orderOps, hintTime, "when the image was created")
	created.Name, created.Aliases = "created", []string{"created_at"}
	updated := attribute(model.AttrUpdatedAt, orderOps, hintTime, "when the image was last changed")
	updated.Name, updated.Aliases = "updated", []string{"updated_at"}
	return []KeyInfo{
		attribute(model.AttrName, textOps, hintText, "the name"),
		attribute(model.AttrID, textOps, hintForID, "the id"),
		attribute(model.AttrStatus, textOps, "", "the state of the image", statusWords()...),
		attribute(model.AttrVisibility, textOps, "", "who sees the image; all adds every community image", visibilityWords()...),
		{
			Name: "tag", Aliases: []string{"tags"}, Field: Field{Kind: FieldTag}, Ops: textOps,
			Hint: hintTag, Help: "a tag; tags=none for no tag at all", Sortable: true,
		},
		attribute(model.AttrSize, orderOps, hintSize, "size of the image data"),
		attribute(model.AttrVirtualSize, orderOps, hintSize, "size of the disk in the image"),
		attribute(model.AttrDiskFormat, textOps, hintText, "disk format, such as qcow2"),
		attribute(model.AttrContainerFormat, textOps, hintText, "container format, such as bare"),
		attribute(model.AttrMinDisk, orderOps, hintGiB, "disk that a flavor must have"),
		attribute(model.AttrMinRAM, orderOps, hintMiB, "memory that a flavor must have"),
		created,
		updated,
		attribute(model.AttrOwner, textOps, "a project, by its name or id", "the owning project"),
		attribute(model.AttrProtected, boolOps, "", "whether it is safe from deletion", "true", "false"),
		{
			Name: "hidden", Aliases: []string{"os_hidden"}, Field: Field{Kind: FieldHidden}, Ops: modeOps,
			Values: []string{hiddenNo, hiddenOnly, hiddenBoth}, Help: "whether hidden images are listed; no if not said", Sortable: true,
		},
		{
			Name: "member_status", Field: Field{Kind: FieldMemberStatus}, Ops: modeOps,
			Values: []string{"accepted", "pending", "rejected", "all"},
			Help:   "which images shared with the project are listed; accepted if not said",
		},
		{
			Name: "is", Field: Field{Kind: FieldIs}, Ops: isOps, Values: isWords,
			Help: "what takes thought, such as failed, stuck or mine",
		},
		attribute(model.AttrChecksum, textOps, "an MD5 in hexadecimal", "checksum of the data"),
		attribute(model.AttrHashAlgorithm, textOps, "the name of a hash, such as sha512", "algorithm of the hash"),
		attribute(model.AttrHashValue, textOps, "a hash in hexadecimal", "hash of the data"),
		attribute(model.AttrStores, textOps, "the name of a store", "stores that hold the data"),
		attribute(model.AttrDirectURL, textOps, hintText, "where a store keeps the data, if the service shows it"),
	}
}

func statusWords() []string {
	statuses := model.Statuses()
	words := make([]string, len(statuses))
	for i, status := range statuses {
		words[i] = status.Raw()
	}
	return words
}

func visibilityWords() []string {
	visibilities := model.Visibilities()
	words := make([]string, 0, len(visibilities)+1)
	for _, visibility := range visibilities {
		words = append(words, visibility.Raw())
	}
	return append(words, visibilityAll)
}

// Keys lists the keys of the language in the order in which a person wants
// them. Any other key is a custom property, see [PropertyKey].
func Keys() []KeyInfo {
	all := slices.Clone(keys)
	for i := range all {
		all[i].Aliases = slices.Clone(all[i].Aliases)
		all[i].Ops = slices.Clone(all[i].Ops)
		all[i].Values = slices.Clone(all[i].Values)
	}
	return all
}

// PropertyKey describes a custom property as a key, its name quoted where the
// language needs it.
func PropertyKey(key string) KeyInfo {
	return KeyInfo{
		Name: formatKey(PropertyField(key), bareKey), Field: PropertyField(key), Ops: slices.Clone(textOps),
		Hint: hintText, Help: "a property", Sortable: true,
	}
}

var (
	keyBySpelling = func() map[string]*KeyInfo {
		byName := map[string]*KeyInfo{}
		for i := range keys {
			byName[keys[i].Name] = &keys[i]
			for _, alias := range keys[i].Aliases {
				byName[alias] = &keys[i]
			}
		}
		return byName
	}()
	keyByField = func() map[Field]*KeyInfo {
		byField := map[Field]*KeyInfo{}
		for i := range keys {
			byField[keys[i].Field] = &keys[i]
		}
		return byField
	}()
)

// infoOf describes the key of a field; ok is false for a field that no line
// can name, such as the attribute "self".
func infoOf(field Field) (info KeyInfo, ok bool) {
	if field.Kind == FieldProperty {
		return KeyInfo{Field: field, Ops: textOps, Hint: hintText, Sortable: true}, true
	}
	if known, found := keyByField[field]; found {
		return *known, true
	}
	return KeyInfo{}, false
}

// reserved are the words that are no filter although the API's list call, or
// the record of an image, has them, with what to write instead.
var reserved = map[string]string{
	"limit":         "--page-size N for the size of a page, or --limit N of the list command",
	"marker":        "nothing, for the program follows the marker by itself",
	"sort":          "--sort KEY:DIR or :sort KEY:DIR",
	"sort_key":      "--sort KEY:DIR or :sort KEY:DIR",
	"sort_dir":      "--sort KEY:DIR or :sort KEY:DIR",
	"changes-since": "updated>=TIME",
	"deleted":       "another key, for the service lists no deleted images",
	"deleted_at":    "another key, for the service lists no deleted images",
	"locations":     "direct_url, the only place of data that can be compared",
	"self":          "id, which the links of an image are made from",
	"file":          "id, which the links of an image are made from",
	"schema":        "id, which the links of an image are made from",
}

// resolveKey finds the field that an unquoted key names. What has a near miss
// among the known keys is refused, because a typing mistake would otherwise
// silently become the name of a property that no image has.
func resolveKey(name string, offset int) (Field, *SyntaxError) {
	if known, found := keyBySpelling[name]; found {
		return known.Field, nil
	}
	if instead, found := reserved[name]; found {
		return Field{}, failf(offset, instead, "%q is no filter", name)
	}
	for suffix, sign := range map[string]string{"_min": ">=", "_max": "<="} {
		base, found := strings.CutSuffix(name, suffix)
		if known := keyBySpelling[base]; found && known != nil && known.Accepts(OpLess) {
			return Field{}, failf(offset, known.Name+sign+"VALUE", "%q is no key", name)
		}
	}
	for spelling := range keyBySpelling {
		if strings.EqualFold(spelling, name) {
			return Field{}, failf(offset, spelling+", or the key in quotes if a property is meant", "keys are in lower case")
		}
	}
	return PropertyField(name), nil
}
