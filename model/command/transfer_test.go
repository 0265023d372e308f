package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"glimpse/model/command"
	"glimpse/model/query"
)

func TestTheLinesThatMoveData(t *testing.T) {
	t.Parallel()
	const id = "3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"
	for line, want := range map[string]command.Command{
		"upload":                     command.Upload{},
		"upload a.qcow2":             command.Upload{File: "a.qcow2"},
		"upload my disk.raw":         command.Upload{File: "my disk.raw"},
		`upload "my disk.raw"`:       command.Upload{File: "my disk.raw"},
		"upload store:fs,ceph a.raw": command.Upload{File: "a.raw", Stores: []string{"fs", "ceph"}},
		`upload "store:fs"`:          command.Upload{File: "store:fs"},
		"upload sign-cert=" + id + " sign-key=\"my key.pem\" my disk.raw": command.Upload{
			File: "my disk.raw", Sign: command.Sign{Key: "my key.pem", Certificate: id},
		},
		`upload "sign-key=a"`: command.Upload{File: "sign-key=a"},
		"create file=a.raw sign-key=k.pem sign-cert=" + id: command.Create{
			File: "a.raw", Sign: command.Sign{Key: "k.pem", Certificate: id},
		},
		`create "sign-key"=x`:                   command.Create{Properties: []command.KeyValue{{Key: "sign-key", Value: "x"}}},
		"import":                                command.Import{},
		"import https://host/a.qcow2":           command.Import{URL: "https://host/a.qcow2"},
		"import store:fs https://host/a":        command.Import{URL: "https://host/a", Stores: []string{"fs"}},
		"import store:all":                      command.Import{Stores: []string{"all"}},
		"import region:north":                   command.Import{Region: "north"},
		"import region:north id:" + id:          command.Import{Region: "north", From: id},
		"download":                              command.Download{},
		"download /tmp/a b.raw":                 command.Download{File: "/tmp/a b.raw"},
		"delete-from ceph":                      command.DeleteFrom{Store: "ceph"},
		"location +http://a/b -\"rbd://f/p q\"": command.Location{Add: []string{"http://a/b"}, Remove: []string{"rbd://f/p q"}},
		"cache":                                 command.Cache{},
		"uncache":                               command.Uncache{},
		"create name=x file=\"my disk.raw\"":    command.Create{Attributes: []command.Assignment{attributeNamed("name", "x")}, File: "my disk.raw"},
	} {
		got, err := command.Parse(line)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", line, err, diff)
		}
		again, err := command.Parse(command.Format(got))
		if diff := cmp.Diff(want, again); diff != "" || err != nil {
			t.Errorf("%s is written %s: %v\n%s", line, command.Format(got), err, diff)
		}
	}
}

func TestWhatIsWrongWithALineThatMovesData(t *testing.T) {
	t.Parallel()
	const id = "3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11"
	for line, want := range map[string]string{
		"upload store:fs":                                   "the name of the file is missing",
		"upload store:,fs a":                                "the name of the store is missing",
		`upload "a" b`:                                      "the name ends here",
		"upload sign-key=k.pem a":                           "needs the id of the key's certificate",
		"upload sign-cert=" + id + " a":                     "a signature needs a key",
		"upload sign-key=k.pem sign-cert=gold a":            "gold is not the id of a certificate",
		"upload sign-key= a":                                "has no value",
		`upload sign-key="" a`:                              "the key has no file",
		"upload sign-key=k sign-key=l a":                    "sign-key is given twice",
		"upload sign-key=k sign-cert=" + id:                 "the name of the file is missing",
		"upload store:fs sign-key=k sign-cert=" + id + " a": "signed data goes to the default store",
		"create sign-key=k sign-cert=" + id:                 "there is no data to sign",
		"create file=a sign-key=k":                          "needs the id of the key's certificate",
		"import ftp://host/a":                               "no source of data",
		"import https://me:secret@host/a":                   "the password in the URL would be kept",
		"import debian":                                     "no source of data",
		"import https://":                                   "no source of data",
		"import https://http://host/a":                      "no source of data",
		"import https://a/b region:x":                       "two sources",
		"import https://a/b https://c/d":                    "no source of data",
		"import store:all,fs":                               "all stores, and others by name",
		"import id:3f0e9f0c-0c0f-4f57-8f0e-1c9d1a7e5b11":    "of an image in another region",
		"import region:x id:y":                              "y is no id of an image; expected a UUID such as " + id + ", or no id: where it is the same as here",
		"import region:x id:":                               "the id of the image there is missing; expected a UUID such as " + id,
		"create id=y":                                       "y is no id of an image; expected a UUID such as " + id + ", or no id for a new one",
		"create file=a file=b":                              "given twice",
		"create file=\"\"":                                  "has no name",
		"location":                                          "the location is missing",
		"location http://a":                                 "a sign is missing",
		"location +debian":                                  "is no URL",
		"location +http://":                                 "is no URL",
		"location +http://a -http://a":                      "both added and removed",
		"location +https://me:secret@host/a":                "the password in the URL would be kept",
		"location +http://h/" + strings.Repeat("x", 250):    "more than 255 characters",
		"property file=a":                                   "reserved",
	} {
		if _, err := command.Parse(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestWhatIsWrittenOfTransfersIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		file := odd().Filter(func(s string) bool { return s != "" }).Draw(t, "file")
		again(t, command.Upload{File: file})
		again(t, command.Upload{File: file, Stores: []string{"fs"}})
		again(t, command.Download{File: file})
		again(t, command.Create{File: file})
		sign := command.Sign{Key: file, Certificate: "3F0E9F0C0C0F4F578F0E1C9D1A7E5B11"}
		again(t, command.Upload{File: file, Sign: sign})
		again(t, command.Create{File: file, Sign: sign})
	})
}

