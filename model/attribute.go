package model

// Attribute is one of the Image API's own fields of an image.
type Attribute uint8

// The attributes, in the order in which a person wants them.
const (
	AttrID Attribute = iota
	AttrName
	AttrStatus
	AttrVisibility
	AttrSize
	AttrVirtualSize
	AttrDiskFormat
	AttrContainerFormat
	AttrMinDisk
	AttrMinRAM
	AttrOwner
	AttrProtected
	AttrHidden
	AttrTags
	AttrCreatedAt
	AttrUpdatedAt
	AttrChecksum
	AttrHashAlgorithm
	AttrHashValue
	AttrStores
	AttrDirectURL
	AttrLocations
	AttrSelf
	AttrFile
	AttrSchema
	attributeCount
)

// Kind is the type of an attribute's value.
type Kind uint8

// The kinds of values.
const (
	KindText  Kind = iota // a string
	KindWord              // one of a few strings that the API names
	KindBytes             // a number of bytes
	KindGiB               // a number of GiB
	KindMiB               // a number of MiB
	KindBool              // true or false
	KindTime              // a time
	KindTags              // the list of tags
	KindOther             // what the program passes on and does not read
)

// presence says which records have an attribute, and whether with a value.
type presence uint8

const (
	// optional: left out by some services and releases, or null.
	optional presence = iota
	// nullable: in every record, and null where there is no value.
	nullable
	// required: in every record, with a value.
	required
)

type attributeInfo struct {
	name     string
	kind     Kind
	presence presence
}

var attributes = [attributeCount]attributeInfo{
	AttrID:              {"id", KindText, required},
	AttrName:            {"name", KindText, nullable},
	AttrStatus:          {"status", KindWord, required},
	AttrVisibility:      {"visibility", KindWord, required},
	AttrSize:            {"size", KindBytes, nullable},
	AttrVirtualSize:     {"virtual_size", KindBytes, nullable},
	AttrDiskFormat:      {"disk_format", KindWord, nullable},
	AttrContainerFormat: {"container_format", KindWord, nullable},
	AttrMinDisk:         {"min_disk", KindGiB, required},
	AttrMinRAM:          {"min_ram", KindMiB, required},
	AttrOwner:           {"owner", KindText, nullable},
	AttrProtected:       {"protected", KindBool, required},
	AttrHidden:          {"os_hidden", KindBool, required},
	AttrTags:            {"tags", KindTags, required},
	AttrCreatedAt:       {"created_at", KindTime, required},
	AttrUpdatedAt:       {"updated_at", KindTime, required},
	AttrChecksum:        {"checksum", KindText, nullable},
	AttrHashAlgorithm:   {"os_hash_algo", KindText, optional},
	AttrHashValue:       {"os_hash_value", KindText, optional},
	AttrStores:          {"stores", KindText, optional},
	AttrDirectURL:       {"direct_url", KindText, optional},
	AttrLocations:       {"locations", KindOther, optional},
	AttrSelf:            {"self", KindOther, optional},
	AttrFile:            {"file", KindOther, optional},
	AttrSchema:          {"schema", KindOther, optional},
}

var attributeByName = func() map[string]Attribute {
	byName := make(map[string]Attribute, attributeCount)
	for attribute, info := range attributes {
		byName[info.name] = Attribute(attribute)
	}
	return byName
}()

// Attributes lists all attributes in the order in which a person wants them.
func Attributes() []Attribute {
	all := make([]Attribute, attributeCount)
	for i := range all {
		all[i] = Attribute(i)
	}
	return all
}

// AttributeNamed returns the attribute with the API's name for it, exactly:
// an image may carry a property "Status" beside the attribute "status".
func AttributeNamed(name string) (Attribute, bool) {
	attribute, found := attributeByName[name]
	return attribute, found
}

// String returns the API's name of the attribute.
func (a Attribute) String() string { return attributes[a].name }

// Kind returns the type of the attribute's value.
func (a Attribute) Kind() Kind { return attributes[a].kind }

// Nullable reports whether null is a value of the attribute: a name that was
// not given, a size before there is data.
func (a Attribute) Nullable() bool { return attributes[a].presence != required }

// AlwaysSent returns the attributes that the service has in every record. One
// of them that is missing has a value all the same, which is not known.
func AlwaysSent() (set AttributeSet) {
	for attribute, info := range attributes {
		if info.presence != optional {
			set = set.With(Attribute(attribute))
		}
	}
	return set
}

// AttributeSet is a set of attributes. The zero value is empty.
type AttributeSet uint32

// With returns the set with one more attribute.
func (s AttributeSet) With(attribute Attribute) AttributeSet { return s | 1<<attribute }

// Without returns the set less one attribute.
func (s AttributeSet) Without(attribute Attribute) AttributeSet { return s &^ (1 << attribute) }

// Has reports whether the attribute is in the set.
func (s AttributeSet) Has(attribute Attribute) bool { return s&(1<<attribute) != 0 }
