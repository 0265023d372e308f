package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
)

// inUse is what a cloud has, on which images can be changed.
func inUse() command.Known {
	all := known()
	all.Changes = true
	all.Properties = []string{"os_distro", "two words", "Name", "os_glance_x", "name"}
	all.DiskFormats, all.TargetTags, all.TargetProperties = []string{"qcow2", "raw"}, []string{"silver", "a=b"}, []string{"os_distro", "-x"}
	all.Values = func(field query.Field) []string {
		switch field {
		case query.Field{Kind: query.FieldTag}:
			return []string{"gold", "two words", "silver"}
		case query.PropertyField("os_distro"):
			return []string{"debian", "red hat"}
		case query.AttributeField(model.AttrDiskFormat):
			return []string{"vmdk"}
		case query.AttributeField(model.AttrContainerFormat):
			return []string{"bare"}
		case query.AttributeField(model.AttrOwner):
			return []string{"p1"}
		}
		return nil
	}
	return all
}

// lines are what the completions make of a line up to its mark |.
func lines(marked string, known command.Known) []string {
	line, rest, _ := strings.Cut(marked, "|")
	var out []string
	for _, c := range command.Complete(line+rest, len(line), known) {
		out = append(out, (line + rest)[:c.Start]+c.Text+(line + rest)[c.End:])
	}
	return out
}

func TestWhatAChangeMayGoOnWith(t *testing.T) {
	t.Parallel()
	for marked, want := range map[string][]string{
		"se|":                        {"search ", "set "},
		"new|":                       {"create "},
		"unh|":                       {"unhide"},
		"set |":                      {"set name=", "set visibility=", "set protected=", "set hidden=", "set min_disk=", "set min_ram=", "set disk_format=", "set container_format=", "set owner=", "set os_distro=", `set "two words"=`, `set "Name"=`},
		"set MIN|":                   {"set min_disk=", "set min_ram="},
		"set name=x n|":              {`set name=x "Name"=`},
		"set name=\"n m\" n|":        {`set name="n m" "Name"=`},
		"set visibility=p|":          {"set visibility=public", "set visibility=private"},
		"set visibility=| name=x":    {"set visibility=public name=x", "set visibility=community name=x", "set visibility=shared name=x", "set visibility=private name=x"},
		"set hidden=|":               {"set hidden=true", "set hidden=false"},
		"set os_hidden=t|":           {"set os_hidden=true"},
		"set disk_format=|":          {"set disk_format=qcow2", "set disk_format=raw"},
		"set container_format=|":     {"set container_format=bare"},
		"set owner=|":                {"set owner=p1"},
		"set os_distro=|":            {"set os_distro=debian", `set os_distro="red hat"`},
		"set min_disk=|":             nil,
		"tag |":                      {"tag +gold", `tag +"two words"`, "tag +silver", "tag -silver", `tag -"a=b"`},
		"tag +|":                     {"tag +gold", `tag +"two words"`, "tag +silver"},
		"tag +x -|":                  {"tag +x -silver", `tag +x -"a=b"`},
		"tag \"+t|":                  {`tag +"two words"`},
		"tag +\"two w|":              {`tag +"two words"`},
		"tag go|":                    {"tag +gold"},
		"tag +G|":                    {"tag +gold"},
		"property |":                 {"property os_distro=", `property "two words"=`, `property "Name"=`},
		"property two|":              {`property "two words"=`},
		"property os_distro=|":       {"property os_distro=debian", `property os_distro="red hat"`},
		"property os_distro=\"red |": {`property os_distro="red hat"`},
		"property os_distro=x os|":   nil,
		"property ?|":                {"property ?os_distro=", `property ?"-x"=`},
		"property ?os_distro=d|":     {"property ?os_distro=debian"},
		"property os_distro->two|":   {`property os_distro->"two words"`},
		"property \"a b\"->\"tw|":    {`property "a b"->"two words"`},
		"property -|":                {"property -os_distro", "property --x"},
		"property \"-os|":            {"property -os_distro"},
		"create na|":                 {"create name=", `create "Name"=`},
		"create id=|":                nil,
		"create t|":                  {"create tag=", `create "two words"=`},
		"create tag=g|":              {"create tag=gold"},
		"create tag=gold tag=|":      {"create tag=gold tag=gold", `create tag=gold tag="two words"`, "create tag=gold tag=silver"},
		"create os_distro=d|":        {"create os_distro=debian"},
		"create \"os_distro\"=d|":    {`create "os_distro"=debian`},
		"create disk|":               {"create disk_format="},
		"delete |":                   nil,
		"columns name,\"two w|":      {`columns name,"two words"`},
		"columns u|":                 {"columns usual"},
		"columns name, s|":           {"columns name, size"},
		"filter cl|":                 {"filter clear"},
		":  tag|":                    {":  tag "},
		"tag  | +gold":               {"tag  +gold +gold", `tag  +"two words" +gold`, "tag  +silver +gold", "tag  -silver +gold", `tag  -"a=b" +gold`},
		"tag | +gold":                {"tag +gold +gold", `tag +"two words" +gold`, "tag +silver +gold", "tag -silver +gold", `tag -"a=b" +gold`},
	} {
		if diff := cmp.Diff(want, lines(marked, inUse())); diff != "" {
			t.Errorf("%q (-want +got):\n%s", marked, diff)
		}
	}
}

