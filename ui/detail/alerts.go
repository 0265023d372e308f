package detail

import (
	"strconv"

	"glimpse/model"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/problem"
)

// alerts lays out what must be seen first: that the record could not be read
// again, what in it could not be decoded, and an import that failed or is
// under way.
func (s *Screen) alerts(c *column) {
	s.failure(c)
	s.faults(c)
	s.trouble(c)
	s.importing(c)
	if len(c.lines) > 0 {
		c.blank()
	}
}

func (s *Screen) failure(c *column) {
	if s.err == nil {
		return
	}
	report := problem.Of(s.err)
	title := "The image could not be read again; this is what the list knew of it"
	if s.gone() {
		title = "The image is gone; this is what the list knew of it"
	}
	c.paragraph(s.theme.Bad, title)
	c.paragraph(s.theme.Text, problem.Sentence(s.theme.Cells.ShowString(report.Sentence)))
	if report.Advice != "" {
		c.paragraph(s.theme.Muted, problem.Sentence(s.theme.Cells.ShowString(report.Advice)))
	}
	if !report.Request.IsEmpty() {
		c.paragraph(s.theme.Muted, "request id "+s.theme.Cells.Show(report.Request))
	}
}

func (s *Screen) faults(c *column) {
	if !s.image.IsIncomplete() {
		return
	}
	if len(c.lines) > 0 {
		c.blank()
	}
	c.paragraph(s.theme.Bad, "Parts of this record could not be read")
	for i, fault := range s.image.Faults {
		name := s.theme.Cells.Show(fault.Field)
		if name == "" {
			name = "the record"
		}
		c.field(keyWidth, item{
			id: "fault " + strconv.Itoa(i), name: name, nameStyle: s.theme.Muted,
			value: s.theme.Cells.ShowString(fault.Reason),
		})
	}
	for _, attribute := range s.image.Missing() {
		c.field(keyWidth, item{
			id: "missing " + attribute.String(), name: attribute.String(), nameStyle: s.theme.Muted,
			value: "the service did not send it",
		})
	}
}

// trouble says why the image needs attention, where neither its record nor an
// import is at fault.
func (s *Screen) trouble(c *column) {
	switch s.image.NeedsAttention(s.now) {
	case model.Stuck:
		c.paragraph(s.theme.Warn, s.stuck())
	case model.Killed:
		c.paragraph(s.theme.Bad, "The upload failed: the image has no data and will get none")
	case model.PendingDelete:
		c.paragraph(s.theme.Warn, "Deleted: the service removes the image later")
	case model.Deactivated:
		c.paragraph(s.theme.Warn, "Deactivated: its data is locked; "+s.theme.Keys.For("change", action.ToggleActive)+" reactivates it")
	default:
	}
}

// stuck says for how long an image has waited for its data.
func (s *Screen) stuck() string {
	since := s.image.AttentionSince(model.Stuck)
	at, _ := s.image.Time(since)
	said, age := "Stuck: still "+s.theme.Cells.Show(s.image.Status.Untrusted), format.Age(s.now, at)
	if since == model.AttrCreatedAt {
		return said + "; it was created " + age
	}
	return said + "; its record was last changed " + age
}

// importing shows an import that failed, or is under way, and what to do
// about it.
func (s *Screen) importing(c *column) {
	failed, _ := s.image.Property(model.PropertyFailedImport)
	stores, _ := s.image.Property(model.PropertyImportingToStores)
	task, _ := s.image.Property(model.PropertyImportTask)
	if failed.IsEmpty() && stores.IsEmpty() && task.IsEmpty() {
		return
	}
	brokeOff := s.image.ImportBrokeOff()
	if message := model.FailureOf(s.extras.Tasks); s.image.ImportFailed() && !message.IsEmpty() {
		c.paragraph(s.theme.Bad, `The import failed: "`+s.theme.Cells.Show(message)+`"`)
	}
	c.title("Import", "")
	add := func(name, property string, value tag) {
		if !value.IsEmpty() {
			c.field(keyWidth, item{
				id: "import " + property, name: name, nameStyle: s.theme.Muted,
				value: s.theme.Cells.Show(value), valueStyle: s.theme.Warn, label: property, copied: value,
			})
		}
	}
	add("failed in store", model.PropertyFailedImport, failed)
	if brokeOff {
		add("was meant for", model.PropertyImportingToStores, stores)
	} else {
		add("importing to", model.PropertyImportingToStores, stores)
	}
	add("task", model.PropertyImportTask, task)
	if s.image.ImportFailed() {
		c.paragraph(s.theme.Text, s.afterFailure())
	}
	if !brokeOff && (!stores.IsEmpty() || !task.IsEmpty()) {
		c.paragraph(s.theme.Text, "Data is being imported. "+s.theme.Keys.For("everywhere", action.Refresh)+" shows how far it is.")
	}
}

// afterFailure says what a failed import means for the image, and the way out.
func (s *Screen) afterFailure() string {
	switch s.image.Status {
	case model.StatusActive:
		return "The image can be used: other stores have its data. To put it into these stores as well, " +
			"import it again with the method copy-image."
	case model.StatusQueued:
		return "The image has no data and cannot be used. Import or upload its data again (" +
			s.theme.Keys.For("change", action.DataIn) + "), or delete the image (" + s.theme.Keys.For("change", action.Delete) + ")."
	default:
		return "The data did not get into these stores. Import it again once the image is queued or active."
	}
}
