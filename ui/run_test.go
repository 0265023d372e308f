package ui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui"
	"glimpse/ui/uitest"
)

// enters types a command and enters it.
func enters(d *uitest.Driver, line string) {
	d.Keys(":")
	types(d, line)
	d.Keys("enter")
}

func TestCommandsDoWhatKeysDo(t *testing.T) {
	t.Parallel()
	s := newStub(40)
	d := start(t, options(s), 120, 40)
	enters(d, "filter status=active visibility=public")
	shows(t, d, "status=active  visibility=public")
	enters(d, "filter clear")
	shows(t, d, "all images")
	enters(d, "sort min_ram:desc")
	shows(t, d, "by min_ram ↓")
	enters(d, "search cirros")
	shows(t, d, "5 of 40 images", "/cirros")
	enters(d, "mark all")
	shows(t, d, "5 images are marked")
	enters(d, "mark invert")
	shows(t, d, "nothing is marked")
	d.Keys("esc")
	enters(d, "mark os_distro=debia")
	shows(t, d, "5 marked")
	enters(d, "mark none")
	hides(t, d, "5 marked")
	enters(d, "columns name,os_version,id")
	shows(t, d, "os_version", "24.04", "ID")
	hides(t, d, "VISIBILITY")
	enters(d, "columns usual")
	shows(t, d, "VISIBILITY")
	enters(d, "duplicates")
	shows(t, d, "40 images share 8 names; A marks all older than the newest active one of each", "duplicate names", "in groups", "NAME ↑")
	hides(t, d, "CREATED ↓")
	enters(d, "duplicates checksum")
	shows(t, d, "No duplicates", "Of 40 loaded images no two have the same checksum.")
	d.Keys("esc")
	enters(d, "attention")
	shows(t, d, "Needs attention")
	enters(d, "refresh 1s")
	shows(t, d, "the list is refreshed every 2s")
	enters(d, "refresh off")
	shows(t, d, "the list is refreshed with ctrl+r only")
	enters(d, "theme nowhere")
	shows(t, d, "there is no theme called nowhere")
	enters(d, "open")
	shows(t, d, "images ›")
	enters(d, "view nowhere")
	shows(t, d, "there is no view called nowhere")
	enters(d, "q")
	if !d.Quit {
		t.Error(":q quits from the list")
	}
}

func TestACommandIsCompletedCorrectedAndRemembered(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(40)), 120, 40)
	d.Keys(":")
	shows(t, d, "filter", "list the images that match")
	types(d, "fil")
	d.Keys("tab")
	types(d, "tag=")
	shows(t, d, "gold", "snapshot")
	d.Keys("tab", "enter")
	shows(t, d, "tag=gold")
	d.Keys(":")
	types(d, "filter size>>1")
	shows(t, d, "expected")
	d.Keys("enter")
	shows(t, d, ":filter size>>1") // it cannot be entered
	d.Keys("esc", ":", "up")
	shows(t, d, ":filter tag=gold")
	d.Keys("down")
	hides(t, d, ":filter tag=gold")
	d.Keys("backspace")
	shows(t, d, "enter open")
}

func TestAnExportSaysThatItTakesMoreThanTheMarked(t *testing.T) {
	t.Parallel()
	s := newStub(8)
	d := start(t, options(s), 160, 40)
	d.Keys("space", "space")
	enters(d, "export csv some.csv")
	shows(t, d, "exported 8 images, marked or not, to ", "; m first exports only the marked")
	s.set(func() { s.exported = nil })
	d.Keys("m")
	enters(d, "export csv marked.csv")
	shows(t, d, "exported 2 images to ")
	hides(t, d, "marked or not", "m first")
	s.set(func() { s.exported = nil })
	d.Keys("m", "a")
	enters(d, "export csv all.csv")
	shows(t, d, "exported 8 images to ")
}

func TestAnExportHoldsWhatIsShownOfAllImages(t *testing.T) {
	t.Parallel()
	s := newStub(500)
	d := start(t, options(s), 120, 40)
	enters(d, "search windows")
	enters(d, "export csv windows.csv")
	shows(t, d, "exported 63 images to ", "/windows.csv (", "63 of 500 images")
	if s.exported.Format != "csv" || s.exported.Columns[0] != "name" {
		t.Errorf("exported %+v", s.exported)
	}
	d.Keys("esc")
	enters(d, "export json windows.csv")
	shows(t, d, "Replace a file?", "There is a file windows.csv already.")
	ui.Seen(d.Model.(*ui.App))
	d.Keys("enter") // No is chosen
	if s.exported.Replace {
		t.Error("enter alone replaces the file")
	}
	enters(d, "export json windows.csv")
	shows(t, d, "Replace a file?")
	ui.Seen(d.Model.(*ui.App))
	d.Keys("y", "enter")
	shows(t, d, "exported 500 images to ", "/windows.csv")
}

func TestWhereNothingCanBeChangedTheCommandsForItAreNotOfferedAndSaySo(t *testing.T) {
	t.Parallel()
	s := newStub(4)
	s.changes = nil
	d := start(t, options(s), 120, 40)
	d.Keys(":")
	types(d, "de")
	hides(t, d, ":delete", "deactivate")
	types(d, "lete")
	d.Keys("enter")
	shows(t, d, "this connection only reads", "4 images")
	enters(d, "tag +x")
	shows(t, d, "this connection only reads")
}

func TestALineThatIsNoCommandSaysSoOnceItIsEntered(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys(":")
	f.types("zzz")
	f.hides("there is no command")
	f.Keys("enter")
	f.shows("there is no command zzz; expected one of those that tab lists", ":zzz")
	f.Keys("backspace")
	f.hides("there is no command")
	f.Keys("ctrl+u")
	f.types("refersh")
	f.Keys("enter")
	f.shows("there is no command refersh; expected refresh")
}

func TestWhatIsExpectedIsSeenOnANarrowScreen(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	f.Keys(":")
	f.types("set visibility=everybody-who-is-anybody-at-all")
	f.shows(" public, community, shared or private\n:set")
}

func TestSavingAViewSaysThatItHasNoSearch(t *testing.T) {
	t.Parallel()
	o := options(newStub(40))
	o.Views = &shelf{}
	d := start(t, o, 80, 24)
	d.Keys("S")
	shows(t, d, "the columns\nsave view")
	d.Keys("esc", "/", "u", "b", "enter", "S")
	shows(t, d, "keeps the filters, the order and the columns, without the search /ub")
	types(d, "x")
	shows(t, d, "saves: all images, without the search /ub")
	d.Keys("esc", "esc", "space", "m", "S")
	shows(t, d, "the columns, without what narrows it")
}

// TestACommandDoesNothingButWhatItSays types commands where their keys mean
// something else than in the list.
func TestACommandDoesNothingButWhatItSays(t *testing.T) {
	t.Parallel()
	f := changing(t, 8)
	f.Keys("x")
	f.shows("Deactivate 1 image")
	f.command("copy")
	f.started(0)
	f.shows("Copy")
	f.Keys("esc")
	for _, line := range []string{"attention", "back", "open"} {
		f.command(line)
		f.started(0)
	}
	f.command("quit")
	if !f.Quit {
		t.Error(":quit does not quit")
	}
}
