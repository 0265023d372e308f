package command_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/model/text"
)

// again reads what is written of a command, which must be the same command and
// the same line.
func again(t interface {
	Helper()
	Fatalf(format string, values ...any)
}, c command.Command,
) {
	t.Helper()
	line := command.Format(c)
	got, err := command.Parse(line)
	if err != nil {
		t.Fatalf("%#v is written as %q: %v", c, line, err)
	}
	if diff := cmp.Diff(plain(c), plain(got)); diff != "" {
		t.Fatalf("%q (-written +read):\n%s", line, diff)
	}
	if second := command.Format(got); second != line {
		t.Fatalf("%q is written as %q the second time", line, second)
	}
}

// odd are texts that a line of words could get wrong.
func odd() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "a", "two words", "-a", "+a", "a=b", `"`, `\`, `a"b`, "a,b", "in:a", "/x/", "~/x", "k~ey", "OS/Type", "Name", "ä",
			"\x1b[2J", "\u202e", "\t", "a\nb", "\u00a0", "\u0301", "?x", "!x", "a->b", "->", "=", "'", "sign-key", "sign-cert", "clear", "usual", "all", "tags=none",
		}),
		rapid.StringOf(rapid.RuneFrom([]rune("ab=+-\"\\, ~/:é\u0301\u200d"))),
		rapid.Map(rapid.StringN(0, 20, -1), func(s string) string {
			return strings.Map(func(r rune) rune { return min(r, '\uffff') }, s)
		}),
	).Filter(func(s string) bool { return len([]rune(s)) < 200 })
}

func texts(t *rapid.T, label string) []string {
	drawn := rapid.SliceOfNDistinct(odd(), 0, 4, rapid.ID[string]).Draw(t, label)
	if len(drawn) == 0 {
		return nil
	}
	return drawn
}

func TestWhatIsWrittenOfTagsIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := texts(t, "tags")
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		c := command.Tag{}
		for i, tag := range all {
			switch {
			case i >= cut:
				c.Remove = append(c.Remove, tag)
			case tag != "":
				c.Add = append(c.Add, tag)
			}
		}
		again(t, c)
	})
}

// pairs are properties with keys that the service does not keep for itself.
func pairs(t *rapid.T) []command.KeyValue {
	var out []command.KeyValue
	for _, key := range texts(t, "keys") {
		if key != "" {
			out = append(out, command.KeyValue{Key: key, Value: odd().Draw(t, "value")})
		}
	}
	return out
}

// changed is a change of properties.
func changed(t *rapid.T) command.Property {
	c := command.Property{Set: pairs(t)}
	taken := map[string]bool{}
	for _, set := range c.Set {
		taken[set.Key] = true
	}
	for _, key := range texts(t, "removed") {
		if !taken[key] {
			c.Remove = append(c.Remove, key)
			taken[key] = true
		}
	}
	for _, key := range texts(t, "set where set") {
		if key != "" && !taken[key] {
			c.SetWhereSet = append(c.SetWhereSet, command.KeyValue{Key: key, Value: odd().Draw(t, "value")})
			taken[key] = true
		}
	}
	for _, from := range texts(t, "renamed") {
		to := odd().Draw(t, "new key")
		if !taken[from] && !taken[to] && from != to && to != "" {
			c.Renames = append(c.Renames, command.Rename{From: from, To: to})
			taken[from], taken[to] = true, true
		}
	}
	return c
}

func TestWhatIsWrittenOfPropertiesIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { again(t, changed(t)) })
}

// assigned are values of attributes, of a new image or not.
func assigned(t *rapid.T, isNew bool) []command.Assignment {
	flag := func() any { return rapid.Bool().Draw(t, "flag") }
	number := func() any { return rapid.Int64Range(0, 1<<31-1).Draw(t, "number") }
	free := func() any { return odd().Draw(t, "text") }
	word := func() any { return odd().Filter(func(s string) bool { return s != "" }).Draw(t, "word") }
	values := map[model.Attribute]func() any{
		model.AttrName: free, model.AttrOwner: free, model.AttrProtected: flag, model.AttrHidden: flag, model.AttrMinDisk: number,
		model.AttrMinRAM: number, model.AttrDiskFormat: word, model.AttrContainerFormat: word,
		model.AttrVisibility: func() any { return rapid.SampledFrom(model.Visibilities()).Draw(t, "visibility").Raw() },
		model.AttrID:         func() any { return rapid.StringMatching(`[0-9a-fA-F]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`).Draw(t, "id") },
	}
	var out []command.Assignment
	for _, a := range model.Attributes() {
		value, settable := values[a]
		if settable && (isNew || a != model.AttrID) && rapid.Bool().Draw(t, a.String()) {
			out = append(out, attribute(a, value()))
		}
	}
	return out
}

func TestWhatIsWrittenOfAttributesIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { again(t, command.Set{Assignments: assigned(t, false), Properties: changed(t)}) })
}

func TestWhatIsWrittenOfANewImageIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tags := slices.DeleteFunc(texts(t, "tags"), func(tag string) bool { return tag == "" })
		if len(tags) == 0 {
			tags = nil
		}
		again(t, command.Create{Attributes: assigned(t, true), Tags: tags, Properties: pairs(t)})
	})
}

func TestWhatIsWrittenOfQueriesAndColumnsIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Every text contains the empty one, so it is no word of a query.
		words := rapid.SliceOfN(odd().Filter(func(s string) bool { return s != "" }), 1, 3).Draw(t, "words")
		var terms []query.Term
		for _, word := range words {
			terms = append(terms, query.Term{Field: query.AttributeField(model.AttrName), Op: query.OpContains, Values: []string{word}, Word: true})
		}
		again(t, command.Filter{Terms: terms})
		again(t, command.Mark{Terms: terms})
		again(t, command.Columns{Names: words})
		again(t, command.RefreshEvery{Every: time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "every"))})
		keys := []query.SortKey{{Field: query.PropertyField(words[0])}, {Field: query.AttributeField(model.AttrSize), Descending: true}}
		again(t, command.Sort{Keys: keys})
	})
}

// What a person types in the line of commands comes back on the screen as the
// canonical line, so it must be fit for a terminal.
func TestTheCanonicalLineOfAChangeIsFitForATerminal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		said := odd().Filter(func(s string) bool { return s != "" }).Draw(t, "text")
		for _, c := range []command.Command{
			command.Tag{Add: []string{said}},
			command.Tag{Remove: []string{said}},
			command.Property{Set: []command.KeyValue{{Key: said, Value: said}}},
			command.Property{Remove: []string{said}},
			command.Property{Renames: []command.Rename{{From: said, To: said + "x"}}},
			command.Columns{Names: []string{said}},
		} {
			if line := command.Format(c); text.Escape(line) != line {
				t.Fatalf("%q is shown as %q", line, text.Escape(line))
			}
		}
	})
}
