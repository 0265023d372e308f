package action

import "slices"

// Changes returns the bindings that change images: the marked ones, or the one
// under the cursor. All of them lead to the preview, and none sends anything
// by itself.
func Changes() Group {
	return Group{Scope: "change", Title: "Change", Bindings: []Binding{
		{Action: EditTags, Line: "tag", Keys: []string{"t"}, Label: "tags", Help: "add and remove tags"},
		{
			Action: EditAttributes, Line: "set", Keys: []string{"e"}, Label: "edit",
			Help: "edit attributes, tags and properties: the form",
		},
		{Action: EditProperties, Line: "property", Keys: []string{"P"}, Help: "edit the properties"},
		{Action: ToggleActive, Keys: []string{"x"}, Label: "deactivate", Rank: 1, Help: "deactivate, or reactivate what is deactivated"},
		{Action: ToggleHidden, Keys: []string{"H"}, Help: "hide from the usual listing, or unhide"},
		{Action: ToggleProtected, Keys: []string{"L"}, Help: "protect from deletion, or unprotect"},
		{Action: Delete, Line: "delete", Keys: []string{"D"}, Label: "delete", Rank: 1, Help: "delete; this cannot be undone"},
		{Action: EditMembers, Line: "share", Keys: []string{"M"}, Help: "who images are shared with: add, remove, answer"},
		{Action: EditRecord, Line: "editor", Keys: []string{"ctrl+e"}, Help: "the whole image as YAML in your own editor"},
		{Action: NewImage, Line: "create", Keys: []string{"n"}, Help: "make a new image record"},
		{Action: DataIn, Line: "import", Keys: []string{"I"}, Label: "data in", Rank: 2, Help: "image data in: file, URL, store or region"},
		{Action: Download, Line: "download", Keys: []string{"d"}, Help: "download image data into a file", Reads: true},
		{Action: Undo, Line: "undo", Keys: []string{"u"}, Label: "undo", Rank: 1, Help: "undo the last job, as far as it can be"},
	}}
}

// Written returns the bindings that show what was changed.
func Written() Group {
	return Group{Scope: "written", Title: "Jobs", Bindings: []Binding{
		{Action: Jobs, Line: "jobs", Keys: []string{"J"}, Label: "jobs", Rank: 1, Help: "the jobs, their progress and their reports"},
		{Action: WriteLog, Line: "log", Keys: []string{"W"}, Help: "the log of what was written in this session"},
	}}
}

// DisableAll returns the group with a reason on every action that has none
// yet. An empty reason changes nothing.
func (g Group) DisableAll(why string) Group {
	if why == "" {
		return g
	}
	g.Bindings = slices.Clone(g.Bindings)
	for i := range g.Bindings {
		if g.Bindings[i].DisabledReason == "" {
			g.Bindings[i].DisabledReason = why
		}
	}
	return g
}

// DisableChanges returns the group with a reason on every action that changes something in
// the service. An empty reason changes nothing.
func (g Group) DisableChanges(why string) Group {
	for _, binding := range g.Bindings {
		if !binding.Reads && binding.DisabledReason == "" {
			g = g.Disable(binding.Action, why)
		}
	}
	return g
}
