package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/intent"
	"glimpse/ui/picker"
	"glimpse/ui/prompt"
)

// searcher is a screen that can be searched.
type searcher interface {
	// Search looks for a text, or for nothing if it is empty. A text that
	// cannot be read as a search leaves what was found before.
	Search(text string)
	// Searched returns what is looked for.
	Searched() string
	// SearchNote says what was found and what was not looked at, or what is
	// wrong with the text.
	SearchNote() (note string, wrong bool)
}

// prompting reports whether a line is being typed at the foot, a search or a command, which
// esc ends whatever is under way.
func (a *App) prompting() bool {
	_, typing := a.Layers.Dialog().(*prompt.Prompt)
	return typing
}

// typeSearch opens the line in which a search is typed. The screen follows
// every key.
func (a *App) typeSearch(wanted intent.TypeSearch) tea.Cmd {
	target, ok := a.Layers.Top().(searcher)
	if !ok {
		return nil
	}
	start := wanted.Start
	if start == "" {
		start = target.Searched()
	}
	options := prompt.Options{
		Sign: "/", Title: "Search", Start: start,
		Hint: "words in any order, !word to leave out, /regular expression/",
		Notice: func(string) prompt.Notice {
			note, wrong := target.SearchNote()
			return prompt.Notice{Text: note, Wrong: wrong}
		},
		Changed: func(line string) intent.Intent { return intent.Search{Text: line} },
		Enter: func(line string) intent.Intent {
			return intent.All{intent.Close{}, intent.Search{Text: line, Done: true}}
		},
		Cancel: intent.Search{},
	}
	if _, choosing := target.(*picker.Screen); !choosing {
		options.History = a.searches.Lines
	}
	if a.browse.Images() != nil && a.Layers.Top() == a.Home {
		options.Extra = []action.Group{action.LoadRest()}
		options.Other = func(press action.Press) intent.Intent {
			if press.Action == action.LoadAll {
				return intent.LoadAll{}
			}
			return nil
		}
	}
	a.Layers.Show(prompt.New(a.Theme, options))
	return nil
}

// search looks for a text in the screen that is seen.
func (a *App) search(wanted intent.Search) tea.Cmd {
	target, ok := a.Layers.Top().(searcher)
	if !ok {
		return nil
	}
	target.Search(wanted.Text)
	if _, choosing := target.(*picker.Screen); choosing || !wanted.Done {
		return nil
	}
	return a.searches.Add(wanted.Text)
}
