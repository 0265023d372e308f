// Package inuse keeps the words that are in use on a cloud (tags, properties and
// their values, names of images and projects) for a short while in a file, so that
// completion in a shell need not log in at each key.
package inuse

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"glimpse/model"
	"glimpse/model/facets"
	"glimpse/model/query"
)

// mostValues is how many values of one field are kept, the most used.
const mostValues = 100

// Words are the words in use on a cloud. A shell takes each as it is: what needs
// quotes there, or is odd in a terminal, is not among them.
type Words struct {
	Tags       []string            `json:"tags,omitempty"`
	Properties []Property          `json:"properties,omitempty"`
	Attributes map[string][]string `json:"attributes,omitempty"` // by the API's name
	Images     []Image             `json:"images,omitempty"`
	Projects   []string            `json:"projects,omitempty"`
	Regions    []string            `json:"regions,omitempty"`
}

// Property is a key with the values that it has.
type Property struct {
	Key    string   `json:"key"`
	Values []string `json:"values,omitempty"`
}

// Image is an image by its id. Its name is what it is, unlike the other words.
type Image struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Gather returns the words of images and the names of projects.
func Gather(images []model.Image, projects, regions []string) Words {
	var used facets.Facets
	used.Add(images)
	w := Words{Tags: plain(used.Tags()), Attributes: map[string][]string{}, Projects: plain(projects), Regions: plain(regions)}
	for _, key := range plain(used.Properties()) {
		w.Properties = append(w.Properties, Property{key, few(used.Values(query.PropertyField(key)))})
	}
	for _, attribute := range model.Attributes() {
		field := query.AttributeField(attribute)
		if values := few(used.Values(field)); field.Kind == query.FieldAttribute && len(values) > 0 {
			w.Attributes[attribute.String()] = values
		}
	}
	for i := range images {
		if id := images[i].ID.Raw(); IsPlain(id) {
			w.Images = append(w.Images, Image{id, images[i].Name.Raw()})
		}
	}
	return w
}

// few are the plain ones among the most used words.
func few(words []string) []string {
	words = plain(words)
	return words[:min(len(words), mostValues)]
}

func plain(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !IsPlain(word) })
}

// IsPlain reports whether a word means nothing but itself to every shell, to the
// query language and to a terminal. bash puts the beginning that several words have
// in common on the line as it is, and evaluates the line when completion goes on.
func IsPlain(word string) bool {
	return word != "" && word[0] != '-' && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-:/@+%", r)
	})
}

// Known returns the words as completion of the query language takes them. Owners are
// called by the names of projects, where those are known.
func (w *Words) Known() query.Known {
	keys := make([]string, len(w.Properties))
	for i, p := range w.Properties {
		keys[i] = p.Key
	}
	return query.Known{Properties: keys, Values: w.values}
}

func (w *Words) values(field query.Field) []string {
	switch {
	case field.Kind == query.FieldTag:
		return w.Tags
	case field.Kind == query.FieldProperty:
		at := slices.IndexFunc(w.Properties, func(p Property) bool { return p.Key == field.Property })
		if at >= 0 {
			return w.Properties[at].Values
		}
	case field == query.AttributeField(model.AttrOwner) && len(w.Projects) > 0:
		return w.Projects
	case field.Kind == query.FieldAttribute:
		return w.Attributes[field.Attribute.String()]
	}
	return nil
}

// Choice is a word for an image, and what is said of it, which is as the service sent
// it.
type Choice struct{ Word, Help string }

// Choices returns words for the images that begin with what is typed: names where one
// image alone has it, and otherwise ids with the names. What is typed as an id is
// completed as one; without a name only ids are wanted.
func (w *Words) Choices(typed string, byName bool) []Choice {
	used := map[string]int{}
	for _, image := range w.Images {
		used[image.Name]++
	}
	var choices []Choice
	for _, image := range w.Images {
		choice := Choice{image.ID, image.Name}
		if byName && used[image.Name] == 1 && IsPlain(image.Name) && (typed == "" || !strings.HasPrefix(image.ID, typed)) {
			choice = Choice{image.Name, ""}
		}
		if strings.HasPrefix(choice.Word, typed) {
			choices = append(choices, choice)
		}
	}
	slices.SortStableFunc(choices, func(a, b Choice) int { return cmp.Compare(a.Word, b.Word) })
	return choices
}
