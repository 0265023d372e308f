// Package action declares what every key does. One table gives the dispatch of
// keys, the help and the footer, so that none of them can promise what
// another does not keep.
package action

// ID names what a key asks for. Screens know actions, never keys.
type ID uint8

// The actions.
const (
	None ID = iota

	// Everywhere.
	Help
	Command // the line of commands
	Back
	Leave // q: back, and out of the program from the list
	Quit
	Refresh
	Suspend
	Message // the whole of the last one
	Earlier // back in what was shown, like in a web browser
	Later

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
	Search
	Filter
	ClearFilters
	Sort
	SortBy
	Wide
	Columns
	Preview
	PreviewUp
	PreviewDown
	Attention
	Compare
	LoadAll
	SwitchCloud
	Views
	SaveView

	// Marks.
	Mark
	MarkRange
	MarkAll
	MarkInvert
	MarkNone
	OnlyMarked

	// One image.
	Copy
	Raw
	FindNext
	FindPrevious
	NextImage
	PreviousImage

	// Dialogs, pickers and panes.
	Choose
	Yes
	No
	NextChoice
	PreviousChoice
	Pick // by a key of its own
	Toggle
	Reverse
	MoveUp
	MoveDown
	Remove
	OnlyDifferent

	// Lines that are typed.
	Enter
	Next // of the completions
	Previous
	Older // of the history
	Newer
	OtherField

	// Changing images.
	EditAttributes
	EditTags
	EditProperties
	ToggleActive
	ToggleHidden
	ToggleProtected
	NewImage
	Delete
	Undo
	Jobs
	WriteLog

	// Editors, the preview of a plan, jobs.
	Review // to the preview
	OwnEditor
	Send
	OtherSide // the fields or the exact requests
	SaveFile
	AddNew
	Rename
	Pause
	CancelJob
	Retry
	Outcomes // which outcomes are shown
)

// Press is one key press as an action.
type Press struct {
	Action ID
	// Nth is which of the binding's keys was pressed, from 0: for SortBy the
	// column.
	Nth int
}
