package query_test

import (
	"testing"

	"glimpse/model/query"
)

func TestAMistypedKeyIsNamed(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"statu=active": "status", "visibilty=public": "visibility", "ownr~x": "owner", "!chcksum": "checksum",
		"status=active": "", "os_distro=ubuntu": "", "os=x": "", "hw_disk_bus=scsi": "", "tgas=x": "", "\"a b c d\"=x": "",
	} {
		terms, err := query.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		if got := terms[0].Meant(); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
