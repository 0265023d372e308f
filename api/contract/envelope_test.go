package contract

import (
	"fmt"
	"strings"
	"testing"
)

// The body of an error follows the request's Accept header.
func TestAnErrorIsWrittenAsTheClientAccepts(t *testing.T) {
	s := newSpace(t)
	const get = "GET /v2/images/nope"
	html := header("Content-Type", "text/html; charset=UTF-8")
	plain := header("Content-Type", "text/plain; charset=UTF-8")
	const htmlBody = "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n" +
		"  No image found with ID nope<br /><br />\n\n\n\n </body>\n</html>"
	const plainBody = "404 Not Found\n\nNo image found with ID nope\n\n   "
	s.check(t, []exchange{
		{"as JSON, whose code is a text, for application/json", member, get, "", 404, refused("No image found with ID nope")},
		{"as HTML for */*", member, get + "\nAccept: */*", "", 404, all(html, text(htmlBody))},
		{"as HTML for text/html", member, get + "\nAccept: text/html", "", 404, all(html, text(htmlBody))},
		{"as plain text without Accept", member, get + "\nAccept:", "", 404, all(plain, text(plainBody))},
		{"as plain text for text/plain", member, get + "\nAccept: text/plain", "", 404, all(plain, text(plainBody))},
		{"as plain text for a type that Glance does not have", member, get + "\nAccept: application/xml", "", 404, all(plain, text(plainBody))},
		{"as the first of several types", member, get + "\nAccept: text/html, application/json", "", 404, all(html, text(htmlBody))},
		{"without escaping in JSON", member, "GET /v2/images/%3Cb%3E&%22x", "", 404, refused(`No image found with ID <b>&"x`)},
		{
			"with escaping in HTML", member, "GET /v2/images/%3Cb%3E&x\nAccept: text/html", "", 404,
			contains("No image found with ID &lt;b&gt;&amp;x<br /><br />"),
		},
		{"with control characters as they came", member, "GET /v2/images/a%1B%5B2Jb", "", 404, refused("No image found with ID a\x1b[2Jb")},
		{"with the bytes of a path taken for Latin-1", member, "GET /v2/images/%C3%A9", "", 404, refused("No image found with ID Ã©")},
	})
}

func TestWhatIsNotAResource(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "a"}`)
	s.check(t, []exchange{
		{"an unknown path is not found", member, "GET /v2/nope", "", 404, noRoute()},
		{"a slash at the end of a list is not found", member, "GET /v2/images/", "", 404, noRoute()},
		{"an id with an escaped slash is not found", member, "GET /v2/images/a%2Fb", "", 404, noRoute()},
		{"PUT on the list is not allowed", member, "PUT /v2/images", "{}", 405, wrongMethod("PUT", "GET, POST")},
		{"DELETE on the list is not allowed", member, "DELETE /v2/images", "", 405, wrongMethod("DELETE", "GET, POST")},
		{"POST on an image is not allowed", member, "POST /v2/images/{id}", "{}", 405, wrongMethod("POST", "GET, PATCH, DELETE")},
		{"PUT on an image is not allowed", member, "PUT /v2/images/{id}", "", 405, wrongMethod("PUT", "GET, PATCH, DELETE")},
		{"POST on image data is not allowed", member, "POST /v2/images/{id}/file", "", 405, wrongMethod("POST", "GET, PUT")},
		{"HEAD on an image is not allowed", member, "HEAD /v2/images/{id}", "", 405, header("Allow", "GET, PATCH, DELETE")},
		{"HEAD on the list is not allowed", member, "HEAD /v2/images", "", 405, header("Allow", "GET, POST")},
		{"HEAD on image data is not allowed", member, "HEAD /v2/images/{id}/file", "", 405, header("Allow", "GET, PUT")},
	})
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{"name": "a"}`)
	s.check(t, []exchange{
		{"a request id is made", member, "GET /v2/images/{id}", "", 200, func(s *space, a *answer) {
			if got := a.header.Get("X-Openstack-Request-Id"); len(got) != len("req-")+36 || !strings.HasPrefix(got, "req-") {
				s.Errorf("X-Openstack-Request-Id is %q", got)
			}
		}},
		{"a client's request id is echoed", member, "GET /v2/images/{id}\nX-Openstack-Request-Id: req-mine", "", 200, header("X-Openstack-Request-Id", "req-mine")},
		{"a client's request id is given the prefix that it lacks", member, "GET /v2/images/{id}\nX-Openstack-Request-Id: x", "", 200, header("X-Openstack-Request-Id", "req-x")},
		{"an image has no ETag", member, "GET /v2/images/{id}", "", 200, all(header("ETag", ""), header("Last-Modified", ""))},
		{"a condition is ignored", member, "GET /v2/images/{id}\nIf-None-Match: *", "", 200, has(`{"name": "a"}`)},
		{
			"a condition on a change is ignored", member, "PATCH /v2/images/{id}\nIf-Match: \"stale\"",
			`[{"op": "add", "path": "/p", "value": "v"}]`, 200, has(`{"p": "v"}`),
		},
		{"compression is not offered", member, "GET /v2/images/{id}\nAccept-Encoding: gzip", "", 200, all(header("Content-Encoding", ""), has(`{"name": "a"}`))},
		{"success is JSON without a charset", member, "GET /v2/images/{id}", "", 200, header("Content-Type", "application/json")},
		{"the Accept of a success is ignored", member, "GET /v2/images/{id}\nAccept: text/html", "", 200, header("Content-Type", "application/json")},
		{"JSON is spaced as Python does", member, "GET /v2/images/{id}", "", 200, contains(`, "name": "a", "disk_format": null, "container_format": null, `)},
	})
}

