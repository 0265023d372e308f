package action

// UseKeys returns the bindings of the servers and volumes that were made from images.
func UseKeys() Group {
	return Group{Scope: "uses", Title: "Uses", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "image", Help: "show its image in detail"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the id, the name or the project"},
	}}
}
