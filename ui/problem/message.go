package problem

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"glimpse/model/remote"
)

// causes are the errors of the system that a person knows by other words.
var causes = []struct {
	of   error
	says string
}{
	{syscall.ENOSPC, "disk full"},
	{syscall.EDQUOT, "disk quota used up"},
	{syscall.EROFS, "read-only file system"},
	{fs.ErrPermission, "permission denied"},
	{fs.ErrNotExist, "no such file or folder"},
	{syscall.EMFILE, "too many open files"},
}

// Message says in one line why something was not done: the cause first, then
// what that came to, then all that is known of it. The text is foreign.
func Message(what string, err error) string {
	var kind remote.Kind
	if errors.As(err, &kind) || remote.Advice(err) != "" {
		return ofProblem(what, Of(err))
	}
	for _, cause := range causes {
		if errors.Is(err, cause.of) {
			return cause.says + ": " + what + " (" + err.Error() + ")"
		}
	}
	return what + ": " + err.Error()
}

func ofProblem(what string, report Report) string {
	said := strings.TrimSuffix(report.Sentence, ".") + "; " + what
	if report.Advice != "" {
		said += ". " + Begin(strings.TrimSuffix(report.Advice, "."))
	}
	if !report.Request.IsEmpty() {
		said += " (request id " + report.Request.Raw() + ")"
	}
	return said
}
