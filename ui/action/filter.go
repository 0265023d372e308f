package action

// FilterLine returns the bindings of the line of the filter pane. None of them
// is a printable key: those are typed.
func FilterLine() Group {
	return Group{Scope: "filter-line", Typing: true, Title: "Filter", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter", "ctrl+s"}, Shown: "enter", Label: "apply", Help: "list the images of this filter"},
		{Action: Next, Keys: []string{"tab"}, Label: "complete", Help: "the next completion, or on to the keys"},
		{Action: Previous, Keys: []string{"shift+tab"}, Help: "the previous completion, or back to the values"},
		{Action: Older, Keys: []string{"up", "ctrl+p"}, Shown: "↑", Label: "history", Help: "an older filter of the history"},
		{Action: Newer, Keys: []string{"down", "ctrl+n"}, Shown: "↓", Help: "a newer filter of the history"},
	}}
}

// FilterKeys returns the bindings of the list of keys of the filter pane.
func FilterKeys() Group {
	return Group{Scope: "filter-keys", Title: "Filter: keys", Bindings: []Binding{
		{Action: Next, Keys: []string{"tab", "space", "l", "right"}, Shown: "tab", Label: "values", Help: "on to the values of the key"},
		{Action: Choose, Keys: []string{"enter"}, Label: "type a value", Help: "put the key into the line and type its value"},
		{Action: Previous, Keys: []string{"shift+tab", "h", "left"}, Shown: "shift+tab", Help: "go back to the line"},
		{Action: Enter, Keys: []string{"ctrl+s"}, Label: "apply", Help: "list the images of this filter"},
		{Action: Reverse, Keys: []string{"!"}, Label: "not", Help: "negate the terms of this key"},
		{Action: Remove, Keys: []string{"x", "delete"}, Shown: "x", Label: "remove", Help: "remove all terms of this key"},
		{Action: Search, Keys: []string{"/"}, Help: "type the beginning of a row to go there"},
		{Action: ClearFilters, Keys: []string{"F"}, Help: "clear all filters"},
	}}
}

// FilterValues returns the bindings of what a key takes in the filter pane.
func FilterValues() Group {
	return Group{Scope: "filter-values", Title: "Filter: values", Bindings: []Binding{
		{Action: Toggle, Keys: []string{"space"}, Label: "on or off", Help: "filter by it, or not"},
		{Action: Reverse, Keys: []string{"!"}, Label: "not", Help: "filter by its opposite"},
		{Action: Choose, Keys: []string{"enter"}, Label: "add, apply", Help: "filter by it too, and list the images"},
		{Action: Enter, Keys: []string{"ctrl+s"}, Label: "apply", Help: "list the images of this filter"},
		{Action: Previous, Keys: []string{"shift+tab", "h", "left"}, Shown: "shift+tab", Label: "keys", Help: "go back to the keys"},
		{Action: Next, Keys: []string{"tab"}, Help: "go on to the line"},
		{Action: Remove, Keys: []string{"x", "delete"}, Shown: "x", Help: "remove all terms of this key"},
		{Action: Search, Keys: []string{"/"}, Help: "type the beginning of a row to go there"},
		{Action: ClearFilters, Keys: []string{"F"}, Help: "clear all filters"},
	}}
}
