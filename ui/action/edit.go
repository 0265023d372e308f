package action

// Editor returns the bindings of every form. None of them is a printable
// key: those are typed.
func Editor() Group {
	return Group{Scope: "editor", Title: "Form", Bindings: []Binding{
		{Action: Review, Keys: []string{"ctrl+s"}, Label: "preview", Help: "show what would be sent, before anything is"},
	}}
}

// EditorParts returns the bindings that go between the tabs of a form.
func EditorParts() Group {
	return Group{Scope: "editor-parts", Title: "Tabs", Bindings: []Binding{
		{
			Action: OtherField, Keys: []string{"ctrl+n", "ctrl+p"}, Shown: "ctrl+n ctrl+p", Brief: "ctrl+n", Label: "next tab",
			Choices: []string{"next", "previous"}, Help: "to the next tab, or the one before: attributes, tags, properties",
		},
	}}
}

// EditorLeaving returns the bindings of the question whether to lose what was
// typed. The key that discards it means nothing in the preview.
func EditorLeaving() Group {
	return Group{Scope: "editor-leave", Title: "Leave?", Bindings: []Binding{
		{Action: Remove, Keys: []string{"D"}, Label: "discard", Help: "close, and discard your changes"},
		{Action: Back, Keys: []string{"esc"}, Label: "keep editing", Help: "keep editing; so does any other key"},
	}}
}

// FormText returns the bindings of a field of a form in which text is typed.
func FormText() Group {
	return Group{Scope: "form-text", Typing: true, Title: "Field", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "next", Help: "to the next field; from the last to the preview"},
		{Action: Next, Keys: []string{"tab", "down"}, Shown: "tab ↓", Help: "to the next field"},
		{Action: Previous, Keys: []string{"shift+tab", "up"}, Shown: "shift+tab ↑", Help: "to the field before"},
		{Action: Undo, Keys: []string{"ctrl+x"}, Label: "restore", Help: "restore this field"},
		{Action: ClearLine, Keys: []string{"ctrl+u"}, Label: "clear", Help: "clear this field: an empty one is sent as the empty text"},
		{Action: OwnEditor, Keys: []string{"ctrl+e"}, Help: "edit the text in your own editor ($VISUAL, $EDITOR)"},
	}}
}

// FormChoice returns the bindings of a field of a form that takes one of a few
// words.
func FormChoice() Group {
	group := FormText().Without(OwnEditor, ClearLine)
	group.Scope, group.Typing = "form-choice", false
	group.Bindings = append([]Binding{
		{
			Action: NextChoice, Keys: []string{"right", "space"}, Shown: "← →", Label: "choose",
			Help: "the next choice; letters go to the choice that begins with them",
		},
		{Action: PreviousChoice, Keys: []string{"left"}, Shown: "←", Help: "the choice before"},
	}, group.Bindings...)
	return group
}

// TagLine returns the bindings while a tag is typed.
func TagLine() Group {
	return Group{Scope: "tag-line", Typing: true, Title: "Tag", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "add", Help: "add the tag; with - before it, remove it; +a -b does several"},
		{Action: Next, Keys: []string{"tab"}, Label: "complete", Help: "complete with the next tag in use"},
		{Action: Previous, Keys: []string{"shift+tab"}, Help: "complete with the previous tag"},
		{Action: Down, Keys: []string{"down"}, Shown: "↓", Label: "the tags", Help: "to the tags of the images"},
		{Action: ClearLine, Keys: []string{"ctrl+u"}, Help: "clear the line"},
	}}
}

// MemberLine returns the bindings while a project is typed that images are shared
// with.
func MemberLine() Group {
	group := TagLine()
	group.Scope, group.Title = "member-line", "Project"
	return group.
		Relabel(Enter, "add", "share with the project; with - before it, end that").
		Relabel(Next, "complete", "complete with the next project that is known").
		Relabel(Previous, "", "complete with the previous project").
		Relabel(Down, "the members", "to the members of the images")
}

// MemberList returns the bindings in the list of members.
func MemberList() Group {
	group := TagList()
	group.Scope, group.Title = "member-list", "Members"
	return group.
		Relabel(Toggle, "add or remove", "share all with it, end that for all, or leave unchanged").
		Relabel(Search, "type one", "type a project").
		Relabel(Undo, "restore", "restore this member")
}

