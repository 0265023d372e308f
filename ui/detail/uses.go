package detail

import (
	"time"

	"glimpse/model/uses"
	"glimpse/ui/format"
	"glimpse/ui/problem"
	"glimpse/ui/theme"
	"glimpse/ui/usedby"
)

// mostUses is how many servers and volumes are listed; :uses shows all.
const mostUses = 12

// ShowUses takes what was made from the image.
func (s *Screen) ShowUses(found *uses.Found, now time.Time) {
	s.uses, s.now = found, now
	s.arrange()
}

// SetProject takes the id of the user's own project, and whether the user may be one who
// changes the images of others, too.
func (s *Screen) SetProject(own string, admin bool) { s.own, s.admin = own, admin }

// layUses lays out what was made from the image.
func (s *Screen) layUses(c *column) {
	if s.uses == nil {
		c.title("Used by", "")
		c.paragraph(s.theme.Muted, "being read"+s.theme.Glyphs.Ellipsis)
		return
	}
	servers, volumes := s.uses.Servers.Uses, s.uses.Volumes.Uses
	note := ""
	if all := len(servers) + len(volumes); all > 0 {
		note = format.Count(all)
	}
	c.title("Used by", note)
	said := usedby.Of(s.uses, []uses.Image{uses.ImageOf(&s.image)}, s.own)
	c.paragraph(s.theme.Muted, problem.Sentence(s.theme.Cells.ShowString(said.Text)))
	left := mostUses
	for i := range servers[:min(left, len(servers))] {
		c.field(keyWidth, s.useItem(&servers[i], "server"))
	}
	left = max(0, left-len(servers))
	for i := range volumes[:min(left, len(volumes))] {
		c.field(keyWidth, s.useItem(&volumes[i], "volume"))
	}
	if more := len(servers) + len(volumes) - mostUses; more > 0 {
		c.paragraph(s.theme.Muted, format.Count(more)+" more; :uses lists all")
	}
}

// useItem returns the row of a server or a volume.
func (s *Screen) useItem(use *uses.Use, kind string) item {
	value := s.theme.Cells.Show(use.Name)
	switch {
	case value != "":
	case !use.Server.IsEmpty():
		value = "attached to server " + s.theme.Cells.Show(use.Server)
	default:
		value = s.theme.Cells.Show(use.ID)
	}
	if name := s.projectName(use.Project); name != "" {
		value += ", project " + name
	}
	if !use.CreatedAt.IsZero() {
		value += ", " + format.Age(s.now, use.CreatedAt)
	}
	style := theme.Style{}
	if use.Status.Raw() == "ERROR" || use.Status.Raw() == "error" {
		style = s.theme.Bad
	}
	return item{
		id: kind + " " + use.ID.Raw(), name: kind + " " + s.stated(use.Status), nameStyle: style, value: value,
		label: "id of the " + kind, copied: use.ID,
	}
}
