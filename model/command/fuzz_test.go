package command_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"glimpse/model/command"
)

func FuzzParse(f *testing.F) {
	for _, info := range command.Table() {
		f.Add(info.Usage, 3)
		f.Add(info.Example, len(info.Example))
	}
	for _, line := range []string{
		"filter tag=\"x", ":::  ", "  export", "export csv\u00a0a", `tag "+a" -"b`, `property "-k`, `property -"a"=`, `columns "a",,b c`, "set \xff=\xfe",
		`create "tag"=x`, "mark \"all\"", "columns \"usual\"", "\u2003tag\u2003+a", "set name==", "property a=\"\" -\"\"",
	} {
		f.Add(line, -23)
		f.Add(line, len(line))
	}
	f.Fuzz(func(t *testing.T, line string, cursor int) {
		read, err := command.Parse(line)
		var wrong *command.Error
		switch {
		case err == nil:
			again(t, read)
		case read != nil || !errors.As(err, &wrong):
			t.Errorf("%q is both %v and %v", line, read, err)
		case wrong.Column < 1 || wrong.Column > utf8.RuneCountInString(line)+1 || wrong.Problem == "":
			t.Errorf("%q: %+v", line, wrong)
		}
		for _, c := range command.Complete(line, cursor, inUse()) {
			if c.Start < 0 || c.End > len(line) || c.Start > c.End || c.Text == "" {
				t.Errorf("%q: %+v", line, c)
			}
		}
	})
}
