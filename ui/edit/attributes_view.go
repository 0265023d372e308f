package edit

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

const (
	// labelWidth is the room of a field's name.
	labelWidth = len("container_format") + 2
	// leastNote and mostNote bound what stands beside a value.
	leastNote, mostNote = 22, 44
)

// ownedField is a field that the service alone decides about.
type ownedField struct {
	attribute model.Attribute
	common    *commonValue
}

// ownedAttributes returns what the service alone decides about a number of images.
func ownedAttributes(images int) []model.Attribute {
	switch images {
	case 0:
		return nil
	case 1:
		return []model.Attribute{
			model.AttrID, model.AttrStatus, model.AttrSize, model.AttrVirtualSize, model.AttrChecksum,
			model.AttrCreatedAt, model.AttrUpdatedAt,
		}
	default:
		// The others are different for each, and say nothing of all.
		return []model.Attribute{model.AttrStatus, model.AttrSize}
	}
}

func ownedText(image *model.Image, attribute model.Attribute) (text string, null bool) {
	switch attribute.Kind() {
	case model.KindTime:
		value, ok := image.Time(attribute)
		return format.Time(value), !ok
	case model.KindBytes:
		value, ok := image.Number(attribute)
		return format.ExactSize(value), !ok
	default:
		return attributeText(image, attribute)
	}
}

// wants counts the fields, and those of the service behind a rule.
func (f *fields) wants() int {
	rows := len(f.form.fields)
	if len(f.owned) > 0 {
		rows += 1 + len(f.owned)
	}
	return rows
}

func (f *fields) rows() []string {
	all := make([]string, 0, f.height)
	first, end := f.list.Visible()
	for at := first; at < end; at++ {
		switch {
		case at < len(f.form.fields):
			all = append(all, f.row(at))
		case at == len(f.form.fields):
			all = append(all, box.Rule(f.theme, f.width, box.Title{
				At: signWidth, Room: 40, Text: "set by the service alone", Style: f.theme.Muted,
			}))
		default:
			all = append(all, f.ownedRow(&f.owned[at-len(f.form.fields)-1]))
		}
	}
	return padded(all, f.height, f.width)
}

func (f *fields) ownedRow(one *ownedField) string {
	row := box.NewRow(f.theme, f.width).To(signWidth).Put(f.theme.Muted, one.attribute.String()).To(signWidth + labelWidth)
	return row.Put(f.theme.Muted, f.commonText(one.common)).String()
}

// commonText is what images hold, for the place of the value.
func (f *fields) commonText(h *commonValue) string {
	switch {
	case len(h.values) > 1:
		return h.differ()
	case h.isUnknown():
		return "unknown"
	case len(h.values) == 0 || h.isNull():
		return f.theme.Glyphs.Dash
	case h.value() == "":
		return `""`
	}
	return brief(f.theme, h.value(), f.width)
}

// row draws a field: its name, its value, and what is to be said about it.
func (f *fields) row(at int) string {
	one, here := &f.form.fields[at], at == f.at()
	problem, _ := one.problem()
	label, signStyle, sign := f.theme.Text, f.theme.Good, ""
	switch {
	case problem != "":
		signStyle, sign = f.theme.Bad, f.theme.Glyphs.Fault
	case one.changed:
		sign = changedSign
	}
	row := begin(f.theme, f.width, here, signStyle, sign)
	if here {
		label = f.theme.Cursor
	} else if one.refused != "" {
		label = f.theme.Muted
	}
	row.Put(label, one.about.Name).To(signWidth + labelWidth)
	note := max(leastNote, min(f.width/3, mostNote))
	if one.exposes() {
		note = max(note, len(exposed))
	}
	value := max(1, f.width-signWidth-labelWidth-note-2)
	if here && f.entry != nil {
		row.Styled(f.entry.view(value, f.empty(one)), value)
	} else {
		f.putValue(row, one, here, value)
	}
	style, said := f.note(one, problem, note)
	return row.To(f.width-note).Put(style, said).String()
}

// putValue draws a value that is not being typed.
func (f *fields) putValue(row *box.Row, one *field, here bool, width int) {
	style := f.theme.Text
	if one.refused != "" {
		style = f.theme.Muted
	}
	shown := f.shown(one, width)
	switch {
	case here && isChoice(one) && one.refused == "":
		row.Put(f.theme.Key, "< ").Put(f.theme.Strong, f.theme.Cells.Cut(shown, width-4)).Put(f.theme.Key, " >")
	case one.changed:
		row.Put(f.theme.Strong, f.theme.Cells.Cut(shown, width))
	default:
		if !one.before.alike() {
			style = f.theme.Muted
		}
		row.Put(style, f.theme.Cells.Cut(shown, width))
	}
}

// shown is the value as it stands.
func (f *fields) shown(one *field, width int) string {
	switch {
	case one.changed && one.after == "":
		return `""`
	case one.changed:
		return brief(f.theme, one.after, width)
	case f.form.isNew:
		return one.unsaid
	}
	shown := f.commonText(&one.before)
	if name := f.project(one); name != "" {
		shown = cut(f.theme, name, width) + " (" + shown + ")"
	}
	return shown
}

