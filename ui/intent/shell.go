package intent

// ForShell is what is asked of the screen as a whole: what is open, the lines
// that are typed, the end.
type ForShell interface {
	Intent
	toShell()
}

type shell struct{}

func (shell) intent()  {}
func (shell) toShell() {}

type (
	// Close asks to leave the screen or dialog.
	Close struct{ shell }
	// Quit asks to leave the program. Force says that the user knows that a
	// job is under way.
	Quit struct {
		shell
		Force bool
	}
	// Notify asks for a notice in the footer.
	Notify struct {
		shell
		Text string
	}
	// Write asks to write a file with what was chosen for it, whatever is shown
	// by then.
	Write struct {
		shell
		File string
		// To writes it and returns what is told before its name. It is called
		// from a command, and fails with an fs.ErrExist where there is such a
		// file and it is not to be replaced.
		To func(replace bool) (said string, err error)
		// Failed is what is told where it cannot be written, before the reason.
		Failed string
		// Tail is what is told behind its name.
		Tail string
		// Replace says that the user knows that the file is there.
		Replace bool
	}
	// ReadFolder asks for what a folder of this machine holds, for whoever types the
	// name of a file.
	ReadFolder struct {
		shell
		Folder string
	}
	// ReadVolumes asks for the volumes of the project, for whoever types the name of one.
	ReadVolumes struct{ shell }
	// ReadSources asks for the images of another region, for whoever types the id of one.
	ReadSources struct {
		shell
		Region string
	}
	// TypeCommand asks for the line in which a command is typed.
	TypeCommand struct {
		shell
		Start string
	}
	// Run asks to carry out a line of commands.
	Run struct {
		shell
		Line string
	}
	// RunOwn asks to run a command of the person's own for a shell. Runs are the
	// values that it was confirmed with; nil are those of the images as they are.
	RunOwn struct {
		shell
		Name string
		Runs [][]string
	}
	// TypeSearch asks for the line in which a search is typed.
	TypeSearch struct {
		shell
		Start string
	}
	// Search narrows what is loaded to what a text finds.
	Search struct {
		shell
		Text string
		// Done says that the text is no longer being typed.
		Done bool
	}
)
