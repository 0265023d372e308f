package edit_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/edit"
	"glimpse/ui/folders"
	"glimpse/ui/intent"
)

func TestANewImageHasWhatWasGivenAndNothingElse(t *testing.T) {
	t.Parallel()
	known := edit.Known{Tags: []string{"gold"}}
	for _, test := range []struct{ name, keys, want string }{
		{"nothing", "", ""},
		{"a name", "w e b", "create name=web"},
		{"a name taken back", "w backspace", ""},
		{"visibility and formats", "tab p u tab tab tab tab tab q tab b", "create visibility=public disk_format=qcow2 container_format=bare"},
		{"a word and none again", "tab right left", ""},
		{"the last word backwards", "tab left", "create visibility=private"},
		{"tags", "ctrl+n g o tab enter x", "create tag=gold tag=x"},
		{"a property", "ctrl+p k enter v", "create k=v"},
		{"by enter through every field", "enter enter enter enter enter enter enter enter enter enter enter t enter enter k enter v enter", "create tag=t k=v"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, newImage, known)
			if got := u.press(strings.Fields(test.keys)...).changed(); got != test.want {
				t.Errorf("got %q, want %q\n%s", got, test.want, u.screen())
			}
		})
	}
}

func TestTheFileOfANewImageIsCompleted(t *testing.T) {
	t.Parallel()
	var known folders.Folders
	known.Learn("", []folders.Entry{{Name: "images", IsFolder: true}, {Name: "notes"}})
	u := newUser(t, newImage, edit.Known{Folders: &known}).press("shift+tab").sees("none: the data comes later").press("i", "tab").sees("images/")
	if read, asks := u.asked.(intent.ReadFolder); !asks || read.Folder != "images/" {
		t.Errorf("asked for %#v", u.asked)
	}
	known.Learn("images/", []folders.Entry{{Name: "debian-12.raw"}, {Name: "debian-13.raw"}})
	u.press("tab").sees("images/debian-1").press("tab")
	if told, notifies := u.asked.(intent.Notify); !notifies || told.Text != "images/debian-12.raw  images/debian-13.raw" {
		t.Errorf("asked for %#v", u.asked)
	}
	if got := u.press("3", "tab").changed(); got != "create file=images/debian-13.raw" {
		t.Errorf("got %q", got)
	}
	// With nothing to go on with, tab goes to the next field.
	if got := u.press("tab", "tab", "tab", "x").changed(); got != "create name=x file=images/debian-13.raw" {
		t.Errorf("got %q", got)
	}
}

// TestTheFileOfANewImageIsSigned has the fields about that below a file that is given.
func TestTheFileOfANewImageIsSigned(t *testing.T) {
	t.Parallel()
	const id = "3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"
	u := newUser(t, newImage, edit.Known{}).misses("sign-key").press("shift+tab").types("a.raw").sees("sign-key", "sign-cert", "not signed")
	u.press("tab").sees("a file with the private key that signs the data").types("k.pem")
	if u.press("ctrl+s"); u.asked != nil {
		t.Errorf("a key alone asks for %#v", u.asked)
	}
	u.sees("needs the id of the key's certificate").types("gold").press("ctrl+s").sees("gold is not the id of a certificate")
	want := "create file=a.raw sign-key=k.pem sign-cert=" + id
	if got := u.press("ctrl+u").types(id).changed(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// Without a file nothing is signed, and what was typed is kept.
	u.press("shift+tab", "shift+tab", "ctrl+u").misses("sign-key")
	if got := u.types("b.raw").sees("k.pem", id[:26]).changed(); got != "create file=b.raw sign-key=k.pem sign-cert="+id {
		t.Errorf("got %q", got)
	}
}

func TestEveryFieldOfTheAPIMayBeGivenToANewImage(t *testing.T) {
	t.Parallel()
	u := newUser(t, newImage, edit.Known{}).types("n").press("tab", "s", "tab", "y", "tab", "n", "tab", "1", "tab", "2", "tab", "r", "tab", "o", "tab", "p", "tab")
	u.pane.Paste("3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11")
	want := "create name=n visibility=shared protected=true hidden=false min_disk=1 min_ram=2 disk_format=raw container_format=ovf " +
		"owner=p id=3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"
	if got := u.changed(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheFormatsOfTheServiceAreOfferedOnceItTellsThem(t *testing.T) {
	t.Parallel()
	schema := model.Schema{}
	u := newUser(t, newImage, edit.Known{Schema: &schema}).press("tab", "tab", "tab", "tab", "tab", "tab").sees("qcow2, raw, iso")
	schema.Fields = []model.SchemaField{{Name: text.Of("disk_format"), Values: []text.Untrusted{text.Of("gpt"), text.Of("raw")}}}
	if got := u.sees("gpt, raw").press("g").changed(); got != "create disk_format=gpt" {
		t.Errorf("got %q", got)
	}
}

func TestAMistakeInAnotherPartIsGoneTo(t *testing.T) {
	t.Parallel()
	u := newUser(t, newImage, edit.Known{}).press("shift+tab", "shift+tab", "x", "ctrl+n").types("tag").press("enter", "ctrl+n", "k", "enter", "enter")
	u.sees("Attributes (1)", "Tags (1)", "Properties (1)")
	if got := u.changed(); got != "" {
		t.Fatalf("asked for %q", got)
	}
	u.sees("id: ", "is no id of an image")
	if got := u.press("ctrl+x").changed(); got != `create tag=tag k=""` {
		t.Errorf("got %q", got)
	}
}

func TestLeavingANewImageAsksWhicheverPartIsShown(t *testing.T) {
	t.Parallel()
	u := newUser(t, newImage, edit.Known{}).types("n").press("ctrl+n", "esc").sees("Discard your changes?")
	if u.press("D"); u.asked != intent.Intent(intent.Close{}) {
		t.Errorf("D asked for %#v", u.asked)
	}
}
