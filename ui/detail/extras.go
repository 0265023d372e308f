package detail

import (
	"errors"
	"slices"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
)

// Extras are what belongs to an image and is not in its record.
type Extras struct {
	// Members are the projects that it is shared with; they are asked for
	// only where its visibility is shared.
	Members    []model.Member
	MembersErr error
	// Tasks are the imports that the service remembers.
	Tasks    []model.Task
	TasksErr error
	// Stores are those of the service; none where it does not name them.
	Stores    []model.Store
	StoresErr error
	// Cache is what the service's image cache has; nil where there is none, or where
	// this user may not know.
	Cache *model.Cache
	// Names are the names of projects by their ids, as far as they are known.
	Names map[string]text.Untrusted
}

// ShowExtras takes what belongs to the image beside its record.
func (s *Screen) ShowExtras(extras Extras, now time.Time) {
	s.extras, s.extrasRead, s.now = extras, true, now
	s.arrange()
}

// NameProjects takes what tells the name of a project before the extras are
// read; an empty one is not known.
func (s *Screen) NameProjects(name func(id text.Untrusted) text.Untrusted) { s.names = name }

// project returns a project by its name, where that is known, and its id:
// names are not unique.
func (s *Screen) project(id text.Untrusted) string {
	shown := s.theme.Cells.Show(id)
	if name := s.projectName(id); name != "" {
		return name + "  " + shown
	}
	return shown
}

// projectName returns the name of a project, or nothing where it is not known.
func (s *Screen) projectName(id text.Untrusted) string {
	name := s.extras.Names[id.Raw()]
	if name.IsEmpty() && s.names != nil {
		name = s.names(id)
	}
	return s.theme.Cells.Show(name)
}

// layExtras lays out members, tasks and stores.
func (s *Screen) layExtras(c *column) {
	shared := s.image.Visibility == model.VisibilityShared || s.image.Unknown.Has(model.AttrVisibility)
	s.layExtra(c, extra{
		title: "Members", rows: s.memberItems(), err: s.extras.MembersErr, asked: shared,
		notAsked: "none (not a shared image)",
		none:     "shared with nobody yet",
		offered:  "this service is too old to list the members of an image",
	})
	s.layExtra(c, extra{
		title: "Tasks", rows: s.taskItems(), err: s.extras.TasksErr, asked: true,
		none:    "none kept by the service",
		offered: "this service is too old to list the tasks of an image",
	})
	s.layCache(c)
	s.layLocations(c)
	if len(s.extras.Stores) > 0 || s.extras.StoresErr != nil {
		s.layExtra(c, extra{
			title: "Stores of the service", rows: s.storeItems(), err: s.extras.StoresErr, asked: true,
			offered: "this service does not name its stores",
		})
	}
}

// extra is what is said of one kind of extras.
type extra struct {
	title string
	rows  []item
	err   error
	// asked reports whether it is asked for; if not, notAsked says why.
	asked    bool
	notAsked string
	// none says that there are none, offered that the service has no such
	// call.
	none, offered string
}

func (s *Screen) layExtra(c *column, one extra) {
	count := 0
	for i := range one.rows {
		if one.rows[i].name != "" {
			count++
		}
	}
	note := ""
	if one.asked && s.extrasRead && one.err == nil {
		note = format.Count(count)
	}
	c.title(one.title, note)
	switch {
	case !one.asked:
		c.paragraph(s.theme.Muted, one.notAsked)
	case !s.extrasRead:
		c.paragraph(s.theme.Muted, "being read"+s.theme.Glyphs.Ellipsis)
	case errors.Is(one.err, remote.NotOffered):
		c.paragraph(s.theme.Muted, one.offered)
	case one.err != nil:
		s.unread(c, one.err)
	case len(one.rows) == 0:
		c.paragraph(s.theme.Muted, one.none)
	}
	for _, row := range one.rows {
		c.field(keyWidth, row)
	}
}

