package record_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/record"
	"glimpse/model/text"
)

// hostile are texts that YAML, an editor or a terminal could get wrong.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "a", "two words", " a ", "yes", "No", "null", "~", "1e3", "0x10", "1.50", "2024-01-01", "- a", "a: b", "# a", "#", "'", `"`, `\`, `\n`,
			"a\nb\n", "\n", "\t", "\x1b[2J", "\u202e", "\u2028", "\u0085", "\ufeff", "é", "日本", "%a", "@a", "`", "|", ">", "&a", "*a", "!!int 3", "{a", "[a]",
			"? a", "---", "...", "<<", "Local Variables: eval: (x)", "vim: set x:", "# ! a", "\x00", "\xff", "a\xffb", "\r\n", "=", ",", "😀",
		}),
		rapid.String(),
	)
}

// images are records with whatever a service may hold.
func anImage(t *rapid.T) *model.Image {
	image := &model.Image{ID: model.NewImageID("1"), Status: model.StatusActive, Visibility: model.VisibilityShared}
	image.Name, image.Owner = text.Of(hostile().Draw(t, "name")), text.Of(hostile().Draw(t, "owner"))
	image.DiskFormat, image.ContainerFormat = text.Of(hostile().Draw(t, "disk format")), text.Of("bare")
	image.MinDisk, image.MinRAM = rapid.Int64Range(0, 1<<31-1).Draw(t, "min_disk"), 512
	image.Protected, image.Hidden = rapid.Bool().Draw(t, "protected"), rapid.Bool().Draw(t, "hidden")
	if rapid.Bool().Draw(t, "null") {
		image.Name, image.Null = text.Untrusted{}, image.Null.With(model.AttrName)
	}
	if rapid.Bool().Draw(t, "unknown") {
		image.Unknown = image.Unknown.With(rapid.SampledFrom([]model.Attribute{model.AttrTags, model.AttrOwner, model.AttrProtected}).Draw(t, "which"))
	}
	for _, tag := range rapid.SliceOfNDistinct(hostile(), 0, 4, rapid.ID).Draw(t, "tags") {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	for _, key := range rapid.SliceOfNDistinct(hostile(), 0, 4, rapid.ID).Draw(t, "keys") {
		property := model.Property{Key: text.Of(key), Null: rapid.IntRange(0, 5).Draw(t, "null") == 0}
		if !property.Null {
			property.Value = text.Of(hostile().Draw(t, "value"))
		}
		image.Properties = append(image.Properties, property)
	}
	return image
}

// lines are commands as they are typed.
func lines(commands []command.Command) string { return plan.TitleOf(commands) }

// What was not changed is no change, whatever the record holds, and no byte of it acts
// on a terminal or an editor.
func TestADocumentThatWasNotChangedChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		image := anImage(t)
		document := record.Write(image)
		commands, mistakes := record.Read(image, document)
		if len(commands) > 0 || len(mistakes) > 0 {
			t.Fatalf("%s\nis read as %s, %v", document, lines(commands), mistakes)
		}
		if commands, mistakes := record.Read(image, strings.ReplaceAll(document, "\n", "\r\n")); len(commands)+len(mistakes) > 0 {
			t.Fatalf("with the line ends of Windows it is read as %s, %v", lines(commands), mistakes)
		}
		acts := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
		if !utf8.ValidString(document) || strings.ContainsFunc(document, acts) || strings.Contains(strings.ToLower(document), "local variables:") {
			t.Fatalf("%q acts", document)
		}
	})
}

// What one image holds becomes what another holds, by its document.
func TestADocumentOfAnotherImageMakesItOneLikeThat(t *testing.T) {
	fit := hostile().Filter(func(s string) bool {
		problem, _ := command.UnfitTag(s)
		unfit, _ := command.UnfitKey(s)
		return s != "" && problem == "" && unfit == "" && patch.Patch{patch.RemoveProperty(s)}.Check() == nil
	})
	rapid.Check(t, func(t *rapid.T) {
		of := func(label string) *model.Image {
			image := &model.Image{ID: model.NewImageID("1"), Status: model.StatusQueued, Visibility: model.VisibilityShared}
			image.Name, image.Owner = text.Of(fit.Draw(t, label+" name")), text.Of("p1")
			image.DiskFormat, image.ContainerFormat = text.Of("raw"), text.Of("bare")
			image.MinDisk, image.Hidden = rapid.Int64Range(0, 9).Draw(t, "min_disk"), rapid.Bool().Draw(t, "hidden")
			for _, tag := range rapid.SliceOfNDistinct(fit, 0, 3, rapid.ID).Draw(t, label+" tags") {
				image.Tags = append(image.Tags, text.Of(tag))
			}
			for _, key := range rapid.SliceOfNDistinct(fit, 0, 3, rapid.ID).Draw(t, label+" keys") {
				value := hostile().Filter(func(s string) bool { problem, _ := command.UnfitValue(s); return problem == "" }).Draw(t, "value")
				image.Properties = append(image.Properties, model.Property{Key: text.Of(key), Value: text.Of(value)})
			}
			return image
		}
		one, other := of("one"), of("other")
		commands, mistakes := record.Read(one, record.Write(other))
		if len(mistakes) > 0 {
			t.Fatalf("%v in\n%s", mistakes, record.Write(other))
		}
		after := *one
		if len(commands) > 0 {
			planned, err := plan.Compose(commands, []*model.Image{one}, nil)
			if err != nil || len(planned.Steps) > 1 {
				t.Fatalf("%s: %d steps, %v", lines(commands), len(planned.Steps), err)
			}
			for i := range planned.Steps {
				after, _ = planned.Steps[i].After(&after)
			}
		}
		if again, _ := record.Read(&after, record.Write(other)); len(again) > 0 {
			t.Fatalf("after %s there is left to do %s", lines(commands), lines(again))
		}
	})
}

