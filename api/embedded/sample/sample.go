// Package sample makes believable images for the embedded Image service: the
// public builds of the usual distributions over the years, what projects
// build and snapshot, shared and community images, failures, and a few that
// somebody made to hurt whoever looks at them. Everything follows from the
// seed and the time that is given.
package sample

import (
	"cmp"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"glimpse/api/embedded/glance"
)

// Project is an owner of images.
type Project struct{ ID, Name string }

// Projects are the owners: Admin owns what is public, Demo and Other are
// those of the demonstration's accounts, Tenants everybody else.
type Projects struct {
	Admin, Demo, Other Project
	Tenants            []Project
}

// Options say what to make.
type Options struct {
	// Images is the number of records.
	Images int
	// Seed decides everything but the times.
	Seed uint64
	// Now is when the cloud is looked at. The newest image is a few minutes
	// old then, the oldest six years.
	Now time.Time
	// Projects are the owners. There must be at least one tenant.
	Projects Projects
	// Poison adds one image of every hostile kind to the few that are there
	// anyway, in place of ordinary ones, near the newest.
	Poison bool
	// Plain leaves the hostile images out altogether, for clients that would
	// not survive them.
	Plain bool
	// HideTraps hides the images whose properties end the list of other
	// clients: they are listed by who asks for hidden images.
	HideTraps bool
}

// Tenants returns the names of the projects that own images besides those of
// the demonstration's accounts.
func Tenants() []string {
	return []string{
		"web-prod", "web-staging", "data-platform", "ml-research", "ci-runners", "billing", "kubernetes-infra", "network-edge",
		"security-lab", "genomics-hpc", "media-encoding", "telemetry", "qa-integration", "erp", "students-cs101", "backup-vault",
		"sandbox-anna", "sandbox-tomek", "mail", "archive-2021",
	}
}

// Records makes the images, newest first. No two were created at the same
// time, but for the kernel and the ramdisk of one deployment agent.
func Records(options Options) []glance.Record {
	m := newMaker(options)
	created := m.times()
	// The oldest come first, so that a snapshot can be taken of an image that
	// was there.
	for i := options.Images - 1; i >= 0; i-- {
		m.begin(i, created[i])
		m.make(i)
		m.finish()
	}
	if special := m.special; special != nil && options.Images >= enoughForAgent {
		at := options.Images / 3
		m.records[at].CreatedAt = m.records[at+1].CreatedAt
	}
	return m.records
}

// years is how far back the images go, bend how much denser the recent past
// is than the distant one.
const (
	years = 6 * 365 * 24 * time.Hour
	bend  = 1.7
	// youngest is the age of the newest image.
	youngest = 3 * time.Minute
)

// times spreads the creations over the years, newest first and all different.
func (m *maker) times() []time.Time {
	n := len(m.records)
	source := rand.New(rand.NewPCG(m.options.Seed, timesStream))
	times := make([]time.Time, n)
	last := m.now.Add(-youngest)
	for i := range times {
		place := (float64(i) + source.Float64()) / float64(n)
		age := time.Duration(float64(years) * math.Pow(place, bend))
		at := m.now.Add(-youngest - age).Truncate(time.Microsecond)
		if !at.Before(last) {
			at = last.Add(-time.Microsecond)
		}
		times[i], last = at, at
	}
	return times
}

// Streams keep the random numbers of different purposes apart.
const (
	timesStream = 0x74696d6573
	imageStream = 0x696d616765
)

// maker makes one image after the other.
type maker struct {
	options Options
	now     time.Time
	records []glance.Record
	special map[int]func(*maker)
	// bases are the images that servers are made from, oldest first.
	bases []base
	// owners are the ids of projects, shared by their images.
	owners map[string]*string

	// What follows belongs to the image under way.
	source rand.PCG
	rng    *rand.Rand
	r      *glance.Record
	// properties and tags are the room in which those of an image are put
	// together.
	properties []glance.Property
	tags       []string
	// owner is the project that owns it.
	owner Project
}

// base is an image that a snapshot can be of.
type base struct {
	record *glance.Record
	build  *build
}

func newMaker(options Options) *maker {
	return &maker{
		options: options,
		now:     options.Now.UTC().Truncate(time.Microsecond),
		records: make([]glance.Record, options.Images),
		special: specials(options),
		owners:  map[string]*string{},
	}
}

// begin starts an image. Its random numbers depend on the seed and its place
// alone, so that one more draw for an image changes no other.
func (m *maker) begin(i int, created time.Time) {
	m.source.Seed(mixed(m.options.Seed^imageStream), mixed(uint64(i)))
	if m.rng == nil {
		m.rng = rand.New(&m.source)
	}
	m.r = &m.records[i]
	*m.r = glance.Record{ID: m.uuid(), Status: "active", Visibility: "private", CreatedAt: created, UpdatedAt: created}
	m.r.Properties, m.r.Tags = m.properties[:0], m.tags[:0]
	m.owner = m.someone()
}

