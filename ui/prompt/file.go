package prompt

import (
	"strings"

	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// NewFile makes the line in which the name of a file is typed; then returns what
// is asked for with it.
func NewFile(look *theme.Theme, sign, title, hint string, then func(file string) intent.Intent) *Prompt {
	return New(look, Options{
		Sign: sign, Title: title, Hint: hint,
		Notice: func(string) Notice { return Notice{} },
		Enter: func(line string) intent.Intent {
			if line = strings.TrimSpace(line); line == "" {
				return intent.Close{}
			}
			return intent.All{intent.Close{}, then(line)}
		},
	})
}
