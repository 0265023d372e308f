package cmd_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"glimpse/api/embedded"
)

// poisoned starts a cloud with every kind of hostile image.
func poisoned(t *testing.T) (surroundings, *embedded.Server) {
	t.Helper()
	server, err := embedded.Start(t.Context(), embedded.Options{Images: 1200, Seed: 3, Poison: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return newSurroundings(t).withClouds(t, cloudAt(server.AuthURL(), "demo")), server
}

func TestJSONIsWhatTheServiceSent(t *testing.T) {
	t.Parallel()
	place, server := poisoned(t)
	got := place.run(t.Context(), "list", "--output", "json", "--query", "visibility=all")
	if got.code != 0 {
		t.Fatal(got.errs)
	}
	cloud := service{image: server.ImageURL(), token: logIn(t, server.AuthURL(), "admin", "admin")}
	want := cloud.walk(t, "visibility=all")
	var images []record
	if err := json.Unmarshal([]byte(got.out), &images); err != nil {
		t.Fatalf("the output is not JSON: %v", err)
	}
	if len(images) != len(want) {
		t.Fatalf("%d images, want %d", len(images), len(want))
	}
	for i := range want {
		wanted, err := json.Marshal(want[i])
		if err != nil {
			t.Fatal(err)
		}
		if has, err := json.Marshal(images[i]); err != nil || string(has) != string(wanted) {
			t.Fatalf("image %d is %s, want %s", i, has, wanted)
		}
	}
}

// TestNoHostileByteReachesATerminal runs every output on a terminal over
// images whose names, tags and properties fight back.
func TestNoHostileByteReachesATerminal(t *testing.T) {
	t.Parallel()
	place, _ := poisoned(t)
	for _, output := range []string{"table", "json", "csv", "id"} {
		t.Run(output, func(t *testing.T) {
			t.Parallel()
			got := place.runOnTerminal(t.Context(), "list", "--output", output, "--query", "visibility=all hidden=both",
				"--columns", "id,name,tags,os_distro,description,status")
			if got.code != 0 {
				t.Fatal(got.errs)
			}
			if r, found := forbidden(got.out + got.errs); found {
				t.Errorf("character %U reached the terminal", r)
			}
			if output == "json" {
				var images []record
				if err := json.Unmarshal([]byte(got.out), &images); err != nil {
					t.Errorf("escaped JSON is no longer JSON: %v", err)
				}
			}
		})
	}
}

// TestEscapedJSONHasTheSameValues compares what a terminal and a file get.
func TestEscapedJSONHasTheSameValues(t *testing.T) {
	t.Parallel()
	place, _ := poisoned(t)
	args := []string{"list", "--output", "json", "--query", "visibility=all"}
	var onTerminal, inFile []record
	if err := json.Unmarshal([]byte(place.runOnTerminal(t.Context(), args...).out), &onTerminal); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(place.run(t.Context(), args...).out), &inFile); err != nil {
		t.Fatal(err)
	}
	for i := range inFile {
		for key, value := range inFile[i] {
			if text, isText := value.(string); isText && onTerminal[i].text(key) != text {
				t.Fatalf("image %d: %s is %q, want %q", i, key, onTerminal[i].text(key), text)
			}
		}
	}
}

func TestCSVHasAHeaderAndTheOriginalValues(t *testing.T) {
	t.Parallel()
	place, server := poisoned(t)
	got := place.run(t.Context(), "list", "--output", "csv", "--columns", "id,name,size,protected,created_at,os_distro")
	if got.code != 0 {
		t.Fatal(got.errs)
	}
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cloud := service{image: server.ImageURL(), token: logIn(t, server.AuthURL(), "admin", "admin")}
	want := cloud.walk(t, "")
	if len(rows) != len(want)+1 || strings.Join(rows[0], ",") != "id,name,size,protected,created_at,os_distro" {
		t.Fatalf("%d rows under %q, want %d", len(rows)-1, rows[0], len(want))
	}
	for i, r := range want {
		row := rows[i+1]
		// A CSV reader folds the line ends within a value, as RFC 4180 has it.
		name := strings.ReplaceAll(r.text("name"), "\r\n", "\n")
		if row[0] != r.text("id") || row[1] != name || row[4] != r.text("created_at") || row[5] != strings.ReplaceAll(r.text("os_distro"), "\r\n", "\n") {
			t.Fatalf("row %d is %q, want the values of %v", i, row, r)
		}
	}
}

func TestAnEmptyAnswerIsWellFormed(t *testing.T) {
	t.Parallel()
	place, _ := poisoned(t)
	for output, want := range map[string]string{"json": "[\n]\n", "csv": "id,name\n", "id": "", "table": "ID  NAME\n"} {
		got := place.run(t.Context(), "list", "--output", output, "--columns", "id,name", "--query", "name=there-is-none")
		if got.code != 0 || got.out != want {
			t.Errorf("%s: exit %d, %q, want %q", output, got.code, got.out, want)
		}
	}
}

func TestColumnsOfATableLineUp(t *testing.T) {
	t.Parallel()
	place, _ := poisoned(t)
	got := place.run(t.Context(), "list", "--limit", "200")
	lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	if len(lines) != 201 {
		t.Fatalf("%d lines, want a header and 200 rows: %s", len(lines), got.errs)
	}
	status := strings.Index(lines[0], "STATUS")
	for _, line := range lines[1:] {
		if len(line) <= status || line[status-1] != ' ' || line[status] == ' ' {
			t.Fatalf("the status does not begin at column %d: %q", status, line)
		}
	}
}

func TestACancelledListIsInterrupted(t *testing.T) {
	t.Parallel()
	place, _ := poisoned(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := place.run(ctx, "list"); got.code != 130 || got.errs != "" {
		t.Errorf("exit %d, %q, want 130 without a word", got.code, got.errs)
	}
}

// TestTheLogHoldsNoSecret reads the log of a whole run, and of a failed one.
func TestTheLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	place, server := poisoned(t)
	log := filepath.Join(place.home, "glimpse.log")
	place.run(t.Context(), "list", "--limit", "5", "--log-file", log, "--query", "name=\"\\u{1b}[2J\"")
	place.withClouds(t, cloudAt(server.AuthURL(), "a-secret-password")).run(t.Context(), "list", "--log-file", log)
	content, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), "/v2/images") {
		t.Errorf("the log tells of no request:\n%s", content)
	}
	for _, secret := range []string{"a-secret-password", "X-Auth-Token", `"demo"`, "gAAAA"} {
		if strings.Contains(string(content), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if r, found := forbidden(string(content)); found {
		t.Errorf("the log holds %U", r)
	}
	if info, err := os.Stat(log); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the log can be read by others: %v %v", info.Mode(), err)
	}
}
