package api

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model/text"
)

// What is scanned is what the reader of any JSON makes of it.
func expectScannedAsRead(t rapid.TB, body []byte, scanned listing) {
	t.Helper()
	read, err := readListing(body, true, newInterner())
	if err != nil {
		t.Errorf("%.300q is scanned, and no page: %v", body, err)
		return
	}
	if scanned.more != read.more || !cmp.Equal(scanned.images, read.images, cmp.AllowUnexported(text.Untrusted{})) {
		t.Errorf("%.300q is scanned other than it is read:\n%s", body,
			cmp.Diff(read.images, scanned.images, cmp.AllowUnexported(text.Untrusted{})))
	}
}

func TestAPageOfAServiceIsScanned(t *testing.T) {
	t.Parallel()
	shared := newInterner()
	for i, next := range []string{"", "x", ""} {
		body := renderPage(7*i, 40, next)
		page, ok := scanListing(body, true, shared)
		if !ok || len(page.images) != 40 || page.more != (next != "") {
			t.Fatalf("%d images, more %v, scanned %v", len(page.images), page.more, ok)
		}
		expectScannedAsRead(t, body, page)
	}
}

// What is odd about a record is left to the reader of any JSON, and what is odd about the
// page is left to those of what is none.
func TestWhatIsScannedSaysTheSameToAnyReader(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		members string
		scanned bool
	}{
		{`"name": "plain"`, true},
		{`"name": "B\u00fcro \"1\"\n"`, true},
		{`"name": "half \ud800"`, true},
		{"\"name\": \"\xff\xfe\"", true},
		{`"n\u0061me": "escaped key"`, true},
		{`"name": "a", "name": "b"`, true},
		{`"p": "a", "p": "b", "\u0070": "c"`, true},
		{`"size": 0, "min_ram": 12, "min_disk": -1, "virtual_size": 1e3`, true},
		{`"tags": ["a", "", "\u0062"], "p": ""`, true},
		{`"tags": ["a", 1], "protected": 1`, true},
		{`"locations": [{"url": "file:///x", "metadata": {}}], "p": {"q": [1]}`, true},
		{`"size": 012`, false},
		{`"name": "wrong \x"`, false},
		{"\"name\": \"tab\there\"", false},
		{`"name": nul`, false},
		{`"name": "a",`, false},
		{`"name": "a" "p": "b"`, false},
		{`"p": [}, "q": {]`, false},
	} {
		body := []byte(`{"images": [{"id": "before", "p": "a"}, {"id": "odd", ` + test.members + `}, {"id": "behind", "p": "a"}], "next": "x"}`)
		page, scanned := scanListing(body, true, newInterner())
		if scanned != test.scanned {
			t.Errorf("%s: scanned is %v", test.members, scanned)
		}
		if scanned {
			expectScannedAsRead(t, body, page)
		}
	}
	for _, page := range []string{
		``, `[]`, `{}`, `{"images": []}`, `{"images": [], "images": []}`, `{"images": {}}`, `{"images": [1]}`, `{"images": null}`,
		`{"images": [{"id": "a"}], "images": [{"id": "b"}]}`, `{"images": [{"id": "a"}], "next": ["x"]}`, `{"images": [{"id": "a"}]`,
		`{"images": [{"id": "a"},]}`, `{"next": "x"}`, `{"images": [{"id": "a"}] "next": "x"}`,
	} {
		if got, scanned := scanListing([]byte(page), true, newInterner()); scanned {
			t.Errorf("%s is scanned as %+v", page, got)
		}
	}
}

// The tables of keys and texts that pages share change no page.
func TestWhatWasLearnedOfPagesChangesNone(t *testing.T) {
	t.Parallel()
	shared := newInterner()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{`"a"`, `"b"`, `""`, `"\u0061"`, `"a\\b"`, `"a\b"`, `"a\\\\b"`, `null`, `1`, `"\ud800"`, "\"\x80\""})
		key := rapid.SampledFrom([]string{`"p"`, `"q"`, `"name"`, `"status"`, `"owner"`, `"\u0070"`, `"a\\b"`, `"a\b"`, `"tags"`})
		var body bytes.Buffer
		body.WriteString(`{"images": [`)
		for i := range rapid.IntRange(1, 6).Draw(t, "records") {
			if i > 0 {
				body.WriteString(",")
			}
			body.WriteString(`{"id": "x"`)
			for range rapid.IntRange(0, 6).Draw(t, "members") {
				body.WriteString(", " + key.Draw(t, "key") + ": " + word.Draw(t, "value"))
			}
			body.WriteString("}")
		}
		body.WriteString("]}")
		page, scanned := scanListing(body.Bytes(), true, shared)
		if !scanned {
			t.Fatalf("%s is not scanned", body.Bytes())
		}
		expectScannedAsRead(t, body.Bytes(), page)
	})
}

func TestMoreKeysThanAreKept(t *testing.T) {
	t.Parallel()
	shared := newInterner()
	for first := range 5 {
		var body bytes.Buffer
		body.WriteString(`{"images": [{"id": "a"`)
		for i := range mostKeys / 2 {
			fmt.Fprintf(&body, `, "%d-%d": "v"`, first, i)
		}
		body.WriteString(`, "0-0": "w", "id2": "x"}, {"id": "b", "0-0": "v"}]}`)
		page, scanned := scanListing(body.Bytes(), true, shared)
		if !scanned {
			t.Fatal("it is not scanned")
		}
		expectScannedAsRead(t, body.Bytes(), page)
	}
}

func TestEndOfPlain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := []byte(rapid.StringOfN(rapid.SampledFrom([]rune{'a', 'é', ' ', '!', '#', '"', '\\', 0x1f, 0x7f, '[', ']'}), 0, 40, -1).Draw(t, "body"))
		want := -1
		for i, c := range body {
			if c < ' ' || c == '\\' {
				break
			}
			if c == '"' {
				want = i
				break
			}
		}
		if got := endOfPlain(body, 0); got != want {
			t.Errorf("%q: %d, want %d", body, got, want)
		}
	})
}

func FuzzScan(f *testing.F) {
	f.Add(renderPage(0, 2, "x"))
	f.Add([]byte(`{"images": [{"id": "a", "tags": ["b"], "size": 1, "p": null, "q": "\u00fc"}, {"id": "a", "p": [1]}], "next": null}`))
	shared := newInterner()
	f.Fuzz(func(t *testing.T, body []byte) {
		if page, scanned := scanListing(body, true, shared); scanned {
			expectScannedAsRead(t, body, page)
		}
	})
}