// mixed spreads a number over all 64 bits (the finalizer of SplitMix64), for
// generators whose seeds differ in the last few bits begin alike.
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// finish fills in what every image has.
func (m *maker) finish() {
	if m.r.Owner == nil {
		m.r.Owner = m.ownerID(m.owner)
	}
	m.r.UpdatedAt = m.changed()
	m.properties, m.tags = m.r.Properties[:0], m.r.Tags[:0]
	m.r.Properties, m.r.Tags = exact(m.r.Properties), exact(m.r.Tags)
	for i := range m.r.Members {
		m.r.Members[i].CreatedAt = m.past(m.r.CreatedAt.Add(time.Hour))
		m.r.Members[i].UpdatedAt = m.r.Members[i].CreatedAt
		if m.r.Members[i].Status != "pending" { // then it has answered
			m.r.Members[i].UpdatedAt = m.past(m.r.CreatedAt.Add(26 * time.Hour))
		}
	}
}

// past keeps a time from being later than now.
func (m *maker) past(at time.Time) time.Time {
	if at.After(m.now) {
		return m.now
	}
	return at
}

// exact copies a list without room to grow, which would be wasted.
func exact[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	copy(out, list)
	return out
}

// ownerID returns a project's id, one string for all of its images.
func (m *maker) ownerID(p Project) *string {
	if m.owners[p.ID] == nil {
		m.owners[p.ID] = &p.ID
	}
	return m.owners[p.ID]
}

// changed draws when the image was last changed: mostly when its data had
// come in, sometimes later.
func (m *maker) changed() time.Time {
	at := m.r.CreatedAt.Add(time.Duration(4+m.rng.IntN(900))*time.Second + time.Duration(m.rng.IntN(1e6))*time.Microsecond)
	if age := m.now.Sub(m.r.CreatedAt); age > 48*time.Hour && m.one(4) {
		at = m.r.CreatedAt.Add(time.Duration(m.rng.Int64N(int64(age)))).Truncate(time.Microsecond)
	}
	return m.past(at)
}

// one reports whether the one case in n has come up.
func (m *maker) one(n int) bool { return m.rng.IntN(n) == 0 }

// pick draws from a list, the first ones more often.
func pick[T any](m *maker, list []T) T {
	return list[min(m.rng.IntN(len(list)), m.rng.IntN(len(list)))]
}

// even draws from a list, all alike.
func even[T any](m *maker, list []T) T { return list[m.rng.IntN(len(list))] }

// someone draws a project that makes images of its own.
func (m *maker) someone() Project {
	switch at := m.rng.IntN(20); {
	case at < 5:
		return m.options.Projects.Demo
	case at < 7:
		return m.options.Projects.Other
	}
	return pick(m, m.options.Projects.Tenants)
}

// digits draws n bytes in hexadecimal.
func (m *maker) digits(n int) string {
	var raw [64]byte
	for i := 0; i < n; i += 8 {
		word := m.rng.Uint64()
		for j := range min(8, n-i) {
			raw[i+j] = byte(word >> (8 * j))
		}
	}
	var text [2 * len(raw)]byte
	hex.Encode(text[:], raw[:n])
	return string(text[:2*n])
}

// uuid draws a random UUID (RFC 9562, version 4).
func (m *maker) uuid() string {
	text := []byte(m.digits(16))
	text[12], text[16] = '4', "89ab"[text[16]&3]
	var out [36]byte
	at := 0
	for _, part := range [][]byte{text[:8], text[8:12], text[12:16], text[16:20], text[20:]} {
		if at > 0 {
			out[at] = '-'
			at++
		}
		at += copy(out[at:], part)
	}
	return string(out[:])
}

// set gives a property its value, the last one if it is set again.
func (m *maker) set(key, value string) {
	for i := range m.r.Properties {
		if m.r.Properties[i].Key == key {
			m.r.Properties[i].Value = value
			return
		}
	}
	m.r.Properties = append(m.r.Properties, glance.Property{Key: key, Value: value})
}

func (m *maker) tag(names ...string) {
	for _, name := range names {
		if !slices.Contains(m.r.Tags, name) {
			m.r.Tags = append(m.r.Tags, name)
		}
	}
}

func (m *maker) name(name string) { m.r.Name = &name }

const (
	mib = int64(1) << 20
	gib = int64(1) << 30
)

// data gives the image content of about so many bytes, and a disk of so many
// GiB; a disk of 0 leaves the virtual size unknown.
func (m *maker) data(format string, size int64, disk int64) {
	m.r.DiskFormat, m.r.ContainerFormat = formats[format], formats["bare"]
	size = (size - size/8 + m.rng.Int64N(max(size/4, 1))) &^ 511
	virtual := disk * gib
	if format == "raw" {
		size = cmp.Or(virtual, size)
		virtual = size
	}
	m.r.Size = &size
	if virtual > 0 {
		m.r.VirtualSize = &virtual
	}
	checksum, hash := m.digits(16), m.digits(64)
	m.r.Checksum, m.r.HashAlgo, m.r.HashValue = &checksum, &sha512, &hash
	m.r.Stores = oneStore
}

// formats holds one string for each format, shared by all records.
var formats = func() map[string]*string {
	shared := map[string]*string{}
	for _, name := range []string{"raw", "qcow2", "vmdk", "iso", "vhdx", "aki", "ari", "bare"} {
		shared[name] = &name
	}
	return shared
}()

var (
	sha512   = "sha512"
	oneStore = []string{"fs"}
)
