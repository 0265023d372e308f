package diskformat_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"glimpse/model/diskformat"
)

const gib = 1 << 30

// built is a file of a size with bytes at places of it.
type built struct {
	size  int
	parts map[int]string
}

func (b built) bytes() []byte {
	out := make([]byte, b.size)
	for at, part := range b.parts {
		copy(out[at:], part)
	}
	return out
}

func be64(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }
func be32(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }
func le64(n uint64) string { return string(binary.LittleEndian.AppendUint64(nil, n)) }
func le32(n uint32) string { return string(binary.LittleEndian.AppendUint32(nil, n)) }
func le16(n uint16) string { return string(binary.LittleEndian.AppendUint16(nil, n)) }

func vmdk(description string) built {
	return built{4096, map[int]string{0: "KDMV" + le32(1), 12: le64(3 * gib / 512), 28: le64(1) + le64(1), 512: description}}
}

func vhdx(parameters uint32) built {
	const (
		metadata   = "\x06\xa2\x7c\x8b\x90\x47\x9a\x4b\xb8\xfe\x57\x5f\x05\x0f\x88\x6e"
		diskSize   = "\x24\x42\xa5\x2f\x1b\xcd\x76\x48\xb2\x11\x5d\xbe\xd8\x3b\xf4\xb8"
		parameter  = "\x37\x67\xa1\xca\x36\xfa\x43\x4d\xb3\xb6\x33\xf0\xaa\x44\xe7\x6b"
		another    = "0123456789abcdef"
		second, at = 256 << 10, 512 << 10
	)
	return built{1 << 20, map[int]string{
		0: "vhdxfile", second: "regi" + le32(0) + le32(2),
		second + 16: another, second + 48: metadata + le64(at),
		at: "metadata" + le16(0) + le16(2), at + 32: diskSize + le32(4096), at + 64: parameter + le32(8192),
		at + 4096: le64(5 * gib), at + 8192: le32(1<<20) + le32(parameters),
	}}
}

