package action

// TriageKeys returns the bindings of the images that need attention.
func TriageKeys() Group {
	return Group{Scope: "attention", Title: "Needs attention", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "open", Help: "show the image under the cursor in detail"},
		{Action: Mark, Keys: []string{"space"}, Label: "mark", Help: "mark or unmark, and move down"},
		{Action: MarkAll, Keys: []string{"a"}, Help: "mark all that are here"},
		{Action: MarkNone, Keys: []string{"U"}, Label: "unmark", Rank: 2, Help: "unmark all"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the id, name, JSON or a command"},
	}}
}
