package edit

import (
	"slices"
	"strings"

	"glimpse/model/definition"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// chooser is the list of the properties that the service defines, by theme.
type chooser struct {
	theme   *theme.Theme
	themes  []definition.Namespace
	search  string
	entries []chosen
	list    listview.List
}

// chosen is a row: the title of a theme or of an object, or a property.
type chosen struct {
	title    string
	object   bool
	property *definition.Property
}

func newChooser(theme *theme.Theme, themes []definition.Namespace, height int) *chooser {
	c := &chooser{theme: theme, themes: themes}
	c.narrow("", height)
	return c
}

// narrow lists the properties whose key, title, description, object or theme hold
// every word of the search.
func (c *chooser) narrow(search string, height int) {
	c.search, c.entries = search, c.entries[:0]
	words := strings.Fields(strings.ToLower(search))
	for i := range c.themes {
		theme := &c.themes[i]
		name := firstText(theme.Title, theme.Name)
		before := len(c.entries)
		c.add(theme.Properties, words, name+" "+theme.Name.Raw())
		for j := range theme.Objects {
			object := &theme.Objects[j]
			begin := len(c.entries)
			c.add(object.Properties, words, name+" "+theme.Name.Raw()+" "+object.Name.Raw())
			if len(c.entries) > begin {
				c.entries = slices.Insert(c.entries, begin, chosen{title: object.Name.Raw(), object: true})
			}
		}
		if len(c.entries) > before {
			c.entries = slices.Insert(c.entries, before, chosen{title: name})
		}
	}
	c.list.Place(0, len(c.entries), height)
	c.skip(1)
}

func (c *chooser) add(properties []definition.Property, words []string, about string) {
	for i := range properties {
		one := &properties[i]
		held := strings.ToLower(one.Key.Raw() + " " + one.Title.Raw() + " " + one.Description.Raw() + " " + about)
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(held, word) }) {
			c.entries = append(c.entries, chosen{property: one})
		}
	}
}

func firstText(texts ...text.Untrusted) string {
	for _, one := range texts {
		if !one.IsEmpty() {
			return one.Raw()
		}
	}
	return ""
}

// act moves the cursor, which rests on properties alone.
func (c *chooser) act(act action.ID) {
	before := c.list.Cursor()
	c.list.Act(act)
	step := 1
	if c.list.Cursor() < before {
		step = -1
	}
	c.skip(step)
}

// skip goes on from a title to the next property, or back where there is none.
func (c *chooser) skip(step int) {
	for at := c.list.Cursor(); at >= 0 && at < len(c.entries); at += step {
		if c.entries[at].property != nil {
			c.list.MoveTo(at)
			return
		}
	}
	if step < 0 {
		c.skip(1)
	}
}

// under returns the property under the cursor, or nil.
func (c *chooser) under() *definition.Property {
	if at := c.list.Cursor(); at < len(c.entries) {
		return c.entries[at].property
	}
	return nil
}

// How far objects and keys stand in below the title of a theme.
const objectIndent, keyIndent = 2, 4

// row draws a row: the key with the title of the property, below the titles of its
// theme and its object.
func (c *chooser) row(i, width int) string {
	entry, here := &c.entries[i], i == c.list.Cursor()
	row := begin(c.theme, width, here, c.theme.Muted, "")
	switch {
	case entry.property == nil && entry.object:
		row.To(signWidth+objectIndent).Put(c.theme.Accent, cut(c.theme, entry.title, max(0, row.Room()-objectIndent)))
	case entry.property == nil:
		row.To(signWidth).Put(c.theme.Heading, cut(c.theme, entry.title, row.Room()))
	default:
		style := c.theme.Text
		if here {
			style = c.theme.Cursor
		}
		keys := min(mostKey, width/2)
		row.To(signWidth+keyIndent).Put(style, c.theme.Cells.Left(cut(c.theme, entry.property.Key.Raw(), keys), keys))
		row.To(signWidth+keyIndent+keys+2).Put(c.theme.Muted, cut(c.theme, entry.property.Title.Raw(), row.Room()))
	}
	return row.String()
}
