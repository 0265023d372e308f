package dialog

import (
	"strings"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/theme"
)

// Commands returns the section of the help on the commands of the line: those
// that change images only where that is possible, and then what the screen in
// front, whose keys these are, does by name.
func Commands(writes bool, groups []action.Group) Section {
	section := Section{Title: "Commands"}
	for _, info := range command.Table() {
		if !writes && info.OfChanges {
			continue
		}
		help := info.Help
		if len(info.Aliases) > 0 {
			help += " (also :" + strings.Join(info.Aliases, ", :") + ")"
		}
		section.Rows = append(section.Rows, Row{Usage: ":" + info.Usage, Help: help})
	}
	for _, binding := range action.ByName(groups) {
		section.Rows = append(section.Rows, Row{Usage: ":" + string(binding.Action), Help: binding.Help})
	}
	return section
}

// Aliases returns the section of the help on the person's own names for lines.
func Aliases(theme *theme.Theme, aliases command.Aliases) Section {
	section := Section{Title: "Your own names"}
	for _, name := range aliases.Names() {
		section.Rows = append(section.Rows, Row{Usage: ":" + name, Help: theme.Cells.ShowString(aliases[name])})
	}
	return section
}

// Signs returns the section of the help on what stands before the rows of the
// list.
func Signs(theme *theme.Theme) Section {
	glyphs := theme.Glyphs
	return Section{Title: "Signs before a row", Rows: []Row{
		{glyphs.Marked, "the image is marked"},
		{glyphs.Range, "it is in the range that is about to be marked"},
		{glyphs.Changed, "it was changed, by a job or since it was read before"},
		{glyphs.Queued, "a job will change it, when it is its turn"},
		{glyphs.Pending, "a job is changing it right now"},
		{glyphs.Fault, "a job could not change it, or its record is odd"},
		{glyphs.Dead, "it is gone"},
		{glyphs.Hidden, "it is hidden"},
		{glyphs.Protected, "it is protected"},
		{glyphs.Shared, "it belongs to another project, and is shared"},
		{glyphs.Foreign, "it belongs to another project"},
		{"=", "behind a title: the query filters by this column"},
	}}
}

// Language returns the section of the help on what a filter may ask for.
func Language() Section {
	return Section{Title: "Filters", Rows: []Row{
		{`status=active`, "equal; != is the opposite, of this and of the others"},
		{`status=in:queued,saving`, "equal to one of several"},
		{`name~ubuntu`, "holds the text, in any case"},
		{`name~/^ubuntu-2[24]/`, "matches the regular expression"},
		{`size>=1.5GiB`, "at least; also > < <="},
		{`updated<-1y`, "changed more than a year ago; also a date such as 2024-01-31"},
		{`?os_distro`, "has it, whatever its value; any property can be asked for"},
		{`!os_distro`, "does not have it"},
		{`tag=gold tag!=eol`, "has one tag and not the other: terms are joined by and"},
		{`name="two words"`, "in quotes, with blanks or commas"},
		{`hidden=both`, "hidden images too; only lists them alone"},
		{`visibility=all`, "community images of other projects too"},
	}}
}
