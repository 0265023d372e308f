// Package definition is what a service says of the properties that images may
// have: its metadata definitions, by theme. They describe and advise; the service
// takes any property all the same.
package definition

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/model/text"
)

// Property is the definition of one property.
type Property struct {
	// Key is the property's, as images have it.
	Key text.Untrusted
	// Title and Description say what it is.
	Title, Description text.Untrusted
	// Type is string, integer, number, boolean or array. It is a hint: images keep
	// texts.
	Type text.Untrusted
	// Values are those to choose from; none is any.
	Values []text.Untrusted
	// Minimum and Maximum bound a number, where they are set.
	Minimum, Maximum *float64
	// Default is what holds where the property is not set.
	Default text.Untrusted
}

// Object is a part of a theme: properties that belong together.
type Object struct {
	Name, Description text.Untrusted
	Properties        []Property
}

// Namespace is a theme.
type Namespace struct {
	// Name is the service's, Title what a person reads.
	Name, Title, Description text.Untrusted
	// Properties belong to the theme itself, others to its objects.
	Properties []Property
	Objects    []Object
}

// Catalogue is every definition of a service. A nil one has none. It does not
// change once it was made.
type Catalogue struct {
	Namespaces []Namespace
	keys       []string
	byKey      map[string]*Property
}

// New makes the catalogue of namespaces. Where several define a property, the
// first counts.
func New(namespaces []Namespace) *Catalogue {
	c := &Catalogue{Namespaces: namespaces, byKey: map[string]*Property{}}
	for i := range namespaces {
		c.learn(namespaces[i].Properties)
		for j := range namespaces[i].Objects {
			c.learn(namespaces[i].Objects[j].Properties)
		}
	}
	slices.Sort(c.keys)
	return c
}

func (c *Catalogue) learn(properties []Property) {
	for i := range properties {
		key := properties[i].Key.Raw()
		if _, known := c.byKey[key]; known || key == "" {
			continue
		}
		c.byKey[key] = &properties[i]
		c.keys = append(c.keys, key)
	}
}

// Keys returns the keys that are defined, in the order of the alphabet.
func (c *Catalogue) Keys() []string {
	if c == nil {
		return nil
	}
	return c.keys
}

// Property returns the definition of a key, or nil.
func (c *Catalogue) Property(key string) *Property {
	if c == nil {
		return nil
	}
	return c.byKey[key]
}

// Words returns the values that are offered: those to choose from, and for a flag
// its two.
func (p *Property) Words() []string {
	if p == nil {
		return nil
	}
	if len(p.Values) == 0 && p.Type.Raw() == typeBoolean {
		return []string{"true", "false"}
	}
	words := make([]string, len(p.Values))
	for i, value := range p.Values {
		words[i] = value.Raw()
	}
	return words
}

// The types that say something of a text.
const (
	typeInteger = "integer"
	typeNumber  = "number"
	typeBoolean = "boolean"
	typeArray   = "array"
)

// flags are what the services take for a flag.
var flags = []string{"true", "false", "yes", "no", "on", "off", "1", "0", "t", "f", "y", "n"}

// Doubt says in what a value does not fit the definition, in a text that may be
// foreign; it is empty where it fits, and where a list is wanted, whose form each
// service has its own of.
func (p *Property) Doubt(value string) string {
	if p == nil || value == "" {
		return ""
	}
	switch p.Type.Raw() {
	case typeArray:
		return ""
	case typeBoolean:
		if len(p.Values) == 0 && !slices.Contains(flags, strings.ToLower(value)) {
			return "it is defined as true or false"
		}
	case typeInteger:
		if _, err := strconv.ParseInt(value, 10, 64); err != nil {
			return "it is defined as a whole number"
		}
	case typeNumber:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return "it is defined as a number"
		}
	}
	return p.outside(value)
}

// outside says that a value is none to choose from, or out of range.
func (p *Property) outside(value string) string {
	if len(p.Values) > 0 && !slices.Contains(p.Values, text.Of(value)) {
		return "it is defined as one of " + strings.Join(p.Words(), ", ")
	}
	number, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return ""
	case p.Minimum != nil && number < *p.Minimum:
		return "it is defined as at least " + written(*p.Minimum)
	case p.Maximum != nil && number > *p.Maximum:
		return "it is defined as at most " + written(*p.Maximum)
	}
	return ""
}

// Range says what a value may be, apart from those to choose from: "integer, 1 to
// 64"; empty for any text.
func (p *Property) Range() string {
	kind := p.Type.Raw()
	if kind == "string" {
		kind = ""
	}
	bounds := ""
	switch {
	case p.Minimum != nil && p.Maximum != nil:
		bounds = written(*p.Minimum) + " to " + written(*p.Maximum)
	case p.Minimum != nil:
		bounds = "at least " + written(*p.Minimum)
	case p.Maximum != nil:
		bounds = "at most " + written(*p.Maximum)
	}
	if kind != "" && bounds != "" {
		return kind + ", " + bounds
	}
	return kind + bounds
}

func written(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }
