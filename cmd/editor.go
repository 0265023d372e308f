package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"glimpse/api/clouds"
	"glimpse/api/files"
	"glimpse/model/text"
	"glimpse/ui/backend"
)

// textEditor is the person's own editor, as the environment names it.
type textEditor struct {
	// command is for a shell, variable where it stands; it is empty for the
	// editor that is taken where none does.
	command, variable string
	alive             context.Context //nolint:containedctx // it is the life of the program, not of a call
	stop              context.CancelFunc
}

var _ backend.TextEditor = (*textEditor)(nil)

// newTextEditor finds the editor as other programs do: VISUAL, then EDITOR,
// then vi where there is one. It returns nil where there is none.
func newTextEditor(env clouds.Env) backend.TextEditor {
	alive, stop := context.WithCancel(context.Background())
	for _, variable := range []string{"VISUAL", "EDITOR"} {
		if command := lookup(env, variable); strings.TrimSpace(command) != "" {
			return &textEditor{command: command, variable: variable, alive: alive, stop: stop}
		}
	}
	if _, err := exec.LookPath("vi"); err == nil {
		return &textEditor{command: "vi", alive: alive, stop: stop}
	}
	stop()
	return nil
}

// The text stands between two lines, away from the first and the last lines of
// the file: there some editors look for settings, which a text of a service
// must not be taken for.
const (
	textBegins = "----- the text begins below this line -----"
	textEnds   = "----- the text ended above this line -----"
)

// Begin implements backend.TextEditor. The file is for its owner alone, in a folder
// of its own, and control characters are escaped in it.
func (e *textEditor) Begin(name, content string) (command *exec.Cmd, end func(error) (string, error), err error) {
	return e.begin("text.txt", editable(name, content), readEdited)
}

// BeginDocument implements backend.TextEditor.
func (e *textEditor) BeginDocument(file, content string) (command *exec.Cmd, end func(error) (string, error), err error) {
	return e.begin(file, content, func(edited string) (string, error) {
		if !utf8.ValidString(edited) {
			return "", errors.New("the file is no valid UTF-8")
		}
		return edited, nil
	})
}

// begin has a file edited; read makes of its content what was typed.
func (e *textEditor) begin(
	name, content string, read func(string) (string, error),
) (command *exec.Cmd, end func(error) (string, error), err error) {
	folder, remove, keep, err := files.TemporaryFolder("glimpse-edit-*")
	if err != nil {
		return nil, nil, err
	}
	file := filepath.Join(folder, name)
	if err := files.Fill(file, []byte(content)); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("writing the text: %w", err), remove())
	}
	// The variable may hold arguments, which is for a shell to divide.
	//nolint:gosec // it is the user's own choice
	command = exec.CommandContext(e.alive, "sh", "-c", e.command+` "$1"`, "sh", file)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = stopWithin
	// The screen watches its own ends of the terminal, which are no files for
	// the editor: it gets the terminal itself.
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	return command, func(ended error) (string, error) {
		if ended != nil {
			return "", errors.Join(e.explain(ended), remove())
		}
		edited, err := os.ReadFile(file)
		if err != nil {
			return "", errors.Join(fmt.Errorf("reading the edited text: %w", err), remove())
		}
		typed, err := read(string(edited))
		if err != nil { // what was typed is not lost
			keep()
			return "", fmt.Errorf("%w; what you typed is in %s", err, file)
		}
		_ = remove() // what is left of it harms less than to lose the text
		return typed, nil
	}, nil
}

// stopWithin is how long an editor may take to end when the program does: less
// than the program itself.
const stopWithin = 500 * time.Millisecond

// Stop implements backend.TextEditor.
func (e *textEditor) Stop() { e.stop() }

// The statuses by which a shell says that it could not run a command.
const (
	statusCannotRun = 126
	statusNotFound  = 127
)

