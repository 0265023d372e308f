package glance

import (
	"html"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// statusError is an answer other than success. Its body is laid out as WebOb,
// the library under the real service, does it: an explanation, a detail, and
// three newlines between them that every client has learnt to strip.
type statusError struct {
	code int
	// explanation is the text in front of the break, detail the one behind.
	explanation, detail string
	// layout replaces explanation and detail where WebOb has a template of
	// its own (405, 415).
	layout string
	header http.Header
	// bare is an answer without a body, from below the service.
	bare bool
}

func (e *statusError) Error() string {
	return strconv.Itoa(e.code) + " " + e.message()
}

func (e *statusError) message() string {
	if e.layout != "" {
		return e.layout
	}
	return e.explanation + "<br /><br />\n" + e.detail + "\n\n"
}

// explanations are WebOb's texts for an error that says nothing of its own.
var explanations = map[int]string{
	http.StatusUnauthorized: "This server could not verify that you are authorized to access the document you requested. " +
		"Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to " +
		"supply the credentials required.",
	http.StatusForbidden:                    "Access was denied to this resource.",
	http.StatusNotFound:                     "The resource could not be found.",
	http.StatusConflict:                     "There was a conflict when trying to complete your request.",
	http.StatusRequestedRangeNotSatisfiable: "The Range requested is not available.",
	http.StatusInternalServerError:          "The server has either erred or is incapable of performing the requested operation.",
}

// titles are the reason phrases where WebOb's differ from net/http's.
var titles = map[int]string{
	http.StatusRequestedRangeNotSatisfiable: "Request Range Not Satisfiable",
}

func reason(code int) string {
	if text, ok := titles[code]; ok {
		return text
	}
	return http.StatusText(code)
}

// explain is an error whose text stands in front of the break.
func explain(code int, text string) *statusError {
	return &statusError{code: code, explanation: text}
}

// detailed is an error whose text stands behind WebOb's own.
func detailed(code int, text string) *statusError {
	return &statusError{code: code, explanation: explanations[code], detail: text}
}

func badRequest(text string) *statusError { return explain(http.StatusBadRequest, text) }
func forbidden(text string) *statusError  { return explain(http.StatusForbidden, text) }
func notFound(text string) *statusError   { return explain(http.StatusNotFound, text) }
func conflict(text string) *statusError   { return explain(http.StatusConflict, text) }

func noRoute() *statusError { return detailed(http.StatusNotFound, "") }

// broken is the answer where the real service runs into an exception that
// nobody catches.
func broken() *statusError { return detailed(http.StatusInternalServerError, "") }

func notAllowed(method, allow string) *statusError {
	return &statusError{
		code:   http.StatusMethodNotAllowed,
		layout: "The method " + method + " is not allowed for this resource. <br /><br />\n",
		header: http.Header{"Allow": {allow}},
	}
}

func unsupportedType(contentType string) *statusError {
	if contentType == "" {
		contentType = "text/plain" // what the real service's HTTP layer assumes
	}
	return &statusError{
		code:   http.StatusUnsupportedMediaType,
		layout: "The request media type " + contentType + " is not supported by this server.\n<br /><br />\n",
	}
}

// undecodable is the answer to a query that is no UTF-8.
func undecodable() *statusError {
	return badRequest("Error decoding your request. Either the URL or the request body contained characters " +
		"that could not be decoded by Glance")
}

// write sends the error in the form that the request accepts.
func (e *statusError) write(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	for name, values := range e.header {
		header[name] = values
	}
	if e.bare {
		header["Content-Type"] = nil
		if e.code == http.StatusInternalServerError {
			header.Set("Content-Type", typePlain)
			header.Del("X-Openstack-Request-Id")
		}
		header.Set("Content-Length", "0")
		w.WriteHeader(e.code)
		return
	}
	if r.Method == http.MethodHead {
		header.Set("Content-Type", "text/html; charset=UTF-8")
		header.Set("Content-Length", "0")
		w.WriteHeader(e.code)
		return
	}
	contentType, body := e.render(r.Header)
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(e.code)
	_, _ = w.Write(body)
}

func (e *statusError) render(header http.Header) (contentType string, body []byte) {
	status := strconv.Itoa(e.code) + " " + reason(e.code)
	switch best(header, typeHTML, typeJSON) {
	case typeJSON:
		out := append([]byte(nil), `{"message": `...)
		out = appendASCII(out, e.message())
		out = appendASCII(append(out, `, "code": `...), status)
		out = appendASCII(append(out, `, "title": `...), reason(e.code))
		return "application/json", append(out, '}')
	case typeHTML:
		escaped := &statusError{explanation: escapeHTML(e.explanation), detail: escapeHTML(e.detail), layout: e.layout}
		return "text/html; charset=UTF-8", []byte("<html>\n <head>\n  <title>" + status + "</title>\n </head>\n <body>\n  <h1>" +
			status + "</h1>\n  " + escaped.message() + "\n </body>\n</html>")
	default:
		return "text/plain; charset=UTF-8", []byte(status + "\n\n" + stripTags(e.message()))
	}
}

// escapeHTML escapes as WebOb does, which leaves nothing outside ASCII.
func escapeHTML(text string) string {
	// Go's entities for the quotes are numbers, Python's are not both so.
	text = strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#x27;").Replace(html.EscapeString(text))
	var out strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			out.WriteByte(byte(r))
		} else {
			out.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		}
	}
	return out.String()
}

// stripTags turns a body with markup into plain text as WebOb does: breaks
// become newlines, newlines spaces, and all that looks like a tag goes.
func stripTags(text string) string {
	text = strings.NewReplacer("\n", " ", "\r", "").Replace(text)
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '<')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '>')
		if end < 0 {
			break
		}
		out.WriteString(text[:open])
		if strings.HasPrefix(text[open:], "<br") {
			out.WriteByte('\n')
		}
		text = text[open+end+1:]
	}
	return out.String() + text
}
