package action

// ColumnChoice returns the bindings of the choice of columns.
func ColumnChoice() Group {
	return Group{Scope: "columns", Title: "Columns", Bindings: []Binding{
		{Action: Toggle, Keys: []string{"space"}, Label: "show", Help: "show the column, or hide it"},
		{Action: MoveUp, Keys: []string{"K"}, Label: "up", Rank: 1, Help: "move the column up: to the left in the list"},
		{Action: MoveDown, Keys: []string{"J"}, Label: "down", Rank: 1, Help: "move the column down: to the right in the list"},
		{Action: Search, Keys: []string{"/", "+"}, Shown: "+", Label: "name", Help: "type the name of a column, which any property can be"},
		{Action: HideAll, Keys: []string{"n"}, Label: "none", Help: "hide every column, to choose some anew"},
		{Action: Reverse, Keys: []string{"r"}, Label: "usual", Help: "the usual columns again"},
		{Action: Enter, Keys: []string{"enter", "ctrl+s"}, Shown: "enter", Label: "apply", Help: "show these columns"},
	}}
}

// ColumnName returns the bindings while the name of a property is typed. None
// of them is a printable key: those are typed.
func ColumnName() Group {
	return Group{Scope: "column-name", Typing: true, Title: "Name", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "show it", Help: "show it as the last column"},
		{Action: Next, Keys: []string{"tab", "down"}, Shown: "tab", Label: "complete", Help: "complete with the next known name"},
		{Action: Previous, Keys: []string{"shift+tab", "up"}, Shown: "shift+tab", Help: "complete with the previous name"},
	}}
}
