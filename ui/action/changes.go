package action

// Changes returns the bindings that change images: the marked ones, or the one
// under the cursor. All of them lead to the preview, and none sends anything
// by itself.
func Changes() Group {
	return Group{Scope: "change", Title: "Change", Bindings: []Binding{
		{Action: EditTags, Line: "tag", Keys: []string{"t"}, Label: "tags", Help: "add and remove tags: the form on its tags"},
		{
			Action: EditAttributes, Line: "set", Keys: []string{"e"}, Label: "edit",
			Help: "edit attributes, tags and properties: the form",
		},
		{Action: EditProperties, Line: "property", Keys: []string{"P"}, Help: "edit the properties: the form on them"},
		{Action: ToggleActive, Keys: []string{"x"}, Help: "deactivate, or reactivate what is deactivated"},
		{Action: ToggleHidden, Keys: []string{"H"}, Help: "hide from the usual listing, or unhide"},
		{Action: ToggleProtected, Keys: []string{"L"}, Help: "protect from deletion, or unprotect"},
		{Action: Delete, Line: "delete", Keys: []string{"D"}, Help: "delete; this cannot be undone"},
		{Action: EditMembers, Line: "share", Keys: []string{"M"}, Help: "who images are shared with: add, remove, answer"},
		{Action: NewImage, Line: "create", Keys: []string{"n"}, Help: "make a new image record"},
		{Action: Undo, Line: "undo", Keys: []string{"u"}, Help: "undo the last job, as far as it can be"},
	}}
}

// Written returns the bindings that show what was changed.
func Written() Group {
	return Group{Scope: "written", Title: "Jobs", Bindings: []Binding{
		{Action: Jobs, Line: "jobs", Keys: []string{"J"}, Help: "the jobs, their progress and their reports"},
		{Action: WriteLog, Line: "log", Keys: []string{"W"}, Help: "the log of what was written in this session"},
	}}
}

// DisableAll returns the group with a reason on every action that has none
// yet. An empty reason changes nothing.
func (g Group) DisableAll(why string) Group {
	if why == "" {
		return g
	}
	bindings := make([]Binding, len(g.Bindings))
	copy(bindings, g.Bindings)
	for i := range bindings {
		if bindings[i].DisabledReason == "" {
			bindings[i].DisabledReason = why
		}
	}
	g.Bindings = bindings
	return g
}