// TagList returns the bindings in the list of tags.
func TagList() Group {
	return Group{Scope: "tag-list", Title: "Tags", Bindings: []Binding{
		{Action: Toggle, Keys: []string{"space"}, Label: "add or remove", Help: "add to all, remove from all, or leave unchanged"},
		{
			Action: Search, Keys: []string{"/", "+", "i", "tab", "shift+tab"}, Shown: "/", Label: "type one",
			Help: "type a tag",
		},
		{Action: Undo, Keys: []string{"u", "ctrl+x"}, Shown: "u", Label: "restore", Help: "restore this tag"},
		{Action: Enter, Keys: []string{"enter"}, Help: "go on"},
	}}
}

// PropertyLine returns the bindings in the line above the list of properties.
func PropertyLine() Group {
	return Group{Scope: "property-line", Typing: true, Title: "Property", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "add", Help: "add the property, or give it another value"},
		{Action: Down, Keys: []string{"down"}, Shown: "↓", Label: "the list", Help: "to the properties: remove, restore, rename"},
		{Action: Next, Keys: []string{"tab"}, Label: "complete", Help: "complete with the next key or value in use"},
		{Action: Previous, Keys: []string{"shift+tab"}, Help: "complete with the previous one"},
		{Action: ByTheme, Keys: []string{"ctrl+t"}, Help: "choose a property by its theme, as the service defines them"},
		{Action: ClearLine, Keys: []string{"ctrl+u"}, Help: "clear the line"},
	}}
}

// PropertyList returns the bindings in the list of properties.
func PropertyList() Group {
	return Group{Scope: "property-list", Title: "Properties", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "value", Help: "change the value"},
		{Action: Remove, Keys: []string{"D", "delete"}, Shown: "D", Label: "remove", Help: "remove the property, or keep it again"},
		{Action: Undo, Keys: []string{"u", "ctrl+x"}, Shown: "u", Label: "restore", Help: "restore this property"},
		{Action: AddNew, Keys: []string{"a", "+"}, Shown: "a", Label: "add", Help: "add a property"},
		{Action: Rename, Keys: []string{"r"}, Label: "rename", Help: "change the key, and keep the value"},
		{
			Action: ByTheme, Keys: []string{"t", "ctrl+t"}, Shown: "t", Label: "by theme",
			Help: "choose a property by its theme, as the service defines them",
		},
		{Action: Toggle, Keys: []string{"space"}, Help: "give the value to every image, or only to those that have one"},
		{Action: OwnEditor, Keys: []string{"ctrl+e"}, Label: "your editor", Help: "change the value in your own editor ($VISUAL, $EDITOR)"},
		{
			Action: Search, Keys: []string{"/", "i", "tab", "shift+tab"}, Shown: "/", Label: "type one",
			Help: "type a property: to find it, or to add one",
		},
	}}
}

// PropertyValue returns the bindings while the value of a property is typed.
func PropertyValue() Group {
	return Group{Scope: "property-value", Typing: true, Title: "Value", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "done", Help: "end typing, and keep the value"},
		{Action: Next, Keys: []string{"tab"}, Label: "complete", Help: "complete with the next value in use"},
		{Action: Previous, Keys: []string{"shift+tab"}, Help: "complete with the previous value"},
		{Action: Down, Keys: []string{"down"}, Shown: "↓", Help: "keep the value, and go down"},
		{Action: Up, Keys: []string{"up"}, Shown: "↑", Help: "keep the value, and go up"},
		{Action: OwnEditor, Keys: []string{"ctrl+e"}, Label: "your editor", Help: "go on in your own editor ($VISUAL, $EDITOR)"},
		{Action: Undo, Keys: []string{"ctrl+x"}, Label: "restore", Help: "restore what was there before"},
		{Action: ClearLine, Keys: []string{"ctrl+u"}, Label: "clear", Help: "clear the value: an empty one is sent as the empty text"},
		{
			Action: Toggle, Keys: []string{"ctrl+t"}, Label: "all or some",
			Help: "give the value to every image, or only to those that have one",
		},
	}}
}

// PropertyKey returns the bindings while the key of a property is typed.
func PropertyKey() Group {
	return Group{Scope: "property-key", Typing: true, Title: "Key", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "done", Help: "end typing, and keep the key"},
		{Action: Next, Keys: []string{"tab"}, Label: "complete", Help: "complete with the next key in use"},
		{Action: Previous, Keys: []string{"shift+tab"}, Help: "complete with the previous key"},
		{Action: Undo, Keys: []string{"ctrl+x"}, Label: "restore", Help: "restore what was there before"},
		{Action: ClearLine, Keys: []string{"ctrl+u"}, Help: "clear the line"},
	}}
}