func TestSizesThatTheServerRefuses(t *testing.T) {
	s := newSpace(t)
	nothing := func(s *space, a *answer) {
		if len(a.body) != 0 || a.header.Get("Content-Type") != "" || a.header.Get("X-Openstack-Request-Id") != "" {
			s.Errorf("%d with body %q, headers %v; want nothing", a.status, a.body, a.header)
		}
	}
	line := func(length int) string {
		const head, tail = "GET /v2/images?limit=0&x=", " HTTP/1.1\r\n"
		return head + strings.Repeat("a", length-len(head)-len(tail))
	}
	long := func(length int) string { // of the whole header line
		return "GET /v2/images?limit=0\nX-Long: " + strings.Repeat("a", length-len("X-Long: \r\n"))
	}
	headers := func(count int) string {
		request := "GET /v2/images?limit=0"
		const others = 4 // Host, User-Agent, Accept and X-Auth-Token
		for n := range count - others {
			request += fmt.Sprintf("\nX-Filler-%d: x", n)
		}
		return request
	}
	s.check(t, []exchange{
		{"a request line of 8191 bytes is served", member, line(8191), "", 200, lists()},
		{"a request line of 8192 bytes is too long", member, line(8192), "", 414, nothing},
		{"a header line of 16,383 bytes is served", member, long(16383), "", 200, lists()},
		{"a header line of 16,384 bytes is refused", member, long(16384), "", 400, nothing},
		{"255 headers are served", member, headers(255), "", 200, lists()},
		{"256 headers are too many", member, headers(256), "", 431, header("X-Openstack-Request-Id", "")},
	})
}

func TestBytesThatAreNotUnicode(t *testing.T) {
	s := newSpace(t)
	s.image("id", member, `{}`)
	const undecodable = "Error decoding your request. Either the URL or the request body contained characters that could not be decoded by Glance"
	s.check(t, []exchange{
		{"in a query are refused", member, "GET /v2/images?name=%ff", "", 400, refused(undecodable)},
		{"in the name of a parameter are refused", member, "GET /v2/images?%ff=1", "", 400, refused(undecodable)},
		{"in a body are refused", member, "POST /v2/images", "{\"name\": \"\xff\"}", 400, refused("Malformed JSON in request body.")},
		{"a lone surrogate breaks the service", member, "POST /v2/images", `{"name": "\ud800"}`, 500, broken()},
		{"a lone surrogate in a patch breaks the service", member, "PATCH /v2/images/{id}", `[{"op": "add", "path": "/p", "value": "\ud800"}]`, 500, broken()},
	})
}

func TestWhoMayAsk(t *testing.T) {
	s := newSpace(t)
	const text401 = "This server could not verify that you are authorized to access the document you requested. " +
		"Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required."
	s.image("id", member, `{"name": "a"}`)
	refusal := all(refused(text401), header("Www-Authenticate", `Keystone uri="`+s.target.AuthURL+`"`))
	s.check(t, []exchange{
		{"nobody without a token", nobody, "GET /v2/images", "", 401, refusal},
		{"nobody with a token that Keystone does not know", nobody, "GET /v2/images\nX-Auth-Token: nope", "", 401, refusal},
		{"authentication comes before the route", nobody, "GET /v2/nope", "", 401, refusal},
		{"authentication comes before the method", nobody, "PUT /v2/images", "", 401, refusal},
		{
			"a token without a project lists what is public",
			nobody, "GET /v2/images?{mine}\nX-Auth-Token: " + s.target.tokenOf(t, unscoped), "", 200, lists(),
		},
		{
			"a token of the system lists everything",
			nobody, "GET /v2/images?{mine}\nX-Auth-Token: " + s.target.tokenOf(t, systemScope), "", 200, lists("a"),
		},
		{"anybody may ask for the options", nobody, "OPTIONS /v2/images", "", 200, text("")},
	})
}

// An answer without content mostly tells the type of it. Glance sends a length
// of 0 besides, which HTTP forbids in a 204, so no client can count on it.
func TestAnswersWithoutContent(t *testing.T) {
	s := newSpace(t)
	s.active("id", member, "{}", "data")
	s.image("queued", member, "{}")
	typed := all(text(""), header("Content-Type", "text/html; charset=UTF-8"))
	untyped := all(text(""), header("Content-Type", ""))
	s.must(member, "POST /v2/images/{id}/members\nContent-Type: application/json", `{"member": "{other}"}`)
	s.check(t, []exchange{
		{"a tag that was put", member, "PUT /v2/images/{id}/tags/t", "", 204, typed},
		{"a tag that was deleted", member, "DELETE /v2/images/{id}/tags/t", "", 204, typed},
		{"an action", member, "POST /v2/images/{id}/actions/deactivate", "", 204, typed},
		{"a member that was deleted", member, "DELETE /v2/images/{id}/members/{other}", "", 204, untyped},
		{"image data that is not there", member, "GET /v2/images/{queued}/file", "", 204, untyped},
		{"a deleted image", member, "DELETE /v2/images/{id}", "", 204, typed},
	})
}
