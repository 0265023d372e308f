package plan_test

import (
	"encoding/json"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func TestTheRequestsOfEachKind(t *testing.T) {
	t.Parallel()
	id := model.NewImageID("1")
	five := []string{"a", "b", "c", "d", "e"}
	for title, test := range map[string]struct {
		step plan.Step
		want []string // method, path, body
	}{
		"update":  {plan.Step{Image: id, Kind: plan.Update, Patch: patch.Patch{patch.SetProperty("a/b", "c")}}, []string{`PATCH /v2/images/1 [{"op":"add","path":"/a~1b","value":"c"}]`}},
		"delete":  {plan.Step{Image: id, Kind: plan.Delete}, []string{"DELETE /v2/images/1 "}},
		"action":  {plan.Step{Image: id, Kind: plan.Deactivate}, []string{"POST /v2/images/1/actions/deactivate "}},
		"another": {plan.Step{Image: id, Kind: plan.Reactivate}, []string{"POST /v2/images/1/actions/reactivate "}},
		"create": {
			plan.Step{Image: id, Kind: plan.Create, New: []patch.Field{{Name: "name", Set: true, Value: "n"}, {Name: "tags", Set: true, Value: []string{"a"}}}},
			[]string{`POST /v2/images {"id":"1","name":"n","tags":["a"]}`},
		},
		"few tags": {
			plan.Step{Image: id, Kind: plan.Retag, Add: []string{"a?", "b"}, Remove: []string{"%2F"}},
			[]string{"PUT /v2/images/1/tags/a%3F ", "PUT /v2/images/1/tags/b ", "DELETE /v2/images/1/tags/%252F "},
		},
		"many tags": {
			plan.Step{Image: id, Kind: plan.Retag, Add: five[:3], Remove: five[3:], Shown: []patch.Field{{Name: "tags", Set: true, Value: []string{"x", "d"}}}},
			[]string{`PATCH /v2/images/1 [{"op":"replace","path":"/tags","value":["x","a","b","c"]}]`},
		},
		"odd tags": {
			plan.Step{Image: id, Kind: plan.Retag, Add: []string{"é"}, Shown: []patch.Field{{Name: "tags", Set: true, Value: []string{"x"}}}},
			[]string{`PATCH /v2/images/1 [{"op":"replace","path":"/tags","value":["x","é"]}]`},
		},
		"an odd id": {plan.Step{Image: model.NewImageID("a/../b?c"), Kind: plan.Delete}, []string{"DELETE /v2/images/a%2F..%2Fb%3Fc "}},
	} {
		var got []string
		for _, request := range test.step.Requests() {
			got = append(got, request.Method+" "+request.Path+" "+string(request.Body))
			if want := map[string]string{"PATCH": patch.MediaType, "POST": "application/json"}[request.Method]; len(request.Body) > 0 && request.MediaType != want {
				t.Errorf("%s: media type %q", title, request.MediaType)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q", title, got)
		}
	}
}

// The way back of many tags is shown as it will be sent.
func TestTheRequestOfAnInverseKnowsTheOtherTags(t *testing.T) {
	t.Parallel()
	image := imageOf("1")
	planned, err := plan.New(command.Tag{Add: []string{"a", "b", "c", "d"}}, []*model.Image{image}, noID)
	if err != nil {
		t.Fatal(err)
	}
	inverse := planned.Steps[0].Reconcile(image).Inverse
	if got := string(inverse.Requests()[0].Body); got != `[{"op":"replace","path":"/tags","value":["old","gold"]}]` {
		t.Errorf("got %s", got)
	}
}

func TestWhatTheOpenStackClientIsTold(t *testing.T) {
	t.Parallel()
	id, name := model.NewImageID("1"), patch.SetAttribute(model.AttrName, "new")
	update := func(all ...patch.Operation) plan.Step { return plan.Step{Image: id, Kind: plan.Update, Patch: all} }
	for want, step := range map[string]plan.Step{
		"openstack image set --name=new 1\n":                                                               update(name),
		"openstack image set --name=new --protected --min-disk 3 1\n":                                      update(name, patch.SetAttribute(model.AttrProtected, true), patch.SetAttribute(model.AttrMinDisk, int64(3))),
		"openstack image set --unprotected --hidden --public --project=p2 1\n":                             update(patch.SetAttribute(model.AttrProtected, false), patch.SetAttribute(model.AttrHidden, true), patch.SetAttribute(model.AttrVisibility, "public"), patch.SetAttribute(model.AttrOwner, "p2")),
		"openstack image set --property='a b=c=d' 1\n":                                                     update(patch.SetProperty("a b", "c=d")),
		"openstack image set --property='new=1' 1\nopenstack image unset --property=old 1\n":               update(patch.SetProperty("new", "1"), patch.RemoveProperty("old")),
		"# openstack cannot set a=b so on 1\nopenstack image set --name=new 1\n":                           update(patch.SetProperty("a=b", "c"), name),
		"# openstack cannot set name so on 1\n":                                                            update(patch.SetAttribute(model.AttrName, nil)),
		"# openstack cannot set tags so on 1\n":                                                            update(patch.SetTags([]string{"a"})),
		"# openstack cannot set  so on 1\n":                                                                update(patch.SetProperty("", "a")),
		"openstack image set --tag=-a --tag='' 1\nopenstack image unset --tag=b 1\n":                       {Image: id, Kind: plan.Retag, Add: []string{"-a", ""}, Remove: []string{"b"}},
		"openstack image set --deactivate 1\n":                                                             {Image: id, Kind: plan.Deactivate},
		"openstack image set --activate 1\n":                                                               {Image: id, Kind: plan.Reactivate},
		"openstack image delete -- -1\n":                                                                   {Image: model.NewImageID("-1"), Kind: plan.Delete},
		"# openstack fills in the format that is not given: raw, bare\nopenstack image create --id=1 ''\n": {Image: id, Kind: plan.Create},
		"# openstack cannot create an image with this os_hidden\nopenstack image create --id=1 --disk-format=raw --container-format=bare --tag=a --property='k=v' -- -n\n": {
			Image: id, Kind: plan.Create, New: []patch.Field{
				{Name: "name", Set: true, Value: "-n"},
				{Name: "disk_format", Set: true, Value: "raw"},
				{Name: "container_format", Set: true, Value: "bare"},
				{Name: "os_hidden", Set: true, Value: true},
				{Name: "tags", Set: true, Value: []string{"a"}},
				{Name: "k", Set: true, Value: "v"},
			},
		},
		"# other has no command\n": {Image: id, Kind: "other"},
	} {
		if got := step.OpenStack(""); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

// wordsIn returns the words that a shell makes of each line that is to be a
// single command.
func wordsIn(t *rapid.T, script string) (commands [][]string) {
	const record = `print() { printf '%s\0' "$@" "end of command"; }; openstack() { print openstack "$@"; }; curl() { print curl "$@"; }` + "\n"
	shell := exec.Command("sh", "-c", record+script)
	shell.Env = []string{"OS_TOKEN=a token"}
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v, %q", script, err, out)
	}
	for one := range strings.SplitSeq(string(out), "\x00end of command\x00") {
		if one != "" {
			commands = append(commands, strings.Split(one, "\x00"))
		}
	}
	return commands
}

// foul are texts that are no good for a shell.
var foul = rapid.OneOf(
	rapid.String(), rapid.StringMatching("[-'\"$`\\\\;&|<>(){}\\[\\]*?~#!%=: \n\ta]{1,12}"),
	rapid.SampledFrom([]string{"$(touch x)", "`id`", "-rf", "a;b", "it's", "$HOME", "../..", "[1-9]", "\x1b]0;x\a", "\u202e", "\u009b", "\x7f", "\U000e0041", "a\nb", "@file", "é"}),
)

// foulPlan is one step of each kind, with nothing but foul texts.
func foulPlan(t *rapid.T) plan.Plan {
	id := func() model.ImageID { return model.NewImageID(foul.Draw(t, "id")) }
	few := func() []string { return rapid.SliceOfN(foul, 1, 5).Draw(t, "tags") }
	return plan.Plan{Steps: []plan.Step{
		{Image: id(), Kind: plan.Update, Patch: patch.Patch{
			patch.SetProperty(foul.Draw(t, "key"), foul.Draw(t, "value")), patch.RemoveProperty(foul.Draw(t, "key")), patch.SetAttribute(model.AttrName, foul.Draw(t, "name")),
			patch.SetAttribute(model.AttrVisibility, foul.Draw(t, "visibility")),
		}},
		{Image: id(), Kind: plan.Retag, Add: few(), Remove: few(), Shown: []patch.Field{{Name: "tags", Set: true, Value: few()}}},
		{Image: id(), Kind: plan.Delete},
		{Image: id(), Kind: plan.Deactivate},
		{Image: id(), Kind: plan.Share, Members: &plan.Members{Add: few(), Remove: few()}},
		{Image: id(), Kind: plan.Answer, Members: &plan.Members{Project: foul.Draw(t, "project"), Status: "accepted"}},
		{Image: id(), Kind: plan.Create, New: []patch.Field{
			{Name: "name", Set: true, Value: foul.Draw(t, "name")}, {Name: foul.Draw(t, "key"), Set: true, Value: foul.Draw(t, "value")}, {Name: "tags", Set: true, Value: few()},
		}},
	}}
}

func isClean(t *rapid.T, script string) {
	if strings.ContainsFunc(strings.ReplaceAll(script, "\n", ""), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
		t.Fatalf("%q acts on a terminal", script)
	}
}

// script puts together what is copied of each step of a plan.
func script(p *plan.Plan, of func(*plan.Step) string) string {
	var out strings.Builder
	for i := range p.Steps {
		out.WriteString(of(&p.Steps[i]))
	}
	return out.String()
}

func TestAShellReadsTheRequestsBack(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	rapid.Check(t, func(t *rapid.T) {
		p := foulPlan(t)
		endpoint := "https://host/" + foul.Draw(t, "path") + rapid.SampledFrom([]string{"", "/", "/v2", "/v2/"}).Draw(t, "end")
		script := script(&p, func(s *plan.Step) string { return s.Curl(endpoint) })
		isClean(t, script)
		base := strings.TrimSuffix(strings.TrimSuffix(endpoint, "/"), "/v2")
		var requests []plan.Request
		for i := range p.Steps {
			requests = append(requests, p.Steps[i].Requests()...)
		}
		got := wordsIn(t, script)
		if len(got) != len(requests) || strings.Contains(script, "a token") {
			t.Fatalf("%d commands of %q", len(got), script)
		}
		for i, request := range requests {
			want := []string{"curl", "-X", request.Method, "-H", "X-Auth-Token: a token"}
			if len(request.Body) > 0 {
				want = append(want, "-H", "Content-Type: "+request.MediaType, "--data-raw", "body")
			}
			want = append(want, text.Of(base+request.Path).Clipboard())
			if at := slices.Index(got[i], "--data-raw"); at >= 0 {
				var sent, meant any
				if json.Unmarshal([]byte(got[i][at+1]), &sent) != nil || json.Unmarshal(request.Body, &meant) != nil || !reflect.DeepEqual(sent, meant) {
					t.Fatalf("the body %s is copied as %s", request.Body, got[i][at+1])
				}
				got[i][at+1] = "body"
			}
			if !slices.Equal(got[i], want) {
				t.Fatalf("got  %q\nwant %q", got[i], want)
			}
		}
	})
}

func TestAShellReadsTheCommandsBack(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	rapid.Check(t, func(t *rapid.T) {
		p := foulPlan(t)
		cloud := foul.Draw(t, "cloud")
		script := script(&p, func(s *plan.Step) string { return s.OpenStack(cloud) })
		isClean(t, script)
		wanted := []string{"openstack"}
		if cloud != "" {
			wanted = append(wanted, "--os-cloud", text.Of(cloud).Clipboard())
		}
		verbs := []string{"set", "unset", "delete", "create", "add", "remove"}
		for _, words := range wordsIn(t, script) {
			rest := words[min(len(words), len(wanted)):]
			if !slices.Equal(words[:min(len(words), len(wanted))], wanted) || len(rest) < 3 || rest[0] != "image" || !slices.Contains(verbs, rest[1]) {
				t.Fatalf("%q of %q", words, script)
			}
			if rest[1] == "add" || rest[1] == "remove" {
				operands := rest[3:]
				hyphened := slices.ContainsFunc(operands, func(word string) bool { return strings.HasPrefix(word, "-") })
				if hyphened && operands[0] == "--" {
					operands, hyphened = operands[1:], false
				}
				if len(operands) != 2 || rest[2] != "project" || hyphened {
					t.Fatalf("%q of %q", words, script)
				}
				continue
			}
			// Whatever stands there, only what is meant is an option.
			for _, word := range rest[2 : len(rest)-1] {
				if !strings.HasPrefix(word, "--") {
					t.Fatalf("%q of %q", words, script)
				}
			}
		}
		for _, tag := range p.Steps[1].Add {
			if !strings.Contains(script, "--tag="+text.Of(tag).Shell()) {
				t.Fatalf("the tag %q is not in %q", tag, script)
			}
		}
	})
}