// project is the name of the project that an owner is, if it is known.
func (f *fields) project(one *field) string {
	if one.attribute != model.AttrOwner || one.text() == "" {
		return ""
	}
	return f.known.project(one.text())
}

// empty is what stands in an empty line.
func (f *fields) empty(one *field) string {
	switch {
	case one.changed:
		return ""
	case f.form.isNew:
		return one.unsaid
	case !one.before.alike():
		return one.before.differ()
	case one.before.isUnknown():
		return "unknown"
	case one.before.isNull():
		return "no value"
	}
	return ""
}

// note is what stands beside a value: what is wrong with it, what it was
// before, or what it is. The help is left out where it does not fit: it stands
// below as well.
func (f *fields) note(one *field, problem string, room int) (theme.Style, string) {
	isNumber := one.attribute.Kind() == model.KindGiB || one.attribute.Kind() == model.KindMiB
	switch {
	case problem != "" && isNumber:
		return f.theme.Bad, "no whole number of " + f.remark(one)
	case problem != "":
		return f.theme.Bad, f.theme.Cells.ShowString(problem)
	case one.exposes():
		return f.theme.Warn, exposed
	case one.changed && one.isDoubtful():
		return f.theme.Warn, mostly
	case one.changed && len(one.before.values) > 1:
		return f.theme.Warn, "for all, was " + format.Count(len(one.before.values)) + " values"
	case one.changed && !f.form.isNew:
		return f.theme.Warn, "was " + f.commonText(&one.before)
	case one.refused != "":
		short, _, _ := strings.Cut(one.refused, ";")
		return f.theme.Muted, f.theme.Cells.ShowString(short)
	case one.isDoubtful():
		return f.theme.Muted, mostly
	}
	said := f.remark(one)
	if f.theme.Cells.Width(said) > room {
		said = ""
	}
	return f.theme.Muted, said
}

// remark is what a field is, in a few words.
func (f *fields) remark(one *field) string {
	switch {
	case one.attribute.Kind() == model.KindGiB:
		return "GiB"
	case one.attribute.Kind() == model.KindMiB:
		return "MiB"
	case one.attribute == model.AttrVisibility:
		if one.text() == "" && f.form.isNew {
			return audience[one.unsaid]
		}
		return audience[one.text()]
	}
	return purpose(one)
}

func (f *fields) shownWords(one *field) []string {
	words := slices.Clone(one.words())
	for i, word := range words {
		words[i] = f.theme.Cells.ShowString(word)
	}
	return words
}

// foot says what the field under the cursor is, what it takes, and what the
// images hold.
func (f *fields) foot() []told {
	one := f.field()
	problem, expected := one.problem()
	var all []told
	switch {
	case problem != "":
		all = append(all, told{f.theme.Bad, f.theme.Cells.ShowString(sentence(problem, expected))})
	case one.refused != "":
		all = append(all, told{f.theme.Warn, "cannot be changed: " + f.theme.Cells.ShowString(one.refused)})
	default:
		all = append(all, told{f.theme.Muted, f.help(one)})
	}
	if f.form.isNew {
		return all
	}
	switch {
	case len(one.before.values) > 1:
		all = append(all, told{f.theme.Muted, distribution(f.theme, &one.before) + f.kept(one)})
	case one.changed:
		all = append(all, told{f.theme.Muted, "before: " + f.commonText(&one.before)})
	}
	return all
}

// kept says what becomes of different values.
func (f *fields) kept(one *field) string {
	if one.changed {
		return ""
	}
	return "; untouched, each stays as it is"
}

// purpose says what a field is. What follows a semicolon is about filters.
func purpose(one *field) string {
	said, _, _ := strings.Cut(one.about.Help, ";")
	return said
}

// mostly is said of a field that the cloud may not let this user change.
const mostly = "mostly for administrators"

// exposed is said of an image that is to be public.
const exposed = "every project of the cloud will see it"

// audience says who sees an image of a visibility.
var audience = map[string]string{
	"public": "for everyone", "community": "for all who ask for it", "shared": "for owner and members", "private": "for the owner alone",
}

// help says what a field is and what it takes.
func (f *fields) help(one *field) string {
	said := purpose(one)
	switch {
	case isChoice(one):
		said += "; " + strings.Join(f.shownWords(one), ", ")
	case one.attribute.Kind() == model.KindGiB || one.attribute.Kind() == model.KindMiB:
		said += "; a whole number up to " + strconv.Itoa(command.MostNumber) + ", or a size such as 5GiB"
	case one.attribute == model.AttrID:
		said += " of the new image, a UUID; without, one is chosen"
	case one.about.Name == command.SigningKey().Name, one.about.Name == command.SigningCertificate().Name:
	case one.isFile():
		said += "; name and formats come from it where they are not given"
	default:
		said += "; " + strconv.Itoa(command.Characters(one.text())) + " of " + strconv.Itoa(command.LongestText) + " characters"
	}
	switch {
	case one.exposes():
		said += ". Mostly only an administrator may make an image public"
	case one.attribute == model.AttrOwner:
		said += ". Most clouds let only an administrator give an image to another project"
		if name := f.project(one); name != "" {
			said = "project " + cut(f.theme, name, f.width/2) + "; " + said
		}
	}
	return said
}
