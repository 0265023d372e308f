package query

import (
	"errors"
	"strings"
	"testing"

	"glimpse/model"
)

func TestEveryAttributeIsAKeyOrSaysWhatToUseInstead(t *testing.T) {
	t.Parallel()
	for _, attribute := range model.Attributes() {
		known, found := keyBySpelling[attribute.String()]
		if instead := reserved[attribute.String()]; found == (instead != "") {
			t.Errorf("%s: a key %t, instead %q", attribute, found, instead)
		}
		if found && known.Field != AttributeField(attribute) {
			t.Errorf("%s names %v", attribute, known.Field)
		}
	}
}

func TestEveryKeyTakesWhatItSaysItTakes(t *testing.T) {
	t.Parallel()
	for _, info := range Keys() {
		if info.Help == "" || len(info.Values) == 0 && info.Hint == "" {
			t.Errorf("%s says too little", info.Name)
		}
		for _, op := range info.Ops {
			value := "1"
			switch {
			case op == OpSet || op == OpUnset:
				value = ""
			case op == OpMatches || op == OpNotMatches:
				value = "/1/"
			case op == OpNotEqual && len(info.Values) > 0, op == OpEqual && len(info.Values) > 0:
				value = info.Values[0]
			case info.Hint == hintTime:
				value = "2024"
			}
			line := info.Name + op.String() + value
			if value == "" {
				line = op.String() + info.Name
			}
			terms, err := Parse(line)
			if err != nil || terms[0].Field != info.Field || terms[0].Op != op {
				t.Errorf("%s: %v, %v", line, terms, err)
			}
		}
		for _, value := range info.Values {
			if _, err := Parse(info.Name + "=" + value); err != nil {
				t.Error(err)
			}
		}
		for _, alias := range info.Aliases {
			if field, mistake := resolveKey(alias, 0); mistake != nil || field != info.Field {
				t.Errorf("%s: %v, %v", alias, field, mistake)
			}
		}
		if _, err := ParseSort(info.Name); (err == nil) != info.Sortable {
			t.Errorf("%s is sortable: %t, but %v", info.Name, info.Sortable, err)
		}
	}
}

func TestKeysCannotBeChangedByTheCaller(t *testing.T) {
	t.Parallel()
	all := Keys()
	for i := range all {
		all[i].Name = "changed"
		if len(all[i].Values) > 0 {
			all[i].Values[0] = "changed"
		}
		all[i].Ops[0] = OpUnset
	}
	if _, err := Parse("visibility=public status=queued hidden=no"); err != nil {
		t.Error(err)
	}
}

func TestEveryParameterOfTheListCallIsReachedOrExplained(t *testing.T) {
	t.Parallel()
	sent := map[string]bool{}
	for _, line := range []string{
		`name=a owner=a protected=true status=active tag=a visibility=all member_status=all size>1 size<9 created>2024 updated<2024`,
		`hidden=only id=a container_format=a disk_format=a os_hash_value=a os_hash_algo=a checksum=a any_property=a min_disk=1`,
	} {
		split := mustSplit(t, line, "status:asc,id")
		for _, request := range split.Requests {
			for _, param := range request.Params {
				sent[param.Key] = true
			}
		}
	}
	for _, parameter := range strings.Fields(`name owner protected status tag visibility member_status size_min size_max created_at
		updated_at os_hidden id container_format disk_format os_hash_value os_hash_algo checksum any_property min_disk sort`) {
		if !sent[parameter] {
			t.Errorf("%s is never sent", parameter)
		}
	}
	for _, parameter := range []string{"limit", "marker", "sort", "sort_key", "sort_dir"} {
		var mistake *SyntaxError
		if _, err := Parse(parameter + "=1"); !errors.As(err, &mistake) || mistake.Expected == "" {
			t.Errorf("%s: %v", parameter, err)
		}
	}
}
