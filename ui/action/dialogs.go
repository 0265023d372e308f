package action

// Searchable returns the binding that narrows what a dialog lists.
func Searchable() Group {
	return Group{Scope: "searchable", Title: "Search", Bindings: []Binding{
		{Action: Search, Keys: []string{"/"}, Label: "search", Help: "show only what holds the words that are typed"},
	}}
}

// Narrowing returns the bindings while the words are typed that narrow what a
// dialog lists. None of them is a printable key: those are typed.
func Narrowing() Group {
	return Group{Scope: "search-words", Typing: true, Title: "Search", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "keep", Help: "end typing, and keep what was found"},
		{Action: Down, Keys: []string{"down", "ctrl+n"}, Shown: "↓", Help: "down"},
		{Action: Up, Keys: []string{"up", "ctrl+p"}, Shown: "↑", Help: "up"},
		{Action: PageDown, Keys: []string{"pgdown"}, Shown: "pgdn", Help: "a page down"},
		{Action: PageUp, Keys: []string{"pgup"}, Help: "a page up"},
	}}
}

// Finding returns the bindings while the beginning of a row of a list is typed.
// None of them is a printable key: those are typed.
func Finding() Group {
	return Group{Scope: "find", Typing: true, Title: "Find", Bindings: []Binding{
		{Action: Choose, Keys: []string{"enter", "tab"}, Shown: "enter", Label: "done", Help: "stay on the row that was found"},
		{Action: Enter, Keys: []string{"ctrl+s"}, Label: "apply", Help: "show the images so"},
		{Action: Down, Keys: []string{"down"}, Shown: "↓", Help: "to the row after it"},
		{Action: Up, Keys: []string{"up"}, Shown: "↑", Help: "to the row before it"},
	}}
}

// SavedViews returns the bindings of the list of saved views; numbers are the
// keys of those that have one.
func SavedViews(numbers []string) Group {
	group := Group{Scope: "views", Title: "Saved views", Bindings: []Binding{
		{Action: Choose, Keys: []string{"enter"}, Label: "open", Help: "open the view under the cursor"},
	}}
	if len(numbers) > 0 {
		shown := numbers[0]
		if len(numbers) > 1 {
			shown += "…" + numbers[len(numbers)-1]
		}
		group.Bindings = append(group.Bindings,
			Binding{Action: Pick, Keys: numbers, Shown: shown, Label: "open by number", Help: "open the view of that number"})
	}
	return group
}

// Tabs returns the bindings that go between the tabs of a screen.
func Tabs() Group {
	return Group{Scope: "tabs", Title: "Tabs", Bindings: []Binding{
		{Action: Next, Keys: []string{"tab", "l", "right"}, Shown: "tab", Label: "next", Help: "the next tab"},
		{Action: Previous, Keys: []string{"shift+tab", "h", "left"}, Shown: "shift+tab", Help: "the previous tab"},
	}}
}

// MessageKeys returns the bindings of a message that is shown whole.
func MessageKeys() Group {
	return Group{Scope: "message", Title: "Message", Bindings: []Binding{
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the message"},
		{Action: Choose, Keys: []string{"enter"}, Help: "close"},
	}}
}
