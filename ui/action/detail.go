package action

// DetailColumns returns the bindings that go between the columns of an image
// in detail.
func DetailColumns() Group {
	return Group{Scope: "detail-columns", Title: "Columns", Bindings: []Binding{
		{Action: NextChoice, Keys: []string{"l", "right"}, Shown: "l →", Help: "to the column at the right"},
		{Action: PreviousChoice, Keys: []string{"h", "left"}, Shown: "h ←", Help: "to the column at the left"},
	}}
}
