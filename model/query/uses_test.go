package query_test

import (
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/model/uses"
)

func TestUnusedHoldsOnlyWhereItIsKnown(t *testing.T) {
	t.Parallel()
	used := uses.Answer{Reach: uses.OwnProject, Uses: []uses.Use{{Image: model.NewImageID("used")}}}
	own := uses.Of(used, uses.Answer{Reach: uses.OwnProject})
	used.Reach = uses.Everywhere
	all := uses.Of(used, uses.Answer{Reach: uses.Everywhere})
	images := map[string]model.Image{
		"used":   {ID: model.NewImageID("used"), Visibility: model.VisibilityPublic},
		"public": {ID: model.NewImageID("public"), Visibility: model.VisibilityPublic},
		"mine":   {ID: model.NewImageID("mine"), Visibility: model.VisibilityPrivate, Owner: text.Of("me")},
	}
	for _, test := range []struct {
		query string
		found *uses.Found
		want  map[string]bool
	}{
		{"is=unused", nil, map[string]bool{}},
		{"is!=unused", nil, map[string]bool{}},
		{"is=unused", &all, map[string]bool{"public": true, "mine": true}},
		{"is!=unused", &all, map[string]bool{"used": true}},
		{"is=unused", &own, map[string]bool{"mine": true}},
		{"is!=unused", &own, map[string]bool{"used": true}},
		{"is=in:unused,mine", &own, map[string]bool{"mine": true}},
		{"is!=in:unused,mine", &own, map[string]bool{"used": true}},
	} {
		terms, mistake := query.Parse(test.query)
		if mistake != nil {
			t.Fatal(mistake)
		}
		asked := query.Query{Terms: terms}
		if named := asked.NamedProjects(); !named.Uses {
			t.Errorf("%s does not ask what uses the images", test.query)
		}
		asked.Projects = query.Projects{Uses: test.found, Own: "me"}
		split, err := asked.Split(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if split.Terms[0].Evaluator != query.Local {
			t.Errorf("%s is placed %v", test.query, split.Terms[0].Evaluator)
		}
		for name, image := range images {
			if got := split.Match(&image); got != test.want[name] {
				t.Errorf("%s: %s matches %v, want %v", test.query, name, got, test.want[name])
			}
		}
	}
}