func TestEveryCommandIsOfferedAndExplained(t *testing.T) {
	t.Parallel()
	for _, changes := range []bool{true, false} {
		known := inUse()
		known.Changes = changes
		var want []string
		for _, info := range command.Table() {
			if changes || !info.Writes && info.Name != "jobs" && info.Name != "log" {
				want = append(want, info.Name)
			}
		}
		var got []string
		for _, c := range command.Complete("", 0, known) {
			got = append(got, strings.TrimSpace(c.Text))
			if c.Help == "" {
				t.Errorf("%s is not explained", c.Text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with changes %v (-want +got):\n%s", changes, diff)
		}
	}
}

func TestChangesAreNotOfferedWhereNothingCanBeChanged(t *testing.T) {
	t.Parallel()
	known := inUse()
	known.Changes = false
	for _, marked := range []string{"unp|", "tag +|", "set |", "create na|", "new|", "jo|", "log|"} {
		if got := lines(marked, known); got != nil {
			t.Errorf("%q goes on as %q", marked, got)
		}
	}
}

func TestWhatIsOfferedForAChangeIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := odd().Filter(func(s string) bool { return s != "" }).Draw(t, "word")
		known := command.Known{Changes: true}
		known.Properties, known.TargetProperties = []string{word}, []string{word}
		known.Values = func(query.Field) []string { return []string{word} }
		for typed, want := range map[string]command.Command{
			"tag +":              command.Tag{Add: []string{word}},
			"tag -":              command.Tag{Remove: []string{word}},
			"property -":         command.Property{Remove: []string{word}},
			"property k=":        command.Property{Set: []command.KeyValue{{Key: "k", Value: word}}},
			"property old_key->": command.Property{Renames: []command.Rename{{From: "old_key", To: word}}},
			"set name=":          command.Set{Assignments: []command.Assignment{attribute(model.AttrName, word)}},
			"create \"a b\"=":    command.Create{Properties: []command.KeyValue{{Key: "a b", Value: word}}},
			"create id2=x tag=":  command.Create{Tags: []string{word}, Properties: []command.KeyValue{{Key: "id2", Value: "x"}}},
			"columns size,":      command.Columns{Names: []string{"size", word}},
		} {
			got := lines(typed+"|", known)
			if len(got) != 1 {
				t.Fatalf("%q goes on as %q", typed, got)
			}
			read, err := command.Parse(got[0])
			if err != nil || !cmp.Equal(read, want) {
				t.Fatalf("%q is read as %#v, %v", got[0], read, err)
			}
		}
		keys := lines("property |", known)
		if read, err := command.Parse(strings.Join(append(slices.Clone(keys), "x"), "")); err != nil ||
			!cmp.Equal(read, command.Command(command.Property{Set: []command.KeyValue{{Key: word, Value: "x"}}})) {
			t.Fatalf("%q is read as %#v, %v", keys, read, err)
		}
	})
}
