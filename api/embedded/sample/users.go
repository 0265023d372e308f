package sample

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"glimpse/api/embedded/cinder"
	"glimpse/api/embedded/glance"
	"glimpse/api/embedded/nova"
)

// usersStream keeps the random numbers of servers and volumes apart.
const usersStream = 0x7365727665

// mostUsed is how many of the newest images servers and volumes are made from: a
// cloud with a hundred thousand images does not have as many times more servers.
const mostUsed = 5000

// Users makes the servers and volumes that were made from images, newest first.
// Those of a public image belong to any project, those of another to its owner's,
// or to one that it is shared with.
func Users(records []glance.Record, options Options) ([]nova.Server, []cinder.Volume) {
	m := &users{maker: maker{options: options, now: options.Now.UTC().Truncate(time.Second)}}
	for i := range records[:min(mostUsed, len(records))] {
		m.source.Seed(mixed(options.Seed^usersStream), mixed(uint64(i)))
		if m.rng == nil {
			m.rng = rand.New(&m.source)
		}
		m.r = &records[i]
		m.use()
	}
	slices.SortStableFunc(m.servers, func(a, b nova.Server) int { return b.Created.Compare(a.Created) })
	slices.SortStableFunc(m.volumes, func(a, b cinder.Volume) int { return b.Created.Compare(a.Created) })
	return m.servers, m.volumes
}

// users makes the servers and volumes of one image after the other.
type users struct {
	maker
	servers []nova.Server
	volumes []cinder.Volume
}

// use makes what was made from the image under way.
func (m *users) use() {
	if m.r.Deleted() || m.r.Status != "active" && m.r.Status != "deactivated" {
		return
	}
	most, never := 3, 5 // so many at most, and none in so many of ten cases
	switch m.r.Visibility {
	case "public":
		most, never = 12, 3
	case "private":
		never = 6
	}
	if m.rng.IntN(10) < never {
		return
	}
	for range 1 + m.rng.IntN(most) {
		m.server()
	}
	if m.one(4) {
		m.volume(m.user(), "")
	}
}

// user draws the project that uses the image under way.
func (m *users) user() string {
	if m.r.Visibility == "public" || m.r.Visibility == "community" || m.r.Owner == nil {
		return m.someone().ID
	}
	for _, member := range m.r.Members {
		if member.Status == "accepted" && m.one(3) {
			return member.Project
		}
	}
	return *m.r.Owner
}

// roles are what servers are named after.
var roles = []string{"web", "app", "worker", "db", "cache", "proxy", "build", "node", "batch", "bastion"}

// server makes one server, every fourth with a volume that it starts from.
func (m *users) server() {
	server := nova.Server{
		ID: m.uuid(), Name: pick(&m.maker, roles) + "-" + strconv.Itoa(1+m.rng.IntN(40)), Status: "ACTIVE",
		ProjectID: m.user(), UserID: m.digits(16), Created: m.since(), ImageID: m.r.ID,
	}
	server.Updated = m.past(server.Created.Add(time.Duration(m.rng.IntN(90*24)) * time.Hour))
	switch {
	case m.one(12):
		server.Status = "ERROR"
	case m.one(6):
		server.Status = "SHUTOFF"
	}
	if m.one(4) {
		server.ImageID = ""
		server.Volumes = []string{m.volume(server.ProjectID, server.ID)}
	}
	m.servers = append(m.servers, server)
}

// volume makes one volume, and returns its id.
func (m *users) volume(project, server string) string {
	volume := cinder.Volume{
		ID: m.uuid(), Status: "available", ProjectID: project, UserID: m.digits(16), Size: 10 + 10*m.rng.IntN(10),
		ImageID: m.r.ID, Server: server, Created: m.since(),
	}
	if m.r.Name != nil {
		volume.ImageName = *m.r.Name
	}
	if server != "" {
		volume.Status = "in-use" // such a volume has no name of its own
	} else {
		volume.Name = pick(&m.maker, roles) + "-data-" + strconv.Itoa(1+m.rng.IntN(20))
	}
	m.volumes = append(m.volumes, volume)
	return volume.ID
}

// since draws a time since the image was made.
func (m *users) since() time.Time {
	age := m.now.Sub(m.r.CreatedAt)
	if age <= 0 {
		return m.now
	}
	return m.r.CreatedAt.Add(time.Duration(m.rng.Int64N(int64(age)))).Truncate(time.Second)
}