// sample is an image as a test edits it.
func sample() *model.Image {
	return &model.Image{
		ID: model.NewImageID("1"), Name: text.Of("web"), Status: model.StatusQueued, Visibility: model.VisibilityPrivate, Owner: text.Of("p1"),
		DiskFormat: text.Of("raw"), ContainerFormat: text.Of("bare"), MinDisk: 5, Tags: []text.Untrusted{text.Of("gold"), text.Of("old")},
		Properties: []model.Property{{Key: text.Of("os_distro"), Value: text.Of("debian")}, {Key: text.Of("os_version"), Value: text.Of("13")}},
	}
}

func TestWhatIsEditedIsAskedFor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, to, want string }{
		{"name: web", "name: web server", `set name="web server"`},
		{"name: web\n", "", ""},
		{"protected: false", "protected: yes", "set protected=true"},
		{"min_disk: 5", "min_disk: 1TiB", "set min_disk=1024"},
		{"  - old\n", "  - new\n  - new\n", "tag +new -old"},
		{"tags:\n  - gold\n  - old\n", "tags: []\n", "tag -gold -old"},
		{"tags:\n  - gold\n  - old\n", "", ""},
		{"  os_distro: debian\n", "", "set -os_distro"},
		{`os_version: "13"`, "os_version: 1.50", "set os_version=1.50"},
		{`os_version: "13"`, "os_version: |\n    a\n    b", `set os_version="a\u{a}b\u{a}"`},
		{"  os_distro: debian", "  distro: debian\n  \"a b\": true", `set distro=debian "a b"=true -os_distro`},
		{"visibility: private", "visibility: shared", "set visibility=shared"},
	} {
		document := record.Write(sample())
		edited := strings.Replace(document, test.from, test.to, 1)
		if edited == document {
			t.Errorf("%q is not in\n%s", test.from, document)
		}
		if commands, mistakes := record.Read(sample(), edited); lines(commands) != test.want || len(mistakes) > 0 {
			t.Errorf("%q for %q: %s, %v", test.to, test.from, lines(commands), mistakes)
		}
	}
	if commands, mistakes := record.Read(sample(), ""); len(commands)+len(mistakes) > 0 {
		t.Errorf("an empty file asks for %s, %v", lines(commands), mistakes)
	}
}

// What only the service sets can be read there, as comments.
func TestADocumentShowsWhatCannotBeChanged(t *testing.T) {
	t.Parallel()
	image := sample()
	image.CreatedAt, image.Size = time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), 42
	document := record.Write(image)
	for _, want := range []string{"# id: \"1\"\n", "# status: queued\n", "# created_at: \"2024-01-02T03:04:05Z\"\n", "# size: 42\n", "\nname: web\n", "\n  os_version: \"13\"\n"} {
		if !strings.Contains(document, want) {
			t.Errorf("%q is not in\n%s", want, document)
		}
	}
	image.Properties = append(image.Properties, model.Property{Key: text.Of("os_glance_x"), Value: text.Of("y")})
	if document := record.Write(image); !strings.Contains(document, "\n#   os_glance_x: \"y\"\n") {
		t.Errorf("the service's own property is to be edited in\n%s", document)
	}
}

func TestMistakesAreToldAtTheirLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, to, says string }{
		{"min_disk: 5", "min_disk: x", "min_disk: x is no whole number of GiB"},
		{"name: web", "name: null", "name cannot become null"},
		{"name: web", "name: [a]", "one value is expected here"},
		{"name: web", "size: 5", "size is for the service to set"},
		{"name: web", "title: web", "an image has no attribute title"},
		{"visibility: private", "visibility: secret", "secret is none of its words"},
		{"  - old", "  - \"\"", "the tag is empty"},
		{"  os_distro: debian", "  name: debian", "name is an attribute, no property"},
		{"  os_distro: debian", "  os_version: debian", ""},
		{"  os_distro: debian", "  os_glance_x: y", "the service's own"},
		{"  os_distro: debian", "  os_distro: 😀", "four bytes"},
		{"  os_distro: debian", "  os_distro: null", "os_distro cannot become null"},
		{"name: web", "name: \"web", ""},
		{"name: web", "name: *web", ""},
	} {
		document := record.Write(sample())
		edited := strings.Replace(document, test.from, test.to, 1)
		commands, mistakes := record.Read(sample(), edited)
		at := 1 + strings.Count(document[:strings.Index(document, test.from)], "\n")
		if len(commands) > 0 || len(mistakes) == 0 || !strings.Contains(mistakes[0].String(), test.says) {
			t.Errorf("%q: %s, %v", test.to, lines(commands), mistakes)
			continue
		}
		if test.says != "" && mistakes[0].Line != at {
			t.Errorf("%q is told at line %d, not %d", test.to, mistakes[0].Line, at)
		}
		// Nothing typed is lost, and what was told is not read, nor told twice.
		told := record.Annotate(edited, mistakes)
		again, same := record.Read(sample(), told)
		if record.Bare(told) != edited || len(again) > 0 || !slices.Equal(same, mistakes) || record.Annotate(told, mistakes) != told {
			t.Errorf("%q is annotated as\n%s", test.to, told)
		}
		if test.says != "" && !strings.Contains(told, "# ! ") {
			t.Errorf("%q is not told in\n%s", test.to, told)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(record.Write(sample()))
	f.Add("a: &x [*x]\n<<: *x\n--- !!binary a\n")
	f.Fuzz(func(t *testing.T, document string) {
		_, mistakes := record.Read(sample(), document)
		_ = record.Annotate(document, mistakes)
	})
}
