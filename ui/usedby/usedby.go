// Package usedby says in words what was made from images, as far as that is
// known.
package usedby

import (
	"fmt"
	"strings"

	"glimpse/model/uses"
	"glimpse/ui/format"
)

// Sentence is what uses some images, in one line that may hold foreign text.
type Sentence struct {
	// Text has the shape of a part of a sentence: "3 servers and 1 volume use it".
	// It is empty where nothing is to be said.
	Text string
	// InUse reports whether something is known to be made from them, Asking that the
	// services have not answered yet.
	InUse, Asking bool
}

// Asking is what is said until the services have answered.
func Asking(images int) Sentence {
	return Sentence{Text: "asking what uses " + them(images), Asking: true}
}

// Of says what uses some images. own is the id of the user's project.
func Of(found *uses.Found, images []uses.Image, own string) Sentence {
	sum := summed{found: found, images: len(images)}
	for _, image := range images {
		servers, volumes := found.Count(image.ID)
		sum.servers, sum.volumes = sum.servers+servers, sum.volumes+volumes
		if servers+volumes > 0 {
			sum.used++
		}
		if _, known := found.Unused(image, own); !known {
			sum.open++
		}
	}
	return Sentence{Text: sum.text(), InUse: sum.used > 0}
}

func them(images int) string {
	if images == 1 {
		return "it"
	}
	return "them"
}

// summed is what is known of the uses of some images.
type summed struct {
	found *uses.Found
	// images are so many, of which used are known to be used, and open are those of
	// which that is not known.
	images, used, open int
	servers, volumes   int
}

func (s *summed) text() string {
	servers, volumes := &s.found.Servers, &s.found.Volumes
	if servers.Reach == uses.Nowhere && volumes.Reach == uses.Nowhere {
		return "what uses " + them(s.images) + " is not known: " + Gap(s.found)
	}
	said := []string{s.counted()}
	if servers.Reach == uses.Nowhere {
		said = append(said, "servers are not known: "+compute.gap(servers.Gap))
	}
	if volumes.Reach == uses.Nowhere && volumes.Gap.Lack != uses.Absent {
		said = append(said, "volumes are not known: "+storage.gap(volumes.Gap))
	}
	if len(said) == 1 && (s.open > 0 || s.used > 0 && s.partial()) {
		said = append(said, "those of other projects are not shown to you")
	}
	return strings.Join(said, "; ")
}

// partial reports whether one project alone was looked at.
func (s *summed) partial() bool {
	return s.found.Servers.Reach == uses.OwnProject || s.found.Volumes.Reach == uses.OwnProject
}

// counted says how many servers and volumes use how many of the images.
func (s *summed) counted() string {
	all := s.servers + s.volumes
	verb, whom := "use", them(s.images)
	if all <= 1 {
		verb = "uses"
	}
	if s.used > 0 && s.used < s.images {
		whom = format.Count(s.used) + " of them"
	}
	return Counts(s.found, s.servers, s.volumes) + " " + verb + " " + whom
}

// Counts says how many servers and volumes there are, of the services that tell:
// "3 servers and 1 volume", "no server or volume".
func Counts(found *uses.Found, servers, volumes int) string {
	var kinds, none []string
	for _, kind := range []struct {
		count  int
		word   string
		answer *uses.Answer
	}{{servers, "server", &found.Servers}, {volumes, "volume", &found.Volumes}} {
		switch {
		case kind.count == 1:
			kinds = append(kinds, "1 "+kind.word)
		case kind.count > 1:
			kinds = append(kinds, format.Count(kind.count)+" "+kind.word+"s")
		case kind.answer.Reach != uses.Nowhere:
			none = append(none, kind.word)
		}
	}
	if len(kinds) == 0 {
		return "no " + strings.Join(none, " or ")
	}
	return strings.Join(kinds, " and ")
}

// service is what a service is called.
type service struct{ name string }

var (
	compute = service{"compute service"}
	storage = service{"block storage service"}
)

// Gap says why neither service told anything: "the compute service refused (403)".
func Gap(found *uses.Found) string {
	servers, volumes := found.Servers.Gap, found.Volumes.Gap
	if servers.Lack == volumes.Lack && servers.Status == volumes.Status {
		switch servers.Lack {
		case uses.NotAsked:
			return "nobody asked"
		case uses.Absent:
			return "no compute and no block storage service in the catalogue"
		case uses.Refused:
			return fmt.Sprintf("the compute and the block storage service refused (%d)", servers.Status)
		default:
		}
	}
	return compute.gap(servers) + "; " + storage.gap(volumes)
}

// Untold says why it cannot be known of any image that it is unused.
func Untold(found *uses.Found) string {
	switch {
	case found.Servers.Reach != uses.Nowhere:
		return storage.gap(found.Volumes.Gap)
	case found.Volumes.Reach != uses.Nowhere:
		return compute.gap(found.Servers.Gap)
	default:
		return Gap(found)
	}
}

func (s service) gap(gap uses.Gap) string {
	switch gap.Lack {
	case uses.NotAsked:
		return "nobody asked the " + s.name
	case uses.Absent:
		return "no " + s.name + " in the catalogue"
	case uses.Refused:
		return fmt.Sprintf("the %s refused (%d)", s.name, gap.Status)
	case uses.Unsafe:
		return "the address of the " + s.name + " is not encrypted, so the token was not sent there"
	default:
		return "the " + s.name + " did not tell: " + gap.Reason.Display()
	}
}
