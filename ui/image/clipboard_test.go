package image_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/image"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uictx"
)

// tmux takes a text, or fails.
type tmux struct {
	has string
	err error
}

func (t *tmux) Copy(_ context.Context, text string) error {
	t.has = text
	return t.err
}

func TestACopySaysWhatTheTerminalMayDoWithIt(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 160<<10)
	inTmux := tea.EnvMsg{"TERM=tmux-256color", "TMUX=/tmp/socket,1,0"}
	for _, test := range []struct {
		name, text string
		environ    tea.EnvMsg
		tmux       *tmux
		want       string
		hides      string
	}{
		{"short", "an-id", nil, nil, "copied the id an-id", "drop"},
		{"large", large, nil, nil, "copied the id, 160 KiB: many terminals drop more than 73 KiB without a word", "xxx"},
		{"through tmux", "an-id", inTmux, &tmux{}, "copied the id an-id through tmux", "set-clipboard"},
		{"large through tmux", large, inTmux, &tmux{}, "into tmux's buffer, which has all of it; many terminals drop so much", "xxx"},
		{"a tmux that does not answer", "an-id", inTmux, &tmux{err: errors.New("no server")}, "its option set-clipboard is on", "through"},
		{"a tmux behind SSH", "an-id", tea.EnvMsg{"TERM=tmux-256color"}, nil, "its option set-clipboard is on", "through"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			theme := theme.New(theme.Choice{})
			shared := &uictx.Context{Theme: &theme}
			shared.Notice.After = func(time.Duration, tea.Msg) tea.Cmd { return nil }
			feature := image.New(shared, nil, nil)
			if test.tmux != nil {
				feature = image.New(shared, nil, test.tmux)
			}
			feature.Handle(test.environ)
			if cmd := feature.Do(intent.Copy{What: "id", Text: test.text}); test.tmux != nil {
				feature.Handle(cmd())
				if test.tmux.has != test.text {
					t.Errorf("tmux has %d bytes of %d", len(test.tmux.has), len(test.text))
				}
			}
			said, _ := shared.Notice.Text()
			if !strings.Contains(said, test.want) || strings.Contains(said, test.hides) {
				t.Errorf("said %q, want %q and not %q", said, test.want, test.hides)
			}
		})
	}
}