// unread says why something could not be read: that this user may not, or what
// failed.
func (s *Screen) unread(c *column, err error) {
	report := problem.Of(err)
	sentence := s.theme.Cells.ShowString(report.Sentence)
	if report.Kind == remote.Forbidden {
		c.paragraph(s.theme.Muted, "this user may not read this: "+sentence)
		return
	}
	c.paragraph(s.theme.Bad, "could not be read: "+problem.Sentence(sentence))
	if report.Advice != "" {
		c.paragraph(s.theme.Muted, problem.Sentence(s.theme.Cells.ShowString(report.Advice)))
	}
	if !report.Request.IsEmpty() {
		c.paragraph(s.theme.Muted, "request id "+s.theme.Cells.Show(report.Request))
	}
}

// memberItems returns the members in the order of their ids. A project that
// has not accepted an image does not find it in its list.
func (s *Screen) memberItems() []item {
	members := slices.Clone(s.extras.Members)
	slices.SortStableFunc(members, func(a, b model.Member) int { return strings.Compare(a.Project.Raw(), b.Project.Raw()) })
	rows := make([]item, 0, len(members))
	for i := range members {
		member := &members[i]
		style, value := theme.Style{}, s.project(member.Project)
		switch member.Status {
		case model.MemberAccepted:
			style = s.theme.Good
		case model.MemberPending:
			style, value = s.theme.Warn, value+", not in its list yet"
		case model.MemberRejected:
			style, value = s.theme.Bad, value+", not in its list"
		}
		if !member.UpdatedAt.IsZero() {
			value += ", " + format.Age(s.now, member.UpdatedAt)
		}
		rows = append(rows, item{
			id: "member " + member.Project.Raw(), name: s.stated(member.Status.Untrusted), nameStyle: style,
			value: value, label: "project id of the member", copied: member.Project,
		})
	}
	return rows
}

// stated returns the status of a member or a task, which names its row.
func (s *Screen) stated(status text.Untrusted) string {
	if status.IsEmpty() {
		return "no status"
	}
	return s.theme.Cells.Show(status)
}

// taskItems returns the tasks, the newest first, each with its message on a
// row of its own.
func (s *Screen) taskItems() []item {
	tasks := slices.Clone(s.extras.Tasks)
	slices.SortStableFunc(tasks, func(a, b model.Task) int { return b.CreatedAt.Compare(a.CreatedAt) })
	rows := make([]item, 0, 2*len(tasks))
	for i := range tasks {
		task := &tasks[i]
		style := s.theme.Busy
		switch task.Status {
		case model.TaskSuccess:
			style = s.theme.Good
		case model.TaskFailure:
			style = s.theme.Bad
		}
		one := item{
			id: "task " + task.ID.Raw(), name: s.stated(task.Status.Untrusted), nameStyle: style,
			value: s.theme.Cells.Show(task.Type), label: "id of the task", copied: task.ID,
		}
		if !task.UpdatedAt.IsZero() {
			one.value += ", " + format.Age(s.now, task.UpdatedAt) + ", " + format.Time(task.UpdatedAt)
		}
		if task.ID.IsEmpty() {
			one.label = ""
		}
		rows = append(rows, one)
		if !task.Message.IsEmpty() {
			rows = append(rows, item{
				id: "message " + task.ID.Raw(), value: s.theme.Cells.Show(task.Message),
				label: "message of the task", copied: task.Message,
			})
		}
	}
	return rows
}

// storeItems returns the stores, and which of them have the data of the image.
func (s *Screen) storeItems() []item {
	having := strings.Split(s.image.Stores.Raw(), ",")
	for i := range having {
		having[i] = strings.TrimSpace(having[i])
	}
	rows := make([]item, 0, len(s.extras.Stores))
	for i := range s.extras.Stores {
		store := &s.extras.Stores[i]
		said := make([]string, 0, 4)
		style := theme.Style{}
		switch {
		case s.image.Stores.IsEmpty():
		case slices.Contains(having, store.ID.Raw()):
			said, style = append(said, "has the data"), s.theme.Good
		default:
			said, style = append(said, "does not have the data"), s.theme.Muted
		}
		if store.Default {
			said = append(said, "default")
		}
		if store.ReadOnly {
			said = append(said, "read-only")
		}
		if !store.Description.IsEmpty() {
			said = append(said, s.theme.Cells.Show(store.Description))
		}
		rows = append(rows, item{
			id: "store " + store.ID.Raw(), name: s.theme.Cells.Show(store.ID), nameStyle: s.theme.Muted,
			value: strings.Join(said, ", "), valueStyle: style, label: "store", copied: store.ID,
		})
	}
	return rows
}
