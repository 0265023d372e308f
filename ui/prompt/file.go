package prompt

import (
	"strings"

	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// NewFile makes the line in which the name of a file is typed; then returns what
// is asked for with it.
func NewFile(theme *theme.Theme, sign, title, hint string, then func(file string) intent.Intent) *Prompt {
	return NewFileWith(theme, FileOptions{Sign: sign, Title: title, Hint: hint}, then)
}

// FileOptions are what the line for the name of a file is made with.
type FileOptions struct {
	Sign, Title, Hint string
	// Start is what the line begins with.
	Start string
}

// NewFileWith is [NewFile] with more that can be said.
func NewFileWith(theme *theme.Theme, options FileOptions, then func(file string) intent.Intent) *Prompt {
	return New(theme, Options{
		Sign: options.Sign, Title: options.Title, Hint: options.Hint, Start: options.Start,
		Notice: func(string) Notice { return Notice{} },
		Enter: func(line string) intent.Intent {
			if line = strings.TrimSpace(line); line == "" {
				return intent.Close{}
			}
			return intent.All{intent.Close{}, then(line)}
		},
	})
}
