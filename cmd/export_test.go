package cmd_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheScreenExportsWhatTheServiceSent exports from the whole program: every
// image as JSON although few are loaded, and as CSV what a search left.
func TestTheScreenExportsWhatTheServiceSent(t *testing.T) {
	t.Parallel()
	command, terminal, screen := startOnTerminal(t, nil, "demo", "--images", "700", "--query", "visibility=all hidden=both")
	folder := t.TempDir()
	all, some := filepath.Join(folder, "all.json"), filepath.Join(folder, "some.csv")
	screen.await(t, "loaded, more")
	io.WriteString(terminal, ":export json "+all+"\r")
	screen.await(t, "exported 700 images")
	content, err := os.ReadFile(all)
	if err != nil {
		t.Fatal(err)
	}
	var images []map[string]any
	if err := json.Unmarshal(content, &images); err != nil || len(images) != 700 || images[0]["schema"] == nil {
		t.Errorf("%d images, %v", len(images), err)
	}
	want := 0
	for _, image := range images {
		record, _ := json.Marshal([]any{image["name"], image["tags"], image["id"], image["owner"]})
		if strings.Contains(strings.ToLower(string(record)), "ubuntu") {
			want++
		}
	}
	io.WriteString(terminal, ":search ubuntu\r:export csv "+some+"\r")
	// The folder's name is too long for the line; ctrl+o has the message whole.
	screen.await(t, fmt.Sprintf("exported %d images to ", want))
	io.WriteString(terminal, "\x0f")
	inOneLine := strings.NewReplacer("│", "", "\n", "", " ", "").Replace
	screen.awaitThat(t, "the whole path", func(shown string) bool { return strings.Contains(inOneLine(shown), some+"(") })
	content, err = os.ReadFile(some)
	if err != nil {
		t.Fatal(err)
	}
	if rows := strings.Count(string(content), "\n") - 1; rows != want || !strings.HasPrefix(string(content), "name,status,") {
		t.Errorf("%d rows, want %d, of %.80q", rows, want, content)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	io.WriteString(terminal, "\x03")
	if code := exitOf(command); code != 0 {
		t.Errorf("ended with %d", code)
	}
}
