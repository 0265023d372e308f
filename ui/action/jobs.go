package action

// PlanPreview returns the bindings of the preview of a plan.
func PlanPreview() Group {
	return Group{Scope: "preview", Title: "Preview", Bindings: []Binding{
		{Action: Send, Keys: []string{"ctrl+s"}, Label: "send", Help: "send it; where much is at stake, something is typed first"},
		{
			Action: OtherSide, Keys: []string{"tab", "shift+tab"}, Shown: "tab", Label: "requests",
			Help: "the exact requests, or the fields again",
		},
		{
			Action: Open, Keys: []string{"enter", "space"}, Shown: "enter", Label: "show/hide",
			Help: "show the images under the cursor, or hide them",
		},
		{Action: NextImage, Keys: []string{"]"}, Help: "to the next group of images, or to the requests of the next image"},
		{Action: PreviousImage, Keys: []string{"["}, Help: "to the group before, or to the requests of the image before"},
		{Action: SaveFile, Keys: []string{"S"}, Label: "save", Help: "save the plan to a file"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the requests, the ids or the commands"},
	}}
}

// PlanWord returns the bindings while the word is typed that a plan asks for
// before it is sent. None of them is a printable key: those are typed.
func PlanWord() Group {
	return Group{Scope: "preview-word", Typing: true, Title: "Preview", Bindings: []Binding{
		{Action: Enter, Keys: []string{"enter"}, Label: "send", Help: "send the plan, if the text matches"},
		{Action: OtherSide, Keys: []string{"tab"}, Label: "requests", Help: "the exact requests, or the fields again"},
		{Action: Down, Keys: []string{"down"}, Shown: "↓", Help: "down"},
		{Action: Up, Keys: []string{"up"}, Shown: "↑", Help: "up"},
		{Action: PageDown, Keys: []string{"pgdown"}, Shown: "pgdn", Help: "a page down"},
		{Action: PageUp, Keys: []string{"pgup"}, Help: "a page up"},
	}}
}

// driving are the bindings that do something with a job; pause are the keys of that.
func driving(pause ...string) []Binding {
	return []Binding{
		{Action: Pause, Keys: pause, Shown: pause[0], Label: "pause", Help: "pause the job, or let it go on"},
		{Action: CancelJob, Keys: []string{"X"}, Label: "cancel", Help: "send nothing more; requests in flight finish, transfers end"},
		{Action: Retry, Keys: []string{"r"}, Label: "retry", Help: "retry what failed"},
		{Action: Undo, Keys: []string{"u"}, Label: "undo", Help: "preview the undo of the job"},
	}
}

// JobList returns the bindings of the list of jobs.
func JobList() Group {
	own := []Binding{{Action: Open, Keys: []string{"enter"}, Label: "report", Help: "what became of each image of the job"}}
	own = append(own, driving("space", "p")...)
	return Group{Scope: "jobs", Title: "Jobs", Bindings: append(own,
		Binding{Action: Copy, Keys: []string{"y"}, Help: "copy the id or the counts of the job"},
		Binding{Action: WriteLog, Line: "log", Keys: []string{"W"}, Label: "log", Help: "everything that was written in this session"},
	)}
}

// JobReport returns the bindings of the report of a job.
func JobReport() Group {
	own := []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "details", Help: "everything that is known of the image under the cursor"},
		{Action: Search, Keys: []string{"/"}, Label: "search", Help: "only images whose name or id has the words"},
		{
			Action: Outcomes, Keys: append([]string{"o"}, numbers(0, 8)...), Shown: "o 0…8", Brief: "o", Label: "outcome",
			Choices: append([]string{"next"}, numbers(0, 8)...),
			Help:    "only images of the next outcome, of that one, or all again",
		},
	}
	own = append(own,
		Binding{Action: Mark, Keys: []string{"space"}, Label: "mark", Help: "mark or unmark, and move down: keys act on the marked images"},
		Binding{Action: MarkAll, Keys: []string{"a"}, Help: "mark all that are shown"},
		Binding{Action: MarkNone, Keys: []string{"U"}, Label: "unmark", Rank: 2, Help: "unmark all"},
		Binding{
			Action: Filter, Keys: []string{"f"}, Label: "list", Rank: 1,
			Help: "show the marked images, or those shown here, in the list",
		},
	)
	own = append(own, driving("p")...)
	return Group{Scope: "job-report", Title: "Report", Bindings: append(own,
		Binding{
			Action: SaveFile, Keys: []string{"e", "E"}, Shown: "e E", Brief: "e", Label: "export", Choices: []string{"json", "csv"},
			Help: "write the report to a file: as json, or with the second key as csv",
		},
		Binding{Action: Copy, Keys: []string{"y"}, Help: "copy the id, the reason or the counts"},
	)}
}

// JobImage returns the bindings of one image of a report, or of one write of
// the log.
func JobImage() Group {
	return Group{Scope: "job-image", Title: "Details", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "image", Help: "the image as it is now"},
		{Action: NextImage, Keys: []string{"]", "l", "right"}, Shown: "]", Label: "next", Help: "the next of the list"},
		{Action: PreviousImage, Keys: []string{"[", "h", "left"}, Shown: "[", Label: "before", Help: "the one before it"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the id, the reason or the request id"},
	}}
}

// WriteLogKeys returns the bindings of the log of what was written.
func WriteLogKeys() Group {
	return Group{Scope: "log", Title: "Write log", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "details", Help: "everything that is known of the write under the cursor"},
		{Action: Search, Keys: []string{"/"}, Label: "search", Help: "only writes whose image, request or outcome has the words"},
		{Action: Copy, Keys: []string{"y"}, Label: "copy", Help: "copy the image's id, the request or the request id"},
	}}
}
