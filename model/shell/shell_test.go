package shell_test

import (
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/shell"
	"glimpse/model/text"
)

func template(t testing.TB, line string) shell.Template {
	t.Helper()
	made, problem, expected := shell.Parse(line)
	if problem != "" {
		t.Fatalf("%s: %s; %s", line, problem, expected)
	}
	return made
}

func image(id, name string, properties ...string) *model.Image {
	img := &model.Image{ID: model.NewImageID(id), Name: text.Of(name), Size: 5}
	for i := 0; i+1 < len(properties); i += 2 {
		img.Properties = append(img.Properties, model.Property{Key: text.Of(properties[i]), Value: text.Of(properties[i+1])})
	}
	return img
}

// said runs a template in a real shell, once for each image, and returns what it
// printed.
func said(t rapid.TB, made shell.Template, images ...*model.Image) string {
	t.Helper()
	runs, err := made.Args(images)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, args := range runs {
		printed, err := exec.Command("/bin/sh", append([]string{"-c", made.Script(), "sh"}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %q: %v: %s", made.Script(), args, err, printed)
		}
		out.Write(printed)
	}
	return out.String()
}

// printing writes each of its arguments between marks.
const printing = `printf '<%s>' `

func TestAValueIsOneArgumentWhateverItHolds(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"plain", "", "two words", `it's`, `"`, `$(echo no)`, "`echo no`", `$HOME`, `\`, `\'`, `*`, `;echo no`, `-n`, `'"'"'`, `{{id}}`, `${1}`, `a&b|c>d<e#f`, "ü😀",
	} {
		img := image("i", name, "k", name)
		got := said(t, template(t, printing+`{{name}} x{{k}}y {{ name }} {{size}}`), img)
		if want := "<" + name + "><x" + name + "y><" + name + "><5>"; got != want {
			t.Errorf("%q arrives as %q", name, got)
		}
	}
}

func TestNoValueIsReadByTheShell(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"'", `"`, "`", "$(echo no)", "$", "(", ")", "{{", "}}", "${1}", `\`, " ", ";", "&&", "#", "*", "~", "é", "x", "-", "!"})
	rapid.Check(t, func(rt *rapid.T) {
		one := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(rt, "one"), "")
		other := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(rt, "other"), "")
		img := image("i", one, "k", other)
		made := template(t, printing+`{{k}} a{{name}}`)
		if got := said(rt, made, img); got != "<"+other+"><a"+one+">" {
			rt.Errorf("%q, %q arrive as %q", one, other, got)
		}
		// What is shown before it runs means the same.
		runs, _ := made.Args([]*model.Image{img})
		shown, err := exec.Command("/bin/sh", "-c", made.Shown(runs[0])).CombinedOutput()
		if err != nil || string(shown) != "<"+other+"><a"+one+">" {
			rt.Errorf("%s prints %q, %v", made.Shown(runs[0]), shown, err)
		}
	})
}

func FuzzValue(f *testing.F) {
	f.Add("it's $(x)")
	f.Add("a\nb")
	f.Add("\x1b[31m")
	f.Add("\x00")
	f.Fuzz(func(t *testing.T, name string) {
		made := template(t, printing+"{{name}}")
		img := image("i", name)
		if _, err := made.Args([]*model.Image{img}); err != nil {
			return
		}
		if got := said(t, made, img); got != "<"+name+">" {
			t.Errorf("%q arrives as %q", name, got)
		}
	})
}

func TestWhatCannotBeHandedOverIsSaid(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a\nb", "\x1b]0;x\x07", "nul\x00", "\u009b31m", "\xff", "\t"} {
		if _, err := template(t, "echo {{name}}").Args([]*model.Image{image("i", name)}); err == nil || !strings.Contains(err.Error(), "control characters") {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := template(t, "echo {{os_distro}}").Args([]*model.Image{image("i", "n")}); err == nil || err.Error() != "the image i has no os_distro" {
		t.Error(err)
	}
}

func TestACommandRunsForEachOrOnce(t *testing.T) {
	t.Parallel()
	images := []*model.Image{image("a b", "1"), image("c", "2")}
	for line, want := range map[string]string{
		printing + "{{id}}": "<a b><c>", printing + "x {{ids}}": "<x><a b><c>", printing + "x": "<x>",
		printing + "{{ids}} {{ids}}": "<a b><c><a b><c>",
	} {
		if got := said(t, template(t, line), images...); got != want {
			t.Errorf("%s prints %q, want %q", line, got, want)
		}
	}
}

func TestWhatIsNoCommandIsSaid(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"": "no command", " ": "no command", "echo {{}}": "no field", `echo "{{id}}"`: "in quotes", `echo '{{id}}'`: "in quotes",
		"echo `x {{id}}`": "in quotes", `echo \"{{id}}`: "", `echo "a" {{id}} 'b'`: "", `echo '\' {{id}}`: "", "echo {{ids}} {{name}}": "use one",
	} {
		_, problem, expected := shell.Parse(line)
		if (want == "") != (problem == "") || !strings.Contains(problem+"; "+expected, want) {
			t.Errorf("%q: %q; %q", line, problem, expected)
		}
	}
}
