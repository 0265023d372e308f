// Package keys declares what every key does. One table gives the dispatch of
// keys, the help and the footer, so that none of them can promise what
// another does not keep.
package keys

// Action is what a key asks for. Screens know actions, never keys.
type Action uint8

// The actions.
const (
	None Action = iota

	// Everywhere.
	Help
	Back
	Leave // q: back, and out of the program from the list
	Quit
	Refresh

	// Moving.
	Up
	Down
	Top
	Bottom
	HalfUp
	HalfDown
	PageUp
	PageDown

	// The list.
	Open
	SortBy
	Wide
	SwitchCloud

	// One image.
	CopyID
	Raw

	// Dialogs and pickers.
	Choose
	Yes
	No
	NextChoice
)

// Press is one key press as an action.
type Press struct {
	Action Action
	// Nth is which of the binding's keys was pressed, from 0: for SortBy the
	// column.
	Nth int
}
