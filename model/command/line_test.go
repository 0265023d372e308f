package command_test

import (
	"encoding/json"
	"testing"

	"glimpse/model/command"
)

func TestACommandIsKeptAsItsLine(t *testing.T) {
	t.Parallel()
	type file struct {
		Command command.Line `json:"command,omitzero"`
		After   int          `json:"after"`
	}
	for content, want := range map[string]string{
		`{"command":"tag -old +gold","after":1}`: `{"command":"tag +gold -old","after":1}`,
		`{"command":"hide","after":1}`:           `{"command":"hide","after":1}`,
		`{"command":"frobnicate all","after":1}`: `{"after":1}`,
		`{"command":null,"after":1}`:             `{"after":1}`,
		`{"command":"tag \u001b[2J","after":1}`:  `{"after":1}`,
		`{"after":1}`:                            `{"after":1}`,
	} {
		var read file
		if err := json.Unmarshal([]byte(content), &read); err != nil {
			t.Errorf("%s: %v", content, err)
		}
		if got, err := json.Marshal(read); err != nil || string(got) != want {
			t.Errorf("%s is kept as %s, %v", content, got, err)
		}
	}
}
