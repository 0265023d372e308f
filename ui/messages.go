package ui

import (
	"time"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/ui/detail"
)

// ticket tells the answer that is awaited from one that comes too late: of
// each kind of command only the latest counts.
type ticket uint64

// cloudsMsg answers which clouds are configured.
type cloudsMsg struct {
	ticket ticket
	// start says that the only cloud is to be connected to without asking.
	start  bool
	clouds []Cloud
	err    error
}

// connectedMsg answers the connection to a cloud. A session that comes too
// late is closed.
type connectedMsg struct {
	ticket  ticket
	session Session
	about   About
	err     error
}

// projectsMsg answers which projects the user may work in. wanted is the name
// that was asked for, if one was, from the screen that was seen then.
type projectsMsg struct {
	ticket   ticket
	wanted   string
	from     screen
	projects []model.Project
	err      error
}

// factsMsg answers what is known of the cloud of a session.
type factsMsg struct {
	session Session
	facts   Facts
}

// pageMsg answers a page of the list, with the walk that it belongs to.
type pageMsg struct {
	ticket list.Ticket
	pages  Pages
	page   list.Page
	err    error
	// found are the projects that the query names, where they were looked up,
	// and selection is the query with them.
	found     *query.Projects
	selection query.Split
}

// imageMsg answers one image.
type imageMsg struct {
	ticket ticket
	id     model.ImageID
	image  model.Image
	err    error
}

// extrasMsg answers what belongs to an image beside its record.
type extrasMsg struct {
	ticket ticket
	extras detail.Extras
}

// noticeExpiredMsg ends the notice with an id, if it is still shown.
type noticeExpiredMsg struct{ id int }

// noticeFor is how long a notice is shown: long enough to read one line.
const noticeFor = 5 * time.Second
