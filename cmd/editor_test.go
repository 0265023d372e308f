package cmd

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"glimpse/api/clouds"
)

// edited are texts with whatever could break the file.
var edited = rapid.OneOf(
	rapid.String(),
	rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{
		textBegins, textEnds, "\n", "\r\n", "\r", " ", "  ", "\t", `\`, `\\`, `\n`, `\x2d`, `\u001b`, `\z`, "\x1b[2J", "\x00", "\u2028", "\u202e", "\ufeff", "\ufffd", "\xff",
		"-", " vim: set ft=x:", "Local Variables:", "é", "\U0001f600", "\u00a0", `"`, "'", "text",
	})), func(parts []string) string { return strings.Join(parts, "") }),
)

func TestWhateverIsEditedComesBackAsItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name, content := edited.Draw(t, "name"), edited.Draw(t, "content")
		file := editable(name, content)
		if !utf8.ValidString(file) || strings.ContainsFunc(file, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
			t.Fatalf("the file holds %q", file)
		}
		lines := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
		for _, line := range slices.Concat(lines[:5], lines[len(lines)-5:]) {
			if strings.Contains(line, "vim") {
				t.Fatalf("a line that an editor obeys: %q", line)
			}
		}
		if strings.Contains(file[strings.Index(file, textBegins):], "Local Variables:") {
			t.Fatalf("an editor obeys %q", file)
		}
		trimmed := make([]string, len(lines))
		for i, line := range lines {
			trimmed[i] = strings.TrimRight(line, " \t")
		}
		for how, saved := range map[string]string{
			"as it was": file, "with other line ends": strings.ReplaceAll(file, "\n", "\r\n"), "without blanks at the ends": strings.Join(trimmed, "\n"),
			"without a last line end": strings.TrimRight(file, "\n"),
		} {
			if got, err := readEdited(saved); err != nil || got != content {
				t.Fatalf("%q, saved %s, is read as %q, %v", content, how, got, err)
			}
		}
		// Without the marked line nothing is guessed, whatever the text holds.
		at := strings.LastIndex(file, "\n"+textEnds)
		if got, err := readEdited(file[:at] + file[at+1+len(textEnds):]); err == nil {
			t.Fatalf("without the line below it is read as %q", got)
		}
	})
}

func TestWhatAPersonTypesIsRead(t *testing.T) {
	t.Parallel()
	file := func(text string) string { return "help\n" + textBegins + "\n" + text + textEnds + "\n" }
	for typed, want := range map[string]string{
		"":                        "",
		"\n":                      "",
		"a\n":                     "a",
		"a\n\n":                   "a\n",
		"\n\na\n":                 "\n\na",
		`\u001b\t\\\x41\n` + "\n": "\x1b\t\\A\n",
		"a \n":                    "a ",
	} {
		if got, err := readEdited(file(typed)); err != nil || got != want {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{
		file("a\nb\\z\n"): "line 2", file("\\"): "below", file("\\\n"): "line 1", "a\n" + textEnds: "above", textBegins + "\na": "above", "\n" + textBegins + "\na": "below", "": "above",
	} {
		if got, err := readEdited(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
}

func editorOf(environ ...string) *textEditor {
	editor, _ := newTextEditor(clouds.Env{Environ: func() []string { return environ }}).(*textEditor)
	return editor
}

// edit runs a command of the shell as the editor of a text.
func edit(t *testing.T, editor, content string) (got, folder string, err error) {
	t.Helper()
	command, end, err := editorOf("EDITOR="+editor).Begin("the name", content)
	if err != nil {
		t.Fatal(err)
	}
	file := command.Args[len(command.Args)-1]
	for path, want := range map[string]os.FileMode{file: 0o600, filepath.Dir(file): 0o700} {
		if about, err := os.Stat(path); err != nil || about.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, about.Mode(), err)
		}
	}
	command.Stdin, command.Stdout, command.Stderr = nil, nil, nil
	got, err = end(command.Run())
	return got, filepath.Dir(file), err
}

func TestAnEditorGetsAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	got, folder, err := edit(t, `sed -i -e 's/old/new/'`, "the old text\x1b\n")
	if err != nil || got != "the new text\x1b\n" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the folder is left: %v", err)
	}
}

func TestATextThatCannotBeReadIsNotLost(t *testing.T) {
	t.Parallel()
	_, folder, err := edit(t, `sed -i -e 's/old/what \\was typed/'`, "the old text")
	defer os.RemoveAll(folder)
	if err == nil || !strings.Contains(err.Error(), "line 1") || !strings.Contains(err.Error(), folder) {
		t.Fatalf("got %v", err)
	}
	content, err := os.ReadFile(filepath.Join(folder, "text.txt"))
	if err != nil || !strings.Contains(string(content), "typed") {
		t.Errorf("got %q, %v", content, err)
	}
	if _, folder, err := edit(t, "rm", "the text"); err == nil {
		t.Error("a file that is gone is read")
	} else if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the folder is left: %v", err)
	}
}

func TestAnEditorThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	plain := filepath.Join(folder, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for editor, want := range map[string]string{
		"no-such-editor":                      `EDITOR names the editor "no-such-editor", which was not found; set EDITOR`,
		"no-such-editor --wait":               `"no-such-editor --wait", which was not found`,
		filepath.Join(folder, "none") + " -w": "which was not found",
		plain:                                 "which cannot be run; set EDITOR",
		"false":                               `the editor "false" has ended with an error: exit status 1`,
	} {
		_, folder, err := edit(t, editor, "the text")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "status 127") {
			t.Errorf("%s: %v", editor, err)
		}
		if _, err := os.Stat(folder); !os.IsNotExist(err) {
			t.Errorf("%s: the folder is left: %v", editor, err)
		}
	}
}

func TestTheEditorIsThatOfTheEnvironment(t *testing.T) {
	t.Parallel()
	for want, env := range map[string][]string{
		"code --wait": {"VISUAL=code --wait", "EDITOR=nano"}, "nano": {"VISUAL= ", "EDITOR=nano"},
	} {
		if found := editorOf(env...); found.command != want {
			t.Errorf("got %q, want %q", found.command, want)
		}
	}
}

func TestAWholeFileIsEditedAsItIs(t *testing.T) {
	t.Parallel()
	command, end, err := editorOf("EDITOR=sed -i -e s/old/new/").BeginDocument("image.yaml", "the old: \\n\n")
	if err != nil {
		t.Fatal(err)
	}
	file := command.Args[len(command.Args)-1]
	command.Stdin, command.Stdout, command.Stderr = nil, nil, nil
	if got, err := end(command.Run()); err != nil || got != "the new: \\n\n" || filepath.Base(file) != "image.yaml" {
		t.Errorf("got %q of %s, %v", got, file, err)
	}
	if _, err := os.Stat(filepath.Dir(file)); !os.IsNotExist(err) {
		t.Errorf("the folder is left: %v", err)
	}
}