func TestStoresAndRegionsAreOffered(t *testing.T) {
	t.Parallel()
	known := command.Known{
		Changes: true, Stores: []string{"fs", "ceph"}, StoresWith: []string{"ceph"}, OtherRegions: []string{"north", "south"},
		Regions: []string{"nearby"}, Sources: []command.KnownSource{{ID: "1f", Name: "debian"}, {ID: "2e", Help: "5 MiB"}},
	}
	for line, want := range map[string][]string{
		"upload s":                {"store:", "sign-key=", "sign-cert="},
		"upload sign-key=k sign":  {"sign-cert="},
		"create file=a sign":      {"sign-key=", "sign-cert="},
		"create name=a sign":      nil,
		"upload store:":           {"fs", "ceph", "all"},
		"upload store:fs,c":       {"ceph"},
		"upload disk":             nil,
		"import ":                 {"store:", "https://", "region:"},
		"import r":                {"region:"},
		"import region:n":         {"north"},
		"import region:n store:c": {"ceph"},
		"import region:n ":        {"id:", "store:"},
		"import region:n i":       {"id:"},
		`import "region:a b" `:    {"id:", "store:"},
		"import region:n id:x ":   {"store:"},
		"import region:n id:":     {"1f", "2e"},
		"import region:n id:2":    {"2e"},
		"import region:n id:DEB":  {"1f"},
		"import store:fs ":        {"https://", "region:", "store:"},
		"import https://h/a ":     {"store:"},
		"delete-from ":            {"fs", "ceph"},
		"delete-from C":           {"ceph"},
		`import store:"c`:         {"ceph"},
		`import store:"a,b",f`:    {"fs"},
		`import region:"a b" `:    {"id:", "store:"},
		"create fi":               {"file="},
	} {
		var got []string
		for _, one := range command.Complete(line, len(line), known) {
			got = append(got, one.Text)
			if hasData := one.Help == "it has the data"; hasData != (one.Text == "ceph") {
				t.Errorf("%q: %s is %q", line, one.Text, one.Help)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q is completed so:\n%s", line, diff)
		}
	}
}

func TestTheRegionOfAnIDIsKnown(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"import region:two id:": "two", `import "region:a b" id:3f`: "a b", `import region:"a b" id:3f`: "a b", "import id:": "", "import region:two id:x ": "", "import region: id:": "",
		"upload region:two id:": "",
	} {
		if region, wanted := command.WantsSources(line); region != want || wanted != (want != "") {
			t.Errorf("%q is about %q, %t", line, region, wanted)
		}
	}
}

func attributeNamed(name string, value any) command.Assignment {
	for _, a := range command.SettableAttributes() {
		if a.Name == name {
			return command.Assignment{Field: a.Field, Value: value}
		}
	}
	return command.Assignment{Field: query.Field{}}
}
