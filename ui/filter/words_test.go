package filter

import (
	"testing"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

func TestTheExamplesAreOfTheLanguage(t *testing.T) {
	t.Parallel()
	for _, form := range forms {
		if _, err := query.Parse(form.text); err != nil {
			t.Errorf("%s: %v", form.text, err)
		}
	}
	theme := theme.New(theme.Choice{})
	p := New(&theme, nil, Known{}, uitest.Now, nil)
	for _, info := range p.keys {
		for _, c := range p.choices(info) {
			if c.kind != aTerm {
				continue
			}
			read, err := query.Parse(c.term.String())
			if err != nil || len(read) != 1 || !sameTerm(read[0], c.term) {
				t.Errorf("%s is not read as it is written: %v", c.term, err)
			}
		}
		if len(p.choices(info)) == 0 {
			t.Errorf("nothing can be chosen of %s", info.Name)
		}
	}
}

func TestEveryWordOfTheLanguageThatNeedsOneHasAMeaning(t *testing.T) {
	t.Parallel()
	for _, info := range query.Keys() {
		for _, value := range info.Values {
			if (Known{}).meaning(info.Field, value) == "" {
				t.Errorf("%s=%s is not explained", info.Name, value)
			}
		}
	}
	for field, meant := range words {
		for value := range meant {
			term := query.Term{Field: field, Op: query.OpEqual, Values: []string{value}}
			if _, err := query.Parse(term.String()); err != nil {
				t.Errorf("%s is explained and is no term: %v", term, err)
			}
		}
	}
	if got := (Known{}).meaning(query.AttributeField(model.AttrOwner), "x"); got != "" {
		t.Errorf("an unknown value means %q", got)
	}
}
