package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"glimpse/model/command"
)

func TestAVolumeIsASourceOfANewImage(t *testing.T) {
	t.Parallel()
	named := []command.Assignment{attributeNamed("name", "x")}
	for line, want := range map[string]command.Command{
		"create volume=data":                       command.Create{Volume: "data"},
		`create name=x volume="my data" force=yes`: command.Create{Attributes: named, Volume: "my data", Force: true},
		"create volume=data force=no":              command.Create{Volume: "data"},
		`create "volume"=x "force"=y`:              command.Create{Properties: []command.KeyValue{{Key: "volume", Value: "x"}, {Key: "force", Value: "y"}}},
	} {
		got, err := command.Parse(line)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", line, err, diff)
		}
		again, err := command.Parse(command.Format(got))
		if diff := cmp.Diff(want, again); diff != "" || err != nil {
			t.Errorf("%s is written %s: %v\n%s", line, command.Format(got), err, diff)
		}
		if moves := command.MovesData(got); moves != strings.Contains(line, "volume=") {
			t.Errorf("%s moves data: %t", line, moves)
		}
	}
	for line, want := range map[string]string{
		`create volume=""`:                                        "the volume has no name",
		"create volume=a volume=b":                                "given twice",
		"create volume=a force=perhaps":                           "force: ",
		"create force=yes":                                        "force is said of a volume",
		"create volume=a file=b":                                  "two sources",
		"create volume=a tag=gold":                                "tag cannot be said with volume=; expected only name, disk_format, container_format, visibility, protected",
		"create volume=a os_distro=debian":                        "os_distro cannot be said with volume=",
		"create volume=a min_disk=3":                              "min_disk cannot be said with volume=",
		"create volume=a id=3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11": "id cannot be said with volume=",
		"create volume=a sign-key=k sign-cert=3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11": "cannot be signed",
		"import volume:a": "a volume becomes a new image; expected :create volume=NAME",
	} {
		if _, err := command.Parse(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
	if _, err := command.NewImage([]string{"volume=a"}); err == nil || !strings.Contains(err.Error(), "the data comes from the file") {
		t.Errorf("the image of a file: %v", err)
	}
}

// A query can have one word more of the visibility than an image.
func TestTheVisibilityIsExplainedAsThatOfAnImage(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"create vis", "create volume=x vis", "set vis"} {
		for _, one := range command.Complete(line, len(line), command.Known{Changes: true}) {
			if one.Text != "visibility=" || one.Help != "who sees the image" {
				t.Errorf("%s offers %+v", line, one)
			}
		}
	}
}

func TestVolumesAreOffered(t *testing.T) {
	t.Parallel()
	known := command.Known{Changes: true, DiskFormats: []string{"iso", "raw"}, Volumes: []command.KnownVolume{{Word: "data", Help: "8.0 GiB, available"}, {Word: "my disk"}}}
	for line, want := range map[string][]string{
		"create vol":             {"volume="},
		"create file=a vol":      nil,
		"create volume=":         {"data 8.0 GiB, available", `"my disk" `},
		"create volume=my":       {`"my disk" `},
		"create volume=data fo":  {"force="},
		"create volume=data ":    {"name=", "visibility=", "protected=", "disk_format=", "container_format=", "force="},
		"create fo":              nil,
		"create volume=x force=": {"yes "},

		"create volume=x disk_format=":  {"raw ", "qcow2 ", "vmdk ", "vdi ", "vhd ", "vhdx ", "ploop "},
		"create volume=x disk_format=i": nil,
		"create disk_format=i":          {"iso "},
	} {
		var got []string
		for _, one := range command.Complete(line, len(line), known) {
			if strings.HasSuffix(one.Text, "=") {
				one.Help = ""
				got = append(got, one.Text)
				continue
			}
			got = append(got, one.Text+" "+one.Help)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q is completed so:\n%s", line, diff)
		}
		if wants := command.WantsVolumes(line); wants != (strings.Contains(line, "volume=") && !strings.Contains(line, "fo") && !strings.HasSuffix(line, " ")) {
			t.Errorf("%q wants volumes: %t", line, wants)
		}
	}
}
