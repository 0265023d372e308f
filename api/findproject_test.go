package api

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
)

const namedList = allList + "?name="

// whole answers a path with its query, answers one without.
func whole(a answers) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			r.URL.Path += "?" + r.URL.RawQuery
		}
		a.ServeHTTP(w, r)
	}
}

func TestAProjectIsFoundByItsNameOrItsID(t *testing.T) {
	t.Parallel()
	const (
		two  = `{"projects": [{"id": "p2", "name": "two", "domain_id": "d"}]}`
		twin = `{"projects": [{"id": "p1", "name": "demo", "domain_id": "a"}, {"id": "p7", "name": "demo", "domain_id": "b\u001b[2J"}]}`
		none = `{"projects": []}`
	)
	for _, test := range []struct {
		name    string
		answers answers
		typed   string
		want    string // an id, or a part of the error
		sent    []string
		again   []string
	}{
		{"a member's own", answers{ownList: mine, namedList + "demo": "403!no"}, "demo", "p1", []string{ownList, namedList + "demo"}, nil},
		{"the id of one's own", answers{ownList: mine}, "p1", "p1", []string{ownList}, nil},
		{
			"another's, for a member",
			answers{ownList: mine, namedList + "two": "403!no", allList + "/two": "403!no"},
			"two",
			`none of your projects is called "two", and this user may not look up others`,
			[]string{ownList, namedList + "two", allList + "/two"},
			nil,
		},
		{"another's, for an administrator", answers{ownList: mine, namedList + "two": two}, "two", "p2", []string{ownList, namedList + "two"}, nil},
		{
			"an id that does not look like one",
			answers{ownList: mine, namedList + "p9": none, allList + "/p9": `{"project": {"id": "p9", "name": "nine"}}`},
			"p9", "p9",
			[]string{ownList, namedList + "p9", allList + "/p9"},
			nil,
		},
		{
			"unknown to the service",
			answers{ownList: mine, namedList + "nine": none, allList + "/nine": "404!no"},
			"nine",
			`no project is called "nine"`,
			[]string{ownList, namedList + "nine", allList + "/nine"},
			nil,
		},
		{
			"one's own name in another domain",
			answers{ownList: mine, namedList + "demo": twin},
			"demo",
			`several projects are called "demo": p1 in domain a, p7 in domain b` + "␛[2J",
			[]string{ownList, namedList + "demo"},
			nil,
		},
		{"in another case", answers{ownList: mine, namedList + "Demo": none}, "Demo", "p1", []string{ownList, namedList + "Demo"}, nil},
		{
			"with characters of its own",
			answers{ownList: `{"projects": [{"id": "p3", "name": "a b&c"}]}`, namedList + "a+b%26c": "403!no"},
			"a b&c", "p3",
			[]string{ownList, namedList + "a+b%26c"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, whole(test.answers))
			c := f.connect(t, Options{ReadOnly: true})
			for _, want := range [][]string{test.sent, test.again} {
				found, err := c.FindProject(t.Context(), test.typed)
				var refused *ProjectNameError
				switch {
				case errors.As(err, &refused):
					if refused.Error() != test.want || refused.Advice() == "" {
						t.Errorf("refused: %q; want %q", refused, test.want)
					}
				case err != nil || found.ID.Raw() != test.want:
					t.Errorf("found %+v, %v; want %q", found, err, test.want)
				}
				var sent []string
				for _, request := range f.taken() {
					sent = append(sent, strings.TrimPrefix(request, "GET "))
				}
				if !slices.Equal(sent, want) {
					t.Errorf("sent %q, want %q", sent, want)
				}
			}
		})
	}
}

func TestAnAnswerThatCannotBeReadIsNoUnknownProject(t *testing.T) {
	t.Parallel()
	c := newFakeCloud(t, answers{ownList: mine, allList: `{"projects": 1}`}.ServeHTTP).connect(t, Options{})
	var refused *ProjectNameError
	if _, err := c.FindProject(t.Context(), "two"); err == nil || errors.As(err, &refused) {
		t.Errorf("a broken service says %v", err)
	}
}

func TestEveryNameOfAnAdministratorIsKnownByOneListing(t *testing.T) {
	t.Parallel()
	f := newFakeCloud(t, answers{ownList: mine, allList: `{"projects": [{"id": "p2", "name": "two"}]}`}.ServeHTTP)
	c := f.connect(t, Options{})
	f.taken()
	for range 2 {
		if names, err := c.AllProjectNames(t.Context()); err != nil || told(names) != "p1=demo p2=two" {
			t.Errorf("told %q, %v", told(names), err)
		}
	}
	// And with that every name is looked up without a request.
	if found, err := c.FindProject(t.Context(), "two"); err != nil || found.ID.Raw() != "p2" {
		t.Errorf("found %+v, %v", found, err)
	}
	if got := f.taken(); len(got) != 2 {
		t.Errorf("sent %q", got)
	}
	if names := c.KnownProjectNames(t.Context()); told(names) != "p1=demo p2=two" {
		t.Errorf("known are %q", told(names))
	}
}

func TestNamesThatStandForNoProjectAreToldTogether(t *testing.T) {
	t.Parallel()
	all := ProjectNamesError{
		{Name: "one", OwnOnly: true},
		{Name: "t\x1bwo", OwnOnly: true},
		{Name: "three"},
		{Name: "four", Found: []model.Project{{ID: text.Of("p1"), DomainID: text.Of("d1")}, {ID: text.Of("p2"), DomainID: text.Of("d2")}}},
	}
	const want = `several projects are called "four": p1 in domain d1, p2 in domain d2; ` +
		`none of your projects is called "one" or "t␛wo", and this user may not look up others; no project is called "three"`
	if got := all.Error(); got != want {
		t.Errorf("got %s", got)
	}
	var first *ProjectNameError
	if !errors.As(error(all), &first) || first.Name != "one" {
		t.Errorf("the first is %+v", first)
	}
	if got := all[:2].Advice(); !strings.Contains(got, "openstack token issue -c project_id") {
		t.Errorf("the advice is %q", got)
	}
}
