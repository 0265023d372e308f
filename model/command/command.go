// Package command is the line of commands of the program: which commands there
// are, how a line is read into one and written again, and how a line may go on.
//
// One table has every command with its argument and its help; [Parse],
// [Format], [Complete] and [Table] come from it. Nothing here knows a terminal,
// a service or a file: a command is a plain value, and what it means is decided
// by who carries it out. Commands do not change, so they may be used from
// several goroutines, and so may every function.
package command

import (
	"slices"
	"time"

	"glimpse/model/query"
)

// Command is one command as it was read: one of the types of this package.
type Command interface{ command() }

type (
	// Filter lists the images that match; without terms, all of them.
	Filter struct{ Terms []query.Term }
	// Sort lists the images in another order; without keys, newest first.
	Sort struct{ Keys []query.SortKey }
	// Search narrows what is loaded.
	Search struct{ Text string }
	// Columns shows columns; none are the usual ones.
	Columns struct{ Names []string }
	// LoadAll reads every page of the query.
	LoadAll struct{}
	// Refresh reads the list again.
	Refresh struct{}
	// RefreshEvery reads it again every so often; zero ends that.
	RefreshEvery struct{ Every time.Duration }
	// Cloud connects to another cloud, or asks which.
	Cloud struct{ Name string }
	// Project works in another project of the cloud, or asks which.
	Project struct{ Name string }
	// Region uses another region of the cloud, or asks which.
	Region struct{ Name string }
	// MarkAll marks all that is shown, loading the rest first.
	MarkAll struct{}
	// MarkNone takes every mark away.
	MarkNone struct{}
	// MarkInvert marks what is not marked and unmarks the rest.
	MarkInvert struct{}
	// Mark marks what matches among the loaded images.
	Mark struct{ Terms []query.Term }
	// Overview counts the images by keys, of which there are one or two with a
	// comma between; none are those of the last time.
	Overview struct{ Keys string }
	// Uses shows the servers and volumes that were made from the images.
	Uses struct{}
	// Attention shows what needs attention in the whole cloud.
	Attention struct{}
	// Jobs shows the jobs and their progress.
	Jobs struct{}
	// Log shows the log of what was written.
	Log struct{}
	// Export writes what is listed to a file.
	Export struct{ Format, File string }
	// View opens a saved view, or asks which.
	View struct{ Name string }
	// SaveView saves what is shown as a view.
	SaveView struct{ Name string }
	// Theme changes the colours.
	Theme struct{ Name string }
	// Pending lists the images that others share with the project and that it
	// has neither accepted nor rejected.
	Pending struct{}
	// Duplicates shows the images whose name or checksum is used more than once,
	// loading the rest first.
	Duplicates struct{ ByChecksum bool }
)

func (Filter) command()       {}
func (Sort) command()         {}
func (Search) command()       {}
func (Columns) command()      {}
func (LoadAll) command()      {}
func (Refresh) command()      {}
func (RefreshEvery) command() {}
func (Cloud) command()        {}
func (Project) command()      {}
func (Region) command()       {}
func (MarkAll) command()      {}
func (MarkNone) command()     {}
func (MarkInvert) command()   {}
func (Mark) command()         {}
func (Overview) command()     {}
func (Uses) command()         {}
func (Attention) command()    {}
func (Jobs) command()         {}
func (Log) command()          {}
func (Export) command()       {}
func (View) command()         {}
func (SaveView) command()     {}
func (Theme) command()        {}
func (Duplicates) command()   {}
func (Pending) command()      {}

// Error is what is wrong with a line.
type Error struct {
	Column   int    // where in the line, in characters from 1
	Problem  string // what is wrong, in words
	Expected string // what was expected there, or what to do
	Unknown  bool   // there is no command of the name
}

// Error implements error. It repeats what was typed, which is not always fit
// for a terminal.
func (e *Error) Error() string {
	if e.Expected == "" {
		return e.Problem
	}
	return e.Problem + "; expected " + e.Expected
}

// Info describes a command for the help.
type Info struct {
	Name    string
	Aliases []string // other names that are read as well
	// Usage is how it is written, without the colon.
	Usage string
	Help  string // what it does, in one line
	// Example is a line that is right; it may be the name alone.
	Example string
	// Writes reports whether it changes images, or leads there.
	Writes bool
	// OfChanges reports whether it has no use where nothing can be changed,
	// because it writes or shows what was written.
	OfChanges bool
}

// Table lists the commands in the order in which a person wants them.
func Table() []Info {
	infos := make([]Info, len(specs))
	for i, s := range specs {
		infos[i] = s.info()
	}
	return infos
}

// IsName reports whether a command is called so, or has such an alias.
func IsName(name string) bool {
	_, known := find(name)
	return known
}

func (s spec) info() Info {
	info := Info{
		Name: s.name, Aliases: slices.Clone(s.aliases), Usage: s.name, Help: s.help, Example: s.example,
		Writes: s.writes, OfChanges: s.ofChanges,
	}
	if s.argument != "" {
		info.Usage += " " + s.argument
	}
	if s.example == "" {
		info.Example = s.name
	}
	return info
}
