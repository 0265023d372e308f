package sample

import (
	_ "embed" // for releases.txt
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// build is a release of an operating system or an appliance, of which images
// come out for as long as it is supported.
type build struct {
	distro, version string
	// title is a name that every build gets, file one that tells builds
	// apart, see named for its blanks.
	title, file string
	// user is who logs in first.
	user string
	// start and end frame the time in which images of it come out; until is
	// the end as it is written.
	start, end time.Time
	until      string
	// size is the image's in MiB, disk the virtual size in GiB.
	size, disk int64
	// weight is how often it comes up.
	weight int
	// arm reports whether there are images for aarch64.
	arm bool
	tag string
}

//go:embed releases.txt
var releases string

// known are the releases, read when the first service is filled.
var known = sync.OnceValue(func() (table struct {
	// builds are the releases of public images, appliances those without an
	// operating system to speak of, hosts those that projects build their own
	// images from.
	builds, appliances, hosts []build
},
) {
	table.builds, table.appliances = parseReleases(releases)
	for _, b := range table.builds {
		if slices.Contains([]string{"ubuntu", "debian", "rocky", "almalinux", "centos", "rhel", "sles"}, b.distro) {
			table.hosts = append(table.hosts, b)
		}
	}
	return table
})

// parseReleases reads the table, which is part of the program.
func parseReleases(table string) (builds, appliances []build) {
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "|")
		for i, cell := range cells {
			if cells[i] = strings.TrimSpace(cell); cells[i] == "-" {
				cells[i] = ""
			}
		}
		b := build{
			distro: cells[0], version: cells[1], title: cells[2], file: cells[3], user: cells[4],
			until: cells[6], start: month(cells[5]), end: month(cells[6]),
			size: number(cells[7]), disk: number(cells[8]), weight: int(number(cells[9])), arm: cells[10] == "both", tag: cells[11],
		}
		if b.distro == "" {
			appliances = append(appliances, b)
			continue
		}
		builds = append(builds, b)
	}
	return builds, appliances
}

func number(cell string) int64 {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		panic("sample: releases.txt: " + err.Error())
	}
	return n
}

func month(cell string) time.Time {
	at, err := time.Parse("2006-01", cell)
	if err != nil {
		panic("sample: releases.txt: " + err.Error())
	}
	return at
}

// current draws a release of which images came out at a time.
func (m *maker) current(list []build) *build {
	at, sum := m.r.CreatedAt, 0
	out := func(b *build) bool { return b.start.Before(at) && at.Before(b.end) }
	for i := range list {
		if out(&list[i]) {
			sum += list[i].weight
		}
	}
	pick := m.rng.IntN(max(sum, 1))
	for i := range list {
		if b := &list[i]; out(b) {
			if pick < b.weight {
				return b
			}
			pick -= b.weight
		}
	}
	return &list[len(list)-1]
}
