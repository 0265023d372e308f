package prompt

import (
	"strings"

	"glimpse/ui/action"
	"glimpse/ui/folders"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// FileOptions are what the line for the name of a file is made with.
type FileOptions struct {
	Sign, Title, Hint string
	// Start is what the line begins with.
	Start string
	// Folders are what names are completed with; nil completes none.
	Folders *folders.Folders
}

// NewFile makes the line in which the name of a file is typed; then returns what
// is asked for with it.
func NewFile(theme *theme.Theme, options FileOptions, then func(file string) intent.Intent) *Prompt {
	keys := fileKeys(theme, options.Folders != nil)
	made := Options{
		Sign: options.Sign, Title: options.Title, Hint: options.Hint, Start: options.Start,
		Notice: func(string) Notice { return Notice{Text: keys} },
		Enter: func(line string) intent.Intent {
			if line = strings.TrimSpace(line); line == "" {
				return intent.Close{}
			}
			return intent.All{intent.Close{}, then(line)}
		},
	}
	if options.Folders != nil {
		options.Folders.Begin()
		made.Complete = func(line string, cursor int) []Candidate {
			names := options.Folders.Names(line[:cursor])
			out := make([]Candidate, len(names))
			for i, name := range names {
				out[i] = Candidate{Text: name, End: cursor}
			}
			return out
		}
		made.Changed = func(line string) intent.Intent { return options.Folders.Needs(line) }
	}
	return New(theme, made)
}

// fileKeys says which keys go on from the line, which stands where the footer is.
func fileKeys(theme *theme.Theme, completes bool) string {
	keys := theme.Keys.For("line", action.Enter) + " goes on"
	if completes {
		keys += ", " + theme.Keys.For("line", action.Next) + " completes"
	}
	return keys + ", " + theme.Keys.For("everywhere", action.Back) + " closes"
}
