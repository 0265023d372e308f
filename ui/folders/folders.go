// Package folders is what is known of the folders of this machine while the name of a
// file is typed: they are read beside, and offered once they are there.
package folders

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"glimpse/ui/intent"
)

// Entry is what a folder holds.
type Entry struct {
	Name     string
	IsFolder bool
}

// Folders are those that were read for the line that is being typed. The zero value
// has none.
type Folders struct {
	known map[string][]Entry
}

// Begin forgets what was read for another line: it may have changed.
func (f *Folders) Begin() { f.known = nil }

// Learn takes what a folder holds, as it was asked for; nothing where it cannot be read.
func (f *Folders) Learn(folder string, entries []Entry) {
	if f.known == nil {
		f.known = map[string][]Entry{}
	}
	f.known[folder] = slices.SortedFunc(slices.Values(entries), func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
}

// Lacks returns the folder that has to be read for the name that is typed, if it was
// not read yet. An empty one is that in which the program runs.
func (f *Folders) Lacks(typed string) (folder string, lacks bool) {
	folder, _ = divide(typed)
	_, known := f.known[folder]
	return folder, !known
}

// Needs asks for the folder of the name that is typed, unless it was read.
func (f *Folders) Needs(typed string) intent.Intent {
	if folder, lacks := f.Lacks(typed); lacks {
		return intent.ReadFolder{Folder: folder}
	}
	return nil
}

// Names returns the names that go on with what is typed, with the folder before each;
// folders end with a slash, and hidden files come only after a dot. A name that no line
// can hold is left out.
func (f *Folders) Names(typed string) []string {
	folder, begun := divide(typed)
	var names []string
	for _, entry := range f.known[folder] {
		name := entry.Name
		if entry.IsFolder {
			name += "/"
		}
		isHidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(begun, ".")
		if strings.HasPrefix(name, begun) && name != begun && !isHidden && isTypeable(name) {
			names = append(names, folder+name)
		}
	}
	return names
}

// Complete returns what is typed as far as all names that go on with it are alike, and
// those names.
func (f *Folders) Complete(typed string) (longest string, names []string) {
	names = f.Names(typed)
	if len(names) == 0 {
		return typed, nil
	}
	longest = names[0]
	for _, name := range names[1:] {
		for !strings.HasPrefix(name, longest) {
			_, size := utf8.DecodeLastRuneInString(longest)
			longest = longest[:len(longest)-size]
		}
	}
	return longest, names
}

// divide cuts what is typed into the folder, with its slash, and the beginning of a name.
func divide(typed string) (folder, begun string) {
	at := strings.LastIndexByte(typed, '/') + 1
	return typed[:at], typed[at:]
}

func isTypeable(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}
