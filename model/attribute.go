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

type attributeInfo struct {
	name string
	kind Kind
}

var attributes = [attributeCount]attributeInfo{
	AttrID:              {"id", KindText},
	AttrName:            {"name", KindText},
	AttrStatus:          {"status", KindWord},
	AttrVisibility:      {"visibility", KindWord},
	AttrSize:            {"size", KindBytes},
	AttrVirtualSize:     {"virtual_size", KindBytes},
	AttrDiskFormat:      {"disk_format", KindWord},
	AttrContainerFormat: {"container_format", KindWord},
	AttrMinDisk:         {"min_disk", KindGiB},
	AttrMinRAM:          {"min_ram", KindMiB},
	AttrOwner:           {"owner", KindText},
	AttrProtected:       {"protected", KindBool},
	AttrHidden:          {"os_hidden", KindBool},
	AttrTags:            {"tags", KindTags},
	AttrCreatedAt:       {"created_at", KindTime},
	AttrUpdatedAt:       {"updated_at", KindTime},
	AttrChecksum:        {"checksum", KindText},
	AttrHashAlgorithm:   {"os_hash_algo", KindText},
	AttrHashValue:       {"os_hash_value", KindText},
	AttrStores:          {"stores", KindText},
	AttrDirectURL:       {"direct_url", KindText},
	AttrLocations:       {"locations", KindOther},
	AttrSelf:            {"self", KindOther},
	AttrFile:            {"file", KindOther},
	AttrSchema:          {"schema", KindOther},
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

// AttributeSet is a set of attributes. The zero value is empty.
type AttributeSet uint32

// With returns the set with one more attribute.
func (s AttributeSet) With(attribute Attribute) AttributeSet { return s | 1<<attribute }

// Without returns the set less one attribute.
func (s AttributeSet) Without(attribute Attribute) AttributeSet { return s &^ (1 << attribute) }

// Has tells whether the attribute is in the set.
func (s AttributeSet) Has(attribute Attribute) bool { return s&(1<<attribute) != 0 }
