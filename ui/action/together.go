package action

// Together returns the groups that hold at the same time, place by place: in a
// screen, in a dialog, in a part of one. A key means one thing in each. Where a
// screen has less than that just now, the rest is what it may have.
func Together() [][]Group {
	everywhere, moving, written := Everywhere(), Moving(), Written()
	out := everywhere.Only(Back, Leave, Quit)
	typed := everywhere.Only(Back, Quit)
	editor := []Group{Editor(), EditorParts(), typed}
	editing := func(groups ...Group) []Group { return append(groups, editor...) }
	return [][]Group{
		{List(), Marks(), Changes(), Look(), written, moving, everywhere},
		{OverviewKeys(), moving, everywhere},
		{Detail(), Changes().Without(NewImage), moving, DetailColumns(), written, everywhere},
		{TriageKeys(), Changes().Without(NewImage), written, moving, everywhere},
		{UseKeys(), moving, everywhere},
		{Comparison(), DetailColumns(), Changes().Without(NewImage), moving, written, everywhere},
		{Connecting(), everywhere},
		{Picker(), Searchable(), Tabs(), moving, everywhere.Only(Help, Back, Leave, Quit, Refresh)},
		{JobList(), moving, everywhere},
		{JobReport(), moving, written, everywhere},
		{JobImage(), JobReport().Only(Pause, CancelJob, Retry, Undo, Filter), moving, written, everywhere},
		{WriteLogKeys(), moving, written.Only(Jobs), everywhere},
		{PlanPreview(), moving, everywhere},
		{PlanWord(), typed},
		{Searchable(), moving, everywhere.Only(Help, Back, Leave, Quit)},
		{Narrowing(), typed},
		{Question(), moving, out},
		{MessageKeys(), moving, out},
		{Menu(nil), moving.Only(Top, Bottom, Up, Down), out},
		{SavedViews(nil), Searchable(), moving, List().Only(SaveView), out},
		{Prompt(), LoadRest(), typed},
		{ColumnChoice(), moving, out},
		{ColumnName(), typed},
		{Order(), moving, out},
		{Finding(), typed},
		{FilterLine(), typed},
		{FilterKeys(), moving, out},
		{FilterValues(), moving, out},
		{EditorLeaving(), everywhere.Only(Quit)},
		editing(FormText()), editing(FormChoice()), editing(TagLine()), editing(MemberLine()),
		editing(PropertyLine()), editing(PropertyValue()), editing(PropertyKey()),
		editing(Narrowing().Unbind("ctrl+n", "ctrl+p")),
		editing(TagList(), moving, everywhere.Only(Leave)),
		editing(MemberList(), moving, everywhere.Only(Leave)),
		editing(PropertyList(), moving, everywhere.Only(Leave)),
	}
}