// explain says why an editor has ended with an error, and what to do.
func (e *textEditor) explain(ended error) error {
	named := fmt.Sprintf("the editor %q", e.command)
	if e.variable != "" {
		named = fmt.Sprintf("%s names the editor %q, which", e.variable, e.command)
	}
	variable := cmp.Or(e.variable, "EDITOR")
	advice := fmt.Sprintf("set %s to one that is installed, such as %s=nano", variable, variable)
	var exit *exec.ExitError
	switch {
	case errors.As(ended, &exit) && exit.ExitCode() == statusNotFound:
		return fmt.Errorf("%s was not found; %s", named, advice)
	case errors.As(ended, &exit) && exit.ExitCode() == statusCannotRun:
		return fmt.Errorf("%s cannot be run; %s", named, advice)
	}
	return fmt.Errorf("the editor %q has ended with an error: %w", e.command, ended)
}

// editable is the content of the file.
func editable(name, content string) string {
	return "Edit the text between the two marked lines, and leave these where they are.\n" +
		"A backslash begins an escape: \\\\ is one backslash, \\t a tab, \\u001b a control character.\n" +
		"A line break is part of the text, but for the last one before the second line.\n" +
		"Nothing is sent when you save: the change is shown first.\n\n\n" +
		"This is " + escapeForEditor(text.Escape(name)) + ".\n\n" +
		textBegins + "\n" + escapeForEditor(content) + "\n" + textEnds + "\n\n\n\n\n\n\n"
}

// escapeForEditor writes a text so that no editor acts on it: neither on what
// cannot be seen, nor on blanks at the end of a line, which some take away. A
// line of the text that looks like the marked one below it begins with an
// escape, so that the marked one can be told to be missing.
func escapeForEditor(content string) string {
	var out strings.Builder
	for line := range strings.Lines(content) {
		if strings.HasPrefix(line, textEnds) {
			out.WriteString(`\x2d`)
			line = line[1:]
		}
		for at, r := range line {
			switch _, size := utf8.DecodeRuneInString(line[at:]); {
			case r == utf8.RuneError && size == 1:
				fmt.Fprintf(&out, `\x%02x`, line[at])
			case r == '\n':
				out.WriteRune(r)
			case r == '\\':
				out.WriteString(`\\`)
			case r == ' ' && (line[at+1:] == "" || line[at+1:] == "\n"):
				out.WriteString(`\x20`)
			case r == ':' && strings.HasSuffix(strings.ToLower(line[:at]), "local variables"): // which Emacs obeys anywhere near the end
				out.WriteString(`\x3a`)
			case !unicode.IsPrint(r):
				quoted := strconv.QuoteToASCII(string(r))
				out.WriteString(quoted[1 : len(quoted)-1])
			default:
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

// readEdited reads the text out of an edited file.
func readEdited(content string) (string, error) {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	_, rest, begins := strings.Cut(content, "\n"+textBegins+"\n")
	rest = "\n" + rest
	at := strings.LastIndex(rest, "\n"+textEnds)
	switch {
	case !begins:
		return "", errors.New("the line above the text is missing")
	case at < 0:
		return "", errors.New("the line below the text is missing")
	case at == 0: // not even the empty line of an empty text is left
		return "", nil
	}
	return unescapeFromEditor(rest[1:at])
}

// unescapeFromEditor reads what escapeForEditor writes.
func unescapeFromEditor(content string) (string, error) {
	var out strings.Builder
	for line := 1; content != ""; {
		if content[0] == '\n' {
			line++
		}
		if content[0] != '\\' {
			out.WriteByte(content[0])
			content = content[1:]
			continue
		}
		r, wide, rest, err := strconv.UnquoteChar(content, 0)
		switch {
		case err != nil:
			return "", fmt.Errorf("line %d of the text has an unknown escape; a backslash is written as two", line)
		case wide:
			out.WriteRune(r)
		default: // \xff is one byte, also where that is no text
			out.WriteByte(byte(r))
		}
		content = rest
	}
	return out.String(), nil
}
