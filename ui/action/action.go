// Package action declares what every key does. One table gives the dispatch of
// keys, the help and the footer, so that none of them can promise what
// another does not keep.
package action

// ID names what a key asks for. Screens know actions, never keys.
//
// It is also how `keys:` in the configuration and the line of commands call the
// action, so it does not change.
type ID string

// The actions.
const (
	None ID = ""

	// Everywhere.
	Help    ID = "help"
	Command ID = "command-line" // the line of commands
	Back    ID = "escape"
	Leave   ID = "leave" // q: back, and out of the program from the list
	Quit    ID = "quit"
	Refresh ID = "refresh"
	Suspend ID = "suspend"
	Message ID = "message" // the whole of the last one
	Earlier ID = "back"    // back in what was shown, like in a web browser
	Later   ID = "forward"

	// Moving.
	Up       ID = "up"
	Down     ID = "down"
	Top      ID = "top"
	Bottom   ID = "bottom"
	HalfUp   ID = "half-page-up"
	HalfDown ID = "half-page-down"
	PageUp   ID = "page-up"
	PageDown ID = "page-down"

	// The list.
	Open         ID = "open"
	Search       ID = "search"
	Filter       ID = "pane-filter"
	ClearFilters ID = "clear-filters"
	Sort         ID = "pane-sort"
	SortBy       ID = "sort-by"
	Wide         ID = "wide"
	Columns      ID = "pane-columns"
	Details      ID = "details"
	DetailsUp    ID = "details-up"
	DetailsDown  ID = "details-down"
	Attention    ID = "attention"
	Overview     ID = "overview"
	NextKey      ID = "next-key" // of those that the overview counts by
	PreviousKey  ID = "previous-key"
	WithinKey    ID = "within-key"
	Compare      ID = "compare"
	LoadAll      ID = "load-all"
	SwitchCloud  ID = "switch-cloud"
	Views        ID = "views"
	SaveView     ID = "save-view"

	// Marks.
	Mark       ID = "toggle-mark"
	MarkRange  ID = "mark-range"
	MarkAll    ID = "mark-all"
	MarkInvert ID = "mark-invert"
	MarkNone   ID = "mark-none"
	MarkOlder  ID = "mark-older"
	OnlyMarked ID = "only-marked"

	// One image.
	Copy          ID = "copy"
	Raw           ID = "json"
	FindNext      ID = "find-next"
	FindPrevious  ID = "find-previous"
	NextImage     ID = "next-image"
	PreviousImage ID = "previous-image"

	// Dialogs, pickers and panes.
	Choose         ID = "choose"
	Yes            ID = "yes"
	No             ID = "no"
	NextChoice     ID = "next-choice"
	PreviousChoice ID = "previous-choice"
	Pick           ID = "pick" // by a key of its own
	Toggle         ID = "toggle"
	Reverse        ID = "reverse"
	MoveUp         ID = "move-up"
	MoveDown       ID = "move-down"
	Remove         ID = "remove"
	OnlyDifferent  ID = "only-different"
	HideAll        ID = "hide-all"

	// Lines that are typed.
	Enter      ID = "enter"
	Next       ID = "next" // of the completions
	Previous   ID = "previous"
	Older      ID = "older" // of the history
	Newer      ID = "newer"
	OtherField ID = "other-part"
	ClearLine  ID = "clear-line"

	// Changing images.
	EditAttributes  ID = "edit-attributes"
	EditTags        ID = "edit-tags"
	EditProperties  ID = "edit-properties"
	EditRecord      ID = "edit-record"
	EditMembers     ID = "edit-members"
	ToggleActive    ID = "toggle-active"
	ToggleHidden    ID = "toggle-hidden"
	ToggleProtected ID = "toggle-protected"
	NewImage        ID = "new-image"
	Delete          ID = "delete"
	DataIn          ID = "data-in"
	Download        ID = "download"
	Undo            ID = "undo"
	Jobs            ID = "jobs"
	WriteLog        ID = "log"

	// Editors, the preview of a plan, jobs.
	Review    ID = "preview" // to the preview
	OwnEditor ID = "own-editor"
	Send      ID = "send"
	OtherSide ID = "requests" // the fields or the exact requests
	SaveFile  ID = "save-file"
	AddNew    ID = "add"
	ByTheme   ID = "by-theme"
	Rename    ID = "rename"
	Pause     ID = "pause"
	CancelJob ID = "cancel-job"
	Retry     ID = "retry"
	Outcomes  ID = "outcome" // which outcomes are shown
)

// Press is one key press as an action.
type Press struct {
	Action ID
	// Nth is which of the binding's keys was pressed, from 0: for SortBy the
	// column.
	Nth int
	// Key is the key itself; it is empty where the action was asked for by its
	// name.
	Key string
}
