package edit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/typeahead"
)

// choiceFields are the fields that are chosen, with what they take where the
// service does not say.
var choiceFields = map[string][]string{
	"visibility":       {"public", "community", "shared", "private"},
	"protected":        {"true", "false"},
	"hidden":           {"true", "false"},
	"disk_format":      {"qcow2", "raw", "iso", "vmdk", "vhd", "vhdx", "vdi", "ploop", "ami", "ari", "aki"},
	"container_format": {"bare", "ovf", "ova", "docker", "compressed", "ami", "ari", "aki"},
}

// forms are the editors that have fields to choose from.
var forms = map[string]func(t rapid.TB, known edit.Known) *user{
	"new": func(t rapid.TB, known edit.Known) *user { return newUser(t, newImage, known) },
	"edit": func(t rapid.TB, known edit.Known) *user {
		return newUser(t, onAttributes, known, queued("a"))
	},
	"several": func(t rapid.TB, known edit.Known) *user {
		return newUser(t, onAttributes, known, queued("a"), made("b", func(image *model.Image) {
			image.Status, image.Visibility = model.StatusQueued, model.VisibilityPrivate
		}))
	},
}

// onField puts the cursor on a field.
func (u *user) onField(name string) *user {
	for range 20 {
		for line := range strings.Lines(u.screen()) {
			if strings.Contains(line, "› ") && strings.Contains(line, " "+name+" ") {
				return u
			}
		}
		u.press("tab")
	}
	u.t.Fatalf("there is no field %s:\n%s", name, u.screen())
	return u
}

// chosen is what a field is, with the marks of a choice around it.
func (u *user) chosen() string {
	for line := range strings.Lines(u.screen()) {
		if _, after, found := strings.Cut(line, "< "); found {
			value, _, _ := strings.Cut(after, " >")
			return value
		}
	}
	return ""
}

func TestAWordEndsOnTheChoiceThatItNamesInEveryFieldAndFromEveryChoice(t *testing.T) {
	t.Parallel()
	for form, open := range forms {
		for field, choices := range choiceFields {
			t.Run(form+" "+field, func(t *testing.T) {
				t.Parallel()
				u := open(t, edit.Known{}).onField(field)
				for _, from := range choices {
					for _, wanted := range choices {
						u.after(typeahead.Pause).types(from).after(typeahead.Pause)
						for i := range wanted {
							u.types(wanted[i : i+1]).after(typeahead.Pause - 1)
							if got := u.chosen(); !strings.HasPrefix(got, wanted[:i+1]) {
								t.Errorf("from %s, %s ends on %s", from, wanted[:i+1], got)
							}
						}
						if got := u.chosen(); got != wanted {
							t.Errorf("from %s, %s ends on %s", from, wanted, got)
						}
					}
				}
			})
		}
	}
}

func TestAWordThatNoChoiceBeginsWithLeavesTheFieldAndSaysSo(t *testing.T) {
	t.Parallel()
	for form, open := range forms {
		for field, choices := range choiceFields {
			t.Run(form+" "+field, func(t *testing.T) {
				t.Parallel()
				u := open(t, edit.Known{}).onField(field)
				before := u.chosen()
				for _, word := range []string{"z", choices[0] + "z", choices[len(choices)-1][:1] + "zz"} {
					u.after(typeahead.Pause).types(word)
					if tell, ok := u.asked.(intent.Notify); !ok || !strings.Contains(tell.Text, fmt.Sprintf("no %s begins with %q", field, word)) {
						t.Errorf("%s answers %#v", word, u.asked)
					}
					if got := u.chosen(); got != before || u.pane.Unsaved() {
						t.Errorf("%s goes from %q to %q", word, before, got)
					}
				}
			})
		}
	}
}

// The formats are the service's own, and may be any words.
func TestAWordEndsOnTheFormatThatItNamesWhateverTheServiceTakes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		formats := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-cQ0-2]{1,3}( [a-c]{1,2})?`), 1, 8, rapid.ID[string]).Draw(t, "formats")
		values := make([]text.Untrusted, len(formats))
		for i, format := range formats {
			values[i] = text.Of(format)
		}
		name := rapid.SampledFrom([]string{"disk_format", "container_format"}).Draw(t, "field")
		schema := model.Schema{Fields: []model.SchemaField{{Name: text.Of(name), Values: values}}}
		u := forms[rapid.SampledFrom([]string{"new", "edit", "several"}).Draw(t, "form")](t, edit.Known{Schema: &schema}).onField(name)
		wanted := rapid.SampledFrom(formats).Draw(t, "wanted")
		for _, letter := range wanted {
			u.types(string(letter)).after(time.Duration(rapid.Int64Range(0, int64(typeahead.Pause)-1).Draw(t, "pause")))
		}
		change, ok := u.press("ctrl+s").asked.(intent.Change)
		if !ok {
			t.Fatalf("%q asks for %#v", wanted, u.asked)
		}
		var got []command.Assignment
		switch asked := change.Commands[0].(type) {
		case command.Set:
			got = asked.Assignments
		case command.Create:
			got = asked.Attributes
		}
		attribute, _ := model.AttributeNamed(name)
		if len(got) != 1 || got[0].Field != query.AttributeField(attribute) || got[0].Value != wanted {
			t.Fatalf("%q of %q asks for %v", wanted, formats, got)
		}
	})
}

func TestAWordThatIsPastedIsAChoice(t *testing.T) {
	t.Parallel()
	u := newUser(t, newImage, edit.Known{}).onField("container_format")
	u.pane.Paste("bare\n")
	if got := u.changed(); got != "create container_format=bare" {
		t.Errorf("got %q", got)
	}
	if _, told := u.pane.Paste("barely").(intent.Notify); !told || u.changed() != "create container_format=bare" {
		t.Errorf("a word that is none is taken: %q", u.changed())
	}
}
