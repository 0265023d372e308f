package edit

import (
	"strconv"
	"strings"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

const (
	// lineRows are the rows above the list: the line and the rule.
	lineRows = 2
	// leastTags is how many tags are to be seen at once, if there is room.
	leastTags = 10
	// boxWidth is the room of what says which images have a tag.
	boxWidth = 4
	// mostTagName is how wide the names of tags are at most where more is to
	// be told beside them.
	mostTagName = 48
)

func (t *tags) wants() int { return lineRows + max(leastTags, len(t.set.tags)) }

func (t *tags) rows() []string {
	all := make([]string, 0, t.height)
	row := begin(t.theme, t.width, !t.inList, t.theme.Muted, "")
	const label = "tag "
	style := t.theme.Key
	if t.inList {
		style = t.theme.Muted
	}
	row.Put(style, label)
	room := t.width - signWidth - len(label)
	if t.inList {
		row.Put(t.theme.Muted, t.theme.Cells.Cut(brief(t.theme, t.line.text(), room), room))
	} else {
		row.Styled(t.line.view(room, "type +gold -old to add and to remove tags, then "+t.theme.Keys.For("tag-line", action.Enter)), room)
	}
	all = append(all, row.String(), t.rule())
	names := 0
	first, end := t.list.Visible()
	for _, at := range t.shown[first:end] {
		names = max(names, t.theme.Cells.Width(t.name(at)))
	}
	for i := first; i < end; i++ {
		all = append(all, t.row(i, names))
	}
	if len(t.shown) == 0 {
		all = append(all, box.NewRow(t.theme, t.width).To(signWidth).Put(t.theme.Muted, t.none()).String())
	}
	return padded(all, t.height, t.width)
}

func (t *tags) none() string {
	switch {
	case len(t.set.tags) > 0:
		return "no tag holds what is typed"
	case t.set.total() == 0:
		return "no tag yet"
	default:
		return "there is no tag on any image, and none is in use"
	}
}

// rule stands above the list, and says whether there is more of it.
func (t *tags) rule() string {
	more := t.theme.Glyphs.More(t.list.More())
	if more == "" {
		return box.Rule(t.theme, t.width)
	}
	said := format.Counted(len(t.shown), "tag", "tags") + ", " + more
	return box.Rule(t.theme, t.width, box.Title{At: signWidth, Room: len(said) + 2, Text: said, Style: t.theme.Muted})
}

func (t *tags) name(at int) string {
	name := t.set.tags[at].name
	if name == "" {
		return `""`
	}
	return cut(t.theme, name, min(mostTagName, t.width/2))
}

// row draws a tag: what is to become of it, which images have it, and what
// that means.
func (t *tags) row(i, names int) string {
	each := t.set.tags[t.shown[i]]
	sign, signStyle, then := t.becomes(t.shown[i])
	box := "[" + t.box(&each) + "]"
	name, on := t.theme.Cells.Left(t.name(t.shown[i]), names+2), t.on(&each)
	if then != "" {
		then = " " + t.theme.Glyphs.Arrow + " " + then
	}
	if t.inList && i == t.list.Cursor() {
		text := t.theme.Cells.Left(t.theme.Glyphs.Pointer+sign, signWidth) + t.theme.Cells.Left(box, boxWidth) + name + on + then
		return t.theme.Cursor.Render(t.theme.Cells.Left(text, t.width))
	}
	row := begin(t.theme, t.width, false, signStyle, sign)
	style := t.theme.Text
	if each.on == 0 && each.want == asItIs {
		style = t.theme.Muted
	}
	return row.Put(style, t.theme.Cells.Left(box, boxWidth)+name).Put(t.theme.Muted, on).Put(signStyle, then).String()
}

// becomes says what is to become of a tag, by a sign and in words.
func (t *tags) becomes(at int) (sign string, style theme.Style, words string) {
	total := t.set.total()
	each := &t.set.tags[at]
	switch {
	case each.want == toRemove && total > 1:
		return removedSign, t.theme.Bad, "remove from " + format.Count(each.on)
	case each.want == toRemove:
		return removedSign, t.theme.Bad, "remove"
	case each.want == toAdd && total > 1:
		return addedSign, t.theme.Good, "add to " + format.Count(total-each.on)
	case each.want == toAdd:
		return addedSign, t.theme.Good, "add"
	}
	return "", t.theme.Muted, ""
}

// box shows whether all, some or none of the images have a tag. A minus would
// be read as a removal, which it is in the line above.
func (t *tags) box(each *tag) string {
	switch {
	case each.on == 0:
		return " "
	case each.on == t.set.total():
		return t.theme.Glyphs.Marked
	default:
		return "~"
	}
}

// on says which of the images have a tag.
func (t *tags) on(each *tag) string {
	total := t.set.total()
	switch {
	case total == 0:
		return ""
	case total == 1 && each.on == 1:
		return "on it"
	case total == 1:
		return "not on it"
	case each.on == 0:
		return "on none"
	case each.on == total:
		return "on all " + format.Count(total)
	default:
		return "on " + format.Count(each.on) + " of " + format.Count(total)
	}
}

func (t *tags) foot() []told {
	var all []told
	problem, expected := t.problem()
	last := t.line.last()
	switch {
	case problem != "" && len(t.candidates()) == 0:
		all = append(all, told{t.theme.Bad, t.theme.Cells.ShowString(sentence(problem, expected))})
	case t.tells == "" && !last.Removes && doubt(last.Text) != "":
		all = append(all, told{t.theme.Warn, t.theme.Cells.ShowString(command.DoubtfulTag(last.Text))})
	case t.tells != "":
		all = append(all, told{t.theme.Warn, t.theme.Cells.ShowString(t.tells)})
	case !t.inList:
		all = append(all, told{t.theme.Muted, t.hint()})
	}
	if pending := t.pending(); pending != "" {
		all = append(all, told{t.theme.Strong, t.theme.Cells.Cut(pending, t.width)})
	}
	return append(all, t.count())
}

// hint says what becomes of the line, and what it can be completed to.
func (t *tags) hint() string {
	last := t.line.last()
	if t.line.isEmpty() {
		return "quotes around a tag with blanks or signs; at most " + strconv.Itoa(command.LongestText) + " characters"
	}
	written, _ := command.LastSigned(t.line.text()) // what it was completed to
	said := format.Count(command.Characters(written.Text)) + " of " + strconv.Itoa(command.LongestText) + " characters"
	if words, _, _ := t.line.words(); len(words) == 1 && !last.Removes && strings.Contains(last.Text, " ") {
		said = "one tag with blanks in it; with + before each word each is a tag"
	}
	candidates := t.candidates()
	if len(candidates) == 0 {
		if at := t.set.find(last.Text); last.Removes || at >= 0 && t.set.tags[at].on > 0 {
			return said
		}
		return said + "; no other tag in use holds this"
	}
	const most = 6
	var shown []string
	for _, at := range candidates[:min(most, len(candidates))] {
		shown = append(shown, t.name(at))
	}
	return said + "; " + t.theme.Keys.For("tag-line", action.Next) + ": " + strings.Join(shown, ", ")
}

// pending lists what is to be added and removed.
func (t *tags) pending() string {
	var parts []string
	used := 0
	for _, each := range t.set.tags {
		if each.want == asItIs || used > t.width {
			continue
		}
		sign := addedSign
		if each.want == toRemove {
			sign = removedSign
		}
		parts = append(parts, sign+cut(t.theme, each.name, t.width))
		used += t.theme.Cells.Width(parts[len(parts)-1]) + 1
	}
	return strings.Join(parts, " ")
}

// count says how many tags an image would have, of how many it may.
func (t *tags) count() told {
	return fill(t.theme, t.set.fullest(), command.MostTags, t.set.total(), "tag", "tags", "")
}
