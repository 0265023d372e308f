package plan

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// Request is one request of the Image API v2 as it is sent.
type Request struct {
	Method string
	// Path begins at the service's endpoint, as "/v2/images/…". That of a request to
	// another service is its whole URL.
	Path string
	// Version is the microversion that is asked for, as its header has it; mostly none.
	Version string
	// MediaType is that of the body; empty where there is none.
	MediaType string
	Body      []byte
	// File is the file of this machine that is the body, or, of a GET, that takes
	// the answer.
	File string
}

// Requests returns the requests of a step, if the image still is as it was
// shown. Tags that need it go as one list, computed from the tags that the
// image has at that moment.
func (s *Step) Requests() []Request {
	path := "/v2/images/" + url.PathEscape(s.Image.Raw())
	switch s.Kind {
	case Update:
		if len(s.Add)+len(s.Remove) > 0 {
			return []Request{patched(path, slices.Concat(s.Patch, s.retagPatch()))}
		}
		return []Request{patched(path, s.Patch)}
	case Retag:
		return s.retagRequests(path)
	case Delete:
		return []Request{{Method: "DELETE", Path: path}}
	case Create:
		return []Request{{Method: "POST", Path: "/v2/images", MediaType: "application/json", Body: s.record()}}
	case CreateFromVolume:
		return s.volumeRequests()
	case Share, Answer:
		if s.Members == nil {
			return nil
		}
		return s.memberRequests(path)
	case Upload, Import, Download, DeleteFrom:
		return s.dataRequests(path)
	case Relocate:
		return []Request{s.locationRequest(path)}
	case Cache, Uncache:
		return []Request{s.cacheRequest()}
	default:
		return []Request{{Method: "POST", Path: path + "/actions/" + string(s.Kind)}}
	}
}

func patched(path string, changes patch.Patch) Request {
	body, _ := json.Marshal(changes) // Check lets only values through that can be marshalled
	return Request{Method: "PATCH", Path: path, MediaType: patch.MediaType, Body: body}
}

func (s *Step) retagRequests(path string) []Request {
	if !patch.TagByTag(s.Add, s.Remove) {
		return []Request{patched(path, s.retagPatch())}
	}
	requests := make([]Request, 0, len(s.Add)+len(s.Remove))
	for _, tag := range s.Add {
		requests = append(requests, Request{Method: "PUT", Path: path + "/tags/" + url.PathEscape(tag)})
	}
	for _, tag := range s.Remove {
		requests = append(requests, Request{Method: "DELETE", Path: path + "/tags/" + url.PathEscape(tag)})
	}
	return requests
}

// retagPatch changes the tags as they were shown.
func (s *Step) retagPatch() patch.Patch {
	shown, _ := s.shown(model.AttrTags.String())
	has, _ := shown.Value.([]string)
	image := patch.Patch{patch.SetTags(has)}.Apply(&model.Image{})
	return patch.Patch{settingTags(&image, s.Add, s.Remove)}
}

// record is the body of Create. Its id makes a repeated request harmless.
func (s *Step) record() []byte {
	body := make(map[string]any, len(s.New)+1)
	for _, field := range s.New {
		body[field.Name] = field.Value
	}
	body[model.AttrID.String()] = s.Image.Raw()
	encoded, _ := json.Marshal(body) // as with a patch
	return encoded
}

// copied is JSON as it may be pasted: what could act on a terminal or a shell
// is escaped in the way of JSON, so that the body means the same.
func copied(body []byte) string {
	var out strings.Builder
	for _, r := range string(body) {
		if shown := string(r); text.Of(shown).Clipboard() == shown && r != utf8.RuneError {
			out.WriteString(shown)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}

// Curl returns the step as commands for a POSIX shell, one a line. The token
// stays a variable. What the commands change is what was shown: they do not
// look at the images first.
func (s *Step) Curl(endpoint string) string {
	base := strings.TrimSuffix(strings.TrimSuffix(endpoint, "/"), "/v2")
	var out strings.Builder
	for _, request := range s.Requests() {
		out.WriteString(`curl -X ` + request.Method + ` -H "X-Auth-Token: $OS_TOKEN"`)
		if request.Version != "" {
			out.WriteString(" -H " + text.ShellQuote(VersionHeader+": "+request.Version))
		}
		if len(request.Body) > 0 {
			out.WriteString(" -H " + text.ShellQuote("Content-Type: "+request.MediaType))
			out.WriteString(" --data-raw " + text.ShellQuote(copied(request.Body)))
		}
		switch {
		case request.File == "":
		case s.Kind == Download:
			out.WriteString(" --output " + text.Of(request.File).Shell())
		default:
			out.WriteString(" -H " + text.ShellQuote("Content-Type: "+request.MediaType))
			out.WriteString(" --upload-file " + text.Of(request.File).Shell())
		}
		address := request.Path
		if strings.HasPrefix(address, "/") {
			address = base + address
		}
		out.WriteString(" " + text.Of(address).Shell() + "\n")
	}
	return out.String()
}
