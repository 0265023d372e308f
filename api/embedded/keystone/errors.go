package keystone

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// failure is an answer that is not a success, as an error.
type failure struct {
	code    int
	message string
	// identity is an extra member that some refusals of a token carry.
	identity any
}

func (f *failure) Error() string { return f.message }

// malformed ends the message of nearly every 400.
const malformed = " The server could not comply with the request since it is either malformed or otherwise incorrect." +
	" The client is assumed to be in error."

// unauthorized is what every wrong credential is answered, so that nobody
// learns which part was wrong.
func unauthorized() error {
	return &failure{code: http.StatusUnauthorized, message: "The request you have made requires authentication."}
}

// missing says that an attribute was expected in a part of the request.
func missing(attribute, target string) error {
	return badRequest("Expecting to find " + attribute + " in " + target + "." + malformed)
}

func badRequest(message string) error {
	return &failure{code: http.StatusBadRequest, message: message}
}

func notFound(message string) error {
	return &failure{code: http.StatusNotFound, message: message}
}

// forbidden says that a policy rule refused, or, without one, that something
// did.
func forbidden(rule string) error {
	message := "You are not authorized to perform the requested action"
	if rule != "" {
		message += ": " + rule
	}
	return &failure{code: http.StatusForbidden, message: message + "."}
}

func (f *failure) write(w http.ResponseWriter, r *http.Request, base string) {
	body := struct {
		Error struct {
			Code     int    `json:"code"`
			Identity any    `json:"identity,omitempty"`
			Message  string `json:"message"`
			Title    string `json:"title"`
		} `json:"error"`
	}{}
	body.Error.Code, body.Error.Message, body.Error.Identity = f.code, f.message, f.identity
	body.Error.Title = http.StatusText(f.code)
	if f.code == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Keystone uri="`+base+`/v3"`)
	}
	write(w, r, f.code, "application/json", append(asciiJSON(body, false), '\n'))
}

// notRouted answers a path that leads nowhere. It is a page of the web
// framework's, not an error of Keystone's.
func notRouted(w http.ResponseWriter, r *http.Request) {
	page(w, r, http.StatusNotFound, "The requested URL was not found on the server."+
		" If you entered the URL manually please check your spelling and try again.")
}

const notAllowed = "The method is not allowed for the requested URL."

func page(w http.ResponseWriter, r *http.Request, code int, text string) {
	title := http.StatusText(code)
	body := "<!doctype html>\n<html lang=en>\n<title>" + strconv.Itoa(code) + " " + title + "</title>\n<h1>" + title +
		"</h1>\n<p>" + text + "</p>\n"
	write(w, r, code, "text/html; charset=utf-8", []byte(body))
}

func write(w http.ResponseWriter, r *http.Request, code int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client is gone, nothing is left to be told
	}
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, asciiJSON(m.name, false)...), ':')
		out = append(out, asciiJSON(m.value, false)...)
	}
	return append(out, '}'), nil
}

// asciiJSON encodes v in ASCII alone, as Keystone does; spaced puts a blank
// after every comma and colon, as it does in all answers but errors.
func asciiJSON(v any, spaced bool) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic("keystone: an answer that is no JSON: " + err.Error())
	}
	text := bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
	out := make([]byte, 0, len(text)+len(text)/8)
	quoted, escaped := false, false
	for _, char := range string(text) {
		if char >= utf8.RuneSelf {
			for _, unit := range utf16.AppendRune(nil, char) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
			continue
		}
		out = append(out, byte(char))
		switch {
		case escaped:
			escaped = false
		case quoted && char == '\\':
			escaped = true
		case char == '"':
			quoted = !quoted
		case spaced && !quoted && (char == ',' || char == ':'):
			out = append(out, ' ')
		}
	}
	return out
}
