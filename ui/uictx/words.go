package uictx

import (
	"slices"
	"time"

	"glimpse/model/facets"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/format"
)

// wordsHold is for how long the words of a cloud are relied on, and wordsFail for how
// long they are not asked for after they could not be read.
const wordsHold, wordsFail = 10 * time.Minute, 30 * time.Second

// cloudWords are the words in use among all images that a cloud lists. They are read
// when somebody asks for words, and not before.
type cloudWords struct {
	words *facets.Facets
	// asked reports whether somebody asked, until is how long the words are relied on.
	asked bool
	until time.Time
}

// WantsCloudWords reports whether words were asked for and those of the cloud are not
// known or too old, and takes that for answered until after.
func (c *Context) WantsCloudWords() bool {
	wants := c.cloud.asked && c.Now.After(c.cloud.until)
	c.cloud.asked = false
	if wants {
		c.cloud.until = c.Now.Add(wordsHold)
	}
	return wants
}

// LearnCloudWords takes the words in use among all images; nil is that they could not be
// read.
func (c *Context) LearnCloudWords(words *facets.Facets) {
	if words == nil {
		c.cloud.until = c.Now.Add(wordsFail)
		return
	}
	c.cloud.words, c.cloud.until = words, c.Now.Add(wordsHold)
}

// Tags returns the tags in use, the most used first.
func (c *Context) Tags() []string { return c.inUse(query.Field{Kind: query.FieldTag}) }

// Properties returns the property keys in use, the most used first.
func (c *Context) Properties() []string {
	c.cloud.asked = true
	return c.knownProperties()
}

func (c *Context) knownProperties() []string {
	if c.cloud.words == nil {
		return c.Words.Properties()
	}
	return withOthers(c.cloud.words.Properties(), c.Words.Properties())
}

func (c *Context) inUse(field query.Field) []string {
	c.cloud.asked = true
	if c.cloud.words == nil {
		return c.Words.Values(field)
	}
	return withOthers(c.cloud.words.Values(field), c.Words.Values(field))
}

// withOthers appends the words that are not there yet.
func withOthers(words, others []string) []string {
	known := make(map[string]bool, len(words))
	for _, word := range words {
		known[word] = true
	}
	words = slices.Clip(words)
	for _, word := range others {
		if !known[word] {
			words = append(words, word)
		}
	}
	return words
}

// Uses says how many images of the cloud have a value in a field, or nothing where that
// is not known.
func (c *Context) Uses(field query.Field, value string) string {
	if c.cloud.words == nil {
		return ""
	}
	if field == OwnerField {
		if id := c.owners.ids[value]; id != "" {
			value = id
		}
	}
	if count := c.cloud.words.Count(field, value); count > 0 {
		return format.Images(count)
	}
	return ""
}

// WordsInUse are what queries are completed with. To have them asks for nothing; to look
// for the values of a field does.
func (c *Context) WordsInUse() query.Known {
	return query.Known{Properties: c.knownProperties(), Values: c.Values, Uses: c.Uses}
}

// OwnersInUse are the owners of the images that were read.
func (c *Context) OwnersInUse() []text.Untrusted {
	ids := c.Words.Values(OwnerField)
	owners := make([]text.Untrusted, len(ids))
	for i, id := range ids {
		owners[i] = text.Of(id)
	}
	return owners
}
