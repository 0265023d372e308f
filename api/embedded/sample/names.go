package sample

import (
	"strconv"
	"strings"
)

// naming is what the blanks of a name are filled with, besides the image's
// time and small numbers.
type naming struct {
	// arch is x86_64 or aarch64.
	arch string
	// server is what a snapshot is of, build what an image was built from,
	// hash the commit that it was built at.
	server, hash string
	build        *build
}

// named fills in the blanks of a name: {date}, {day}, {month}, {arch}, {deb}
// (the architecture in Debian's words), {os}, {s} (the server), {hash}, and
// the numbers {n}, {nn} and {rev}.
func (m *maker) named(pattern string, with naming) string {
	if !strings.Contains(pattern, "{") {
		return pattern
	}
	var out strings.Builder
	out.Grow(2 * len(pattern))
	for {
		before, rest, found := strings.Cut(pattern, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		blank, after, _ := strings.Cut(rest, "}")
		out.WriteString(m.blank(blank, with))
		pattern = after
	}
}

func (m *maker) blank(name string, with naming) string {
	at := m.r.CreatedAt
	switch name {
	case "date":
		return at.Format("20060102")
	case "day":
		return at.Format("2006-01-02")
	case "month":
		return at.Format("2006.01")
	case "n":
		return strconv.Itoa(1 + m.rng.IntN(9))
	case "nn":
		return "0" + strconv.Itoa(1+m.rng.IntN(9))
	case "rev":
		return strconv.Itoa(100 + m.rng.IntN(300))
	case "arch":
		return with.arch
	case "deb":
		if with.arch == "aarch64" {
			return "arm64"
		}
		return "amd64"
	case "os":
		version, _, _ := strings.Cut(with.build.version, ".")
		return with.build.distro + version
	case "s":
		return with.server
	case "hash":
		return with.hash
	}
	panic("sample: no such blank in a name: " + name)
}
