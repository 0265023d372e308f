package command_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
)

func TestSharesAndAnswersAreRead(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]command.Command{
		"share":                            command.Share{},
		"members":                          command.Share{},
		`share +demo -other +"two words"`:  command.Share{Add: []string{"demo", "two words"}, Remove: []string{"other"}},
		`share "+two words" +demo +demo`:   command.Share{Add: []string{"two words", "demo"}},
		"accept":                           command.Answer{Status: model.MemberAccepted.Raw()},
		`reject "two words"`:               command.Answer{Status: model.MemberRejected.Raw(), Project: "two words"},
		"unanswer ":                        command.Answer{Status: model.MemberPending.Raw()},
		"accept 0123456789abcdef012345678": command.Answer{Status: model.MemberAccepted.Raw(), Project: "0123456789abcdef012345678"},
	} {
		got, err := command.Parse(line)
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}

func TestWrongSharesSayWhereAndWhat(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line, says string
		column     int
	}{
		{"share demo", "a sign is missing before demo; expected +PROJECT to add it, -PROJECT to remove it", 7},
		{"share +", "a project is missing", 8},
		{`share -""`, "a project is missing", 8},
		{"share +a -a", "a is both added and removed; expected one of the two", 11},
		{"share +" + strings.Repeat("x", 256), "at most 255", 8},
		{"accept a b", "the name of the project ends here; expected one project", 10},
		{`reject ""`, "a project is missing", 8},
		{`accept "a`, "the quotation mark is not closed", 8},
	} {
		got, err := command.Parse(test.line)
		var wrong *command.Error
		if !errors.As(err, &wrong) || got != nil {
			t.Errorf("%q: %v, %v", test.line, got, err)
			continue
		}
		if !strings.Contains(err.Error(), test.says) || wrong.Column != test.column {
			t.Errorf("%q: at %d, want %d: %v", test.line, wrong.Column, test.column, err)
		}
	}
}

func TestWhatIsWrittenOfSharesIsReadBack(t *testing.T) {
	t.Parallel()
	project := odd().Filter(func(s string) bool { return s != "" })
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(project, 0, 4, rapid.ID[string]).Draw(t, "projects")
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		again(t, command.Share{Add: append([]string(nil), all[:cut]...), Remove: append([]string(nil), all[cut:]...)})
		status := rapid.SampledFrom(model.MemberStatuses()).Draw(t, "status")
		again(t, command.Answer{Status: status.Raw()})
		again(t, command.Answer{Status: status.Raw(), Project: project.Draw(t, "project")})
	})
}

func TestSharesAreCompletedByTheNamesOfProjects(t *testing.T) {
	t.Parallel()
	known := inUse()
	known.Projects = []string{"demo", "two words"}
	for marked, want := range map[string][]string{
		"share |":   {"share +demo", `share +"two words"`, "share +p1"},
		"share +d|": {"share +demo"},
		"share -t|": {`share -"two words"`},
		"accept d|": {"accept demo"},
		"acc|":      {"accept "},
	} {
		if got := lines(marked, known); !cmp.Equal(got, want) {
			t.Errorf("%s goes on with %q", marked, got)
		}
	}
}
