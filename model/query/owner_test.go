package query

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/text"
)

const (
	demoID  = "0123456789abcdef0123456789abcdef"
	otherID = "fedcba98-7654-3210-fedc-ba9876543210"
)

// someProjects are what stands for the names of these tests.
func someProjects() Projects {
	return Projects{
		IDs:   map[string]string{"demo": demoID, "other": otherID, "tenant-7": "tenant-7"},
		Names: map[string]text.Untrusted{demoID: text.Of("demo"), otherID: text.Of("Other"), "tenant-7": text.Of("seven")},
	}
}

func splitWith(t rapid.TB, line string, projects Projects) Split {
	t.Helper()
	terms, err := Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	split, err := Query{Terms: terms, Projects: projects}.Split(testNow)
	if err != nil {
		t.Fatal(err)
	}
	return split
}

func TestAQueryTellsWhichProjectsItNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line  string
		known Projects
		want  NamedProjects
	}{
		{"", Projects{}, NamedProjects{}},
		{"status=active demo name=demo os_owner=demo", Projects{}, NamedProjects{}},
		{"owner=demo", Projects{}, NamedProjects{Names: []string{"demo"}}},
		{"owner=in:demo,other owner!=in:demo,third", Projects{}, NamedProjects{Names: []string{"demo", "other", "third"}}},
		{"owner=" + demoID + " owner!=" + otherID, Projects{}, NamedProjects{}},
		{"owner=" + strings.ToUpper(demoID), Projects{}, NamedProjects{}},
		{"owner=" + demoID[1:], Projects{}, NamedProjects{Names: []string{demoID[1:]}}},
		{"owner=in:demo,new", someProjects(), NamedProjects{Names: []string{"new"}}},
		{`owner="" !owner ?owner`, Projects{}, NamedProjects{}},
		{"owner~dem", Projects{}, NamedProjects{Parts: true}},
		{"owner!~dem owner~/^d/ owner=demo", Projects{}, NamedProjects{Names: []string{"demo"}, Parts: true}},
		{"owner~dem", someProjects(), NamedProjects{}},
	} {
		terms, err := Parse(test.line)
		if err != nil {
			t.Fatal(err)
		}
		got := Query{Terms: terms, Projects: test.known}.NamedProjects()
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", test.line, diff)
		}
		if got.IsEmpty() != (len(test.want.Names) == 0 && !test.want.Parts) {
			t.Errorf("%s: empty is %v", test.line, got.IsEmpty())
		}
	}
}

// Whatever else a query asks for, one that names projects is the one with
// their ids, and says of itself what was typed.
func TestTheNameOfAProjectStandsForItsID(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		projects := someProjects()
		values := rapid.SliceOfN(rapid.SampledFrom([]string{"demo", "other", "tenant-7", demoID, otherID, "stranger"}), 1, 4).Draw(t, "values")
		typed := Term{Field: ownerField, Op: rapid.SampledFrom([]Op{OpEqual, OpNotEqual}).Draw(t, "op"), Values: values}
		meant := typed
		meant.Values = nil
		for _, value := range values {
			if id, named := projects.IDs[value]; named {
				value = id
			}
			if !slices.Contains(meant.Values, value) {
				meant.Values = append(meant.Values, value)
			}
		}
		more := Term{Field: AttributeField(model.AttrStatus), Op: OpEqual, Values: []string{"active"}}
		got, err := Query{Terms: []Term{typed, more}, Projects: projects}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Query{Terms: []Term{meant, more}}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Requests, got.Requests); diff != "" {
			t.Fatalf("%s asks for another listing:\n%s", typed, diff)
		}
		if got.Terms[0].Evaluator != want.Terms[0].Evaluator || got.Terms[0].Term.String() != typed.String() {
			t.Fatalf("%s is shown as %s, %v", typed, got.Terms[0].Term, got.Terms[0].Evaluator)
		}
		for _, owner := range []string{demoID, otherID, "tenant-7", "stranger", "demo", ""} {
			image := &model.Image{Owner: text.Of(owner), Status: model.StatusActive}
			if got.Match(image) != want.Match(image) {
				t.Fatalf("%s matches the owner %q: %v", typed, owner, got.Match(image))
			}
		}
	})
}

func TestAPartOfANameFindsItsProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, want string }{
		{"owner~dem", demoID},
		{"owner~OTH", otherID},
		{"owner~0123", demoID},
		{"owner~/^(demo|seven)$/", demoID + " tenant-7"},
		{"owner!~o", "tenant-7 stranger"},
		{"owner!~/^seven$/", demoID + " " + otherID + " stranger"},
		{"owner~strange", "stranger"},
	} {
		split := splitWith(t, test.line, someProjects())
		var got []string
		for _, owner := range []string{demoID, otherID, "tenant-7", "stranger"} {
			image := &model.Image{Owner: text.Of(owner)}
			if split.Match(image) {
				got = append(got, owner)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s finds %q, want %q", test.line, got, test.want)
		}
	}
}

func TestWhatIsKnownOfProjectsGrowsAndIsNotChanged(t *testing.T) {
	t.Parallel()
	first := Projects{IDs: map[string]string{"a": "1", "b": "2"}}
	both := first.And(Projects{IDs: map[string]string{"b": "3"}, Names: map[string]text.Untrusted{"3": text.Of("b")}})
	if both.IDs["a"] != "1" || both.IDs["b"] != "3" || len(both.Names) != 1 || first.IDs["b"] != "2" {
		t.Errorf("%v and then %v", first, both)
	}
	if none := (Projects{}).And(Projects{}); none.Names != nil {
		t.Error("no names are taken for those of all projects")
	}
	if all := (Projects{}).And(Projects{Names: map[string]text.Untrusted{}}); all.Names == nil {
		t.Error("that there is no project is forgotten")
	}
}
