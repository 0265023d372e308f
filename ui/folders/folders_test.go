package folders_test

import (
	"slices"
	"testing"

	"glimpse/ui/folders"
)

func TestNamesGoOnWithWhatIsTyped(t *testing.T) {
	t.Parallel()
	var known folders.Folders
	if folder, lacks := known.Lacks("images/de"); folder != "images/" || !lacks {
		t.Errorf("lacks %q, %t", folder, lacks)
	}
	known.Learn("", []folders.Entry{{Name: "images", IsFolder: true}, {Name: "disk.raw"}, {Name: ".hidden"}, {Name: ".config", IsFolder: true}, {Name: "a\nb"}, {Name: "\xff"}})
	known.Learn("images/", []folders.Entry{{Name: "debian 13.qcow2"}, {Name: "centos.raw"}})
	known.Learn("/none/", nil)
	for typed, want := range map[string][]string{
		"":                       {"disk.raw", "images/"},
		"di":                     {"disk.raw"},
		"disk.raw":               nil,
		".":                      {".config/", ".hidden"},
		"images":                 {"images/"},
		"images/":                {"images/centos.raw", "images/debian 13.qcow2"},
		"images/de":              {"images/debian 13.qcow2"},
		"/none/":                 nil,
		"/unread/":               nil,
		"images/debian 13.qcow2": nil,
	} {
		if got := known.Names(typed); !slices.Equal(got, want) {
			t.Errorf("%q goes on with %q, want %q", typed, got, want)
		}
	}
	if _, lacks := known.Lacks("/none/x"); lacks {
		t.Error("a folder that cannot be read is read again")
	}
	known.Begin()
	if _, lacks := known.Lacks("di"); !lacks {
		t.Error("what was read for another line is taken for what is there")
	}
}
