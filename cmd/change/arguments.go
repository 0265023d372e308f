// Package change carries changes out where there is no screen: it reads what
// was asked for, shows the plan as text, asks, follows the job and tells what
// became of every image. It knows no flags and no exit codes.
package change

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/lazy"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// UsageError is what is wrong with what was typed, before any request.
type UsageError struct{ problem, advice string }

// Error implements error.
func (e *UsageError) Error() string { return e.problem }

// Advice says what to do about it.
func (e *UsageError) Advice() string { return e.advice }

// isID matches the ids of the Image API v2.
var isID = lazy.Regexp(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// IsID reports whether a text is an id as the Image API v2 has them.
func IsID(said string) bool { return isID().MatchString(said) }

// Arguments divides what follows `glimpse change` into the ids of images and the
// lines of commands, in which aliases are written out. All that can be wrong with
// them is found here.
func Arguments(args []string, aliases command.Aliases) (ids []model.ImageID, commands []command.Command, err error) {
	for _, arg := range args {
		if isID().MatchString(arg) {
			ids = append(ids, model.NewImageID(arg))
			continue
		}
		read, err := readCommand(aliases.Expand(arg))
		if err != nil {
			return nil, nil, err
		}
		commands = append(commands, read)
	}
	if len(commands) == 0 {
		return nil, nil, &UsageError{"there is no command", "add one in quotes, such as 'tag +gold -dev' or 'set hidden=true'"}
	}
	if len(commands) == 1 && command.MovesData(commands[0]) {
		return ids, commands, nil // what is wrong with it, the file and the service tell
	}
	noID := func() string { return "" }
	if _, err := plan.Compose(commands, nil, noID); err != nil {
		return nil, nil, &UsageError{err.Error(), "`glimpse change --help` lists the commands that change images"}
	}
	return ids, commands, nil
}

// readCommand reads one line, and shows where a mistake in it is.
func readCommand(line string) (command.Command, error) {
	read, err := command.Parse(line)
	var wrong *command.Error
	switch {
	case errors.As(err, &wrong):
		before := strings.Repeat(" ", max(0, wrong.Column-1))
		problem := fmt.Sprintf("%s, at character %d\n  %s\n  %s^", wrong.Problem, wrong.Column, line, before)
		advice := ""
		if wrong.Expected != "" {
			advice = "expected " + wrong.Expected
		}
		if wrong.Unknown {
			advice = strings.TrimPrefix(advice+"; a command stands in quotes, and images are given by their ids", "; ")
		}
		return nil, &UsageError{problem, advice}
	case err != nil:
		return nil, &UsageError{err.Error(), ""}
	case read == nil:
		return nil, &UsageError{"a command is empty", "such as 'tag +gold'"}
	}
	return read, nil
}

// ReadIDs reads the ids of images, one a line. An empty line is none. The error
// names the first line that is no id.
func ReadIDs(in io.Reader) ([]model.ImageID, error) {
	var ids []model.ImageID
	lines := bufio.NewScanner(in)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "":
		case !isID().MatchString(line):
			return nil, &UsageError{
				fmt.Sprintf("line %d is no id of an image: %s", number, text.Escape(line)),
				"one id a line, as `glimpse list --output id` prints them",
			}
		default:
			ids = append(ids, model.NewImageID(line))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the ids: %w", err)
	}
	return ids, nil
}
