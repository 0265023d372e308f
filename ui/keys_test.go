package ui_test

import (
	"testing"

	"glimpse/model/command"
	"glimpse/ui"
	"glimpse/ui/action"
	"glimpse/ui/keymap"
)

// boundAnew are options with keys that a configuration binds.
func boundAnew(t *testing.T, s *stub, binds ...keymap.Bind) ui.Options {
	t.Helper()
	o := options(s)
	made, faults := keymap.New(binds)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	o.Keys = made
	return o
}

func TestKeysThatAreBoundAnewActInHelpAndFooterToo(t *testing.T) {
	t.Parallel()
	d := start(t, boundAnew(t, newStub(20),
		keymap.Bind{Scope: "marks", Action: action.Mark, Keys: []string{"z"}},
		keymap.Bind{Scope: "list", Action: action.Filter, Keys: []string{"f2"}},
		keymap.Bind{Scope: "everywhere", Action: action.Message, Keys: []string{"f12"}},
		keymap.Bind{Scope: "everywhere", Action: action.Help, Keys: []string{"f9", "#"}},
		keymap.Bind{Scope: "change", Action: action.Delete},
	), 120, 40)
	shows(t, d, "z mark", "f2 filter")
	d.Keys("space")
	shows(t, d, "space does nothing here")
	d.Keys("f12")
	shows(t, d, "space does nothing here", "close")
	d.Keys("esc", "z", "z")
	shows(t, d, "2 marked")
	d.Keys("D")
	shows(t, d, "D does nothing here")
	d.Keys("#")
	shows(t, d, "z  ", "(no key)")
	d.Keys("esc", "f2")
	shows(t, d, "Filter")
	d.Keys("#") // it is typed there
	hides(t, d, "these keys")
	d.Keys("f9")
	shows(t, d, "Keys")
	d.Keys("esc", "esc", "ctrl+c")
	if !d.Quit {
		t.Error("ctrl+c does not quit")
	}
}

func TestAliasesAreRunCompletedAndInTheHelp(t *testing.T) {
	t.Parallel()
	o := options(newStub(20))
	o.Aliases = command.Aliases{"debs": "filter name~debian", "eol": "tag +eol-2026 -gold"}
	d := start(t, o, 120, 40)
	enters(d, "debs status=active")
	shows(t, d, "name~debian", "status=active")
	d.Keys(":", "e", "o")
	shows(t, d, "alias of tag +eol-2026 -gold")
	d.Keys("esc", "?", "/")
	types(d, "eol-2026")
	shows(t, d, ":eol", "tag +eol-2026 -gold")
}
