package errorbody

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestTheSentenceIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, body, want string }{
		{"Glance's JSON", `{"message": "Attribute 'self' is read-only.<br /><br />\n\n\n", "code": "403 Forbidden", "title": "Forbidden"}`, "Attribute 'self' is read-only."},
		{"Glance's JSON with its heading", `{"message": "Access was denied to this resource.<br /><br />\nImage x is protected.\n\n"}`, "Image x is protected."},
		{"Glance's limit of a project", `{"message": "The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was breached.\n\nThe response body:\nProject p is over a limit for [Resource image_count_total is over limit of 3 due to current usage 3 and delta 1]<br /><br />\n\n\n"}`, "Project p is over a limit for [Resource image_count_total is over limit of 3 due to current usage 3 and delta 1]"},
		{"a heading alone", `{"message": "Access was denied to this resource."}`, "Access was denied to this resource."},
		{"a schema's message", `{"message": "Provided object does not match schema 'image': 5 is not of type 'string'\n\nFailed validating 'type'"}`, "5 is not of type 'string'"},
		{"Glance's page", "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  No image found with ID x<br /><br />\n\n\n\n </body>\n</html>", "404 Not Found: No image found with ID x"},
		{"Glance's text", "404 Not Found\n\nNo image found with ID x\n\n   ", "404 Not Found No image found with ID x"},
		{"Keystone", `{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}`, "The request you have made requires authentication."},
		{"Nova", `{"badRequest": {"code": 400, "message": "Invalid input"}}`, "Invalid input"},
		{"Nova's limit", `{"overLimit": {"code": 413, "message": "This request was rate-limited.", "retryAfter": "5"}}`, "This request was rate-limited."},
		{"a fault of any name", `{"computeFault": {"message": "Unexpected", "code": 500}}`, "Unexpected"},
		{"a fault that is a text", `{"itemNotFound": "gone"}`, "gone"},
		{"error_msg", `{"error_msg": "The parameter is wrong", "error_code": "IMG.0001", "request_id": "r"}`, "The parameter is wrong"},
		{"error_message", `{"error_message": "no", "code": 7}`, "no"},
		{"Ironic's JSON in a text", `{"error_message": "{\"debuginfo\": null, \"faultcode\": \"Client\", \"faultstring\": \"Node x is locked\"}"}`, "Node x is locked"},
		{"WSME", `{"debuginfo": null, "faultcode": "Client", "faultstring": "Unknown attribute"}`, "Unknown attribute"},
		{"Neutron", `{"NeutronError": {"type": "PortNotFound", "message": "Port x could not be found.", "detail": ""}}`, "Port x could not be found."},
		{"Neutron with a detail", `{"NeutronError": {"type": "T", "message": "Bad.", "detail": "because"}}`, "Bad. because"},
		{"Placement", `{"errors": [{"status": 404, "title": "Not Found", "detail": "No such class.", "request_id": "req-1"}]}`, "No such class."},
		{"several errors", `{"errors": [{"detail": "one"}, {"title": "two"}, {"message": "three"}, {"detail": "one"}]}`, "one; two; three"},
		{"errors that are texts", `{"errors": ["one", "two"]}`, "one; two"},
		{"errors by field", `{"errors": {"name": ["is too long"]}}`, "is too long"},
		{"RFC 9457", `{"type": "https://e/x", "title": "Out of credit", "status": 403, "detail": "Your balance is 30.", "instance": "/i"}`, "Your balance is 30."},
		{"RFC 9457 with a title alone", `{"type": "about:blank", "title": "Not Found", "status": 404}`, "Not Found"},
		{"Heat", `{"explanation": "The resource could not be found.", "code": 404, "error": {"message": "The Stack (x) could not be found.", "type": "EntityNotFound"}, "title": "Not Found"}`, "The Stack (x) could not be found."},
		{"Zaqar and Barbican", `{"title": "Bad", "description": "The body is empty"}`, "The body is empty"},
		{"OAuth", `{"error": "invalid_client", "error_description": "The secret is wrong"}`, "The secret is wrong"},
		{"Spring", `{"timestamp": "2026", "status": 404, "error": "Not Found", "path": "/x"}`, "Not Found"},
		{"FastAPI", `{"detail": [{"loc": ["body", "x"], "msg": "field required", "type": "missing"}]}`, "field required"},
		{"OData", `{"error": {"code": "c", "message": {"lang": "en", "value": "no"}}}`, "no"},
		{"Ceph's capitals", `{"Code": "AccessDenied", "Message": "denied"}`, "denied"},
		{"Ceph's XML", `<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code><Message>There is &lt;none&gt;</Message><RequestId>tx</RequestId></Error>`, "There is <none>"},
		{"Nova's XML", `<badRequest code="400" xmlns="http://docs.openstack.org/"><message>Invalid</message></badRequest>`, "Invalid"},
		{"XML with CDATA", `<fault><faultstring><![CDATA[a < b]]></faultstring></fault>`, "a < b"},
		{"a JSON text", `"no"`, "no"},
		{"a page in a JSON text", `{"message": "<html><head><title>t</title></head><body><h1>502 Bad Gateway</h1></body></html>"}`, "502 Bad Gateway"},
		{"HAProxy", "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n", "503 Service Unavailable: No server is available to handle this request."},
		{"nginx", "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n", "502 Bad Gateway: nginx/1.22.1"},
		{"Apache", `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable</h1><p>The server is temporarily unable.</p><hr><address>Apache/2.4.57</address></body></html>`, "Service Unavailable: The server is temporarily unable. Apache/2.4.57"},
		{"Envoy", "upstream connect error or disconnect/reset before headers. reset reason: connection failure", "upstream connect error or disconnect/reset before headers. reset reason: connection failure"},
		{"a page with scripts", `<html><head><style>p{}</style></head><body><script>alert("x")</script><!-- c --><p>nginx &amp; co&nbsp;&#33;</p></body></html>`, "nginx & co !"},
		{"a page with a title alone", `<html><head><title>Sign in</title></head><body></body></html>`, "Sign in"},
		{"a page that says nothing", `<html><head></head><body><img src="x"></body></html>`, ""},
		{"a page that broke off", `<html><body><h1>Bad`, "Bad"},
		{"plain text", "Service\r\n  Unavailable\n", "Service Unavailable"},
		{"text that begins like a page", "<unknown> is not allowed", "<unknown> is not allowed"},
		{"text that begins like a list", "[error] no", "[error] no"},
		{"a byte order mark", "\uFEFF{\"message\": \"no\"}", "no"},
		{"nothing", " \r\n", ""},
		{"JSON that broke off", `{"message": "half`, `{"message": "half`},
		{"JSON that says nothing", `{"message": 7}`, `{"message": 7}`},
		{"an empty object", `{}`, `{}`},
		{"null", `null`, `null`},
	} {
		if got := Sentence([]byte(test.body)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestASentenceIsFoundUnderAnyFault wraps a sentence in the names of faults
// that no list has.
func TestASentenceIsFoundUnderAnyFault(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sentence := rapid.StringMatching(`[A-Za-z][A-Za-z ,]{0,30}[a-z]`).Draw(t, "sentence")
		sentence = strings.Join(strings.Fields(sentence), " ")
		var body any = map[string]any{
			rapid.SampledFrom(names).Draw(t, "name"): sentence, "code": 400, "type": "T", "traceback": nil,
		}
		for range rapid.IntRange(0, 4).Draw(t, "depth") {
			if rapid.Bool().Draw(t, "list") {
				body = []any{body}
			} else {
				body = map[string]any{rapid.StringMatching(`[a-zA-Z]{4,12}Fault`).Draw(t, "fault"): body}
			}
		}
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if got := Sentence(encoded); got != sentence {
			t.Fatalf("%s: got %q", encoded, got)
		}
	})
}

// FuzzSentence holds a sentence to what it promises of any body: one line, no
// longer than what was read, and none only where there is nothing to read.
func FuzzSentence(f *testing.F) {
	for _, seed := range []string{
		`{"message": "no\u001b[31m"}`, `{"error": {"message": "\u202e"}}`, "<html><script>alert(1)</script><p>x", "\xff\xfe\x00", "[]", "null",
		strings.Repeat("[", 5000), `{"a":` + strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 51), "<" + strings.Repeat("<", 500), "a\nb\r\tc",
		`{"message": "{\"message\": \"{}\"}"}`, "<a></a><h1>x</h1><h2>y</h2>z", strings.Repeat("<h1>x</h1>", 200), `{"errors": [[[["x"]]]]}`, "<!--", "<![CDATA[",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got := Sentence(body)
		if strings.Join(strings.FieldsFunc(got, unicode.IsSpace), " ") != got {
			t.Fatalf("%q is not one tidy line", got)
		}
		if len(got) > 3*len(body)+3*mostSentences { // a byte that is not UTF-8 becomes three
			t.Fatalf("%d bytes became %d", len(body), len(got))
		}
	})
}
