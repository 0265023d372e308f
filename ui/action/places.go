package action

// Everywhere returns the bindings that hold on every screen.
func Everywhere() Group {
	return Group{Scope: "everywhere", Title: "Everywhere", Bindings: []Binding{
		{Action: Command, Keys: []string{":"}, Label: "command", Rank: 1, Help: "the command line, with completion and history"},
		{Action: Help, Keys: []string{"?", "f1"}, Shown: "?", Label: "more", Help: "these keys"},
		{Action: Back, Keys: []string{"esc"}, Help: "one step back, never out of the program"},
		{Action: Leave, Aliases: []ID{"q"}, Keys: []string{"q"}, Label: "quit", Help: "back; out of the program from the list"},
		{Action: Quit, Keys: []string{"ctrl+c"}, Help: "quit"},
		{Action: Refresh, Keys: []string{"ctrl+r"}, Help: "read again from the service"},
		{Action: Message, Keys: []string{"ctrl+o"}, Help: "all of the last message"},
		{Action: Suspend, Keys: []string{"ctrl+z"}, Help: "put the program to the background; fg brings it back"},
	}}
}

// Moving returns the bindings that move the cursor or scroll.
func Moving() Group {
	return Group{Scope: "move", Title: "Move", Bindings: []Binding{
		{Action: Down, Keys: []string{"j", "down"}, Shown: "j ↓", Help: "down"},
		{Action: Up, Keys: []string{"k", "up"}, Shown: "k ↑", Help: "up"},
		{Action: Top, Keys: []string{"g", "home"}, Shown: "g", Help: "to the first"},
		{Action: Bottom, Keys: []string{"G", "end"}, Shown: "G", Help: "to the last that is loaded"},
		{Action: HalfDown, Keys: []string{"ctrl+d"}, Help: "half a page down"},
		{Action: HalfUp, Keys: []string{"ctrl+u"}, Help: "half a page up"},
		{Action: PageDown, Keys: []string{"pgdown"}, Shown: "pgdn", Help: "a page down"},
		{Action: PageUp, Keys: []string{"pgup"}, Help: "a page up"},
	}}
}

// List returns the bindings of the image list.
func List() Group {
	return Group{Scope: "list", Title: "Images", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "open", Help: "show the image under the cursor in detail"},
		{Action: Search, Keys: []string{"/"}, Label: "search", Help: "search the loaded images while typing"},
		{Action: Filter, Keys: []string{"f"}, Label: "filter", Help: "the filter pane: what the service is asked for"},
		{Action: ClearFilters, Keys: []string{"F"}, Help: "clear all filters and the search"},
		{Action: Sort, Keys: []string{"s"}, Label: "sort", Help: "the sort pane"},
		{
			Action: SortBy, Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Shown: "1…9", Choices: numbers(1, 9),
			Help: "sort by that column; again to reverse",
		},
		{
			Action: Attention, Line: "attention", Keys: []string{"!"}, Label: "attention", Rank: 1,
			Help: "what needs attention in the whole cloud, by cause",
		},
		{
			Action: Overview, Line: "overview", Keys: []string{"o"}, Label: "overview", Rank: 1,
			Help: "the images counted and added up, by owner or another key",
		},
		{Action: LoadAll, Line: "load all", Keys: []string{"ctrl+l"}, Help: "load every image of the query"},
		{Action: Views, Line: "view", Keys: []string{"'"}, Help: "open a saved view, by its number or name"},
		{Action: SaveView, Keys: []string{"S"}, Help: "save filters, order and columns as a view"},
		{Action: Earlier, Keys: []string{"["}, Help: "back to the query before"},
		{Action: Later, Keys: []string{"]"}, Help: "forward again"},
		{
			Action: SwitchCloud, Line: "cloud", Keys: []string{"c"}, Label: "cloud", Rank: 1,
			Help: "switch to another cloud, project or region",
		},
	}}
}

