// Package diskformat reads what a file with image data says of itself in its
// header: the format, the size of the disk that it describes, and whether it
// needs another file. It reads a few kilobytes at fixed places, whatever the
// header claims.
package diskformat

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// The formats that a header tells, in the words of disk_format. What has no
// header that is known is Raw.
const (
	Raw   = "raw"
	QCOW2 = "qcow2"
	VMDK  = "vmdk"
	VDI   = "vdi"
	VHD   = "vhd"
	VHDX  = "vhdx"
	ISO   = "iso"
)

// Info is what the header of a file tells.
type Info struct {
	// Format is one of the formats above.
	Format string
	// VirtualSize is how many bytes the disk has that the file describes.
	VirtualSize int64
	// Needs names what the disk needs beside this file, such as "a backing file
	// (base.qcow2)"; empty where the file is the whole disk. It is made of what
	// the file says, and must be escaped where it is shown.
	Needs string
	// Packed names what the disk is packed in: "gzip", "xz", "tar" and the
	// like. The format of what is inside is not known.
	Packed string
}

// reader is one format: it reports whether a file is of it.
type reader func(f *file) (Info, bool)

// Read reads the header of a file of a size. The error is that of the reader;
// a header that makes no sense is that of a raw disk, unless only the rest of
// it makes none.
func Read(r io.ReaderAt, size int64) (Info, error) {
	f := &file{r: r, size: size}
	for _, read := range []reader{qcow2, vmdk, vmdkDescriptor, vhdx, vhd, vdi, iso, packed} {
		if info, is := read(f); is && f.err == nil {
			return info, nil
		}
		if f.err != nil {
			return Info{}, fmt.Errorf("reading the header: %w", f.err)
		}
	}
	return Info{Format: Raw, VirtualSize: size}, nil
}

// file is a file whose reading may fail once; then it holds nothing.
type file struct {
	r    io.ReaderAt
	size int64
	err  error
}

// at reads bytes at a place; what lies behind the end of the file is zero.
func (f *file) at(offset int64, length int) []byte {
	out := make([]byte, length)
	if f.err != nil || offset < 0 || offset >= f.size {
		return out
	}
	n, err := f.r.ReadAt(out[:min(int64(length), f.size-offset)], offset)
	if err != nil && err != io.EOF {
		f.err = err
	}
	clear(out[n:])
	return out
}

// has reports whether bytes stand at a place.
func (f *file) has(offset int64, magic string) bool {
	return offset+int64(len(magic)) <= f.size && string(f.at(offset, len(magic))) == magic
}

// holders are the container formats in which a packed disk belongs.
var holders = map[string][]string{
	"tar": {"ova", "ovf", "docker"},
}

// boots are the disk formats of what boots a disk, which is packed as the kernel
// or the boot loader unpacks it.
var boots = []string{"aki", "ari", "ami"}

// Problem says in one sentence why a file does not fit what is declared of it,
// or is empty: container and disk are the container_format and the disk_format,
// minDisk the min_disk in GiB, 0 for none.
func (i *Info) Problem(container, disk string, minDisk int64) string {
	const gibibyte = 1 << 30
	switch {
	case i.Packed != "" && container != "compressed" && !slices.Contains(boots, disk) && !slices.Contains(holders[i.Packed], container):
		return "it is packed with " + i.Packed + "; unpack it first"
	case i.Packed != "":
		return ""
	case i.Needs != "":
		return "it is not the whole disk: it needs " + i.Needs
	case !i.is(disk):
		return fmt.Sprintf("its header says %s, not %s; give disk_format=%s", i.Format, disk, i.Format)
	case minDisk > 0 && i.VirtualSize > 0 && (i.VirtualSize-1)/gibibyte >= minDisk:
		whole := (i.VirtualSize-1)/gibibyte + 1
		return fmt.Sprintf("its disk takes %d GiB, and min_disk=%d is less; give min_disk=%d", whole, minDisk, whole)
	}
	return ""
}

// is reports whether the file can be of a disk format. Kernels and the like
// have no header that is known here.
func (i *Info) is(disk string) bool {
	if i.Format == Raw {
		return !slices.Contains([]string{QCOW2, VMDK, VDI, VHD, VHDX, ISO}, disk)
	}
	return i.Format == disk
}

// packings are the first bytes of what a disk may be packed in.
var packings = []struct {
	offset int64
	magic  string
	name   string
}{
	{0, "\x1f\x8b", "gzip"},
	{0, "\xfd7zXZ\x00", "xz"},
	{0, "\x28\xb5\x2f\xfd", "zstd"},
	{0, "BZh", "bzip2"},
	{0, "PK\x03\x04", "zip"},
	{0, "7z\xbc\xaf\x27\x1c", "7z"},
	{257, "ustar", "tar"},
}

func packed(f *file) (Info, bool) {
	for _, p := range packings {
		if f.has(p.offset, p.magic) {
			return Info{Format: Raw, VirtualSize: f.size, Packed: p.name}, true
		}
	}
	return Info{}, false
}

// nameIn cuts a name at its end and to a length that can be told.
func nameIn(name []byte) string {
	const most = 200
	name, _, _ = bytes.Cut(name, []byte{0})
	return string(name[:min(len(name), most)])
}

// needs says what a file needs, with its name where that is known.
func needs(what, name string) string {
	if name == "" {
		return what
	}
	return what + " (" + name + ")"
}
