package dialog

import (
	"strings"

	"glimpse/model/command"
)

// Commands returns the section of the help on the commands of the line; those
// that change images only where that is possible.
func Commands(writes bool) Section {
	section := Section{Title: "Commands"}
	for _, info := range command.Table() {
		// What changes images is there or is not; choosing another project is
		// not carried out yet.
		if !writes && info.OfChanges {
			continue
		}
		help := info.Help
		if len(info.Aliases) > 0 {
			help += " (also :" + strings.Join(info.Aliases, ", :") + ")"
		}
		section.Rows = append(section.Rows, Row{Usage: ":" + info.Usage, Help: help})
	}
	return section
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