// Look returns the bindings of the image list that change how it looks.
func Look() Group {
	return Group{Scope: "look", Title: "Look", Bindings: []Binding{
		{
			Action: Details, Aliases: []ID{"preview"}, Keys: []string{"p"}, Label: "details",
			Help: "details beside the list, or under it, as the cursor moves",
		},
		{Action: DetailsDown, Keys: []string{"}"}, Help: "scroll the details down"},
		{Action: DetailsUp, Keys: []string{"{"}, Help: "scroll the details up"},
		{Action: Wide, Keys: []string{"w"}, Help: "more columns, or the usual ones again"},
		{Action: Columns, Keys: []string{"C"}, Label: "columns", Rank: 1, Help: "choose the columns, any property among them"},
		{Action: Compare, Keys: []string{"="}, Label: "compare", Rank: 2, Help: "compare the marked images"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the id, name, JSON or a command"},
	}}
}

// Marks returns the bindings that mark images.
func Marks() Group {
	return Group{Scope: "marks", Title: "Marks", Bindings: []Binding{
		{Action: Mark, Keys: []string{"space"}, Label: "mark", Help: "mark or unmark, and move down"},
		{Action: MarkRange, Aliases: []ID{"range"}, Keys: []string{"v"}, Help: "begin a range at the cursor; again to mark the range"},
		{
			Action: MarkAll, Line: "mark all", Keys: []string{"a"}, Label: "mark all", Rank: 1,
			Help: "mark all that match, loading the rest first",
		},
		{Action: MarkInvert, Line: "mark invert", Keys: []string{"i"}, Help: "mark what is not marked, and unmark the rest"},
		{Action: MarkNone, Line: "mark none", Keys: []string{"U"}, Label: "unmark", Rank: 2, Help: "unmark all"},
		{
			Action: MarkOlder, Keys: []string{"A"}, Label: "mark older", Rank: 2,
			Help: "of duplicates, mark what is older than the newest active one of each group",
		},
		{Action: OnlyMarked, Keys: []string{"m"}, Help: "show only the marked images, or all again"},
	}}
}

// Detail returns the bindings of one image in detail.
func Detail() Group {
	return Group{Scope: "detail", Title: "Image", Bindings: []Binding{
		{Action: Raw, Keys: []string{"tab"}, Label: "JSON", Help: "the record as the service sent it, or its fields again"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the value under the cursor, the id, name, JSON or a command"},
		{Action: Search, Keys: []string{"/"}, Label: "search", Help: "search in the detail"},
		{Action: FindNext, Keys: []string{"n"}, Help: "to the next match"},
		{Action: FindPrevious, Keys: []string{"N"}, Help: "to the match before"},
		{Action: NextImage, Keys: []string{"]"}, Label: "next", Help: "the next image of the list"},
		{Action: PreviousImage, Keys: []string{"["}, Help: "the image before it"},
	}}
}

// Comparison returns the bindings of images beside each other.
func Comparison() Group {
	return Group{Scope: "compare", Title: "Compare", Bindings: []Binding{
		{Action: OnlyDifferent, Keys: []string{"tab"}, Label: "all fields", Help: "only what differs, or every field"},
		{Action: Open, Keys: []string{"enter"}, Help: "show the chosen image in detail"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the ids, names or commands of all, or the id of the chosen image"},
	}}
}

// Picker returns the bindings of a choice among several.
func Picker() Group {
	return Group{Scope: "picker", Title: "Choose", Bindings: []Binding{
		{Action: Choose, Keys: []string{"enter"}, Label: "choose", Help: "choose the one under the cursor"},
	}}
}

// Menu returns the bindings of a menu whose entries have keys of their own.
func Menu(own []string) Group {
	return Group{Scope: "menu", Title: "Menu", Bindings: []Binding{
		{Action: Pick, Keys: own, Label: "choose", Help: "choose the entry with that letter"},
		{Action: Choose, Keys: []string{"enter"}, Help: "choose the one under the cursor"},
		{Action: Down, Keys: []string{"down", "tab"}, Shown: "↓", Help: "down"},
		{Action: Up, Keys: []string{"up", "shift+tab"}, Shown: "↑", Help: "up"},
	}}
}

// Connecting returns the bindings of the screen that connects.
func Connecting() Group {
	return Group{Scope: "connecting", Title: "Connection", Bindings: []Binding{
		{Action: SwitchCloud, Line: "cloud", Keys: []string{"c"}, Label: "cloud", Help: "choose another cloud"},
	}}
}

// Question returns the bindings of a question.
func Question() Group {
	return Group{Scope: "question", Title: "Question", Bindings: []Binding{
		{Action: Choose, Keys: []string{"enter"}, Label: "choose", Help: "confirm the selected answer"},
		{
			Action: NextChoice, Keys: []string{"tab", "left", "right", "h", "l"}, Shown: "tab ← →",
			Label: "switch", Help: "select the other answer",
		},
		{Action: Yes, Keys: []string{"y"}, Label: "yes", Help: "yes"},
		{Action: No, Keys: []string{"n"}, Label: "no", Help: "no"},
	}}
}

// LoadRest returns the binding that loads the rest while a search is typed.
func LoadRest() Group {
	return Group{Scope: "search-line", Typing: true, Title: "Search", Bindings: []Binding{
		{Action: LoadAll, Keys: []string{"ctrl+l"}, Label: "load the rest", Help: "load every image of the query"},
	}}
}

// Prompt returns the bindings of the line at the foot of the screen.
func Prompt() Group {
	return Group{Scope: "line", Typing: true, Title: "Line", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "enter", Help: "confirm the line"},
		{Action: Next, Keys: []string{"tab"}, Label: "complete", Help: "the next completion"},
		{Action: Previous, Keys: []string{"shift+tab"}, Help: "the previous completion"},
		{Action: Older, Keys: []string{"up", "ctrl+p"}, Shown: "↑", Label: "history", Help: "an older line of the history"},
		{Action: Newer, Keys: []string{"down", "ctrl+n"}, Shown: "↓", Help: "a newer line of the history"},
	}}
}
