package backend

import (
	"context"
	"io"
	"os/exec"

	"glimpse/model"
	"glimpse/model/query"
)

// Export is what is written to a file.
type Export struct {
	// Selection is the query, Keep which of its images; nil keeps all.
	Selection query.Split
	Keep      func(*model.Image) bool
	// Columns are the names of the columns of a CSV file.
	Columns []string
	// Format is json or csv.
	Format string
	// File is where it goes. One that is there is replaced only if Replace
	// says so; otherwise the error is an [fs.ErrExist].
	File    string
	Replace bool
}

// View is a query with its columns under a name, kept in the configuration.
type View struct {
	// Name is what it is opened by.
	Name string
	// Number is its key after ', from 1 to 9; 0 is none.
	Number int
	Query  query.Query
	// Columns are the names of its columns; none are the usual ones.
	Columns []string
}

// Views keeps saved views. It is called from commands.
type Views interface {
	// Save keeps a view. One of the same name or number is replaced only if
	// that is asked for; otherwise the error says that there is one.
	Save(ctx context.Context, view View, replace bool) error
}

// Tmux is the tmux that the program runs in, asked only when something is
// copied.
type Tmux interface {
	// Copy gives it a text as its newest buffer, and has it hand the text on to
	// the clipboard of the terminal. It is called from a command.
	Copy(ctx context.Context, text string) error
}

// Lines keeps what is typed in prompts beyond a session. Its methods are
// called from commands and may fail silently: the program goes on without.
type Lines interface {
	// Add keeps a line.
	Add(kind, line string)
}

// Shell runs the person's own commands.
type Shell interface {
	// Prepare makes the process in which a shell reads a script with arguments. It has
	// the terminal, and the cloud and the region in its environment, where they are known.
	Prepare(script string, args []string, cloud, region string) *exec.Cmd
	// Run is the same without the terminal, and waits for the end. What the process
	// says goes to output. It ends with the program.
	Run(script string, args []string, cloud, region string, output io.Writer) error
}