func TestAHeaderTellsFormatAndSize(t *testing.T) {
	t.Parallel()
	const sparse = "# Disk DescriptorFile\nparentCID=ffffffff\ncreateType=\"monolithicSparse\"\nRW 6291456 SPARSE \"a.vmdk\"\n"
	for name, c := range map[string]struct {
		file built
		want diskformat.Info
	}{
		"qcow2":              {built{512, map[int]string{0: "QFI\xfb" + be32(3), 24: be64(2 * gib)}}, diskformat.Info{Format: "qcow2", VirtualSize: 2 * gib}},
		"qcow2, backed":      {built{512, map[int]string{0: "QFI\xfb" + be32(2) + be64(200) + be32(9) + be32(0) + be64(gib), 200: "/etc/pass"}}, diskformat.Info{Format: "qcow2", VirtualSize: gib, Needs: "a backing file (/etc/pass)"}},
		"qcow2, name beyond": {built{512, map[int]string{0: "QFI\xfb" + be32(2) + be64(1<<63) + be32(1<<31) + be32(0) + be64(gib)}}, diskformat.Info{Format: "qcow2", VirtualSize: gib, Needs: "a backing file"}},
		"qcow2, data file":   {built{512, map[int]string{0: "QFI\xfb" + be32(3), 24: be64(gib), 72: be64(4)}}, diskformat.Info{Format: "qcow2", VirtualSize: gib, Needs: "an external data file"}},
		"qcow2, absurd size": {built{512, map[int]string{0: "QFI\xfb" + be32(3), 24: be64(1<<64 - 1)}}, diskformat.Info{Format: "qcow2"}},
		"qcow2, cut":         {built{10, map[int]string{0: "QFI\xfb" + be32(3)}}, diskformat.Info{Format: "qcow2"}},
		"vmdk":               {vmdk(sparse), diskformat.Info{Format: "vmdk", VirtualSize: 3 * gib}},
		"vmdk, backed": {
			vmdk(strings.Replace(sparse, "ffffffff", "0badcafe\nparentFileNameHint=\"base.vmdk\"", 1)),
			diskformat.Info{Format: "vmdk", VirtualSize: 3 * gib, Needs: "a backing file (base.vmdk)"},
		},
		"vmdk, two extents": {
			vmdk(sparse + "RW 1 FLAT \"/etc/passwd\"\n"),
			diskformat.Info{Format: "vmdk", VirtualSize: 3 * gib, Needs: "the files with its data (a.vmdk)"},
		},
		"vmdk, no description": {
			built{512, map[int]string{0: "KDMV" + le32(1), 12: le64(2)}},
			diskformat.Info{Format: "vmdk", VirtualSize: 1024, Needs: "the file that describes it"},
		},
		"vmdk, description alone": {
			built{300, map[int]string{0: strings.Replace(sparse, "monolithicSparse", "monolithicFlat", 1)}},
			diskformat.Info{Format: "vmdk", Needs: "the files with its data (a.vmdk)"},
		},
		"vdi":          {built{512, map[int]string{0x40: "\x7f\x10\xda\xbe", 0x4c: le32(1), 0x170: le64(gib)}}, diskformat.Info{Format: "vdi", VirtualSize: gib}},
		"vdi, backed":  {built{512, map[int]string{0x40: "\x7f\x10\xda\xbe", 0x4c: le32(4), 0x170: le64(gib)}}, diskformat.Info{Format: "vdi", VirtualSize: gib, Needs: "a backing file"}},
		"vhd":          {built{2048, map[int]string{0: "conectix", 48: be64(gib), 60: be32(3)}}, diskformat.Info{Format: "vhd", VirtualSize: gib}},
		"vhd, fixed":   {built{2048, map[int]string{1536: "conectix", 1584: be64(1536), 1596: be32(2)}}, diskformat.Info{Format: "vhd", VirtualSize: 1536}},
		"vhd, backed":  {built{2048, map[int]string{0: "conectix", 48: be64(gib), 60: be32(4)}}, diskformat.Info{Format: "vhd", VirtualSize: gib, Needs: "a backing file"}},
		"vhdx":         {vhdx(0), diskformat.Info{Format: "vhdx", VirtualSize: 5 * gib}},
		"vhdx, backed": {vhdx(2), diskformat.Info{Format: "vhdx", VirtualSize: 5 * gib, Needs: "a backing file"}},
		"vhdx, cut":    {built{100, map[int]string{0: "vhdxfile"}}, diskformat.Info{Format: "vhdx"}},
		"iso":          {built{0x9000, map[int]string{0x8000: "\x01CD001", 0x8050: le32(18), 0x8080: le16(2048)}}, diskformat.Info{Format: "iso", VirtualSize: 18 * 2048}},
		"gzip":         {built{100, map[int]string{0: "\x1f\x8b\x08"}}, diskformat.Info{Format: "raw", VirtualSize: 100, Packed: "gzip"}},
		"xz":           {built{100, map[int]string{0: "\xfd7zXZ\x00"}}, diskformat.Info{Format: "raw", VirtualSize: 100, Packed: "xz"}},
		"tar":          {built{1024, map[int]string{257: "ustar"}}, diskformat.Info{Format: "raw", VirtualSize: 1024, Packed: "tar"}},
		"raw":          {built{700, map[int]string{510: "\x55\xaa"}}, diskformat.Info{Format: "raw", VirtualSize: 700}},
		"short":        {built{1, nil}, diskformat.Info{Format: "raw", VirtualSize: 1}},
		"empty":        {built{}, diskformat.Info{Format: "raw"}},
	} {
		content := c.file.bytes()
		if got, err := diskformat.Read(bytes.NewReader(content), int64(len(content))); err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

func TestAFileThatDoesNotFitIsToldInOneSentence(t *testing.T) {
	t.Parallel()
	qcow2 := diskformat.Info{Format: "qcow2", VirtualSize: 2*gib + 1}
	for _, c := range []struct {
		info            diskformat.Info
		container, disk string
		minDisk         int64
		want            string
	}{
		{qcow2, "bare", "qcow2", 0, ""},
		{qcow2, "bare", "qcow2", 3, ""},
		{qcow2, "bare", "qcow2", 2, "its disk takes 3 GiB, and min_disk=2 is less; give min_disk=3"},
		{qcow2, "bare", "raw", 0, "its header says qcow2, not raw; give disk_format=qcow2"},
		{diskformat.Info{Format: "raw"}, "bare", "vmdk", 0, "its header says raw, not vmdk; give disk_format=raw"},
		{diskformat.Info{Format: "raw"}, "aki", "aki", 0, ""},
		{diskformat.Info{Format: "vmdk", Needs: "a backing file (x)"}, "bare", "vmdk", 0, "it is not the whole disk: it needs a backing file (x)"},
		{diskformat.Info{Format: "raw", Packed: "xz"}, "bare", "raw", 0, "it is packed with xz; unpack it first"},
		{diskformat.Info{Format: "raw", Packed: "gzip"}, "compressed", "qcow2", 0, ""},
		{diskformat.Info{Format: "raw", Packed: "tar"}, "ova", "vmdk", 0, ""},
		{diskformat.Info{Format: "raw", Packed: "gzip"}, "ari", "ari", 0, ""}, // an initrd is packed as the kernel wants it
		{diskformat.Info{Format: "raw", Packed: "xz"}, "aki", "aki", 0, ""},
		{diskformat.Info{Format: "raw", Packed: "zstd"}, "ami", "ami", 0, ""},
		{diskformat.Info{Format: "raw", Packed: "zstd"}, "bare", "aki", 0, ""},
	} {
		if got := c.info.Problem(c.container, c.disk, c.minDisk); got != c.want {
			t.Errorf("%+v as %s %s: %q, want %q", c.info, c.container, c.disk, got, c.want)
		}
	}
}

// failing is a file whose disk fails.
type failing struct{}

var errDisk = errors.New("the disk fails")

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errDisk }

func TestAFileThatCannotBeReadIsNoRawDisk(t *testing.T) {
	t.Parallel()
	if info, err := diskformat.Read(failing{}, 1<<20); !errors.Is(err, errDisk) || info != (diskformat.Info{}) {
		t.Errorf("got %+v, %v", info, err)
	}
}

// counted counts what is read of a file.
type counted struct {
	io.ReaderAt
	bytes int
}

func (c *counted) ReadAt(out []byte, at int64) (int, error) {
	c.bytes += len(out)
	return c.ReaderAt.ReadAt(out, at)
}

// FuzzRead: no header makes the reader fail, read much, or tell a size that no
// file has.
func FuzzRead(f *testing.F) {
	for _, seed := range []built{
		{512, map[int]string{0: "QFI\xfb" + be32(2) + be64(200) + be32(9) + be32(0) + be64(gib)}},
		vmdk("parentCID=1\nparentFileNameHint=\"\x1b[2J\"\n"),
		{512, map[int]string{0: "COWD"}},
		{512, map[int]string{0x40: "\x7f\x10\xda\xbe"}},
		{1024, map[int]string{0: "conectix"}},
		{0x8100, map[int]string{0x8000: "\x01CD001"}},
	} {
		f.Add(seed.bytes(), uint32(0), []byte(nil))
	}
	f.Add([]byte("vhdxfile"), uint32(192<<10), vhdx(2).bytes()[256<<10:600<<10])
	f.Fuzz(func(t *testing.T, head []byte, at uint32, part []byte) {
		const most = 2 << 20
		content := make([]byte, min(most, max(len(head), int(at%most)+len(part))))
		copy(content, head)
		copy(content[min(len(content), int(at%most)):], part)
		file := &counted{ReaderAt: bytes.NewReader(content)}
		info, err := diskformat.Read(file, int64(len(content)))
		if err != nil || info.Format == "" || info.VirtualSize < 0 || len(info.Needs) > 300 {
			t.Errorf("got %+v, %v", info, err)
		}
		if file.bytes > 256<<10 {
			t.Errorf("%d bytes were read", file.bytes)
		}
	})
}
