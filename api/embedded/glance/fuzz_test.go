package glance

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"
)

// mayBreak reports whether a query is one that the real service answers 500: a
// bound on what is no column, a number beyond 64 bits, a relation, or a word
// where it expects something else.
func mayBreak(query params) bool {
	for _, p := range query {
		switch p.key {
		case "properties", "locations", "members", "tags", "changes-since":
			return true
		}
		if ranged(p.key) {
			return true
		}
	}
	return false
}

func FuzzListParameters(f *testing.F) {
	for _, seed := range []string{
		"", "limit=1&marker=mine", "name=in:%22a,b%22,c", "tag=a&tag=b", "sort=name:asc,size", "created_at=gt:2026-01-01T00:00:00%2B02:00",
		"size_min=1&size_max=99999999999999999999", "os_hidden=true&visibility=all", "%ff=%zz&&=", "sort_key=name&sort_dir=asc&limit=2",
	} {
		f.Add(seed)
	}
	r := gallery(f)
	f.Fuzz(func(t *testing.T, query string) {
		request := httptest.NewRequest(get, "http://cloud/v2/images", nil)
		request.URL.RawQuery = query
		request.Header.Set("X-Auth-Token", "demo")
		request.Header.Set("Accept", "application/json")
		recorder := httptest.NewRecorder()
		r.s.ServeHTTP(recorder, request)
		if !json.Valid(recorder.Body.Bytes()) {
			t.Fatalf("no JSON: %q", recorder.Body.String())
		}
		read, _ := parseQuery(query)
		if recorder.Code >= 500 && !mayBreak(read) {
			t.Errorf("%q: %d %s", query, recorder.Code, recorder.Body.String())
		}
	})
}

func FuzzPatch(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[{"op": "add", "path": "/a~1b", "value": "x"}]`, `[{"op": "replace", "path": "/tags", "value": ["a", "b"]}]`,
		`[{"op": "remove", "path": "/k"}, {"op": "add", "path": "/min_disk", "value": 1e3}]`, `{"a": "\ud800\udc00\ud800"}`, `[[[[1.5e400, NaN]]]]`,
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	s := newRig(f).s
	f.Fuzz(func(t *testing.T, body string, strict bool) {
		r := &rig{TB: t, s: s}
		id := r.create("demo", `{"k": "v"}`)
		request := httptest.NewRequest(patch, "http://cloud/v2/images/"+id, strings.NewReader(body))
		request.Header.Set("X-Auth-Token", "demo")
		request.Header.Set("Accept", "application/json")
		request.Header.Set("Content-Type", patchV21)
		if strict {
			request.Header.Set("Content-Type", patchV20)
		}
		recorder := httptest.NewRecorder()
		r.s.ServeHTTP(recorder, request)
		if !json.Valid(recorder.Body.Bytes()) {
			t.Fatalf("no JSON: %q", recorder.Body.String())
		}
		held, _ := r.s.Snapshot(id)
		for _, p := range held.Properties {
			if !utf8.ValidString(p.Key) || !utf8.ValidString(p.Value) {
				t.Errorf("a property that is no UTF-8 was stored: %+v", p)
			}
		}
		if recorder.Code == http.StatusOK {
			r.do("demo", del, "/v2/images/"+id, "")
		}
	})
}

// FuzzDecode checks the JSON reader against encoding/json, which it must
// agree with on what is JSON.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"a": [1, -0, 1.5e3, "x\u00e9\ud83d\ude00\n"]}`, `[01]`, `"\ud800"`, `{"a":1,"a":2}`, `[1,]`, "\ufeff{}", `-`, `NaN`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := decode(data)
		if err != nil {
			if json.Valid(data) && utf8.Valid(data) && len(data) < maxDigits && err != errTooDeep {
				t.Fatalf("%q is JSON and was refused: %v", data, err)
			}
			return
		}
		plain := appendValue(nil, v)
		if strings.Contains(string(plain), "nan") || strings.Contains(string(plain), "inf") || !utf8.Valid(plain) {
			return
		}
		if !json.Valid(plain) {
			t.Fatalf("%q became %q", data, plain)
		}
		again, err := decode(plain)
		if err != nil || repr(again) != repr(v) {
			t.Fatalf("%q became %s, then %s (%v)", data, repr(v), repr(again), err)
		}
	})
}
