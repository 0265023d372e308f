package edit

import (
	"slices"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/typeahead"
)

// field is one attribute of a form.
type field struct {
	draft
	about     command.Settable
	attribute model.Attribute
	known     *Known
	// refused says why it cannot be changed.
	refused string
	// unsaid is what a new image gets where nothing is given.
	unsaid string
}

// form is the attributes that are edited together.
type form struct {
	fields []field
	// isNew reports whether they are those of a new image.
	isNew bool
	// signing are the fields about a signature, which stand below that of the file once
	// there is one.
	signing []field
}

// newForm makes the form of the attributes of images, or of a new one where
// there is none.
func newForm(survey *Survey, known *Known) form {
	f := form{isNew: survey.first == nil}
	for _, about := range command.SettableAttributes() {
		if about.OnlyNew && !f.isNew {
			continue
		}
		attribute := attributeOf(&about)
		one := field{about: about, attribute: attribute, known: known}
		one.before = *survey.attributes[attribute]
		one.refused = survey.refusal(attribute)
		if f.isNew {
			one.unsaid = defaults[attribute]
		}
		f.fields = append(f.fields, one)
	}
	if f.isNew {
		file := field{about: command.NewFile(), attribute: model.AttrFile, known: known, unsaid: defaults[model.AttrFile]}
		f.fields = append(f.fields, file)
		for _, about := range []command.Settable{command.SigningKey(), command.SigningCertificate()} {
			f.signing = append(f.signing, field{about: about, attribute: model.AttrFile, known: known, unsaid: "not signed"})
		}
	}
	// What cannot be changed stands below what can.
	slices.SortStableFunc(f.fields, func(a, b field) int {
		return order(a.refused != "") - order(b.refused != "")
	})
	return f
}

func order(last bool) int {
	if last {
		return 1
	}
	return 0
}

// defaults are what the service gives a new image.
var defaults = map[model.Attribute]string{
	model.AttrName: "no name", model.AttrVisibility: "shared", model.AttrProtected: "false", model.AttrHidden: "false",
	model.AttrMinDisk: "0", model.AttrMinRAM: "0", model.AttrOwner: "your project", model.AttrID: "chosen for you",
	model.AttrFile: "none: the data comes later", model.AttrDiskFormat: "not set", model.AttrContainerFormat: "not set",
}

// refusal says why the service would not take a change of an attribute of
// these images.
func (s *Survey) refusal(attribute model.Attribute) string {
	switch attribute {
	case model.AttrDiskFormat, model.AttrContainerFormat:
		switch image := s.beyondQueued; {
		case image == nil:
		case image.Unknown.Has(model.AttrStatus):
			return "only while queued, and the status is unknown"
		case s.images.Len() == 1:
			return "only while queued; this image is " + image.Status.Raw()
		default:
			return "only while queued; not all are"
		}
	default:
	}
	return ""
}

// words are what the field takes, in the order in which they are gone through;
// a field without is typed.
func (f *field) words() []string {
	if len(f.about.Words) > 0 {
		return f.about.Words
	}
	return f.known.words(f.attribute)
}

// put makes a text the value. The value as it was, in another unit, is no
// change.
func (f *field) put(text string) {
	f.draft.put(text)
	if !f.changed || !f.before.alike() {
		return
	}
	before, wrong, _ := f.about.Read(f.base())
	after, alsoWrong, _ := f.about.Read(text)
	if wrong == "" && alsoWrong == "" && before == after {
		f.undo()
	}
}

// problem says what is wrong with what was typed, and what is expected.
func (f *field) problem() (problem, expected string) {
	if !f.changed {
		return "", ""
	}
	_, problem, expected = f.about.Read(f.after)
	return problem, expected
}

// cycle goes to the next word or the one before. Before the first word and
// after the last stands the value as it was, where that is none of the words.
func (f *field) cycle(step int) {
	choices := f.words()
	if base := f.base(); !slices.Contains(choices, base) {
		choices = append([]string{base}, choices...)
	}
	at := slices.Index(choices, f.text())
	f.put(choices[(at+step+len(choices))%len(choices)])
}

// typeable returns the words in the order in which the beginning of one is
// looked up, and which word each stands for: yes and no are true and false, and
// public comes last, for what everybody will see is not chosen by one stray key.
func (f *field) typeable() (typeable, words []string) {
	words = slices.Clone(f.words())
	if public := slices.Index(words, everyone); f.attribute == model.AttrVisibility && public >= 0 {
		words = append(slices.Delete(words, public, public+1), everyone)
	}
	typeable = words
	if slices.Equal(words, []string{"true", "false"}) {
		typeable, words = []string{"true", "false", "yes", "no"}, []string{"true", "false", "true", "false"}
	}
	return typeable, words
}

// choose takes one of the words, or none of them: the value as it was.
func (f *field) choose(words []string, at int) {
	if at == typeahead.None {
		f.undo()
		return
	}
	f.put(words[at])
}

// everyone is the visibility for every project.
var everyone = model.VisibilityPublic.Raw()

// isOfFile reports whether the field is about the file of a new image, and no attribute.
func (f *field) isOfFile() bool { return f.attribute == model.AttrFile }

// isFile reports whether the field is the name of a file: that with the data, or the key.
func (f *field) isFile() bool {
	return f.isOfFile() && f.about.Name != command.SigningCertificate().Name
}

// textOf is the text of a field about the file of a new image; empty is none.
func (f *form) textOf(about command.Settable) string {
	for i := range f.fields {
		if f.fields[i].about.Name == about.Name {
			return f.fields[i].text()
		}
	}
	return ""
}

// file is the file of a new image, and sign by what it is signed.
func (f *form) file() string { return f.textOf(command.NewFile()) }

func (f *form) sign() command.Sign {
	return command.Sign{Key: f.textOf(command.SigningKey()), Certificate: f.textOf(command.SigningCertificate())}
}

// openSigning shows the fields about a signature where there is a file to be signed, and
// keeps what was typed into them where there is none.
func (f *form) openSigning() {
	at := slices.IndexFunc(f.fields, func(one field) bool { return one.about.Name == command.SigningKey().Name })
	switch file := f.file(); {
	case at < 0 && file != "":
		f.fields = append(f.fields, f.signing...)
	case at >= 0 && file == "":
		f.signing = slices.Clone(f.fields[at:])
		f.fields = f.fields[:at]
	}
}

// isDoubtful reports whether the cloud may not let this user change the field.
func (f *field) isDoubtful() bool { return f.attribute == model.AttrOwner && f.known.NoAdmin }

// exposes reports whether images are to be made public.
func (f *field) exposes() bool {
	return f.attribute == model.AttrVisibility && f.changed && f.after == everyone
}

// changes is how many fields are to be changed.
func (f *form) changes() int {
	count := 0
	for i := range f.fields {
		if f.fields[i].changed {
			count++
		}
	}
	return count
}

// wrong returns the first field with a mistake, or -1.
func (f *form) wrong() int {
	return slices.IndexFunc(f.fields, func(one field) bool {
		problem, _ := one.problem()
		return problem != ""
	})
}

// assignments are the changes. A field with a mistake is none.
func (f *form) assignments() []command.Assignment {
	var all []command.Assignment
	for i := range f.fields {
		one := &f.fields[i]
		if !one.changed || one.isOfFile() {
			continue
		}
		if value, problem, _ := one.about.Read(one.after); problem == "" {
			all = append(all, command.Assignment{Field: one.about.Field, Value: value})
		}
	}
	return all
}
