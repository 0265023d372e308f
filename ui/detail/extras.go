package detail

import (
	"errors"
	"time"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/human"
	"glimpse/ui/panel"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
)

// ErrNotOffered is the error of what a service is too old to answer.
var ErrNotOffered = errors.New("the service does not offer this")

// Extras are what belongs to an image and is not in its record.
type Extras struct {
	// Members are the projects that it is shared with; they are asked for
	// only where its visibility is shared.
	Members    []model.Member
	MembersErr error
	// Tasks are the imports that the service remembers.
	Tasks    []model.Task
	TasksErr error
	// Names are the names of projects by their ids, as far as they are known.
	Names map[string]text.Untrusted
}

// ShowExtras takes what belongs to the image beside its record.
func (s *Screen) ShowExtras(extras Extras, now time.Time) {
	s.extras, s.extrasRead, s.now = extras, true, now
	s.arrange()
}

// project returns a project by its name, where that is known, and its id.
func (s *Screen) project(id text.Untrusted) string {
	shown := s.look.Cells.Show(id)
	if name, known := s.extras.Names[id.Raw()]; known && !name.IsEmpty() {
		return s.look.Cells.Show(name) + "  " + shown
	}
	return shown
}

// writeExtras writes members and tasks.
func (s *Screen) writeExtras(c *column) {
	if s.source != nil {
		return // a preview asks for nothing
	}
	if s.image.Visibility == model.VisibilityShared {
		s.writeMembers(c)
	}
	s.writeTasks(c)
}

func (s *Screen) writeMembers(c *column) {
	c.title("Members", s.counted(len(s.extras.Members), s.extras.MembersErr))
	switch {
	case !s.extrasRead:
		c.styled(s.look.Muted, "being read"+s.look.Glyphs.Ellipsis)
	case s.extras.MembersErr != nil:
		s.writeFailure(c, s.extras.MembersErr)
	case len(s.extras.Members) == 0:
		c.styled(s.look.Muted, "shared with nobody yet")
	}
	for _, member := range s.extras.Members {
		style := theme.Style{}
		switch member.Status {
		case model.MemberAccepted:
			style = s.look.Good
		case model.MemberPending:
			style = s.look.Warn
		case model.MemberRejected:
			style = s.look.Bad
		}
		c.field(s.look.Cells.Show(member.Status.Untrusted), keyWidth, s.project(member.Project), style)
	}
}

func (s *Screen) writeTasks(c *column) {
	c.title("Tasks", s.counted(len(s.extras.Tasks), s.extras.TasksErr))
	switch {
	case !s.extrasRead:
		c.styled(s.look.Muted, "being read"+s.look.Glyphs.Ellipsis)
	case errors.Is(s.extras.TasksErr, ErrNotOffered):
		c.styled(s.look.Muted, "this service is too old to tell the tasks of an image")
	case s.extras.TasksErr != nil:
		s.writeFailure(c, s.extras.TasksErr)
	case len(s.extras.Tasks) == 0:
		c.styled(s.look.Muted, "none that the service remembers")
	}
	for i := range s.extras.Tasks {
		s.writeTask(c, &s.extras.Tasks[i])
	}
}

func (s *Screen) writeTask(c *column, task *model.Task) {
	style := s.look.Busy
	switch task.Status {
	case model.TaskSuccess:
		style = s.look.Good
	case model.TaskFailure:
		style = s.look.Bad
	}
	said := s.look.Cells.Show(task.Type)
	if !task.UpdatedAt.IsZero() {
		said += ", " + human.Age(s.now, task.UpdatedAt)
	}
	c.field(s.look.Cells.Show(task.Status.Untrusted), keyWidth, said, style)
	if !task.Message.IsEmpty() {
		c.field("", keyWidth, s.look.Cells.Show(task.Message), theme.Style{})
	}
}

func (s *Screen) counted(n int, err error) string {
	if !s.extrasRead || err != nil {
		return ""
	}
	return human.Count(n)
}

// writeFailure says why something could not be read.
func (s *Screen) writeFailure(c *column, err error) {
	report := problem.Of(err)
	if report.Kind == problem.Forbidden {
		c.styled(s.look.Muted, "this user may not know: "+s.look.Cells.ShowString(report.Sentence))
		return
	}
	c.styled(s.look.Bad, panel.Sentence(s.look.Cells.ShowString(report.Sentence)))
}
