// Package ui is the screen of glimpse: a Bubble Tea program that lists the images of a
// cloud, shows one in detail or several beside each other, plans changes of them, and
// follows the jobs that carry those out.
//
// [App] is its only tea.Model. Update routes: a key becomes a typed action by
// the declarations of package action, a screen answers an action with a typed
// intent, and the App carries intents out. What takes time runs in commands,
// which capture values and answer with a message that bears a ticket; an
// answer whose ticket is no longer awaited is dropped. View only reads, and
// costs what is visible, not what is loaded.
//
// The package knows no service: [backend.Backend] states what it needs of one.
package ui

import (
	"time"

	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/ui/backend"
	"glimpse/ui/keymap"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
)

// defaultPageSize is how many images a page has where nothing else is asked
// for: the rows of two tall screens, and an answer within the time that a key
// press may take.
const defaultPageSize = 100

// Options are what a program is made with.
type Options struct {
	// Backend is the way to the clouds; it must be set.
	Backend backend.Backend
	// Cloud is the cloud to connect to, the OS_* environment if empty.
	Cloud string
	// Pick says that no cloud was chosen: the only configured one is
	// connected to, and the user picks where there are several.
	Pick bool
	// Region is the region to use, or empty for the configured or only one.
	Region string
	// Query is what the list begins with.
	Query query.Query
	// PageSize is how many images a page has; zero is 100.
	PageSize int
	// Columns are the names of the list's columns; none are the usual ones.
	Columns []string
	// Details and Wide are how the list looks at first: with the details of the image
	// under the cursor beside it, and with more columns.
	Details, Wide bool
	// Keys are the keys that were bound anew; nil is none.
	Keys *keymap.Map
	// Shell runs the person's own commands; nil runs none.
	Shell backend.Shell
	// Aliases are the person's own names for lines of commands.
	Aliases command.Aliases
	// NoMouse leaves the mouse to the terminal.
	NoMouse bool
	// Refresh is how often the list is refreshed by itself; zero is never.
	Refresh time.Duration
	// SavedViews are the views at the start, Views keeps new ones; nil keeps
	// none.
	SavedViews []backend.View
	Views      backend.Views
	// ViewsFile is the file that they are kept in, for whoever edits them
	// there.
	ViewsFile string
	// History are the lines typed in former sessions by kind of prompt,
	// Lines keeps new ones; nil keeps none.
	History map[string][]string
	Lines   backend.Lines
	// TextEditor is the person's own editor; nil is none.
	TextEditor backend.TextEditor
	// Files are the folders of this machine; nil lists none.
	Files backend.Files
	// Tmux is the tmux that the program runs in; nil is none that can be asked.
	Tmux backend.Tmux
	// Theme chooses colours and glyphs. The zero value follows the terminal.
	Theme theme.Choice
	// Large is told when something large begins and ends, such as a plan of all images:
	// it leaves much garbage in a short time. Nil is nobody.
	Large func(underWay bool)
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// history returns the lines of a kind of prompt.
func (o Options) history(kind string) lineedit.History {
	history := lineedit.History{Lines: o.History[kind]}
	if o.Lines != nil {
		history.Keep = func(line string) { o.Lines.Add(kind, line) }
	}
	return history
}

func (o Options) withDefaults() Options {
	if o.PageSize <= 0 {
		o.PageSize = defaultPageSize
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
