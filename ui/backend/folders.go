package backend

import "glimpse/ui/folders"

// Files lists what the folders of this machine hold. It is called from commands.
type Files interface {
	// List returns what a folder holds, which is named as a person types it; an empty
	// name is the folder in which the program runs.
	List(folder string) ([]folders.Entry, error)
}
