package query

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"glimpse/model"
)

// Why a term is not the service's alone, as clauses for the user.
const (
	whyContains   = "the service compares whole values only"
	whyNegated    = "the service has no \"not\""
	whyPresence   = "the service cannot be asked whether a value is set"
	whyList       = "the service takes lists only of name, id, status, disk_format and container_format"
	whyListTag    = "the service takes tags only all together, not one of several"
	whyListQuote  = "the service cannot read a list with this value"
	whyNoFilter   = "the service has no filter on it"
	whySecond     = "the service takes one value of this key, and gets the other one"
	whySecondDate = "the service takes one bound of a date, and gets the other one"
	whyOneDate    = "the service takes one bound of a date; both ends are checked here"
	whyManyValues = "the service takes bounds but no list of these; each value is checked here"
	whyCharacters = "the service refuses these characters"
	whyTagBlanks  = "the service takes the blanks around a tag away"
	whyProperty   = "the service reads this name as its own, not as a property's"
	whyTooLong    = "the request would be too long for the service"
	whyTooMany    = "the service can join only so many tags and properties"
	whyNever      = "the service has no number like that"
	whyThought    = "the service has no filter for it"
	whyUses       = "other services know the servers and volumes; they are compared here"
	whyStuck      = "the service is asked for the statuses, and how long is checked here"
	whyNames      = "names are counted among all images that are listed"
	whyDate       = "the service has no date like that"
)

// notAsked returns why the service cannot be asked for a term, if it cannot.
func notAsked(term Term) string {
	switch {
	case term.asksUses():
		return whyUses
	case term.Field.Kind == FieldIs:
		return whyThought
	}
	switch term.Op {
	case OpEqual:
	case OpNotEqual, OpNotContains, OpNotMatches:
		return whyNegated
	case OpSet, OpUnset:
		return whyPresence
	default:
		return whyContains
	}
	field := term.Field
	switch {
	case slices.ContainsFunc(term.Values, refused) || refused(field.Property):
		return whyCharacters
	case field.Kind == FieldProperty && isParameter(field.Property):
		return whyProperty
	case field.Kind == FieldAttribute && !isFilter(field.Attribute):
		return whyNoFilter
	case len(term.Values) == 1:
		return ""
	case field.Kind == FieldTag:
		return whyListTag
	case field.Kind != FieldAttribute || !takesLists(field.Attribute):
		return whyList
	}
	return ""
}

// refused reports whether the service could not take a text: Glance keeps no
// character of four bytes and answers 400 or, depending on the database, 500;
// invalid UTF-8 is a 400; PostgreSQL takes no NUL.
func refused(value string) bool {
	return !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return r == 0 || r > math.MaxUint16 })
}

// isFilter reports whether the service filters by an attribute. The others
// would be taken for the name of a property.
func isFilter(attribute model.Attribute) bool {
	switch attribute {
	case model.AttrStores, model.AttrDirectURL, model.AttrLocations, model.AttrSelf, model.AttrFile, model.AttrSchema:
		return false
	default:
		return true
	}
}

// takesLists reports whether the service reads operators (eq:, in:) in the
// values of an attribute.
func takesLists(attribute model.Attribute) bool {
	switch attribute {
	case model.AttrName, model.AttrID, model.AttrStatus, model.AttrDiskFormat, model.AttrContainerFormat:
		return true
	default:
		return false
	}
}

// parameters are the names that the service does not read as a property's:
// its own parameters, and what its record of an image has beside the
// attributes, by which it would filter or fail.
var parameters = []string{
	"limit", "marker", "sort", "sort_key", "sort_dir", "tag", "member_status", "changes-since",
	"deleted", "deleted_at", "is_public", "members", "properties", "metadata", "registry",
	"delete", "get", "items", "iteritems", "keys", "next", "save", "to_dict", "update", "values",
}

// isParameter reports whether a property's key cannot be sent as a filter.
func isParameter(key string) bool {
	_, isAttribute := model.AttributeNamed(key)
	return key == "" || isAttribute || slices.Contains(parameters, key) || strings.HasPrefix(key, "_") ||
		strings.HasSuffix(key, "_min") || strings.HasSuffix(key, "_max")
}

// serviceList writes a list as the service reads it (the API working group's
// "in" filter): a value with a comma, and the empty one, in quotation marks,
// which have no escape that the service would undo.
func serviceList(values []string) (list string, ok bool) {
	written := make([]string, len(values))
	for i, value := range values {
		quoted := value == "" || strings.Contains(value, ",")
		if strings.Contains(value, `"`) || quoted && strings.Contains(value, `\`) {
			return "", false
		}
		written[i] = value
		if quoted {
			written[i] = `"` + value + `"`
		}
	}
	return "in:" + strings.Join(written, ","), true
}

// encodedLen is how long a text is in a request line, at most.
func encodedLen(value string) int {
	size := 0
	for i := range len(value) {
		size += 3
		if c := value[i]; 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			size -= 2
		}
	}
	return size
}
