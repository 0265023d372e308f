package glance

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// minors are the minor versions of API v2, newest first. Two of them are served
// with an image cache only.
func (s *Service) minors() []string {
	known := []string{"16", "15", "14", "13", "12", "11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"}
	if s.options.Extras {
		return known
	}
	return slices.DeleteFunc(known, func(minor string) bool { return minor == "16" || minor == "14" })
}

const vendorType = "application/vnd.openstack.images-"

// negotiate takes the version off a path, or reads it from a vendor's media
// type in Accept, and reports whether it is one that is served.
func (s *Service) negotiate(path, accept string) (rest string, ok bool) {
	if first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); first == "versions" {
		return "", false
	}
	if version, found := strings.CutPrefix(accept, vendorType); found {
		return path, s.knownVersion(version)
	}
	path = strings.TrimLeft(path, "/")
	version, rest := path, ""
	if at := strings.IndexByte(path, '/'); at >= 0 {
		version, rest = path[:at], path[at:]
	}
	return rest, s.knownVersion(version)
}

func (s *Service) knownVersion(version string) bool {
	if version == "v2" {
		return true
	}
	minor, found := strings.CutPrefix(version, "v2.")
	return found && slices.Contains(s.minors(), minor)
}

func (s *Service) serveVersions(w http.ResponseWriter, r *http.Request, code int) {
	out := append([]byte(nil), `{"versions": [`...)
	for i, minor := range s.minors() {
		status := "SUPPORTED"
		if i == 0 {
			status = "CURRENT"
		} else {
			out = append(out, ", "...)
		}
		out = append(out, `{"id": "v2.`+minor+`", "status": "`+status+`", "links": [{"rel": "self", "href": `...)
		out = append(appendASCII(out, "http://"+r.Host+"/v2/"), "}]}"...)
	}
	out = append(out, "]}"...)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = w.Write(out) //nolint:gosec // JSON, with the host escaped, and not served to a browser
	}
}

// serveHealth answers the health check in the form that is asked for, plain
// text unless JSON or HTML is.
func serveHealth(w http.ResponseWriter, r *http.Request) {
	contentType, body := "text/plain; charset=UTF-8", "OK"
	switch best(r.Header, typePlain, typeHTML, typeJSON) {
	case typeJSON:
		contentType, body = "application/json", "{\n    \"detailed\": false,\n    \"reasons\": [\n        \"OK\"\n    ]\n}"
	case typeHTML:
		contentType = "text/html; charset=UTF-8"
		body = "<HTML>\n<HEAD><TITLE>Healthcheck Status</TITLE></HEAD>\n<BODY>\n\n<H2>Result of 1 checks:</H2>\n" +
			"<TABLE bgcolor=\"#ffffff\" border=\"1\">\n<TBODY>\n<TR>\n\n<TH>\nReason\n</TH>\n</TR>\n<TR>\n\n    <TD>OK</TD>\n\n</TR>\n" +
			"</TBODY>\n</TABLE>\n<HR></HR>\n\n</BODY>\n</HTML>"
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write([]byte(body))
	}
}
