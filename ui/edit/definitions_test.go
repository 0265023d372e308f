package edit_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"glimpse/model/command"
	"glimpse/model/definition"
	"glimpse/model/text"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/uitest"
)

// defining is what a form knows where the service defines two themes.
func defining() edit.Known {
	one := 1.0
	catalogue := definition.New([]definition.Namespace{
		{Title: text.Of("Disks"), Properties: []definition.Property{{
			Key: text.Of("hw_tape_bus"), Title: text.Of("Tape bus"), Description: text.Of("How tapes are attached"),
			Type: text.Of("string"), Values: []text.Untrusted{text.Of("virtio"), text.Of("scsi")},
		}}},
		{Title: text.Of("Processors \x1b[31m"), Objects: []definition.Object{{Name: text.Of("Topology"), Properties: []definition.Property{{
			Key: text.Of("hw_cpu_cores"), Title: text.Of("Cores"), Type: text.Of("integer"), Minimum: &one,
		}}}}},
	})
	return edit.Known{Definitions: func() *definition.Catalogue { return catalogue }}
}

func TestAPropertyIsChosenByItsTheme(t *testing.T) {
	t.Parallel()
	image := uitest.Image(1)
	u := newUser(t, onProperties, defining(), &image)
	u.press("t")
	u.sees("Disks", "hw_tape_bus", "Processors ␛[31m", "Topology", "hw_cpu_cores", "Tape bus: How tapes are attached (virtio, scsi)")
	u.press("down")
	u.sees("Cores (integer, at least 1)")
	u.types("bus")
	u.press("enter")
	u.sees("hw_tape_bus", "tab: virtio, scsi")
	u.types("sata")
	u.sees("it is defined as one of virtio, scsi; the service takes any value")
	u.press("ctrl+s")
	change, planned := u.asked.(intent.Change)
	if !planned || len(change.Commands) != 1 {
		t.Fatalf("a value that does not fit is refused: %+v", u.asked)
	}
	set, _ := change.Commands[0].(command.Property)
	if len(set.Set) != 1 || set.Set[0].Key != "hw_tape_bus" || set.Set[0].Value != "sata" {
		t.Errorf("asked for %+v", change.Commands[0])
	}
}

func TestKeysThatAreDefinedAreOfferedWhileTyping(t *testing.T) {
	t.Parallel()
	image := uitest.Image(1)
	u := newUser(t, onProperties, defining(), &image)
	u.press("a")
	u.types("cores")
	u.press("tab")
	u.sees("Cores (integer, at least 1)")
	u.press("enter")
	u.types("none")
	u.sees("it is defined as a whole number")
}

func TestWithoutDefinitionsNoneCanBeChosen(t *testing.T) {
	t.Parallel()
	image := uitest.Image(1)
	u := newUser(t, onProperties, edit.Known{}, &image)
	u.press("t")
	if !strings.Contains(u.why, "no definitions") {
		t.Errorf("said %q", u.why)
	}
}

func TestHostileDefinitionsHarmNothing(t *testing.T) {
	t.Parallel()
	for _, bad := range uitest.Poison() {
		one := definition.Property{
			Key: text.Of("k" + bad), Title: text.Of(bad), Description: text.Of(bad), Type: text.Of(bad), Values: []text.Untrusted{text.Of(bad)},
			Default: text.Of(bad),
		}
		catalogue := definition.New([]definition.Namespace{{
			Title: text.Of(bad), Name: text.Of(bad), Properties: []definition.Property{one},
			Objects: []definition.Object{{Name: text.Of(bad), Properties: []definition.Property{one}}},
		}})
		image := uitest.Image(1)
		u := newUser(t, onProperties, edit.Known{Definitions: func() *definition.Catalogue { return catalogue }}, &image)
		for _, size := range [][2]int{{80, 24}, {200, 50}, {60, 16}} {
			u.pane.SetSize(size[0], size[1])
			for _, key := range []string{"t", "down", "enter", "x", "enter"} {
				u.press(key)
				lines, _ := u.pane.View()
				if found := uitest.Forbidden(strings.Join(lines, "\n")); found != "" {
					t.Fatalf("%q after %s sends %q", bad, key, found)
				}
				for _, line := range lines {
					if wide := ansi.StringWidthWc(line); wide > size[0] {
						t.Fatalf("%q after %s: a line of %d cells in %d: %q", bad, key, wide, size[0], line)
					}
				}
			}
			u.press("esc")
		}
	}
}
