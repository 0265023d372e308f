package action

// Order returns the bindings of the sort pane.
func Order() Group {
	return Group{Scope: "sort", Title: "Order", Bindings: []Binding{
		{Action: Toggle, Keys: []string{"space"}, Label: "add", Help: "sort by the key, or not"},
		{Action: Reverse, Keys: []string{"r"}, Label: "reverse", Help: "the other direction"},
		{Action: MoveUp, Keys: []string{"K"}, Label: "sooner", Help: "sort by the key before others"},
		{Action: MoveDown, Keys: []string{"J"}, Label: "later", Help: "sort by the key after others"},
		{Action: Search, Keys: []string{"/"}, Help: "type the beginning of a key to go there"},
		{Action: Enter, Keys: []string{"enter", "ctrl+s"}, Shown: "enter", Label: "apply", Help: "list the images in this order"},
		{Action: ClearFilters, Keys: []string{"F"}, Label: "newest first", Help: "the usual order again: newest first"},
	}}
}
