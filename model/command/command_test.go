package command_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"glimpse/model/command"
	"glimpse/model/query"
)

func terms(t testing.TB, line string) []query.Term {
	t.Helper()
	parsed, err := query.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestLinesAreReadAsCommands(t *testing.T) {
	t.Parallel()
	order, _ := query.ParseSort("size:desc,name:asc")
	for line, want := range map[string]command.Command{
		"":                            nil,
		" : ":                         nil,
		"filter status=active tag=x":  command.Filter{Terms: terms(t, "status=active tag=x")},
		":filter clear":               command.Filter{},
		"sort size:desc,name:asc":     command.Sort{Keys: order},
		"search two words":            command.Search{Text: "two words"},
		"columns name,size,os_distro": command.Columns{Names: []string{"name", "size", "os_distro"}},
		"columns usual":               command.Columns{},
		`columns created,tag,"Size"`:  command.Columns{Names: []string{"created_at", "tags", "Size"}},
		"load all":                    command.LoadAll{},
		"refresh":                     command.Refresh{},
		"refresh 90s":                 command.RefreshEvery{Every: 90 * time.Second},
		"refresh off":                 command.RefreshEvery{},
		"mark all":                    command.MarkAll{},
		"mark none":                   command.MarkNone{},
		"mark invert":                 command.MarkInvert{},
		"mark tag=gold":               command.Mark{Terms: terms(t, "tag=gold")},
		"cloud":                       command.Cloud{},
		"cloud prod east":             command.Cloud{Name: "prod east"},
		"region RegionOne ":           command.Region{Name: "RegionOne"},
		"view old gold":               command.View{Name: "old gold"},
		"save-view 3 old gold":        command.SaveView{Name: "3 old gold"},
		"overview":                    command.Overview{},
		`overview owner,"odd, key"`:   command.Overview{Keys: `owner,"odd, key"`},
		"export csv /tmp/a file.csv":  command.Export{Format: "csv", File: "/tmp/a file.csv"},
		"theme nord":                  command.Theme{Name: "nord"},
		"duplicates":                  command.Duplicates{},
		"duplicates name":             command.Duplicates{},
		"duplicates checksum":         command.Duplicates{ByChecksum: true},
	} {
		got, err := command.Parse(line)
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		if diff := cmp.Diff(plain(want), plain(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}

// plain leaves out of terms where they stood in their line.
func plain(c command.Command) command.Command {
	unplaced := func(terms []query.Term) []query.Term {
		for i := range terms {
			terms[i].Start, terms[i].End = 0, 0
		}
		return terms
	}
	switch c := c.(type) {
	case command.Filter:
		return command.Filter{Terms: unplaced(c.Terms)}
	case command.Mark:
		return command.Mark{Terms: unplaced(c.Terms)}
	}
	return c
}

func TestWrongLinesSayWhereAndWhat(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line, says string
		column     int
	}{
		{"filtre x", "there is no command filtre", 1},
		{"f", "expected filter", 1},
		{":  fil tag=x", "expected filter", 4},
		{"filter size>>3", "", 13},
		{"sort name:up", "", 6},
		{"mark", "it is not said what to mark", 5},
		{"mark status=active is=duplicate", "expected :duplicates, and A there", 6},
		{"mark is!=duplicate", "expected :duplicates, and A there", 6},
		{"load some", "expected all", 6},
		{"refresh never", "expected one such as 30s", 9},
		{"export pdf x", "json or csv", 8},
		{"export csv", "the name of the file is missing", 11},
		{"columns name,,size", "a column has no name", 14},
		{"columns name, self", "cannot be a column", 15},
		{"columns Size", "lower case", 9},
		{"pending now", "pending takes nothing after it", 9},
		{"search", "the argument is missing", 7},
	} {
		_, err := command.Parse(test.line)
		var wrong *command.Error
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: %v", test.line, err)
			continue
		}
		if wrong.Column != test.column && test.says != "" {
			t.Errorf("%q: at %d, want %d: %v", test.line, wrong.Column, test.column, err)
		}
	}
}

func known() command.Known {
	return command.Known{
		Known: query.Known{
			Properties: []string{"os_distro"},
			Values: func(field query.Field) []string {
				if field.Kind == query.FieldTag {
					return []string{"gold", "silver"}
				}
				return nil
			},
		},
		Columns: []string{"name", "size"}, Clouds: []string{"lab", "prod"}, Views: []string{"old gold"},
		Themes: []string{"dark", "light"}, Projects: []string{"demo"}, Regions: []string{"east"},
	}
}

func TestWhatALineMayGoOnWith(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"":                     "filter ",
		"so":                   "sort ",
		"filter stat":          "filter status=",
		"filter a tag=g":       "filter a tag=gold",
		"mark inv":             "mark invert",
		"sort si":              "sort size",
		"columns name,os":      "columns name,os_distro",
		"cloud p":              "cloud prod",
		"project ":             "project demo",
		"region ":              "region east",
		"view old":             "view old gold",
		"theme l":              "theme light",
		"export c":             "export csv ",
		"refresh o":            "refresh off",
		":filter visibility=p": ":filter visibility=public",
	} {
		completions := command.Complete(line, len(line), known())
		if len(completions) == 0 {
			t.Errorf("%q goes on with nothing", line)
			continue
		}
		c := completions[0]
		if got := line[:c.Start] + c.Text + line[c.End:]; !strings.HasPrefix(got, want) {
			t.Errorf("%q goes on as %q, want %q", line, got, want)
		}
	}
	for _, line := range []string{"pending ", "nonsense x", "search x"} {
		if got := command.Complete(line, len(line), known()); len(got) != 0 {
			t.Errorf("%q goes on with %v", line, got)
		}
	}
}

func TestEveryCommandIsExplainedAndRead(t *testing.T) {
	t.Parallel()
	for _, info := range command.Table() {
		name, argument, _ := strings.Cut(info.Usage, " ")
		if info.Help == "" || name == "" {
			t.Errorf("%+v", info)
		}
		_, err := command.Parse(name)
		needed := argument != "" && !strings.HasPrefix(argument, "[") && name != "filter" && name != "sort"
		if (err != nil) != needed && name != "columns" {
			t.Errorf("%s alone: %v", name, err)
		}
	}
}
