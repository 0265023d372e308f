package cmd

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"glimpse/ui/folders"
)

func TestAFolderIsListedWithItsFoldersTold(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, made := range []error{
		os.Mkdir(filepath.Join(home, "images"), 0o700), os.WriteFile(filepath.Join(home, "disk.raw"), nil, 0o600),
		os.Symlink("images", filepath.Join(home, "link")), os.Symlink("nowhere", filepath.Join(home, "broken")),
	} {
		if made != nil {
			t.Fatal(made)
		}
	}
	want := []folders.Entry{{Name: "broken"}, {Name: "disk.raw"}, {Name: "images", IsFolder: true}, {Name: "link", IsFolder: true}}
	for _, folder := range []string{home + "/", "~/"} {
		got, err := localFiles{}.List(folder)
		slices.SortFunc(got, func(a, b folders.Entry) int { return strings.Compare(a.Name, b.Name) })
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s holds %v, %v", folder, got, err)
		}
	}
	if got, err := (localFiles{}).List(filepath.Join(home, "none")); err == nil || len(got) > 0 {
		t.Errorf("no folder holds %v", got)
	}
	if got, err := (localFiles{}).List(filepath.Join(home, "images")); err != nil && len(got) > 0 {
		t.Errorf("an empty folder holds %v, %v", got, err)
	}
}
