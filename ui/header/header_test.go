package header_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/header"
	"glimpse/ui/theme"
	"glimpse/ui/uictx"
)

func TestRolesStandWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	look := theme.New(theme.Choice{Name: theme.Dark})
	for _, test := range []struct {
		width int
		roles []string
		want  string
	}{
		{200, []string{"member", "reader"}, "demo   project web   user ann   roles member, reader   region R1"},
		{200, []string{"\x1b[2J"}, "roles ␛[2J"},
		{200, nil, "demo   project web   user ann   region R1"},
		{70, []string{"member", "reader"}, "demo   project web   user ann   region R1"},
		{40, []string{"member", "reader"}, "demo  ann@web  R1"},
	} {
		context := &uictx.Context{Theme: &look, Session: struct{ backend.Session }{}, About: backend.About{Connection: remote.Connection{
			Cloud: "demo", Project: text.Of("web"), User: text.Of("ann"), Region: text.Of("R1"),
		}}}
		for _, role := range test.roles {
			context.About.Roles = append(context.About.Roles, text.Of(role))
		}
		shown := ansi.Strip((&header.Header{Context: context, Width: test.width}).Identity())
		if !strings.Contains(shown, test.want) {
			t.Errorf("in %d cells: %q, want %q", test.width, shown, test.want)
		}
	}
}
