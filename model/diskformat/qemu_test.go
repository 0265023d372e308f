package diskformat_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"glimpse/model/diskformat"
)

// TestQEMUSaysTheSame makes disks with qemu-img where that is installed, and
// compares what it says of them.
func TestQEMUSaysTheSame(t *testing.T) {
	t.Parallel()
	qemu, err := exec.LookPath("qemu-img")
	if err != nil {
		t.Skip("qemu-img is not installed")
	}
	folder := t.TempDir()
	run := func(arguments ...string) []byte {
		t.Helper()
		command := exec.CommandContext(t.Context(), qemu, arguments...)
		command.Dir = folder
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("qemu-img %v: %v: %s", arguments, err, out)
		}
		return out
	}
	ours := map[string]string{"vpc": "vhd"}
	for i, c := range []struct {
		format  string
		options []string
		needs   bool
	}{
		{"qcow2", nil, false},
		{"qcow2", []string{"-o", "compat=0.10"}, false},
		{"qcow2", []string{"-o", "extended_l2=on"}, false},
		{"qcow2", []string{"-b", "base", "-F", "raw"}, true},
		{"qcow2", []string{"-o", "data_file=outside"}, true},
		{"raw", nil, false},
		{"vdi", nil, false},
		{"vdi", []string{"-o", "static=on"}, false},
		{"vpc", nil, false},
		{"vpc", []string{"-o", "subformat=fixed"}, false},
		{"vhdx", nil, false},
		{"vmdk", nil, false},
		{"vmdk", []string{"-o", "subformat=streamOptimized"}, false},
		{"vmdk", []string{"-o", "subformat=monolithicFlat"}, true},
		{"vmdk", []string{"-b", "vmdkbase", "-F", "vmdk"}, true},
	} {
		if i == 0 {
			run("create", "-f", "raw", "base", "64M")
			run("create", "-f", "vmdk", "vmdkbase", "64M")
		}
		name := filepath.Join(folder, c.format+string(rune('a'+i)))
		run(append(append([]string{"create", "-f", c.format}, c.options...), name, "64M")...)
		var told struct {
			Format string `json:"format"`
			Size   int64  `json:"virtual-size"`
		}
		if err := json.Unmarshal(run("info", "--output", "json", name), &told); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		about, err := file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		info, err := diskformat.Read(file, about.Size())
		file.Close()
		want := c.format
		if named, other := ours[want]; other {
			want = named
		}
		sizeKnown := info.VirtualSize == told.Size || c.needs && info.VirtualSize == 0
		// A VHD counts in cylinders for some programs, and QEMU believes those.
		if want == "vhd" {
			sizeKnown = info.VirtualSize >= 64<<20 && info.VirtualSize-64<<20 < 1<<20
		}
		if err != nil || info.Format != want || (info.Needs != "") != c.needs || !sizeKnown {
			t.Errorf("%s %v: %+v, %v; qemu-img says %+v", c.format, c.options, info, err, told)
		}
	}
}
